"""Statistics tables in the layouts of plans, bulletins and yearbooks."""

from kechuang.domain.plans.plan import SeriesCell
from tests.domain.plans.made_tables import page, series


def figure(cell: SeriesCell) -> tuple[object, ...]:
    """A figure as one line: measure, unit, region, year, value."""
    return (cell.measure, cell.unit, cell.region, cell.year, None if cell.value is None else float(cell.value))


def figures(*parts: object) -> list[tuple[object, ...]]:
    return [figure(cell) for cell in series(page(*parts))]


def test_years_across_and_measures_down():
    table = [
        ["类别", "2019年", "2020年"],
        ["企业数（户）", "30", "32"],
        ["#有机构企业（户）", "5", "——"],
        ["其中：外资（户）", "0", "1"],
    ]
    assert figures("表2 企业研发活动", table) == [
        ("企业数", "户", None, 2019, 30.0),
        ("企业数", "户", None, 2020, 32.0),
        ("有机构企业", "户", None, 2019, 5.0),
        ("有机构企业", "户", None, 2020, None),
        ("外资", "户", None, 2019, 0.0),
        ("外资", "户", None, 2020, 1.0),
    ]


def test_years_down_and_measures_across():
    table = [["年份", "研发经费（亿元）", "强度（%）"], ["2019年", "1.2", "0.3"], ["2020年", "1.5", "0.4"]]
    assert figures("表3 研发投入", table) == [
        ("研发经费", "亿元", None, 2019, 1.2),
        ("强度", "%", None, 2019, 0.3),
        ("研发经费", "亿元", None, 2020, 1.5),
        ("强度", "%", None, 2020, 0.4),
    ]


def test_the_unit_of_the_caption_counts_for_every_figure():
    table = [["类别", "2019", "2020"], ["政府资金", "0.17", "0.18"]]
    assert figures("表2 研发经费（单位：亿元）", table)[0] == ("政府资金", "亿元", None, 2019, 0.17)
    assert figures("表2 研发经费", "（单位：万元）", table)[0] == ("政府资金", "万元", None, 2019, 0.17)


def test_regions_across_and_the_year_in_the_caption():
    table = [
        ["指标内容", "<", "巴中", "广安", "某某"],
        ["1", "高企数量（个）", "39", "66", "1"],
        ["2", "研发机构", "22", "65", "2"],
    ]
    assert figures("表6 各市主要指标（2019年）", table) == [
        ("高企数量", "个", "巴中", 2019, 39.0),
        ("高企数量", "个", "广安", 2019, 66.0),
        ("高企数量", "个", "某某", 2019, 1.0),
        ("研发机构", None, "巴中", 2019, 22.0),
        ("研发机构", None, "广安", 2019, 65.0),
        ("研发机构", None, "某某", 2019, 2.0),
    ]


def test_regions_down_and_groups_of_years_across():
    table = [
        ["地区", "研发经费（亿元）", "<", "强度（%）", "<"],
        ["^", "2019年", "2020年", "2019年", "2020年"],
        ["甲县", "1.1", "1.2", "0.3", "0.4"],
        ["乙县", "2.1", "2.2", "0.5", "—"],
    ]
    found = series(page("表9 各县研发投入", table))
    assert [figure(cell) for cell in found][:4] == [
        ("研发经费", "亿元", "甲县", 2019, 1.1),
        ("研发经费", "亿元", "甲县", 2020, 1.2),
        ("强度", "%", "甲县", 2019, 0.3),
        ("强度", "%", "甲县", 2020, 0.4),
    ]
    assert [cell.column for cell in found][:3] == ["研发经费（亿元）", "研发经费（亿元）", "强度（%）"]
    assert found[-1].value is None


def test_groups_of_kinds_across():
    table = [
        ["市州", "重点实验室", "<", "高校"],
        ["^", "国家级", "省级", "^"],
        ["全省", "7", "44", "20"],
        ["甲市", "-", "2", "1"],
    ]
    found = series(page("表8 科研机构数量（单位：个）", table))
    assert [(cell.region, cell.measure, cell.value) for cell in found][:3] == [
        ("全省", "重点实验室/国家级", 7),
        ("全省", "重点实验室/省级", 44),
        ("全省", "高校", 20),
    ]


def test_region_merged_down_over_its_measures():
    table = [
        ["地区", "指标", "单位", "2019年", "2020年"],
        ["甲市", "研发经费", "亿元", "1", "2"],
        ["^", "强度", "%", "0.1", "0.2"],
        ["乙市", "研发经费", "亿元", "3", "4"],
        ["^", "强度", "%", "0.3", "0.4"],
    ]
    found = figures("表4 各市投入", table)
    assert found[2:4] == [("强度", "%", "甲市", 2019, 0.1), ("强度", "%", "甲市", 2020, 0.2)]
    assert found[-1] == ("强度", "%", "乙市", 2020, 0.4)


def test_growth_beside_the_value_is_its_own_figure():
    table = [
        ["指标", "单位", "2020年", "比上年增长（%）"],
        ["技术合同成交额", "亿元", "2.62", "12.5"],
        ["专利授权", "件", "90", "-3.1"],
    ]
    found = series(page("表1 2020年科技统计", table))
    assert [(cell.measure, cell.column, cell.year, float(cell.value or 0)) for cell in found] == [
        ("技术合同成交额", None, 2020, 2.62),
        ("技术合同成交额", "比上年增长（%）", 2020, 12.5),
        ("专利授权", None, 2020, 90.0),
        ("专利授权", "比上年增长（%）", 2020, -3.1),
    ]


def test_numbers_with_grouped_thousands_and_marks():
    table = [["指标", "2019年", "2020年"], ["人员（人）", "1,234", "12 345"], ["经费（万元）", "5.0*", "６．１"]]
    found = figures("表1 统计", table, "注：带*的为2018年数据。")
    assert [one[-2:] for one in found] == [(2019, 1234.0), (2020, 12345.0), (2018, 5.0), (2020, 6.1)]


def test_each_figure_cites_its_own_cell():
    found = series(page("表1 统计", [["指标", "2019年", "2020年"], ["人员（人）", "12", "13"]]))
    assert [(cell.source.text, cell.source.line) for cell in found] == [("12", 3), ("13", 3)]


def test_scores_contacts_and_words_are_no_statistics():
    scores = [["序号", "评价内容", "分值"], ["1", "研发投入", "20"], ["2", "成果转化", "30"]]
    contacts = [["单位", "联系电话"], ["科技局", "66112233"], ["经信局", "66112234"]]
    words = [["名称", "说明"], ["平台", "省级"], ["园区", "国家级"]]
    assert figures("附件1 评分表", scores, "联系人", contacts, "说明", words) == []


def test_years_may_stand_over_measures_with_their_units():
    table = [
        ["地区", "2019年", "<", "2020年", "<"],
        ["^", "经费（亿元）", "投入强度（%）", "经费（亿元）", "投入强度（%）"],
        ["甲县", "1.9", "0.8", "2.2", "0.9"],
        ["乙县", "3.2", "1.2", "3.7", "1.3"],
    ]
    found = series(page("表1 2019—2020年各县经费及投入强度", table))
    assert [(cell.measure, cell.unit, cell.region, cell.year, float(cell.value or 0)) for cell in found[:4]] == [
        ("经费", "亿元", "甲县", 2019, 1.9),
        ("投入强度", "%", "甲县", 2019, 0.8),
        ("经费", "亿元", "甲县", 2020, 2.2),
        ("投入强度", "%", "甲县", 2020, 0.9),
    ]


def test_a_part_is_counted_like_the_whole_above_it():
    table = [
        ["指标", "2019年", "2020年"],
        ["研发人员（人）", "12", "13"],
        ["其中：博士", "2", "3"],
        ["其中：博士占比", "16", "23"],
    ]
    found = series(page("表1 统计", table))
    assert [cell.unit for cell in found] == ["人", "人", "人", "人", None, None]


def test_a_column_of_rates_is_not_in_the_unit_of_its_row():
    table = [
        ["指标", "单位", "2020年", "增速"],
        ["技术合同成交额", "亿元", "2.62", "12.5%"],
        ["专利授权", "件", "90", "—"],
    ]
    assert [cell.unit for cell in series(page("表1 2020年科技统计", table))] == ["亿元", "%", "件", None]
