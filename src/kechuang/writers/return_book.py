"""The workbook of a collection round (填报模板): exported, filled in, imported, and returned with its mistakes marked.

Its first cell says what it is for; the identifiers are protected, the fields to fill in are open, the heading stays in
sight, and a second sheet says how to fill it in and what each indicator means.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

HEAD_ROWS = 2  # the line that says what it is for, and the headings
_SAFE_DIGITS = 15  # what a cell keeps of a number; a longer one is written as text, which keeps all
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_OPEN_TO_ALL = {
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
    "sort": True,
    "select_locked_cells": True,
}


@dataclass(frozen=True, slots=True)
class BookColumn:
    """A column: its heading, its width, whether it is filled in, and the words to choose from where there are only these."""

    heading: str
    width: int
    open: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Marks:
    """What is wrong in a workbook that is given back: the cells by (row, column), from 0, and what to say by row."""

    heading: str
    cells: frozenset[tuple[int, int]] = frozenset()
    words: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BookWords:
    """The words of the workbook: its version, title and sheets, how to fill it in, and what each indicator means."""

    version: str
    title: str
    sheet: str
    notes_sheet: str
    notes: tuple[str, ...]
    definitions_head: tuple[str, str, str]
    definitions: tuple[tuple[str, str, str], ...]


Content = str | Decimal | None


def write_return_book(
    columns: Sequence[BookColumn], rows: Sequence[Sequence[Content]], words: BookWords, marks: Marks | None = None
) -> bytes:
    """The workbook; text is written as text, never as a formula or a link."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        page = book.add_worksheet(words.sheet)
        styles = _Styles(book)
        page.write_string(0, 0, words.version, styles.quiet)
        page.write_string(0, 1, words.title, styles.title)
        _write_head(page, columns, styles, marks, len(rows))
        wrong = marks.cells if marks else frozenset()
        for at, row in enumerate(rows):
            number = at + HEAD_ROWS
            for index, content in enumerate(row):
                style = styles.of(columns[index].open, (at, index) in wrong)
                _write(page, number, index, content, style)
            if marks and at in marks.words:
                page.write_string(number, len(columns), marks.words[at], styles.wrong_words)
        page.freeze_panes(HEAD_ROWS, 3)
        page.protect("", _OPEN_TO_ALL)
        _write_notes(book.add_worksheet(words.notes_sheet), words, styles)
    return buffer.getvalue()


class _Styles:
    """The looks of the workbook."""

    def __init__(self, book: Any) -> None:
        line = {"border": 1, "border_color": "#D0D7DE", "valign": "top"}
        closed = {"bg_color": "#F5F7FA", "font_color": "#57606A", **line}
        wrong = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
        self.title = book.add_format({"bold": True})
        self.quiet = book.add_format({"font_color": "#8C959F", "font_size": 8})
        self.head = book.add_format({"bold": True, "bg_color": "#0B57A4", "font_color": "#FFFFFF", "text_wrap": True})
        self.open = book.add_format({"locked": False, **line})
        self.closed = book.add_format(closed)
        self.open_wrong = book.add_format({"locked": False, **line, **wrong})
        self.closed_wrong = book.add_format({**closed, **wrong})
        self.wrong_words = book.add_format({"font_color": "#9C0006", "text_wrap": True, "valign": "top"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})

    def of(self, is_open: bool, is_wrong: bool) -> Any:
        """The look of a cell."""
        if is_open:
            return self.open_wrong if is_wrong else self.open
        return self.closed_wrong if is_wrong else self.closed


def _write_head(page: Any, columns: Sequence[BookColumn], styles: _Styles, marks: Marks | None, count: int) -> None:
    for index, column in enumerate(columns):
        page.set_column(index, index, column.width)
        page.write_string(HEAD_ROWS - 1, index, column.heading, styles.head)
        if column.choices and count:
            rule = {"validate": "list", "source": list(column.choices), "ignore_blank": True}
            page.data_validation(HEAD_ROWS, index, HEAD_ROWS + count - 1, index, rule)
    if marks:
        page.set_column(len(columns), len(columns), 60)
        page.write_string(HEAD_ROWS - 1, len(columns), marks.heading, styles.head)


def _write(page: Any, row: int, index: int, content: Content, style: Any) -> None:
    if content is None or content == "":
        page.write_blank(row, index, None, style)
    elif isinstance(content, Decimal) and len(content.normalize().as_tuple().digits) <= _SAFE_DIGITS:
        page.write_number(row, index, float(content), style)
    elif isinstance(content, Decimal):
        page.write_string(row, index, f"{content.normalize():f}", style)
    else:
        page.write_string(row, index, content, style)


def _write_notes(page: Any, words: BookWords, styles: _Styles) -> None:
    page.set_column(0, 0, 40)
    page.set_column(1, 1, 14)
    page.set_column(2, 2, 90)
    for number, line in enumerate(words.notes):
        page.write_string(number, 0, line)
    start = len(words.notes) + 1
    for number, texts in enumerate((words.definitions_head, *words.definitions), start=start):
        for index, text in enumerate(texts):
            page.write_string(number, index, text, styles.head if number == start else styles.wrap)
