"""Puts a document together line by line and remembers where each paragraph, cell and note lies in its text."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from kechuang.domain.document import Cell, Document, Note, Paragraph, Problem, Table, Unsure

_ONE_LINE = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\v": " ", "\f": " "})


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell before it has a place in the text: its rectangle in the grid (0-based) and its words."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


class Assembly:
    """A document in the making. Every call appends whole lines; spans are final as soon as they are given."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._paragraphs: list[Paragraph] = []
        self._tables: list[Table] = []
        self._notes: list[Note] = []
        self._unsure: list[Unsure] = []
        self._pages: list[int] = []
        self._problems: list[Problem] = []

    def paragraph(
        self,
        text: str,
        *,
        level: int | None = None,
        contents: bool = False,
        hidden: bool = False,
        frame: int | None = None,
    ) -> Paragraph:
        """Append one line of running text; line breaks and tabs inside become spaces, so offsets inside it hold."""
        start, end = self._line(text.translate(_ONE_LINE))
        paragraph = Paragraph(start, end, level, contents, hidden, frame)
        self._paragraphs.append(paragraph)
        return paragraph

    def table(self, cells: Iterable[GridCell], *, page_breaks: Iterable[int] = ()) -> Table:
        """Append a table, a grid row a line; a merged cell stands in the first row and column it covers.

        ``page_breaks`` are the rows before which a new page begins, one entry a page.
        """
        ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
        height = max((cell.row + cell.row_span for cell in ordered), default=0)
        rows: list[list[GridCell]] = [[] for _ in range(height)]
        for cell in ordered:
            rows[cell.row].append(cell)
        begin = self._length
        breaks = sorted(page_breaks)
        placed = []
        for number, row in enumerate(rows):
            while breaks and breaks[0] <= number:
                self.page()
                breaks.pop(0)
            placed.extend(self._row(row))
        for _ in breaks:
            self.page()
        table = Table(begin, max(begin, self._length - 1), tuple(placed))
        self._tables.append(table)
        return table

    def note(self, text: str, *, label: str, anchor: int | None) -> Note:
        """Append a footnote as a line of its own; ``anchor`` is the offset in the text it belongs to."""
        start, end = self._line(text.translate(_ONE_LINE))
        note = Note(anchor, start, end, label)
        self._notes.append(note)
        return note

    def page(self) -> None:
        """A new page begins here."""
        self._pages.append(self._length)

    def unsure(self, start: int, end: int, confidence: float) -> None:
        """Mark a stretch of the text as not surely read."""
        self._unsure.append(Unsure(start, end, confidence))

    def problem(self, problem: Problem) -> None:
        """Record what could not be read."""
        self._problems.append(problem)

    @property
    def length(self) -> int:
        """The offset at which the next line will begin."""
        return self._length

    def document(self, *, name: str, format: str, data: bytes) -> Document:
        """The finished document; ``data`` are the bytes it was read from, for its fingerprint."""
        return Document(
            name=name,
            format=format,
            text="\n".join(self._lines),
            sha256=hashlib.sha256(data).hexdigest(),
            paragraphs=tuple(self._paragraphs),
            tables=tuple(self._tables),
            notes=tuple(self._notes),
            unsure=tuple(self._unsure),
            page_starts=tuple(self._pages),
            problems=tuple(self._problems),
        )

    def _line(self, text: str) -> tuple[int, int]:
        start = self._length
        self._lines.append(text)
        self._length += len(text) + 1
        return start, start + len(text)

    def _row(self, cells: list[GridCell]) -> list[Cell]:
        placed = []
        offset = self._length
        for cell in cells:
            text = cell.text.translate(_ONE_LINE)
            placed.append(
                Cell(cell.row, cell.column, offset, offset + len(text), text, cell.row_span, cell.column_span)
            )
            offset += len(text) + 1
        self._line("\t".join(cell.text for cell in placed))
        return placed
