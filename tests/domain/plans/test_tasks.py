"""Key tasks, who leads them, who supports them, by when."""

import pytest

from kechuang.domain.plans.structure.reading_tasks import read_tasks
from kechuang.readers.assembly import Assembly, GridCell
from tests.domain.plans.structure_lines import WORDS, identity_of, tasks

TITLE = "渠县科学技术局2023年工作要点"
PLAN = "渠县“十四五”科技创新规划"
BODY = "建立培育库，加强服务。"


@pytest.mark.parametrize(
    ("said", "lead", "support", "deadline"),
    [
        ("（牵头单位：县科技局；责任单位：县经信局、县税务局）", "县科技局", ("县经信局", "县税务局"), None),
        ("（牵头股室：高新股；配合股室：规划股）", "高新股", ("规划股",), None),
        ("（责任单位：县科技局、县经信局；完成时限：2023年6月）", "县科技局", ("县经信局",), "2023年6月"),
        ("（县科技局牵头，县经信局、各乡镇配合）", "县科技局", ("县经信局", "各乡镇"), None),
        (
            "（责任单位：县科技局牵头，县教育局、县卫生健康局配合；完成时限：2027年底）",
            "县科技局",
            ("县教育局", "县卫生健康局"),
            "2027年底",
        ),
        ("（责任单位：县科技局（牵头）、县教育局、县卫生健康局）", "县科技局", ("县教育局", "县卫生健康局"), None),
        ("（责任单位：县教育局、县科技局（牵头））", "县科技局", ("县教育局",), None),
        ("（责任单位：县财政局，县科技局；2026年12月底前完成）", "县财政局", ("县科技局",), "2026年12月底前"),
        ("【牵头单位：县科技局；配合单位：县经信局、县税务局】", "县科技局", ("县经信局", "县税务局"), None),
        ("（县科技局、县财政局牵头，县经信局等部门按职责分工负责）", "县科技局、县财政局", ("县经信局",), None),
        ("（县科技局、县财政局按职责分工负责）", None, ("县科技局", "县财政局"), None),
        ("（县科技局负责）", "县科技局", (), None),
        ("（各乡镇、县科技局负责）", None, ("各乡镇", "县科技局"), None),
        ("（责任领导：某某；责任科室：高新科；完成时限：12月底前）", "高新科", (), "12月底前"),
        ("由县科技局牵头，县财政局配合，6月底前完成。", "县科技局", ("县财政局",), "6月底前"),
        ("（县经济信息委（县科技局）牵头，县财政局配合）", "县经济信息委（县科技局）", ("县财政局",), None),
    ],
)
def test_organisations_and_deadline_are_read_as_printed(said, lead, support, deadline):
    (task,) = tasks(TITLE, "一、培育主体", f"（一）实施倍增计划。{BODY}{said}")
    assert (task.title, task.lead, task.support, task.deadline) == ("实施倍增计划", lead, support, deadline)


def test_organisations_on_lines_of_their_own_belong_to_the_heading_above():
    (first, second) = tasks(
        TITLE,
        "一、培育主体",
        "（一）建设载体",
        BODY,
        "牵头单位：县园区管委会",
        "配合单位：县科技局、县财政局",
        "（二）培育企业",
        BODY,
    )
    assert (first.number, first.lead, first.support) == ("（一）", "县园区管委会", ("县科技局", "县财政局"))
    assert (second.number, second.title, second.lead) == ("（二）", "培育企业", None)


def test_every_item_of_a_division_of_work_is_a_task_also_on_one_line():
    line = (
        "为落实会议部署，制定如下方案。"
        + "说明情况。" * 40
        + "一、完善政策（一）落实减税政策，为企业提供支撑。（县财政局、县税务局负责）"
        "具体措施：1．总结经验做法，完善机制。（县财政局牵头，有关部门负责）2．2023年底前开展治理。（县市场监管局牵头）"
    )
    assert [(task.number, task.title, task.lead, task.deadline) for task in tasks("渠县重点任务分工方案", line)] == [
        ("（一）", "落实减税政策，为企业提供支撑", "县财政局", None),
        ("1．", "总结经验做法，完善机制", "县财政局", None),
        ("2．", "2023年底前开展治理", "县市场监管局", "2023年底前"),
    ]


def test_a_five_year_plan_without_organisations_has_its_lowest_headings_and_box_items_as_tasks():
    found = tasks(
        PLAN,
        "一、发展基础",
        "（一）成效",
        BODY,
        "二、重点任务",
        "（一）建设平台",
        "1.实验室。优化布局。",
        "2.技术中心。新建中心。",
        "专栏1 平台重点",
        "1.新药实验室。聚焦新药。",
        "2.材料实验室。聚焦材料。",
        "（二）培育企业",
        BODY,
        "三、保障措施",
        "（一）加强领导",
        BODY,
    )
    assert [(task.number, task.title, task.lead) for task in found] == [
        ("1.", "实验室", None),
        ("2.", "技术中心", None),
        ("1.", "新药实验室", None),
        ("2.", "材料实验室", None),
        ("（二）", "培育企业", None),
    ]


def test_where_no_chapter_is_called_key_tasks_background_aims_and_safeguards_are_left_out():
    found = tasks(
        PLAN,
        "一、规划背景",
        "（一）发展基础",
        BODY,
        "二、总体要求",
        BODY,
        "三、夯实创新基础",
        "（一）建设平台",
        BODY,
        "四、保障措施",
        "（一）加强领导",
        BODY,
    )
    assert [task.title for task in found] == ["建设平台"]


def test_what_was_led_in_the_past_is_no_task():
    assert (
        tasks(PLAN, "一、发展基础", "由县科技局牵头，县财政局配合，平台建成。", "二、重点任务", "（一）建设平台", BODY)[
            0
        ].title
        == "建设平台"
    )


def test_brackets_that_name_nobody_are_left_alone():
    (task,) = tasks(TITLE, "一、培育主体", "（一）实施倍增计划（2021—2025年）。建立培育库（含后备企业）。")
    assert (task.lead, task.support) == (None, ())


def test_the_source_of_a_task_runs_from_its_number_to_those_who_do_it():
    (task,) = tasks(TITLE, "一、培育主体", f"（一）倍增计划。{BODY}（县科技局牵头）")
    assert task.source.text == f"（一）倍增计划。{BODY}（县科技局牵头）"


def test_what_stands_under_a_heading_that_was_handed_out_is_no_task_of_its_own():
    found = tasks(
        TITLE,
        "一、建设平台",
        "1、实验室。新建实验室。（平台科牵头，规划科参与）",
        "（1）优化布局。调整方向。",
        "（2）加强考核。完善办法。",
        "2、技术中心。新建中心。（平台科牵头）",
    )
    assert [(task.number, task.lead, task.support) for task in found] == [
        ("1、", "平台科", ("规划科",)),
        ("2、", "平台科", ()),
    ]


def test_one_clause_behind_several_points_belongs_to_what_stands_above_them():
    (task,) = tasks(
        "渠县重点任务分工方案", "（一）完善政策。包括：1.落实政策；2.优化服务；3.加强监管。（县财政局牵头）"
    )
    assert (task.number, task.title, task.lead) == ("（一）", "完善政策", "县财政局")


def test_work_without_numbers_begins_with_its_paragraph():
    found = tasks(
        "渠县重点任务分工方案",
        "落实减税政策，支持企业。（县税务局负责）",
        "推进平台建设。",
        "责任单位：县科技局、县财政局",
    )
    assert [(task.number, task.title, task.lead, task.support) for task in found] == [
        (None, "落实减税政策，支持企业", "县税务局", ()),
        (None, "推进平台建设", "县科技局", ("县财政局",)),
    ]


def test_people_are_not_organisations():
    found = tasks(TITLE, "一、平台", "1、实验室。由专家牵头，组织论证。", "2、中心。新建中心。（责任人：某某）")
    assert [(task.lead, task.support) for task in found] == [(None, ()), (None, ())]


def tabled(*rows: tuple[str, ...]) -> list[tuple[str | None, str, str | None, tuple[str, ...], str | None]]:
    assembly = Assembly()
    assembly.paragraph("渠县2023年重点任务分解表")
    assembly.table(GridCell(row, column, text) for row, cells in enumerate(rows) for column, text in enumerate(cells))
    read = assembly.document(name="表.docx", format="docx", data=b"")
    found = read_tasks(read, (), (), identity_of(read), WORDS)
    return [(task.number, task.title, task.lead, task.support, task.deadline) for task in found]


def test_the_rows_of_a_table_of_tasks_are_tasks():
    head = ("序号", "重点任务", "具体措施", "牵头单位", "责任单位", "完成时限")
    assert tabled(
        head,
        ("1", "平台", "新建实验室5家", "县科技局", "县财政局、县经信局", "2023年6月"),
        ("2", "平台", "新建中心，年底前完成", "", "县经信局 县财政局", ""),
        ("", "", "", "", "", ""),
    ) == [
        ("1", "新建实验室5家", "县科技局", ("县财政局", "县经信局"), "2023年6月"),
        ("2", "新建中心，年底前完成", "县经信局", ("县财政局",), "年底前"),
    ]


def test_the_head_that_stands_again_on_the_next_page_is_no_task_and_who_leads_may_be_marked():
    head = ("序号", "主要任务", "责任单位", "配合单位", "完成时间")
    assert tabled(
        head,
        ("1", "培育高企", "县教育局、县科技局（牵头）", "县经信局", "2027年"),
        head,
        ("2", "建实验室", "县科技局", "", "长期坚持"),
    ) == [
        ("1", "培育高企", "县科技局", ("县教育局", "县经信局"), "2027年"),
        ("2", "建实验室", "县科技局", (), "长期坚持"),
    ]


def test_a_table_without_organisations_holds_no_tasks():
    assert tabled(("序号", "重点任务", "目标"), ("1", "平台", "5家")) == []


def test_organisations_are_spelt_with_ordinary_characters():
    (task,) = tasks(PLAN, "一、重点任务", "（一）强化金融支撑", f"{BODY}（牵头单位：⼈⺠银⾏渠县⽀⾏）")
    assert task.lead == "人民银行渠县支行"
