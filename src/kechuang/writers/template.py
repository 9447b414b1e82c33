"""An Excel template (填报模板) for filling in: a frozen header, drop-downs, instructions, a version cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import BytesIO

import xlsxwriter

_ROWS = 2_000  # how far down a drop-down reaches


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what to put there, and the words to choose from where there are only these.

    ``number`` writes what is a number as one; ``locked`` is for what nobody may change: ids, names, units.
    """

    heading: str
    hint: str
    choices: tuple[str, ...] = ()
    number: bool = False
    locked: bool = False


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
        text = book.add_format({"num_format": "@", "locked": False})
        plain = book.add_format({"locked": False})
        fixed = book.add_format({"num_format": "@", "locked": True, "font_color": "#57606A"})
        if any(column.locked for column in columns):
            page.protect("", {"format_columns": True, "sort": True, "autofilter": True})
        formats = [fixed if column.locked else plain if column.number else text for column in columns]
        for index, column in enumerate(columns):
            page.set_column(index, index, 12 if column.number else 24, formats[index])
            page.write_string(0, index, column.heading, head)
            if column.choices:
                page.data_validation(1, index, _ROWS, index, {"validate": "list", "source": list(column.choices)})
        for number, row in enumerate(rows, start=1):
            for index, value in enumerate(row):
                if value and columns[index].number and _is_exact(value):
                    page.write_number(number, index, float(value), formats[index])
                else:
                    page.write_string(number, index, value, formats[index])
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


def _is_exact(value: str) -> bool:
    """Whether a cell's floating point keeps the number as it is; what it would round, or is no number, stays text."""
    try:
        number = Decimal(value)
        return number.is_finite() and Decimal(repr(float(number))) == number
    except (InvalidOperation, OverflowError):
        return False
