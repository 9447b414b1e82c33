"""Tables without vertical rules (三线表): columns are told by the white space that runs down through all rows.

Horizontal rules of one width hold such a table together; the white gaps that no row crosses part its columns; rows are
parted by rules, by wider gaps, or by a column of numbers in which every line is an entry. The result is a grid like
that of a ruled table.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from kechuang.readers.pdf_grid import Box, Grid, Ruling
from kechuang.readers.pdf_text import Line, Piece, make_line, split_row, text_rows

_SAME_EDGE = 7.0
"""Points: how far the ends of the rules of one table may differ."""
_SHORTEST_RULE = 90.0
_WORD_GAP = 0.45
"""Of the type size: white space that may lie between two columns."""
_JUMP = 1.2
"""Gaps between rows are this much wider than gaps between the lines of one cell."""
_NUMERIC = frozenset("0123456789.,，．%％—–-~～〔〕[]≥≤＜＞<>+＋±/∶: ")

Words = list[Line]


def find_ruled_off(pieces: Sequence[Piece], rules: Iterable[Ruling]) -> list[Grid]:
    """The tables between horizontal rules on a page; ``rules`` are those that belong to no ruled table, joined."""
    long = [rule for rule in rules if rule.end - rule.start >= _SHORTEST_RULE]
    grids = [grid for group in _same_width(long) for grid in _tables(group, long, pieces)]
    return sorted(grids, key=lambda grid: grid.ys[0])


def _same_width(rules: list[Ruling]) -> list[list[Ruling]]:
    groups: list[list[Ruling]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        for group in groups:
            if abs(group[0].start - rule.start) <= _SAME_EDGE and abs(group[0].end - rule.end) <= _SAME_EDGE:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) > 1]


def _tables(group: list[Ruling], rules: list[Ruling], pieces: Sequence[Piece]) -> Iterator[Grid]:
    """Runs of bands between neighbouring rules that keep the same columns, each run a table."""
    left, right = min(rule.start for rule in group), max(rule.end for rule in group)
    bands = [
        _band(pieces, left - _SAME_EDGE, right + _SAME_EDGE, upper.at, lower.at) for upper, lower in pairwise(group)
    ]
    run: list[int] = []
    for index, band in enumerate(bands):
        if run and not _continues(bands, run, index):
            yield from _table(group, rules, bands, run)
            run = []
        if run or any(len(row) > 1 for row in band):
            run.append(index)
    yield from _table(group, rules, bands, run)


def _band(pieces: Sequence[Piece], left: float, right: float, top: float, bottom: float) -> list[Words]:
    """The rows of words between two rules."""
    inside = [
        piece
        for piece in pieces
        if left <= (piece.left + piece.right) / 2 <= right and top <= (piece.top + piece.bottom) / 2 <= bottom
    ]
    rows = []
    for row in text_rows(inside):
        words = [line for part in split_row(row, _WORD_GAP) if (line := make_line(part)) is not None]
        if words:
            rows.append(words)
    return rows


def _continues(bands: list[list[Words]], run: list[int], index: int) -> bool:
    """Whether a band goes on with the columns of those before it: prose between two tables does not."""
    body = [row for number in (run[1:] or run) for row in bands[number]]
    band = bands[index]
    if not band:
        return False
    before, after = _gaps(body), _gaps([*body, *band])
    if len(run) == 1 and len(after) <= max(1, len(before) // 2):
        after = _gaps(band)  # the first band is the head, which may reach over columns
    return len(after) >= max(1, len(before) * 0.6) and any(len(row) > 1 for row in band)


def _table(group: list[Ruling], rules: list[Ruling], bands: list[list[Words]], run: list[int]) -> Iterator[Grid]:
    if not run:
        return
    head = bands[run[0]] if len(run) > 1 else []
    body = [bands[number] for number in (run[1:] or run)]
    lines = [row for band in body for row in band]
    gaps = _gaps(lines, wide=len(lines) < 3)
    tall_prose = not head and len(gaps) < 2
    if not gaps or tall_prose or not _looks_tabular(lines, gaps):
        return
    left = min(word.left for row in lines for word in row)
    right = max(word.right for row in lines for word in row)
    left, right = min(left, group[run[0]].start), max(right, group[run[0]].end)
    xs = [left, *((start + end) / 2 for start, end in gaps), right]
    top = group[run[0]].at
    ys = [top]
    boxes: list[Box] = []
    if head:
        inner = [rule.at for rule in rules if top + 4 < rule.at < group[run[1]].at - 4]
        ys = [top, *(_once(inner) or _under_group_heads(head, xs)), group[run[1]].at]
        boxes += _head_boxes(head, xs, ys)
    for number, band in zip(run[1:] or run, body, strict=True):
        for row, bottom in _rows(band, xs, group[number + 1].at):
            boxes += _row_boxes(row, xs, len(ys) - 1, ys[-1], bottom)
            ys.append(bottom)
    yield Grid(tuple(xs), tuple(ys), tuple(boxes), ruled=False)


def _once(places: list[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > 4:
            kept.append(place)
    return kept


def _looks_tabular(rows: list[Words], gaps: list[tuple[float, float]]) -> bool:
    """Most rows fill several columns, and cells are short of a line of prose."""
    filled = [len({_column_of(word, gaps) for word in row}) for row in rows]
    return sum(count > 1 for count in filled) >= max(1, 0.3 * len(rows))


def _column_of(word: Line, gaps: list[tuple[float, float]]) -> int:
    middle = (word.left + word.right) / 2
    return sum(middle > (start + end) / 2 for start, end in gaps)


def _gaps(rows: list[Words], *, wide: bool = False) -> list[tuple[float, float]]:
    """The white gaps that (nearly) no row crosses, inside the outermost words."""
    words = [word for row in rows for word in row]
    if not words:
        return []
    size = median(word.size for word in words)
    allowed = len(rows) // 12
    edges = sorted([(word.left, 1) for word in words] + [(word.right, -1) for word in words])
    gaps: list[tuple[float, float]] = []
    open_words = 0
    gap_start: float | None = None
    for place, step in edges:
        before = open_words
        open_words += step
        if before > allowed >= open_words:
            gap_start = place
        elif before <= allowed < open_words and gap_start is not None:
            if place - gap_start >= size * (0.9 if wide else _WORD_GAP):
                gaps.append((gap_start, place))
            gap_start = None
    return gaps


def _rows(band: list[Words], xs: list[float], bottom: float) -> list[tuple[list[Line], float]]:
    """The rows of a band, each with the place where it ends."""
    groups = [part for group in _by_gap(band) for part in _by_numbers(group, xs)]
    cuts = [
        (max(word.bottom for row in upper for word in row) + min(word.top for row in lower for word in row)) / 2
        for upper, lower in pairwise(groups)
    ]
    words = [[word for row in group for word in row] for group in groups]
    return list(zip(words, [*cuts, bottom], strict=False))


def _by_gap(band: list[Words]) -> list[list[Words]]:
    """Lines put together where the gap between them is the narrow one of lines inside a cell."""
    gaps = [_gap(upper, lower) for upper, lower in pairwise(band)]
    limit = _row_gap(gaps)
    groups = [[band[0]]] if band else []
    for gap, row in zip(gaps, band[1:], strict=True):
        if gap >= limit:
            groups.append([])
        groups[-1].append(row)
    return groups


def _gap(upper: Words, lower: Words) -> float:
    return min(word.top for word in lower) - max(word.bottom for word in upper)


def _row_gap(gaps: list[float]) -> float:
    """The narrowest gap that parts rows: above the first clear jump, or any gap if all are alike."""
    ordered = sorted(gaps)
    for narrow, wide in pairwise(ordered):
        if wide > max(narrow, 0.0) * _JUMP and wide - narrow > 1.0:
            return wide
    return ordered[0] if ordered else 0.0


def _by_numbers(group: list[Words], xs: list[float]) -> list[list[Words]]:
    """Lines put apart where one column has a number of its own on several of them."""
    columns: dict[int, list[int]] = {}
    for index, row in enumerate(group):
        for word in row:
            if _NUMERIC.issuperset(word.text) and any(character.isdigit() for character in word.text):
                columns.setdefault(_place(word, xs), []).append(index)
    entries = max((sorted(set(lines)) for lines in columns.values()), key=len, default=[])
    if len(entries) < 2:
        return [group]
    starts = [0]
    for upper, lower in pairwise(entries):
        gaps = [(_gap(group[index - 1], group[index]), index) for index in range(upper + 1, lower + 1)]
        starts.append(max(gaps)[1])
    return [group[start:end] for start, end in pairwise([*starts, len(group)])]


def _place(word: Line, xs: list[float]) -> int:
    middle = (word.left + word.right) / 2
    return max(0, min(len(xs) - 2, sum(middle > x for x in xs) - 1))


def _reach(word: Line, xs: list[float]) -> tuple[int, int]:
    """The first and last column a word lies over, a small overhang left out."""
    slack = word.size * 0.35
    covered = [
        column
        for column, (left, right) in enumerate(pairwise(xs))
        if min(word.right, right) - max(word.left, left) > slack
    ]
    return (covered[0], covered[-1]) if covered else (_place(word, xs), _place(word, xs))


def _row_boxes(words: list[Line], xs: list[float], row: int, top: float, bottom: float) -> list[Box]:
    """One row of cells; a word over several columns makes them one cell if nothing else stands there."""
    spans = _spans(words, xs)
    return [Box(row, first, 1, last - first + 1, xs[first], top, xs[last + 1], bottom) for first, last in spans]


def _spans(words: list[Line], xs: list[float]) -> list[tuple[int, int]]:
    joined = [False] * (len(xs) - 1)
    for word in words:
        first, last = _reach(word, xs)
        for column in range(first, last):
            joined[column] = True
    spans = []
    start = 0
    for column in range(len(xs) - 1):
        if not joined[column]:
            spans.append((start, column))
            start = column + 1
    return spans


def _under_group_heads(rows: list[Words], xs: list[float]) -> list[float]:
    """Where a head without partial rules is cut: below a word over columns that have words of their own."""
    for index, row in enumerate(rows[:-1]):
        for word in row:
            first, last = _reach(word, xs)
            below = {_place(other, xs) for lower in rows[index + 1 :] for other in lower}
            if last > first and len(below & set(range(first, last + 1))) > 1:
                return [max(other.bottom for other in row) + _gap(row, rows[index + 1]) / 2]
    return []


def _head_boxes(rows: list[Words], xs: list[float], ys: list[float]) -> list[Box]:
    """The head: one row, or one a partial rule if group heads stand over several columns."""
    boxes: list[Box] = []
    if len(ys) == 2:
        return _row_boxes([word for row in rows for word in row], xs, 0, ys[0], ys[1])
    covered: set[tuple[int, int]] = set()
    layers = [
        [word for row in rows for word in row if upper <= (word.top + word.bottom) / 2 < lower]
        for upper, lower in pairwise(ys)
    ]
    height = len(layers)
    for level, words in enumerate(layers):
        for first, last in _spans(words, xs):
            if (level, first) in covered:
                continue
            down = 1 if last > first else _free_below(layers, xs, level, first)
            covered |= {(level + step, column) for step in range(down) for column in range(first, last + 1)}
            boxes.append(
                Box(
                    level,
                    first,
                    min(down, height - level),
                    last - first + 1,
                    xs[first],
                    ys[level],
                    xs[last + 1],
                    ys[level + down],
                )
            )
    return boxes


def _free_below(layers: list[Words], xs: list[float], level: int, column: int) -> int:
    """How many layers a head cell fills downwards until the column has words of its own again."""
    words = layers[level]
    filled = any(_place(word, xs) == column for word in words)
    down = 1
    while level + down < len(layers):
        below = any(_place(word, xs) == column for word in layers[level + down])
        if below and filled:
            break
        filled = filled or below
        down += 1
    return down
