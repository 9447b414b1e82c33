"""The same table flattened in every way that plain texts flatten tables reads to the same rows."""

import pytest

from tests.domain.plans.made_tables import (
    cells_stand_where_they_say,
    indicators,
    page,
    projects,
    row,
    rows,
    series,
    short,
    text,
)

CAPTION = "表1 某县“十四五”科技创新主要指标"
TABLE = [
    ["序号", "指标", "单位", "2020年", "2025年", "属性"],
    ["1", "研发经费投入强度", "%", "0.67", "1.05", "预期性"],
    ["2", "R&D 人员全时当量", "人年", "—", "≥500", "预期性"],
    ["3", "高新技术企业数", "家", "44", "60左右", "约束性"],
    ["4", "每万人口高价值发明专利拥有量", "件", "1.2", "2.5", "预期性"],
]
BEFORE, AFTER = "到2025年，主要目标如下。", "第三章 重点任务"


def tabs() -> str:
    return "\n".join("\t".join(cells) for cells in TABLE)


def tabs_cut_by_a_page() -> str:
    lines = ["\t".join(cells) for cells in TABLE]
    return "\n".join([*lines[:3], "", "- 7 -", "", lines[0], *lines[3:]])


def word_cells() -> str:
    return "\n\n".join("\n".join(f"\t{cell}" for cell in cells) for cells in TABLE) + "\n"


def word_cells_with_broken_heads() -> str:
    return word_cells().replace("2025年", "2025\n年").replace("约束性", "约束\n性")


def lines_of_cells() -> str:
    return "\n".join(cell for cells in TABLE for cell in cells)


def lines_of_cells_with_blank_lines() -> str:
    return "\n\n".join(cell for cells in TABLE for cell in cells)


def single_blanks() -> str:
    return "\n".join(" ".join(cells) for cells in TABLE)


def wide_blanks() -> str:
    return "\n".join("    ".join(cells) for cells in TABLE)


def wide_characters() -> str:
    return "\n".join("\u3000".join(cells) for cells in TABLE)


def pipes() -> str:
    lines = ["| " + " | ".join(cells) + " |" for cells in TABLE]
    return "\n".join([lines[0], "|" + "---|" * len(TABLE[0]), *lines[1:]])


FORMS = [
    tabs,
    tabs_cut_by_a_page,
    word_cells,
    word_cells_with_broken_heads,
    lines_of_cells,
    lines_of_cells_with_blank_lines,
    single_blanks,
    wide_blanks,
    wide_characters,
    pipes,
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_reads_as_the_table_itself(form):
    whole = indicators(page(CAPTION, TABLE))
    document = text(f"{BEFORE}\n{CAPTION}\n{form()}\n\n{AFTER}\n正文在这里继续，没有表格。\n")
    flattened = indicators(document)
    assert [(row(one), one.binding, one.table) for one in flattened] == [
        (row(one), one.binding, one.table) for one in whole
    ]
    assert cells_stand_where_they_say(document)
    words = [document.text[one.start : one.end] for one in document.paragraphs]
    assert words[:2] == [BEFORE, CAPTION]
    assert words[-2:] == [AFTER, "正文在这里继续，没有表格。"]


def test_cells_of_a_table_are_no_paragraphs_any_more():
    document = text(f"{CAPTION}\n{tabs()}\n{AFTER}")
    assert [document.text[one.start : one.end] for one in document.paragraphs] == [CAPTION, AFTER]
    assert [table.recovered for table in document.tables] == [True]


def test_cells_run_together_on_one_line():
    line = (
        "专栏1 “十三五”主要指标序号指　标2015年2020年〔累计〕属性"
        "1森林覆盖率（%）35.4137.20〔1.79〕约束性2高新技术企业（家）128300-预期性3空气优良天数比率（%）91.2＞92-约束性"
        "4单位能耗下降（%）--〔15〕约束性注：〔〕内为五年累计数。"
    )
    found = indicators(text(f"{BEFORE}\n{line}\n{AFTER}"))
    assert [row(one) for one in found] == [
        ("森林覆盖率", "%", (2015, 35.41), (2020, 37.2)),
        ("高新技术企业", "家", (2015, 128.0), (2020, 300.0)),
        ("空气优良天数比率", "%", (2015, 91.2), (2020, 92.0, ">")),
        ("单位能耗下降", "%", (2015, "-"), (2020, "-")),
    ]
    assert [one.change and float(one.change.value or 0) for one in found] == [1.79, None, None, 15.0]
    assert {one.table for one in found} == {"专栏1"}


def test_footnotes_glued_to_names_and_values_are_taken_off():
    line = (
        "专栏2 “十三五”主要指标指标2015年2020年属性城市1空气优良天数比率（%）90.1＞92约束性"
        "地下水极差比例（%）15.7215左右预期性近岸水质优良比例3（%）70.571预期性注：1.评价覆盖全省城市。2.为2013年数据。3.按新标准评价。"
    )
    assert rows(text(line)) == [
        ("城市空气优良天数比率", "%", (2015, 90.1), (2020, 92.0, ">")),
        ("地下水极差比例", "%", (2013, 15.7), (2020, 15.0, "~")),
        ("近岸水质优良比例", "%", (2015, 70.5), (2020, 71.0)),
    ]


def test_word_cells_of_a_table_with_categories_merged_down():
    words = "\t类别\n\t指标\n\t2020年\n\t2025年\n\n\t创新投入\n\t研发经费（亿元）\n\t1\n\t2\n\n\t\n\t基础研究占比（%）\n\t3\n\t5\n\n\t创新产出\n\t发明专利（件）\n\t10\n\t20\n"
    found = indicators(text(f"{CAPTION}\n{words}\n\n{AFTER}"))
    assert [(one.category, one.name) for one in found] == [
        ("创新投入", "研发经费"),
        ("创新投入", "基础研究占比"),
        ("创新产出", "发明专利"),
    ]


def test_tabs_of_a_table_with_a_head_of_two_rows():
    words = "地区\tR&D经费（亿元）\t\t强度（%）\t\n\t2019\t2020\t2019\t2020\n甲市\t1.1\t1.2\t0.3\t0.4\n乙市\t2.1\t2.2\t0.5\t-"
    found = series(text(f"表9 各市研发经费及强度\n{words}\n{AFTER}"))
    assert [(one.region, one.measure, one.year, one.value and float(one.value)) for one in found][3:6] == [
        ("甲市", "强度", 2020, 0.4),
        ("乙市", "R&D经费", 2019, 2.1),
        ("乙市", "R&D经费", 2020, 2.2),
    ]


def test_word_cells_of_a_project_table_with_lines_inside_a_cell():
    cells = ["序号", "项目名称", "建设单位", "建设内容", "建设年限", "总投资（万元）", "牵头单位"]
    first = ["1", "数据中心", "甲公司", "建设机房。\n购置设备20台。", "2021-2022", "500", "县科技局"]
    second = ["2", "检测中心", "乙公司", "建设检测中心。", "2022-2023", "80", "县科技局\n县经信局"]
    words = "\n\n".join("\n".join(f"\t{cell}" for cell in one) for one in (cells, first, second))
    found = projects(text(f"附件\n{words}\n\n\n{AFTER}"))
    assert [(one.name, one.content, one.lead) for one in found] == [
        ("数据中心", "建设机房。购置设备20台。", "县科技局"),
        ("检测中心", "建设检测中心。", "县科技局县经信局"),
    ]


def test_contents_boxes_and_prose_with_tabs_are_no_tables():
    contents = "目 录\n第一章 总则\t1\n第二章 任务\t3\n第三章 保障\t9\n"
    box = "\t专栏1 重点任务\n\n\t平台建设：建设平台10个。\n企业培育：培育企业20家。\n"
    document = text(f"{contents}\n{box}\n{AFTER}\n")
    assert document.tables == ()
    assert rows(document) == []


def test_prose_that_speaks_of_indicators_and_years_is_no_table():
    words = "主要指标完成较好，2015年研发经费12亿元，2020年达到20亿元，属性明确。序号指标2015年2020年的说法不成表。"
    assert text(f"{words}\n").tables == ()


def test_a_table_followed_at_once_by_prose_keeps_the_prose_out():
    words = (
        word_cells().rstrip("\n")
        + "\n"
        + "围绕乡村振兴产业发展需求，建立研发平台，配备一个技术推广团队，推动产业发展再上台阶。"
    )
    document = text(f"{CAPTION}\n{words}\n")
    assert len(indicators(document)) == 4
    assert document.text[document.paragraphs[-1].start :].startswith("围绕乡村振兴")


def test_names_broken_over_lines_and_headings_between_them():
    words = (
        "指标 2025年 属性\n保护利用\n新增省级以上重点实验室和技术\n创新中心数量 ≥50 约束性\n实施重点研发项目、成果转化项目和\n"
        "科技合作项目数量\n≥100 约束性\n人才培养\n培训科技特派员和技术经纪人总数\n（人次） 1000 左右 预期性\n"
    )
    found = indicators(text(f"“十四五”主要指标\n{words}\n{AFTER}"))
    assert [(one.category, *row(one)) for one in found] == [
        ("保护利用", "新增省级以上重点实验室和技术创新中心数量", None, None, (2025, 50.0, ">=")),
        ("保护利用", "实施重点研发项目、成果转化项目和科技合作项目数量", None, None, (2025, 100.0, ">=")),
        ("人才培养", "培训科技特派员和技术经纪人总数", "人次", None, (2025, 1000.0, "~")),
    ]


def test_a_head_broken_over_lines_and_a_blank_last_cell():
    words = (
        "序\n号\n类别 指标名称 单位 2020\n年\n2025 年 年均增\n长/\n〔累计〕\n属性\n1 创新投\n入\n研发经费\n强度\n% 0.3 0.6 〔0.3〕 预期性\n"
        "2 创新主\n体\n高新技术企业\n数 家 39 80 约束性\n"
    )
    found = indicators(text(f"{CAPTION}\n{words}\n{AFTER}"))
    assert [(one.category, *row(one)) for one in found] == [
        ("创新投入", "研发经费强度", "%", (2020, 0.3), (2025, 0.6)),
        ("创新主体", "高新技术企业数", "家", (2020, 39.0), (2025, 80.0)),
    ]


def test_a_drawn_page_whose_names_go_around_their_values_is_given_up_and_told():
    words = "指标                  2025年     属性\n    新增省级重点实验室和\n                      ≥50     约束性\n    技术创新中心数量\n    培训人员               100     预期性\n"
    document = text(f"“十四五”主要指标\n{words}\n{AFTER}")
    assert (rows(document), [one.code for one in document.problems]) == ([], ["flat-table-unread"])


def test_blank_lines_are_empty_cells_below_a_head_of_two_rows():
    words = (
        "序号\n类别\n指标名称\n单位\n指标值\n年均增长/\n〔累计〕\n属性\n\n\n\n\n2020年\n2025年\n\n\n"
        "1\n创新投入\n研发强度\n%\n0.3\n0.6\n〔0.3〕\n预期性\n2\n\n基础研究占比\n%\n3\n5\n\n预期性\n3\n创新主体\n高企数\n（含培育）\n家\n39\n80\n15%\n约束性\n"
    )
    found = indicators(text(f"{CAPTION}\n{words}{AFTER}"))
    assert [(one.category, *row(one)) for one in found] == [
        ("创新投入", "研发强度", "%", (2020, 0.3), (2025, 0.6)),
        ("创新投入", "基础研究占比", "%", (2020, 3.0), (2025, 5.0)),
        ("创新主体", "高企数（含培育）", "家", (2020, 39.0), (2025, 80.0)),
    ]


def test_projects_that_stand_as_one_cell_a_line():
    words = (
        "序号\n项目名称\n建设内容\n建设年限\n总投资（万元）\n责任单位\n1\n数据中心\n建机房。\n2021-2022\n500\n县科技局\n"
        "2\n检测中心\n建检测中心。\n购置设备。\n2022-2023\n80\n县经信局\n3\n孵化器\n建孵化器。\n2023\n60\n县科技局\n"
    )
    found = projects(text(f"附表 重点项目表\n{words}\n{AFTER}"))
    assert [(one.number, one.name, one.content, one.start, one.end, one.lead) for one in found] == [
        ("1", "数据中心", "建机房。", 2021, 2022, "县科技局"),
        ("2", "检测中心", "建检测中心。购置设备。", 2022, 2023, "县经信局"),
        ("3", "孵化器", "建孵化器。", 2023, 2023, "县科技局"),
    ]


def test_rows_of_tabs_broken_over_two_lines_and_headings_between_rows():
    words = (
        "序号\t指标\t2020年\t2025年\n一、创新投入\n1\t研发经费（亿元）\t1\t2\n2\t规上工业企业研发经费支出占\n营业收入比重（%）\t0.5\t0.9\n"
        "二、创新产出\n3\t发明专利（件）\t5\t9\n"
    )
    found = indicators(text(f"{CAPTION}\n{words}\n{AFTER}"))
    assert [(one.category, *row(one)) for one in found] == [
        ("一、创新投入", "研发经费", "亿元", (2020, 1.0), (2025, 2.0)),
        ("一、创新投入", "规上工业企业研发经费支出占营业收入比重", "%", (2020, 0.5), (2025, 0.9)),
        ("二、创新产出", "发明专利", "件", (2020, 5.0), (2025, 9.0)),
    ]


def test_a_name_that_begins_on_the_line_above_its_row_of_tabs():
    words = "指标\t2020年\t2025年\n研发经费（亿元）\t1\t2\n规上高新技术工业企业主营业务收入占\n规上工业比重（%）\t0.5\t0.9\n发明专利（件）\t5\t9\n"
    assert [one[0] for one in rows(text(f"{CAPTION}\n{words}\n{AFTER}"))] == [
        "研发经费",
        "规上高新技术工业企业主营业务收入占规上工业比重",
        "发明专利",
    ]


def test_numbered_rows_and_numbered_headings_run_together():
    line = (
        "专栏1 “十三五”主要指标指标2015年2020年年均增速〔累计〕属性经济发展（1）生产总值（GDP）（万亿元）67.7＞92.7＞6.5%预期性"
        "（2）城镇化率常住人口城镇化率（%）56.160〔3.9〕预期性户籍人口城镇化率（%）39.945〔5.1〕（3）服务业比重（%）50.556〔5.5〕预期性"
    )
    assert [(one.category, one.name, short(one.target)) for one in indicators(text(line))] == [
        ("经济发展", "生产总值（GDP）", (2020, 92.7, ">")),
        ("经济发展/（2）城镇化率", "常住人口城镇化率", (2020, 60.0)),
        ("经济发展/（2）城镇化率", "户籍人口城镇化率", (2020, 45.0)),
        ("经济发展", "服务业比重", (2020, 56.0)),
    ]
