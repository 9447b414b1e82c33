"""Puts tables together again that a plain text has flattened (还原压平的表): by tabs, cell by cell, or run together."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from kechuang.domain.document import Document, Paragraph, Problem, Table
from kechuang.domain.plans.tables.flat_tables_counted import recover_counted
from kechuang.domain.plans.tables.flat_tables_even import recover_even
from kechuang.domain.plans.tables.flat_tables_glued import recover_glued
from kechuang.domain.plans.tables.flat_tables_lines import Flattened, Line, Piece, free_lines, lay_out
from kechuang.domain.plans.tables.flat_tables_listed import recover_listed
from kechuang.domain.plans.tables.flat_tables_spaced import recover_spaced
from kechuang.domain.plans.tables.flat_tables_tabs import recover_tabbed
from kechuang.domain.vocabulary import Vocabulary

_Recovery = Callable[[list[Line], Document, Vocabulary], Iterable[Flattened]]
GIVEN_UP = "flat-table-unread"
RECOVERIES: tuple[_Recovery, ...] = (
    recover_tabbed,
    recover_spaced,
    recover_even,
    recover_counted,
    recover_listed,
    recover_glued,
)


def recover_tables(document: Document, vocabulary: Vocabulary) -> Document:
    """The document with its flattened tables as tables: their cells lie on exact spans, their lines are no paragraphs.

    Tables that the reader already found stay as they are. The text is not touched. A table that cannot be put together
    again without guessing is a problem of the document, and its lines are a table of one column.
    """
    tables: list[Table] = []
    problems: list[Problem] = []
    lines = free_lines(document)
    for recover in RECOVERIES:
        found = list(recover(lines, document, vocabulary))
        used = {line.start for flattened in found for line in flattened.lines}
        lines = [line if line.start not in used else line.barred() for line in lines]
        tables += [flattened.table or _unread(flattened) for flattened in found]
        problems += [_problem(document, flattened) for flattened in found if flattened.table is None]
    if not tables and not problems:
        return document
    everything = sorted((*document.tables, *tables), key=lambda table: table.start)
    return replace(
        document,
        tables=tuple(everything),
        paragraphs=tuple(_outside(document.paragraphs, tables)),
        problems=(*document.problems, *problems),
    )


def _unread(flattened: Flattened) -> Table:
    """The lines of a table that could not be put together, one below the other: they are no running text either."""
    return lay_out(
        [[Piece(line.start, line.end, line.text)] for line in flattened.lines],
        flattened.lines[0].start,
        flattened.lines[-1].end,
    )


def _problem(document: Document, flattened: Flattened) -> Problem:
    """There is a table here that nobody can put together again from this text."""
    return Problem(GIVEN_UP, document.source(flattened.lines[0].start, flattened.lines[-1].end))


def _outside(paragraphs: Iterable[Paragraph], tables: list[Table]) -> Iterable[Paragraph]:
    """The paragraphs that are no part of a recovered table."""
    spans = sorted((table.start, table.end) for table in tables)
    index = 0
    for paragraph in paragraphs:
        while index < len(spans) and spans[index][1] <= paragraph.start:
            index += 1
        if index == len(spans) or paragraph.end <= spans[index][0]:
            yield paragraph
            continue
        start, end = spans[index]
        if paragraph.start < start:
            yield replace(paragraph, end=start)
        if paragraph.end > end:
            yield replace(paragraph, start=end)
