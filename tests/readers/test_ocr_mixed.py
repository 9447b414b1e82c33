"""PDF files of which some pages are text and some are scans."""

from io import BytesIO

import pypdfium2

from kechuang.readers.read import OcrMode, read_bytes
from tests.readers.ocr_pictures import FONT, Image, ImageDraw, draw_table
from tests.readers.pdf_builder import Page, write_pdf

ROWS = [["Area", "2025", "2030"], ["North", "17.5", "6"], ["South", "2,125", "8.04"]]


def text_page(*lines: str) -> bytes:
    page = Page()
    page.lines(72, 100, list(lines))
    return write_pdf([page])


def scanned_page(picture: Image.Image) -> bytes:
    sheet = Image.new("RGB", (800, 1100), "white")
    sheet.paste(picture, (80, 60))
    file = BytesIO()
    sheet.save(file, "PDF", resolution=100)
    return file.getvalue()


def bound(*parts: bytes) -> bytes:
    """The files one after the other as one file."""
    whole = pypdfium2.PdfDocument.new()
    for part in parts:
        whole.import_pages(pypdfium2.PdfDocument(part))
    file = BytesIO()
    whole.save(file)
    return file.getvalue()


MIXED = bound(
    text_page("到2030年，全市研发经费投入强度达到2.8%。"),
    scanned_page(draw_table(ROWS)),
    text_page("附件列出各县的数字，共12个县。"),
)


def test_scanned_pages_stand_between_the_text_pages_in_one_document() -> None:
    document = read_bytes(MIXED, name="规划.pdf")
    (table,) = document.tables
    assert [[cell.text if cell else "" for cell in row] for row in table.grid] == ROWS
    assert document.pages == 3
    assert [document.page_at(document.text.index(words)) for words in ("2.8%", "2,125", "共12个县")] == [1, 2, 3]
    assert document.problems == ()


def test_they_are_only_named_where_recognition_is_off() -> None:
    document = read_bytes(MIXED, name="规划.pdf", ocr=OcrMode.NEVER)
    assert [(problem.code, problem.details["pages"]) for problem in document.problems] == [("pages-without-text", "2")]
    assert "共12个县" in document.text


def test_a_picture_on_part_of_a_page_is_no_scan() -> None:
    page = Page()
    page.picture(150, 200, 450, 500)
    document = read_bytes(bound(text_page("第一章 总体要求，共12条。"), write_pdf([page])), name="规划.pdf")
    assert "12条" in document.text
    assert document.pages == 2


def test_print_on_a_scanned_page_without_a_table_is_read_too() -> None:
    sheet = Image.new("RGB", (620, 200), "white")
    ImageDraw.Draw(sheet).text((40, 40), "Patents in force 90.12", fill="black", font=FONT)
    text = text_page("“十五五”期间，全市有效发明专利拥有量稳步增加，", "到2030年达到12件。")
    document = read_bytes(bound(text, scanned_page(sheet)), name="规划.pdf")
    assert document.text.split("\n")[-1] == "Patents in force 90.12"
