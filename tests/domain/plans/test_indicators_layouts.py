"""Indicator tables in the layouts that plans of the nation, provinces, cities and counties use."""

from dataclasses import replace

from kechuang.domain.document import Note
from kechuang.domain.plans.plan import Binding
from tests.domain.plans.made_tables import (
    NOBODY,
    indicators,
    indicators_and_problems,
    page,
    row,
    rows,
    short,
)

TITLE = "表1 某县“十四五”科技创新主要指标"
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


def test_the_third_column_is_growth_or_a_sum_by_its_brackets():
    table = [
        ["指标", "2020年", "2025年", "年均增长〔累计〕", "属性"],
        ["研发经费（亿元）", "10", "—", ">7%", "预期性"],
        ["新增绿地（亩）", "—", "—", "〔150〕", "预期性"],
        ["收入增长（%）", "5", "—", "与经济增长同步", "预期性"],
    ]
    changes = [one.change for one in indicators(page(TITLE, table))]
    assert [(float(one.value) if one.value else None, one.kind, one.bound.value, one.text) for one in changes] == [
        (7.0, "annual_growth", ">", ">7%"),
        (150.0, "cumulative", "=", "〔150〕"),
        (None, "annual_growth", "=", "与经济增长同步"),
    ]


def test_a_target_that_says_how_far_to_go_is_a_change_and_no_level():
    table = [
        ["指标", "单位", "2025年（预计）", "2030年", "属性"],
        ["技术合同成交额", "亿元", "12.5", "年均增长8%以上", "预期性"],
        ["能耗强度", "吨标准煤/万元", "0.52", "较2025年下降13.5%", "约束性"],
        ["高新技术产业增加值", "亿元", "30", "增长50%", "预期性"],
        ["研发经费投入强度", "%", "1.85", "提高0.5个百分点", "预期性"],
        ["高新技术企业", "家", "35", "新增20家", "预期性"],
    ]
    found, problems = indicators_and_problems(page("表1 某县“十六五”科技创新主要指标", table))
    assert [
        (one.unit, one.target.year, one.target.value, float(one.change.value), one.change.kind, one.change.bound.value)
        for one in found
    ] == [
        ("亿元", 2030, None, 8.0, "annual_growth", ">="),
        ("吨标准煤/万元", 2030, None, 13.5, "change", "="),
        ("亿元", 2030, None, 50.0, "change", "="),
        ("%", 2030, None, 0.5, "change", "="),
        ("家", 2030, None, 20.0, "cumulative", "="),
    ]
    assert [one.target.text for one in found] == [one.change.text for one in found] == [line[3] for line in table[1:]]
    assert {one.flags for one in found} == {("target_is_a_change",)}
    assert problems == ()


def test_an_indicator_that_measures_a_change_has_it_as_its_level():
    table = [
        ["指标", "2025年", "2030年"],
        ["单位GDP能耗降低（%）", "3.1", "下降3.5%"],
        ["研发经费增长（%）", "7.2", "年均增长7%左右"],
        ["新增高新技术企业（家）", "10", "新增20家"],
    ]
    found = indicators(page("表1 某县“十六五”科技创新主要指标", table))
    assert [(float(one.target.value), one.target.bound.value, one.change) for one in found] == [
        (3.5, "=", None),
        (7.0, "~", None),
        (20.0, "=", None),
    ]


def test_growth_beside_the_value_of_a_year_is_a_change_and_that_of_the_year_before_no_target():
    table = [
        ["指标", "单位", "2025年完成", "<", "2026年目标", "<"],
        ["^", "^", "总量", "增速（%）", "总量", "增速（%）"],
        ["研发经费", "亿元", "12.5", "15.3", "14", "12以上"],
        ["工业增加值", "亿元", "45", "7.1", "—", "8"],
        ["高新技术企业", "家", "35", "16.7", "42", ""],
    ]
    found = indicators(page("表1 2026年科技创新主要指标", table))
    assert [
        (
            one.name,
            float(one.baseline.value),
            one.target.year,
            one.target.value,
            one.change and one.change.text,
            one.others,
        )
        for one in found
    ] == [
        ("研发经费", 12.5, 2026, 14, "12以上", ()),
        ("工业增加值", 45.0, 2026, None, "8", ()),
        ("高新技术企业", 35.0, 2026, 42, None, ()),
    ]


def test_growth_between_two_named_years_is_a_change():
    table = [["指标", "2015年", "2020年", "2020年比2015年增长"], ["高企（家）", "50", "60", "20%"]]
    found = indicators(page("专栏1 “十三五”主要指标", table))
    assert (found[0].table, found[0].change.kind, float(found[0].change.value)) == ("专栏1", "change", 20.0)


def test_sums_in_brackets_also_with_their_unit_inside_and_in_the_baseline():
    table = [
        ["指标", "2020年", "2025年", "属性"],
        ["培训科技人员", "〔1200人次〕", "〔1.5万人次〕", "预期性"],
        ["转化成果（项）", "[30]", "[50以上]", "预期性"],
    ]
    assert rows(page(TITLE, table)) == [
        ("培训科技人员", "万人次", (2020, 1200.0, "sum"), (2025, 1.5, "sum")),
        ("转化成果", "项", (2020, 30.0, "sum"), (2025, 50.0, ">=", "sum")),
    ]


def test_round_brackets_are_sums_where_the_note_says_so():
    table = [["指标", "2020年", "2025年", "属性"], ["转化成果（项）", "（30）", "（50）", "预期性"]]
    with_note = page(TITLE, table, "注：（ ）内为五年累计数。")
    without = page(TITLE, table)
    assert rows(with_note) == [("转化成果", "项", (2020, 30.0, "sum"), (2025, 50.0, "sum"))]
    assert rows(without) == [("转化成果", "项", (2020, 30.0), (2025, 50.0))]


def test_a_mark_on_a_value_changes_its_year():
    table = [
        ["指标", "2020年", "2025年", "属性"],
        ["研发强度（%）", "0.5*", "1.0", "预期性"],
        ["高企（家）", "4②", "8", "预期性"],
    ]
    document = page(TITLE, table, "注：1.〔〕为累计数；带*的为2019年数据。", "②为2018年数据。")
    assert [short(one.baseline) for one in indicators(document)] == [(2019, 0.5), (2018, 4.0)]


def test_a_year_beside_the_value_counts_for_that_value():
    table = [["指标", "2020年", "2025年"], ["科学素质比例（%）", "8.6（2018年）", "12"], ["高企（家）", "3", "4"]]
    assert short(indicators(page(TITLE, table))[0].baseline) == (2018, 8.6)


def test_bounds_ranges_ratios_and_targets_in_words():
    table = [
        ["指标", "2020年", "2025年", "属性"],
        ["失业率（%）", "5.2", "＜5.5", "预期性"],
        ["能耗（吨标准煤/万元）", "0.5", "≤0.45", "约束性"],
        ["城镇化率（%）", "60", "65左右", "预期性"],
        ["高企（家）", "30", "40—45", "预期性"],
        ["收入比", "2.41∶1", "2.21∶1", "预期性"],
        ["入库企业（家）", "80", "100以上", "预期性"],
        ["参保率（%）", "98", "应保尽保", "约束性"],
        ["排名（位）", "第18位", "前15位", "预期性"],
    ]
    assert [short(one.target) for one in indicators(page(TITLE, table))] == [
        (2025, 5.5, "<"),
        (2025, 0.45, "<="),
        (2025, 65.0, "~"),
        (2025, 40.0, "range"),
        (2025, 2.21),
        (2025, 100.0, ">="),
        (2025, "应保尽保"),
        (2025, 15.0, "<="),
    ]


def test_an_empty_cell_is_no_value_and_zero_is_zero():
    marks = ["—", "-", "——", "/", "…", "", "无", "0"]
    table = [
        ["指标", "2020年", "2025年", "属性"],
        *[[f"平台{mark or '空'}（个）", mark, "3", "预期性"] for mark in marks],
    ]
    values = [one.baseline.value for one in indicators(page(TITLE, table))]
    assert values == [None] * 7 + [0]


def test_heads_that_say_baseline_and_target_without_years_take_the_years_of_the_plan():
    table = [["指标", "单位", "现状值", "规划目标", "属性"], ["高企", "家", "44", "60", "预期性"]]
    found = indicators(page(TITLE, table))
    assert (row(found[0]), found[0].flags) == (("高企", "家", (2020, 44.0), (2025, 60.0)), ("year_from_plan_period",))
    nowhere = indicators(page("表1 科技创新主要指标", table))
    assert row(nowhere[0]) == ("高企", "家", (None, 44.0), (None, 60.0))
    by_identity = indicators(page("表1 科技创新主要指标", table), replace(NOBODY, start=2026, end=2030))
    assert row(by_identity[0]) == ("高企", "家", (2025, 44.0), (2030, 60.0))


def test_heads_with_the_year_in_the_words():
    heads = [
        ("2020年完成情况", "2025年预期目标"),
        ("2020年实际完成值", "2025年规划值"),
        ("基期（2020年）", "目标（2025年）"),
        ("2020年基数", "2025年目标数"),
        ("“十三五”末", "“十四五”末"),
        ("“十三五”末现状", "“十四五”末目标"),
        ("2020 年", "2025 年"),
        ("２０２０年", "２０２５年"),
        ("2020", "2025"),
    ]
    for baseline, target in heads:
        table = [["指标", "单位", baseline, target], ["高企", "家", "44", "60"], ["专利", "件", "5", "9"]]
        assert rows(page(TITLE, table)) == [
            ("高企", "家", (2020, 44.0), (2025, 60.0)),
            ("专利", "件", (2020, 5.0), (2025, 9.0)),
        ], (baseline, target)


def test_a_year_and_its_average_in_one_head():
    table = [["指标", "2025年", "2030年/年均", "属性"], ["失业率（%）", "5.2", "＜5.5（年均）", "预期性"]]
    assert rows(page("专栏1 “十五五”时期主要指标", table)) == [("失业率", "%", (2025, 5.2), (2030, 5.5, "<"))]


def test_further_years_stay_with_their_indicator():
    table = [
        ["指标", "2020年", "2022年目标", "2025年目标", "2035年目标"],
        ["研发强度（%）", "1.2", "1.5", "2.0", "3.0"],
    ]
    found = indicators(page(TITLE, table))
    assert row(found[0]) == ("研发强度", "%", (2020, 1.2), (2025, 2.0))
    assert [short(one) for one in found[0].others] == [(2022, 1.5), (2035, 3.0)]


def test_a_target_broken_down_by_year():
    table = [
        ["指标", "2020年", "2021年", "2022年", "2023年", "2024年", "2025年"],
        ["高企（家）", "10", "12", "14", "16", "18", "20"],
        ["专利（件）", "1", "2", "3", "4", "5", "6"],
    ]
    found = indicators(page("附表1 “十四五”科技创新指标年度分解表", table))
    assert [row(one) for one in found] == [
        ("高企", "家", (2020, 10.0), (2025, 20.0)),
        ("专利", "件", (2020, 1.0), (2025, 6.0)),
    ]
    assert [short(one) for one in found[0].others] == [(2021, 12.0), (2022, 14.0), (2023, 16.0), (2024, 18.0)]


def test_what_was_completed_is_not_a_target():
    table = [["序号", "指标", "2015年基础值", "2020年完成值"], ["1", "高企（家）", "6", "39"]]
    found = indicators(page("表1 “十三五”科技创新主要指标完成情况", table))
    assert (row(found[0]), found[0].flags) == (
        ("高企", "家", (2015, 6.0), (2020, 39.0)),
        ("completed_value_not_target",),
    )
    assert short(found[0].actual) == (2020, 39.0)


def test_expected_against_completed_in_the_same_year():
    table = [["指标", "2020年目标值", "2020年完成值"], ["高企（家）", "50", "68"]]
    found = indicators(page("表1 “十三五”主要指标完成情况", table))
    assert (short(found[0].target), short(found[0].actual), found[0].flags) == (
        (2020, 50.0),
        (2020, 68.0),
        ("expected_vs_actual",),
    )


def test_base_target_and_completed_side_by_side():
    table = [["指标", "2015年", "2020年规划目标", "2020年完成情况"], ["高企（家）", "6", "50", "68"]]
    found = indicators(page("表1 “十三五”主要指标完成情况", table))
    assert (short(found[0].baseline), short(found[0].target), short(found[0].actual)) == (
        (2015, 6.0),
        (2020, 50.0),
        (2020, 68.0),
    )


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


def test_marks_of_doubling_come_from_the_note():
    table = [
        ["指标", "2020年", "2025年", "属性"],
        ["专利*（件）", "5", "10", "预期性"],
        ["高企数*", "4", "6", "预期性"],
        ["商标", "1", "2", "预期性"],
    ]
    found = indicators(page(TITLE, table, "注：*为倍增指标。"))
    assert [(one.name, one.flags) for one in found][1:] == [("高企数", ("doubling",)), ("商标", ())]


def test_doubling_as_a_target_has_no_number():
    table = [["指标", "2020年", "2025年"], ["研发经费（亿元）", "5", "翻一番"], ["高企（家）", "4", "6"]]
    found = indicators(page(TITLE, table))
    assert (short(found[0].target), found[0].flags) == ((2025, "翻一番"), ("doubling",))


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


def test_figures_that_cannot_be_read_are_reported_and_kept_in_words():
    table = [
        ["指标", "2020年", "2025年", "属性"],
        ["高企（家）", "4", "较上年多3至5倍再加2", "预期性"],
        ["专利（件）", "1", "2", "预期性"],
    ]
    found, problems = indicators_and_problems(page(TITLE, table))
    assert (short(found[0].target), len(found)) == ((2025, "较上年多3至5倍再加2"), 2)
    assert [(one.code, one.source.text) for one in problems] == [("indicator-cell-unread", "较上年多3至5倍再加2")]


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


def test_a_scale_in_the_cell_belongs_to_the_unit():
    table = [["指标", "2020年", "2025年"], ["市场主体（户）", "9万", "12万"], ["用户（万户）", "3", "5"]]
    assert rows(page(TITLE, table)) == [
        ("市场主体", "万户", (2020, 9.0), (2025, 12.0)),
        ("用户", "万户", (2020, 3.0), (2025, 5.0)),
    ]


def test_a_baseline_in_another_unit_is_flagged():
    table = [["指标", "2020年", "2025年"], ["培训", "1200人次", "1.5万人次"], ["高企（家）", "3", "5"]]
    assert [one.flags for one in indicators(page(TITLE, table))] == [("baseline_unit:人次",), ()]


def test_a_column_of_growth_that_is_all_words_is_kept():
    table = [
        ["指标", "2020年", "年均增长", "属性"],
        ["收入（元）", "5000", "与经济增长同步", "预期性"],
        ["产值（亿元）", "5", "高于全市平均", "预期性"],
    ]
    assert [one.change.text for one in indicators(page(TITLE, table))] == ["与经济增长同步", "高于全市平均"]


def test_the_number_of_the_table_may_stand_alone_above_its_caption():
    assert {one.table for one in indicators(page("表1", "主要发展指标", PLAIN))} == {"表1"}


def test_a_sentence_above_the_table_is_no_caption():
    assert {one.table for one in indicators(page("到2025年，主要指标如下", PLAIN))} == {None}


def test_an_annual_plan_sets_last_year_against_this_year():
    table = [
        ["指标", "单位", "2021年完成", "2022年计划", "增长（%）"],
        ["高企", "家", "44", "60", "36"],
        ["专利", "件", "5", "9", "80"],
    ]
    found = indicators(page("2022年主要预期指标", table))
    assert [row(one) for one in found] == [
        ("高企", "家", (2021, 44.0), (2022, 60.0)),
        ("专利", "件", (2021, 5.0), (2022, 9.0)),
    ]
    assert [one.change.kind for one in found] == ["change", "change"]


def test_a_table_of_progress_starts_from_its_first_year_and_shows_what_was_reached():
    table = [
        ["指标", "单位", "2020年", "2022年完成值", "2025年目标值", "完成进度"],
        ["研发投入强度", "%", "1.82", "2.18", "2.5", "52.9%"],
        ["高新技术企业", "家", "231", "412", "500", "67.3%"],
    ]
    found = indicators(page("主要指标完成情况", table))
    assert [row(one) for one in found] == [
        ("研发投入强度", "%", (2020, 1.82), (2025, 2.5)),
        ("高新技术企业", "家", (2020, 231.0), (2025, 500.0)),
    ]
    assert [one.actual and float(one.actual.value or 0) for one in found] == [2.18, 412.0]


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


def test_a_mark_on_a_name_may_move_its_baseline_to_an_earlier_year():
    table = [["指标", "2025年", "2030年"], ["研发投入强度（%）", "2.7", "3.2"], ["科技支出占比（%）②", "0.9", "1.2"]]
    found = indicators(page("“十五五”主要指标", table, "②该指标基期值为2024年数据"))
    assert [one.baseline and one.baseline.year for one in found] == [2025, 2024]


def test_a_footnote_of_the_document_counts_like_a_mark_on_the_name():
    table = [["指标", "2025年", "2030年"], ["研发投入强度（%）", "2.7", "3.2"], ["科技支出占比（%）", "0.9", "1.2"]]
    read = page("“十五五”主要指标", table)
    name = read.text.index("科技支出占比（%）") + len("科技支出占比（%）")
    noted = replace(
        read,
        text=read.text + "\n该指标基期值为2024年数据。",
        notes=(Note(name, len(read.text) + 1, len(read.text) + 15, "2"),),
    )
    assert [one.baseline and one.baseline.year for one in indicators(noted)] == [2025, 2024]


def test_years_from_the_one_before_the_plan_to_its_last_are_indicators():
    table = [
        ["主要指标", "单位", "2022年", "2023年", "2024年", "2025年"],
        ["高新技术企业", "家", "22", "28", "36", "45"],
    ]
    three_years = replace(NOBODY, start=2023, end=2025)
    found = indicators(page("三年行动主要指标", table), three_years)
    assert [row(one) for one in found] == [("高新技术企业", "家", (2022, 22.0), (2025, 45.0))]
