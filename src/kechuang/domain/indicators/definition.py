"""What an indicator (指标) of the catalogue measures, in what unit, and what must hold between indicators.

Identities are checked in each definition's own unit: ``rd_intensity = gerd / gdp × 100`` with both in 亿元.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Direction(StrEnum):
    """Which way is better: 正向 (more) or 逆向 (less)."""

    RISE = "rise"
    FALL = "fall"


class MeasureKind(StrEnum):
    """A stock (时点数) at year end, a flow (时期数) over the year, a ratio (比率), or a composite index (指数)."""

    STOCK = "stock"
    FLOW = "flow"
    RATIO = "ratio"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Basis:
    """The document (依据) a definition rests on, and the day it applies from."""

    document: str
    since: date


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the figure comes from: the table or survey, who keeps it, how often it appears."""

    table: str
    owner: str
    frequency: str


@dataclass(frozen=True, slots=True)
class IndicatorDefinition:
    """One indicator of the catalogue (指标目录).

    ``meaning`` is the statistical definition (统计口径) and ``english_meaning`` the same in English. ``units`` gives for
    every unit it is printed in how many of ``unit`` that is. No value outside ``low`` to ``high`` is possible; None is
    without end. ``trust`` says how sure the definition is: C1, C2 confirmed, M-H, M-M from memory, LOCAL set by each place.
    """

    key: str
    name: str
    english: str
    wordings: tuple[str, ...]
    unit: str
    units: tuple[tuple[str, Decimal], ...]
    direction: Direction
    kind: MeasureKind
    low: Decimal | None
    high: Decimal | None
    meaning: str
    english_meaning: str
    origin: Origin
    basis: Basis
    trust: str

    def factor(self, unit: str) -> Decimal | None:
        """How many of the definition's own unit one printed ``unit`` is; None where it is no unit of this indicator."""
        return dict(self.units).get(unit)

    def possible(self, value: Decimal) -> bool:
        """Whether a value in the definition's own unit lies in its natural range."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Ratio:
    """``ratio`` = ``part`` / ``whole`` × ``scale`` (R&D intensity = GERD / GDP × 100)."""

    ratio: str
    part: str
    whole: str
    scale: Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    """``total`` is the sum of ``parts``; where they are not ``exhaustive`` it is at least their sum."""

    total: str
    parts: tuple[str, ...]
    exhaustive: bool


@dataclass(frozen=True, slots=True)
class Within:
    """``part`` is never larger than ``whole`` (其中)."""

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class Growth:
    """``growth`` is the growth of ``of``, in percent."""

    growth: str
    of: str


Relation = Ratio | Sum | Within | Growth
"""An identity (恒等关系) between indicators of one region and one year."""


def keys_of(relation: Relation) -> tuple[str, ...]:
    """The indicators a relation binds, the one it speaks of first."""
    match relation:
        case Ratio(ratio, part, whole):
            return (ratio, part, whole)
        case Sum(total, parts):
            return (total, *parts)
        case Within(part, whole):
            return (part, whole)
        case Growth(growth, of):
            return (growth, of)
