"""Open data (开放数据) as values: what was measured, where, when, in what sense, by what definition, and from what source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property


class Sense(StrEnum):
    """In what sense a figure is meant: reached 实际值, where the plan starts 基期值, promised 目标值, asked for on the way 年度目标."""

    ACTUAL = "actual"
    BASELINE = "baseline"
    TARGET = "target"
    PLANNED = "planned"


class Status(StrEnum):
    """A value; missing 缺报; not applicable 不适用. A reported 0 is a value."""

    VALUE = "value"
    MISSING = "missing"
    NOT_APPLICABLE = "not-applicable"


class Aim(StrEnum):
    """What a plan promises of an indicator: a level 期末水平, a total 期内累计, growth each year on average 年均增长, a change by the end
    or over the period 变动, or words 文字表述.
    """

    LEVEL = "level"
    TOTAL = "total"
    ANNUAL_GROWTH = "annual-growth"
    CUMULATIVE_CHANGE = "cumulative-change"
    CHANGE = "change"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator (指标): what is measured and by what definition (统计口径); ``source`` is where the plan names it.

    ``aim_text`` is what is promised as the plan prints it; ``growth`` the average growth in percent a year, where that is the aim.
    """

    code: str
    name: str
    english: str
    unit: str
    rising: bool
    binding: str
    definition: str
    english_definition: str
    source: str
    basis: str = ""
    aim: Aim | None = None
    aim_text: str = ""
    growth: Decimal | None = None
    growth_bound: str = "="


@dataclass(frozen=True, slots=True)
class Area:
    """Where: the region of the plan, and counties or departments below it; ``above`` is the code of what it belongs to."""

    code: str
    name: str
    kind: str
    above: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its source (出处). ``period`` is a year (2026), a half (2026-H1) or a quarter (2026-Q3); ``upper`` is the
    upper end of a range, whose lower end is the value.
    """

    measure: str
    area: str
    period: str
    sense: Sense
    status: Status
    value: Decimal | None
    source: str
    bound: str = "="
    upper: Decimal | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What no other figure of the data set has."""
        return self.measure, self.area, self.period, self.sense.value


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A key task (重点任务) of the plan: who leads it, who supports it, by when."""

    number: str
    title: str
    lead: str
    support: tuple[str, ...]
    deadline: str
    source: str
    state: str = ""


@dataclass(frozen=True)
class Dataset:
    """All that one release says in numbers. ``address`` is where it can always be found; ``number`` its version there."""

    key: str
    number: int
    title: str
    publisher: str
    region: str
    start: int | None
    end: int | None
    released_on: date
    plan_version: int
    address: str
    measures: tuple[Measure, ...]
    areas: tuple[Area, ...]
    figures: tuple[Figure, ...]
    undertakings: tuple[Undertaking, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def measure_by_code(self) -> Mapping[str, Measure]:
        """Every measure by its code."""
        return {one.code: one for one in self.measures}

    @cached_property
    def area_by_code(self) -> Mapping[str, Area]:
        """Every area by its code."""
        return {one.code: one for one in self.areas}

    def figures_of(self, measure: str, *senses: Sense) -> tuple[Figure, ...]:
        """The figures of a measure, in those senses where any are named, in the order of the data set."""
        return tuple(one for one in self.figures if one.measure == measure and (not senses or one.sense in senses))


def in_order(figures: Mapping[tuple[str, str, str, str], Figure]) -> tuple[Figure, ...]:
    """Figures in the one order they are published in: measure, area, sense, period."""
    return tuple(sorted(figures.values(), key=lambda one: (one.measure, one.area, one.sense.value, one.period)))
