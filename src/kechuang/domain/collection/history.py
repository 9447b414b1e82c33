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
    ``1 + widening / (changes + 1)``: few points, more room. Counts below ``small`` everywhere are compared by difference, and
    their deviation is at least ``noise`` times the square root of their median: few things come and go by chance.
    """

    multiple: float
    prior: float
    weight: float
    widening: float
    small: float
    noise: float


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


def find_jump(history: History, year: int, value: Decimal, rule: JumpRule, *, counted: bool = False) -> Jump | None:
    """The jump a number makes, None where it makes none or there is no history; ``history`` rises by year.

    Numbers above zero are compared by their ratio; ``counted`` things while they are few, and what can be nought or negative,
    by their difference.
    """
    if not history:
        return None
    numbers = [float(one) for _, one in history]
    few = counted and max(numbers) < rule.small
    by_log = min(numbers) > 0 and value > 0 and not few
    low, high = _expected_by_log(history, year, rule) if by_log else _expected_by_level(history, year, rule, counted)
    if low <= float(value) <= high:
        return None
    last_year, last = history[-1]
    factor = _slip(float(value), *_middle_half(low, high), counted=counted) if by_log else None
    return Jump(last_year, last, _short(low), _short(high), factor)


def _expected_by_log(history: History, year: int, rule: JumpRule) -> tuple[float, float]:
    changes = _changes([(when, math.log(one)) for when, one in history])
    middle, spread = _middle_and_spread(changes, rule.prior, rule)
    gap = year - history[-1][0]
    last = math.log(history[-1][1])
    return math.exp(last + gap * (middle - spread)), math.exp(last + gap * (middle + spread))


def _expected_by_level(history: History, year: int, rule: JumpRule, counted: bool) -> tuple[float, float]:
    numbers = [float(one) for _, one in history]
    changes = _changes([(when, float(one)) for when, one in history])
    usual = median(abs(one) for one in numbers)
    least, unit = (rule.noise * math.sqrt(usual), 1.0) if counted else (0.0, 0.0)
    middle, spread = _middle_and_spread(changes, max(unit, rule.prior * usual), rule, least)
    gap = year - history[-1][0]
    return numbers[-1] + gap * (middle - spread), numbers[-1] + gap * (middle + spread)


def _changes(points: Sequence[tuple[int, float]]) -> list[float]:
    """Changes a year between neighbouring points."""
    return [(later - earlier) / (then - when) for (when, earlier), (then, later) in pairwise(points)]


def _middle_and_spread(
    changes: Sequence[float], prior: float, rule: JumpRule, least: float = 0.0
) -> tuple[float, float]:
    """The median change, drawn to none where there are few, and how far from it a change may lie."""
    count = len(changes)
    middle = median(changes) if changes else 0.0
    deviation = median(abs(one - middle) for one in changes) if changes else 0.0
    share = count / (count + rule.weight)
    spread = share * max(deviation, least) + (1 - share) * prior
    return share * middle, rule.multiple * (1 + rule.widening / (count + 1)) * spread


def _middle_half(low: float, high: float) -> tuple[float, float]:
    """The middle half of what is expected, by ratio: a slip of unit hits what was meant, not just its neighbourhood."""
    middle, step = math.sqrt(low * high), (high / low) ** (1 / 4)
    return middle / step, middle * step


def _slip(value: float, low: float, high: float, *, counted: bool) -> Decimal | None:
    """The factor by which the number fits, where moving the point makes it fit; a count stays whole."""
    for factor in _FACTORS:
        if low <= value / factor <= high and not (counted and value % factor):
            return Decimal(factor)
        if low <= value * factor <= high:
            return 1 / Decimal(factor)
    return None


def _short(number: float) -> Decimal:
    """An expected bound for people: three digits are enough."""
    return Decimal(f"{number:.3g}")
