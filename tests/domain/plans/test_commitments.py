"""Quantified promises: what is promised, how it binds, and what only looks like a promise."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kechuang.domain.plans.plan import Binding, Indicator, YearValue
from kechuang.domain.plans.prose.reading_commitments import read_commitments
from kechuang.domain.quantity import Bound
from kechuang.domain.source import Source
from tests.domain.plans.prose import FIVE_YEARS, VOCABULARY, boxed, commitments, plan_text, promised


def test_a_verb_of_adding_promises_an_increment():
    assert promised(commitments("到2025年，新增省级工程技术研究中心3家，培育科技服务机构5—8家。")) == [
        ("省级工程技术研究中心", "=3家", 2025, "increment"),
        ("科技服务机构", "range5–8家", 2025, "increment"),
    ]


def test_the_number_of_an_item_is_no_part_of_what_is_promised():
    for number in ("①", "⑴", "⒈", "（1）", "1."):
        assert promised(commitments(f"{number}新建县级工程技术研究中心3个；")) == [
            ("县级工程技术研究中心", "=3个", 2025, "increment")
        ]


def test_what_says_where_among_others_or_over_which_years_is_no_part_of_the_measure():
    found = commitments("创新水平指数排名保持全省前三，技术合同成交额五年累计突破100亿元。")
    assert [one[0] for one in promised(found)] == ["创新水平指数排名", "技术合同成交额"]


def test_the_noun_may_stand_after_the_number():
    found = commitments("打造10家专业服务机构，培育3个左右具有影响力的品牌，建成1个基础好、带动强的示范基地。")
    assert promised(found) == [
        ("专业服务机构", "=10家", 2025, "increment"),
        ("具有影响力的品牌", "~3个", 2025, "increment"),
        ("示范基地", "=1个", 2025, "increment"),
    ]


def test_reaching_a_number_promises_a_level_and_a_percentage_a_share():
    found = commitments("高新技术企业达到60家以上，技术合同成交额突破2亿元，公民具备科学素质的比例达到12%。")
    assert promised(found) == [
        ("高新技术企业", ">=60家", 2025, "level"),
        ("技术合同成交额", ">2亿元", 2025, "level"),
        ("公民具备科学素质的比例", "=12%", 2025, "share"),
    ]


def test_a_list_keeps_the_verb_it_began_with():
    assert promised(commitments("育成新品种3—5个，开发新技术10项、新产品30个、新装备10台（套）。")) == [
        ("新品种", "range3–5个", 2025, "increment"),
        ("新技术", "=10项", 2025, "increment"),
        ("新产品", "=30个", 2025, "increment"),
        ("新装备", "=10台（套）", 2025, "increment"),
    ]


def test_numbers_told_apart_by_fenbie_each_have_their_measure_and_share_the_bound():
    assert promised(commitments("到2025年，高新技术企业和科技型企业分别超过90家和300家。")) == [
        ("高新技术企业", ">90家", 2025, "level"),
        ("科技型企业", ">300家", 2025, "level"),
    ]


def test_a_verb_after_its_subject_leaves_the_subject_in_the_measure():
    found = commitments("省级专项立项7项以上，城镇新增就业1.2万人，孵化面积新增10万平方米。")
    assert [one.measure for one in found] == ["省级专项立项", "城镇新增就业", "孵化面积新增"]


def test_a_prize_is_no_subsidy():
    assert len(commitments("获得省级科学技术奖励20项以上。")) == 1
    assert commitments("对获批平台的单位奖励20万元。") == ()


def test_parts_in_brackets_belong_to_the_promise_before_them():
    assert [(one.measure, one.low) for one in commitments("新建省级平台20个（其中企业自建3个）。")] == [
        ("省级平台", 20),
        ("企业自建", 3),
    ]


def test_an_item_without_a_measure_goes_on_with_the_clause_before_it():
    assert promised(commitments("提高成果就地转化率，力争达到30%以上。")) == [
        ("成果就地转化率", ">=30%", 2025, "share")
    ]


def test_numbers_of_a_sum_between_quotes_are_a_name():
    assert promised(commitments("构建“1个中心+3个基地+N个平台”体系，建设基地3个。")) == [
        ("基地", "=3个", 2025, "increment")
    ]


def test_a_percentage_of_things_that_shall_be_so_is_a_share():
    assert promised(commitments("推进重点单位安防100%达标。")) == [("重点单位安防", "=100%", 2025, "share")]


def test_what_has_been_counted_is_not_promised():
    assert commitments("服务平台覆盖企业130余家。") == ()


def test_a_change_from_one_number_to_another_promises_the_second():
    assert promised(commitments("高新技术企业由2020年的12家增加到2025年的30家，覆盖率由5%提高到8%。")) == [
        ("高新技术企业", "=30家", 2025, "level"),
        ("覆盖率", "=8%", 2025, "share"),
    ]


def test_a_share_of_things_is_promised_with_what_they_shall_come_to():
    assert promised(commitments("到2025年，实现90%以上的行政村建成服务站点。")) == [
        ("行政村建成服务站点", ">=90%", 2025, "share"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "对新认定的高新技术企业一次性奖励20万元。",
        "支持研发投入占营业收入比例超过5%的企业申报专项。",
        "鼓励年营业收入2000万元以上的企业设立技术中心。",
        "支持科研人员5年内保留人事关系。",
        "大力发展甲、乙、丙4个主导品种和丁等大宗品种种植。",
        "推动服务、营销、保护三大体系建设。",
        "全县是全国12个重点县之一。",
        "坚持“1354”思路，推进“五个一”模式。",
        "力争全社会研发投入强度达到全省平均水平。",
        "实现规上企业研发活动全覆盖。",
        "总投资35亿元，占地500亩，建成后年产值可达50亿元。",
        "淘汰35蒸吨以下燃煤锅炉。",
        "打通政策落地“最后一公里”。",
        "瞪羚企业实现零的突破。",
    ],
)
def test_thresholds_subsidies_names_and_project_facts_are_no_promises(sentence):
    assert promised(commitments(sentence)) == []


def test_what_a_part_that_looks_back_tells_is_not_promised():
    assert promised(commitments("建成省级平台5家，高新技术企业达到39家。", title="发展基础")) == []


def test_a_past_year_in_a_part_that_looks_forward_is_not_promised():
    assert promised(commitments("2020年，全县高新技术企业达到12家。到2025年达到30家。")) == [
        ("高新技术企业", "=30家", 2025, "level")
    ]


def test_a_heading_that_begins_with_a_verb_looks_forward():
    assert len(commitments("建设中试基地3个。", title="夯实创新发展基础")) == 1


def test_what_a_project_already_named_comes_to_is_promised():
    assert promised(commitments("推动2万吨新材料、30万吨建材项目投产达效。"))[0][1] == "=2万吨"


def test_a_promise_that_repeats_a_row_of_the_table_means_its_level():
    source = Source("规划.txt", 1, None, 0, 0, "")
    value = YearValue(2025, Decimal(5), Bound.EQUAL, Decimal(5), Decimal(5), False, "5", source)
    row = Indicator("表1", 1, "高新技术企业（家）", "家", None, Binding.ANTICIPATORY, (), None, value, None, source)
    sentence = "打造高新技术企业5家。"
    assert [one.basis.value for one in commitments(sentence)] == ["increment"]
    assert [one.basis.value for one in commitments(sentence, indicators=(row,))] == ["level"]
    assert [one.basis.value for one in commitments("新增高新技术企业5家。", indicators=(row,))] == ["increment"]


def test_a_promise_in_a_box_carries_its_number():
    document, outline = plan_text(("重点任务", "专栏3 创新平台", "新增省级实验室2家。"))
    start = document.text.index("专栏3")
    box = boxed(document, "3", "创新平台", start, len(document.text))
    (found,) = read_commitments(document, outline, (box,), FIVE_YEARS, VOCABULARY)
    assert (found.box, found.source.line) == ("3", 3)


def test_the_source_is_the_clause_from_its_measure_to_its_number():
    (found,) = commitments("到2025年，全县高新技术企业数量达到 60 家以上，创新能力更强。")
    assert found.source.text == "高新技术企业数量达到 60 家以上"


def test_a_paragraph_broken_by_a_page_is_read_as_one():
    document, outline = plan_text(
        ("发展目标", "到2025年，建设重点实验室2家、企业技", "术中心5家，形成完整的创新平台体系。")
    )
    found = read_commitments(document, outline, (), FIVE_YEARS, VOCABULARY)
    assert [(one.measure, one.source.text) for one in found] == [
        ("重点实验室", "重点实验室2家"),
        ("企业技术中心", "术中心5家"),
    ]


def test_a_share_of_the_regional_product_is_no_fact_about_a_building():
    found = commitments("研发经费占地区生产总值比重达到2.5%，合同成交额超过100亿元，其中就地转化率不低于40%。")
    assert promised(found) == [
        ("研发经费占地区生产总值比重", "=2.5%", 2025, "share"),
        ("合同成交额", ">100亿元", 2025, "level"),
        ("就地转化率", ">=40%", 2025, "share"),
    ]
    assert commitments("建设产业园1个，占地200亩，其中绿地不低于40%。")[1:] == ()


def test_what_shall_become_of_a_number_of_things_is_promised():
    assert promised(commitments("推动3家以上企业在科创板上市。")) == [("企业在科创板上市", ">=3家", 2025, "increment")]


def test_a_target_may_be_changed_to_another():
    found = commitments("高新技术企业目标由500家调整为650家。")
    assert [(one.low, one.basis.value) for one in found] == [(650, "level")]


def test_a_number_that_tells_which_are_meant_is_no_promise_also_in_a_list():
    assert commitments("对营业收入首次突破10亿元、50亿元的企业，分别给予奖励。") == ()


def test_a_row_that_shares_only_a_few_characters_is_not_repeated():
    source = Source("规划.txt", 1, None, 0, 0, "")
    value = YearValue(2025, Decimal(18), Bound.EQUAL, Decimal(18), Decimal(18), False, "18", source)
    row = Indicator("表1", 1, "国家高新技术企业总数", "家", None, None, (), None, value, None, source)
    assert promised(commitments("推广新技术18项。", indicators=[row])) == [("新技术", "=18项", 2025, "increment")]


def test_a_report_on_what_was_done_promises_only_where_it_looks_forward():
    report = replace(FIVE_YEARS, title="云岭县“十四五”科技创新规划中期评估报告")
    assert commitments("2022年，新建平台9个。", title="重点任务推进情况", identity=report) == ()
    assert len(commitments("新建平台9个。", title="下一步工作建议", identity=report)) == 1


def test_who_is_to_do_it_is_no_part_of_the_measure():
    found = commitments("（牵头单位：县科技局、县财政局）新建实验室3个。", "（县科技局牵头）研发投入强度达到2.1%。")
    assert [one.measure for one in found] == ["实验室", "研发投入强度"]


def test_what_is_carried_out_within_the_plan_is_an_addition():
    assert promised(commitments("规划期内实施重点项目8个。")) == [("重点项目", "=8个", 2025, "increment")]


def test_a_speed_is_no_promise():
    assert commitments("研制时速600公里列车。") == ()


def test_the_first_hundredth_names_which_or_is_promised_itself():
    assert promised(commitments("进入全球前1%学科达到20个。"))[-1][1:] == ("=20个", 2025, "level")
    assert len(commitments("进入全球前1%学科达到20个。")) == 1
    assert promised(commitments("综合排名进入全国前10%。"))[0][1] == "<=10%"
