"""Where the cells of a Word table stand: merged cells, skipped columns, and grid lines that only drawing put there.

Source: ECMA-376 Part 1 §17.4 (tables). A table drawn by hand has grid lines that no two cells share, or two lines a
hair apart; they part no words, so they are taken out of the grid.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from kechuang.readers.word.docx_graphics import MC_ALTERNATE, walk_children
from kechuang.readers.word.docx_styles import VAL, Properties, W, integer, properties_of

WIDEST_SPAN = 1_024
_HAIR_TWIPS = 113  # 2 mm: narrower than one character with its cell margins
_DELETED = frozenset({W + "del", W + "moveFrom"})
_WRAPPERS = frozenset(
    {W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")} | {MC_ALTERNATE}
)

Element = Any
Content = TypeVar("Content")


class RowCell(NamedTuple):
    """A cell as its row says it: from which grid line to which, and whether it goes on from the cell above or before."""

    start: int
    end: int
    continues_above: bool = False
    continues_before: bool = False
    begins_merge: bool = False


class Row(NamedTuple):
    """One row of the table."""

    element: Element
    cells: tuple[tuple[Element, RowCell], ...]
    hidden: bool = False


class Placed(NamedTuple, Generic[Content]):
    """Content with its rectangle in the grid; ``covered`` is what stands, unseen, in the cells merged into it."""

    row: int
    column: int
    row_span: int
    column_span: int
    content: Content
    covered: tuple[Content, ...] = ()


def read_rows(table: Element) -> Iterator[Row]:
    """The rows of a table, those inside content controls too; deleted rows and cells are left out."""
    for row in _members(table, W + "tr"):
        properties = properties_of(row.find(W + "trPr"))
        if not _DELETED.isdisjoint(properties):
            continue
        yield Row(row, tuple(_read_cells(row, properties)), W + "hidden" in properties)


def is_frame(table: Element) -> bool:
    """Whether a table is only a frame around running text: no row has more than one cell."""
    return all(len(row.cells) <= 1 for row in read_rows(table))


def grid_widths(table: Element) -> tuple[int, ...]:
    """The widths of the grid columns in twips; 0 where one is not said."""
    grid = table.find(W + "tblGrid")
    if grid is None:
        return ()
    return tuple(max(0, integer(column, W + "w") or 0) for column in grid.iterchildren(W + "gridCol"))[:WIDEST_SPAN]


def place_cells(
    rows: Iterable[Sequence[tuple[RowCell, Content]]], widths: Sequence[int], empty: Content
) -> list[Placed[Content]]:
    """Put the cells of all rows into one grid; content equal to ``empty`` may be dropped with a hair-thin column."""
    listed = [list(row) for row in rows]
    lines = _true_lines(listed, widths, empty)
    placed: list[Placed[Content]] = []
    open_above: dict[tuple[int, int], int] = {}
    for number, row in enumerate(listed):
        still_open: dict[tuple[int, int], int] = {}
        for cell, content in row:
            span = (lines[cell.start], lines[cell.end])
            if cell.continues_above and span in open_above:
                at = open_above[span]
                above = placed[at]
                covered = above.covered if content == empty else (*above.covered, content)
                placed[at] = Placed(
                    above.row, above.column, number - above.row + 1, above.column_span, above.content, covered
                )
                still_open[span] = at
            elif span[0] < span[1]:
                if cell.begins_merge or cell.continues_above:
                    still_open[span] = len(placed)
                placed.append(Placed(number, span[0], 1, span[1] - span[0], content))
        open_above = still_open
    return placed


def _members(parent: Element, wanted: str) -> Iterator[Element]:
    for child in walk_children(parent):
        if child.tag == wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _members(child, wanted)


def _read_cells(row: Element, properties: Properties) -> Iterator[tuple[Element, RowCell]]:
    column = min(max(0, integer(properties.get(W + "gridBefore")) or 0), WIDEST_SPAN)
    pending: tuple[Element, RowCell] | None = None
    for element in _members(row, W + "tc"):
        cell = _read_cell(element, column)
        if cell is None:
            continue
        column = cell.end
        if cell.continues_before and pending is not None:
            pending = pending[0], pending[1]._replace(end=cell.end)
            continue
        if pending is not None:
            yield pending
        pending = element, cell
    if pending is not None:
        yield pending


def _read_cell(element: Element, column: int) -> RowCell | None:
    properties = properties_of(element.find(W + "tcPr"))
    if W + "cellDel" in properties:
        return None
    span = min(max(1, integer(properties.get(W + "gridSpan")) or 1), WIDEST_SPAN)
    down, across = properties.get(W + "vMerge"), properties.get(W + "hMerge")
    return RowCell(
        column,
        column + span,
        continues_above=down is not None and (down.get(VAL) or "continue") == "continue",
        continues_before=across is not None and (across.get(VAL) or "continue") == "continue",
        begins_merge=down is not None and down.get(VAL) == "restart",
    )


def _true_lines(
    rows: Sequence[Sequence[tuple[RowCell, Content]]], widths: Sequence[int], empty: Content
) -> dict[int, int]:
    """Each grid line that a cell begins or ends at -> its number among the lines that part words."""
    used = sorted({line for row in rows for cell, _ in row for line in (cell.start, cell.end)})
    needed = {(cell.start, cell.end) for row in rows for cell, content in row if content != empty}
    lines: dict[int, int] = {}
    number = -1
    previous: int | None = None
    for line in used:
        if previous is None or not _is_hair(previous, line, widths) or _parts_words(previous, line, needed, lines):
            number += 1
        lines[line] = number
        previous = line
    return lines


def _parts_words(previous: int, line: int, needed: set[tuple[int, int]], lines: dict[int, int]) -> bool:
    """Whether leaving out the column between two lines would leave a cell with words no width at all."""
    same = [other for other, number in lines.items() if number == lines[previous]]
    return any((other, line) in needed for other in same)


def _is_hair(start: int, end: int, widths: Sequence[int]) -> bool:
    if end > len(widths) or not any(widths):
        return False
    return 0 < sum(widths[start:end]) < _HAIR_TWIPS
