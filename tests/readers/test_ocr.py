"""Scans and pictures read as documents."""

import json
from io import BytesIO

import pytest

from kechuang.domain.document import Document
from kechuang.readers.errors import Unreadable
from kechuang.readers.ocr.ocr import read_image, read_scanned_pdf
from tests.readers.ocr_pictures import FONT, Image, ImageDraw, as_file, draw_table, scanned

ROWS = [
    ["Area", "2025", "2030"],
    ["North", "17.5", "6"],
    ["South", "2,125", "8.04"],
    ["West", "9", "103.6"],
]


def rows_of(document: Document, table: int = 0) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in document.tables[table].grid]


def unsure_of(document: Document) -> list[str]:
    return [document.text[unsure.start : unsure.end] for unsure in document.unsure]


def test_a_ruled_table_on_a_picture_reads_to_its_rows():
    document = read_image(as_file(draw_table(ROWS)), name="表.png")
    assert rows_of(document) == ROWS
    assert document.format == "image"
    assert all(document.text[cell.start : cell.end] == cell.text for cell in document.tables[0].cells)


def test_a_poor_scan_of_it_reads_to_the_same_rows():
    document = read_image(as_file(scanned(draw_table(ROWS))), name="表.png")
    assert rows_of(document) == ROWS


@pytest.mark.parametrize("quarter", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180])
def test_a_page_that_lies_on_its_side_or_head_is_turned(quarter):
    page = draw_lines("Research and development 1234.5", "Technology contracts 678", "Patents in force 90.12")
    document = read_image(as_file(page.transpose(quarter)), name="页.png")
    assert [number in document.text for number in ("1234.5", "678", "90.12")] == [True, True, True]


def test_a_lone_stroke_in_a_cell_is_a_dash_and_no_number():
    page = draw_table([["Name", "2025"], ["North", ""], ["South", "7"]])
    ImageDraw.Draw(page).line((265, 124, 290, 124), fill="black", width=2)
    assert rows_of(read_image(as_file(page), name="表.png")) == [["Name", "2025"], ["North", "—"], ["South", "7"]]


def test_a_smudged_figure_is_never_passed_on_silently():
    page = draw_table(ROWS)
    pen = ImageDraw.Draw(page)
    pen.ellipse((262, 112, 280, 130), fill="black")
    document = read_image(as_file(page), name="表.png")
    cell = document.tables[0].grid[1][1]
    assert cell is not None
    assert cell.text == "17.5" or any(cell.start <= unsure.start < cell.end for unsure in document.unsure)


def test_a_blank_page_says_so():
    with pytest.raises(Unreadable) as caught:
        read_image(as_file(Image.new("RGB", (400, 300), "white")), name="白.png")
    assert caught.value.code == "picture-without-text"


def test_a_table_that_runs_over_two_scanned_pages_is_one_table():
    head, *body = ROWS
    pages = [
        place(draw_table([head, *body])),
        place(draw_table([head, *[[f"{name}ern", *rest] for name, *rest in body]]), top=20),
    ]
    file = BytesIO()
    pages[0].save(file, "PDF", resolution=100, save_all=True, append_images=pages[1:])
    document = read_scanned_pdf(file.getvalue(), name="表.pdf")
    assert document.pages == 2
    assert [rows_of(document, at) for at in range(len(document.tables))] == [
        [*ROWS, *[[f"{name}ern", *rest] for name, *rest in body]]
    ]


def place(table: Image.Image, *, top: int = 760) -> Image.Image:
    """The table on a page, at its foot or head."""
    page = Image.new("RGB", (800, 1100), "white")
    page.paste(table, (80, top))
    return page


def test_only_the_pages_asked_for_are_read():
    pages = [draw_lines("First page 11"), draw_lines("Second page 22"), draw_lines("Third page 33")]
    file = BytesIO()
    pages[0].save(file, "PDF", resolution=100, save_all=True, append_images=pages[1:])
    document = read_scanned_pdf(file.getvalue(), name="页.pdf", pages=[1])
    assert document.text == "Second page 22"


@pytest.mark.parametrize(("data", "code"), [(b"", "empty-file"), (b"%PDF-1.4 no more", "pdf-damaged")])
def test_a_file_that_is_no_pdf_says_what_is_wrong(data, code):
    with pytest.raises(Unreadable) as caught:
        read_scanned_pdf(data, name="坏.pdf")
    assert caught.value.code == code


def draw_lines(*lines: str) -> Image.Image:
    page = Image.new("RGB", (620, 80 + 70 * len(lines)), "white")
    for number, line in enumerate(lines):
        ImageDraw.Draw(page).text((40, 40 + number * 70), line, fill="black", font=FONT)
    return page


@pytest.fixture(scope="module")
def indicators(real_plans) -> list[dict[str, str]]:
    """The table of indicators that is published in four carriers."""
    return json.loads((real_plans / "more/truth/cn_fyp15_main_indicators.json").read_text("utf-8"))["rows"]


@pytest.mark.parametrize("carrier", ["cn_fyp15_box01_indicators.jpg", "cn_fyp15_boxes_scan.pdf"])
def test_every_value_of_a_published_table_is_exact_or_unsure(real_plans, indicators, carrier):
    data = (real_plans / "more" / carrier).read_bytes()
    if carrier.endswith(".pdf"):
        document = read_scanned_pdf(data, name=carrier, pages=[0])
    else:
        document = read_image(data, name=carrier)
    rows = [[cell.text if cell else "" for cell in row] for row in document.tables[0].grid][-len(indicators) :]
    assert len(rows) == len(indicators)
    unsure = unsure_of(document)
    wrong = [
        (truth["name"], seen, meant)
        for truth, row in zip(indicators, rows, strict=True)
        for seen, meant in zip(row[-4:], truth["raw_row"].split("|")[-4:], strict=True)
        if seen.rstrip("*") != meant and not any(stretch in seen for stretch in unsure)
    ]
    assert wrong == []
