"""Whether a number leaps against its own history (突变). By medians, not by normal theory: one odd year moves nothing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

_FACTORS = (10_000, 100_000_000, 100, 1_000, 10)  # 万, 亿, percent, 千, a digit


@dataclass(frozen=True, slots=True)
class JumpRule:
    """How far a yearly change may go before it is asked back.

    ``prior`` is the median absolute deviation of yearly changes of logarithms that is assumed for a series with none of its
    own, counting for ``weight`` changes; a change may lie ``multiple`` deviations from the median change, times
    ``1 + widening / (changes + 1)``: few points, more room. Below ``small`` everywhere, numbers are compared by difference.
    """

    multiple: float
    prior: float
    weight: float
    widening: float
    small: float


@dataclass(frozen=True, slots=True)
class Jump:
    """A number outside of what its history leads to expect, from ``low`` to ``high``.

    ``factor`` is 10,000 where the number fits when it is divided by that, 0.0001 where it fits multiplied: a slip of unit.
    """

    last_year: int
    last: Decimal
    low: Decimal
    high: Decimal
    factor: Decimal | None


History = Sequence[tuple[int, Decimal]]


def find_jump(history: History, year: int, value: Decimal, rule: JumpRule) -> Jump | None:
    """The jump a number makes, None where it makes none or there is no history; ``history`` rises by year."""
    if not history:
        return None
    numbers = [float(one) for _, one in history]
    by_log = min(numbers) > 0 and max(numbers) >= rule.small and value > 0
    last_year, last = history[-1]
    low, high = (_expected_by_log if by_log else _expected_by_level)(history, year, rule)
    if low <= float(value) <= high:
        return None
    return Jump(last_year, last, _short(low), _short(high), _slip(float(value), low, high))


def _expected_by_log(history: History, year: int, rule: JumpRule) -> tuple[float, float]:
    changes = _changes([(when, math.log(one)) for when, one in history])
    middle, spread = _middle_and_spread(changes, rule.prior, rule)
    gap = year - history[-1][0]
    last = math.log(history[-1][1])
    return math.exp(last + gap * (middle - spread)), math.exp(last + gap * (middle + spread))


def _expected_by_level(history: History, year: int, rule: JumpRule) -> tuple[float, float]:
    numbers = [float(one) for _, one in history]
    changes = _changes([(when, float(one)) for when, one in history])
    prior = max(1.0, rule.prior * median(abs(one) for one in numbers))
    middle, spread = _middle_and_spread(changes, prior, rule)
    gap = year - history[-1][0]
    return numbers[-1] + gap * (middle - spread), numbers[-1] + gap * (middle + spread)


def _changes(points: Sequence[tuple[int, float]]) -> list[float]:
    """Changes a year between neighbouring points."""
    return [(later - earlier) / (then - when) for (when, earlier), (then, later) in pairwise(points)]


def _middle_and_spread(changes: Sequence[float], prior: float, rule: JumpRule) -> tuple[float, float]:
    """The median change, drawn to none where there are few, and how far from it a change may lie."""
    count = len(changes)
    middle = median(changes) if changes else 0.0
    deviation = median(abs(one - middle) for one in changes) if changes else 0.0
    share = count / (count + rule.weight)
    spread = share * deviation + (1 - share) * prior
    return share * middle, rule.multiple * (1 + rule.widening / (count + 1)) * spread


def _slip(value: float, low: float, high: float) -> Decimal | None:
    for factor in _FACTORS:
        if low <= value / factor <= high and low > 0:
            return Decimal(factor)
        if low <= value * factor <= high and value > 0:
            return 1 / Decimal(factor)
    return None


def _short(number: float) -> Decimal:
    """An expected bound for people: three digits are enough."""
    return Decimal(f"{number:.3g}")
