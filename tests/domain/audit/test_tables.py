"""Totals, parts, units and years in tables."""

HEAD = "云岭县“十五五”科技创新规划（2026—2030年）\n\n一、发展基础\n\n"
STAFF = """表1 2021—2025年专业技术人员（单位：人）
类别\t2021年\t2022年\t2023年\t2024年\t2025年
专业技术人员合计\t600\t615\t630\t655\t670
高级\t60\t65\t70\t75\t80
中级\t220\t225\t230\t240\t245
初级\t320\t325\t330\t340\t345
"""
FIRMS = """表2 2021—2025年规模以上工业企业研发活动
类别\t2021年\t2022年\t2023年\t2024年\t2025年
企业数（户）\t41\t43\t46\t50\t54
#有R&D活动企业（户）\t9\t10\t12\t15\t17
研发项目数（项）\t63\t64\t93\t119\t146
"""


def rules(report, text):
    return [finding.rule for finding in report(HEAD + text).findings if finding.severity != "note"]


def test_tables_that_add_up_have_no_findings(report):
    assert rules(report, STAFF + "\n" + FIRMS) == []


def test_a_total_that_fails_in_one_column_only(report):
    (finding,) = report(HEAD + STAFF.replace("630", "603")).findings
    assert finding.rule == "total.differs"
    assert finding.arithmetic == "70 + 230 + 330 = 630 ≠ 603; 603 − 630 = -27"


def test_a_part_that_fails_is_named_with_its_total(report):
    (finding,) = report(HEAD + STAFF.replace("240", "420")).findings
    assert [source.text for source in finding.sources] == ["655", "75", "420", "340"]


def test_a_part_is_never_larger_than_the_row_above(report):
    assert rules(report, FIRMS.replace("\t17\n", "\t71\n")) == ["part.over-whole"]


def test_projects_are_not_counted_in_persons(report):
    assert rules(report, FIRMS.replace("研发项目数（项）", "研发项目数（人）")) == ["table.unit-against-name"]


def test_the_costs_of_projects_add_up(report):
    text = (
        "规划期内实施重点项目2个，总投资1.2亿元。\n\n表3 重点项目表\n"
        "序号\t项目名称\t建设单位\t建设内容及规模\t建设年限\t总投资（万元）\t牵头单位\n"
        "1\t中试基地\t县国有资产公司\t建设中试车间。\t2026—2028\t5400\t县科技局\n"
        "2\t服务中心\t县国有资产公司\t新建孵化楼。\t2027—2029\t4500\t县科技局\n"
    )
    assert rules(report, text) == ["total.projects"]
    assert rules(report, text.replace("1.2亿元", "0.99亿元")) == []
