"""PDF with a text layer as a document: paragraphs, tables, boxes and footnotes, page by page.

The steps, each in a file of its own: characters and drawn lines of a page, ruled tables and tables parted by white space,
running heads taken out, the order of reading, footnotes, tables stitched over pages, lines joined to paragraphs.
"""

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium

from kechuang.domain.document import Document, Problem
from kechuang.readers.errors import Unreadable
from kechuang.readers.pdf.pdf_build import Builder, problems, with_damage_marked
from kechuang.readers.pdf.pdf_content import read_content
from kechuang.readers.pdf.pdf_margins import drop_running_lines
from kechuang.readers.pdf.pdf_parts import PageContent

MOST_PAGES = 2000
MOST_CHARACTERS = 10_000_000
MOST_BYTES = 512 * 2**20
FEW_CHARACTERS = 20
"""A page with a picture and fewer characters than this carries its text in the picture."""
_PICTURE = 0.2
"""Of the page: a smaller picture is an ornament."""
_SCAN = 0.5
"""Of the page: what a picture covers that is the scan of the page."""
_HEADER_WITHIN = 1024

_REASONS = {
    pdfium.FPDF_ERR_PASSWORD: "pdf-encrypted",
    pdfium.FPDF_ERR_SECURITY: "pdf-encrypted",
    pdfium.FPDF_ERR_FORMAT: "pdf-damaged",
}


def read_pdf(data: bytes, *, name: str) -> Document:
    """The document in a PDF file.

    Pages that carry pictures but no text are named in the problem ``pages-without-text``; they are for the OCR reader.
    Raises Unreadable: ``empty-file``, ``not-a-pdf``, ``pdf-damaged``, ``pdf-encrypted``, ``too-many-pages``,
    ``file-too-large``, ``too-much-text``.
    """
    return put_together(read_pages(data), name=name, data=data)


def read_pages(data: bytes) -> list[PageContent]:
    """The pages of a PDF file as they are laid out. Raises Unreadable as ``read_pdf`` does."""
    with _opened(data) as document:
        return _bounded(_contents(document))


def put_together(pages: Sequence[PageContent], *, name: str, data: bytes) -> Document:
    """The document that pages make, with what could not be read of them."""
    drop_running_lines(pages)
    document = Builder(pages).build().document(name=name, format="pdf", data=data)
    found = problems(pages, document)
    pictures = tuple(page.number for page in pages if _is_scanned(page))
    if pictures:
        details = {"pages": _ranges(pictures), "count": str(len(pictures))}
        found.append(Problem("pages-without-text", None, details))
    return with_damage_marked(replace(document, problems=(*document.problems, *found)))


def scanned_pages(pages: Iterable[PageContent]) -> tuple[int, ...]:
    """The pages (0-based) that are scans: (almost) no text, and a picture over most of the page."""
    return tuple(page.number for page in pages if page.characters < FEW_CHARACTERS and page.images >= _SCAN)


def pages_without_text(data: bytes) -> tuple[int, ...]:
    """The pages (0-based) that carry pictures but (almost) no text. Raises Unreadable as ``read_pdf`` does."""
    with _opened(data) as document:
        return tuple(content.number for content in _contents(document) if _is_scanned(content))


def _bounded(contents: Iterator[PageContent]) -> list[PageContent]:
    """The pages, as long as they hold no more than a document can."""
    pages = []
    total = 0
    for content in contents:
        total += content.characters
        if total > MOST_CHARACTERS:
            raise Unreadable("too-much-text", characters=f"{total:,}", most=f"{MOST_CHARACTERS:,}")
        pages.append(content)
    return pages


def _is_scanned(page: PageContent) -> bool:
    return page.characters < FEW_CHARACTERS and page.images >= _PICTURE


def _contents(document: Any) -> Iterator[PageContent]:
    columns = None
    for number in range(pdfium.FPDF_GetPageCount(document)):
        page = pdfium.FPDF_LoadPage(document, number)
        if not page:
            yield PageContent(number, 0.0, 0.0, complete=False)
            continue
        textpage = pdfium.FPDFText_LoadPage(page)
        try:
            if textpage:
                content = read_content(page, textpage, number, columns)
            else:
                content = PageContent(number, 0.0, 0.0, complete=False)
            columns = content.columns
            yield content
        finally:
            if textpage:
                pdfium.FPDFText_ClosePage(textpage)
            pdfium.FPDF_ClosePage(page)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    """The file opened in pdfium, closed at the end; the buffer lives as long as the document."""
    if not data:
        raise Unreadable("empty-file")
    if len(data) > MOST_BYTES:
        raise Unreadable("file-too-large", megabytes=str(len(data) >> 20), most=str(MOST_BYTES >> 20))
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise Unreadable("not-a-pdf")
    buffer = ctypes.create_string_buffer(data, len(data))
    document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
    if not document:
        raise Unreadable(_REASONS.get(pdfium.FPDF_GetLastError(), "pdf-damaged"))
    try:
        pages = pdfium.FPDF_GetPageCount(document)
        if pages > MOST_PAGES:
            raise Unreadable("too-many-pages", pages=f"{pages:,}", most=f"{MOST_PAGES:,}")
        if pages < 1:
            raise Unreadable("pdf-damaged")
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _ranges(pages: tuple[int, ...]) -> str:
    """1-based page numbers as people write them: 1, 3–5."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][1] == page:
            runs[-1][1] = page + 1
        else:
            runs.append([page + 1, page + 1])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
