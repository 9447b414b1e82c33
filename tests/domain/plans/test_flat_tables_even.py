"""Tables flattened to lines of as many words as they have columns."""

from tests.domain.plans.made_tables import projects, series, text


def figures(words):
    return [
        (cell.measure, cell.unit, cell.region, cell.year, None if cell.value is None else float(cell.value))
        for cell in series(text(words))
    ]


def test_each_word_is_a_cell_where_every_line_has_as_many():
    words = "表2 企业情况\n年份 企业（家） #小企业（家） 成交额（亿元）\n2019 98 12 3.2\n2020 126 — 4.7\n"
    assert figures(words) == [
        ("企业", "家", None, 2019, 98.0),
        ("小企业", "家", None, 2019, 12.0),
        ("成交额", "亿元", None, 2019, 3.2),
        ("企业", "家", None, 2020, 126.0),
        ("小企业", "家", None, 2020, None),
        ("成交额", "亿元", None, 2020, 4.7),
    ]


def test_years_stand_over_as_many_measures_each():
    words = (
        "表1 各县经费\n地区 2019年 2020年\n经费（亿元） 强度（%） 经费（亿元） 强度（%）\n"
        "甲县 6.15 1.98 7.04 2.13\n乙县 4.82 1.65 5.51 1.79\n"
    )
    assert figures(words)[:4] == [
        ("经费", "亿元", "甲县", 2019, 6.15),
        ("强度", "%", "甲县", 2019, 1.98),
        ("经费", "亿元", "甲县", 2020, 7.04),
        ("强度", "%", "甲县", 2020, 2.13),
    ]


def test_projects_may_stand_so_below_a_caption_without_a_number():
    words = (
        "重大项目表\n序号 项目名称 建设单位 建设内容 建设年限 总投资（万元）\n"
        "1 中试基地 甲公司 建成车间8万平方米 2022-2024 6500\n2 检测中心 乙公司 建成大楼2栋 2021-2023 3200\n"
    )
    found = projects(text(words))
    assert [(one.number, one.name, one.start, one.end, int(one.investment or 0)) for one in found] == [
        ("1", "中试基地", 2022, 2024, 6500),
        ("2", "检测中心", 2021, 2023, 3200),
    ]


def test_a_table_ends_where_the_caption_of_the_next_stands():
    words = (
        "表4 专利\n单位：件\n项目 2019年 2020年\n申请 32 38\n授权 19 24\n"
        "二、发展目标\n表5 人员\n项目 2019年 2020年\n研发人员（人） 5 6\n博士（人） 1 2\n"
    )
    assert [(one[0], one[1], one[3]) for one in figures(words)] == [
        ("申请", "件", 2019), ("申请", "件", 2020), ("授权", "件", 2019), ("授权", "件", 2020),
        ("研发人员", "人", 2019), ("研发人员", "人", 2020), ("博士", "人", 2019), ("博士", "人", 2020),
    ]  # fmt: skip


def test_lines_of_unlike_length_and_without_a_caption_are_no_table():
    assert figures("表1 情况\n地区 2019年 2020年\n甲县 6.15 1.98 7.04\n乙县 4.82\n丙县 一 二 三\n") == []
    assert figures("有关情况说明如下。\n甲 乙 丙\n一 2 3\n二 4 5\n") == []
