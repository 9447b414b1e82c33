"""Boxes 专栏: their titles, their ends, and those whose title was lost."""

import pytest

from kechuang.domain.plans.structure.reading_boxes import read_boxes
from kechuang.readers.assembly import Assembly, GridCell
from tests.domain.plans.structure_lines import WORDS, boxes, described, document, headings

BODY = "围绕产业需求，支持企业、高校联合攻关，形成一批成果。"


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("专栏1 平台建设", "1", "平台建设"),
        ("专栏 2：人才培养", "2", "人才培养"),
        ("【专栏3】 成果转化", "3", "成果转化"),
        ("专栏一：科技普及", "一", "科技普及"),
        ("\t专栏4  企业培育", "4", "企业培育"),
        ("专栏 5-1 园区", "5-1", "园区"),
        ("**专栏6 合作**", "6", "合作"),
    ],
)
def test_a_box_is_known_by_its_title_line(line, number, title):
    assert boxes("一、任务", BODY, line, "到2025年建成10家。", "二、保障", BODY) == [(number, title, 3, 4)]


@pytest.mark.parametrize("line", ["如专栏1所示，平台不断增加。", "专栏作家来访。", "专栏（续）", "专栏1（续）"])
def test_a_mention_of_a_box_or_its_continuation_opens_none(line):
    assert boxes("一、任务", BODY, line, BODY) == []


def test_a_title_on_the_next_line_belongs_to_the_box():
    assert boxes("一、任务", "专栏1", "平台建设重点", "到2025年建成10家。") == [("1", "平台建设重点", 2, 4)]


def test_a_box_with_numbered_items_ends_with_the_last_item():
    lines = ("一、任务", BODY, "专栏1 重点", "1.平台。新建平台。", "2.人才。引进人才。", "推动产业创新。加强装备研发。")
    assert boxes(*lines) == [("1", "重点", 3, 5)]


def test_lines_that_lead_on_belong_to_the_box():
    lines = ("一、任务", "专栏1 重点", "建设目标：建成高地。", "重点任务：", "1.平台。新建平台。", BODY)
    assert boxes(*lines) == [("1", "重点", 2, 5)]


def test_a_box_of_labels_ends_with_the_last_label():
    lines = ("（一）智慧", "专栏1 智慧城市", "智慧教育：建设平台。", "智慧医疗：互联互通。", BODY, "（二）乡村", BODY)
    assert boxes(*lines) == [("1", "智慧城市", 2, 4)]


def test_a_box_of_plain_text_ends_with_its_first_paragraph_also_over_a_broken_line():
    assert boxes("一、任务", "专栏1 布局", "以园区为依托，打造", "产业集群。", BODY) == [("1", "布局", 2, 4)]


def test_a_box_in_a_frame_ends_with_the_frame():
    assembly = Assembly()
    assembly.paragraph("一、任务")
    assembly.paragraph(BODY * 5)
    for line in ("专栏1 重点", BODY, "1.平台。", BODY, BODY):
        assembly.paragraph(line, frame=1)
    assembly.paragraph(BODY)
    read = assembly.document(name="规划.docx", format="docx", data=b"")
    found, problems = read_boxes(read, WORDS, headings(read))
    assert ([described(read, box) for box in found], problems) == ([("1", "重点", 3, 7)], ())


def test_a_box_may_be_a_table_with_its_title_in_the_first_row():
    assembly = Assembly()
    assembly.paragraph("一、目标")
    cells = [GridCell(0, 0, "专栏1 主要指标", column_span=2), GridCell(1, 0, "指标"), GridCell(1, 1, "2025年")]
    assembly.table(cells)
    assembly.paragraph(BODY)
    read = assembly.document(name="规划.docx", format="docx", data=b"")
    found, _ = read_boxes(read, WORDS, headings(read))
    assert [described(read, box) for box in found] == [("1", "主要指标", 2, 3)]


def test_a_box_with_a_table_below_its_title_holds_the_table_and_its_notes():
    assembly = Assembly()
    assembly.paragraph("专栏1 主要指标")
    assembly.table([GridCell(0, 0, "指标"), GridCell(0, 1, "2025年")])
    assembly.paragraph("注：1.〔〕内为累计数。")
    assembly.paragraph("2.按现价计算，以公报为准。")
    assembly.paragraph(BODY)
    read = assembly.document(name="规划.docx", format="docx", data=b"")
    found, _ = read_boxes(read, WORDS, headings(read))
    assert [described(read, box) for box in found] == [("1", "主要指标", 1, 4)]


def test_a_box_whose_title_was_lost_is_reported():
    lines = (
        "（一）平台",
        "1.实验室。优化布局。",
        "专栏6 实验室",
        "到2025年建成5家。",
        "2.研发机构。新建机构。",
        "1.建设实验室。到2025年建成5家。",
        "2.建设机构。到2025年建成8家。",
        "3.建设平台。到2025年建成3家。",
        "3.创新体系。组建联合体。",
        "专栏8 转化",
        "到2025年交易额达到1亿元。",
    )
    read = document(*lines)
    found, problems = read_boxes(read, WORDS, headings(read))
    assert [described(read, box) for box in found] == [("6", "实验室", 3, 4), (None, "", 6, 8), ("8", "转化", 10, 11)]
    assert [(problem.code, problem.details["number"]) for problem in problems] == [("box-heading-lost", "7")]


def test_numbers_that_skip_without_a_trace_invent_no_box():
    read = document("一、任务", "专栏1 甲", BODY, "专栏3 乙", BODY)
    found, problems = read_boxes(read, WORDS, headings(read))
    assert ([box.number for box in found], problems) == (["1", "3"], ())


def test_a_list_of_boxes_is_no_box():
    assert boxes("一、行动", "专栏2 甲行动", "专栏3 乙行动", "专栏4 丙行动", "二、保障", BODY) == []


def test_a_title_repeated_over_the_page_is_one_box():
    assert boxes("一、任务", "专栏1 重点", BODY, "专栏1 重点", BODY) == [("1", "重点", 2, 5)]


def test_a_frame_without_a_title_where_a_number_is_skipped_is_a_lost_box():
    assembly = Assembly()
    assembly.paragraph("一、任务")
    for line, frame in (("专栏1 甲", 1), (BODY, 1), (BODY * 9, None), (BODY, 2), (BODY, 2), ("专栏3 丙", 3), (BODY, 3)):
        assembly.paragraph(line, frame=frame)
    read = assembly.document(name="规划.docx", format="docx", data=b"")
    found, problems = read_boxes(read, WORDS, headings(read))
    assert [described(read, box) for box in found] == [("1", "甲", 2, 3), (None, "", 5, 6), ("3", "丙", 7, 8)]
    assert [problem.source.line for problem in problems if problem.source] == [5]


def test_a_box_with_nothing_under_it_ends_with_its_title():
    assert boxes("一、任务", "专栏1 重点", "二、保障", BODY) == [("1", "重点", 2, 2)]


def test_text_below_the_table_of_a_box_is_not_the_boxs():
    assembly = Assembly()
    assembly.paragraph("专栏1 主要指标")
    assembly.table([GridCell(0, 0, "指标"), GridCell(0, 1, "2025年")])
    assembly.paragraph(BODY)
    read = assembly.document(name="规划.docx", format="docx", data=b"")
    found, _ = read_boxes(read, WORDS, headings(read))
    assert [described(read, box) for box in found] == [("1", "主要指标", 1, 2)]


def test_an_item_that_is_a_name_has_its_text_below_it():
    lines = ("一、任务", "专栏1 工程", "1.平台工程", BODY, "2.人才工程", BODY, "推动产业创新，加强装备研发。")
    assert boxes(*lines) == [("1", "工程", 2, 6)]


def test_titles_run_together_with_their_text_are_found_in_the_middle_of_a_line():
    line = (
        "开展监测。" * 50
        + "专栏7　加强环境调查加大力度，推进调查。"
        + "做好调查。" * 9
        + "专栏8　保护工程（一）治理。完成治理。"
    )
    assert [(number, title) for number, title, _, _ in boxes("第一章 任务", line)] == [
        ("7", "加强环境调查加大力度"),
        ("8", "保护工程"),
    ]


def test_bold_words_and_the_head_of_a_table_do_not_belong_to_the_title():
    assert [
        title for _, title, _, _ in boxes("专栏1：“十二五”主要指标序号指　标2010年2015年1排放总量2551.7", BODY)
    ] == ["“十二五”主要指标"]


def test_a_box_of_short_names_with_their_text_ends_with_the_last():
    lines = (
        "一、任务",
        BODY,
        "专栏1 重点",
        "企业倍增。到2025年培育50家。",
        "机构覆盖。覆盖率达到35%。",
        "二、保障",
        BODY,
    )
    assert boxes(*lines) == [("1", "重点", 3, 5)]
