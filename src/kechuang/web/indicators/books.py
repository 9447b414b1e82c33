"""Workbooks of a plan: its break-down and historical values, exported on record, imported whole or returned with mistakes."""

from functools import partial

from django.conf import settings

from kechuang.web.indicators import actions, exchange, history, sheet
from kechuang.web.journal.actions import record
from kechuang.web.words import say
from kechuang.writers.returned import write_returned
from kechuang.writers.template import Column, write_template

LARGEST = 8 * 2**20
BREAK_DOWN, HISTORY = NAMES = ("break-down", "history")


def give_out(plan, name, *, actor, origin, at):
    """The workbook of a plan under a name of ``NAMES``; that it was given out is written down."""
    columns, rows = (_break_down_out if name == BREAK_DOWN else _history_out)(plan)
    book = write_template(
        columns,
        rows,
        sheet=say(f"{name}-sheet.name"),
        instructions=[say(f"{name}-sheet.instructions")],
        instructions_sheet=say("import.instructions-sheet"),
        version=f"{name} 1",
    )
    record(f"indicators.{name}-exported", plan, after={"rows": len(rows)}, actor=actor, origin=origin, at=at)
    return book


def _break_down_out(plan):
    divided = exchange.divided_of(plan)
    years, words = sheet.years_of(divided), exchange.words_out(say)
    rows = [row for one in divided for row in sheet.rows_of(one, years, words)]
    choices = {kind: tuple(word for key, word in words.items() if key.startswith(kind)) for kind in ("part", "shape")}
    columns = [
        Column(
            say(f"break-down-column.{name}"),
            say(f"break-down-hint.{name}"),
            choices.get(name, ()),
            number=name in ("base", "weight", "target"),
            locked=name in sheet.FIXED,
        )
        for name in sheet.COLUMNS
    ] + [Column(str(year), say("break-down-hint.year"), number=True) for year in years]
    return columns, rows


def _history_out(plan):
    indicators = exchange.followed_of(plan)
    values = exchange.values_of(indicators)
    years = exchange.years_of_history(indicators, values)
    rows = list(history.history_rows(indicators, exchange.organisations_of(plan), values, years))
    columns = [
        Column(say(f"history-column.{name}"), say(f"history-hint.{name}"), locked=True)
        for name in ("region", "name", "indicator", "unit")
    ] + [Column(str(year), say("history-hint.year"), number=True) for year in years]
    return columns, rows


def bring_in(plan, name, cells, file, *, actor, origin, at):
    """Take in the rows of a workbook: all of them or, where a cell is wrong, none; then it is kept for whoever sent it, with its
    mistakes. Answers how many changed, and the mistakes. Raises ChangedMeanwhile.
    """
    take = _break_down_in if name == BREAK_DOWN else _history_in
    count, mistakes = take(plan, cells, file, actor=actor, origin=origin, at=at)
    if mistakes:
        _give_back(actor, cells, mistakes, name)
    return count, mistakes


def _break_down_in(plan, cells, file, **by):
    divided = {one.indicator.pk: one for one in exchange.divided_of(plan)}
    changes, mistakes = sheet.check_rows(cells, divided=divided, words=exchange.words_in())
    if mistakes:
        return 0, mistakes
    return actions.take_in_break_down(plan, changes, reason=file[:200], **by), []


def _history_in(plan, cells, file, **by):
    heading, mistakes = history.read_heading(cells, exchange.headings)
    if mistakes:
        return 0, mistakes
    values, mistakes = history.check_history(cells, heading, exchange.known_of(plan), file=file)
    if mistakes:
        return 0, mistakes
    return actions.take_in_history(plan, values, **by), []


def column_in_words(column, name):
    """What a column is called in the workbook."""
    return column if column.isdigit() else say(f"{name}-column.{column}")


def path_of_returned(person, name):
    """Where the workbook is kept that somebody sent last and that was not taken in."""
    return settings.MEDIA_ROOT / "returned" / f"indicators-{name}-{person.pk}.xlsx"


def _give_back(person, cells, mistakes, name):
    """In place of the last one."""
    places = _places(cells, name)
    wrong = [(one.row, places(one.column), f"{column_in_words(one.column, name)}: {say(one.code)}") for one in mistakes]
    book = write_returned(cells, wrong, sheet=say(f"{name}-sheet.name"), heading=say("column.mistake"))
    path = path_of_returned(person, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(book)


def _places(cells, name):
    heading = [text.strip() for text in (cells[0] if cells else [])]
    if name == BREAK_DOWN:
        known = {column: at for at, column in enumerate(sheet.COLUMNS)}
    else:
        found, _ = history.read_heading(cells, exchange.headings)
        known = dict(found.places) if found is not None else {}
    years = {text[:4]: at for at, text in enumerate(heading) if text[:4].isdigit()}
    return partial(_place, {**years, **known})


def _place(known, column):
    return known.get(column, 0)
