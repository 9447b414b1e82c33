"""By when something is promised: years of clauses, paragraphs, headings and lists."""

from dataclasses import replace

from tests.domain.plans.prose import FIVE_YEARS, ONE_YEAR, commitments, promised


def test_growth_a_year_is_its_own_basis_and_the_next_clause_goes_on_with_its_measure():
    assert promised(commitments("全社会研发投入年均增长15%以上，占地区生产总值比重达到1.2%。")) == [
        ("全社会研发投入", ">=15%", 2025, "annual_growth"),
        ("全社会研发投入占地区生产总值比重", "=1.2%", 2025, "share"),
    ]


def test_something_every_year_holds_for_the_whole_sentence():
    assert promised(commitments("每年签订合作协议5项以上，开展联合攻关10项以上。")) == [
        ("合作协议", ">=5项", 2025, "per_year"),
        ("联合攻关", ">=10项", 2025, "per_year"),
    ]


def test_years_in_a_list_are_told_apart_by_fenbie_too():
    found = commitments("到2022年、2025年，全县高新技术企业分别达到80家、150家。")
    assert [(one.measure, one.low, one.year) for one in found] == [
        ("高新技术企业", 80, 2022),
        ("高新技术企业", 150, 2025),
    ]


def test_a_year_at_the_head_of_a_clause_governs_those_after_it():
    found = commitments("到2023年，建设中试基地1个；到2025年，建设中试基地3个，服务企业100家。")
    assert [(one.low, one.year) for one in found] == [(1, 2023), (3, 2025), (100, 2025)]


def test_a_paragraph_before_bullets_sets_their_year():
    found = commitments(
        "到2023年，创新能力明显增强。", "——平台更强。建设市级重点实验室5家。", "——人才更多。引进团队2个。"
    )
    assert [one.year for one in found] == [2023, 2023]


def test_the_horizon_stands_beside_the_end_of_the_plan():
    found = commitments("到2025年，研发投入强度达到1%。", "到2035年，研发投入强度达到2.5%。", "建成产业园2个。")
    assert [one.year for one in found] == [2025, 2035, 2025]


def test_a_plan_for_one_year_means_that_year():
    assert promised(commitments("地区生产总值增长5.5%左右，新增科技型企业20家。", identity=ONE_YEAR)) == [
        ("地区生产总值", "~5.5%", 2022, "annual_growth"),
        ("科技型企业", "=20家", 2022, "increment"),
    ]


def test_a_year_that_is_only_compared_with_is_not_the_year_that_is_meant():
    assert promised(commitments("万元产值能耗比2020年下降13.5%。")) == [("万元产值能耗", "=13.5%", 2025, "increment")]


def test_a_document_that_does_not_say_its_years_has_promises_without_one():
    unknown = replace(FIVE_YEARS, start=None, end=None, horizon=None)
    assert [one.year for one in commitments("新增平台3家。", identity=unknown)] == [None]


def test_a_heading_that_names_a_year_sets_it_for_what_stands_below():
    found = commitments("新认定高新技术企业10家。", title="2023年工作计划")
    assert promised(found) == [("高新技术企业", "=10家", 2023, "increment")]


def test_each_year_ends_where_the_whole_period_is_named():
    found = commitments("每年净增高新技术企业60家，五年培育独角兽企业20家。")
    assert [one.basis.value for one in found] == ["per_year", "increment"]


def test_so_many_a_year_may_be_said_by_the_verb():
    found = commitments("年培训农民2000人次以上，每年支持创新团队20个。")
    assert [one.basis.value for one in found] == ["per_year", "per_year"]


def test_a_year_behind_a_promise_says_when_it_is_finished():
    found = commitments("建设实验用房3000平方米，2023年建成投用。")
    assert promised(found) == [("实验用房", "=3000平方米", 2023, "increment")]


def test_a_year_before_which_something_is_done_governs_its_own_sentence_only():
    found = commitments("力争2023年前建成重点实验室3个。引进研究院2家。")
    assert [one.year for one in found] == [2023, 2025]


def test_a_line_that_leads_on_keeps_the_year_for_its_list():
    found = commitments("总体目标：到2023年，建成创新型县。", "具体目标：", "1.每万人发明专利拥有量12件，论文1000篇。")
    assert promised(found)[:1] == [("每万人发明专利拥有量", "=12件", 2023, "level")]


def test_what_the_treasury_pays_each_year_and_what_grows_from_year_to_year():
    found = commitments("县财政每年安排科技专项资金3000万元，逐年增长20%。")
    assert promised(found) == [
        ("科技专项资金", "=3000万元", 2025, "per_year"),
        ("科技专项资金", "=20%", 2025, "annual_growth"),
    ]


def test_as_many_years_as_the_plan_has_mean_its_end():
    found = commitments("2023年底前建成园区3个，五年入驻企业50家。")
    assert [one.year for one in found] == [2023, 2025]


def test_five_years_to_come_reach_beyond_a_report_on_one_year():
    report = replace(ONE_YEAR, title="政府工作报告")
    found = commitments("今后五年，生产总值年均增长6.5%以上。", identity=report)
    assert [one.year for one in found] == [2025]
