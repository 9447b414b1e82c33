"""What a report is written from: the plan as read, what was observed since, and what others judged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kechuang.domain.document import Document
from kechuang.domain.indicators.outlook import AgainstPath, AverageGrowth, Outlook, Verdict
from kechuang.domain.plans.plan import Indicator, Plan
from kechuang.domain.source import Source


@dataclass(frozen=True, slots=True)
class Observed:
    """A value reached (实际值) in a year, as it was reported."""

    year: int
    value: Decimal
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Expected:
    """What a year is expected to bring: the middle and the ends of the 80 % interval."""

    year: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """The chance that the target is met (0 to 1), and the path expected until its year."""

    probability: float
    path: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Grown:
    """How an average growth that is asked (年均增长) was judged; ``average`` is None where nothing was observed in the period, and
    ``is_rate`` says that the values are rates of growth themselves.
    """

    verdict: Verdict
    average: AverageGrowth | None
    is_rate: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """What the parts of a sum imply together (合计推算): the chance that they reach its target, the middle of what they come to, and
    the latest value of each.
    """

    probability: float
    expected: float
    latest: tuple[Observed, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A finding of the audit, worded: what is wrong, the arithmetic, what to do, and the places it rests on."""

    rule: str
    severity: str
    message: str
    arithmetic: str
    remedy: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Followed:
    """An indicator of the plan with all that is known about its course; history is in the order of years. ``against`` is what a path
    typed year by year asks for in the latest year.
    """

    indicator: Indicator
    observed: tuple[Observed, ...] = ()
    forecast: Forecast | None = None
    rising: bool = True
    grown: Grown | None = None
    parts: Parts | None = None
    against: AgainstPath | None = None


def grown_of(outlook: Outlook | None) -> Grown | None:
    """How the average growth was judged, None where an outlook is about something else."""
    if outlook is None or outlook.question.growing is None:
        return None
    return Grown(outlook.verdict, outlook.average, outlook.question.growing.is_rate)


@dataclass(frozen=True)
class ReportFacts:
    """Everything a report says rests on these. ``as_of`` is the year evaluated, None where nothing was observed yet.

    ``name_of`` gives the name of an indicator in the language of the report; ``totals`` are names of rows that stand
    for all regions together (全省), which are compared with none; ``documents`` are those the annex quotes, by name.
    """

    document: Document
    plan: Plan
    followed: tuple[Followed, ...]
    as_of: int | None = None
    contradictions: tuple[Contradiction, ...] | None = None
    totals: frozenset[str] = frozenset()
    name_of: Callable[[Indicator], str] = field(default=lambda indicator: indicator.name)
    documents: Mapping[str, Document] = field(default_factory=dict)
