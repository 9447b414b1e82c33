"""The rows of the first sheet of an .xlsx somebody filled in, read as if a stranger had sent it.

Cells are looked at before the sheet is opened: a reader that lays out the whole rectangle dies of one cell far away.
"""

import csv
import re
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO

from kechuang.readers.errors import Unreadable
from kechuang.readers.text_encoding import decode
from kechuang.readers.word.docx_package import BROKEN_ZIP, open_zip

MOST_ROWS = 200_000
MOST_COLUMNS = 200
_REFERENCE = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,8})"')
_DIMENSION = re.compile(rb'<(?:\w+:)?(?:row|c)\b[^>]*?\br="(?:[A-Z]*)(\d{8,})"')
_MACROS = "vbaproject.bin"
_ELSEWHERE = "xl/externallinks/"
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")


def read_rows(data: bytes) -> list[list[str]]:
    """Every row as text, blank cells as ""; dates as 2026-01-31, whole numbers without a point.

    Raises Unreadable: the zip's codes of ``docx_package.open_zip``, ``sheet-macros``, ``sheet-external``, ``sheet-entities``,
    ``sheet-too-large``, ``not-a-sheet``. Run it in a capped process: the library underneath can end its process.
    """
    if not data.startswith(b"PK"):
        raise Unreadable("not-a-sheet")
    archive = open_zip(data)
    try:
        _refuse_unfit(archive)
    except BROKEN_ZIP as damage:
        raise Unreadable("not-a-sheet") from damage
    # Optional dependency of the site.
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - optional dependency

    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0)
        return [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, OSError, ValueError, IndexError) as damage:
        raise Unreadable("not-a-sheet") from damage


def read_table(data: bytes) -> list[list[str]]:
    """Every row of an .xlsx or of a CSV in whatever encoding; raises Unreadable as ``read_rows`` does."""
    if data.startswith(b"PK"):
        return read_rows(data)
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(StringIO(decode(data).text, newline=""))]
    except csv.Error as damage:
        raise Unreadable("not-a-sheet") from damage
    if len(rows) > MOST_ROWS or max(map(len, rows), default=0) > MOST_COLUMNS:
        raise Unreadable("sheet-too-large", rows=f"{MOST_ROWS:,}", columns=str(MOST_COLUMNS))
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
