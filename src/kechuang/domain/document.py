"""A document as every reader gives it: one text, and the paragraphs, tables and notes that lie on it as spans.

Whatever the carrier (Word, PDF, web page, text file, picture), ``Document.text`` is what a reader of the page sees, one
paragraph or one table row a line, the cells of a row parted by tabs. Everything else points into that text by character
offsets; nothing is stored twice and nothing is rewritten.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kechuang.domain.source import Source


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of running text.

    ``level`` is the heading level the carrier itself declares (1 the highest), None where it declares none.
    ``contents`` marks an entry of the table of contents (目录); ``hidden`` text that the page does not show.
    ``frame`` numbers the box (one-column table, bordered paragraphs, text box) the paragraph stands in, None outside.
    """

    start: int
    end: int
    level: int | None = None
    contents: bool = False
    hidden: bool = False
    frame: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its place in the grid (0-based), how many rows and columns it spans, and its span in the text."""

    row: int
    column: int
    start: int
    end: int
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class Table:
    """A table as a grid of cells; a merged cell (合并单元格) stands once and covers its whole rectangle."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    recovered: bool = False  # True where a flattened table was put together again from lines of text

    @cached_property
    def grid(self) -> tuple[tuple[Cell | None, ...], ...]:
        """The cells row by row; a merged cell is repeated in every place it covers, None where nothing stands."""
        height = max((cell.row + cell.row_span for cell in self.cells), default=0)
        width = max((cell.column + cell.column_span for cell in self.cells), default=0)
        rows: list[list[Cell | None]] = [[None] * width for _ in range(height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    rows[row][column] = cell
        return tuple(tuple(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote (脚注): the offset it is anchored at, None where the anchor is unknown, and its own span."""

    anchor: int | None
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """A stretch of text that the reader is not sure of: a faint scan, a damaged character. A person should look."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, never silently dropped; the words for it are in the rulebook ``problems``."""

    code: str
    source: Source | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """A document that has been read: its text, what lies on it, and what could not be read.

    ``page_starts[i]`` is the offset at which page i+1 begins; empty where the carrier has no pages.
    """

    name: str
    format: str
    text: str
    sha256: str
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[Note, ...] = ()
    unsure: tuple[Unsure, ...] = ()
    page_starts: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def pages(self) -> int | None:
        """How many pages the carrier has, None where it has none."""
        return len(self.page_starts) or None

    @cached_property
    def line_starts(self) -> Sequence[int]:
        """The offset of each line's first character."""
        starts = [0]
        position = self.text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = self.text.find("\n", position + 1)
        return starts

    def line_at(self, offset: int) -> int:
        """The 1-based line that holds the character at ``offset``."""
        return bisect_right(self.line_starts, offset)

    def page_at(self, offset: int) -> int | None:
        """The 1-based page that holds the character at ``offset``, None where the carrier has no pages."""
        return bisect_right(self.page_starts, offset) or 1 if self.page_starts else None

    def source(self, start: int, end: int) -> Source:
        """The place from ``start`` to ``end``, with its words."""
        return Source(self.name, self.line_at(start), self.page_at(start), start, end, self.text[start:end])
