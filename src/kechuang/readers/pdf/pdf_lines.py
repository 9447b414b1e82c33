"""The lines drawn on the page of a PDF: strokes, thin filled rectangles, sides of boxes, thin pictures of lines.

Every producer draws a table border in its own way; here they all become straight rulings on the upright page.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from kechuang.readers.pdf.pdf_grid_boxes import Ruling
from kechuang.readers.pdf.pdf_page import FARTHEST, Frame, Matrix, times

Point = tuple[float, float]
MOST_OBJECTS = 40_000
MOST_SEGMENTS = 200_000
DEEPEST_FORM = 6
_THIN = 4.5
"""Points: a filled shape no thicker than this is a line."""
_SLANT = 0.7
"""Points: how far a straight line may drift across its direction."""

_FORM, _IMAGE, _PATH, _TEXT = (
    pdfium.FPDF_PAGEOBJ_FORM,
    pdfium.FPDF_PAGEOBJ_IMAGE,
    pdfium.FPDF_PAGEOBJ_PATH,
    pdfium.FPDF_PAGEOBJ_TEXT,
)


class Area(NamedTuple):
    """A filled rectangle, such as the ground of a cell or box."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass
class Drawing:
    """What is drawn on a page besides characters. ``images`` is the share of the page that pictures cover;
    ``turned`` tells that some text does not run from left to right; ``complete`` that nothing was left out; ``unseen``
    how many texts cannot be had, because their font is neither in the file nor on this machine; ``revived`` that some
    such texts can be had after all, once the text of the page is read anew."""

    horizontals: list[Ruling] = field(default_factory=list)
    verticals: list[Ruling] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    images: float = 0.0
    turned: bool = False
    complete: bool = True
    segments: int = 0
    unseen: int = 0
    revived: bool = False


def read_drawing(page: Any, frame: Frame) -> Drawing:
    """The lines, filled areas and pictures of a page, in the frame's coordinates."""
    drawing = Drawing()
    asker = _Asker()
    for number, (item, kind, matrix) in enumerate(_objects(page, frame.matrix)):
        if number >= MOST_OBJECTS or drawing.segments >= MOST_SEGMENTS:
            drawing.complete = False
            break
        if kind == _PATH:
            _read_path(item, matrix, drawing)
        elif kind == _TEXT:
            drawing.turned = drawing.turned or asker.is_turned(item)
            if asker.is_unseen(item):
                asker.give_width(item)
                drawing.revived = True
                drawing.unseen += asker.is_unseen(item)
        elif kind == _IMAGE:
            _read_image(item, matrix, frame, drawing)
    return drawing


def _objects(page: Any, matrix: Matrix) -> Iterator[tuple[Any, int, Matrix]]:
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _unfolded(pdfium.FPDFPage_GetObject(page, index), matrix, 0)


def _unfolded(item: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    """The object itself, or what stands inside it if it is a form."""
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind != _FORM:
        yield item, kind, matrix
        return
    if depth == DEEPEST_FORM:
        return
    inner = times(_matrix(item), matrix)
    for index in range(pdfium.FPDFFormObj_CountObjects(item)):
        yield from _unfolded(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)


def _read_path(item: Any, matrix: Matrix, drawing: Drawing) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    count = pdfium.FPDFPath_CountSegments(item)
    left, top, right, bottom = _bounds(item, matrix)
    width, height = right - left, bottom - top
    if not _is_near(left, top, right, bottom):
        return
    if count <= 5 and min(width, height) <= _THIN:
        _add_thin(left, top, right, bottom, drawing)
        return
    drawing.segments += count
    if drawing.segments > MOST_SEGMENTS:
        return
    placed = times(_matrix(item), matrix)
    for corners in _figures(item, count, placed):
        _add_figure(corners, filled=bool(fill.value), stroked=bool(stroke.value), drawing=drawing)


def _add_figure(corners: list[Point], *, filled: bool, stroked: bool, drawing: Drawing) -> None:
    xs = [x for x, _ in corners]
    ys = [y for _, y in corners]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    if not _is_near(left, top, right, bottom):
        return
    if min(right - left, bottom - top) <= (_THIN if filled else _SLANT):
        _add_thin(left, top, right, bottom, drawing)
        return
    if filled:
        drawing.areas.append(Area(left, top, right, bottom))
    if not stroked:
        return
    for (x, y), (next_x, next_y) in pairwise(corners):
        if abs(y - next_y) <= _SLANT:
            drawing.horizontals.append(Ruling((y + next_y) / 2, min(x, next_x), max(x, next_x)))
        elif abs(x - next_x) <= _SLANT:
            drawing.verticals.append(Ruling((x + next_x) / 2, min(y, next_y), max(y, next_y)))


def _add_thin(left: float, top: float, right: float, bottom: float, drawing: Drawing) -> None:
    """A thin shape as a line along its longer side; a dot may belong to a dotted line of either direction."""
    width, height = right - left, bottom - top
    if width >= height or max(width, height) <= _THIN:
        drawing.horizontals.append(Ruling((top + bottom) / 2, left, right))
    if height > width or max(width, height) <= _THIN:
        drawing.verticals.append(Ruling((left + right) / 2, top, bottom))


def _figures(item: Any, count: int, matrix: Matrix) -> Iterator[list[Point]]:
    """The corners of each figure of a path; a curve parts the sides before and after it, so that a box with round
    corners still gives its four sides."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[Point] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind != pdfium.FPDF_SEGMENT_LINETO and corners:
            if len(corners) > 1:
                yield corners
            corners = []
        corners.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            corners.append(corners[0])
    if len(corners) > 1:
        yield corners


def _read_image(item: Any, matrix: Matrix, frame: Frame, drawing: Drawing) -> None:
    left, top, right, bottom = _bounds(item, matrix)
    if not _is_near(left, top, right, bottom):
        return
    if min(right - left, bottom - top) <= _THIN:
        _add_thin(left, top, right, bottom, drawing)
        return
    width = min(right, frame.width) - max(left, 0.0)
    height = min(bottom, frame.height) - max(top, 0.0)
    if width > 0 and height > 0:
        drawing.images += width * height / (frame.width * frame.height)


def _bounds(item: Any, matrix: Matrix) -> tuple[float, float, float, float]:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (side.value for side in sides)
    a, b, c, d, e, f = matrix
    x1, y1 = a * left + c * bottom + e, b * left + d * bottom + f
    x2, y2 = a * right + c * top + e, b * right + d * top + f
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _is_near(left: float, top: float, right: float, bottom: float) -> bool:
    """Whether a shape is on the page or near it; false for numbers that are none."""
    return -FARTHEST < left <= right < FARTHEST and -FARTHEST < top <= bottom < FARTHEST


def _matrix(item: Any) -> Matrix:
    value = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, value)
    return value.a, value.b, value.c, value.d, value.e, value.f


class _Asker:
    """Asks pdfium about text objects without making new buffers for each."""

    def __init__(self) -> None:
        self._sides = [ctypes.c_float() for _ in range(4)]
        self._placing = pdfium.FS_MATRIX()

    def is_unseen(self, item: Any) -> bool:
        """Whether a text has no width because its font is missing."""
        left, bottom, right, top = self._sides
        pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        if right.value - left.value > 0.001 or top.value - bottom.value > 0.001:
            return False
        return not pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(item))

    def give_width(self, item: Any) -> None:
        """Outline a text, so that it has a width: pdfium passes over texts without one, single characters of a font
        that is missing, though it knows well what they say."""
        pdfium.FPDFPageObj_GetMatrix(item, self._placing)
        pdfium.FPDFTextObj_SetTextRenderMode(item, pdfium.FPDF_TEXTRENDERMODE_STROKE)
        pdfium.FPDFPageObj_SetStrokeWidth(item, 1.0)
        pdfium.FPDFPageObj_SetMatrix(item, self._placing)

    def is_turned(self, item: Any) -> bool:
        """Whether a text does not run from left to right."""
        placing = self._placing
        pdfium.FPDFPageObj_GetMatrix(item, placing)
        across = placing.a
        return bool(abs(placing.b) > abs(across) * 0.05 or across < 0)
