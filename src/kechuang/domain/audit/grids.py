"""Tables as the numbers their cells hold (表格数值), row by row, for checks that add up rows and columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kechuang.domain.audit.spans import Span, exactly
from kechuang.domain.document import Cell, Document, Table
from kechuang.domain.folding import fold
from kechuang.domain.source import Source

_NUMBER = re.compile(r"^-?\d{1,15}(?:\.\d{1,8})?$")
_LABEL_UNIT = re.compile(r"[(（]([^()（）]{1,10})[)）]\s*$")


@dataclass(frozen=True)
class Row:
    """One row: its label, the unit in it, and the numbers by column; ``part`` where a mark says it is part of one above."""

    label: str
    unit: str
    part: bool
    values: dict[int, Decimal]
    cells: dict[int, Cell]
    label_cell: Cell

    def span(self, column: int) -> Span:
        """What the number in a column can stand for; whole numbers are counts."""
        value = self.values[column]
        exponent = int(value.as_tuple().exponent)
        if exponent >= 0:
            return exactly(value)
        half = Decimal(1).scaleb(exponent) / 2
        return Span(value - half, value + half, high_open=True)


@dataclass(frozen=True)
class Grid:
    """A table of numbers: head texts by column, and its rows."""

    table: Table
    heads: dict[int, str]
    rows: tuple[Row, ...]

    def head(self, column: int) -> str:
        """The heads above a column."""
        return self.heads.get(column, "")


def read_grids(document: Document, marks: tuple[str, ...]) -> Iterator[Grid]:
    """Every table with at least two rows of numbers."""
    for table in document.tables:
        rows = tuple(_rows(table, marks))
        if len(rows) >= 2:
            yield Grid(table, _heads(table, rows), rows)


def _rows(table: Table, marks: tuple[str, ...]) -> Iterator[Row]:
    for line in table.grid:
        cells = _distinct(line)
        numbers = {column: number for column, cell in cells.items() if (number := _number(cell.text)) is not None}
        label = next((cell for column, cell in cells.items() if column not in numbers and cell.text.strip()), None)
        if label is None:
            continue
        values = {column: number for column, number in numbers.items() if column > label.column}
        if values:
            text = fold(label.text).strip()
            unit = _LABEL_UNIT.search(text)
            part = any(text.startswith(mark) for mark in marks)
            yield Row(text, unit[1].strip() if unit else "", part, values, {c: cells[c] for c in values}, label)


def _distinct(line: tuple[Cell | None, ...]) -> dict[int, Cell]:
    seen: set[int] = set()
    found: dict[int, Cell] = {}
    for column, cell in enumerate(line):
        if cell is not None and id(cell) not in seen:
            seen.add(id(cell))
            found[column] = cell
    return found


def _number(text: str) -> Decimal | None:
    plain = fold(text).strip().replace(",", "").rstrip("%")
    if not _NUMBER.match(plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _heads(table: Table, rows: tuple[Row, ...]) -> dict[int, str]:
    first = min(row.label_cell.row for row in rows)
    heads: dict[int, list[str]] = {}
    for line in table.grid[:first]:
        for column, cell in enumerate(line):
            if cell is not None and cell.text.strip():
                heads.setdefault(column, []).append(fold(cell.text).strip())
    return {column: " ".join(dict.fromkeys(texts)) for column, texts in heads.items()}


def place(document: Document, row: Row, column: int) -> Source:
    """Where a number of a row stands: its cell."""
    cell = row.cells[column]
    return document.source(cell.start, cell.end)


def label_place(document: Document, row: Row) -> Source:
    """Where the label of a row stands."""
    return document.source(row.label_cell.start, row.label_cell.end)
