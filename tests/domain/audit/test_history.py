"""What a plan says of the last one."""

HEAD = "云岭县“十五五”科技创新规划（2026—2030年）\n\n一、发展基础\n\n"
MISSED = """表1 预期指标与2025年实际完成对比
指标内容\t2025年预期指标\t2025年实际完成指标
全社会研发投入强度（%）\t1\t0.19
万人有效发明专利拥有量（件）\t2\t0.54
高新技术企业（家）\t1\t2
"""


def rules(report, text):
    return [finding.rule for finding in report(HEAD + text).findings if finding.severity != "note"]


def test_success_claimed_for_a_missed_target(report):
    text = "全社会研发投入强度、万人有效发明专利拥有量指标取得显著成效。\n\n" + MISSED
    assert rules(report, text) == ["history.success-missed"]


def test_success_claimed_for_what_was_reached(report):
    assert rules(report, "高新技术企业培育取得显著成效。\n\n" + MISSED) == []


def test_one_years_value_given_for_five(report):
    table = "表1 各年研发经费\n类别\t2021年\t2022年\t2023年\t2024年\t2025年\n全社会研发经费（亿元）\t1.4\t1.5\t1.7\t2.0\t2.3\n高新技术企业（家）\t11\t12\t13\t14\t15\n"
    text = "“十四五”期间，全社会研发经费支出达到2.3亿元。\n\n" + table
    assert rules(report, text) == ["history.one-year-for-five"]
