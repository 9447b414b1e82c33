"""Quantities as printed: a number, what it stands for as an interval, and its unit of measure (计量单位).

A printed ``2.3`` is anything in [2.25, 2.35); ``100家以上`` is at least 100; ``约2.3`` is wider than ``2.3``. All arithmetic
is in Decimal; nothing is converted between 万 and 亿 unless asked.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Bound(StrEnum):
    """How a printed number binds: exactly, from below, from above, about, or between two."""

    EQUAL = "="
    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    ABOUT = "~"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Interval:
    """All the values a printed number can stand for; None is unbounded; ``high_open`` leaves the upper end out."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity found in a text.

    ``low`` and ``high`` are the numbers as printed: equal for a plain number, ``high`` None for 以上/超过, ``low`` None for
    以下/不超过, both for a range. ``unit`` is as printed with its scale (``亿元``, ``万人次``, ``%``), "" where none is.
    ``start`` and ``end`` span number, bound words and unit in the text it was found in; ``number_start`` and
    ``number_end`` the digits alone. ``step`` is the place value of the last printed digit (0.01 for 2.30).
    """

    low: Decimal | None
    high: Decimal | None
    bound: Bound
    unit: str
    start: int
    end: int
    number_start: int
    number_end: int
    step: Decimal = Decimal(1)

    @property
    def value(self) -> Decimal | None:
        """The number a table would show: the printed one, or the lower end of a range."""
        return self.low if self.low is not None else self.high

    def interval(self) -> Interval:
        """All the values the quantity can stand for, in its own unit.

        A plain number is rounded to its last printed digit: half a step either way, the upper end left out. 约 and 左右
        add one step, or a twentieth of the number where that is more. A printed bound is taken as it stands.
        """
        half = self.step / 2
        if self.bound in (Bound.AT_LEAST, Bound.ABOVE):
            return Interval(self.low, None, low_open=self.bound is Bound.ABOVE)
        if self.bound in (Bound.AT_MOST, Bound.BELOW):
            return Interval(None, self.high, high_open=self.bound is Bound.BELOW)
        low, high = self.low, self.high
        if low is None or high is None:
            return Interval(low, high)
        if self.bound is Bound.ABOUT:
            wide = max(self.step, abs(low) / 20)
            return Interval(low - wide, high + wide)
        return Interval(low - half, high + half, high_open=True)
