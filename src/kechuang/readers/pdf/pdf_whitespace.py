"""Tables without vertical rules (三线表): columns are told by the white space that runs down through all rows.

A rule under the head (or over the body) begins such a table; it goes on downwards, over further rules, as long as the
lines leave the same white gaps free, and over the page break into the next page if nothing closed it. The result is a
grid like that of a ruled table, with edges anywhere in the white.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kechuang.readers.pdf.pdf_grid import Grid
from kechuang.readers.pdf.pdf_grid_boxes import Ruling
from kechuang.readers.pdf.pdf_text import Piece, make_line, split_row, text_rows
from kechuang.readers.pdf.pdf_whitespace_body import TALLEST_ROW, Body, Lines
from kechuang.readers.pdf.pdf_whitespace_gaps import (
    FAR,
    WORD_GAP,
    Gap,
    crossed_by,
    cuts_of,
    inner_gaps,
    middle_across,
    middle_of,
)
from kechuang.readers.pdf.pdf_whitespace_rows import Words, body_boxes, gap_between, head_boxes, head_places

_SAME_EDGE = 7.0
"""Points: how far the ends of the rules of one table may differ."""
_SHORTEST_RULE = 90.0
_TALLEST_HEAD = 8
_MOST_RULES = 250
_MOST_WIDTHS = 12
"""Rules, and kinds of rules, that one page of tables may have: more are a drawing."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The white gaps of a table that the end of a page left open, and the edges of its rules."""

    gaps: tuple[Gap, ...]
    left: float
    right: float


def find_ruled_off(
    pieces: Sequence[Piece], rules: Iterable[Ruling], height: float, carried: Columns | None = None
) -> tuple[list[Grid], Columns | None]:
    """The tables between horizontal rules on a page, and the columns of the one that its end leaves open.

    ``rules`` are those that belong to no ruled table, joined; ``carried`` is what the page before left open.
    """
    long = sorted(rule for rule in rules if rule.end - rule.start >= _SHORTEST_RULE)
    if (not long and carried is None) or len(long) > _MOST_RULES:
        return [], None
    grids: list[Grid] = []
    left_open: Columns | None = None
    for group in sorted(_same_width(long), key=len, reverse=True)[:_MOST_WIDTHS]:
        rows = _rows_between(pieces, group[0].start, group[0].end)
        for grid, columns in _Finder(group, long, rows, height).tables():
            if not any(_overlap(grid, other) for other in grids):
                grids.append(grid)
                left_open = columns or left_open
    if carried is not None and not any(grid.ys[0] < height * 0.3 for grid in grids):
        rows = _rows_between(pieces, carried.left, carried.right)
        group = [rule for rule in long if abs(rule.start - carried.left) <= _SAME_EDGE]
        found = _Finder(group, long, rows, height).rest(carried)
        if found is not None:
            grids = [grid for grid in grids if not _overlap(grid, found[0])]
            grids.append(found[0])
            left_open = left_open or found[1]
    return sorted(grids, key=lambda grid: grid.ys[0]), left_open


def _same_width(rules: list[Ruling]) -> list[list[Ruling]]:
    groups: list[list[Ruling]] = []
    for rule in rules:
        for group in groups:
            if abs(group[0].start - rule.start) <= _SAME_EDGE and abs(group[0].end - rule.end) <= _SAME_EDGE:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return groups


def _rows_between(pieces: Sequence[Piece], left: float, right: float) -> list[Words]:
    """The lines of a page between two edges, as words in order."""
    inside = [piece for piece in pieces if left - _SAME_EDGE <= (piece.left + piece.right) / 2 <= right + _SAME_EDGE]
    rows = []
    for row in text_rows(inside):
        words = [line for part in split_row(row, WORD_GAP) if (line := make_line(part)) is not None]
        if words:
            rows.append(words)
    return rows


def _overlap(one: Grid, other: Grid) -> bool:
    return (
        one.ys[0] < other.ys[-1] and other.ys[0] < one.ys[-1] and one.xs[0] < other.xs[-1] and other.xs[0] < one.xs[-1]
    )


class _Finder:
    """Finds the tables that the rules of one width hold."""

    def __init__(self, group: list[Ruling], rules: list[Ruling], rows: list[Words], height: float) -> None:
        self._group = group
        self._rules = rules
        self._rows = rows
        self._height = height
        self._lines = Lines(rows, group, height)

    def tables(self) -> list[tuple[Grid, Columns | None]]:
        """The tables from top to bottom, each with its columns where nothing closes it."""
        found = []
        number = 0
        bottom = 0.0
        while number < len(self._group):
            table = self._table(number, bottom)
            if table is None:
                number += 1
                continue
            found.append(table)
            bottom = table[0].ys[-1]
            while number < len(self._group) and self._group[number].at <= bottom + 1:
                number += 1
        return found

    def rest(self, carried: Columns) -> tuple[Grid, Columns | None] | None:
        """The rest of a table that the page before left open: it goes on with the first line that has its columns."""
        for index, row in enumerate(self._rows[:TALLEST_ROW]):
            crossed = crossed_by(row, carried.gaps)
            if crossed and row[0].top > self._height * 0.35:
                return None
            if len(row) > 1 and not crossed:
                return self._rest_from(index, carried)
        return None

    def _rest_from(self, index: int, carried: Columns) -> tuple[Grid, Columns | None] | None:
        """From a line in the columns, or from the ends of cut cells just above it."""
        usual = min((gap_between(*pair) for pair in pairwise(self._rows[: index + 4])), default=0.0)
        while index and len(self._rows[index - 1]) == 1 and not crossed_by(self._rows[index - 1], carried.gaps):
            if gap_between(self._rows[index - 1], self._rows[index]) > max(self._rows[index][0].size, usual * 2.6):
                break
            index -= 1
        body = self._lines.walk(index, [(-FAR, carried.left), *carried.gaps, (carried.right, FAR)])
        body.gaps = inner_gaps(body.gaps)
        if not body.rows:
            return None
        edge = self._rows[index][0].top - 2.0
        return self._grid([], body, edge, edge, carried.left, carried.right)

    def _table(self, number: int, bottom: float) -> tuple[Grid, Columns | None] | None:
        rule = self._group[number]
        if number + 1 < len(self._group):
            under = self._group[number + 1]
            head = [row for row in self._rows if rule.at < middle_of(row) < under.at]
            if 0 < len(head) <= _TALLEST_HEAD and any(len(row) > 1 for row in head):
                body = self._body_below(under.at)
                if body is not None and _names(head, body) and _is_table(body, with_head=True):
                    return self._grid(head, body, rule.at, under.at, rule.start, rule.end)
        body = self._body_below(rule.at)
        if body is None:
            return None
        head = self._head_above(rule.at, bottom, body.gaps)
        if not head:
            for skipped in (1, 2):
                other = self._body_below(rule.at, skipped)
                if other is not None and len(other.gaps) > len(body.gaps) and _is_table(other, with_head=True):
                    head = [row for row in self._rows if rule.at < middle_of(row) < middle_of(other.rows[0])]
                    parting = head[-1][0].bottom + max(0.5, gap_between(head[-1], other.rows[0]) / 2)
                    return self._grid(head, other, rule.at, parting, rule.start, rule.end)
        if not _is_table(body, with_head=bool(head)):
            return None
        top = min(word.top for row in head for word in row) - 2.0 if head else rule.at
        return self._grid(head, body, top, rule.at, rule.start, rule.end)

    def _body_below(self, top: float, skipped: int = 0) -> Body | None:
        start = next((index for index, row in enumerate(self._rows) if middle_of(row) > top), None)
        if start is None or start + skipped >= len(self._rows):
            return None
        body = self._lines.walk(start + skipped, [(-FAR, FAR)])
        body.gaps = inner_gaps(body.gaps)
        return body if body.gaps else None

    def _head_above(self, bottom: float, top: float, gaps: list[Gap]) -> list[Words]:
        """The lines just above a rule that name its columns."""
        head: list[Words] = []
        for row in reversed([row for row in self._rows if top < middle_of(row) < bottom]):
            edge = head[0] if head else None
            distance = gap_between(row, edge) if edge else bottom - max(word.bottom for word in row)
            if distance > row[0].size * 0.9 or len(head) >= _TALLEST_HEAD:
                break
            if len(crossed_by(row, gaps)) > len(gaps) / 2:
                break
            head.insert(0, row)
        named = {sum(middle_across(word) > gap[1] for gap in gaps) for row in head for word in row}
        return head if len(named) > (len(gaps) + 1) * 0.6 and any(len(row) > 1 for row in head) else []

    def _grid(
        self, head: list[Words], body: Body, top: float, under: float, left: float, right: float
    ) -> tuple[Grid, Columns | None]:
        words = [word for row in body.rows for word in row]
        left, right = min(left, *(word.left for word in words)), max(right, *(word.right for word in words))
        xs = [left, *cuts_of(body.gaps, head), right]
        bottom = (
            body.rules[-1]
            if body.rules and body.rules[-1] > middle_of(body.rows[-1])
            else max(word.bottom for word in words) + 2.0
        )
        ys = [top]
        boxes = []
        if head:
            partial = [rule.at for rule in self._rules if top + 4 < rule.at < under - 4]
            ys = head_places(head, xs, top, under, partial)
            boxes = head_boxes(head, xs, ys)
        else:
            ys = [under]
        more, ends = body_boxes(body.rows, xs, len(ys) - 1, ys[-1], [*body.rules, bottom])
        grid = Grid(tuple(xs), (*ys, *ends), (*boxes, *more), ruled=False)
        columns = None if body.closed else Columns(tuple(body.gaps), left, right)
        return (replace(grid, open_bottom=columns is not None), columns)


def _is_table(body: Body, *, with_head: bool) -> bool:
    """Whether lines with gaps are a table: most fill several columns, and they are not the columns of running text."""
    several = sum(len(row) > 1 for row in body.rows)
    if not body.rows or several < len(body.rows) * (0.12 if with_head else 0.3):
        return False
    if not with_head and (len(body.rows) < 3 or (not body.closed and len(body.gaps) < 2)):
        return False
    if len(body.gaps) > 1 or len(body.rows) < 6:
        return True
    widths: list[list[float]] = [[], []]
    for row in body.rows:
        for word in row:
            widths[middle_across(word) > body.gaps[0][1]].append(word.right - word.left)
    return any(not side or median(side) < max(side) * 0.85 for side in widths)


def _names(head: list[Words], body: Body) -> bool:
    """Whether a head may stand over columns: it does not run across most of them, and names each where there is
    little below it to go by."""
    if any(len(crossed_by(row, body.gaps)) > max(1, len(body.gaps) * 0.7) for row in head):
        return False
    if len(body.rows) > 1 or (body.rules and body.rules[-1] > middle_of(body.rows[-1])):
        return True
    named = {sum(middle_across(word) > gap[1] for gap in body.gaps) for row in head for word in row}
    return len(named) == len(body.gaps) + 1 > 2
