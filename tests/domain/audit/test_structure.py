"""Headings, boxes, marks, tasks."""

HEAD = "云岭县“十五五”科技创新规划（2026—2030年）\n\n一、发展基础\n\n基础较好。\n\n二、发展目标\n\n目标明确。\n\n"


def rules(report, text):
    return [finding.rule for finding in report(HEAD + text).findings if finding.severity != "note"]


def test_headings_in_order_have_no_findings(report):
    assert rules(report, "三、重点任务\n\n（一）建平台\n\n建设平台。\n\n（二）育企业\n\n培育企业。\n") == []


def test_a_heading_number_is_missing(report):
    assert rules(report, "四、重点任务\n\n建设平台。\n") == ["structure.heading-gap"]


def test_numbers_that_run_through_the_sections_are_in_order(report):
    text = "三、重点任务\n\n1.建设创新平台\n\n建平台。\n\n2.培育企业\n\n育企业。\n\n四、保障措施\n\n3.加强组织领导\n\n加强领导。\n"
    assert rules(report, text) == []


def test_a_box_has_lost_its_number(report):
    text = "三、重点任务\n\n专栏1 企业培育工程\n培育企业。\n\n推进工作。\n\n专栏3 平台建设工程\n建设平台。\n"
    assert rules(report, text) == ["structure.box-gap"]


def test_a_quotation_that_never_ends(report):
    assert rules(report, "建成集运行管理和指挥调度等功能于一体的县城“智慧大脑。\n") == ["marks.unclosed"]


def test_a_quotation_over_a_page_break_is_closed(report):
    assert (
        rules(
            report, "“底子薄、基础差，难以创新、不能创新，因此不去谈论创新这一件事情\n\n的想法”具有普遍性，需要改变。\n"
        )
        == []
    )


def test_english_between_chinese_words(report):
    assert rules(report, "激励院校科研人员 and 大学生创业。\n") == ["marks.stray-english"]


def test_tags_left_by_conversion(report):
    assert rules(report, "<p>低成本制备技术。</p>\n") == ["marks.artefact"]


def test_the_same_words_twice_in_a_paragraph(report):
    text = "对独活进行测序，标定广谱抗性基因和高产优质基因，为选育提供材料，标定广谱抗性基因和高产优质基因。\n"
    assert rules(report, text) == ["marks.clause-twice"]


def test_a_task_without_a_lead_among_tasks_that_have_one(report):
    led = "（牵头单位：县科技局；配合单位：县财政局）"
    text = (
        f"三、重点任务\n\n（一）培育创新企业\n\n培育企业。{led}\n\n（二）建设创新平台\n\n建设平台。{led}\n\n"
        "（三）共享仪器设备\n\n共享设备。\n"
    )
    assert rules(report, text) == ["task.no-lead"]


def test_the_id_stays_when_lines_move(report):
    text = "激励院校科研人员 and 大学生创业。\n"
    (before,) = report(HEAD + text).findings
    (after,) = report("\n\n\n" + HEAD + "新的一段。\n\n" + text).findings
    assert before.sources[0].line != after.sources[0].line
    assert before.id == after.id


CONTENTS = (
    "云岭县“十五五”科技创新规划（2026—2030年）\n\n目  录\n\n一、发展基础......1\n二、总体要求......2\n三、重点任务......3\n"
    "四、重点项目......5\n五、保障措施......6\n\n"
)
BODY = "一、发展基础\n\n基础较好。\n\n二、总体要求\n\n要求明确。\n\n三、重点任务\n\n任务具体。\n\n四、重点项目\n\n项目落地。\n\n五、保障措施\n\n措施有力。\n"


def test_the_contents_page_names_the_headings_of_the_body(report):
    assert [one.rule for one in report(CONTENTS + BODY).findings] == []


def test_an_entry_of_the_contents_page_without_a_heading(report):
    (finding,) = report(CONTENTS + BODY.replace("四、重点项目", "四、重大工程")).findings
    assert (finding.rule, finding.details["title"]) == ("structure.contents-missing", "四、重点项目")
