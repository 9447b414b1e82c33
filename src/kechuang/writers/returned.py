"""A filled-in workbook returned with its mistakes (错误说明): the same rows, wrong cells in red, and one more column."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

import xlsxwriter

_LONGEST = 32_000  # a cell of Excel holds 32,767 characters


def write_returned(
    rows: Sequence[Sequence[str]],
    mistakes: Iterable[tuple[int, int, str]],
    *,
    sheet: str,
    heading: str,
) -> bytes:
    """The workbook: ``rows`` as they were read, the headings first; ``mistakes`` are (row as the sheet numbers it, index of
    the column, what is wrong). Text is written as text, never as a formula or a link.
    """
    wrong: dict[int, dict[int, list[str]]] = {}
    for place, column, words in mistakes:
        wrong.setdefault(place, {}).setdefault(column, []).append(words)
    width = max((len(row) for row in rows), default=0)
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet(sheet)
        head = book.add_format({"bold": True, "bg_color": "#0B57A4", "font_color": "#FFFFFF", "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        red = book.add_format({"num_format": "@", "bg_color": "#FFC7CE", "font_color": "#9C0006"})
        said = book.add_format({"num_format": "@", "font_color": "#9C0006", "text_wrap": True})
        page.set_column(0, max(width - 1, 0), 24, text)
        page.set_column(width, width, 60, said)
        for number, row in enumerate(rows, start=1):
            here = wrong.get(number, {})
            for index, value in enumerate(row):
                page.write_string(
                    number - 1, index, value[:_LONGEST], head if number == 1 else red if index in here else text
                )
            for index in here:
                if index >= len(row):
                    page.write_blank(number - 1, index, None, red)
            if here:
                page.write_string(number - 1, width, _joined(here), said)
        page.write_string(0, width, heading, head)
        page.freeze_panes(1, 0)
    return buffer.getvalue()


def _joined(here: Mapping[int, Sequence[str]]) -> str:
    return "\n".join(dict.fromkeys(words for index in sorted(here) for words in here[index]))[:_LONGEST]
