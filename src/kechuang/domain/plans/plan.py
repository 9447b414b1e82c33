"""A plan (规划) as it was read: indicators, series, commitments, statements, tasks and projects, each with its source.

The shape is that of the JSON others rely on (``kechuang read --json``): numbers as printed, missing is None, zero is 0.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kechuang.domain.document import Problem
from kechuang.domain.quantity import Bound
from kechuang.domain.source import Source


class Binding(StrEnum):
    """The nature of an indicator (指标属性): 约束性 or 预期性."""

    OBLIGATORY = "obligatory"
    ANTICIPATORY = "anticipatory"


class Basis(StrEnum):
    """What a promised number measures: a level (达到), an addition (新增), growth a year (年均增长), each year (每年), a share."""

    LEVEL = "level"
    INCREMENT = "increment"
    ANNUAL_GROWTH = "annual_growth"
    PER_YEAR = "per_year"
    SHARE = "share"


class Kind(StrEnum):
    """What kind of document it is."""

    FIVE_YEAR_PLAN = "five_year_plan"
    ANNUAL_PLAN = "annual_plan"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RegionName:
    """The region a plan is for: the name in the title and its GB/T 2260 code, None where the code list has none."""

    name: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Identity:
    """What the document says it is: title, kind, region, first and last year, horizon year, plans it is based on."""

    title: str | None
    kind: Kind
    region: RegionName | None
    start: int | None
    end: int | None
    horizon: int | None
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of the body; ``number`` as printed (``（一）``, ``1.``, ``第一章``), None where it has none."""

    level: int
    number: str | None
    title: str
    source: Source


@dataclass(frozen=True, slots=True)
class Box:
    """A box 专栏: ``source`` is its heading line, ``start`` to ``end`` everything it holds; number None where lost."""

    number: str | None
    title: str
    source: Source
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class YearValue:
    """A baseline or target in an indicator table; ``text`` is the cell as printed."""

    year: int | None
    value: Decimal | None
    bound: Bound
    low: Decimal | None
    high: Decimal | None
    cumulative: bool
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Change:
    """The third column of an indicator table: annual average growth, cumulative, or change over the period."""

    value: Decimal | None
    kind: str  # annual_growth | cumulative | change
    text: str
    bound: Bound = Bound.EQUAL


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of an indicator table (指标表). ``flags`` names what was unusual, e.g. ``completed_value_not_target``.

    ``actual`` is what was reached by the target year, in tables that report it; ``others`` the values of further years
    (a mid-term year, a horizon year, the years in between), in the order of the columns.
    """

    table: str | None
    row: int
    name: str
    unit: str | None
    category: str | None
    binding: Binding | None
    flags: tuple[str, ...]
    baseline: YearValue | None
    target: YearValue | None
    change: Change | None
    source: Source
    actual: YearValue | None = None
    others: tuple[YearValue, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesCell:
    """One cell of a statistics table: what was measured, in what unit, where, when."""

    table: str | None
    measure: str
    unit: str | None
    region: str | None
    column: str | None
    year: int | None
    value: Decimal | None
    source: Source


@dataclass(frozen=True, slots=True)
class Commitment:
    """A quantified promise in prose or a box; ``year`` is the year it is meant for even when only implied."""

    measure: str
    bound: Bound
    low: Decimal | None
    high: Decimal | None
    unit: str
    year: int | None
    basis: Basis
    box: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Statement:
    """A quantified claim about the past, with the change it states (``由26家增加到94家，环比增长261.5%``)."""

    measure: str
    bound: Bound
    low: Decimal | None
    high: Decimal | None
    unit: str
    year: int | None
    from_value: Decimal | None
    to_value: Decimal | None
    change: Decimal | None
    change_kind: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Task:
    """A key task (重点任务) with the organisation that leads it (牵头单位) and those that support it (配合单位)."""

    number: str | None
    title: str
    lead: str | None
    support: tuple[str, ...]
    deadline: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Project:
    """One row of a project table (项目表)."""

    number: str | None
    name: str
    builder: str | None
    content: str | None
    start: int | None
    end: int | None
    investment: Decimal | None
    investment_unit: str | None
    lead: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that was read from one document, and what could not be."""

    identity: Identity
    outline: tuple[Heading, ...]
    boxes: tuple[Box, ...]
    indicators: tuple[Indicator, ...]
    series: tuple[SeriesCell, ...]
    commitments: tuple[Commitment, ...]
    statements: tuple[Statement, ...]
    tasks: tuple[Task, ...]
    projects: tuple[Project, ...]
    problems: tuple[Problem, ...]
