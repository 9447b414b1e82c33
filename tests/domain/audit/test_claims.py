"""What the text claims against the table, deeds counted again, what tables are called, and what is quoted."""

SERIES = "表1 “十四五”时期研发活动\n类别\t2021年\t2022年\t2023年\t2024年\t2025年\n"


def told(report, text):
    head = "云岭县“十五五”科技创新规划（2026—2030年）\n\n一、发展基础\n\n"
    return [(one.rule, one.arithmetic) for one in report(head + text).findings]


def test_what_the_text_says_grew_fell_in_the_table(report):
    table = SERIES + "企业研发人员数（人）\t1635\t1355\t818\t997\t1111\n专利申请数（件）\t1\t2\t3\t4\t5\n"
    found = told(report, "企业研发人员数量稳步增长。\n\n" + table)
    assert ("history.claimed-growth", "1635人 → 1111人") in found


def test_a_whole_that_falls_while_its_parts_rise(report):
    table = SERIES + "研发活动人员（人）\t1635\t1355\t1100\t997\t1111\n#研究人员（人）\t615\t533\t700\t722\t831\n"
    assert "part.whole-falls" in [rule for rule, _ in told(report, "基础较好。\n\n" + table)]


def test_a_share_that_trebles_while_its_part_grows_slowly(rules):
    rows = ("全社会研发经费投入强度（%）\t0.3\t1", "高新技术企业（家）\t39\t100")
    assert rules(aims="全社会研发投入年均增长20%以上。", rows=rows) == ["growth.whole-shrinks"]


def test_a_share_and_a_rate_that_fit(rules):
    rows = ("全社会研发经费投入强度（%）\t0.3\t0.5", "高新技术企业（家）\t39\t100")
    assert rules(aims="全社会研发投入年均增长20%以上。", rows=rows) == []


def test_fewer_deeds_a_year_than_before(plan):
    found = plan(reached="联合实施技术攻关80项。", aims="每年开展技术攻关10项以上。")
    assert [(one.rule, one.arithmetic) for one in found if one.rule.startswith("target")] == [
        ("target.fewer-than-before", "10 × 5 = 50 < 80项")
    ]


def test_as_many_deeds_as_before_are_enough(plan):
    found = plan(reached="联合实施技术攻关80项。", aims="每年开展技术攻关16项以上。")
    assert [one.rule for one in found if one.rule.startswith("target")] == []


def test_a_number_a_zero_too_long(plan):
    found = plan(aims="到2030年，育成新品种5个，开发新技术10项、新产品300个、新装备10台（套）。")
    assert [one.details["measure"] for one in found if one.rule == "target.other-size"] == ["新产品"]


def test_a_row_without_its_unit(plan):
    rows = (
        "高新技术企业（家）\t39\t100",
        "国家众创空间\t0\t1",
        "孵化器（个）\t1\t2",
        "专利（件）\t5\t9",
        "科技创新水平指数\t39\t45",
    )
    found = plan(rows=rows)
    assert [one.details["measures"] for one in found if one.rule == "table.unit-missing"] == ["国家众创空间"]


def test_a_document_that_ends_with_a_heading(report):
    text = "云岭县“十五五”科技创新规划（2026—2030年）\n\n一、发展基础\n\n基础较好。\n\n二、组织实施"
    assert [one.rule for one in report(text).findings if one.severity != "note"] == ["structure.empty-section"]


QUOTING = """《云岭县“十五五”科技创新规划》实施情况评估报告

一、总体情况

2025年全县高新技术企业39家[1]。2025年全县高新技术企业达到93家[2]。2025年技术合同成交额5亿元[3]，专利申请100件[4]，孵化器3个[5]。

附件

[1] 2025年全县高新技术企业39家
[2] 2025年全县高新技术企业达到93家
[3] 2025年技术合同成交额5亿元
[4] 2025年专利申请100件
[5] 2025年孵化器3个
"""


def judged(report, text):
    result = report(text)
    return [one.rule for one in result.findings if one.severity != "note"], [one.reason for one in result.abstained]


def test_a_contradiction_between_two_quotations_is_the_sources(report):
    found, left_open = judged(report, QUOTING)
    assert (found, set(left_open)) == ([], {"abstained.quoted"})


def test_the_same_contradiction_without_sources_is_the_documents_own(report):
    bare = "\n".join(line for line in QUOTING.split("\n") if not line.startswith("["))
    assert judged(report, bare.replace("[1]", "").replace("[2]", ""))[0] == ["restated.past"]


def test_a_number_that_is_not_in_the_entry_it_cites(report):
    wrong = QUOTING.replace("专利申请100件[4]", "专利申请110件[4]")
    assert judged(report, wrong)[0] == ["marks.cited-differs"]
