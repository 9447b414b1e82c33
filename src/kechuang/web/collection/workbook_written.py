"""A round as a workbook: its columns, rows and instructions, and the same workbook returned with its mistakes marked."""

import re
from collections import defaultdict
from decimal import Decimal, InvalidOperation

from kechuang.domain.collection.entry import CellState, Unfit, read_entry
from kechuang.web.collection.facts import cells_of, returns_facts
from kechuang.web.collection.layout import definition_of
from kechuang.web.words import say
from kechuang.writers.return_book import HEAD_ROWS, BookColumn, BookWords, Marks, write_return_book

COLUMNS = ("id", "organisation", "indicator", "unit", "last", "state", "value", "remark", "reason")
OPEN_COLUMNS = ("state", "value", "remark", "reason")
_WIDTHS = {"id": 12, "organisation": 22, "indicator": 36, "remark": 30, "reason": 30}
FAMILY = "kechuang-collection "
_FORMAT = f"{FAMILY}1"


def write_book(round_, returns, *, one=None):
    """The workbook of some returns of a round; ``one`` is the return it is for where it is for one only."""
    return write_return_book(_columns(), _rows(round_, returns), _words(round_, one))


def write_marked(round_, taken, *, one=None):
    """The workbook as it came, with 错误说明 and the wrong cells red."""
    cells = {(one.row - HEAD_ROWS - 1, COLUMNS.index(one.column)) for one in taken.mistakes}
    words = defaultdict(list)
    for mistake in taken.mistakes:
        words[mistake.row - HEAD_ROWS - 1].append(f"{say(f'workbook.column.{mistake.column}')}：{mistake.words()}")
    marks = Marks(say("workbook.mistake"), frozenset(cells), {row: "\n".join(said) for row, said in words.items()})
    rows = [[_as_it_was(column, text) for column, text in zip(COLUMNS, row, strict=True)] for row in taken.rows]
    return write_return_book(_columns(), rows, _words(round_, one), marks)


def _rows(round_, returns):
    cells = cells_of(returns)
    facts = returns_facts(round_, returns, cells=cells)
    rows = []
    for filed in returns:
        for one, cell in zip(facts[filed.pk].fields, cells[filed.pk], strict=True):
            last = dict(one.history).get(round_.year - 1)
            state = "" if one.state is CellState.BLANK else say(f"cell.{one.state.value}")
            rows.append(
                (f"{filed.pk}-{one.id}-{filed.edition}", filed.organisation.name, one.name, one.unit, last, state,
                 one.value, cell.remark, reason_of(cell.answers))
            )  # fmt: skip
    return rows


def _columns():
    choices = (say("cell.value"), say("cell.not-applicable"))
    return [
        BookColumn(
            say(f"workbook.column.{name}"),
            _WIDTHS.get(name, 14),
            name in OPEN_COLUMNS,
            choices if name == "state" else (),
        )
        for name in COLUMNS
    ]


def _words(round_, one):
    version = f"{_FORMAT} round={round_.pk}" + (f" return={one.pk}" if one is not None else "")
    title = f"{round_.title} · {one.organisation.name}" if one is not None else round_.title
    asked = round_.asked.select_related("indicator").order_by("position")
    return BookWords(
        version=version,
        title=title,
        sheet=say("workbook.sheet"),
        notes_sheet=say("workbook.notes-sheet"),
        notes=tuple(say(f"workbook.note.{name}") for name in ("open", "state", "zero", "reason", "whole")),
        definitions_head=(say("fill.indicator"), say("workbook.column.unit"), say("workbook.definition")),
        definitions=tuple((row.indicator.name, row.indicator.unit, definition_of(row.indicator)) for row in asked),
    )


def _as_it_was(column, text):
    if column in ("last", "value"):
        try:
            number = read_number(text)
        except Unfit:
            return text
        return number.value if number.state is CellState.VALUE else text
    return text


def reason_of(answers):
    """What was said of a field's findings, each reason once."""
    return "；".join(dict.fromkeys(answers.values()))


def read_number(text, not_applicable=frozenset()):
    """What a cell of a workbook says; a number a formula left with a long tail is taken as the sheet shows it. Raises Unfit.

    >>> read_number("0.30000000000000004").value, read_number("1e-05").value
    (Decimal('0.3'), Decimal('0.00001'))
    """
    if text.startswith(("=", "#")):
        raise Unfit("entry.no-result")
    try:
        return read_entry(text, not_applicable)
    except Unfit:
        try:
            shown = f"{Decimal(f'{float(text):.15g}'):f}" if re.fullmatch(r"[-+.\deE]{1,40}", text) else text
        except (ValueError, InvalidOperation):
            shown = text
        if shown == text:
            raise
        return read_entry(shown, not_applicable)
