"""Tables of PDF files: how they are ruled, merged, cut by pages, and set without vertical rules."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from kechuang.domain.document import Document, Table
from kechuang.readers.pdf.pdf import read_pdf
from tests.readers.pdf_builder import Page, write_pdf

XS = [90.0, 130.0, 260.0, 320.0, 380.0]
HEAD = ["序号", "指标名称", "2025年", "2030年"]
ROWS = [["1", "研发投入强度（%）", "1.85", "2.35"], ["2", "高新技术企业数（家）", "126", "≥180"]]


def read(*pages: Page) -> Document:
    return read_pdf(write_pdf(list(pages)), name="规划.pdf")


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid]


def draw_strokes(page: Page, xs: list[float], ys: list[float]) -> None:
    for y in ys:
        page.line(xs[0], y, xs[-1], y)
    for x in xs:
        page.line(x, ys[0], x, ys[-1])


def draw_thin_rectangles(page: Page, xs: list[float], ys: list[float]) -> None:
    for y in ys:
        page.box(xs[0], y - 0.24, xs[-1], y + 0.24, "f")
    for x in xs:
        page.box(x - 0.24, ys[0], x + 0.24, ys[-1], "f")


def draw_double_lines(page: Page, xs: list[float], ys: list[float]) -> None:
    for shift in (-1, 1):
        draw_strokes(page, [x + shift for x in xs], [y + shift for y in ys])


def draw_piece_by_piece(page: Page, xs: list[float], ys: list[float]) -> None:
    for y in ys:
        for left, right in pairwise(xs):
            page.line(left + 0.5, y, right - 0.5, y)
    for x in xs:
        for top, bottom in pairwise(ys):
            page.line(x, top + 0.5, x, bottom - 0.5)


def draw_dots(page: Page, xs: list[float], ys: list[float]) -> None:
    for y in ys:
        for x in range(int(xs[0]), int(xs[-1]), 3):
            page.box(x, y - 0.5, x + 1, y + 0.5, "f")
    for x in xs:
        for y in range(int(ys[0]), int(ys[-1]), 3):
            page.box(x - 0.5, y, x + 0.5, y + 1, "f")


def draw_cell_boxes(page: Page, xs: list[float], ys: list[float]) -> None:
    page.raw("0.9 g")
    for top, bottom in pairwise(ys):
        for left, right in pairwise(xs):
            page.box(left, top, right, bottom, "B")
    page.raw("0 g")


DRAWINGS = [draw_strokes, draw_thin_rectangles, draw_double_lines, draw_piece_by_piece, draw_dots, draw_cell_boxes]


def ruled(draw: Callable[[Page, list[float], list[float]], None]) -> Page:
    """The same table drawn in the way a producer draws its lines."""
    page = Page()
    draw(page, XS, [100.0, 120.0, 140.0, 160.0])
    for y, row in zip((100, 120, 140), [HEAD, *ROWS], strict=True):
        for x, cell in zip(XS, row, strict=False):
            page.text(x + 3, y + 13, cell, 10)
    return page


@pytest.mark.parametrize("draw", DRAWINGS)
def test_a_table_is_the_same_however_its_lines_are_drawn(
    draw: Callable[[Page, list[float], list[float]], None],
) -> None:
    (table,) = read(ruled(draw)).tables
    assert rows_of(table) == [HEAD, *ROWS]


def test_lines_inside_only_still_make_every_cell() -> None:
    page = Page()
    for y in (120.0, 140.0):
        page.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        page.line(x, 100, x, 160)
    for y, row in zip((100, 120, 140), [HEAD, *ROWS], strict=True):
        for x, cell in zip(XS, row, strict=False):
            page.text(x + 3, y + 13, cell, 10)
    (table,) = read(page).tables
    assert rows_of(table) == [HEAD, *ROWS]


def test_a_merged_cell_covers_its_rows_and_columns() -> None:
    page = Page()
    for y, left in ((100, 90), (120, 260), (140, 90), (160, 130), (180, 90)):
        page.line(left, y, 380, y)
    for x, top in ((90, 100), (130, 100), (260, 100), (320, 120), (380, 100)):
        page.line(x, top, x, 180)
    for x, y, cell in (
        (93, 115, "类别"),
        (133, 115, "指标"),
        (290, 115, "指标值"),
        (263, 135, "2025年"),
        (323, 135, "2030年"),
    ):
        page.text(x, y, cell, 10)
    for x, y, cell in (
        (93, 165, "投入"),
        (133, 155, "强度"),
        (263, 155, "1.85"),
        (323, 155, "2.35"),
        (133, 175, "经费"),
        (263, 175, "12.6"),
        (323, 175, "20.1"),
    ):
        page.text(x, y, cell, 10)
    (table,) = read(page).tables
    assert rows_of(table) == [
        ["类别", "指标", "指标值", "指标值"],
        ["类别", "指标", "2025年", "2030年"],
        ["投入", "强度", "1.85", "2.35"],
        ["投入", "经费", "12.6", "20.1"],
    ]


def long_row(number: int) -> list[str]:
    return [
        str(number),
        f"第{number}项工程",
        f"建设用房{number}00平方米，购置\n设备{number}台（套）。",
        f"{number},500",
    ]


def test_a_table_over_two_pages_is_one_and_its_head_stands_once() -> None:
    head = ["序号", "项目名称", "建设内容", "投资（万元）"]
    first, second = Page(), Page()
    first.grid([90, 130, 230, 370, 440], [700, 720, 755, 790], [head, long_row(1), long_row(2)])
    second.grid([90, 130, 230, 370, 440], [80, 100, 135], [head, long_row(3)])
    second.text(90, 200, "表后的正文。")
    document = read(first, second)
    (table,) = document.tables
    assert [row[0] for row in rows_of(table)] == ["序号", "1", "2", "3"]
    assert rows_of(table)[3] == ["3", "第3项工程", "建设用房300平方米，购置设备3台（套）。", "3,500"]
    assert [document.page_at(table.cells[4 * row].start) for row in range(4)] == [1, 1, 1, 2]


def test_a_row_cut_by_the_page_break_is_joined() -> None:
    first, second = Page(), Page()
    xs = [90.0, 130.0, 230.0, 370.0, 440.0]
    head = ["序号", "项目名称", "建设内容", "投资（万元）"]
    first.grid(xs, [700, 720, 755, 790], [head, long_row(1), ["2", "第2项工程", "建设用房二百平方米并且购置", "2,500"]])
    second.grid(xs, [80, 100, 135], [["", "", "设备2台（套）。", ""], long_row(3)])
    document = read(first, second)
    (table,) = document.tables
    assert rows_of(table)[2] == ["2", "第2项工程", "建设用房二百平方米并且购置设备2台（套）。", "2,500"]
    assert len(rows_of(table)) == 4


def test_a_category_goes_on_over_the_page_without_joining_rows() -> None:
    first, second = Page(), Page()
    for page, ys in ((first, [700.0, 720.0, 740.0, 760.0]), (second, [80.0, 100.0, 120.0])):
        for x in (90, 150, 300, 380):
            page.line(x, ys[0], x, ys[-1])
        for y in ys:
            page.line(150 if y not in (ys[0], ys[-1]) and y != 720 else 90, y, 380, y)
    cells = (
        (93, 714, "类别"),
        (153, 714, "指标"),
        (303, 714, "目标"),
        (93, 745, "产出"),
        (153, 734, "专利"),
        (303, 734, "12.5"),
        (153, 754, "合同"),
        (303, 754, "8.6"),
    )
    for x, y, cell in cells:
        first.text(x, y, cell, 10)
    for x, y, cell in ((153, 94, "论文"), (303, 94, "300"), (153, 114, "奖项"), (303, 114, "6")):
        second.text(x, y, cell, 10)
    (table,) = read(first, second).tables
    assert rows_of(table) == [
        ["类别", "指标", "目标"],
        ["产出", "专利", "12.5"],
        ["产出", "合同", "8.6"],
        ["产出", "论文", "300"],
        ["产出", "奖项", "6"],
    ]


def test_two_tables_with_a_caption_between_stay_two() -> None:
    first, second = Page(), Page()
    first.grid(XS, [740, 760, 780], [HEAD, ROWS[0]])
    second.text(200, 80, "表2 另一张表")
    second.grid(XS, [100, 120, 140], [HEAD, ROWS[1]])
    assert len(read(first, second).tables) == 2


def test_a_line_that_says_the_table_goes_on_is_no_caption() -> None:
    first, second = Page(), Page()
    first.grid(XS, [740, 760, 780], [HEAD, ROWS[0]])
    second.text(200, 80, "续表1")
    second.grid(XS, [100, 120, 140], [HEAD, ROWS[1]])
    document = read(first, second)
    assert [rows_of(table) for table in document.tables] == [[HEAD, *ROWS]]
    assert "续表" not in document.text


def three_lines(align: str) -> Page:
    page = Page()
    for y in (100, 120, 190):
        page.line(90, y, 380, y)
    for y, row in zip((115, 140, 160, 180), [HEAD, *ROWS, ["3", "技术合同成交额", "8.2", "12.6"]], strict=True):
        for (left, right), cell in zip(pairwise(XS), row, strict=True):
            width = sum(10 if ord(character) > 0x2000 else 5 for character in cell)
            room = right - left - width
            page.text(left + {"left": 3, "centre": room / 2, "right": room - 3}[align], y, cell, 10)
    return page


@pytest.mark.parametrize("align", ["left", "centre", "right"])
def test_a_table_of_three_lines_has_its_columns(align: str) -> None:
    (table,) = read(three_lines(align)).tables
    assert rows_of(table) == [HEAD, *ROWS, ["3", "技术合同成交额", "8.2", "12.6"]]


def test_a_table_of_three_lines_keeps_cells_of_two_lines_together() -> None:
    page = Page()
    for y in (100, 120, 210):
        page.line(90, y, 380, y)
    page.text(93, 115, "序号", 10)
    page.text(140, 115, "名称", 10)
    page.text(300, 115, "数值", 10)
    for y, number, lines, value in (
        (135, "1", ["省级以上科技", "创新平台"], "11"),
        (168, "2", ["新型研发", "机构"], "20"),
    ):
        page.text(93, y, number, 10)
        page.lines(140, y, lines, 10, 1.3)
        page.text(300, y, value, 10)
    (table,) = read(page).tables
    assert rows_of(table) == [
        ["序号", "名称", "数值"],
        ["1", "省级以上科技创新平台", "11"],
        ["2", "新型研发机构", "20"],
    ]


def test_prose_between_rules_is_no_table() -> None:
    page = Page()
    page.line(90, 80, 500, 80)
    page.line(90, 300, 500, 300)
    page.lines(
        90,
        110,
        ["到二〇三〇年，全县研发经费投入强度达到全省平均水平以上，", "高新技术企业明显增多，创新环境持续改善。"],
        12,
    )
    assert read(page).tables == ()


def test_the_axes_of_a_chart_are_no_table() -> None:
    page = Page()
    for y in range(100, 220, 20):
        page.line(100, y, 400, y)
    for x in range(100, 420, 60):
        page.line(x, 100, x, 200)
    page.text(90, 230, "图1 研发经费增长情况")
    assert read(page).tables == ()


def test_a_number_cut_by_a_narrow_column_is_joined_and_two_numbers_are_not() -> None:
    page = Page()
    page.grid([90, 118, 250], [100, 140, 180], [["12,5\n00", "一栏放不下的数"], ["39", "甲为39\n80为乙"]], 10)
    (table,) = read(page).tables
    assert rows_of(table) == [["12,500", "一栏放不下的数"], ["39", "甲为39 80为乙"]]


def test_every_cell_stands_where_it_says() -> None:
    document = read(ruled(draw_strokes))
    cells = document.tables[0].cells
    assert [document.text[cell.start : cell.end] for cell in cells] == [cell.text for cell in cells]


def test_rows_of_numbers_on_two_pages_are_never_run_together() -> None:
    first, second = Page(), Page()
    first.grid([90, 130, 170, 210], [740, 760, 780], [["甲市区", "12.51", "13.62"], ["乙市区", "14.73", "15.84"]], 10)
    second.grid([90, 130, 170, 210], [80, 100], [["丙市区", "16.95", "18.06"]], 10)
    (table,) = read(first, second).tables
    assert [row[1] for row in rows_of(table)] == ["12.51", "14.73", "16.95"]
