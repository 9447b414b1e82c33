"""Which strips of a page to read: those that were found, cut where table lines cross them, and ink they left out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from kechuang.readers.ocr.ocr_engine import vision
from kechuang.readers.ocr.ocr_rulings import Ink
from kechuang.readers.ocr.ocr_upright import Strip

_TALL = 1.6
"""Height over width of a strip whose characters stand one below the other."""

_SLIVER = 0.3
"""Of the height of print: what reaches less far into a cell does not belong there."""

_MOST_MISSED = 150
"""Spots of ink looked at again; a page with more of them is a photograph or a soiled sheet."""

_SMALLEST, _TALLEST = 0.35, 1.9
"""Of the height of print: a spot lower is dirt (or a dash), one higher is a drawing."""

_DASH_HIGH, _DASH_WIDE = 0.3, 0.35
"""Of the height of print: a dash is at most so high and at least so wide."""


def parts_of(strip: Strip, cells: Sequence[Strip], dark: Ink, print_height: float) -> Iterator[Strip]:
    """The strip, cut into the cells it lies in and, where its characters stand below each other, into characters."""
    for part in _by_cell(strip, cells, dark, print_height):
        if part.height > part.width * _TALL and part.height > print_height * 1.8:
            yield from _by_character(part, dark)
        else:
            yield part


def missed_ink(dark: Ink, strips: Sequence[Strip], cells: Sequence[Strip], print_height: float) -> list[Strip]:
    """Spots of ink of the size of print that lie in no strip, neighbours taken together."""
    cv2 = vision()
    taken = np.zeros(dark.shape, bool)
    for strip in strips:
        taken[max(0, int(strip.top)) : int(strip.bottom) + 1, max(0, int(strip.left)) : int(strip.right) + 1] = True
    reach = max(3, round(print_height * 0.4))
    near = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((3, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near)
    touched = set(np.unique(labels[taken]).tolist())
    spots = [
        spot
        for label, (left, top, width, height, _) in enumerate(stats[:count].tolist())
        if label not in touched and label
        if (spot := _spot(Strip(left, top, left + width, top + height), strips, cells, print_height))
    ]
    spots.sort(key=lambda spot: -spot.width * spot.height)
    return spots[:_MOST_MISSED]


def is_dash(strip: Strip, dark: Ink, print_height: float) -> bool:
    """Whether the ink of a strip is one level stroke, as of a dash that stands for "no value"."""
    inked = _inked(strip, dark)
    return inked is not None and inked.height <= print_height * _DASH_HIGH and inked.width >= inked.height * 2.5


def _spot(spot: Strip, strips: Sequence[Strip], cells: Sequence[Strip], print_height: float) -> Strip | None:
    inside = any(
        cell.left < spot.left and spot.right < cell.right and cell.top < spot.top and spot.bottom < cell.bottom
        for cell in cells
    )
    if not inside and any(_overlap(spot, cell) for cell in cells):
        return None
    like_print = (
        print_height * _SMALLEST <= spot.height <= print_height * _TALLEST and spot.width >= print_height * 0.12
    )
    like_dash = spot.height <= print_height * _DASH_HIGH and print_height * _DASH_WIDE <= spot.width <= print_height * 3
    if not like_print and not (like_dash and (inside or _leads(spot, strips, print_height))):
        return None
    room = print_height * 0.25
    middle = (spot.top + spot.bottom) / 2
    half = max(spot.height / 2 + room, print_height * 0.7)
    return Strip(spot.left - room, middle - half, spot.right + room, middle + half)


def _leads(spot: Strip, strips: Sequence[Strip], print_height: float) -> bool:
    """Whether a dash stands right before the words of a strip."""
    middle = (spot.top + spot.bottom) / 2
    return any(
        -print_height * 0.3 <= strip.left - spot.right <= print_height
        and abs((strip.top + strip.bottom) / 2 - middle) < print_height * 0.4
        for strip in strips
    )


def _overlap(one: Strip, other: Strip) -> bool:
    beside = one.right <= other.left or other.right <= one.left
    return not beside and one.top < other.bottom and other.top < one.bottom


def _by_cell(strip: Strip, cells: Sequence[Strip], dark: Ink, print_height: float) -> Iterator[Strip]:
    middle = (strip.top + strip.bottom) / 2
    sliver = print_height * _SLIVER
    crossed = [
        cell
        for cell in cells
        if cell.top < middle < cell.bottom and min(cell.right, strip.right) - max(cell.left, strip.left) > sliver
    ]
    if not crossed:
        yield strip
        return
    for cell in crossed:
        part = Strip(
            max(strip.left, cell.left + 2),
            max(strip.top, cell.top + 1),
            min(strip.right, cell.right - 2),
            min(strip.bottom, cell.bottom - 1),
        )
        if len(crossed) == 1 or _inked(part, dark) is not None:
            yield part


def _by_character(strip: Strip, dark: Ink) -> Iterator[Strip]:
    """Characters that stand one below the other; strokes of one character are put together again by their height."""
    inked = _inked(strip, dark)
    if inked is None:
        return
    rows = dark[int(inked.top) : int(inked.bottom), int(inked.left) : int(inked.right)].any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], rows.astype(np.int8), [0]))))
    runs = [[int(edges[at]), int(edges[at + 1])] for at in range(0, len(edges), 2)]
    joined = runs[:1]
    for run in runs[1:]:
        if run[1] - joined[-1][0] <= inked.width * 1.1:
            joined[-1][1] = run[1]
        else:
            joined.append(run)
    room = inked.width * 0.12
    for top, bottom in joined:
        yield replace(strip, top=inked.top + top - room, bottom=inked.top + bottom + room)


def _inked(strip: Strip, dark: Ink) -> Strip | None:
    """The strip drawn in to its ink, None where it is blank but for specks."""
    top, left = max(0, int(strip.top)), max(0, int(strip.left))
    ink = dark[top : max(top, int(strip.bottom)), left : max(left, int(strip.right))]
    rows = np.flatnonzero(np.count_nonzero(ink, axis=1) > 1)
    columns = np.flatnonzero(np.count_nonzero(ink, axis=0) > 1)
    if len(rows) < 2 or len(columns) < 2:
        return None
    return Strip(left + columns[0], top + rows[0], left + columns[-1] + 1, top + rows[-1] + 1)
