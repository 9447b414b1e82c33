"""Pages of a scan laid out as pages of a PDF are: tables, boxes, paragraphs, notes, tables that run over pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from kechuang.domain.document import Document, Problem
from kechuang.domain.source import Source
from kechuang.readers.ocr.ocr_lost import UNKNOWN
from kechuang.readers.ocr.ocr_marks import Marks
from kechuang.readers.ocr.ocr_page import Page, Written
from kechuang.readers.pdf.pdf_build import Builder
from kechuang.readers.pdf.pdf_characters import Characters
from kechuang.readers.pdf.pdf_content import lay_out
from kechuang.readers.pdf.pdf_grid_boxes import Ruling
from kechuang.readers.pdf.pdf_lines import Drawing
from kechuang.readers.pdf.pdf_margins import drop_running_lines
from kechuang.readers.pdf.pdf_parts import PageContent
from kechuang.readers.pdf.pdf_text import Piece

_PRINT_POINTS = 12.0
"""How high print usually is; distances in the layout are meant for such print."""

_MARGIN = 0.1
"""Of the page's height: where page numbers stand."""

_LONE_NUMBER = re.compile(r"[-—–·. ]*\d{1,4}[-—–·. ]*")

_TELLING = 10
"""Lines of print a page must have to tell how high print usually is in the document."""


def lay_out_scan(pages: Sequence[tuple[int, Page, float]], *, name: str, format: str, data: bytes) -> Document:
    """The document that stands on pages: each with its number (0-based) and how many points one of its pixels is."""
    marks = Marks()
    contents = lay_out_pages(pages, marks)
    drop_running_lines(contents)
    return resolved(Builder(contents).build().document(name=name, format=format, data=data), marks)


def lay_out_pages(pages: Sequence[tuple[int, Page, float]], marks: Marks) -> list[PageContent]:
    """Recognised pages as the layout of a PDF takes them, with ``marks`` for what is doubted on them."""
    unit = _unit(pages)
    return [_content(number, page, points * unit, marks) for number, page, points in pages]


def resolved(document: Document, marks: Marks) -> Document:
    """The document with its doubts marked, and the cells named that could not be read."""
    document = marks.resolve(document)
    return replace(document, problems=(*document.problems, *_unread_cells(document)))


def _unit(pages: Sequence[tuple[int, Page, float]]) -> float:
    """What makes print twelve points high, the same for all pages, so that a table keeps its width over pages."""
    telling = [page.size * points for _, page, points in pages if len(page.written) >= _TELLING]
    sizes = telling or [page.size * points for _, page, points in pages]
    return _PRINT_POINTS / median(sizes) if sizes else 1.0


def _content(number: int, page: Page, scale: float, marks: Marks) -> PageContent:
    content = PageContent(number, page.width * scale, page.height * scale)
    pieces = [_scaled(piece, scale) for piece in _marked(page, marks)]
    content.characters = sum(bool(piece.text.strip()) for piece in pieces)
    drawing = Drawing(horizontals=_scaled_lines(page.level, scale), verticals=_scaled_lines(page.upright, scale))
    lay_out(content, drawing, Characters(pieces))
    return content


def _marked(page: Page, marks: Marks) -> Iterator[Piece]:
    """All characters of a page, stand-ins where they are doubted."""
    for written in page.written:
        sureness = [1.0] * len(written.pieces)
        for doubt in () if _is_page_number(written, page) else written.doubts:
            for at in range(doubt.start, doubt.end):
                sureness[at] = min(sureness[at], doubt.confidence)
        for piece, value in zip(written.pieces, sureness, strict=True):
            yield piece if value == 1.0 else marks.mark(piece, value)
    for blot in page.blots:
        yield marks.mark(blot, 0.0)


def _is_page_number(written: Written, page: Page) -> bool:
    """A number alone on a line in the margin goes without stand-ins, so that the layout knows it for a page number."""
    top = written.pieces[0].top
    in_margin = top < page.height * _MARGIN or top > page.height * (1 - _MARGIN)
    if not in_margin or not _LONE_NUMBER.fullmatch("".join(piece.text for piece in written.pieces)):
        return False
    beside = [other for other in page.written if abs(other.pieces[0].top - top) < page.size]
    return len(beside) == 1


def _scaled(piece: Piece, scale: float) -> Piece:
    return Piece(piece.text, piece.left * scale, piece.top * scale, piece.right * scale, piece.bottom * scale)


def _scaled_lines(rulings: Sequence[Ruling], scale: float) -> list[Ruling]:
    return [Ruling(line.at * scale, line.start * scale, line.end * scale) for line in rulings]


def _unread_cells(document: Document) -> Iterator[Problem]:
    for unsure in document.unsure:
        if document.text[unsure.start : unsure.end] == UNKNOWN:
            source: Source = document.source(unsure.start, unsure.end)
            yield Problem("cell-not-read", source)
