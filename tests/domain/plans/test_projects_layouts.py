"""Project tables in the layouts of plans and annual project lists."""

from kechuang.domain.plans.plan import Project
from tests.domain.plans.made_tables import page, projects

HEAD = ["序号", "项目名称", "建设单位", "建设内容及规模", "建设年限", "总投资（万元）", "牵头单位"]


def brief(project: Project) -> tuple[object, ...]:
    money = None if project.investment is None else float(project.investment)
    return (
        project.number,
        project.name,
        project.builder,
        project.start,
        project.end,
        money,
        project.investment_unit,
        project.lead,
    )


def read(*rows: list[str], head: list[str] = HEAD) -> list[tuple[object, ...]]:
    return [brief(one) for one in projects(page("附表1 重点项目表", [head, *rows]))]


def test_the_usual_columns():
    found = projects(
        page(
            "附表1 重点项目表",
            [HEAD, ["1", "数据中心", "甲公司", "建机房1200平方米。", "2022-2025", "5,100", "县科技局"]],
        )
    )
    assert [brief(one) for one in found] == [("1", "数据中心", "甲公司", 2022, 2025, 5100.0, "万元", "县科技局")]
    assert (found[0].content, found[0].source.text.split("\t")[0]) == ("建机房1200平方米。", "1")


def test_periods_as_they_are_printed():
    printed = {
        "2021—2025年": (2021, 2025),
        "2021～2025": (2021, 2025),
        "2021.03-2023.12": (2021, 2023),
        "2021年3月-2023年12月": (2021, 2023),
        "2021-25年": (2021, 2025),
        "2022年": (2022, 2022),
        "２０２１－２０２３": (2021, 2023),
        "2021至2024": (2021, 2024),
        "“十四五”期间": (2021, 2025),
        "2026年3月开工": (2026, None),
        "2026年起": (2026, None),
        "2027年底前建成": (None, 2027),
        "2026年（前期）": (2026, 2026),
        "长期": (None, None),
        "—": (None, None),
    }
    rows = [[str(place), f"项目{place}", "甲", "建设。", words, "10", "乙"] for place, words in enumerate(printed, 1)]
    assert [one[3:5] for one in read(*rows)] == list(printed.values())


def test_start_and_end_in_columns_of_their_own():
    head = ["序号", "项目名称", "主要建设内容", "开工时间", "竣工时间", "总投资", "责任单位"]
    found = read(["1", "实验室", "建设实验室。", "2021年6月", "2023年", "1.2亿元", "市科技局"], head=head)
    assert found == [("1", "实验室", None, 2021, 2023, 1.2, "亿元", "市科技局")]


def test_the_total_counts_and_not_the_part_for_the_plan():
    head = ["序号", "项目名称", "建设内容", "总投资（亿元）", "“十四五”投资（亿元）", "责任单位"]
    assert read(["1", "园区", "建园区。", "12.5", "8", "管委会"], head=head)[0][5:7] == (12.5, "亿元")


def test_groups_and_sums_are_no_projects():
    wide = ["一、平台类（2个）", *"<" * (len(HEAD) - 1)]
    total = ["", "合计", "", "", "", "300", ""]
    found = read(
        total,
        wide,
        ["1", "平台甲", "甲", "建。", "2022", "100", "乙"],
        ["（二）", "园区类", "", "", "", "200", ""],
        ["2", "园区甲", "甲", "建。", "2022", "200", "乙"],
    )
    assert [one[1] for one in found] == ["平台甲", "园区甲"]


def test_a_lead_merged_down_counts_for_each_project():
    found = read(["1", "甲", "a", "建。", "2022", "1", "县科技局"], ["2", "乙", "b", "建。", "2023", "2", "^"])
    assert [one[-1] for one in found] == ["县科技局", "县科技局"]


def test_a_missing_investment_is_none_and_not_zero():
    assert [
        one[5:7] for one in read(["1", "甲", "a", "建。", "2022", "—", "b"], ["2", "乙", "a", "建。", "2022", "0", "b"])
    ] == [
        (None, None),
        (0.0, "万元"),
    ]


def test_numbers_in_front_of_names_where_there_is_no_column_for_them():
    head = ["项目名称", "建设内容", "建设期限", "投资估算（万元）", "实施单位"]
    assert read(["1.数据中心", "建机房。", "2021-2022", "50", "甲公司"], head=head) == [
        ("1", "数据中心", "甲公司", 2021, 2022, 50.0, "万元", None)
    ]


def test_a_table_cut_by_a_page_with_its_head_repeated():
    first = ["1", "甲", "a", "建。", "2022", "1", "b"]
    second = ["2", "乙", "a", "建。", "2022", "2", "b"]
    found = projects(page("附表1 重点项目表", [HEAD, first], "- 3 -", [HEAD, second]))
    assert [(one.number, one.name) for one in found] == [("1", "甲"), ("2", "乙")]


def test_a_table_of_tasks_is_no_table_of_projects():
    assert (
        projects(page("任务分工表", [["任务", "牵头单位", "完成时限"], ["编制方案", "县科技局", "2022年3月底前"]]))
        == ()
    )


def test_the_years_of_beginning_and_end_may_stand_under_one_head_and_the_head_again_cut_short():
    table = [
        ["序号", "项目名称", "建设内容", "建设年限", "<", "总投资（亿元）"],
        ["^", "^", "^", "开工", "竣工", "^"],
        ["1", "公寓", "建设公寓3000套", "2026", "2028", "9.6"],
        ["序号", "项目名称", "建设内", "建设年限", "<", "总投资（亿"],
        ["2", "学校", "建设校舍12栋", "2024", "2027", "15.2"],
    ]
    found = [brief(one) for one in projects(page("附表1 重点项目表", table))]
    assert [(one[1], one[3], one[4], one[5]) for one in found] == [
        ("公寓", 2026, 2028, 9.6),
        ("学校", 2024, 2027, 15.2),
    ]
