"""From plans and a bureau's figures to questions."""

import pytest

from kechuang.cli.outlook import judge_plans
from kechuang.cli.output import Failure
from kechuang.domain.indicators.observation import Observation, TableRow
from kechuang.domain.plans.reading import read_plan
from kechuang.readers.regions import read_regions
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.text import read_text
from kechuang.writers.outlook_json import outlook_to_json

PLAN = """渠县“十五五”科技创新规划

表1 “十五五”科技创新主要指标

序号\t指标\t单位\t2025年\t2030年\t属性
1\t高新技术企业\t家\t18\t40\t预期性
2\t技术合同成交额\t万元\t5000\t20000\t预期性
3\t省级重点实验室\t个\t0\t3\t约束性
4\t万元地区生产总值能耗\t吨标准煤\t0.49\t0.44\t约束性
5\t竹荪菌种保藏率\t%\t55\t80\t预期性
"""


@pytest.fixture(scope="module")
def plan():
    return read_plan(read_text(PLAN.encode(), name="规划.txt"), read_vocabulary(), read_regions())


def _row(indicator, year, value, *, unit=None, region="渠县", row=2):
    return Observation(region, indicator, year, value, unit, TableRow("实际值.csv", row))


def _by_name(outlooks):
    return {one.question.indicator: one for one in outlooks}


def test_every_target_with_a_number_is_a_question_in_the_order_of_the_table(plan):
    outlooks = judge_plans([plan])
    assert [(one.question.indicator, one.question.target.value) for one in outlooks] == [
        ("高新技术企业", 40.0),
        ("技术合同成交额", 2.0),
        ("省级重点实验室", 3.0),
        ("万元地区生产总值能耗", 0.44),
        ("竹荪菌种保藏率", 80.0),
    ]


def test_a_target_below_its_baseline_is_to_be_fallen_to(plan):
    assert not _by_name(judge_plans([plan]))["万元地区生产总值能耗"].question.target.rising


def test_baselines_count_as_observed_and_carry_their_source(plan):
    firms = _by_name(judge_plans([plan]))["高新技术企业"]
    assert (firms.latest.year, firms.latest.value, firms.latest.place.text) == (2025, 18.0, "18")
    assert firms.question.place.text == "40"


def test_figures_meet_the_plan_by_another_name_of_the_measure(plan):
    given = [_row("高新技术企业数量", 2026, 22.0, unit="家"), _row("国家高新技术企业", 2027, 27.0, unit="户")]
    firms = _by_name(judge_plans([plan], given))["高新技术企业"]
    assert [(one.year, one.value) for one in firms.basis.points] == [(2025, 18.0), (2026, 22.0), (2027, 27.0)]


def test_units_are_converted_and_a_missing_unit_is_the_plans(plan):
    given = [_row("技术合同成交额", 2026, 0.6, unit="亿元"), _row("技术合同成交额", 2027, 7000.0)]
    contracts = _by_name(judge_plans([plan], given))["技术合同成交额"]
    assert [one.value for one in contracts.basis.points] == pytest.approx([0.5, 0.6, 0.7])


def test_a_measure_the_catalogue_does_not_know_is_met_by_its_name(plan):
    given = [_row("竹荪菌种保藏率", 2026, 60.0, unit="%"), _row("竹荪菌种保藏率", 2027, 66.0)]
    share = _by_name(judge_plans([plan], given))["竹荪菌种保藏率"]
    assert [one.value for one in share.basis.points] == [55.0, 60.0, 66.0]
    assert share.question.ceiling == 100.0


def test_a_bureaus_own_figure_goes_before_the_plans(plan):
    firms = _by_name(judge_plans([plan], [_row("高新技术企业", 2025, 19.0)]))["高新技术企业"]
    assert (firms.latest.value, firms.question.base.value) == (19.0, 18.0)


def test_other_regions_are_the_panel(plan):
    given = [
        _row("高新技术企业", year, 10.0 * at + 3 * (year - 2020), region=region)
        for at, region in enumerate(("达州市", "巴中市", "广元市", "南充市"), start=1)
        for year in range(2021, 2028)
    ]
    firms = _by_name(judge_plans([plan], [*given, _row("高新技术企业", 2027, 25.0)]))["高新技术企业"]
    assert firms.basis.panel.others == 4


def test_small_counts_are_known_as_whole_things(plan):
    given = [_row("省级重点实验室", year, float(value)) for year, value in ((2026, 1), (2027, 1))]
    laboratories = _by_name(judge_plans([plan], given))["省级重点实验室"]
    assert laboratories.basis.model.value == "counts"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (_row("高新技术企业", 2026, 20.0, region="不存在的地方", row=7), "outlook.unknown-region"),
        (_row("从没听说过的指标", 2026, 20.0, row=7), "outlook.unknown-indicator"),
    ],
    ids=["region", "indicator"],
)
def test_a_name_nobody_knows_is_told_with_its_row(plan, row, code):
    with pytest.raises(Failure) as raised:
        judge_plans([plan], [row])
    assert (raised.value.code, raised.value.details["file"], raised.value.details["row"]) == (code, "实际值.csv", "7")


def test_two_names_of_one_region_with_two_values_are_told_with_both_rows(plan):
    given = [
        _row("高新技术企业", 2026, 20.0, region="达州", row=3),
        _row("高新技术企业", 2026, 21.0, region="达州市", row=9),
    ]
    with pytest.raises(Failure) as raised:
        judge_plans([plan], given)
    assert (raised.value.details["row"], raised.value.details["other"]) == ("9", "3")


def test_the_cities_of_a_published_table_are_the_panel_of_its_city(real_plans):
    path = real_plans / "bazhong_city_plan_2021_2025.txt"
    plan = read_plan(read_text(path.read_bytes(), name=path.name), read_vocabulary(), read_regions())
    intensity = [one for one in judge_plans([plan]) if one.question.key == "rd_intensity"][-1]
    assert [one.year for one in intensity.basis.points] == [2015, 2016, 2017, 2018, 2019, 2020]
    assert intensity.basis.panel.others == 20
    assert intensity.verdict.value == "off_course"


GROWING = """渠县“十五五”科技创新规划

表1 “十五五”科技创新主要指标

序号\t指标\t单位\t2025年\t2030年\t年均增速（%）\t属性
1\t高新技术企业\t家\t18\t40\t17\t预期性
2\t全社会研发经费\t万元\t20000\t—\t＞10\t预期性
3\t全社会研发经费增长\t%\t—\t—\t＞8\t预期性
"""


def test_a_row_that_asks_an_average_growth_in_place_of_a_number_is_judged_by_the_growth_so_far():
    plan = read_plan(read_text(GROWING.encode(), name="规划.txt"), read_vocabulary(), read_regions())
    rows = [_row("全社会研发经费", 2026, 2.1, unit="亿元"), _row("全社会研发经费", 2027, 2.42, unit="亿元")]
    rows += [_row("全社会研发经费增长", 2026, 9, unit="%"), _row("全社会研发经费增长", 2027, 7, unit="%")]
    told = [outlook_to_json(one) for one in judge_plans([plan], rows)]
    assert [(one["indicator"], one["verdict"], one["probability"]) for one in told[1:]] == [
        ("全社会研发经费", "on_course", None),
        ("全社会研发经费增长", "on_course", None),
    ]
    assert [one["average_growth"] for one in told] == [
        None,
        {"since": 2025, "last": 2027, "years": 2, "mean": 10.0, "asked": 10.0, "needed": 10.0, "unknown": 0},
        {"since": 2025, "last": 2027, "years": 2, "mean": 7.995370, "asked": 8.0, "needed": 8.003087, "unknown": 0},
    ]
    assert [(one["target"]["value"], one["target"]["low_open"]) for one in told] == [
        (40.0, False),
        (10.0, True),
        (8.0, True),
    ]
