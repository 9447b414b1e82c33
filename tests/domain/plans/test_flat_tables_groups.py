"""Heads of two rows of a flattened table whose merged cells left nothing behind."""

from dataclasses import replace

from kechuang.domain.plans.tables.flat_tables import GIVEN_UP
from tests.domain.plans.made_tables import NOBODY, indicators, row, series, text


def lines(*rows):
    """One cell a line behind a tab, a blank line between the rows."""
    return "\n\n".join("\n".join(f"\t{cell}" for cell in cells.split()) for cells in rows) + "\n"


def test_cells_with_a_unit_are_no_groups():
    words = "表1 人才情况\n" + lines(
        "年份 总量（万人） 研发人员 技能人才",
        "人数（人） 占比（%） 人数（人） 占比（%）",
        "2024 27.3 23205 8.5 75075 27.5",
        "2025 28.6 25168 8.8 80080 28.0",
    )
    found = [(cell.column, cell.unit, cell.year, float(cell.value or 0)) for cell in series(text(words))]
    assert found[:5] == [
        ("总量（万人）", "万人", 2024, 27.3),
        ("研发人员/人数（人）", "人", 2024, 23205.0),
        ("研发人员/占比（%）", "%", 2024, 8.5),
        ("技能人才/人数（人）", "人", 2024, 75075.0),
        ("技能人才/占比（%）", "%", 2024, 27.5),
    ]


def test_one_year_stands_under_the_baseline_and_the_rest_under_the_target():
    words = "表3 “十五五”主要指标\n" + lines(
        "序号 指标 单位 基期 目标 属性",
        "2025年 2028年 2030年",
        "1 人才总量 万人 28.6 32 35 预期性",
        "2 高层次人才 人 6820 8500 9900 预期性",
    )
    found = indicators(text(words), replace(NOBODY, start=2026, end=2030))
    assert [row(one) for one in found] == [
        ("人才总量", "万人", (2025, 28.6), (2030, 35.0)),
        ("高层次人才", "人", (2025, 6820.0), (2030, 9900.0)),
    ]


def test_a_head_that_may_be_spread_in_several_ways_is_given_up():
    words = "表4 工程\n" + lines(
        "序号 项目名称 性质 内容 年限 责任单位",
        "开工 竣工",
        "1 公寓 新建 建设公寓3000套 2026 2028 住建局",
        "2 学校 续建 建设校舍12栋 2024 2027 教育局",
    )
    read = text(words)
    assert [problem.code for problem in read.problems] == [GIVEN_UP]
    assert series(read) == ()


def test_a_category_merged_down_over_most_rows_leaves_one_table():
    words = "表1 “十四五”主要指标\n" + lines(
        "类别 序号 指标 2020年 2025年 属性",
        "创新 1 研发强度（%） 1.2 2.1 预期性",
        "2 专利（件） 5 9 预期性",
        "3 企业（家） 40 80 预期性",
        "4 平台（个） 4 8 约束性",
    )
    assert [(one.category, one.name) for one in indicators(text(words))] == [
        ("创新", "研发强度"), ("创新", "专利"), ("创新", "企业"), ("创新", "平台"),
    ]  # fmt: skip
