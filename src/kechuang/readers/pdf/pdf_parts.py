"""What a page of a PDF is made of: lines, tables, boxes, and what was left out."""

from dataclasses import dataclass, field

from kechuang.readers.pdf.pdf_grid import Grid
from kechuang.readers.pdf.pdf_grid_boxes import Box, Ruling
from kechuang.readers.pdf.pdf_text import Line
from kechuang.readers.pdf.pdf_whitespace import Columns


@dataclass
class Held:
    """A cell with the lines that stand in it."""

    box: Box
    lines: list[Line]


@dataclass
class Part:
    """What a grid bounds on one page."""

    page: int
    grid: Grid

    @property
    def top(self) -> float:
        """Where it begins."""
        return self.grid.ys[0]

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.grid.ys[-1]

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.grid.xs[0]

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.grid.xs[-1]


@dataclass
class TablePart(Part):
    """A table, or the part of one, that stands on one page."""

    cells: list[Held]


@dataclass
class BoxPart(Part):
    """A box of one column (专栏), or the part of one, that stands on one page: text and tables inside a frame."""

    words: list[Line]
    tables: list[TablePart]


@dataclass(frozen=True, slots=True)
class Struck:
    """Words struck out (删除线), and the words that stand before them on their line, or after."""

    text: str
    beside: str


@dataclass
class PageContent:
    """One page: its words in parts of lines, its tables and boxes, the rules that belong to no table."""

    number: int
    width: float
    height: float
    words: list[Line] = field(default_factory=list)
    tables: list[TablePart] = field(default_factory=list)
    boxes: list[BoxPart] = field(default_factory=list)
    rules: list[Ruling] = field(default_factory=list)
    struck: list[Struck] = field(default_factory=list)
    slanted: str = ""
    unseen: int = 0
    images: float = 0.0
    characters: int = 0
    complete: bool = True
    columns: Columns | None = None
