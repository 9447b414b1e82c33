"""Tables set in two or three halves side by side to save paper (并排表): the same head stands again to the right."""

from dataclasses import replace

from kechuang.domain.document import Cell, Table
from kechuang.domain.plans.tables.tables import TitledTable

_NARROWEST = 2
_MOST_HALVES = 3


def part_halves(table: TitledTable) -> tuple[TitledTable, ...]:
    """The halves of a table from left to right, each with its own columns; the table itself where it has none."""
    width = _period(table.columns)
    if width is None:
        return (table,)
    return tuple(_half(table, left, width) for left in range(0, len(table.columns), width))


def _period(columns: tuple[tuple[str, ...], ...]) -> int | None:
    """After how many columns the head begins anew, None where it does not."""
    for halves in range(2, _MOST_HALVES + 1):
        width, rest = divmod(len(columns), halves)
        first = columns[:width]
        if rest or width < _NARROWEST or not all(first) or len(set(first)) < width:
            continue
        if columns == first * halves:
            return width
    return None


def _half(table: TitledTable, left: int, width: int) -> TitledTable:
    cells = tuple(cut for cell in table.table.cells if (cut := _cut(cell, left, width)) is not None)
    return replace(table, table=Table(table.table.start, table.table.end, cells, table.table.recovered))


def _cut(cell: Cell, left: int, width: int) -> Cell | None:
    """The part of a cell that stands in a half, counted from its left edge."""
    first, last = max(cell.column, left), min(cell.column + cell.column_span, left + width)
    return replace(cell, column=first - left, column_span=last - first) if first < last else None
