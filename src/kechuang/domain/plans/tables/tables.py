"""Tables of a plan (规划中的表) with what stands around them: caption, unit line, notes, and how far the head goes."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise

from kechuang.domain.document import Cell, Table
from kechuang.domain.source import Source


class TableKind(Enum):
    """What a table is for: indicators (指标表), statistics (统计表), projects (项目表), or something else."""

    INDICATORS = "indicators"
    STATISTICS = "statistics"
    PROJECTS = "projects"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TableNote:
    """A note below a table (表注): the mark or number it explains, None for the table as a whole."""

    label: str | None
    text: str
    source: Source


@dataclass(frozen=True)
class TitledTable:
    """A table and what belongs to it.

    ``number`` as printed without blanks (``表10``, ``专栏1``), ``title`` the caption without number and unit; ``rows`` are
    the rows of ``table.grid`` that make the head (first to last, the last not included) and ``body`` the data rows.
    """

    table: Table
    number: str | None
    title: str | None
    caption: Source | None
    unit: str | None
    notes: tuple[TableNote, ...]
    head: tuple[int, ...]
    body: tuple[int, ...]
    kind: TableKind

    @property
    def name(self) -> str | None:
        """What to call the table: its number, or its title where it has no number."""
        return self.number or self.title

    @property
    def recovered(self) -> bool:
        """Whether a blank cell may be the rest of a cell that was merged down before the table was flattened."""
        return self.table.recovered

    @cached_property
    def columns(self) -> tuple[tuple[str, ...], ...]:
        """The words of the head above each column, from the top down, each once."""
        return column_heads(self.table, self.head)


def column_heads(table: Table, head: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    """The words above each column; a blank takes those of its left neighbour where the row below parts a group."""
    grid = table.grid
    width = len(grid[0]) if grid else 0
    rows = [[_words(cell) for cell in grid[row]] for row in head]
    for above, below in pairwise(rows):
        for column in range(1, width):
            if not above[column] and below[column] and above[column - 1] and below[column - 1]:
                above[column] = above[column - 1]
    return tuple(tuple(dict.fromkeys(row[column] for row in rows if row[column])) for column in range(width))


def _words(cell: Cell | None) -> str:
    return "" if cell is None else cell.text.strip()
