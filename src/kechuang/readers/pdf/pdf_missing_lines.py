"""Lines that a ruled table leaves out where its words stand as if they were drawn.

Styles of word processors rule every second row only, yearbooks rule columns and leave rows to the reader. A cell that
holds several columns' or several rows' words is parted here, so that no two numbers ever run into one.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kechuang.readers.pdf.pdf_grid import Grid, pieces_by_box
from kechuang.readers.pdf.pdf_grid_boxes import Box
from kechuang.readers.pdf.pdf_text import Line, Piece, make_line, split_row, text_lines, text_rows
from kechuang.readers.pdf.pdf_whitespace_rows import body_boxes, head_boxes, head_places

_WORD_GAP = 0.3
"""Of the type size: white space that parts two words of different columns."""
_NUMERIC = frozenset("0123456789.,，．%％—–-~～〔〕[]≥≤＜＞<>+＋")
_SLACK = 1.0
_MOST_ROWS = 300
_MOST_WORK = 200_000
"""Words times columns in one cell, rows in one grid: more of them are a drawing."""
_TWO_LINES = 16.0
"""Points: a lower row holds no two lines."""
_LOWEST_ROW = 7.5
"""Points: no text fits into a lower row; it is a gap between frames."""


def with_missing_lines(grid: Grid, pieces: Sequence[Piece]) -> Grid:
    """The grid with cells parted along the table's own columns where their words keep clear of them."""
    wide = [box for box in grid.boxes if box.column_span > 1]
    if not wide or grid.columns < 2:
        return grid
    held = pieces_by_box(grid, pieces)
    boxes: list[Box] = []
    for box, inside in zip(grid.boxes, held, strict=True):
        boxes += _parted(box, inside, grid) if box.column_span > 1 else [box]
    return replace(grid, boxes=tuple(boxes)) if len(boxes) > len(grid.boxes) else grid


def _parted(box: Box, pieces: Sequence[Piece], grid: Grid) -> list[Box]:
    words = [word for row in _word_rows(pieces) for word in row]
    edges = grid.xs[box.column + 1 : box.column + box.column_span]
    if len(words) * len(edges) > _MOST_WORK:
        return [box]
    free = [x for x in edges if not any(word.left < x - _SLACK and word.right > x + _SLACK for word in words)]
    cuts = [grid.xs[box.column], *free, grid.xs[box.column + box.column_span]]
    parts = [[word for word in words if left <= (word.left + word.right) / 2 < right] for left, right in pairwise(cuts)]
    if not (_are_columns([part for part in parts if part]) or _is_in_one_column(parts, box)):
        return [box]
    places = {x: index for index, x in enumerate(grid.xs)}
    return [
        replace(box, column=places[left], column_span=places[right] - places[left], left=left, right=right)
        for left, right in pairwise(cuts)
    ]


def _are_columns(parts: Sequence[Sequence[Line]]) -> bool:
    """Whether words stand in columns of their own: in three, or in two that are no spaced-out word (合  计)."""
    if len(parts) > 2:
        return True
    return len(parts) == 2 and all(any(len(word.text) > 1 or word.text in _NUMERIC for word in part) for part in parts)


def _is_in_one_column(parts: Sequence[Sequence[Line]], box: Box) -> bool:
    """Whether the words of a cell as wide as several columns stand in one of them: not the first, and not centred."""
    filled = [part for part in parts[1:] if part]
    if parts[0] or len(filled) != 1 or len(parts) < 3:
        return False
    left, right = min(word.left for word in filled[0]), max(word.right for word in filled[0])
    return abs((left + right) - (box.left + box.right)) > 3 * filled[0][0].size


def with_head_layers(grid: Grid, pieces: Sequence[Piece]) -> Grid:
    """The grid with its first row parted where group heads stand over heads of their own without a line between."""
    first = [box for box in grid.boxes if box.row == 0]
    if all(box.column_span == 1 for box in first) or any(box.row_span > 1 for box in first):
        return grid
    inside = [piece for piece in pieces if grid.holds(_middle(piece), (piece.top + piece.bottom) / 2)]
    rows = _word_rows([piece for piece in inside if (piece.top + piece.bottom) / 2 < grid.ys[1]])
    places = head_places(rows, list(grid.xs), grid.ys[0], grid.ys[1], []) if len(rows) > 1 else []
    if len(places) < 3:
        return grid
    more = len(places) - 2
    below = [replace(box, row=box.row + more) for box in grid.boxes if box.row > 0]
    return replace(grid, ys=(*places, *grid.ys[2:]), boxes=(*head_boxes(rows, list(grid.xs), places), *below))


def _middle(piece: Piece) -> float:
    return (piece.left + piece.right) / 2


def with_missing_rows(grid: Grid, pieces: Sequence[Piece]) -> Grid:
    """The grid with rows parted that hold several entries one below the other in several columns of numbers."""
    if grid.rows > _MOST_ROWS or not any(lower - upper > _TWO_LINES for upper, lower in pairwise(grid.ys)):
        return grid
    held = pieces_by_box(grid, pieces)
    boxes: list[Box] = []
    ys = [grid.ys[0]]
    for row in range(grid.rows):
        here = [(box, inside) for box, inside in zip(grid.boxes, held, strict=True) if box.row == row]
        shift = len(ys) - 1 - row
        found = _stacked(here, grid, row) if all(box.row_span == 1 for box, _ in here) else None
        if found is None:
            boxes += [replace(box, row=box.row + shift) for box, _ in here]
            ys.append(grid.ys[row + 1])
            continue
        more, ends = body_boxes(found, list(grid.xs), len(ys) - 1, grid.ys[row], [grid.ys[row + 1]])
        boxes += more
        ys += ends
    if len(ys) == len(grid.ys):
        return grid
    return replace(grid, ys=tuple(ys), boxes=tuple(boxes))


def _stacked(row: Sequence[tuple[Box, Sequence[Piece]]], grid: Grid, number: int) -> list[list[Line]] | None:
    """The lines of a row that holds several entries, None for a row of one."""
    if len(row) < 2 or sum(box.column_span for box, _ in row) < grid.columns:
        return None
    stacks = [inside for _, inside in row if _may_be_stacked(inside)]
    if len(stacks) < 2:
        return None
    numbers = [
        lines for lines in map(text_lines, stacks) if len(lines) > 1 and all(_is_number(line.text) for line in lines)
    ]
    if len(numbers) < 2 or not _on_same_lines(numbers):
        return None
    fewest = min(len(column) for column in numbers)
    if fewest < 3 and len(text_lines(row[0][1])) < fewest:
        return None
    return _word_rows([piece for _, inside in row for piece in inside])


def _may_be_stacked(pieces: Sequence[Piece]) -> bool:
    """Whether a cell is nothing but numerals, at more than one height."""
    return len({piece.bottom for piece in pieces}) > 1 and all(
        piece.text in _NUMERIC or piece.text.isspace() or _NUMERIC.issuperset(piece.text) for piece in pieces
    )


def _word_rows(pieces: Sequence[Piece]) -> list[list[Line]]:
    """The lines of words as the white space parts them."""
    rows = [
        [line for part in split_row(row, _WORD_GAP) if (line := make_line(part)) is not None]
        for row in text_rows(pieces)
    ]
    return [row for row in rows if row]


def _is_number(text: str) -> bool:
    return (_NUMERIC.issuperset(text) and text[-1] not in "—–-~～,，") or text in {"—", "-", "–"}


def _on_same_lines(columns: Sequence[Sequence[Line]]) -> bool:
    """Whether the entries of a column of numbers stand beside those of another."""
    for index, column in enumerate(columns):
        for other in columns[index + 1 :]:
            fewer, more = sorted((column, other), key=len)
            beside = sum(any(abs(line.bottom - entry.bottom) < line.size * 0.4 for entry in more) for line in fewer)
            if beside == len(fewer) > 1:
                return True
    return False


def without_needless_lines(grid: Grid, pieces: Sequence[Piece]) -> Grid:
    """The grid without row lines that few columns have and that part words in none of them."""
    if grid.rows > _MOST_ROWS or not any(_may_be_needless(grid, row) for row in range(grid.rows)):
        return grid
    held = pieces_by_box(grid, pieces)
    boxes = [(box, any(piece.text.strip() for piece in inside)) for box, inside in zip(grid.boxes, held, strict=True)]
    ys = list(grid.ys)
    for row in range(grid.rows - 1, -1, -1):
        if ys[row + 1] - ys[row] < _LOWEST_ROW and not any(filled for box, filled in boxes if _is_row(box, row)):
            boxes = [(_less_row(box, row), filled) for box, filled in boxes if not _is_row(box, row)]
            del ys[row + 1 if row else 0]
    for row in range(len(ys) - 2, 0, -1):
        joined = _joined_over(boxes, row, grid.columns)
        if joined is not None:
            boxes = joined
            del ys[row]
    if len(ys) == len(grid.ys):
        return grid
    return replace(
        grid, ys=tuple(ys), boxes=tuple(sorted((box for box, _ in boxes), key=lambda box: (box.row, box.column)))
    )


def _may_be_needless(grid: Grid, row: int) -> bool:
    """Whether a row is too low for words, or few cells begin with it."""
    begun = sum(box.column_span for box in grid.boxes if box.row == row)
    return grid.ys[row + 1] - grid.ys[row] < _LOWEST_ROW or begun <= grid.columns * 0.4


def _is_row(box: Box, row: int) -> bool:
    return box.row == row and box.row_span == 1


def _less_row(box: Box, row: int) -> Box:
    """The cell in a grid that has lost a row."""
    if box.row > row:
        return replace(box, row=box.row - 1)
    return replace(box, row_span=box.row_span - 1) if box.row + box.row_span > row else box


def _joined_over(boxes: Sequence[tuple[Box, bool]], row: int, columns: int) -> list[tuple[Box, bool]] | None:
    """The cells with the line above ``row`` taken out, None if it stands for something."""
    above = {(box.column, box.column_span): (box, filled) for box, filled in boxes if box.row + box.row_span == row}
    below = {(box.column, box.column_span): (box, filled) for box, filled in boxes if box.row == row}
    parted = sum(width for _, width in above)
    if not above or set(above) != set(below) or parted > columns * 0.4:
        return None
    if any(above[key][1] and below[key][1] for key in above):
        return None
    joined = []
    for box, filled in boxes:
        key = (box.column, box.column_span)
        if box.row == row:
            continue
        if box.row + box.row_span == row:
            lower, also = below[key]
            joined.append(
                (replace(box, row_span=box.row_span + lower.row_span - 1, bottom=lower.bottom), filled or also)
            )
        elif box.row > row:
            joined.append((replace(box, row=box.row - 1), filled))
        else:
            crossing = box.row + box.row_span > row
            joined.append((replace(box, row_span=box.row_span - 1) if crossing else box, filled))
    return joined
