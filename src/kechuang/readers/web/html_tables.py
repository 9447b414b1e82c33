"""The cells of a page's table in their grid: rowspan and colspan resolved as a browser does, then made as small as it is."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from kechuang.readers.assembly import GridCell
from kechuang.readers.errors import Unreadable
from kechuang.readers.web.html_page import Element

# The limits browsers keep to (HTML Living Standard, 4.9.11).
_WIDEST_SPAN = 1000
_TALLEST_SPAN = 65_534
_WIDEST_TABLE = 10_000


def place_cells(rows: Iterable[Sequence[Element]]) -> Iterator[tuple[Element, GridCell]]:
    """Each cell of these rows with its rectangle in the grid, its words still empty.

    Columns and rows in which no cell begins are not counted, so a head that spans a hundred columns over three spans
    three; a cell never reaches below the last row. Raises Unreadable for a table wider than any page.
    """
    placed = list(_place(rows))
    columns = sorted({column for _, _, column, _, _ in placed})
    rows_used = sorted({row for _, row, _, _, _ in placed})
    for cell, row, column, height, width in placed:
        top, left = bisect_left(rows_used, row), bisect_left(columns, column)
        bottom, right = bisect_left(rows_used, row + height), bisect_left(columns, column + width)
        yield cell, GridCell(top, left, "", max(1, bottom - top), max(1, right - left))


def _place(rows: Iterable[Sequence[Element]]) -> Iterator[tuple[Element, int, int, int, int]]:
    """Cell, row, column, height and width, as the cells claim them."""
    taken: dict[int, int] = {}  # column -> how many more rows a cell from above reaches down
    for row, cells in enumerate(rows):
        column = 0
        claimed: dict[int, int] = {}
        for cell in cells:
            while taken.get(column):
                column += 1
            if column >= _WIDEST_TABLE:
                raise Unreadable("page-table-too-large", rows=f"{row + 1:,}", columns=f"{column:,}")
            height = _span(cell.get("rowspan"), _TALLEST_SPAN, zero=_TALLEST_SPAN)
            width = _free(taken, column, _span(cell.get("colspan"), _WIDEST_SPAN, zero=1))
            yield cell, row, column, height, width
            if height > 1:
                claimed.update(dict.fromkeys(range(column, column + width), height))
            column += width
        taken = {key: left - 1 for key, left in taken.items() if left > 1}
        taken.update((key, height - 1) for key, height in claimed.items())


def _free(taken: dict[int, int], column: int, width: int) -> int:
    """How much of ``width`` is free at ``column``: a cell from above is not overwritten."""
    width = min(width, _WIDEST_TABLE - column)
    return next((step for step in range(1, width) if taken and taken.get(column + step)), width)


def _span(text: str | None, most: int, *, zero: int) -> int:
    text = (text or "").strip()
    if not (text.isascii() and text.isdecimal()):
        return 1
    return min(int(text[:9]), most) or zero
