"""One document against another."""

PLAN = """云岭县“十五五”科技创新规划（2026—2030年）

表1 “十五五”科技创新主要指标
序号\t指标\t2025年\t2030年
1\t全社会研发经费支出（亿元）\t2.26\t4.5
2\t高新技术企业（家）\t39\t100
3\t高新技术产业营业收入（亿元）\t135\t200
"""
POINTS = "2027年云岭县科学技术局工作要点\n\n一、总体要求\n\n2027年，{}。\n"


def between(report, points, *, plan=PLAN):
    found = report(plan, POINTS.format(points)).findings
    return [finding.rule for finding in found if finding.rule.startswith("between")]


def test_a_year_on_the_path_of_the_plan(report):
    assert between(report, "全社会研发投入达到3亿元") == []


def test_a_year_behind_the_path_says_what_is_then_needed(report):
    found = report(PLAN, POINTS.format("全社会研发投入达到2.5亿元")).findings
    (finding,) = [one for one in found if one.rule == "between.yearly-behind"]
    assert finding.details["path"] == "2.977亿元"
    assert finding.details["needed"] == "21.6%"


def test_too_few_new_firms_a_year(report):
    assert between(report, "新增高新技术企业10家以上") == ["between.addition-behind"]


def test_another_countys_points_are_not_held_against_the_plan(report):
    text = POINTS.format("全社会研发投入达到2.5亿元").replace("云岭县", "南涧县")
    assert [one.rule for one in report(PLAN, text).findings if one.rule.startswith("between")] == []
