"""Indicator tables in the layouts that plans of the nation, provinces, cities and counties use: names, units, categories, captions."""

import pytest

from kechuang.domain.plans.plan import Binding
from tests.domain.plans.made_tables import (
    TITLE,
    indicators,
    indicators_and_problems,
    page,
    row,
    rows,
    short,
)

PLAIN = [
    ["序号", "指标", "单位", "2020年", "2025年", "属性"],
    ["1", "研发经费投入强度", "%", "0.67", "1.05", "预期性"],
    ["2", "高新技术企业数", "家", "44", "60", "约束性"],
]


READ = [
    ("研发经费投入强度", "%", (2020, 0.67), (2025, 1.05)),
    ("高新技术企业数", "家", (2020, 44.0), (2025, 60.0)),
]


def test_the_plain_table_with_number_unit_two_years_and_nature():
    found = indicators(page(TITLE, PLAIN))
    assert [row(one) for one in found] == READ
    assert [one.binding for one in found] == [Binding.ANTICIPATORY, Binding.OBLIGATORY]
    assert [(one.table, one.row, one.category, one.flags) for one in found] == [
        ("表1", 1, None, ()),
        ("表1", 2, None, ()),
    ]
    assert found[0].source.text == "1\t研发经费投入强度\t%\t0.67\t1.05\t预期性"
    assert found[0].target.source.text == "1.05"


def test_the_unit_stands_in_the_name_in_a_bracket():
    table = [
        ["指标", "2020年", "2025年"],
        ["研发经费投入强度（%）", "0.67", "1.05"],
        ["高新技术企业数(家)", "44", "60"],
    ]
    assert rows(page(TITLE, table)) == READ


def test_the_unit_stands_in_the_cells():
    table = [
        ["指标名称", "2020年现状值", "2025年目标值"],
        ["研发经费投入强度", "0.67%", "1.05%"],
        ["高新技术企业数", "44家", "60家"],
    ]
    assert rows(page(TITLE, table)) == READ


def test_the_unit_of_the_whole_table_stands_in_a_line_above():
    table = [["指标名称", "2020年", "2025年"], ["研发经费", "120", "300"], ["技术合同成交额", "20", "55"]]
    assert rows(page(TITLE, "单位：亿元", table)) == [
        ("研发经费", "亿元", (2020, 120.0), (2025, 300.0)),
        ("技术合同成交额", "亿元", (2020, 20.0), (2025, 55.0)),
    ]


def test_no_unit_is_invented_and_a_bracket_that_is_no_unit_stays():
    table = [
        ["指标", "2025年目标", "属性"],
        ["举办科普活动数量（含线上）", "≥200", "预期性"],
        ["省级实验室", "3", "预期性"],
    ]
    assert rows(page(TITLE, table)) == [
        ("举办科普活动数量（含线上）", None, None, (2025, 200.0, ">=")),
        ("省级实验室", None, None, (2025, 3.0)),
    ]


def test_a_category_merged_down_goes_with_every_row_it_covers():
    table = [
        ["类别", "指标", "2020年", "2025年", "属性"],
        ["创新投入", "研发经费（亿元）", "12", "20", "预期性"],
        ["^", "基础研究占比（%）", "3", ">5", "^"],
        ["创新产出", "发明专利（件）", "100", "200", "约束性"],
    ]
    found = indicators(page(TITLE, table))
    assert [one.category for one in found] == ["创新投入", "创新投入", "创新产出"]
    assert [one.binding for one in found] == [Binding.ANTICIPATORY, Binding.ANTICIPATORY, Binding.OBLIGATORY]
    assert short(found[1].target) == (2025, 5.0, ">")


def test_one_head_over_category_and_name():
    table = [
        ["指标", "<", "2025年", "属性"],
        ["创新投入", "研发经费（亿元）", "20", "预期性"],
        ["^", "基础研究占比（%）", "5", "预期性"],
    ]
    found = indicators(page(TITLE, table))
    assert [(one.category, one.name) for one in found] == [("创新投入", "研发经费"), ("创新投入", "基础研究占比")]


def test_a_name_with_parts_is_told_with_its_parts():
    table = [
        ["指标", "<", "2020年", "2025年"],
        ["研发经费（亿元）", "<", "12", "20"],
        ["每千人口医护人员（人）", "医师", "3.1", "3.7"],
        ["^", "护士", "4.3", "5.1"],
        ["人均寿命（岁）", "<", "79", "80"],
    ]
    assert [(one.name, one.unit) for one in indicators(page(TITLE, table))] == [
        ("研发经费", "亿元"),
        ("每千人口医护人员：医师", "人"),
        ("每千人口医护人员：护士", "人"),
        ("人均寿命", "岁"),
    ]


def test_a_head_of_two_rows_with_a_group_of_years():
    table = [
        ["序号", "指标名称", "单位", "指标值", "<", "属性"],
        ["^", "^", "^", "2020年", "2025年", "^"],
        ["1", "研发经费投入强度", "%", "0.67", "1.05", "预期性"],
        ["2", "高新技术企业数", "家", "44", "60", "预期性"],
    ]
    assert rows(page(TITLE, table)) == READ


def test_group_rows_are_categories_and_may_carry_unit_and_nature():
    table = [
        ["指标", "2020年", "2025年"],
        ["一、约束性指标", "<", "<"],
        ["研发经费投入强度（%）", "0.67", "1.05"],
        ["二、预期性指标（家）", "<", "<"],
        ["高新技术企业数", "44", "60"],
        ["科技型中小企业", "90", "150"],
    ]
    found = indicators(page(TITLE, table))
    assert [(one.category, one.unit, one.binding) for one in found] == [
        ("一、约束性指标", "%", Binding.OBLIGATORY),
        ("二、预期性指标", "家", Binding.ANTICIPATORY),
        ("二、预期性指标", "家", Binding.ANTICIPATORY),
    ]


def test_the_nature_may_stand_in_the_caption_only():
    found = indicators(
        page("表2 “十四五”科技创新预期性指标", [["指标", "2020年", "2025年"], ["发明专利（件）", "1", "2"]])
    )
    assert (found[0].binding, found[0].flags) == (Binding.ANTICIPATORY, ("nature_from_table_title",))


def test_a_nature_that_is_neither_is_kept_as_a_flag():
    table = [["指标", "2025年", "指标属性"], ["发明专利（件）", "2", "引导性"], ["商标（件）", "3", "预期性"]]
    found = indicators(page(TITLE, table))
    assert [(one.binding, one.flags) for one in found] == [(None, ("nature:引导性",)), (Binding.ANTICIPATORY, ())]


def test_parts_of_a_whole_and_skipped_numbers_are_flagged():
    table = [
        ["序号", "指标", "2020年", "2025年"],
        ["1", "创新平台（个）", "10", "20"],
        ["", "其中：国家级（个）", "1", "2"],
        ["3", "高企（家）", "4", "8"],
    ]
    found = indicators(page(TITLE, table))
    assert [(one.name, one.flags) for one in found] == [
        ("创新平台", ()),
        ("国家级", ("of_which",)),
        ("高企", ("row_number_skips",)),
    ]


def test_row_numbers_in_front_of_names_are_no_part_of_them():
    table = [
        ["指标", "2020年", "2025年"],
        ["1.高企（家）", "4", "8"],
        ["2. 3岁以下入托率（%）", "40", "45"],
        ["（3）5G基站（个）", "1", "2"],
    ]
    assert [one.name for one in indicators(page(TITLE, table))] == ["高企", "3岁以下入托率", "5G基站"]


def test_a_repeated_head_and_a_table_cut_by_a_page():
    first, second = PLAIN[:2], [PLAIN[0], *PLAIN[2:]]
    assert rows(page(TITLE, first, "- 12 -", second)) == READ
    assert rows(page(TITLE, first, "续表1", second)) == READ
    assert rows(page(TITLE, first, PLAIN[2:])) == READ


def test_the_caption_may_be_the_first_row_and_the_note_the_last():
    width = len(PLAIN[0]) - 1
    table = [["专栏2 主要指标", *"<" * width], *PLAIN, ["注：数据为快报数。", *"<" * width]]
    found = indicators(page("到2025年，主要目标如下。", table))
    assert [row(one) for one in found] == READ
    assert {one.table for one in found} == {"专栏2"}


def test_the_caption_may_stand_below():
    assert {one.table for one in indicators(page("一段话。", PLAIN, "表3 主要指标"))} == {"表3"}


def test_a_caption_without_a_number_is_the_name_of_the_table():
    assert {one.table for one in indicators(page("“十四五”科技创新主要指标", PLAIN))} == {"“十四五”科技创新主要指标"}


def test_a_column_of_responsible_organisations_is_no_value():
    table = [[*PLAIN[0], "责任单位"], [*PLAIN[1], "县科技局"], [*PLAIN[2], "县科技局、县经信局"]]
    assert rows(page(TITLE, table)) == READ


def test_a_row_with_figures_and_no_name_is_reported():
    table = [["指标", "2020年", "2025年", "属性"], ["", "4", "5", "预期性"], ["专利（件）", "1", "2", "预期性"]]
    found, problems = indicators_and_problems(page(TITLE, table))
    assert ([one.name for one in found], [one.code for one in problems]) == (["专利"], ["indicator-row-without-name"])


def test_tables_that_are_no_indicator_tables_give_nothing():
    matrix = [
        ["省份", "增长目标", "研发强度", "特色指标"],
        ["甲省", "年均增长5%左右", "—", "海洋产值2万亿元"],
        ["乙省", "5%", "3.5%以上", "收入倍差缩小"],
    ]
    form = [["监测指标", "单位", "结果", "检验人"], ["氨氮", "mg/L", "", ""], ["总磷", "mg/L", "", ""]]
    tasks = [
        ["任务", "牵头单位", "完成时限"],
        ["编制方案", "县科技局", "2022年3月底前"],
        ["建设平台", "县科技局", "2022年5月"],
    ]
    contacts = [["姓名", "电话"], ["某甲", "12345"], ["某乙", "23456"]]
    history = [["指标", "2016年", "2017年", "2018年", "2019年", "2020年"], ["高企（家）", "1", "2", "3", "4", "5"]]
    assert (
        rows(
            page(
                "省级规划对比",
                matrix,
                "附件 监测表",
                form,
                "任务分工",
                tasks,
                "联系人",
                contacts,
                "表9 历年情况",
                history,
            )
        )
        == []
    )


def test_the_number_of_the_table_may_stand_alone_above_its_caption():
    assert {one.table for one in indicators(page("表1", "主要发展指标", PLAIN))} == {"表1"}


def test_a_sentence_above_the_table_is_no_caption():
    assert {one.table for one in indicators(page("到2025年，主要指标如下", PLAIN))} == {None}


def test_a_numbered_heading_over_the_whole_row_is_no_indicator():
    table = [
        ["序号", "指标名称", "单位", "2025年", "2030年"],
        ["一", "创新投入", "<", "<", "<"],
        ["1", "研发投入强度", "%", "2.7", "3.2"],
        ["二", "创新主体", "<", "<", "<"],
        ["2", "高新技术企业", "家", "268", "500"],
    ]
    found = indicators(page("“十五五”主要指标", table))
    assert [(one.category, one.name) for one in found] == [("创新投入", "研发投入强度"), ("创新主体", "高新技术企业")]


def test_two_halves_side_by_side_are_read_one_after_the_other():
    table = [
        ["指标", "2025年", "2030年", "指标", "2025年", "2030年"],
        ["高新技术企业（家）", "35", "80", "发明专利（件）", "320", "500"],
        ["研发经费（亿元）", "12.5", "20", "", "", ""],
    ]
    found = indicators(page("表1 某县“十五五”科技创新主要指标", table))
    assert [(one.row, *row(one)) for one in found] == [
        (1, "高新技术企业", "家", (2025, 35.0), (2030, 80.0)),
        (2, "研发经费", "亿元", (2025, 12.5), (2030, 20.0)),
        (3, "发明专利", "件", (2025, 320.0), (2030, 500.0)),
    ]
    assert [one.source.text for one in found] == [
        "高新技术企业（家）\t35\t80",
        "研发经费（亿元）\t12.5\t20",
        "发明专利（件）\t320\t500",
    ]


@pytest.mark.parametrize(
    "head", ["指标＼年份", "指标/年份", "年份 指标名称", "指标名 年度", "主要指标及单位", "考核内容", "发展目标"]
)
def test_the_corner_of_the_table_names_the_indicators_and_perhaps_the_years_beside(head):
    table = [
        [head, "二〇二〇年", "2025年"],
        ["研发经费投入强度（%）", "0.67", "1.05"],
        ["高新技术企业数（家）", "44", "60"],
    ]
    assert rows(page(TITLE, table)) == READ


def test_a_nature_may_have_a_remark_behind_it():
    table = [["指标", "2025年", "属性"], ["发明专利（件）", "2", "预期性（省级）"], ["商标（件）", "3", "约束型"]]
    assert [one.binding for one in indicators(page(TITLE, table))] == [Binding.ANTICIPATORY, Binding.OBLIGATORY]


def test_a_table_of_indicators_that_nobody_can_read_is_told():
    unclear = [
        ["指标名称", "单位", "25年", "30年"],
        ["高新技术企业", "家", "44", "60"],
        ["研发经费", "亿元", "0.67", "1.05"],
    ]
    scores = [["序号", "事项", "分值"], ["1", "高新技术企业", "60"], ["2", "研发经费", "40"]]
    assert [one.code for one in indicators_and_problems(page(TITLE, unclear))[1]] == ["indicator-table-unread"]
    assert indicators_and_problems(page("表2 考核指标", scores)) == ((), ())
