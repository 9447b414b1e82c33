"""Tables whose lines are not all drawn: styles of word processors, yearbooks, frames with gaps, shades."""

from itertools import pairwise

from kechuang.domain.document import Document, Table
from kechuang.readers.pdf.pdf import read_pdf
from tests.readers.pdf_builder import Page, write_pdf

XS = [90.0, 130.0, 260.0, 320.0, 380.0]
HEAD = ["序号", "指标名称", "2025年", "2030年"]
ROWS = [
    ["1", "研发投入强度（%）", "1.85", "2.35"],
    ["2", "高新技术企业数（家）", "126", "≥180"],
    ["3", "技术合同成交额（亿元）", "7.4", "12.6"],
    ["4", "省级平台（个）", "9", "15"],
]
YS = [100.0, 120.0, 140.0, 160.0, 180.0, 200.0]


def read(*pages: Page) -> Document:
    return read_pdf(write_pdf(list(pages)), name="规划.pdf")


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid]


def write(page: Page, rows: list[list[str]], ys: list[float], xs: list[float] | None = None) -> None:
    for y, row in zip(ys, rows, strict=False):
        for x, cell in zip(xs or XS, row, strict=False):
            page.text(x + 3, y + 13, cell, 10)


def shade(page: Page, grey: str, *boxes: tuple[float, float, float, float]) -> None:
    page.raw(f"{grey} g")
    for left, top, right, bottom in boxes:
        page.box(left, top, right, bottom, "f")
    page.raw("0 g")


def test_verticals_in_every_second_row_only_still_part_every_row() -> None:
    page = Page()
    for y in YS:
        page.line(XS[0], y, XS[-1], y)
    for x in (XS[0], XS[-1]):
        page.line(x, YS[0], x, YS[-1])
    for x in XS[1:-1]:
        for top, bottom in list(pairwise(YS))[1::2]:
            page.line(x, top, x, bottom)
    write(page, [HEAD, *ROWS], YS)
    (table,) = read(page).tables
    assert rows_of(table) == [HEAD, *ROWS]


def test_a_spaced_out_word_in_a_merged_cell_stays_one_cell() -> None:
    page = Page()
    for y in YS[:4]:
        page.line(XS[0], y, XS[-1], y)
    for x in XS:
        page.line(x, YS[0], x, YS[2] if x == XS[1] else YS[3])
    write(page, [HEAD, ROWS[0]], YS)
    page.text(112, 153, "合          计", 10)
    write(page, [["", "", "1.85", "2.35"]], [YS[2]])
    (table,) = read(page).tables
    assert rows_of(table) == [HEAD, ROWS[0], ["合 计", "合 计", "1.85", "2.35"]]


def test_a_table_with_inner_lines_only_keeps_its_outer_rows_and_columns() -> None:
    page = Page()
    for y in YS[1:-1]:
        page.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        page.line(x, YS[0], x, YS[-1])
    write(page, [HEAD, *ROWS], YS)
    (table,) = read(page).tables
    assert rows_of(table) == [HEAD, *ROWS]


def test_columns_ruled_without_rows_keep_every_number_apart() -> None:
    page = Page()
    for y in (YS[0], YS[1], YS[-1]):
        page.line(XS[0], y, XS[-1], y)
    for x in XS:
        page.line(x, YS[0], x, YS[-1])
    write(page, [HEAD, *ROWS], YS)
    (table,) = read(page).tables
    assert rows_of(table) == [HEAD, *ROWS]


def test_a_number_below_its_share_in_one_column_is_one_cell() -> None:
    page = Page()
    page.grid(XS, [100.0, 120.0, 160.0], [HEAD, ["1", "研发经费\n（亿元）", "12.5\n13.1", "18.6"]])
    (table,) = read(page).tables
    assert rows_of(table) == [HEAD, ["1", "研发经费（亿元）", "12.5 13.1", "18.6"]]


def test_cells_framed_one_by_one_with_gaps_between_make_one_table() -> None:
    page = Page()
    for top, bottom in pairwise(YS):
        for left, right in pairwise(XS):
            page.box(left + 2.3, top + 2.3, right - 2.3, bottom - 2.3)
    write(page, [HEAD, *ROWS], YS)
    (table,) = read(page).tables
    assert rows_of(table) == [HEAD, *ROWS]


def test_cells_shaded_one_by_one_need_no_lines() -> None:
    page = Page()
    for number, (top, bottom) in enumerate(pairwise(YS)):
        shade(page, ("0.8", "0.9")[number % 2], *((left, top, right, bottom) for left, right in pairwise(XS)))
    write(page, [HEAD, *ROWS], YS)
    (table,) = read(page).tables
    assert rows_of(table) == [HEAD, *ROWS]


def test_white_rows_between_shaded_ones_and_after_them_are_rows() -> None:
    page = Page()
    for top, bottom in list(pairwise(YS))[::2][:2]:
        shade(page, "0.85", *((left, top, right, bottom) for left, right in pairwise(XS)))
    write(page, [HEAD, *ROWS[:3]], YS)
    page.text(90, 240, "到2030年，研发投入强度达到2.35%，高新技术企业达到180家。", 10)
    document = read(page)
    (table,) = document.tables
    assert rows_of(table) == [HEAD, *ROWS[:3]]
    assert document.text.endswith("达到180家。")


def test_a_frame_and_a_rule_under_the_head_are_enough() -> None:
    page = Page()
    page.box(XS[0], YS[0], XS[-1], YS[-1])
    page.line(XS[0], YS[1], XS[-1], YS[1])
    write(page, [HEAD, *ROWS], YS)
    (table,) = read(page).tables
    assert rows_of(table) == [HEAD, *ROWS]


def test_text_in_a_frame_under_its_title_stays_text() -> None:
    page = Page()
    page.box(90, 100, 500, 180)
    page.line(90, 120, 500, 120)
    page.text(100, 114, "专栏1 重大科技平台", 10)
    page.lines(100, 135, ["建设省实验室1家、新型研发机构12家，培育中试基地", "8个，服务企业500家以上。"], 10)
    document = read(page)
    assert document.tables == ()
    assert {one.frame for one in document.paragraphs} == {1}


def test_group_heads_set_to_the_left_cover_their_columns() -> None:
    xs = [90.0, 150.0, 210.0, 270.0, 330.0, 390.0]
    page = Page()
    for y in (100, 140, 200):
        page.line(90, y, 390, y)
    page.text(93, 113, "地区", 10)
    page.text(153, 113, "研发经费", 10)
    page.text(273, 113, "研发强度", 10)
    years = ["", "2024年", "2025年", "2024年", "2025年"]
    write(
        page, [years, ["甲县", "1.2", "1.5", "0.8", "0.9"], ["乙县", "2.2", "2.5", "1.8", "1.9"]], [120, 140, 160], xs
    )
    write(page, [["丙县", "3.2", "3.5", "2.8", "2.9"]], [180], xs)
    (table,) = read(page).tables
    assert rows_of(table)[:3] == [
        ["地区", "研发经费", "研发经费", "研发强度", "研发强度"],
        ["地区", *years[1:]],
        ["甲县", "1.2", "1.5", "0.8", "0.9"],
    ]


def test_the_imprint_of_an_official_document_is_no_table() -> None:
    page = Page()
    page.text(90, 100, "各县（市、区）要在2026年3月底前报送落实情况。", 12)
    for y in (700, 725, 750):
        page.line(90, y, 500, y)
    page.text(95, 717, "抄送：市委办公室，市人大常委会办公室。", 10)
    page.text(95, 742, "某市科学技术局办公室", 10)
    page.text(380, 742, "2026年1月8日印发", 10)
    document = read(page)
    assert document.tables == ()
    assert "2026年1月8日印发" in document.text


def test_a_page_of_short_lines_after_an_open_table_is_read() -> None:
    first, then = Page(height=300), Page(height=300)
    for y in (180, 200):
        first.line(XS[0], y, XS[-1], y)
    write(first, [HEAD, *ROWS], [180.0, 200.0, 220.0, 240.0, 260.0])
    then.lines(93, 30, [f"第{number}类" for number in "一二三四五六七八九"], 10, leading=1.1)
    write(then, [ROWS[0]], [119.0])
    document = read(first, then)
    assert "第九类" in document.text
    assert document.pages == 2
