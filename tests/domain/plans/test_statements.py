"""Quantified claims about the past: what there was, in which year, and how much it had changed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.domain.plans.prose import FIVE_YEARS, ONE_YEAR, commitments, statements, told


def changes(found):
    return [(one.from_value, one.to_value, one.change, one.change_kind) for one in found]


def test_a_claim_has_its_measure_number_and_the_year_its_sentence_names():
    assert told(statements("2020年，全县研发经费投入为1.8亿元，投入强度达到0.7%；拥有商标130余件。")) == [
        ("研发经费投入", "=1.8亿元", 2020),
        ("投入强度", "=0.7%", 2020),
        ("商标", ">130件", 2020),
    ]


def test_a_year_inside_a_clause_governs_no_other():
    assert told(statements("获得2016年度科技进步奖；建成示范基地3个。")) == [("示范基地", "=3个", None)]


def test_from_and_to_are_one_claim_with_its_change():
    found = statements("高新技术企业由26家增加到94家，环比增长261.5%；贡献率从48%提升到58%，提高10个百分点。")
    assert told(found) == [("高新技术企业", "=94家", 2020), ("贡献率", "=58%", 2020)]
    assert changes(found) == [
        (Decimal(26), Decimal(94), Decimal("261.5"), "percent"),
        (Decimal(48), Decimal(58), Decimal(10), "points"),
    ]


def test_a_change_against_an_earlier_plan_belongs_to_the_value_before_it():
    found = statements("累计培育高新技术企业39家，较“十二五”末增长6.5倍。")
    assert told(found) == [("高新技术企业", "=39家", 2020)]
    assert changes(found) == [(None, Decimal(39), Decimal("6.5"), "times")]


def test_an_earlier_value_is_where_the_change_began():
    (found,) = statements("2020年末，每万人拥有专利0.46件，比2015年的0.19件增长了2.4倍。")
    assert (found.from_value, found.to_value, found.change) == (Decimal("0.19"), Decimal("0.46"), Decimal("2.4"))


def test_growth_a_year_is_a_claim_of_its_own():
    assert told(statements("技术交易额达到3亿元，年均增长12%。")) == [
        ("技术交易额", "=3亿元", None),
        ("技术交易额", "=12%", None),
    ]


def test_a_list_gives_one_claim_for_each():
    assert told(statements("建有省级中心13个、市级中心18个，其中企业自建5个。")) == [
        ("省级中心", "=13个", None),
        ("市级中心", "=18个", None),
        ("企业自建", "=5个", None),
    ]


def test_three_regions_told_apart_by_fenbie_keep_their_numbers():
    assert told(statements("甲地、乙地、丙地产值分别下降2.7%、3.1%、4.5%。")) == [
        ("甲地", "=2.7%", None),
        ("乙地", "=3.1%", None),
        ("丙地产值", "=4.5%", None),
    ]


def test_a_place_in_a_ranking_is_a_claim():
    assert told(statements("科技创新能力指数为24.2，位列全省第7名。")) == [
        ("科技创新能力指数", "=24.2", None),
        ("科技创新能力指数", "=7名", None),
    ]


def test_problems_and_benchmarks_are_claims_too():
    assert told(statements("全县仅有2户企业设有机构，占比不足10%，低于全市的15%。"))[0] == (
        "企业设有机构",
        "=2户",
        None,
    )
    assert [one.bound.value for one in statements("占比不足10%，低于全市的15%。")] == ["<", "="]


@pytest.mark.parametrize(
    "sentence",
    [
        "成功创建全县首个国家级园区，入选第二批示范名单。",
        "换届组建第七届委员会，“十三五”时期成效明显。",
        "全县是全国12个重点县之一。",
        "到2025年，将建成平台5个。",
        "研发费用占比超过5%的企业大幅增加。",
    ],
)
def test_names_ordinals_and_promises_are_no_claims_about_the_past(sentence):
    assert told(statements(sentence)) == []


def test_a_claim_in_a_part_that_looks_forward_needs_a_past_year_or_word():
    forward = {"title": "重点任务"}
    assert told(statements("目前，全县已有众创空间6家。", **forward)) == [("众创空间", "=6家", None)]
    assert told(statements("2020年，全县众创空间达到6家。", **forward)) == [("众创空间", "=6家", 2020)]
    assert told(statements("建设众创空间6家。", **forward)) == []


def test_last_year_is_the_year_before_the_plan():
    assert told(statements("去年，全市完成技术合同登记3亿元。", title="工作回顾", identity=ONE_YEAR))[0][2] == 2021


def test_no_number_is_both_a_promise_and_a_claim():
    sentences = ("2020年，高新技术企业达到12家。", "到2025年，高新技术企业达到30家。", "目前，已有基地3个。")
    for title in ("发展基础", "发展目标"):
        places = [
            one.source.start for one in (*commitments(*sentences, title=title), *statements(*sentences, title=title))
        ]
        assert len(places) == len(set(places)) == 3


def test_the_source_of_a_change_holds_both_numbers():
    (found,) = statements("全县高新技术企业由26家增加到94家。")
    assert found.source.text == "高新技术企业由26家增加到94家"


def test_a_multiple_of_an_earlier_value_belongs_to_the_value_before_it():
    found = statements("每万人发明专利拥有量达18.9件，是2015年的2.1倍。")
    assert told(found) == [("每万人发明专利拥有量", "=18.9件", 2020)]
    assert changes(found) == [(None, Decimal("18.9"), Decimal("2.1"), "ratio")]


def test_a_share_of_things_is_a_claim_of_what_they_do():
    assert told(statements("约62%的规上企业没有研发活动。")) == [("规上企业没有研发活动", "~62%", None)]


def test_parts_of_a_whole_in_proportion_and_those_that_are_compared_are_no_claims():
    assert statements("三次产业结构由14.2∶48.6∶37.2调整为10.5∶43.1∶46.4。") == ()
    assert told(statements("在169家国家高新区综合评价中排名第58位。")) == [("国家高新区综合评价中", "=58位", None)]


def test_the_last_year_before_the_plan_governs_the_sentences_after_it():
    found = statements("2020年，全县实现产值150亿元。研发人员达到207人。")
    assert [one.year for one in found] == [2020, 2020]


def test_a_report_on_what_was_done_tells_also_of_years_of_the_plan():
    report = replace(FIVE_YEARS, title="云岭县“十四五”科技创新规划中期评估报告")
    assert told(statements("2022年，新建平台9个。", title="重点任务推进情况", identity=report)) == [
        ("平台", "=9个", 2022)
    ]


def test_the_year_just_past_is_the_one_before_a_work_report():
    report = replace(ONE_YEAR, title="政府工作报告")
    found = statements("过去一年，我们攻坚克难。生产总值达到1286亿元。全年新认定企业58家。", identity=report)
    assert [one.year for one in found] == [2021, 2021]


def test_what_was_added_may_be_of_all_the_years_that_the_paragraph_speaks_of():
    found = statements("2020年，全县实现产值150亿元。获科技进步奖8项。")
    assert [one.year for one in found] == [2020, None]


def test_a_change_may_be_counted_on_the_same_terms():
    found = statements("一般公共预算收入65.3亿元，同口径增长4.1%。")
    assert changes(found) == [(None, Decimal("65.3"), Decimal("4.1"), "percent")]


def test_places_gained_are_a_change():
    found = statements("创新能力排名全国第28位，前移7位。")
    assert [(one.low, one.change) for one in found] == [(Decimal(28), Decimal(7))]
