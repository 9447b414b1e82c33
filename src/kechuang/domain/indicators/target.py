"""What a target (目标值) asks for: the values that attain it, by when, as a level or as a sum over the period."""

from dataclasses import dataclass

from kechuang.domain.quantity import Bound


@dataclass(frozen=True, slots=True)
class Target:
    """Values from ``low`` to ``high`` attain it, None being without end; an open end leaves the number itself out.

    ``rising`` says which way is better; ``cumulative`` that the years of the period add up (五年累计).
    """

    year: int
    low: float | None
    high: float | None
    rising: bool
    low_open: bool = False
    high_open: bool = False
    cumulative: bool = False

    @property
    def value(self) -> float:
        """The number to head for: the nearer end."""
        near, far = (self.low, self.high) if self.rising else (self.high, self.low)
        number = near if near is not None else far
        assert number is not None, "a target names a number"
        return number

    def met_by(self, value: float) -> bool:
        """Whether a value attains the target."""
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above and below


def set_target(
    year: int,
    *,
    bound: Bound,
    low: float | None,
    high: float | None,
    base: float | None,
    rising: bool | None,
    cumulative: bool = False,
) -> Target:
    """The target a printed number sets; ``rising`` is what is known of the direction, None where nothing is.

    A plain or approximate number (45, 20左右) is to be reached from the side of the better: from below where more is
    better, else from above; without a known direction the baseline decides. A range is reached at its nearer end, and
    going beyond is no failure; without a known direction the value has to lie within. Raises ValueError where no number is.

    >>> set_target(2025, bound=Bound.EQUAL, low=0.44, high=0.44, base=0.49, rising=None)
    Target(year=2025, low=None, high=0.44, rising=False, low_open=False, high_open=False, cumulative=False)
    """
    number = low if low is not None else high
    if number is None:
        raise ValueError("a target needs a number")
    match bound:
        case Bound.AT_LEAST | Bound.ABOVE:
            return Target(year, number, None, True, low_open=bound is Bound.ABOVE, cumulative=cumulative)
        case Bound.AT_MOST | Bound.BELOW:
            ceiling = high if high is not None else number
            return Target(year, None, ceiling, False, high_open=bound is Bound.BELOW, cumulative=cumulative)
        case Bound.RANGE if rising is None and low is not None and high is not None and low < high:
            return Target(year, low, high, base is None or base <= low, cumulative=cumulative)
    upward = rising if rising is not None else base is None or number >= base
    if upward:
        return Target(year, number, None, True, cumulative=cumulative)
    return Target(year, None, high if high is not None else number, False, cumulative=cumulative)
