"""Tables flattened to one cell a line in which a blank line is an empty cell (空行即空格的表), as word processors save text.

Such a text loses no cell: each row has as many lines as the table has columns. The second row of a head shows how many: its
words stand under the groups of the first row, its blanks under the cells that go down over both rows.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from kechuang.domain.document import Document
from kechuang.domain.plans.tables.flat_tables_heads import head_words
from kechuang.domain.plans.tables.flat_tables_lines import Flattened, Line, Piece, Row, lay_out, piece_at
from kechuang.domain.plans.tables.flat_tables_listed import may_hold
from kechuang.domain.vocabulary import Vocabulary

_MOST_COLUMNS, _LONGEST_HEAD = 16, 20
_MOST_EXTRA = 3  # further lines a name may be broken over
_GOES_ON = re.compile(r"[〔\[（(/]")


def recover_counted(lines: list[Line], document: Document, vocabulary: Vocabulary) -> Iterator[Flattened]:
    """Every table that stands as one cell a line, blank cells as blank lines, below a head of two rows."""
    words = head_words(vocabulary)
    index = 0
    while index < len(lines):
        line = lines[index]
        text = line.text.strip()
        if line.taken or len(text) > _LONGEST_HEAD or words.kind(text) != "number":
            index += 1
            continue
        found = _table(lines, index, document, vocabulary)
        if found is not None:
            yield found
        index = index + 1 if found is None else index + len(found.lines)


def _table(lines: list[Line], index: int, document: Document, vocabulary: Vocabulary) -> Flattened | None:
    middle = _end_of_words(lines, index)
    begin = next(
        (at for at in range(middle, min(middle + _MOST_COLUMNS + 1, len(lines))) if _says(lines[at], "1")), None
    )
    if begin is None or begin - middle < 3:
        return None
    head = _head(lines[index:middle], lines[middle:begin], document)
    if head is None:
        return None
    kinds = _kinds(head, vocabulary)
    rows: list[Row] = [*head]
    at = begin
    while (found := _row(lines, at, len(rows) - 1, kinds, document, vocabulary)) is not None:
        rows.append(found[0])
        at = found[1]
    if len(rows) < 4:
        return None
    table = lay_out(rows, lines[index].start, lines[at - 1].end)
    return Flattened(table, tuple(lines[index:at]))


def _end_of_words(lines: list[Line], index: int) -> int:
    """Where the first blank line stands behind the first row of the head."""
    at = index
    while at < min(index + _MOST_COLUMNS, len(lines)) and 0 < len(lines[at].text.strip()) <= _LONGEST_HEAD:
        at += 1
    return at


def _says(line: Line, words: str) -> bool:
    return line.text.strip(" \u3000.．、") == words


def _head(upper: list[Line], lower: list[Line], document: Document) -> list[Row] | None:
    """Both rows of the head in their columns, None where they do not fit each other."""
    below = [piece_at(document.text, line.start, line.end) for line in lower]
    runs = _runs(below)
    cells = _joined(upper, document)
    if not runs or not any(piece is None for piece in below) or len(cells) != below.count(None) + len(runs):
        return None
    first: list[Piece | None] = []
    column = 0
    for cell in cells:
        width = runs.get(column, 1)
        height = 1 if column in runs else 2
        first.append(replace(cell, column_span=width, row_span=height))
        column += width
    return [first, below] if column == len(below) else None


def _runs(below: list[Piece | None]) -> dict[int, int]:
    """Where the words of the lower row stand together, and how many: under one group of the upper row each."""
    runs: dict[int, int] = {}
    start = None
    for column, piece in enumerate([*below, None]):
        if piece is not None and start is None:
            start = column
        elif piece is None and start is not None:
            runs[start] = column - start
            start = None
    return runs


def _joined(upper: list[Line], document: Document) -> list[Piece]:
    """The cells of the upper row; a line that begins with a bracket, or follows a stroke, goes on with the one above."""
    cells: list[Piece] = []
    for line in upper:
        piece = piece_at(document.text, line.start, line.end)
        if piece is None:
            continue
        if cells and (_GOES_ON.match(piece.text) or cells[-1].text.endswith("/")):
            start = cells.pop().start
            piece = Piece(start, piece.end, document.text[start : piece.end])
        cells.append(piece)
    return cells


def _kinds(head: list[Row], vocabulary: Vocabulary) -> list[str]:
    """The kind of each column, by the lower row where it has words."""
    words = head_words(vocabulary)
    upper: list[str] = []
    for piece in head[0]:
        if piece is not None:
            upper += [words.kind(re.sub(r"\s", "", piece.text)) or "text"] * piece.column_span
    lower = [words.kind(piece.text) if piece is not None else None for piece in head[1]]
    return [below or above for above, below in zip(upper, lower, strict=True)]


def _row(
    lines: list[Line], at: int, number: int, kinds: list[str], document: Document, vocabulary: Vocabulary
) -> tuple[Row, int] | None:
    """The row that begins at a line and the line behind it; a name may take a few lines more."""
    if at >= len(lines) or not _says(lines[at], str(number)):
        return None
    name = kinds.index("name") if "name" in kinds else None
    for extra in range(_MOST_EXTRA if name is not None else 1):
        ends = [*range(at, at + len(kinds) + extra)]
        if ends[-1] >= len(lines):
            return None
        spans = [(end, end) for end in ends]
        if extra and name is not None:
            spans = [*spans[:name], (ends[name], ends[name + extra]), *spans[name + extra + 1 :]]
        cells = [piece_at(document.text, lines[first].start, lines[last].end) for first, last in spans]
        fits = [
            lines[first].blank or (first != last) or may_hold(lines[first], kind, vocabulary)
            for (first, last), kind in zip(spans, kinds, strict=True)
        ]
        if all(fits) and (name is None or cells[name] is not None):
            return cells, ends[-1] + 1
    return None
