"""How two printed values are compared: names without blanks and units, numbers as decimals, units without blanks."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from kechuang.domain.folding import fold

Row = Mapping[str, Any]

_PARTING = re.compile(r"[:—·-]+")  # between a measure and its part: 医护人员数：护士数, 医护人员数——护士数
_UNIT_BRACKET = re.compile(r"\([^()]*\)$")
_PRINTED = re.compile(
    r"(?P<sign>>=|<=|≥|≤|>|<|约)?\s*(?P<low>-?\d+(?:\.\d+)?)(?:\s*(?:-|—|–|~|至)\s*(?P<high>\d+(?:\.\d+)?))?\s*%?\s*(?P<after>左右|以上|以下|以内)?$"
)
_SIGNS = {"≥": ">=", "≤": "<=", ">=": ">=", "<=": "<=", ">": ">", "<": "<", "约": "~"}
_AFTER = {"左右": "~", "以上": ">=", "以下": "<=", "以内": "<="}


def dense(words: Any) -> str:
    """Words folded and without blanks, for comparison; "" for None."""
    return "".join(fold(str(words)).split()) if words is not None else ""


def plain_number(number: Any) -> str:
    """A heading's or box's number without the punctuation behind it: 一、 is 一, （1） is (1)."""
    return dense(number).rstrip("、.")


def plain_name(name: Any) -> str:
    """The name of a measure without its unit in brackets, a leading #, a trailing mark and what parts it."""
    text = _PARTING.sub("", dense(name).lstrip("#").rstrip("*"))
    return _UNIT_BRACKET.sub("", text) or text


def decimal(value: Any) -> Decimal | None:
    """A JSON number as a decimal, None for null and for what is no number."""
    if value is None or isinstance(value, bool):
        return None
    try:
        return Decimal(str(value)).normalize()
    except InvalidOperation:
        return None


def same_number(one: Any, other: Any) -> bool:
    """Whether two JSON numbers are equal; null equals null alone."""
    return decimal(one) == decimal(other)


def printed_bounds(printed: str) -> tuple[str, Decimal | None, Decimal | None] | None:
    """A target as a person writes it down: its bound, low and high; None for words without a number.

    >>> printed_bounds("≥50")
    ('>=', Decimal('50'), None)
    >>> printed_bounds("应保尽保") is None
    True
    """
    found = _PRINTED.match(dense(printed).strip("〔〕[]()"))
    if found is None:
        return None
    low = Decimal(found["low"])
    if found["high"]:
        return "range", low, Decimal(found["high"])
    bound = _SIGNS.get(found["sign"] or "") or _AFTER.get(found["after"] or "", "=")
    return bound, *span(bound, low)


def span(bound: str, value: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """The low and high end that a bound leaves of a number."""
    if bound in (">=", ">"):
        return value, None
    if bound in ("<=", "<"):
        return None, value
    return value, value
