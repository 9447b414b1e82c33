"""All the values a printed number can stand for, and arithmetic on them (区间运算).

A span is closed below and, where rounding made it, open above: ``2.3`` is [2.25, 2.35). None is without end. Two spans
that are apart cannot be the same number, whatever the rounding.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext


@dataclass(frozen=True, slots=True)
class Span:
    """From ``low`` to ``high``; ``low_open`` and ``high_open`` leave the ends out."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    @property
    def width(self) -> Decimal:
        """How far the ends lie apart; without end it is very wide."""
        return Decimal("Infinity") if self.low is None or self.high is None else self.high - self.low

    @property
    def positive(self) -> bool:
        """Whether every value of it is above zero."""
        return self.low is not None and self.low > 0

    def times(self, factor: Decimal) -> "Span":
        """Every value times a positive number."""
        return Span(_scaled(self.low, factor), _scaled(self.high, factor), self.low_open, self.high_open)

    def shifted(self, by: Decimal) -> "Span":
        """Every value plus a number."""
        low = None if self.low is None else self.low + by
        high = None if self.high is None else self.high + by
        return Span(low, high, self.low_open, self.high_open)


def exactly(value: Decimal) -> Span:
    """A number that no rounding blurs: a count, a total of the parts."""
    return Span(value, value)


def apart(first: Span, second: Span) -> bool:
    """Whether no value lies in both."""
    return below(first, second) or below(second, first)


def below(first: Span, second: Span) -> bool:
    """Whether every value of the first is under every value of the second."""
    if first.high is None or second.low is None:
        return False
    touching = first.high == second.low and (first.high_open or second.low_open)
    return first.high < second.low or touching


def plus(*spans: Span) -> Span:
    """The sum of values, one from each."""
    lows = [span.low for span in spans]
    highs = [span.high for span in spans]
    low = None if any(one is None for one in lows) else sum((one for one in lows if one is not None), Decimal(0))
    high = None if any(one is None for one in highs) else sum((one for one in highs if one is not None), Decimal(0))
    return Span(low, high, any(one.low_open for one in spans), any(one.high_open for one in spans))


def minus(first: Span, second: Span) -> Span:
    """A value of the first less one of the second."""
    low = None if first.low is None or second.high is None else first.low - second.high
    high = None if first.high is None or second.low is None else first.high - second.low
    return Span(low, high, first.low_open or second.high_open, first.high_open or second.low_open)


def over(first: Span, second: Span) -> Span | None:
    """A value of the first divided by one of the second; None unless both are above zero."""
    if not second.positive or first.low is None or first.low < 0:
        return None
    low = Decimal(0) if second.high is None else first.low / second.high
    high = None if first.high is None else first.high / _known(second.low)
    return Span(low, high, first.low_open or second.high_open, first.high_open or second.low_open)


def grown(start: Span, rate: Span, years: int) -> Span:
    """What ``start`` comes to after growing ``rate`` percent a year for so many years."""
    low = None if start.low is None or rate.low is None else start.low * (1 + rate.low / 100) ** years
    high = None if start.high is None or rate.high is None else start.high * (1 + rate.high / 100) ** years
    return Span(low, high, start.low_open or rate.low_open, start.high_open or rate.high_open)


def yearly_rate(ratio: Decimal, years: int) -> Decimal:
    """The growth a year, in percent, that multiplies by ``ratio`` in so many years."""
    with localcontext() as context:
        context.prec = 28
        return (ratio ** (Decimal(1) / Decimal(years)) - 1) * 100


def shown(value: Decimal | None, digits: int = 4) -> str:
    """A number for people: at most so many significant digits after the decimal point matter, no trailing zeros.

    >>> shown(Decimal("6.50000")), shown(Decimal("0.0769230")), shown(Decimal("97325"))
    ('6.5', '0.07692', '97325')
    """
    if value is None:
        return "∞"
    if value == value.to_integral_value() or value == 0:
        return f"{value.to_integral_value():f}"
    places = max(0, digits - max(1, value.adjusted() + 1)) if value.adjusted() >= 0 else digits - 1 - value.adjusted()
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_span(span: Span) -> str:
    """A span for people."""
    left = "(" if span.low_open or span.low is None else "["
    right = ")" if span.high_open or span.high is None else "]"
    low = "-∞" if span.low is None else shown(span.low, 6)
    return (
        shown(span.low, 6)
        if span.low is not None and span.low == span.high
        else f"{left}{low}, {shown(span.high, 6)}{right}"
    )


def _scaled(value: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if value is None else value * factor


def _known(value: Decimal | None) -> Decimal:
    assert value is not None
    return value


def rounded(value: Decimal) -> Span:
    """What a number may have been before it was rounded to its last printed place."""
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    return Span(value - step / 2, value + step / 2)


def loose(value: Decimal) -> Span:
    """A printed number that may have been cut off instead of rounded."""
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    return Span(value - step / 2, value + step)
