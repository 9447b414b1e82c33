"""An Excel template (填报模板) that the system gives out: a frozen header, drop-downs, instructions, a version cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

_ROWS = 2_000  # how far down a drop-down reaches


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what to put there, and the words to choose from where there are only these."""

    heading: str
    hint: str
    choices: tuple[str, ...] = ()


def write_template(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    sheet: str,
    instructions: Sequence[str],
    instructions_sheet: str,
    version: str,
) -> bytes:
    """The workbook: ``rows`` already filled in, text written as text, never as a formula or a link."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet(sheet)
        head = book.add_format({"bold": True, "bg_color": "#0B57A4", "font_color": "#FFFFFF", "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        for index, column in enumerate(columns):
            page.set_column(index, index, 24, text)
            page.write_string(0, index, column.heading, head)
            if column.choices:
                page.data_validation(1, index, _ROWS, index, {"validate": "list", "source": list(column.choices)})
        for number, row in enumerate(rows, start=1):
            for index, value in enumerate(row):
                page.write_string(number, index, value, text)
        page.freeze_panes(1, 0)
        notes = book.add_worksheet(instructions_sheet)
        notes.set_column(0, 0, 28)
        notes.set_column(1, 1, 80)
        notes.write_string(0, 0, version)
        for number, line in enumerate(instructions, start=1):
            notes.write_string(number, 0, line)
        for number, column in enumerate(columns, start=len(instructions) + 2):
            notes.write_string(number, 0, column.heading)
            notes.write_string(number, 1, column.hint)
    return buffer.getvalue()
