"""Reads scans and pictures: every page becomes a picture, its print is recognised, and what is uncertain is marked.

The lines and characters of a scanned page go through the same layout as those of a PDF with text. Every stretch of text
that may be misread stands in ``Document.unsure``; above all, no number is passed on silently that read differently when
looked at again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from math import sqrt
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from kechuang.domain.document import Document, Problem
from kechuang.readers.errors import Unreadable
from kechuang.readers.ocr.ocr_engine import Picture, ocr_available, require_ocr
from kechuang.readers.ocr.ocr_layout import lay_out_pages, lay_out_scan, resolved
from kechuang.readers.ocr.ocr_marks import Marks
from kechuang.readers.ocr.ocr_page import Page, read_page
from kechuang.readers.ocr.ocr_picture import WORKING_PIXELS, read_picture
from kechuang.readers.pdf.pdf import put_together, read_pages, scanned_pages

__all__ = ["MOST_PAGES", "ocr_available", "read_image", "read_mixed_pdf", "read_scanned_pdf"]

MOST_PAGES = 300
"""Pages recognised of one file, about two seconds each."""

_USUAL_DPI, _LEAST_DPI, _MOST_DPI = 200.0, 96.0, 300.0
"""Dots an inch a page is drawn at; a scan is drawn at its own, within these bounds."""

_WHOLE_PAGE = 0.7
"""Of the page's width: a picture this wide is the scan of the page."""


def read_image(data: bytes, *, name: str) -> Document:
    """The document on a picture (PNG, JPEG, TIFF with its pages, BMP, WEBP, GIF).

    Raises ``Unreadable``: ``ocr-missing``, ``picture-damaged``, ``picture-too-large``, ``picture-without-text``.
    """
    require_ocr()
    pages = [(number, read_page(picture), 1.0) for number, picture in enumerate(read_picture(data))]
    if not any(page.written for _, page, _ in pages):
        raise Unreadable("picture-without-text")
    return _document(pages, name=name, format="image", data=data)


def read_scanned_pdf(data: bytes, *, name: str, pages: Sequence[int] | None = None) -> Document:
    """The document on pages of a PDF that carry no text, all of them or those with the numbers (0-based) ``pages``.

    Raises ``Unreadable``: ``ocr-missing``, ``pdf-encrypted``, ``pdf-damaged``, ``empty-file``.
    """
    require_ocr()
    with _opened(data) as document:
        wanted = range(len(document)) if pages is None else [page for page in pages if 0 <= page < len(document)]
        read = [(number, read_page(picture), points) for number, picture, points in _pictures(document, wanted)]
    scan = _document(read, name=name, format="pdf", data=data)
    return replace(scan, problems=(*scan.problems, *_cut_short(wanted)))


def read_mixed_pdf(data: bytes, *, name: str) -> Document:
    """The document in a PDF of which some pages are text and some are scans, all pages in their order.

    Raises ``Unreadable``: ``ocr-missing``, and what ``read_pdf`` raises.
    """
    require_ocr()
    pages = {page.number: page for page in read_pages(data)}
    wanted = scanned_pages(pages.values())
    with _opened(data) as file:
        read = [(number, read_page(picture), points) for number, picture, points in _pictures(file, wanted)]
    marks = Marks()
    for content in lay_out_pages(read, marks):
        pages[content.number] = content
    document = resolved(put_together(list(pages.values()), name=name, data=data), marks)
    return replace(document, problems=(*document.problems, *_blank_pages(read), *_cut_short(wanted)))


def _document(pages: Sequence[tuple[int, Page, float]], *, name: str, format: str, data: bytes) -> Document:
    document = lay_out_scan(pages, name=name, format=format, data=data)
    return replace(document, problems=(*document.problems, *_blank_pages(pages)))


def _blank_pages(pages: Sequence[tuple[int, Page, float]]) -> list[Problem]:
    return [
        Problem("scan-page-without-text", None, {"page": str(number + 1)})
        for number, page, _ in pages
        if not page.written
    ]


def _cut_short(wanted: Sequence[int]) -> list[Problem]:
    """What to say of a scan with more pages than are recognised."""
    if len(wanted) <= MOST_PAGES:
        return []
    return [Problem("scan-too-long", None, {"pages": str(len(wanted)), "most": str(MOST_PAGES)})]


def _opened(data: bytes) -> Any:
    if not data:
        raise Unreadable("empty-file")
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise Unreadable("pdf-encrypted" if encrypted else "pdf-damaged") from error


def _pictures(document: Any, wanted: Sequence[int]) -> Iterator[tuple[int, Picture, float]]:
    """Each page with its number, drawn, and the points one of its pixels is."""
    for number in islice(wanted, MOST_PAGES):
        page = document[number]
        scale = _scale(page)
        bitmap = page.render(scale=scale, rev_byteorder=False, draw_annots=True)
        picture = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3]) if bitmap.n_channels > 1 else _in_colour(bitmap)
        bitmap.close()
        page.close()
        yield number, picture, 1 / scale


def _in_colour(bitmap: Any) -> Picture:
    grey = bitmap.to_numpy().reshape(bitmap.height, bitmap.width)
    return np.repeat(grey[:, :, None], 3, axis=2)


def _scale(page: Any) -> float:
    """Pixels a point: as many as the scan has that fills the page, as few as the largest bearable page needs."""
    width, height = page.get_size()
    scans = islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2), 20)
    dots = [pixels / width for scan in scans for pixels in [_pixels_across(scan, width)] if pixels]
    wanted = max(dots) * 72 if dots else _USUAL_DPI
    dpi = min(max(wanted, _LEAST_DPI), _MOST_DPI)
    return min(dpi / 72, sqrt(WORKING_PIXELS / (width * height)))


def _pixels_across(scan: Any, width: float) -> float:
    """How many pixels a picture would have on the whole width of the page; 0 if it does not fill the page."""
    left, _, right, _ = scan.get_bounds()
    share = (right - left) / width
    return scan.get_px_size()[0] / share if share >= _WHOLE_PAGE else 0.0
