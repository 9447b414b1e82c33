"""Figures to print (数字): each built together with its source, so that none can be printed without."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from kechuang.domain.plans.plan import YearValue
from kechuang.domain.reports.report import Cited, Computed
from kechuang.domain.source import Source

_TENTH = Decimal("0.1")
_DECIMALS = re.compile(r"\.(\d+)")
_TO_LAST_DIGIT = re.compile(r".*\d[〕\])）】]?", re.DOTALL)


def cite(figure: object, source: Source) -> Cited:
    """A figure read or reported."""
    return Cited(str(figure), source)


def quote(words: str, source: Source) -> Cited | str:
    """Words of a document; cited where they hold a number."""
    return cite(words, source) if any(letter.isdigit() for letter in words) else words


def cite_value(value: YearValue, unit: str | None) -> Cited:
    """A value of an indicator table exactly as its cell prints it, with its unit where the cell does not say it."""
    return Cited(with_unit(value.text.strip(), unit), value.source)


def cite_computed(figure: str, rule: str, **inputs: Cited | tuple[Cited, ...]) -> Cited:
    """A figure worked out by the rule of that wording."""
    return Cited(figure, Computed(rule, tuple(inputs.items())))


def count_of(sources: Sequence[Source]) -> Cited:
    """How many items there are, citing each."""
    items = tuple(Cited("", source) for source in sources)
    return cite_computed(str(len(sources)), "report.rule.count", items=items)


def with_unit(figure: str, unit: str | None) -> str:
    """The figure with its unit behind its last digit, unless it already says it.

    >>> with_unit("1.3", "%"), with_unit("0.44%", "%"), with_unit("39", None), with_unit("1.3左右", "%")
    ('1.3%', '0.44%', '39', '1.3%左右')
    >>> with_unit("〔5〕", "亿元"), with_unit("持平", "%")
    ('〔5〕亿元', '持平')
    """
    digits = None if not unit or unit in figure else _TO_LAST_DIGIT.match(figure)
    return figure if digits is None else f"{digits[0]}{unit}{figure[digits.end() :]}"


def percent(share: Decimal) -> str:
    """A share as a percentage with one decimal, halves away from zero.

    >>> percent(Decimal("0.5085"))
    '50.9%'
    """
    return f"{tenths(share * 100)}%"


def tenths(value: Decimal) -> str:
    """A number with one decimal; never a minus sign before zero."""
    rounded = value.quantize(_TENTH, ROUND_HALF_UP)
    return str(abs(rounded) if rounded == 0 else rounded)


def plain(value: Decimal) -> str:
    """A number without exponent or idle zeros.

    >>> plain(Decimal("2.600")), plain(Decimal("4E+2"))
    ('2.6', '400')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def chance(probability: float) -> str:
    """The odds of what is only expected, in whole percent from 1 to 99.

    >>> chance(0.9999), chance(0.374)
    ('99%', '37%')
    """
    return f"{max(1, min(99, round(100 * probability)))}%"


def printed(value: float, *like: str) -> str:
    """An estimate with as many decimals as the values beside it are printed with, never more than four.

    >>> printed(96.31, "100"), printed(1.2345, "1.3左右", "0.86")
    ('96', '1.23')
    """
    decimals = max((len(found[1]) for text in like for found in _DECIMALS.finditer(text)), default=0)
    return f"{Decimal(repr(value)):.{min(decimals, 4)}f}"
