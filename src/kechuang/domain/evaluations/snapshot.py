"""A snapshot (快照): the facts of a plan at one moment, frozen, so that nothing moves under an evaluation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from kechuang.domain.document import Document
from kechuang.domain.evaluations.labels import Label
from kechuang.domain.plans.plan import Plan
from kechuang.domain.source import Source

WHOLE_YEAR = "Y"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as it stood on the day; ``above`` is the id of the one it belongs to."""

    id: int
    code: str
    name: str
    kind: str
    above: int | None


@dataclass(frozen=True, slots=True)
class Followed:
    """An indicator as it is followed; ``row`` is its place among the indicators of the plan."""

    id: int
    row: int
    name: str
    key: str
    unit: str
    rising: bool
    kind: str
    binding: str
    definition: str
    baseline_year: int | None
    baseline: Decimal | None
    target_year: int | None
    bound: str
    low: Decimal | None
    high: Decimal | None
    cumulative: bool
    aggregation: str
    item: int = 0  # what the plan says of it


@dataclass(frozen=True, slots=True)
class Course:
    """What an indicator should do in an organisation, year by year; ``counted`` whether it is a part of the sum above it."""

    indicator: int
    organisation: int
    shape: str
    base: Decimal | None
    target: Decimal | None
    years: tuple[tuple[int, Decimal], ...]
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Value:
    """A value that counted on the day; ``made_of`` says what it was made of and who approved it, without naming persons."""

    id: int
    indicator: int
    organisation: int
    year: int
    period: str
    revision: int
    state: str
    value: Decimal | None
    origin: str
    made_of: Mapping[str, str]
    item: int | None = None


@dataclass(frozen=True, slots=True)
class TaskState:
    """A key task and how far it had come on the day."""

    number: str
    title: str
    lead: str
    support: tuple[str, ...]
    deadline: str
    state: str
    source: Source


@dataclass(frozen=True)
class Snapshot:
    """Everything an evaluation rests on; ``sha256`` is that of the bytes it was read from, ``as_of`` the last year looked at."""

    sha256: str
    taken_at: datetime
    as_of: int
    title: str
    version: int
    home: int
    document: Document
    plan: Plan
    organisations: tuple[Organisation, ...]
    indicators: tuple[Followed, ...]
    courses: tuple[Course, ...]
    values: tuple[Value, ...]
    tasks: tuple[TaskState, ...] = ()
    item_sources: Mapping[int, Source] = field(default_factory=dict)
    mark: str = ""  # what stands for the plan's document in the ids of findings
    labels: Mapping[str, Label] = field(default_factory=dict)

    @cached_property
    def organisation_by_id(self) -> Mapping[int, Organisation]:
        """Every organisation by its id."""
        return {one.id: one for one in self.organisations}

    @cached_property
    def yearly(self) -> Mapping[tuple[int, int], tuple[Value, ...]]:
        """Values of whole years that are numbers, by organisation and indicator, the years rising."""
        found: dict[tuple[int, int], list[Value]] = {}
        for one in self.values:
            if one.period == WHOLE_YEAR and one.value is not None and one.year <= self.as_of:
                found.setdefault((one.organisation, one.indicator), []).append(one)
        return {key: tuple(sorted(values, key=lambda one: one.year)) for key, values in found.items()}

    def source_of(self, value: Value, tell: "Tell") -> Source:
        """The place a value comes from: the sentence of the plan, or the entry of the bureau's approved values."""
        if value.item is not None and value.item in self.item_sources:
            return self.item_sources[value.item]
        document, words = tell(value)
        return Source(document, value.id, None, 0, 0, words)


Tell = Callable[[Value], tuple[str, str]]
"""What approved values are cited as, and the words for what one was made of."""


def tell_plainly(value: Value) -> tuple[str, str]:
    """The same for machines: the parts as they are, in one order."""
    return "observations", "; ".join(f"{name}={part}" for name, part in sorted(value.made_of.items()))
