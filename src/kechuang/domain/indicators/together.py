"""What the parts of a sum imply for the whole (合计推算): the chance that together they reach what the whole should.

The whole is judged by its own history, which predicts it better than its parts do (docs/outlook.md has it measured); this stands
beside that as working. The parts are taken to move together: with years of their own each, their ups and downs would cancel out, and the
whole would seem far surer than it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from kechuang.domain.indicators.outlook import Model, Outlook
from kechuang.domain.indicators.target import Target

_FARTHEST = 80.0  # quantiles of the t distribution beyond which nothing is told apart
_HALVINGS = 60
_HIGH = 0.9  # the upper end of the 80 % interval
_STEEPEST = 50.0  # a log change beyond which no value is told apart


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its latest value, and place and spread of the log of its change until the target year; both 0 where that year is over."""

    latest: float
    location: float = 0.0
    spread: float = 0.0

    @property
    def expected(self) -> float:
        """The middle of what it comes to in the target year."""
        return _sum_at([self], 0.0)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a part was judged by: its ``latest`` value of ``year``, the target year ``until``, the numbers of the model, and ``end``, the
    middle and the ends of the interval in that year.
    """

    model: Model
    year: int
    latest: float
    until: int
    scale: str | None
    location: float | None
    spread: float | None
    end: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Together:
    """The chance that the parts reach the whole's target, and the middle of what they come to."""

    parts: int
    probability: float
    expected: float


def part_within(latest: float, middle: float, low: float, high: float, *, freedom: float) -> Part | None:
    """A part that was judged by another distribution, as for small counts: by the middle and the ends of its 80 % interval on logs.

    None where one of them is zero, of which there is no log.

    >>> part_within(10, 12, 8, 0, freedom=3) is None
    True
    """
    if min(latest, middle, low, high) <= 0:
        return None
    spread = np.log(high / low) / (2 * special.stdtrit(freedom, _HIGH))
    return Part(latest, float(np.log(middle / latest)), float(spread))


def ground_of(outlook: Outlook) -> Ground | None:
    """What an outlook was judged by; None where nothing was observed."""
    latest, basis = outlook.latest, outlook.basis
    if latest is None:
        return None
    last = outlook.path[-1] if outlook.path else None
    end = None if last is None else (last.expected, last.low, last.high)
    until = outlook.question.target.year
    return Ground(basis.model, latest.year, latest.value, until, basis.scale, basis.location, basis.spread, end)


def part_of(ground: Ground | None, *, freedom: float) -> Part | None:
    """A part as it was judged: by its drift on logs, by its counts, or over; None where in another way or not at all."""
    if ground is None:
        return None
    if ground.year >= ground.until:
        return Part(ground.latest)
    if ground.model is Model.COUNTS and ground.end is not None:
        return part_within(ground.latest, *ground.end, freedom=freedom)
    if ground.model is not Model.DRIFT or ground.scale != "log" or ground.location is None or ground.spread is None:
        return None
    return Part(ground.latest, ground.location, ground.spread)


def judge_together(parts: Sequence[Part], target: Target, *, freedom: float) -> Together:
    """What the parts come to, each at the same quantile of its own t distribution with this ``freedom``.

    >>> from kechuang.domain.indicators.target import set_target
    >>> from kechuang.domain.quantity import Bound
    >>> even = set_target(2030, bound=Bound.AT_LEAST, low=200, high=None, base=None, rising=True)
    >>> told = judge_together([Part(100, 0.0, 0.1), Part(100, 0.0, 0.3)], even, freedom=3)
    >>> told.parts, round(told.probability, 6), told.expected
    (2, 0.5, 200.0)
    """
    above = 1.0 if target.low is None else _chance_above(parts, target.low, freedom)
    beyond = 0.0 if target.high is None else _chance_above(parts, target.high, freedom)
    return Together(len(parts), max(0.0, above - beyond), _sum_at(parts, 0.0))


def _sum_at(parts: Sequence[Part], quantile: float) -> float:
    changes = np.array([one.location + one.spread * quantile for one in parts])
    return float(np.array([one.latest for one in parts]) @ np.exp(np.clip(changes, -_STEEPEST, _STEEPEST)))


def _chance_above(parts: Sequence[Part], value: float, freedom: float) -> float:
    """P(sum >= value): the sum rises with the quantile, so the one at which it gets there is found by halving."""
    low, high = -_FARTHEST, _FARTHEST
    if _sum_at(parts, low) >= value:
        return 1.0
    if _sum_at(parts, high) < value:
        return 0.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if _sum_at(parts, middle) >= value else (middle, high)
    return float(special.stdtr(freedom, -high))
