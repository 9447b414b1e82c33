"""Text files: any Chinese encoding, the text as it stands, paragraphs and tables where they lie in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.readers.errors import Unreadable
from kechuang.readers.text import read_text

PLAN = "山川县“十四五”科技创新规划\n\n一、发展基础\n　　到2025年，研发投入强度达到2.3%以上，高新技术企业突破100家。\n"


def lines(document):
    return [document.text[paragraph.start : paragraph.end] for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_the_same_text_is_read_in_every_encoding(encoding):
    assert read_text(PLAN.encode(encoding), name="规划.txt").text == PLAN


def test_traditional_characters_in_big5_are_read():
    text = "第一章　總則\n科技創新規劃應當提高研究發展經費，推動產業發展。\n"
    assert read_text(text.encode("big5"), name="plan.txt").text == text


def test_a_paragraph_is_a_line_with_words_and_leaves_out_the_blanks_around_them():
    document = read_text(PLAN.encode(), name="规划.txt")
    assert lines(document) == [
        "山川县“十四五”科技创新规划",
        "一、发展基础",
        "到2025年，研发投入强度达到2.3%以上，高新技术企业突破100家。",
    ]


def test_the_line_of_a_source_is_the_line_of_the_file():
    document = read_text(PLAN.encode(), name="规划.txt")
    assert [document.line_at(paragraph.start) for paragraph in document.paragraphs] == [1, 3, 4]


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028"])
def test_line_endings_of_other_systems_are_the_same_lines(ending):
    assert read_text(PLAN.replace("\n", ending).encode(), name="规划.txt").text == PLAN


def test_tabs_stay_where_they_are():
    assert read_text("指标\t2020年\t2025年\n".encode(), name="表.txt").text == "指标\t2020年\t2025年\n"


def test_litter_of_conversion_is_removed_on_its_line():
    text = "[bookmark: _Toc1713][bookmark: _Toc9303]一、总体要求\n二、[bookmark: _Toc1]重点任务"
    assert read_text(text.encode(), name="规划.txt").text == "一、总体要求\n二、重点任务"


def test_a_form_feed_begins_a_page_and_adds_no_line():
    document = read_text("第一页\n\f第二页\n\f第三页".encode(), name="规划.txt")
    assert document.text == "第一页\n第二页\n第三页"
    assert [document.page_at(paragraph.start) for paragraph in document.paragraphs] == [1, 2, 3]


def test_a_damaged_character_is_reported_and_its_place_is_unsure():
    damaged = "高新技术企业达到44家，技术合同成交额2.6亿元。\n".encode() * 3
    document = read_text(damaged.replace("家".encode(), b"\xe5\xae", 1), name="规划.txt")
    assert [problem.code for problem in document.problems] == ["damaged-characters"]
    assert [document.text[place.start : place.end] for place in document.unsure] == ["\ufffd"]


def test_zero_bytes_are_left_out_and_reported():
    document = read_text("研发投入\0强度2.3%\n".encode(), name="规划.txt")
    assert document.text == "研发投入强度2.3%\n"
    assert [problem.details["count"] for problem in document.problems] == ["1"]


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(Unreadable, match="not-text"):
        read_text(bytes(range(32)) * 50, name="规划.txt")


def test_a_file_of_blank_lines_has_no_text():
    with pytest.raises(Unreadable, match="no-text"):
        read_text(b"\r\n \t\r\n", name="规划.txt")


def test_headings_of_markdown_have_their_level_and_their_words():
    document = read_text(
        "# 山川县规划\n\n## 一、目标 ##\n- 新增企业**20家**\n> 注：引自统计\n---\n".encode(), name="规划.md"
    )
    assert [(paragraph.level, line) for paragraph, line in zip(document.paragraphs, lines(document), strict=True)] == [
        (1, "山川县规划"),
        (2, "一、目标"),
        (None, "新增企业20家"),
        (None, "注：引自统计"),
    ]


def test_underlined_headings_have_a_level():
    document = read_text("山川县规划\n======\n\n发展目标\n------\n正文。\n".encode(), name="规划.md")
    assert [paragraph.level for paragraph in document.paragraphs] == [1, 2, None]


def test_a_pipe_table_is_a_table_whose_cells_lie_in_the_text():
    text = "表1\n| 指标 | 2025年 |\n|:---|---:|\n| 研发投入强度（%） | 2.3 |\n| 企业（家） |  |\n\n正文。"
    document = read_text(text.encode(), name="规划.md")
    (table,) = document.tables
    assert [[cell.text for cell in row] for row in table.grid] == [
        ["指标", "2025年"],
        ["研发投入强度（%）", "2.3"],
        ["企业（家）", ""],
    ]
    assert all(document.text[cell.start : cell.end] == cell.text for cell in table.cells)
    assert lines(document) == ["表1", "正文。"]


def test_a_line_with_bars_alone_is_no_table():
    assert read_text("甲|乙\n丙|丁\n".encode(), name="规划.md").tables == ()


def test_stars_that_are_no_emphasis_stay():
    assert read_text("10.5* 与 12* 均为初步数\n".encode(), name="规划.md").text == "10.5* 与 12* 均为初步数\n"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_document_or_a_clear_refusal(data):
    try:
        document = read_text(data, name="规划.md")
    except Unreadable:
        return
    assert all(document.text[cell.start : cell.end] == cell.text for table in document.tables for cell in table.cells)
    assert all(document.text[part.start : part.end].strip() for part in document.paragraphs)


@given(st.text(alphabet="#|-=*_`[]()! :\\\n\t甲乙1.>", max_size=120))
def test_any_marks_of_markdown_keep_every_line_and_every_span(text):
    try:
        document = read_text(text.encode(), name="规划.md")
    except Unreadable:
        return
    assert document.text.count("\n") == text.count("\n")
    assert all(document.text[cell.start : cell.end] == cell.text for table in document.tables for cell in table.cells)
