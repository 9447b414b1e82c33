"""What the columns of an indicator table hold."""

from dataclasses import dataclass, field
from enum import Enum, auto


class Role(Enum):
    """What a column holds."""

    NUMBER = auto()
    CATEGORY = auto()
    NAME = auto()
    UNIT = auto()
    NATURE = auto()
    VALUE = auto()
    CHANGE = auto()
    OTHER = auto()


class Sense(Enum):
    """Which values a column of values holds."""

    BASELINE = auto()
    TARGET = auto()
    ACTUAL = auto()
    UNSAID = auto()


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values: its place, its sense as far as the head says it, the year in the head or meant by 十四五末."""

    column: int
    sense: Sense
    year: int | None
    annual: bool = False
    cumulative: bool = False


@dataclass(frozen=True, slots=True)
class ChangeColumn:
    """A column of changes: ``kind`` annual_growth, cumulative, change, or both where 〔〕 tells the sums apart.

    ``year`` is the one year above it, where the head names one.
    """

    column: int
    kind: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of an indicator table by what they hold."""

    number: int | None = None
    categories: tuple[int, ...] = ()
    names: tuple[int, ...] = ()
    unit: int | None = None
    nature: int | None = None
    values: tuple[ValueColumn, ...] = ()
    changes: tuple[ChangeColumn, ...] = ()
    named: bool = field(default=False)  # whether the head itself says that the names are indicators
