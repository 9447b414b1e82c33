"""A table of values, as text or a workbook, as rows by column name, each with the row a spreadsheet shows; bounded and checked."""

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path

from kechuang.readers.capped import Caps, run_capped
from kechuang.readers.delimiters import delimiter_of
from kechuang.readers.errors import Unreadable
from kechuang.readers.sheets import read_rows as read_sheet
from kechuang.readers.sniff import Carrier, sniff
from kechuang.readers.text_encoding import decode

_HEAD = 1 << 16  # of a table, in which its heading stands
_SHEETS = frozenset({Carrier.SPREADSHEET, Carrier.ENCRYPTED_OFFICE})
_LARGEST = 512 * 2**20
_SMALLEST, _GREATEST = 1e-30, 1e30  # no statistic lies outside, and squares and ratios stay within floating point
_EARLIEST_YEAR, _LATEST_YEAR = 1800, 2200


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``number`` is its line in the file, the heading being the first. Asking for a cell checks it."""

    file: str
    number: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """A cell that must not be empty."""
        found = self.cells[column].strip()
        if not found:
            raise self.wrong("table-empty-cell", column=column)
        return found

    def number_in(self, column: str, text: str | None = None) -> float:
        """A finite number; NaN and infinities are refused by name."""
        given = self.text(column) if text is None else text.strip()
        try:
            value = float(given)
        except ValueError:
            raise self.wrong("table-no-number", column=column, text=given[:40]) from None
        if not math.isfinite(value):
            raise self.wrong("table-not-finite", column=column, text=given)
        if value != 0 and not _SMALLEST <= abs(value) <= _GREATEST:
            raise self.wrong("table-out-of-range", column=column, text=given[:40])
        return value

    def year_in(self, column: str, text: str | None = None) -> int:
        """A calendar year."""
        value = self.number_in(column, text)
        if value != int(value) or not _EARLIEST_YEAR <= value <= _LATEST_YEAR:
            raise self.wrong("table-no-year", column=column, text=(text or self.cells[column]).strip()[:40])
        return int(value)

    def wrong(self, code: str, **details: str) -> Unreadable:
        """What is wrong with this row, with its place."""
        return Unreadable(code, file=self.file, row=str(self.number), **details)


def read_rows(path: Path, *, columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> Iterator[Row]:
    """The rows of a text table or of the first sheet of an .xlsx under our own names of its columns.

    ``columns`` gives for each name the headings it may stand under. Raises Unreadable: no such file, not text, a needed
    column missing, a row with more cells than the heading, the codes of ``sheets.read_rows``.
    """
    name = path.name
    data = _bytes_of(path)
    table = _rows_of_sheet(data, name) if sniff(data) in _SHEETS else _rows_of_text(data, name)
    _, first = next(table, (1, []))
    heading = [cell.strip().lower() for cell in first]
    places = _places(heading, columns)
    for column in needed:
        if column not in places:
            raise Unreadable("table-no-column", file=name, column="/".join(columns[column]))
    for number, cells in table:
        row = Row(name, number, _cells(cells, places))
        if len(cells) > len(heading):
            raise row.wrong("table-too-many-cells")
        if any(cell.strip() for cell in cells):
            yield row


def _rows_of_text(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    text = decode(data).text
    table = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text[:_HEAD]))
    try:
        for cells in table:
            yield table.line_num, cells
    except csv.Error as error:
        raise Unreadable("table-broken", file=name, row=str(table.line_num), reason=str(error)[:120]) from None


def _rows_of_sheet(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    try:
        rows: list[list[str]] = run_capped(partial(read_sheet, data), Caps())
    except ImportError:
        raise Unreadable("table-is-sheet", file=name) from None
    yield from enumerate(rows, start=1)


def _places(heading: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    found = {}
    for name, headings in columns.items():
        at = next((heading.index(one.lower()) for one in headings if one.lower() in heading), None)
        if at is not None:
            found[name] = at
    return found


def _cells(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    return {name: cells[at] if at < len(cells) else "" for name, at in places.items()}


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise Unreadable("table-too-large", file=path.name, most=str(_LARGEST >> 20))
        return path.read_bytes()
    except OSError as error:
        raise Unreadable("table-not-opened", file=str(path), reason=error.strerror or str(error)) from None
