"""Turns and straightens the picture of a page by its lines of print: quarter turns first, then the slant of a scan."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

import numpy as np

from kechuang.readers.ocr.ocr_engine import DETECTION_SIDE, Picture, Quad, find_print, read_strips, vision

_TALL = 1.5
"""Height over width of a strip whose print runs down the page."""

_SAMPLES = 6
_LEGIBLE = 0.8
"""Mean sureness below which a page may stand on its head."""

_LEAST_SLANT = 0.05
_MOST_SLANT = 20.0
"""Degrees."""

_MOST_LINES = 40

_LONG_BAND = 2.0
"""A picture higher than this many widths (a long screenshot) is searched band by band."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The upright rectangle of a line of print, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Upright:
    """A page whose lines run level, and the strips of print on it."""

    picture: Picture
    strips: tuple[Strip, ...]


def turn_upright(picture: Picture) -> Upright:
    """The page as somebody would hold it to read, and where print stands on it."""
    quads = _find(picture)
    if _lies_on_its_side(quads):
        picture = np.ascontiguousarray(np.rot90(picture))
        quads = _find(picture)
    if quads and _legibility(picture, quads) < _LEGIBLE:
        turned = np.ascontiguousarray(np.rot90(picture, 2))
        turned_quads = _find(turned)
        if turned_quads and _legibility(turned, turned_quads) > _legibility(picture, quads):
            picture, quads = turned, turned_quads
    return _straighten(picture, quads)


def cut_out(picture: Picture, strip: Strip) -> Picture:
    """The pixels of a strip; at least one each way."""
    height, width = picture.shape[:2]
    left = int(min(max(0, strip.left), width - 1))
    top = int(min(max(0, strip.top), height - 1))
    right = int(max(left + 1, min(width, round(strip.right))))
    bottom = int(max(top + 1, min(height, round(strip.bottom))))
    return picture[top:bottom, left:right]


def _find(picture: Picture) -> list[Quad]:
    """Print on the picture, searched at a size at which the search is affordable and small print is still found."""
    quads = []
    for top, band in _bands(picture):
        scale = min(1.0, DETECTION_SIDE / max(band.shape[:2]))
        for quad in find_print(_scaled(band, scale)):
            quads.append(quad / scale + np.array([0, top], dtype=np.float32))
    return quads


def _bands(picture: Picture) -> list[tuple[int, Picture]]:
    """The picture in bands of a page's shape, cut where the rows are emptiest; in one where it is a page already."""
    height, width = picture.shape[:2]
    if height <= width * _LONG_BAND or width < 200:
        return [(0, picture)]
    spread = picture.max(axis=2).astype(np.int16).std(axis=1)
    bands, top = [], 0
    while height - top > width * _LONG_BAND:
        first, last = top + round(width * 1.2), top + round(width * 1.5)
        cut = first + int(np.argmin(spread[first:last]))
        bands.append((top, picture[top:cut]))
        top = cut
    bands.append((top, picture[top:]))
    return bands


def _scaled(picture: Picture, scale: float) -> Picture:
    if scale >= 1:
        return picture
    cv2 = vision()
    smaller: Picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return smaller


def _lies_on_its_side(quads: Sequence[Quad]) -> bool:
    """Whether more print runs down than across, by length; single characters say nothing."""
    across = down = 0.0
    for quad in quads:
        width, height = _sides(quad)
        if width > height * _TALL:
            across += width
        elif height > width * _TALL:
            down += height
    return down > across


def _legibility(picture: Picture, quads: Sequence[Quad]) -> float:
    longest = sorted(quads, key=lambda quad: -_sides(quad)[0])[:_SAMPLES]
    readings = read_strips([cut_out(picture, _strip(quad)) for quad in longest])
    return fmean(reading.score for reading in readings)


def _straighten(picture: Picture, quads: Sequence[Quad]) -> Upright:
    slant = _slant_of_rulings(picture) or _slant_of_print(quads)
    if abs(slant) < _LEAST_SLANT:
        return Upright(picture, tuple(map(_strip, quads)))
    cv2 = vision()
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), slant, 1.0)
    level = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    turned = [quad @ turn[:, :2].T + turn[:, 2] for quad in quads]
    return Upright(level, tuple(map(_strip, turned)))


def _slant_of_rulings(picture: Picture) -> float:
    """Degrees by which long lines on the page fall to the right; 0 where there are too few to tell.

    Ink that runs level for longer than any character is taken for a line, and a straight one is fitted through it.
    """
    cv2 = vision()
    scale = min(1.0, DETECTION_SIDE / max(picture.shape[:2]))
    grey = cv2.cvtColor(_scaled(picture, scale), cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 21, 15)
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    width = grey.shape[1]
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, max(30, width // 25)), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs)
    slants: list[float] = []
    lengths: list[int] = []
    for label in np.argsort(-stats[1:count, 2])[:_MOST_LINES] + 1:
        left, top, length, breadth, _ = stats[label].tolist()
        if length < width // 5 or breadth > length // 8:
            break
        ys, xs = np.nonzero(labels[top : top + breadth, left : left + length] == label)
        slants.append(float(np.degrees(np.arctan(np.polyfit(xs, ys, 1)[0]))))
        lengths.append(length)
    return float(np.average(slants, weights=lengths)) if len(slants) >= 2 else 0.0


def _slant_of_print(quads: Sequence[Quad]) -> float:
    """Degrees by which long strips of print fall to the right."""
    slants = []
    for quad in quads:
        width, height = _sides(quad)
        run, rise = (quad[1] + quad[2] - quad[0] - quad[3]).tolist()
        if width > 4 * height:
            slants.append(float(np.degrees(np.arctan2(rise, run))))
    slant = median(slants) if len(slants) >= 3 else 0.0
    return slant if abs(slant) <= _MOST_SLANT else 0.0


def _sides(quad: Quad) -> tuple[float, float]:
    return float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[3] - quad[0]))


def _strip(quad: Quad) -> Strip:
    """The upright rectangle of a quad: as wide as it reaches, as high as its own sides."""
    middle = float(quad[:, 1].mean())
    half = _sides(quad)[1] / 2
    return Strip(float(quad[:, 0].min()), middle - half, float(quad[:, 0].max()), middle + half)
