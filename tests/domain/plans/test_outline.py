"""The outline of a plan."""

import time

import pytest

from kechuang.readers.text import read_text
from tests.domain.plans.structure_lines import document, headings, outline


def test_levels_are_the_depth_in_the_documents_own_nesting():
    assert outline(
        "临江市“十四五”科技创新规划",
        "第一章 规划背景",
        "第一节 发展基础",
        "一、创新平台",
        "平台不断增加。",
        "二、创新主体",
        "主体不断壮大。",
        "第二节 发展形势",
        "形势复杂。",
        "第二章 总体要求",
        "要求明确。",
    ) == [
        (0, None, "临江市“十四五”科技创新规划"),
        (1, "第一章", "规划背景"),
        (2, "第一节", "发展基础"),
        (3, "一、", "创新平台"),
        (3, "二、", "创新主体"),
        (2, "第二节", "发展形势"),
        (1, "第二章", "总体要求"),
    ]


def test_lines_parted_by_semicolons_are_items_of_a_list_also_the_last_one():
    assert outline("一、平台建设", "① 新建工程中心；", "② 引进科技服务机构。", "二、组织实施", "加强领导。") == [
        (1, "一、", "平台建设"),
        (1, "二、", "组织实施"),
    ]


def test_chapters_that_count_on_across_parts_stay_on_their_level():
    assert outline("第一篇 环境", "第一章 基础", "正文。", "第二篇 任务", "第二章 平台", "正文。") == [
        (1, "第一篇", "环境"),
        (2, "第一章", "基础"),
        (1, "第二篇", "任务"),
        (2, "第二章", "平台"),
    ]


def test_a_heading_run_in_with_its_text_ends_at_the_full_stop():
    assert outline(
        "（一）主要问题", "1.平台不多。全市仅有两家，层次不高。", "2.投入不足。企业投入少，财政投入也少。"
    ) == [
        (1, "（一）", "主要问题"),
        (2, "1.", "平台不多"),
        (2, "2.", "投入不足"),
    ]


def test_the_contents_page_is_not_the_body():
    contents = ("临江市“十四五”科技规划目录", "一、基础.....2", "（一）成效.....2", "二、任务.....9")
    body = ("一、基础", "（一）成效", "成效明显。", "二、任务", "任务明确。")
    assert [title for _, _, title in outline(*contents, *body)] == ["临江市“十四五”科技规划", "基础", "成效", "任务"]


def test_a_contents_page_without_page_numbers_ends_where_the_body_repeats_it():
    entries = ("第一章　环境", "第二章　任务")
    assert outline("目录", *entries, "第一章　环境", "正文。", "第二章　任务", "正文。") == [
        (1, "第一章", "环境"),
        (1, "第二章", "任务"),
    ]


def test_items_of_a_list_are_no_headings():
    assert outline(
        "一、推进平台建设",
        "主要抓好以下工作：",
        "1.围绕农业、工业、服务业开展攻关，设立专项，组织力量集中突破，形成一批成果。",
        "2.围绕产业链布局创新链，支持企业牵头，联合高校，组建创新联合体。",
        "二、壮大创新主体",
        "一是培育企业。二是引进机构。",
    ) == [(1, "一、", "推进平台建设"), (1, "二、", "壮大创新主体")]


def test_bare_lines_one_after_the_other_are_a_list():
    assert outline("一、附件清单", "1.申报书", "2.承诺书", "3.预算表", "二、联系方式", "电话见网站。") == [
        (1, "一、", "附件清单"),
        (1, "二、", "联系方式"),
    ]


def test_items_of_a_box_are_no_headings_and_the_numbers_outside_go_on():
    assert outline(
        "（一）民生科技",
        "1.健康。发展医疗技术。",
        "2.环境。发展环保技术。",
        "专栏1 民生科技重点",
        "1.开展疾病研究。组织攻关。",
        "2.开展生态研究。组织攻关。",
        "3.开展安全研究。组织攻关。",
        "3.治理。加强公共安全。",
        "（二）人才",
        "引育并举。",
    ) == [
        (1, "（一）", "民生科技"),
        (2, "1.", "健康"),
        (2, "2.", "环境"),
        (2, "3.", "治理"),
        (1, "（二）", "人才"),
    ]


def test_a_heading_by_itself_after_a_box_is_told_from_its_labelled_items():
    assert outline(
        "（一）实验室",
        "1.争创",
        "围绕优势布局。",
        "2.重组",
        "优化结构。",
        "专栏1 实验室重点",
        "1.生物医药：聚焦新药。",
        "2.先进材料：聚焦稀土。",
        "3.建设技术中心",
        "到2025年建成50家。",
    )[-1] == (2, "3.", "建设技术中心")


def test_headings_that_were_run_together_on_one_line_are_cut_apart():
    line = (
        "为加快建设创新型城市，制定本方案。"
        + "充实内容。" * 30
        + "一、总体要求（一）指导思想。坚持新发展理念。（二）基本原则。坚持创新。二、主要任务（一）建设平台。新建平台。"
    )
    assert [title for _, _, title in outline(line)] == ["总体要求", "指导思想", "基本原则", "主要任务", "建设平台"]


def test_unnumbered_headings_are_known_by_their_words_or_by_the_carrier():
    assert outline("前 言", "为推动发展，制定本规划。", "一、背景", "正文。") == [
        (1, None, "前 言"),
        (1, "一、", "背景"),
    ]
    assert outline("#创新发展规划（2021—2025年）", "##发展基础", "正文。", "###成效", "正文。", "##目标", "正文。") == [
        (0, None, "创新发展规划（2021—2025年）"),
        (1, None, "发展基础"),
        (2, None, "成效"),
        (1, None, "目标"),
    ]


def test_a_number_that_was_lost_does_not_lose_the_headings_after_it():
    assert outline("一、基础", "正文。", "三、任务", "（一）平台", "正文。", "（三）人才", "正文。") == [
        (1, "一、", "基础"),
        (1, "三、", "任务"),
        (2, "（一）", "平台"),
        (2, "（三）", "人才"),
    ]


def test_forms_to_fill_in_have_no_headings():
    assert outline("一、户数        户，人口      人", "二、用水：①井水  ②河水  ③其他") == []


def test_radicals_of_a_damaged_text_layer_become_ordinary_characters_and_the_source_stays():
    (heading,) = headings(document("⼀、总体⽬标", "正文。"))
    assert (heading.number, heading.title, heading.source.text) == ("一、", "总体目标", "⼀、总体⽬标")


def test_every_source_stands_where_it_says(real_plans):
    for path in sorted(real_plans.glob("*.txt")):
        read = read_text(path.read_bytes(), name=path.name)
        for heading in headings(read):
            source = heading.source
            assert read.text[source.start : source.end] == source.text
            assert read.line_at(source.start) == source.line


@pytest.mark.parametrize(
    "lines", [[], ["　"], ["。" * 50_000], ["1." * 5000], ["（一）" * 3000], ["目录", *["一、"] * 2000]]
)
def test_odd_documents_are_read_without_complaint(lines):
    assert isinstance(headings(document(*lines)), tuple)


def test_the_time_grows_with_the_length():
    chapter = [
        "（一）平台",
        "1.建设平台。新建平台。",
        "2.建设中心。新建中心。",
        "专栏1 重点",
        "1.一个。说明。",
        "正文" * 40,
    ]
    began = time.process_time()
    headings(document(*chapter * 40))
    once = time.process_time() - began
    began = time.process_time()
    headings(document(*chapter * 800))
    assert time.process_time() - began < 60 * max(once, 0.005)


def test_numbers_that_fit_no_sequence_are_no_headings():
    assert outline("一、平台", "正文。", "7.附注。见附表，略。", "1.甲项。说明甲。", "9.乙项。说明乙。") == [
        (1, "一、", "平台")
    ]


def test_a_list_of_facts_is_no_outline():
    assert outline("一、基础", "1.新增企业39家。同比增长。", "2.交易额2.6亿元。同比增长。") == [(1, "一、", "基础")]


def test_a_contents_title_above_ordinary_text_hides_nothing():
    assert outline("目录", "本规划的目录另行印发。", "一、平台", "正文。") == [(1, "一、", "平台")]


def test_a_heading_ends_at_a_wide_gap_or_at_its_label():
    gap = "一、形势　  " + "党中央高度重视，作为重要手段，推进建设，取得进展" * 5
    assert outline(gap) == [(1, "一、", "形势")]
    assert outline("（一）总体目标：到2025年，创新能力显著提升，建成创新型城市", "（二）具体目标：平台达到5家。") == [
        (1, "（一）", "总体目标"),
        (1, "（二）", "具体目标"),
    ]
    assert outline("（一）指导思想　  坚持新发展理念，推动高质量发展，服务和融入新格局。") == [
        (1, "（一）", "指导思想")
    ]


def test_declared_levels_and_numbers_work_together():
    assert outline("#一、平台", "##实验室", "正文。", "##中心", "正文。", "#二、人才", "（一）引进", "正文。") == [
        (1, "一、", "平台"),
        (2, None, "实验室"),
        (2, None, "中心"),
        (1, "二、", "人才"),
        (2, "（一）", "引进"),
    ]


def test_bold_marks_are_no_part_of_a_title():
    assert outline("**一、平台**", "正文。", "**二、人才：**", "正文。") == [(1, "一、", "平台"), (1, "二、", "人才")]


def test_a_box_ends_where_a_chapter_begins_or_the_outer_numbers_go_on_with_a_gap():
    assert outline(
        "第一章 任务",
        "（一）平台",
        "正文。",
        "专栏1 重点",
        "建设平台。",
        "（三）人才",
        "正文。",
        "第二章 保障",
        "正文。",
    ) == [
        (1, "第一章", "任务"),
        (2, "（一）", "平台"),
        (2, "（三）", "人才"),
        (1, "第二章", "保障"),
    ]


def test_a_heading_that_begins_a_new_count_after_a_boxs_text_is_no_item_of_it():
    lines = ("（一）平台", "专栏1 重点", "建设平台，形成体系。", "优化布局，加强保障。", "1.引进人才", "做实专项资金。")
    assert outline(*lines) == [(1, "（一）", "平台"), (2, "1.", "引进人才")]


def test_a_line_with_a_mark_explains_the_word_that_bears_it():
    text = ("一、发展基础", "从事研发的人员①达到207人。", "① 指规模以上工业企业的人员", "二、总体要求", "要求明确。")
    assert outline(*text) == [(1, "一、", "发展基础"), (1, "二、", "总体要求")]


def test_a_section_may_be_named_by_a_year_right_after_its_number():
    text = ("第一章 总体要求", "第一节2035年远景目标", "展望未来。", "第二节“十四五”目标", "目标明确。")
    assert outline(*text)[1:] == [(2, "第一节", "2035年远景目标"), (2, "第二节", "“十四五”目标")]


def test_a_short_item_that_states_a_number_is_no_heading():
    text = ("一、发展目标", "具体目标：", "1.投入占比达到2.5%。", "2.专利拥有量12件。", "二、重点任务", "任务明确。")
    assert outline(*text) == [(1, "一、", "发展目标"), (1, "二、", "重点任务")]
