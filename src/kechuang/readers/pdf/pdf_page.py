"""How the page of a PDF is turned: from the file's coordinates to those of somebody who holds the page upright.

In the file y grows upwards and a page may be turned by a quarter; everywhere else in the readers y grows downwards.
"""

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

Matrix = tuple[float, float, float, float, float, float]
FARTHEST = 1e5
"""Points: nothing farther out is on a page (the largest page a PDF may have is a seventh of that)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The upright page: how points of the file map to it, how wide and high it is, and how far it was turned."""

    matrix: Matrix
    width: float
    height: float
    quarters: int


def read_frame(page: Any, *, quarters: int | None = None) -> Frame:
    """The frame of a page turned ``quarters`` to the right, None as far as the file says."""
    left, bottom, right, top = _crop_box(page)
    if quarters is None:
        quarters = max(0, pdfium.FPDFPage_GetRotation(page)) % 4
    width, height = right - left, top - bottom
    upright = (width, height) if quarters % 2 == 0 else (height, width)
    matrix: Matrix = (
        (1.0, 0.0, 0.0, -1.0, -left, top),
        (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        (0.0, -1.0, -1.0, 0.0, top, right),
    )[quarters]
    return Frame(matrix, *upright, quarters)


def times(first: Matrix, then: Matrix) -> Matrix:
    """One mapping after the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _crop_box(page: Any) -> tuple[float, float, float, float]:
    sides = [ctypes.c_float() for _ in range(4)]
    for read in (pdfium.FPDFPage_GetCropBox, pdfium.FPDFPage_GetMediaBox):
        if read(page, *sides):
            left, bottom, right, top = (side.value for side in sides)
            if -FARTHEST < left < right < FARTHEST and -FARTHEST < bottom < top < FARTHEST:
                return left, bottom, right, top
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    if pdfium.FPDFPage_GetRotation(page) % 2:
        width, height = height, width
    return 0.0, 0.0, _sane(width), _sane(height)


def _sane(length: float) -> float:
    return length if 1.0 <= length < FARTHEST else 1.0
