"""An outlook (趋势研判): whether a target will be reached, how sure that is, and the working behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kechuang.domain.indicators.counts import Rate
from kechuang.domain.indicators.observation import Observation, Place
from kechuang.domain.indicators.pace import StatCan, Unsd
from kechuang.domain.indicators.pace_undefined import Undefined
from kechuang.domain.indicators.path import Shape
from kechuang.domain.indicators.target import Target


class Verdict(StrEnum):
    """Reached 已达标, on course 有望达标, at risk 存在风险, off course 难以达标, not enough to tell 数据不足."""

    REACHED = "reached"
    ON_COURSE = "on_course"
    AT_RISK = "at_risk"
    OFF_COURSE = "off_course"
    NOT_ENOUGH = "not_enough_to_tell"


class Model(StrEnum):
    """How the probability was got."""

    DRIFT = "drift"
    COUNTS = "counts"
    SUM = "sum_over_the_period"
    SETTLED = "settled"
    GROWTH = "average_growth"
    NONE = "none"


class Reason(StrEnum):
    """Why there is not enough to tell."""

    NOTHING_OBSERVED = "nothing_observed"
    ONE_POINT = "one_point_and_no_panel"
    SHORT = "short_history_and_small_panel"
    STALE = "latest_value_too_old"
    WIDE = "interval_too_wide"
    STEP = "declared_step_shows_nothing_before_the_end"


@dataclass(frozen=True, slots=True)
class Growing:
    """That a target is one of average growth in percent a year from the year ``since`` on; ``is_rate`` whether the values observed are
    rates of growth themselves.
    """

    since: int
    is_rate: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A target to judge; ``key`` names the measure, which region and key together find in the observations.

    ``ceiling`` is a natural upper end (100 for a share); ``whole`` says it counts whole things; ``flow`` that each year
    counts anew (时期数). ``typed`` are the years of a path that was given one by one. All values are in the measure's own unit; ``factor`` is how many of it one printed ``unit`` is.
    """

    indicator: str
    key: str
    region: str
    unit: str | None
    base: Observation | None
    target: Target
    ceiling: float | None = None
    whole: bool = False
    flow: bool = False
    shape: Shape = Shape.LINEAR
    typed: Mapping[int, float] = field(default_factory=dict)
    growing: Growing | None = None
    factor: float = 1.0
    place: Place | None = None

    @property
    def target_unit(self) -> str | None:
        """The unit of the target: percent where an average growth is asked, whatever is measured."""
        return self.unit if self.growing is None else "%"

    @property
    def target_factor(self) -> float:
        """How many of the measure's own unit the target is given in; percent are percent."""
        return self.factor if self.growing is None else 1.0


@dataclass(frozen=True, slots=True)
class Rules:
    """The thresholds of the rulebook, see ``national/outlook.yaml`` for what each rests on."""

    on_course: float
    off_course: float
    fewest_steps: int
    fewest_others: int
    stale_years: int
    interval: float
    widest: float
    small_count: float
    gains: Rate
    losses: Rate


@dataclass(frozen=True, slots=True)
class Yearly:
    """A change a year: in the indicator's own unit, and as a compound growth rate where that exists."""

    amount: float
    growth: float | None


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace needed from here and achieved so far, and the four published rules; a reason where one has no answer."""

    needed: Yearly | None
    achieved: Yearly | Undefined
    statcan: StatCan | Undefined
    unsd: Unsd | Undefined
    escap: float | Undefined
    completion: float | Undefined
    time_share: float | None


@dataclass(frozen=True, slots=True)
class AgainstPath:
    """What a typed path asks for in the latest year, or until then of a sum, and what there is; ``kept`` whether that meets it."""

    year: int
    planned: float
    value: float
    kept: bool


@dataclass(frozen=True, slots=True)
class AverageGrowth:
    """Average growth in percent a year over ``years`` years until ``last``, what is asked, and what the years left would have to
    ``needed``; ``unknown`` years nobody reported are left out.
    """

    since: int
    last: int
    years: int
    mean: float
    asked: float
    needed: float | None
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class PathYear:
    """One year of the fan chart: the middle of what is to be expected, its interval, and what the plan's path asks for."""

    year: int
    expected: float
    low: float
    high: float
    planned: float | None


@dataclass(frozen=True, slots=True)
class Panel:
    """The other regions beside a series: how many, their drift and yearly deviation on the working scale."""

    others: int
    drift: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Basis:
    """The working: the model, the values it used, and its numbers on the working scale (``log`` or ``level``).

    ``drifts`` are a year's change over the whole history, the recent years and the last step; ``location`` and
    ``spread`` those of the change until the target year.
    """

    model: Model
    points: tuple[Observation, ...] = ()
    years_to_go: float | None = None
    scale: str | None = None
    drifts: tuple[float, float, float] | None = None
    panel: Panel | None = None
    location: float | None = None
    spread: float | None = None
    freedom: float | None = None
    rate: Rate | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says: the chance, the interval in the target year or of the sum, the years to come, the working."""

    probability: float | None
    interval: tuple[float, float] | None
    path: tuple[PathYear, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be said of one target; ``interval`` is that of the value in the target year, or of the sum."""

    question: Question
    latest: Observation | None
    pace: Pace
    probability: float | None
    interval: tuple[float, float] | None
    verdict: Verdict
    reason: Reason | None
    basis: Basis
    path: tuple[PathYear, ...] = field(default=())
    against: AgainstPath | None = None
    average: AverageGrowth | None = None
