"""A workbook that comes back: the same rows, wrong cells red, what is wrong in one column more, nothing run or linked."""

from io import BytesIO

import openpyxl

from kechuang.writers.returned import write_returned

ROWS = [["名称", "日期"], ["甲", "明年"], ["=1+1", "2027-01-31"], ["丙"]]
MISTAKES = [(2, 1, "日期不对"), (4, 1, "日期缺失"), (4, 0, "名称重复"), (4, 0, "名称重复")]


def sheet(rows=ROWS, mistakes=MISTAKES):
    """The first sheet of what comes back."""
    return openpyxl.load_workbook(BytesIO(write_returned(rows, mistakes, sheet="任务", heading="错误说明"))).active


def test_rows_come_back_as_they_were_with_what_is_wrong_beside():
    assert [[cell.value for cell in row] for row in sheet().iter_rows()] == [
        ["名称", "日期", "错误说明"],
        ["甲", "明年", "日期不对"],
        ["=1+1", "2027-01-31", None],
        ["丙", None, "名称重复\n日期缺失"],
    ]


def test_only_wrong_cells_are_red_also_where_nothing_stood():
    red = [cell.coordinate for row in sheet().iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFC7CE"]
    assert red == ["B2", "A4", "B4"]


def test_text_that_looks_like_a_formula_is_text():
    assert {cell.data_type for row in sheet().iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_nothing_comes_back_from_nothing():
    assert sheet([], []).max_row == 1
