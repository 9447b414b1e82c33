"""What stands in the cells of an indicator table: levels, changes, sums, bounds, marks and doublings."""

from tests.domain.plans.made_tables import (
    TITLE,
    indicators,
    indicators_and_problems,
    page,
    rows,
    short,
)


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


def test_sums_of_two_plans_are_baseline_and_target_and_the_growth_of_the_plan_is_its_own():
    sums = [["指标", "“十四五”期间累计", "“十五五”期间累计"], ["引进人才（人）", "120", "300以上"]]
    assert rows(page("表1 某县“十五五”科技创新主要指标", sums)) == [
        ("引进人才", "人", (2025, 120.0, "sum"), (2030, 300.0, ">=", "sum"))
    ]
    growth = [
        ["指标", "2025年", "2030年", "“十四五”年均增长", "“十五五”年均增长"],
        ["研发经费（亿元）", "12.5", "—", "19%", "10%"],
    ]
    (found,) = indicators(page("表1 某县“十五五”科技创新主要指标", growth))
    assert (found.change.text, found.change.kind) == ("10%", "annual_growth")


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


def test_figures_that_cannot_be_read_are_reported_and_kept_in_words():
    table = [
        ["指标", "2020年", "2025年", "属性"],
        ["高企（家）", "4", "较上年多3至5倍再加2", "预期性"],
        ["专利（件）", "1", "2", "预期性"],
    ]
    found, problems = indicators_and_problems(page(TITLE, table))
    assert (short(found[0].target), len(found)) == ((2025, "较上年多3至5倍再加2"), 2)
    assert [(one.code, one.source.text) for one in problems] == [("indicator-cell-unread", "较上年多3至5倍再加2")]


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
