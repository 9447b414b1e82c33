"""The rows and cells of a table whose columns are told by white space.

Rows are parted by rules where every row has one; else by a column of numbers in which every line is an entry of its
own, and by gaps as wide as those between such rows; else by gaps clearly wider than those inside a cell.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from kechuang.readers.pdf.pdf_grid_boxes import Box
from kechuang.readers.pdf.pdf_text import Line

_JUMP = 1.2
"""Gaps between rows are this much wider than gaps between the lines of one cell."""
_NUMERIC = frozenset("0123456789.,，．%％—–-~～〔〕[]≥≤＜＞<>+＋±/∶: ")
_CLOSE = 4.0
_DIGITS = re.compile(r"\d+")

Words = list[Line]


def gap_between(upper: Words, lower: Words) -> float:
    """The white space between two lines."""
    return min(word.top for word in lower) - max(word.bottom for word in upper)


def body_boxes(
    rows: list[Words], xs: list[float], first: int, top: float, rules: list[float]
) -> tuple[list[Box], list[float]]:
    """The cells of the body from row ``first`` on, and where each row ends; the last of ``rules`` closes the body."""
    bands = _bands(rows, rules)
    entries = [_entries(band, xs) for band, _ in bands]
    ruled_rows = len(bands) > 1 and sum(_is_one_row(band, xs) for band, _ in bands) > len(bands) * 0.7
    limit = _row_gap([band for band, _ in bands], entries)
    boxes: list[Box] = []
    ends: list[float] = []
    for (band, bottom), starts in zip(bands, entries, strict=True):
        groups = [band] if ruled_rows else _split(band, starts, limit)
        cuts = [
            (max(word.bottom for row in upper for word in row) + min(word.top for row in lower for word in row)) / 2
            for upper, lower in pairwise(groups)
        ]
        for group, end in zip(groups, [*cuts, bottom], strict=True):
            words = [word for row in group for word in row]
            boxes += _row_boxes(words, xs, first + len(ends), ends[-1] if ends else top, end)
            ends.append(end)
    return boxes, ends


def _bands(rows: list[Words], rules: list[float]) -> list[tuple[list[Words], float]]:
    """The lines between neighbouring rules."""
    bands: list[tuple[list[Words], float]] = []
    rest = list(rows)
    for rule in rules:
        inside = [row for row in rest if (row[0].top + row[0].bottom) / 2 < rule]
        if inside:
            bands.append((inside, rule))
            rest = rest[len(inside) :]
    if rest:
        bands.append((rest, max(word.bottom for word in rest[-1]) + 2.0))
    return bands


def _entries(band: list[Words], xs: list[float]) -> list[int]:
    """The lines on which a column of numbers has an entry: the column with the most."""
    columns, worded = _numbers(band, xs)
    found = [sorted(set(lines)) for column, lines in columns.items() if column not in worded]
    found = found or [sorted(set(lines)) for lines in columns.values() if len(set(lines)) > 1]
    return max(found, key=lambda lines: (_parting(band, lines), len(lines)), default=[])


def _numbers(band: list[Words], xs: list[float]) -> tuple[dict[int, list[int]], set[int]]:
    """For each column the lines on which it has a number, and the columns that also have words."""
    columns: dict[int, list[int]] = {}
    worded: set[int] = set()
    for index, row in enumerate(band):
        for word in row:
            column = _place(word, xs)
            if not _NUMERIC.issuperset(word.text):
                worded.add(column)
            elif len(word.text) == 1 or word.text[-1] not in "—–-,，~～":
                columns.setdefault(column, []).append(index)
    return columns, worded


def _is_one_row(band: list[Words], xs: list[float]) -> bool:
    """Whether the lines between two rules may be one row: some column of numbers has a single entry, or none has."""
    columns, _ = _numbers(band, xs)
    return min((len(lines) for lines in columns.values()), default=1) <= 1


def _parting(band: list[Words], entries: list[int]) -> float:
    """How much wider the gaps before entries are than the others: small for numbers that run over several lines."""
    gaps = [gap_between(upper, lower) for upper, lower in pairwise(band)]
    starts = set(_starts(band, entries))
    before = [gap for index, gap in enumerate(gaps, 1) if index in starts]
    inside = [gap for index, gap in enumerate(gaps, 1) if index not in starts]
    return round(median(before) - (median(inside) if inside else 0.0)) if before else 0.0


def _starts(band: list[Words], entries: list[int]) -> list[int]:
    """The lines that begin a row: after the widest gap between two entries."""
    starts = []
    for upper, lower in pairwise(entries):
        gaps = [(round(gap_between(band[index - 1], band[index]), 1), index) for index in range(upper + 1, lower + 1)]
        starts.append(max(gaps)[1])
    return starts


def _row_gap(bands: list[list[Words]], entries: list[list[int]]) -> float:
    """The narrowest gap that parts two rows."""
    between = [
        max(gap_between(band[index - 1], band[index]) for index in range(upper + 1, lower + 1))
        for band, starts in zip(bands, entries, strict=True)
        for upper, lower in pairwise(starts)
    ]
    if between:
        return max(min(between), median(between) * 0.8)
    gaps = sorted(gap_between(upper, lower) for band in bands for upper, lower in pairwise(band))
    above = [gap for gap in gaps if gap > 0]
    for narrow, wide in pairwise(above):
        if wide > narrow * _JUMP and wide - narrow > 1.0:
            return wide
    return above[0] if above else 0.0


def _split(band: list[Words], entries: list[int], limit: float) -> list[list[Words]]:
    """Lines put apart between entries at the widest gap, and wherever the gap is as wide as between rows."""
    starts = {0, *_starts(band, entries)}
    for index in range(1, len(band)):
        if gap_between(band[index - 1], band[index]) >= limit - 0.3:
            starts.add(index)
    return [band[start:end] for start, end in pairwise([*sorted(starts), len(band)])]


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
    """One row of cells; a word over several columns makes them one cell."""
    return [
        Box(row, first, 1, last - first + 1, xs[first], top, xs[last + 1], bottom) for first, last in _spans(words, xs)
    ]


def _spans(words: list[Line], xs: list[float], groups: Mapping[int, int] | None = None) -> list[tuple[int, int]]:
    joined = [False] * (len(xs) - 1)
    for first, last in (groups or {}).items():
        joined[first:last] = [True] * (last - first)
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


def head_places(rows: list[Words], xs: list[float], top: float, bottom: float, partial: list[float]) -> list[float]:
    """Where the layers of a head end: at partial rules, or below a word over columns that have words of their own."""
    inner: list[float] = []
    for place in sorted(partial):
        if not inner or place - inner[-1] > _CLOSE:
            inner.append(place)
    return [top, *(inner or _under_group_heads(rows, xs)), bottom]


def _under_group_heads(rows: list[Words], xs: list[float]) -> list[float]:
    for index, row in enumerate(rows[:-1]):
        for word in row:
            first, last = _reach(word, xs)
            below = {_place(other, xs) for lower in rows[index + 1 :] for other in lower}
            if last > first and len(below & set(range(first, last + 1))) > 1:
                return [_below(row, rows[index + 1])]
        if _groups(rows[: index + 1], rows[index + 1 :], xs):
            return [_below(row, rows[index + 1])]
    return []


def _below(row: Words, after: Words) -> float:
    return max(word.bottom for word in row) + gap_between(row, after) / 2


def _groups(upper: Sequence[Words], lower: Sequence[Words], xs: list[float]) -> dict[int, int]:
    """Group heads set to the left of their columns, first column to last: each of the columns has a word of the same
    kind on one line below, and only the first has one above."""
    above = {_place(word, xs) for row in upper for word in row}
    starts = sorted(above)
    columns = len(xs) - 1
    groups: dict[int, int] = {}
    for row in lower:
        below = {_place(word, xs): _DIGITS.sub("0", word.text) for word in row}
        parts = [
            (first, end - 1)
            for first, end in pairwise([*starts, columns])
            if end - first > 1 and all(column in below for column in range(first, end))
        ]
        said = [tuple(below[column] for column in range(first, last + 1)) for first, last in parts]
        alike = [part for part, words in zip(parts, said, strict=True) if len(set(words)) == 1 or said.count(words) > 1]
        covered = {column for first, last in alike for column in range(first, last + 1)}
        if alike and set(below) - above <= covered:
            groups |= dict(alike)
    return groups


def head_boxes(rows: list[Words], xs: list[float], ys: list[float]) -> list[Box]:
    """The cells of a head: a word over several columns is a group head, a column without one reaches down."""
    layers = [
        [word for row in rows for word in row if upper <= (word.top + word.bottom) / 2 < lower]
        for upper, lower in pairwise(ys)
    ]
    boxes: list[Box] = []
    covered: set[tuple[int, int]] = set()
    for level, words in enumerate(layers):
        groups = _groups([words], _rows_of(layers[level + 1 : level + 2]), xs)
        for first, last in _spans(words, xs, groups):
            if (level, first) in covered:
                continue
            down = 1 if last > first else _free_below(layers, xs, level, first)
            covered |= {(level + step, first) for step in range(down)}
            width = last - first + 1
            boxes.append(Box(level, first, down, width, xs[first], ys[level], xs[last + 1], ys[level + down]))
    return boxes


def _rows_of(layers: Sequence[Words]) -> list[Words]:
    """The words of layers line by line."""
    rows: list[Words] = []
    for word in sorted((word for words in layers for word in words), key=lambda word: word.top):
        if rows and word.top - rows[-1][0].top < word.size * 0.4:
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _free_below(layers: Sequence[Words], xs: list[float], level: int, column: int) -> int:
    """How many layers a head cell fills downwards until the column has words of its own again."""
    filled = any(_place(word, xs) == column for word in layers[level])
    down = 1
    while level + down < len(layers):
        below = any(first <= column <= last for first, last in (_reach(word, xs) for word in layers[level + down]))
        if below and filled:
            break
        filled = filled or below
        down += 1
    return down
