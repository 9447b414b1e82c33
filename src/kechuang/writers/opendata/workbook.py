"""Open data as an Excel workbook: one sheet per table, text as text, numbers as numbers."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from kechuang.domain.publication.dataset import Dataset
from kechuang.writers.cells import Cell
from kechuang.writers.opendata.tables import TableOf, tables_of

_WIDTHS = {
    "name": 30,
    "title": 40,
    "definition": 50,
    "english_definition": 50,
    "english": 36,
    "source": 60,
    "value": 16,
}
_MOMENT = datetime(2000, 1, 1)  # the file says nothing of when it was made: same data, same bytes


def write_workbook(dataset: Dataset, say: Callable[[str], str]) -> bytes:
    """The workbook; ``say`` words the headings and the names of the sheets."""
    made = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"title": dataset.title, "comments": dataset.address, "created": _MOMENT})
    head = book.add_format({"bold": True, "bg_color": "#f0f3f7", "bottom": 1, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for table in tables_of(dataset):
        _write(book.add_worksheet(say(f"opendata.table.{table.name}")), table, say, head, wrap)
    book.close()
    return made.getvalue()


def _write(sheet: Any, table: TableOf, say: Callable[[str], str], head: Any, wrap: Any) -> None:
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _WIDTHS.get(column.name, 14))
        sheet.write_string(0, place, say(f"opendata.column.{column.name}"), head)
    for number, row in enumerate(table.rows, start=1):
        for place, cell in enumerate(row):
            _put(sheet, number, place, cell, wrap)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)


def _put(sheet: Any, row: int, place: int, cell: Cell, wrap: Any) -> None:
    if isinstance(cell, Decimal | int):
        sheet.write_number(row, place, cell, wrap)
    elif cell:
        sheet.write_string(row, place, cell, wrap)
