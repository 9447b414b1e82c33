"""One table from the parts that stand on several pages: repeated heads dropped, rows cut by the page break joined."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kechuang.readers.assembly import GridCell
from kechuang.readers.pdf.pdf_parts import TablePart
from kechuang.readers.pdf.pdf_text import Line, join_lines, unbreakable_width

_SAME_EDGE = 4.0
"""Points: how far the columns of two parts of one table may be apart."""
_SAME_GAP = 14.0
"""Points: the same where the columns are told by white space."""
_LONGEST_HEAD = 6
_LATEST_ROWS = 40
_NUMERIC = frozenset("0123456789.,，．%％—–-~～〔〕[]≥≤＜＞<>+＋ ")
_DASHES = frozenset("—–-~～")
_END_OF_SENTENCE = frozenset("。！？；.!?;")

Columns = tuple[int, int]


@dataclass
class DraftCell:
    """A cell of a table in the making, placed by its row and its edges on the page."""

    row: int
    row_span: int
    left: float
    right: float
    lines: list[Line]

    @property
    def text(self) -> str:
        """Its words so far."""
        return join_lines(self.lines, width=self.right - self.left)


@dataclass
class TableDraft:
    """A table in the making. ``row_pages`` tells the page each row begins on, ``bottom`` the cells that end it so far.

    What is typical of the table is taken from its latest cells only, so that the work grows with its length, no faster.
    """

    edges: list[float]
    cells: list[DraftCell] = field(default_factory=list)
    row_pages: list[int] = field(default_factory=list)
    bottom: list[DraftCell] = field(default_factory=list)
    ruled: bool = True

    @classmethod
    def of(cls, part: TablePart) -> "TableDraft":
        """The first part of a table."""
        cells = _cells(part, 0.0)
        height = part.grid.rows
        bottom = [cell for cell in cells if cell.row + cell.row_span == height]
        return cls(list(part.grid.xs), cells, [part.page] * height, bottom, part.grid.ruled)

    def takes(self, part: TablePart) -> bool:
        """Whether a part has the columns of this table, as its continuation must."""
        theirs = self._shifted(part)
        slack = _SAME_EDGE if self.ruled and part.grid.ruled else _SAME_GAP
        if abs(theirs[-1] - self.edges[-1]) > _SAME_EDGE * 1.5:
            return False
        inner, own = theirs[1:-1], self.edges[1:-1]
        fewer, more = (inner, own) if len(inner) <= len(own) else (own, inner)
        matched = sum(any(abs(x - other) <= slack for other in more) for x in fewer)
        return bool(fewer) and matched >= len(fewer) * 0.75

    def add(self, part: TablePart) -> None:
        """Append a part that ``takes`` accepted."""
        theirs = self._shifted(part)
        slack = _SAME_EDGE if self.ruled and part.grid.ruled else _SAME_GAP
        moved = {}
        loose = not (self.ruled and part.grid.ruled) and len(theirs) == len(self.edges)
        for x, own in zip(theirs, self.edges, strict=True) if loose else ():
            moved[x] = own
        for x in theirs if not loose else ():
            nearest = min(self.edges, key=lambda edge: abs(edge - x))
            moved[x] = nearest if abs(nearest - x) <= slack else x
        self.edges = sorted({*self.edges, *moved.values()})
        shift = theirs[0] - part.left
        cells = _cells(part, shift)
        for cell in cells:
            cell.left, cell.right = moved.get(cell.left, cell.left), moved.get(cell.right, cell.right)
        head = self._repeated_head(cells, part.grid.rows)
        cells = [cell for cell in cells if cell.row >= head]
        self._drop_blank_end()
        if cells:
            self._append(cells, head, part.grid.rows - head, part)

    def _shifted(self, part: TablePart) -> list[float]:
        """The part's edges, moved to where the table begins: pages may have margins of their own."""
        shift = self.edges[0] - part.left
        return [x + shift for x in part.grid.xs]

    def grid_cells(self) -> list[GridCell]:
        """The finished cells."""
        placed = []
        for cell in self.cells:
            first, last = self._columns(cell)
            placed.append(GridCell(cell.row, first, cell.text, cell.row_span, last - first))
        return placed

    def _append(self, cells: list[DraftCell], head: int, rows: int, part: TablePart) -> None:
        height = len(self.row_pages)
        above = {self._columns(cell): cell for cell in self.bottom}
        below = {self._columns(cell): cell for cell in cells if cell.row == head}
        merged = self._merged_columns()
        cut = self._is_cut(above, below, merged)
        offset = height - head - (1 if cut else 0)
        placed = []
        for cell in cells:
            columns = self._columns(cell)
            upper = above.get(columns) if cell.row == head else None
            if upper is not None and (cut or _goes_on(upper, cell, columns in merged)):
                upper.lines = [*upper.lines, *cell.lines]
                upper.row_span += cell.row_span - (1 if cut else 0)
                placed.append(upper)
            else:
                cell.row += offset
                self.cells.append(cell)
                placed.append(cell)
        self.row_pages += [part.page] * (rows - (1 if cut else 0))
        self.bottom = [cell for cell in placed if cell.row + cell.row_span == len(self.row_pages)]

    def _drop_blank_end(self) -> None:
        """Take out a last row without a word: the page break came before the words of its cells."""
        last = len(self.row_pages) - 1
        ending = [cell for cell in self.bottom if cell.row == last]
        if last < 1 or any(cell.lines for cell in ending) or not ending:
            return
        taken = {id(cell) for cell in ending}
        over = [cell for cell in self.bottom if cell.row < last]
        for cell in over:
            cell.row_span -= 1
        self.cells = [cell for cell in self.cells if id(cell) not in taken]
        self.row_pages.pop()
        known = {id(cell) for cell in over}
        self.bottom = [
            *over,
            *(cell for cell in self._latest if cell.row + cell.row_span == last and id(cell) not in known),
        ]

    @property
    def _latest(self) -> list[DraftCell]:
        return self.cells[-_LATEST_ROWS * len(self.edges) :]

    def _columns(self, cell: DraftCell) -> Columns:
        return self._edge(cell.left), self._edge(cell.right)

    def _edge(self, x: float) -> int:
        index = bisect_left(self.edges, x)
        if index == len(self.edges) or (index and x - self.edges[index - 1] < self.edges[index] - x):
            return index - 1
        return index

    def _repeated_head(self, cells: Sequence[DraftCell], rows: int) -> int:
        """How many of the first rows of a part say again what the first rows of the table say."""
        own, theirs = _rows(self.cells[: _LONGEST_HEAD * len(self.edges)]), _rows(cells)
        head = 0
        while head < min(_LONGEST_HEAD, rows, len(self.row_pages)):
            mine = [(self._columns(cell), cell.text) for cell in own[head]]
            other = [(self._columns(cell), cell.text) for cell in theirs[head]]
            if mine != other or not any(text for _, text in mine):
                break
            head += 1
        while head and any(cell.row < head < cell.row + cell.row_span for cell in cells):
            head -= 1
        return head

    def _merged_columns(self) -> set[Columns]:
        """Columns in which cells reach over rows below the head, as categories do."""
        first = self.cells[: len(self.edges)]
        top = min((cell.row + cell.row_span for cell in first if cell.row == 0), default=0)
        return {self._columns(cell) for cell in self._latest if cell.row_span > 1 and cell.row >= top}

    def _is_cut(self, above: dict[Columns, DraftCell], below: dict[Columns, DraftCell], merged: set[Columns]) -> bool:
        """Whether the page break cuts a row in two: what every row has is missing on one side of it, and every cell
        with words on both sides breaks off in the middle."""
        if set(above) != set(below):
            return False
        plain = [key for key in above if key not in merged and above[key].row_span == below[key].row_span == 1]
        both = [key for key in plain if above[key].lines and below[key].lines]
        if not all(self._breaks_off(above[key], below[key].lines[0]) for key in both):
            return False
        if any(_are_two_numbers(above[key].text, below[key].text) for key in both):
            return False
        always = self._always_filled(plain)
        missing = [key for key in plain if bool(above[key].lines) != bool(below[key].lines)]
        if not both:
            return {bool(above[key].lines) for key in missing if key in always} == {True, False}
        if any(key in always for key in missing):
            return True
        unended = not any(_is_complete(above[key].text) for key in both)
        return (bool(missing) and not always) or (not missing and unended and not _numbered(below[both[0]]))

    def _always_filled(self, keys: list[Columns]) -> set[Columns]:
        """Columns that are filled in every row between the head and the last row."""
        last = len(self.row_pages) - 1
        found: dict[Columns, list[bool]] = defaultdict(list)
        for cell in self._latest:
            if 0 < cell.row < last and cell.row_span == 1:
                found[self._columns(cell)].append(bool(cell.lines))
        known = {key for key in keys if found[key] and sum(found[key]) >= len(found[key]) * 0.85}
        return known or set(keys) if last < 2 else known

    def _breaks_off(self, cell: DraftCell, after: Line) -> bool:
        """Whether the last line of a cell is full, so that its text goes on with the line after."""
        last = cell.lines[-1]
        key = self._columns(cell)
        widest = max(
            line.right - line.left for other in self._latest if self._columns(other) == key for line in other.lines
        )
        width = last.right - last.left
        room = cell.right - cell.left - width
        needed = unbreakable_width(after) + last.size * 0.7
        filled = room < needed + last.size * 2 if self.ruled else width + needed > (width + room) * 0.6
        return width + needed > widest and filled


def _cells(part: TablePart, shift: float) -> list[DraftCell]:
    return [
        DraftCell(held.box.row, held.box.row_span, held.box.left + shift, held.box.right + shift, list(held.lines))
        for held in part.cells
    ]


def _rows(cells: Sequence[DraftCell]) -> dict[int, list[DraftCell]]:
    rows: dict[int, list[DraftCell]] = defaultdict(list)
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.left)):
        rows[cell.row].append(cell)
    return rows


def _goes_on(upper: DraftCell, lower: DraftCell, merged: bool) -> bool:
    """Whether a cell that reaches over rows goes on over the page: its words stand on one of the pages only."""
    if upper.lines and lower.lines:
        return False
    return merged or upper.row_span > 1 or (lower.row_span > 1 and not lower.lines)


def _is_complete(text: str) -> bool:
    """Whether a cell ends as a sentence or a number does."""
    return text[-1:] in _END_OF_SENTENCE or (_is_number(text) and text[-1] not in _DASHES)


def _are_two_numbers(upper: str, lower: str) -> bool:
    """Whether two cells are a number each: the page break may cut a span of years, no single number."""
    return _is_number(upper) and _is_number(lower) and upper[-1] not in _DASHES and lower[0] not in _DASHES


def _is_number(text: str) -> bool:
    return any(character.isdigit() for character in text) and _NUMERIC.issuperset(text)


def _numbered(cell: DraftCell) -> bool:
    return cell.text[:1].isdigit()


def page_breaks(row_pages: Sequence[int]) -> Iterator[int]:
    """The rows before which a new page begins, once for each page begun."""
    for row in range(1, len(row_pages)):
        yield from [row] * (row_pages[row] - row_pages[row - 1])
