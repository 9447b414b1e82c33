"""The ruling lines of a table (表格线) on the picture of a page, by opening the ink along each direction.

Method: morphological opening with a straight bar longer than any stroke of print keeps only what is a line (J. Serra,
Image Analysis and Mathematical Morphology, 1982); what is thicker than a line is shading.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kechuang.readers.ocr.ocr_engine import Picture, vision
from kechuang.readers.ocr.ocr_upright import Strip
from kechuang.readers.pdf.pdf_grid_boxes import Ruling

Ink: TypeAlias = NDArray[np.uint8]
"""255 where there is ink, else 0."""

_SHORTEST = 1.7
"""Of the height of print: a bar this long is no stroke of a character; a Chinese dash is two characters long."""

_THICKEST = 0.4
"""Of the height of print: what is thicker is shading."""

_LONG = 6.0
"""Of the height of print: a line this long stands by itself; a shorter one must run from line to line."""

_TOUCH = 0.5
"""Of the height of print: how near to a line another must end to touch it."""

_SINGLE_LINE = 2.2
"""Of the height of print: a higher strip may hold several lines with a ruling between them."""

_GAP = 3
"""Pixels a faint line may be broken for."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The ruling lines of a page, in pixels; its picture with the lines painted over; and its ink without them."""

    level: list[Ruling]
    upright: list[Ruling]
    unruled: Picture
    print: Ink


def find_rulings(page: Picture, strips: Sequence[Strip], *, print_height: float) -> Lines:
    """The straight lines on an upright page whose print, ``print_height`` pixels high, stands in the strips."""
    cv2 = vision()
    dark = _ink(page, print_height)
    shortest = max(20, round(print_height * _SHORTEST))
    thickest = max(5.0, print_height * _THICKEST)
    level_mask = _opened(cv2, dark, shortest, level=True)
    upright_mask = _opened(cv2, dark, shortest, level=False)
    level = _lines(cv2, level_mask, thickest, level=True)
    upright = _lines(cv2, upright_mask, thickest, level=False)
    single = [strip for strip in strips if strip.height < print_height * _SINGLE_LINE]
    level = [line for line in level if not any(_runs_through(line, strip) for strip in single)]
    level, upright = _standing(level, upright, print_height)
    mask = _covered(page, level, upright, thickest)
    dark[mask > 0] = 0
    return Lines(level, upright, _painted_over(page, mask, thickest), dark)


def _ink(page: Picture, print_height: float) -> Ink:
    """255 where the page is plainly darker than the ground round it, else 0."""
    cv2 = vision()
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    window = max(15, round(print_height * 1.5)) | 1
    dark: Ink = cv2.adaptiveThreshold(
        cv2.GaussianBlur(grey, (3, 3), 0), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, 15
    )
    return dark


def _opened(cv2: Any, dark: Ink, shortest: int, *, level: bool) -> Ink:
    """Only the straight runs of ink, thickened by a pixel first so that a slant of one pixel does not cut them."""
    across = (1, 3) if level else (3, 1)
    along = (_GAP, 1) if level else (1, _GAP)
    bar = (shortest, 1) if level else (1, shortest)
    thick = cv2.dilate(dark, np.ones(across[::-1], np.uint8))
    whole = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones(along[::-1], np.uint8))
    opened: Ink = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones(bar[::-1], np.uint8))
    return opened


def _lines(cv2: Any, mask: Ink, thickest: float, *, level: bool) -> list[Ruling]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    rulings = []
    for left, top, width, height, area in stats[1:count].tolist():
        length, breadth = (width, height) if level else (height, width)
        thickness = area / length
        if thickness > thickest or length < 2 * breadth:
            continue
        middle = top + height / 2 if level else left + width / 2
        start = left if level else top
        rulings.append(Ruling(middle, float(start), float(start + length)))
    return rulings


def _standing(level: list[Ruling], upright: list[Ruling], print_height: float) -> tuple[list[Ruling], list[Ruling]]:
    """Without strokes of print and dashes: short lines stay if both their ends touch lines across."""
    long, touch = print_height * _LONG, print_height * _TOUCH
    for _ in range(2):
        anchors = [line for line in level if line.end - line.start >= long]
        upright = [line for line in upright if line.end - line.start >= long or _is_held(line, anchors, touch)]
        level = [line for line in level if line.end - line.start >= long or _is_held(line, upright, touch)]
    return level, upright


def _runs_through(line: Ruling, strip: Strip) -> bool:
    """Whether a level line crosses the middle of print: then it is strokes of the print (三, 十) or strikes it out."""
    within = strip.top + strip.height * 0.25 < line.at < strip.bottom - strip.height * 0.25
    return within and min(line.end, strip.right) - max(line.start, strip.left) > min(strip.width, strip.height) * 0.5


def _is_held(line: Ruling, across: Sequence[Ruling], touch: float) -> bool:
    met = [other for other in across if other.start - touch <= line.at <= other.end + touch]
    return all(any(abs(other.at - end) <= touch for other in met) for end in (line.start, line.end))


def _covered(page: Picture, level: list[Ruling], upright: list[Ruling], thickest: float) -> Ink:
    """255 where a line runs, with a margin for its soft edge."""
    cv2 = vision()
    mask: Ink = np.zeros(page.shape[:2], np.uint8)
    width = 2 * max(2, round(thickest / 4)) + 1
    for line in level:
        cv2.line(mask, (int(line.start), round(line.at)), (int(line.end), round(line.at)), 255, width)
    for line in upright:
        cv2.line(mask, (round(line.at), int(line.start)), (round(line.at), int(line.end)), 255, width)
    return mask


def _painted_over(page: Picture, mask: Ink, thickest: float) -> Picture:
    """Lines touching a digit would be read as a 1; the ground beside them is put in their place."""
    if not mask.any():
        return page
    ground = vision().medianBlur(page, 4 * max(2, round(thickest / 4)) + 5)
    bare: Picture = np.where(mask[:, :, None] > 0, ground, page)
    return bare
