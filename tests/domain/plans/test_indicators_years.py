"""The years of an indicator table: baseline, target, years between, what was completed."""

from dataclasses import replace

from kechuang.domain.document import Note
from tests.domain.plans.made_tables import (
    NOBODY,
    TITLE,
    indicators,
    page,
    row,
    rows,
    short,
)


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
