"""The grid of a ruled table (有线表格), from its ruling lines and the pieces of text that lie between them.

Plain geometry without any file format: a page of a PDF gives lines and characters, a scanned page gives lines found on
the picture and recognised words; both are read here. x grows to the right and y grows **downwards**; the unit is the
caller's, with ``tolerance`` in it (2.5 fits points; for pixels scale it by dpi / 72).

    for grid in find_grids(horizontals, verticals):
        cells = fill_grid(grid, pieces)          # GridCell, as Assembly.table() takes them
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from kechuang.readers.assembly import GridCell
from kechuang.readers.pdf.pdf_grid_boxes import Box, Ruling, boxes_between
from kechuang.readers.pdf.pdf_text import Piece, join_lines, text_lines

MOST_RULINGS = 1000
"""Longest lines kept in each direction; no readable page has more, and the work grows with their product."""
MOST_CELLS = 40_000
"""A grid of more places than this is no table but hatching or a map."""


@dataclass(frozen=True)
class Grid:
    """A ruled table on one page; ``xs`` and ``ys`` are the places of its lines.

    ``open_top`` and ``open_bottom``: no line closes it there, as where a page break cuts a row. ``ruled`` is False
    where columns are told by white space, so that ``xs`` lie anywhere in it.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]
    open_top: bool = False
    open_bottom: bool = False
    ruled: bool = True

    @property
    def rows(self) -> int:
        """How many rows its lines make."""
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        """How many columns its lines make."""
        return len(self.xs) - 1

    @cached_property
    def places(self) -> dict[tuple[int, int], int]:
        """Which of ``boxes`` covers each row and column."""
        return {
            (row, column): index
            for index, box in enumerate(self.boxes)
            for row in range(box.row, box.row + box.row_span)
            for column in range(box.column, box.column + box.column_span)
        }

    def box_at(self, x: float, y: float) -> int | None:
        """The number of the box at a point, None outside."""
        return self.places.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside the table."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]


def find_grids(horizontals: Iterable[Ruling], verticals: Iterable[Ruling], *, tolerance: float = 2.5) -> list[Grid]:
    """The ruled tables of a page, from top to bottom. A grid of one column is a box (专栏) round running text."""
    level = join_rulings(horizontals, tolerance=tolerance)
    upright = join_rulings(verticals, tolerance=tolerance)
    grids = [_grid(*part, tolerance) for part in _connected(level, upright, tolerance)]
    return sorted((grid for grid in grids if grid is not None), key=lambda grid: (grid.ys[0], grid.xs[0]))


def pieces_by_box(grid: Grid, pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces whose middle lies in each box, in the order of ``grid.boxes``; pieces outside are left out."""
    place, xs, ys = grid.places, grid.xs, grid.ys
    held: list[list[Piece]] = [[] for _ in grid.boxes]
    for piece in pieces:
        row = bisect_right(ys, (piece.top + piece.bottom) / 2) - 1
        index = place.get((row, bisect_right(xs, (piece.left + piece.right) / 2) - 1))
        if index is not None:
            held[index].append(piece)
    return held


def box_text(box: Box, pieces: Iterable[Piece]) -> str:
    """The words of one box as one line of text."""
    return join_lines(text_lines(pieces), width=box.right - box.left)


def fill_grid(grid: Grid, pieces: Iterable[Piece]) -> list[GridCell]:
    """The cells of a grid with the words that stand in them."""
    return [
        GridCell(box.row, box.column, box_text(box, held), box.row_span, box.column_span)
        for box, held in zip(grid.boxes, pieces_by_box(grid, pieces), strict=True)
    ]


def join_rulings(rulings: Iterable[Ruling], *, tolerance: float = 2.5) -> list[Ruling]:
    """Lines that continue or double each other as one; specks are left out, the longest kept where there are too many."""
    ordered = sorted(rulings)
    joined: list[Ruling] = []
    for band in _bands(ordered, tolerance):
        joined.extend(line for line in _merged(band, tolerance) if line.end - line.start > tolerance * 3)
    if len(joined) > MOST_RULINGS:
        joined = sorted(joined, key=lambda line: line.start - line.end)[:MOST_RULINGS]
    return sorted(joined)


def _bands(ordered: Sequence[Ruling], tolerance: float) -> Iterable[list[Ruling]]:
    band: list[Ruling] = []
    for ruling in ordered:
        if band and (ruling.at - band[-1].at > tolerance * 0.6 or ruling.at - band[0].at > tolerance * 1.6):
            yield band
            band = []
        band.append(ruling)
    if band:
        yield band


def _merged(band: list[Ruling], tolerance: float) -> Iterable[Ruling]:
    at = sum(ruling.at for ruling in band) / len(band)
    start = end = None
    for ruling in sorted(band, key=lambda line: line.start):
        if start is None or end is None:
            start, end = ruling.start, ruling.end
        elif ruling.start - end <= tolerance * 1.6:
            end = max(end, ruling.end)
        else:
            yield Ruling(at, start, end)
            start, end = ruling.start, ruling.end
    if start is not None and end is not None:
        yield Ruling(at, start, end)


def _connected(
    level: list[Ruling], upright: list[Ruling], tolerance: float
) -> Iterable[tuple[list[Ruling], list[Ruling]]]:
    """Lines that touch, together: one part a table."""
    leader = list(range(len(level) + len(upright)))

    def find(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    places = [line.at for line in upright]
    for index, line in enumerate(level):
        first = bisect_left(places, line.start - tolerance)
        last = bisect_right(places, line.end + tolerance)
        for other in range(first, last):
            if upright[other].start - tolerance <= line.at <= upright[other].end + tolerance:
                leader[find(len(level) + other)] = find(index)
    parts: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for index, line in enumerate(level):
        parts.setdefault(find(index), ([], []))[0].append(line)
    for index, line in enumerate(upright):
        parts.setdefault(find(len(level) + index), ([], []))[1].append(line)
    return [part for part in parts.values() if part[0] and part[1]]


def _grid(level: list[Ruling], upright: list[Ruling], tolerance: float) -> Grid | None:
    xs = _places(upright, tolerance)
    ys = _places(level, tolerance)
    reach = tolerance * 3
    left, right = min(line.start for line in level), max(line.end for line in level)
    top, bottom = min(line.start for line in upright), max(line.end for line in upright)
    open_left = left < xs[0] - reach and _reach(level, left, reach, end=False) > 1
    open_right = right > xs[-1] + reach and _reach(level, right, reach, end=True) > 1
    open_top = top < ys[0] - reach and _reach(upright, top, reach, end=False) > 1
    open_bottom = bottom > ys[-1] + reach and _reach(upright, bottom, reach, end=True) > 1
    xs = [*([left] if open_left else []), *xs, *([right] if open_right else [])]
    ys = [*([top] if open_top else []), *ys, *([bottom] if open_bottom else [])]
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MOST_CELLS:
        return None
    boxes = tuple(boxes_between(xs, ys, level, upright, tolerance))
    return Grid(tuple(xs), tuple(ys), boxes, open_top, open_bottom)


def _places(rulings: list[Ruling], tolerance: float) -> list[float]:
    """Where lines stand, lines closer than a row or column can be taken as one."""
    places: list[list[float]] = []
    for at in sorted(ruling.at for ruling in rulings):
        if places and at - places[-1][0] <= tolerance * 2.4:
            places[-1].append(at)
        else:
            places.append([at])
    return [sum(group) / len(group) for group in places]


def _reach(rulings: list[Ruling], place: float, reach: float, *, end: bool) -> int:
    """How many lines go as far as ``place``."""
    return sum(abs((ruling.end if end else ruling.start) - place) <= reach for ruling in rulings)
