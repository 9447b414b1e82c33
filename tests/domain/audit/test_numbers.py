"""Numbers told twice, targets, growth and identities: each on one changed fact."""

ROWS = (
    "全社会研究与试验发展经费支出（亿元）\t1.29\t2.00",
    "高新技术企业（家）\t18\t40",
    "科技型中小企业（家）\t46\t110",
    "公民具备科学素质的比例（%）\t11.6\t17",
)
REACHED = "2025年，全县高新技术企业达到18家，科技型中小企业达到46家。"


def test_a_plan_that_adds_up_has_no_findings(rules):
    assert rules(reached=REACHED, aims="到2030年，高新技术企业达到40家以上。", rows=ROWS) == []


def test_the_text_and_the_table_tell_one_number(rules):
    assert rules(reached="2025年，全县高新技术企业达到19家。", rows=ROWS) == ["restated.past"]


def test_the_arithmetic_is_written_out_and_every_place_named(plan):
    (finding,) = plan(reached="2025年，全县高新技术企业达到19家。", rows=ROWS)
    assert finding.severity == "error"
    assert finding.arithmetic == "18家 ≠ 19家; 19 − 18 = 1"
    assert [source.text for source in finding.sources] == ["高新技术企业达到19家", "18"]


def test_a_target_in_the_text_and_another_in_the_table(rules):
    assert rules(reached=REACHED, aims="到2030年，高新技术企业达到35家。", rows=ROWS) == ["restated.promise"]


def test_at_least_forty_agrees_with_forty(rules):
    assert rules(reached=REACHED, aims="到2030年，高新技术企业超过40家。", rows=ROWS) == []


def test_another_unit_is_no_contradiction(rules):
    assert rules(reached="2025年，全县研究与试验发展（R&D）经费支出达到12900万元。", rows=ROWS) == []


def test_a_rounded_number_is_no_contradiction(rules):
    assert rules(reached="2025年，全县研究与试验发展（R&D）经费支出达到1.3亿元。", rows=ROWS) == []


def test_what_part_of_the_firms_did_is_no_total(rules):
    assert rules(reached=REACHED + "7家科技型中小企业获得贷款贴息。", rows=ROWS) == []


def test_a_target_below_what_the_text_says_exists(rules):
    reached = "建成省级科普基地4个。"
    assert rules(reached=reached, aims="到2030年，省级科普基地达到3个。") == ["target.worse"]


def test_an_addition_on_top_is_no_step_back(rules):
    assert rules(reached="建成省级科普基地4个。", aims="到2030年，新建省级科普基地3个。") == []


def test_a_target_that_was_already_reached(rules):
    assert rules(reached="2025年，全县高新技术企业达到40家。", aims="到2030年，高新技术企业达到40家。") == [
        "target.reached"
    ]


def test_less_energy_is_better(rules):
    assert rules(rows=("万元地区生产总值能耗（吨标准煤）\t0.48\t0.42",)) == []


def test_six_to_thirty_nine_did_not_grow_by_six_and_a_half_times(rules):
    assert rules(reached="高新技术企业由6家增加到39家，增长6.5倍。") == ["growth.times-as-ratio"]


def test_six_to_thirty_nine_is_six_and_a_half_times_not_five(rules):
    assert rules(reached="高新技术企业由6家增加到39家，是2020年的6.5倍。") == []
    assert rules(reached="高新技术企业由6家增加到39家，是2020年的5.5倍。") == ["growth.ratio"]


def test_six_to_thirty_nine_grew_by_five_and_a_half_times(rules):
    assert rules(reached="高新技术企业由6家增加到39家，增长5.5倍。") == []


def test_a_percentage_that_does_not_fit_its_ends(plan):
    (finding,) = plan(reached="高新技术企业由26家增加到94家，增长216.5%。")
    assert finding.rule == "growth.percent"
    assert finding.arithmetic.endswith("= 261.5%")


def test_points_are_no_percent(rules):
    assert rules(reached="公民具备科学素质的比例由8.2%提高到11.6%，提高3.4%。") == ["growth.points-as-percent"]


def test_points_called_points_are_right(rules):
    assert rules(reached="公民具备科学素质的比例由8.2%提高到11.6%，提高3.4个百分点。") == []


def test_a_chained_rate_does_not_span_five_years(rules):
    assert rules(reached="“十四五”时期，高新技术企业由26家增加到94家，环比增长261.5%。") == ["growth.chained"]


def test_twenty_percent_a_year_goes_past_the_target(plan):
    rows = ("全社会研究与试验发展经费支出（亿元）\t2.26\t4.5",)
    (finding,) = plan(aims="到2030年，全社会研发投入年均增长20%以上。", rows=rows)
    assert finding.rule == "growth.rate-against-target"
    assert finding.details["needed"] == "14.8%"


def test_ten_percent_a_year_leaves_room_for_more(rules):
    rows = ("全社会研究与试验发展经费支出（亿元）\t2.26\t4.5",)
    assert rules(aims="到2030年，全社会研发投入年均增长10%以上。", rows=rows) == []


def test_two_targets_imply_a_smaller_economy(plan):
    rows = ("全社会研发经费支出（亿元）\t2.26\t4.5", "全社会研发经费支出占地区生产总值比重（%）\t0.30\t1.0")
    (finding,) = plan(rows=rows)
    assert finding.rule == "identity.implied-whole"
    assert finding.severity == "error"
    assert (finding.details["later"], finding.details["today"]) == ("450", "753.3")


def test_what_rounding_leaves_open_is_no_error(report):
    rows = "1\t全社会研发经费支出（亿元）\t0.1\t0.3\n2\t全社会研发经费支出占地区生产总值比重（%）\t0.19\t0.8\n"
    text = "云岭县“十五五”科技创新规划（2026—2030年）\n\n表1 主要指标\n序号\t指标\t2025年\t2030年\n" + rows
    found = report(text)
    assert [(one.rule, one.severity) for one in found.findings] == [("identity.implied-whole-printed", "warning")]
    assert [one.rule for one in found.abstained] == ["identity.implied-whole"]


def test_spending_over_the_product_gives_the_intensity(rules):
    aims = "到2030年，全社会研发经费达到2.0亿元，占地区生产总值比重达到1.3%，地区生产总值突破210亿元。"
    assert rules(aims=aims) == ["identity.ratio"]


def test_a_later_target_lies_beyond_an_earlier_one(rules):
    aims = "到2030年，高新技术企业达到40家。到2035年，高新技术企业达到30家。"
    assert rules(aims=aims) == ["milestone.backwards"]


def test_marked_as_doubled_but_not_doubled(rules):
    assert rules(rows=("高新技术企业*（家）\t18\t30", "科技型中小企业（家）\t46\t110\n注：*为倍增指标。")) == [
        "growth.not-doubled"
    ]


def test_the_column_of_yearly_growth_fits_its_row(report):
    head = "云岭县“十五五”科技创新规划（2026—2030年）\n\n表1 主要指标\n序号\t指标\t2025年\t2030年\t年均增速（%）\n"
    right = head + "1\t高新技术企业（家）\t18\t40\t17.3\n2\t科技型中小企业（家）\t46\t110\t19.0\n"
    wrong = right.replace("17.3", "12.3")
    assert [one.rule for one in report(right).findings if one.severity != "note"] == []
    assert [one.rule for one in report(wrong).findings if one.severity != "note"] == ["growth.change-column"]


def test_more_of_a_kind_than_the_whole_is_to_grow_by(rules):
    rows = ("创新平台数量（家）\t76\t100",)
    assert rules(aims="到2030年，新建绿色技术创新平台30家。", rows=rows) == ["share.part-outgrows"]


def test_a_share_in_a_sentence_fits_its_counts(rules):
    assert rules(reached="2025年，全县13家规上企业，建立研发机构的只有1家，占比达到25%。") == ["share.sentence"]


def test_output_and_revenue_are_two_statistics(rules):
    reached = "2025年，规上高新技术产业营业收入由230亿元增加到401.2亿元。"
    aims = "到2030年，高新技术产业营业收入超过800亿元。"
    assert "naming.two-kinds" in rules(reached=reached, aims=aims, rows=("高新技术产业产值（亿元）\t401\t800",))


def test_one_goal_for_two_years(rules):
    aims = "到2030年，基本建成大山绿色发展创新示范县。\n\n到2035年，基本建成大山绿色发展创新示范县。"
    assert rules(aims=aims) == ["milestone.repeated"]


def test_a_benchmark_nine_times_another_is_another_measure(rules):
    assert rules(reached="全县财政科技支出占GDP的0.1%，远低于全市的0.24%和全国的2.15%。") == [
        "naming.unlike-benchmarks"
    ]


def test_what_a_park_promises_is_not_the_whole_countys(rules):
    aims = "到2030年，高新技术企业达到40家。\n\n建设云岭高新区，到2030年，高新技术企业达到25家。"
    assert rules(reached=REACHED, aims=aims, rows=ROWS) == []


def test_what_was_planned_for_the_base_year_is_no_second_value_of_it(report):
    text = (
        "云岭县“十五五”科技创新规划（2026—2030年）\n\n一、发展基础\n\n2025年，全县高新技术企业达到35家。\n\n"
        "表1 “十五五”科技创新主要指标\n指标\t2025年计划\t2025年完成\t2030年目标\n"
        "高新技术企业（家）\t30\t35\t80\n技术合同成交额（亿元）\t10\t12.5\t20\n"
    )
    assert report(text).findings == ()
