"""What stands in one field of a return: a number, nothing, or 不适用. A reported 0 is a number, a blank is missing."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kechuang.domain.folding import fold

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[+-]?\.\d+")
_PLACES = 6
_GREATEST = Decimal(10) ** 18


class CellState(StrEnum):
    """What a field says."""

    BLANK = "blank"
    VALUE = "value"
    NOT_APPLICABLE = "not-applicable"


class Unfit(Exception):
    """What was put in is no number; ``code`` names its wording."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Entry:
    """What a field says, and the number where it says one."""

    state: CellState
    value: Decimal | None = None


BLANK = Entry(CellState.BLANK)
NOT_APPLICABLE = Entry(CellState.NOT_APPLICABLE)


def read_entry(text: str, not_applicable: frozenset[str] = frozenset()) -> Entry:
    """What somebody typed; ``not_applicable`` are the words for 不适用. Raises Unfit.

    Thousands may be parted by commas and digits may be full-width; nothing is rounded and no unit is guessed.

    >>> read_entry("１，２００.50"), read_entry(" ")
    (Entry(state=<CellState.VALUE: 'value'>, value=Decimal('1200.50')), Entry(state=<CellState.BLANK: 'blank'>, value=None))
    """
    plain = "".join(fold(text).split())
    if not plain:
        return BLANK
    if plain.lower() in not_applicable:
        return NOT_APPLICABLE
    if not _NUMBER.fullmatch(plain):
        raise Unfit("entry.not-a-number")
    value = Decimal(plain.replace(",", ""))
    if abs(value) >= _GREATEST:
        raise Unfit("entry.too-large")
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_PLACES:
        raise Unfit("entry.too-fine")
    return Entry(CellState.VALUE, value)


def written(value: Decimal) -> str:
    """A number as it is typed, without trailing zeros.

    >>> written(Decimal("1200.500000")), written(Decimal("0E-6"))
    ('1200.5', '0')
    """
    return f"{value.normalize():f}" if value else "0"
