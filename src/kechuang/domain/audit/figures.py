"""Every number of a plan in one shape (数据), so that checks can lay them side by side.

A figure knows which measure it is (a key of the catalogue, or the name brought to one form), its unit, the span it can
stand for in the unit's base, its year, whether it tells or promises, and where it was read.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kechuang.domain.audit.spans import Span
from kechuang.domain.plans.plan import Basis
from kechuang.domain.quantity import Bound
from kechuang.domain.source import Source
from kechuang.domain.units import UnitOfMeasure
from kechuang.domain.vocabulary import Vocabulary


class Role(StrEnum):
    """Whether a figure tells what was, promises what shall be, or is an older promise set beside what became of it."""

    PAST = "past"
    PROMISE = "promise"
    OLD_PROMISE = "old_promise"


class Place(StrEnum):
    """Where a figure stands."""

    TEXT = "text"
    TABLE = "table"
    BOX = "box"


@dataclass(frozen=True)
class Figure:
    """One number. ``key`` names its measure; ``known`` is True where the catalogue knows it.

    ``span`` is in the catalogue's own unit for a known measure, else in the base of ``unit``; ``dimension`` names which, so
    that only like is compared with like. ``value`` is the printed number, ``amount`` the same in that unit; ``region`` is None for the plan's own region.
    ``sure`` is False where the year is only implied; ``elsewhere`` marks numbers on somebody else, ``some`` a part of all.
    """

    measure: str
    key: str
    known: bool
    dimension: str
    unit: UnitOfMeasure
    value: Decimal
    amount: Decimal
    bound: Bound
    span: Span
    year: int | None
    role: Role
    basis: Basis
    place: Place
    source: Source
    region: str | None = None
    table: str | None = None
    column: str | None = None
    cumulative: bool = False
    sure: bool = True
    box: str | None = None
    elsewhere: bool = False
    some: bool = False

    @property
    def printed(self) -> str:
        """The number as people read it: bound, value, unit."""
        signs = {Bound.AT_LEAST: "≥", Bound.ABOVE: ">", Bound.AT_MOST: "≤", Bound.BELOW: "<", Bound.ABOUT: "≈"}
        return f"{signs.get(self.bound, '')}{_plain_number(self)}{self.unit.printed}"


def _plain_number(figure: Figure) -> str:
    if figure.bound is Bound.RANGE and figure.span.low is not None and figure.span.high is not None:
        step = figure.unit.factor
        return f"{figure.value:f}–{(figure.span.high / step).to_integral_value():f}"
    return f"{figure.value:f}"


def short_name(region: str, vocabulary: Vocabulary) -> str:
    """A region without what it is: 巴中市 → 巴中."""
    tail = next((tail for tail in vocabulary.words("audit.region_tails") if region.endswith(tail)), "")
    return region.removesuffix(tail) if len(region) - len(tail) >= 2 else region


def same_region(first: str, second: str, vocabulary: Vocabulary) -> bool:
    """Whether two printed names are one region."""
    return short_name(first.strip(), vocabulary) == short_name(second.strip(), vocabulary)
