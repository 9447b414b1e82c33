"""The boxes between the rulings of a grid: fields with no wall between them are one."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Ruling(NamedTuple):
    """A straight line along one axis, from ``start`` to ``end`` along it and at ``at`` across it.

    For a horizontal line ``at`` is its y and start/end are x; for a vertical line the other way round. Lines may come
    in pieces (dashes, one piece a cell, double lines), which ``pdf_grid`` joins.
    """

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Box:
    """A cell without its words: its rectangle in the grid (0-based, with spans) and on the page."""

    row: int
    column: int
    row_span: int
    column_span: int
    left: float
    top: float
    right: float
    bottom: float


def boxes_between(
    xs: list[float], ys: list[float], level: list[Ruling], upright: list[Ruling], tolerance: float
) -> Iterable[Box]:
    """The cells: neighbours without a line between them are one cell, if together they are a rectangle."""
    rows, columns = len(ys) - 1, len(xs) - 1
    walls = _walls(xs, ys, upright, tolerance)
    floors = _walls(ys, xs, level, tolerance)
    walls |= set(_implied(walls, floors, rows, columns))
    seen: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) in seen:
                continue
            region = _region(row, column, walls, floors, rows, columns)
            seen |= region
            for first_row, first_column, last_row, last_column in _rectangles(region):
                yield Box(
                    first_row,
                    first_column,
                    last_row - first_row + 1,
                    last_column - first_column + 1,
                    xs[first_column],
                    ys[first_row],
                    xs[last_column + 1],
                    ys[last_row + 1],
                )


def _walls(places: list[float], steps: list[float], rulings: list[Ruling], tolerance: float) -> set[tuple[int, int]]:
    """(step, place): where a line stands at ``places[place]`` along most of ``steps[step]`` to ``steps[step + 1]``."""
    covered: dict[tuple[int, int], float] = {}
    for ruling in rulings:
        place = min(range(len(places)), key=lambda index: abs(places[index] - ruling.at))
        first = max(0, bisect_right(steps, ruling.start) - 1)
        for step in range(first, len(steps) - 1):
            if steps[step] >= ruling.end:
                break
            part = min(ruling.end, steps[step + 1]) - max(ruling.start, steps[step])
            key = (step, place)
            covered[key] = max(covered.get(key, 0.0), 0.0) + max(0.0, part)
    return {
        (step, place)
        for (step, place), length in covered.items()
        if length >= (steps[step + 1] - steps[step]) * 0.6 - tolerance * 0.1
    }


def _implied(
    walls: set[tuple[int, int]], floors: set[tuple[int, int]], rows: int, columns: int
) -> Iterable[tuple[int, int]]:
    """Walls nobody drew where a floor ends in mid-air: cells are rectangles, so something must stand there."""
    for row in range(1, rows):
        for place in range(1, columns):
            ends = ((place - 1, row) in floors) != ((place, row) in floors)
            if ends and (row - 1, place) not in walls and (row, place) not in walls:
                yield from ((row - 1, place), (row, place))


def _region(
    row: int, column: int, walls: set[tuple[int, int]], floors: set[tuple[int, int]], rows: int, columns: int
) -> set[tuple[int, int]]:
    """The places reached from one place without crossing a line."""
    region = {(row, column)}
    todo = [(row, column)]
    while todo:
        here, there = todo.pop()
        steps = (
            (here, there + 1, (here, there + 1) in walls),
            (here, there - 1, (here, there) in walls),
            (here + 1, there, (there, here + 1) in floors),
            (here - 1, there, (there, here) in floors),
        )
        for next_row, next_column, walled in steps:
            inside = 0 <= next_row < rows and 0 <= next_column < columns
            if inside and not walled and (next_row, next_column) not in region:
                region.add((next_row, next_column))
                todo.append((next_row, next_column))
    return region


def _rectangles(region: set[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """A region as rectangles (first row, first column, last row, last column): itself, or its row runs stacked."""
    top, bottom = min(row for row, _ in region), max(row for row, _ in region)
    left, right = min(column for _, column in region), max(column for _, column in region)
    if len(region) == (bottom - top + 1) * (right - left + 1):
        return [(top, left, bottom, right)]
    open_runs: dict[tuple[int, int], int] = {}
    closed = []
    for row in range(top, bottom + 2):
        runs = set(_runs(sorted(column for at, column in region if at == row)))
        for run in [run for run in open_runs if run not in runs]:
            closed.append((open_runs.pop(run), run[0], row - 1, run[1]))
        for run in runs:
            open_runs.setdefault(run, row)
    return sorted(closed)


def _runs(columns: list[int]) -> Iterable[tuple[int, int]]:
    start = None
    for index, column in enumerate(columns):
        if start is None:
            start = column
        if index + 1 == len(columns) or columns[index + 1] != column + 1:
            yield start, column
            start = None
