"""The lines of a text that may be parts of a flattened table, and how rows of pieces become a table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kechuang.domain.document import Cell, Document, Table

_PAGE_NUMBER = re.compile(r"\s*[-—–·]*\s*\d{1,4}\s*[-—–·]*\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text; ``taken`` where it already belongs to a table, the contents or a heading."""

    start: int
    end: int
    text: str
    taken: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the line; a lone tab is an empty cell, not a blank line."""
        return not self.text.strip() and "\t" not in self.text

    @property
    def page_number(self) -> bool:
        """Whether the line holds nothing but what may be a page number."""
        return "\t" not in self.text and bool(_PAGE_NUMBER.fullmatch(self.text))

    def barred(self) -> "Line":
        """The same line, no longer free."""
        return replace(self, taken=True)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that was a cell; ``column_span`` where it covers several columns."""

    start: int
    end: int
    text: str
    row_span: int = 1
    column_span: int = 1


Row = Sequence[Piece | None]


@dataclass(frozen=True, slots=True)
class Flattened:
    """A recovered table and the lines it was made of; None where there is a table that could not be recovered."""

    table: Table | None
    lines: tuple[Line, ...]


def free_lines(document: Document) -> list[Line]:
    """The lines of the text; those inside tables, headings and the contents are marked as taken."""
    taken = sorted((table.start, table.end) for table in document.tables)
    taken += [(one.start, one.end) for one in document.paragraphs if one.contents or one.hidden]
    taken.sort()
    lines = []
    index = 0
    for number, start in enumerate(document.line_starts):
        end = document.line_starts[number + 1] - 1 if number + 1 < len(document.line_starts) else len(document.text)
        while index < len(taken) and taken[index][1] < start:
            index += 1
        inside = index < len(taken) and taken[index][0] <= end and taken[index][1] >= start
        lines.append(Line(start, end, document.text[start:end], inside and end > start))
    return lines


def piece_at(text: str, start: int, end: int) -> Piece | None:
    """The words between two offsets without the blanks around them, None where there are none."""
    words = text[start:end]
    begin = start + len(words) - len(words.lstrip())
    stripped = words.strip()
    return Piece(begin, begin + len(stripped), stripped) if stripped else None


def lay_out(rows: Sequence[Row], start: int, end: int) -> Table:
    """A table of these rows; None is a place where nothing stands."""
    cells = []
    for number, row in enumerate(rows):
        column = 0
        for piece in row:
            if piece is not None:
                cells.append(
                    Cell(number, column, piece.start, piece.end, piece.text, piece.row_span, piece.column_span)
                )
            column += piece.column_span if piece is not None else 1
    return Table(start, end, tuple(cells), recovered=True)
