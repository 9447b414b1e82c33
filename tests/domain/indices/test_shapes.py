"""The shapes of well-known indices, each on a few made-up regions and worked out by hand."""

import math

import pytest

from tests.domain.indices.small import built, scores


def test_a_human_development_index_caps_logs_and_multiplies():
    text = """
    missing: fail
    normalise: goalposts
    index:
      aggregate: geometric
      parts:
        - {key: le, worst: 20, best: 85}
        - key: education
          parts: [{key: eys, worst: 0, best: 18}, {key: mys, worst: 0, best: 15}]
        - {key: gni, worst: 100, best: 75000, normalise: {method: goalposts, log: true}}
    """
    data = """region, le, eys, mys, gni
    A, 85, 20, 15, 80000
    B, 52.5, 9, 7.5, 2738.6127875258306
    C, 60, 9, , 5000"""
    assert scores(text, data) == [[1.0, 0.5, None]]


def test_a_global_innovation_index_weighs_sub_pillars_unevenly_and_averages_two_halves():
    text = """
    normalise: {method: minmax, to: [0, 100]}
    missing: {rule: ignore, at_least: 0.5}
    index:
      parts:
        - key: input
          weigh: {method: given, sum: any}
          parts: [{key: a, weight: 1}, {key: b, weight: 0.5}]
        - key: output
          parts: [{key: c}]
    """
    data = """region, a, b, c
    A, 10, 1, 5
    B, 0, 3, 10
    C, 5, 2, 0"""
    assert scores(text, data, "input", 6) == [[66.666667, 33.333333, 50.0]]
    assert scores(text, data, digits=6) == [[58.333333, 66.666667, 25.0]]


def test_a_european_innovation_scoreboard_pools_years_tames_outliers_and_compares_with_the_union_in_a_base_year():
    text = """
    treat: [{method: iqr, times: 2, scope: panel}]
    normalise: {method: minmax, scope: panel}
    index:
      parts: [x]
      rescale: [{method: fraction, of: "region:EU", scope: "2020", times: 100}]
    """
    data = """region, period, x
    EU, 2020, 4
    A, 2020, 2
    B, 2020, 6
    EU, 2021, 5
    A, 2021, 3
    B, 2021, 600"""
    # quartiles 3.25 and 5.75, fence 10.75: 600 becomes the next value 6; scale from 2 to 6; the union's 2020 score is 0.5
    assert scores(text, data) == [[100.0, 0.0, 200.0], [150.0, 50.0, 200.0]]


def test_skewed_indicators_take_a_root_before_they_are_scaled():
    text = """
    treat: [{method: power, power: 0.5, skew_above: 1}]
    index: {parts: [x, y]}
    """
    data = "region,x,y\n" + "\n".join(f"r{n},{value},{n}" for n, value in enumerate([1, 1, 1, 1, 4, 100]))
    made = built(text, data)
    assert made.prepared.steps["treat"][0, :, 0].tolist() == [1, 1, 1, 1, 2, 10]
    assert made.prepared.steps["treat"][0, :, 1].tolist() == [0, 1, 2, 3, 4, 5]


def test_an_sdg_index_bounds_by_percentile_and_by_the_mean_of_the_best_five():
    text = """
    normalise: {method: minmax, to: [0, 100], low: p25, high: top2, cap: true}
    index: {parts: [x]}
    """
    data = "region,x\nA,0\nB,10\nC,20\nD,30\nE,50"
    # the lower quartile is 10, the mean of the best two 40
    assert scores(text, data, digits=6) == [[0.0, 0.0, 33.333333, 66.666667, 100.0]]


def test_doing_business_measures_the_distance_to_the_frontier():
    text = """
    normalise: {method: goalposts, to: [0, 100]}
    index: {parts: [{key: days, worst: 100, best: 0.5}, {key: quality, worst: 0, best: 8}]}
    """
    data = "region,days,quality\nA,0.5,8\nB,50.25,4\nC,200,0"
    assert scores(text, data) == [[100.0, 50.0, 0.0]]


def test_a_corruption_index_standardises_sources_to_one_mean_and_needs_three_of_them():
    text = """
    normalise: {method: zscore, mean: 45, sd: 20, to: [0, 100]}
    missing: {rule: ignore, at_least: 3}
    decimals: {scores: 0}
    index: {parts: [a, b, c, d]}
    """
    data = "region,a,b,c,d\nA,1,10,5,\nB,2,20,6,7\nC,3,,7,8\nD,,,9,9"
    made = scores(text, data, digits=6)[0]
    # a: mean 2, sd 1; b: mean 15, sd 7.07; c: mean 6.75, sd 1.7078; A has 25, 30.858, 24.506
    assert made[0] == pytest.approx((25 + (45 - 20 / math.sqrt(2)) + (45 + 20 * (5 - 6.75) / 1.70782513)) / 3, abs=1e-5)
    assert made[3] is None


def test_a_competitiveness_index_maps_onto_one_to_seven_and_inverts_what_hurts():
    text = """
    normalise: {method: minmax, to: [1, 7]}
    index: {parts: [{key: good}, {key: bad, direction: fall}]}
    """
    assert scores(text, "region,good,bad\nA,0,0\nB,10,10\nC,5,2.5") == [[4.0, 4.0, 4.75]]


def test_regional_innovation_capacity_sets_the_best_to_100_and_weighs_strength_efficiency_and_potential():
    text = """
    data: {region: 地区, period: 年份}
    derive: {增速: "100 * (研发经费 / lag(研发经费, 1) - 1)"}
    normalise: {method: minmax, to: [0, 100]}
    index:
      parts:
        - {key: 实力, weight: 50, parts: [研发经费]}
        - {key: 效率, weight: 30, parts: [强度]}
        - {key: 潜力, weight: 20, parts: [增速]}
    """
    data = """地区, 年份, 研发经费, 强度
    甲, 2020, 100, 2
    乙, 2020, 50, 1
    甲, 2021, 110, 2
    乙, 2021, 75, 1"""
    # the first year has no growth: the other two parts make up for it
    assert scores(text, data) == [[100.0, 0.0], [80.0, 20.0]]


def test_monitoring_of_progress_caps_each_share_of_its_standard_at_100_also_where_less_is_better():
    text = """
    normalise: standard
    index:
      parts:
        - key: 环境
          weight: 0.4
          parts: [{key: 专业技术人员, standard: 500, weight: 0.75}, {key: 专利, standard: 100, weight: 0.25}]
        - {key: 能耗, standard: 0.5, direction: fall, weight: 0.6}
    """
    data = "region,专业技术人员,专利,能耗\n甲,250,200,1\n乙,600,50,0.4"
    # 甲: 0.75·50 + 0.25·100 = 62.5 and 50; 乙: 87.5 and 100
    assert scores(text, data) == [[55.0, 95.0]]


def test_city_studies_weigh_by_entropy_over_all_indicators_and_rank_by_topsis():
    text = """
    normalise: minmax
    weigh: {method: entropy, over: leaves, scope: panel}
    index: {aggregate: topsis, parts: [x, y]}
    """
    data = "region,x,y\nA,1,3\nB,2,4\nC,3,5\nD,5,3"
    made = built(text, data)
    x, y = made.parts["index"].weights[0, 0].tolist()

    def divergence(*shares):
        whole = sum(shares)
        return 1 + sum(share / whole * math.log(share / whole) for share in shares if share) / math.log(4)

    own = divergence(0, 0.25, 0.5, 1), divergence(0, 0.5, 1, 0)
    assert (x, y) == pytest.approx((own[0] / sum(own), own[1] / sum(own)))
    best, worst = math.hypot(0.75 * x, 0.5 * y), math.hypot(0.25 * x, 0.5 * y)
    assert made.scores("index")[0, 1] == pytest.approx(worst / (best + worst))
    assert made.ranks["index"][0].tolist() == [4, 2, 1, 3]


def test_chained_growth_rises_as_the_china_innovation_index_does():
    text = """
    normalise: growth
    levels: {1: {rescale: [{method: chain, start: 100}]}}
    index:
      parts:
        - {key: 投入, parts: [a, b]}
        - {key: 产出, parts: [c]}
    """
    data = "region,period,a,b,c\n全国,2005,100,50,10\n全国,2006,110,50,10\n全国,2007,121,50,20"
    growth = 200 * 10 / 210 / 2
    second = 100 * (200 + growth) / (200 - growth)
    third = second * (200 + growth) / (200 - growth)
    assert scores(text, data, "投入") == [[100.0], [round(second, 9)], [round(third, 9)]]
    assert scores(text, data) == [[100.0], [round((second + 100) / 2, 9)], [round((third + 200) / 2, 9)]]


def test_growth_on_the_year_before_chains_back_to_the_series_itself():
    text = """
    normalise: {method: growth, base: previous}
    index: {parts: [a], rescale: [{method: chain, rate: previous, base: "2006", start: 1}]}
    """
    data = "region,period,a\nR,2005,50\nR,2006,100\nR,2007,250"
    assert scores(text, data) == [[0.5], [1.0], [2.5]]


def test_a_gender_index_takes_formulas_of_parts():
    text = """
    derive: {women: "sqrt(10 / mmr * 1 / abr)"}
    index:
      aggregate: {method: formula, formula: "1 - low / high"}
      parts: [{key: low, parts: [women]}, {key: high, parts: [men]}]
    """
    assert scores(text, "region,mmr,abr,men\nA,10,4,1\nB,40,1,0.5") == [[0.5, 0.0]]


def test_weights_over_the_whole_index_add_up_in_its_parts():
    text = """
    weigh: overall
    index: {parts: [{key: p, parts: [{key: a, weight: 0.1}, {key: b, weight: 0.3}]}, {key: q, parts: [{key: c, weight: 0.6}]}]}
    """
    assert scores(text, "region,a,b,c\nA,8,0,10\nB,0,4,5") == [[6.8, 4.2]]
    assert scores(text, "region,a,b,c\nA,8,0,10\nB,0,4,5", "p") == [[2.0, 3.0]]


def test_steps_may_come_in_another_order():
    text = """
    order: [normalise, impute]
    impute: {method: value, value: 0}
    normalise: {method: minmax, to: [0, 10]}
    index: {parts: [x]}
    """
    assert scores(text, "region,x\nA,5\nB,\nC,9\nD,7") == [[0.0, 0.0, 10.0, 5.0]]


def test_rounding_at_each_stage_is_half_up_as_in_yearbooks():
    text = """
    decimals: {normalise: 1, scores: 0}
    index: {decimals: 2, parts: [x, y]}
    """
    assert scores(text, "region,x,y\nA,0.25,0.1\nB,0.35,0.16") == [[0.2, 0.3]]
