"""Numbers as people write them, and back: one place for the grid, the workbooks and the pages."""

from decimal import Decimal, InvalidOperation

from kechuang.domain.folding import fold

PLACES = 6
_GREATEST = Decimal(10) ** 18


class Unfit(Exception):
    """A cell that holds no number the database keeps; ``code`` has words."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def read_figure(text):
    """The number in a cell, None for an empty one; full-width digits and commas are understood. Raises Unfit."""
    plain = fold(text).strip().replace(",", "").replace(" ", "")
    if not plain:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise Unfit("figure.not-a-number") from None
    if not value.is_finite():
        raise Unfit("figure.not-a-number")
    if abs(value) >= _GREATEST:
        raise Unfit("figure.too-large")
    if value != round(value, PLACES):
        raise Unfit("figure.too-fine")
    return round(value, PLACES)


def write_figure(value):
    """A number without trailing zeros or signs of thousands, "" for none."""
    return "" if value is None else f"{Decimal(value).normalize():f}"
