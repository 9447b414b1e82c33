"""The rows of a sheet of an .xlsx somebody filled in, read as if a stranger had sent it.

Cells are looked at before the sheet is opened: a reader that lays out the whole rectangle dies of one cell far away.
"""

import csv
import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any

from lxml.etree import XMLSyntaxError

from kechuang.readers.delimiters import delimiter_of
from kechuang.readers.errors import Unreadable
from kechuang.readers.sheet_cells import find_shown
from kechuang.readers.sniff import Carrier, sniff
from kechuang.readers.text_encoding import decode
from kechuang.readers.word.docx_package import BROKEN_ZIP, open_zip

MOST_ROWS = 200_000
MOST_COLUMNS = 200
_REFERENCE = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})(\d{1,8})"')
_DIMENSION = re.compile(rb'<(?:\w+:)?(?:row|c)\b[^<>]*?\br="(?:[A-Z]*)(\d{8,})"')
_MACROS = "vbaproject.bin"
_ELSEWHERE = "xl/externallinks/"
_HEAD = 1 << 16
_MOST_SHEETS = 20
_UNPACKED = {Carrier.SPREADSHEET: "sheet-old", Carrier.ENCRYPTED_OFFICE: "sheet-encrypted"}
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")


def read_rows(data: bytes, *, begins: str = "") -> list[list[str]]:
    """Every row of the first sheet as text, blank cells as ""; dates as 2026-01-31, whole numbers without a point.

    Where other sheets stand before the one whose first cell ``begins`` so, it is that one. A formula without a result, an
    error and a percentage read as they show (``=A1+B1``, ``#DIV/0!``, ``2.5%``): none of them is a number.
    Raises Unreadable: the zip's codes of ``docx_package.open_zip``, ``sheet-macros``, ``sheet-external``, ``sheet-entities``,
    ``sheet-too-large``, ``sheet-old``, ``sheet-encrypted``, ``not-a-sheet``. Run it in a capped process: the library
    underneath can end its process.
    """
    if not data.startswith(b"PK"):
        raise Unreadable(_UNPACKED.get(sniff(data), "not-a-sheet"))
    archive = open_zip(data)
    try:
        _refuse_unfit(archive)
    except BROKEN_ZIP as damage:
        raise Unreadable("not-a-sheet") from damage
    # Optional dependency of the site.
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - optional dependency

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        index = _index_of(book, begins)
        rows = [
            [_text(value) for value in row] for row in book.get_sheet_by_index(index).to_python(skip_empty_area=False)
        ]
        return _as_shown(rows, find_shown(archive, index))
    except (CalamineError, XMLSyntaxError, *BROKEN_ZIP, OSError, ValueError, IndexError) as damage:
        raise Unreadable("not-a-sheet") from damage


def read_table(data: bytes) -> list[list[str]]:
    """Every row of an .xlsx or of a CSV in whatever encoding; raises Unreadable as ``read_rows`` does."""
    if data.startswith(b"PK") or sniff(data) in _UNPACKED:
        return read_rows(data)
    text = decode(data).text
    try:
        parted = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text[:_HEAD]))
        rows = [[cell.strip() for cell in row] for row in parted]
    except csv.Error as damage:
        raise Unreadable("not-a-sheet") from damage
    if len(rows) > MOST_ROWS or max(map(len, rows), default=0) > MOST_COLUMNS:
        raise Unreadable("sheet-too-large", rows=f"{MOST_ROWS:,}", columns=str(MOST_COLUMNS))
    return rows


def _index_of(book: Any, begins: str) -> int:
    """Which sheet begins so; the first where none does."""
    if begins and len(book.sheet_names) > 1:
        for index in range(min(len(book.sheet_names), _MOST_SHEETS)):
            first: list[Any] = next(iter(book.get_sheet_by_index(index).to_python(skip_empty_area=False, nrows=1)), [])
            if first and _text(first[0]).startswith(begins):
                return index
    return 0


def _as_shown(rows: list[list[str]], shown: Mapping[tuple[int, int], str]) -> list[list[str]]:
    if not shown:
        return rows
    height = max(len(rows), *(row + 1 for row, _ in shown))
    width = max(*(column + 1 for _, column in shown), *map(len, rows), 0)
    rows = [[*row, *[""] * (width - len(row))] for row in (*rows, *[[]] * (height - len(rows)))]
    for (row, column), text in shown.items():
        rows[row][column] = text
    return rows


def _refuse_unfit(archive: zipfile.ZipFile) -> None:
    for info in archive.infolist():
        name = info.filename.lower()
        if name.endswith(_MACROS):
            raise Unreadable("sheet-macros")
        if name.startswith(_ELSEWHERE):
            raise Unreadable("sheet-external")
        if not name.endswith((".xml", ".rels")):
            continue
        content = archive.read(info)
        if any(mark in content for mark in _DECLARED):
            raise Unreadable("sheet-entities")
        if name.startswith("xl/worksheets/"):
            _refuse_far_cells(content)


def _refuse_far_cells(content: bytes) -> None:
    if _DIMENSION.search(content):
        raise Unreadable("sheet-too-large", rows=f"{MOST_ROWS:,}", columns=str(MOST_COLUMNS))
    for column, row in _REFERENCE.findall(content):
        if int(row) > MOST_ROWS or _number_of(column) > MOST_COLUMNS:
            raise Unreadable("sheet-too-large", rows=f"{MOST_ROWS:,}", columns=str(MOST_COLUMNS))


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(value: str | float | bool | date | datetime | time | timedelta) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value).strip()
