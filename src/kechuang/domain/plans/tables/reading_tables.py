"""Tables with their captions, units, notes and heads (表题、单位、表注、表头), put together and told apart by kind."""

from collections.abc import Iterator
from dataclasses import replace

from kechuang.domain.document import Cell, Document, Table
from kechuang.domain.plans.plan import Identity
from kechuang.domain.plans.tables.reading_tables_context import Surroundings, read_surroundings
from kechuang.domain.plans.tables.reading_tables_heads import find_head
from kechuang.domain.plans.tables.reading_tables_kinds import Period, kind_of
from kechuang.domain.plans.tables.reading_tables_neighbours import Neighbours
from kechuang.domain.plans.tables.tables import TableKind, TitledTable, column_heads
from kechuang.domain.vocabulary import Vocabulary


def read_tables(
    document: Document, vocabulary: Vocabulary, identity: Identity | None = None
) -> tuple[TitledTable, ...]:
    """Every table of the document, in order, the pieces of a table cut by a page put together again.

    ``identity`` says for which years the plan is: a table from the year before it to its last year is of its indicators.
    """
    neighbours = Neighbours(document)
    period = (identity.start, identity.end) if identity is not None else (None, None)
    tables = sorted(document.tables, key=lambda one: one.start)
    read = [_titled(table, read_surroundings(neighbours, table, vocabulary), period, vocabulary) for table in tables]
    return tuple(_stitched(document, read, vocabulary))


def _titled(table: Table, around: Surroundings, period: Period, vocabulary: Vocabulary) -> TitledTable:
    head, body = find_head(table, around, vocabulary)
    untold = TitledTable(
        table, around.number, around.title, around.caption, around.unit, around.notes, head, body, TableKind.OTHER
    )
    return replace(untold, kind=kind_of(untold, vocabulary, period))


def _stitched(document: Document, read: list[TitledTable], vocabulary: Vocabulary) -> Iterator[TitledTable]:
    pending: TitledTable | None = None
    for piece in read:
        if pending is not None and _goes_on(document, pending, piece, vocabulary):
            pending = _joined(pending, piece, vocabulary)
            continue
        if pending is not None:
            yield pending
        pending = piece
    if pending is not None:
        yield pending


def _goes_on(document: Document, first: TitledTable, second: TitledTable, vocabulary: Vocabulary) -> bool:
    """Whether the second table is the rest of the first after a page break: nothing between, as wide, no other head."""
    if first.kind is TableKind.OTHER or _width(first.table) != _width(second.table) or _width(first.table) < 2:
        return False
    between = document.text[first.table.end : second.table.start]
    continued = any(word in between for word in vocabulary.words("tables.continued"))
    if not continued and (second.caption is not None or _says_something(between)):
        return False
    same_head = _heads(first) == _heads(second)
    return same_head or (not second.head and second.body != ()) or _head_is_data(first, second)


def _head_is_data(first: TitledTable, second: TitledTable) -> bool:
    """Whether what was taken for a head counts the rows on: 9 was the last row, 10 is the first."""
    last = _leading_number(first.table, first.body[-1]) if first.body else None
    rows = (*second.head, *second.body)
    following = _leading_number(second.table, rows[0]) if rows else None
    return last is not None and following == last + 1


def _leading_number(table: Table, row: int) -> int | None:
    cell = table.grid[row][0]
    words = "" if cell is None else cell.text.strip()
    return int(words) if words.isdigit() and len(words) < 4 else None


def _says_something(between: str) -> bool:
    words = "".join(character for character in between if not character.isspace())
    return bool(words.strip("-—–0123456789·第页"))


def _heads(table: TitledTable) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple("".join(words.split()) for words in column) for column in column_heads(table.table, table.head))


def _width(table: Table) -> int:
    return len(table.grid[0]) if table.grid else 0


def _joined(first: TitledTable, second: TitledTable, vocabulary: Vocabulary) -> TitledTable:
    repeated = set(second.head) if _heads(first) == _heads(second) else set()
    height = len(first.table.grid)
    kept = [cell for cell in second.table.cells if cell.row not in repeated]
    skipped = len(repeated)
    cells = (*first.table.cells, *(_moved(cell, height - skipped) for cell in kept))
    table = Table(first.table.start, second.table.end, cells, first.table.recovered)
    body = sorted((*second.head, *second.body)) if not repeated else second.body
    rows = (*first.body, *(row + height - skipped for row in body))
    notes = (*first.notes, *second.notes)
    return replace(first, table=table, body=rows, notes=notes, unit=first.unit or second.unit)


def _moved(cell: Cell, rows: int) -> Cell:
    return replace(cell, row=cell.row + rows)
