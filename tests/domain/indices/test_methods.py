"""Each method of each step on values worked out by hand."""

import math
from itertools import pairwise

import pytest

from tests.domain.indices.small import built, one_indicator, scores

# -- normalise


@pytest.mark.parametrize(
    ("method", "marks", "expected"),
    [
        ("minmax", {}, [0.0, 0.25, 1.0]),
        ("minmax", {"direction": "fall"}, [1.0, 0.75, 0.0]),
        ("{method: minmax, low: 0, high: 4, cap: true}", {}, [0.5, 0.75, 1.0]),
        ("{method: minmax, low: low, high: high}", {"low": 1, "high": 11}, [0.1, 0.2, 0.5]),
        ("{method: minmax, low: mean-1sd, high: mean+1sd}", {}, [0.099680, 0.339872, 1.060449]),
        ("{method: minmax, low: 3, high: 8, cap: low}", {}, [0.0, 0.0, 0.6]),
        ("{method: zscore, mean: 50, sd: 10}", {}, [41.993592, 46.797437, 61.208971]),
        ("{method: zscore, population: true}", {"direction": "fall"}, [0.980581, 0.392232, -1.372813]),
        ("{method: zscore, robust: true}", {}, [-0.674491, 0.0, 2.023472]),
        ("{method: standard, standard: 4}", {}, [50.0, 75.0, 100.0]),
        ("{method: standard, standard: 3, cap: false}", {"direction": "fall"}, [150.0, 100.0, 50.0]),
        ("target", {"target": 4}, [0.0, 0.5, 2.0]),
        ("{method: target, cap: true, to: [0, 100]}", {"target": 4}, [0.0, 50.0, 100.0]),
        ("target", {"target": 1, "direction": "fall"}, [0.8, 0.6, 0.0]),
        ("{method: distance, to_value: 3}", {}, [0.666667, 1.0, 0.0]),
        ("fraction", {}, [0.333333, 0.5, 1.0]),
        ("fraction", {"direction": "fall"}, [1.0, 0.666667, 0.333333]),
        ("{method: fraction, of: mean, times: 100}", {}, [54.545455, 81.818182, 163.636364]),
        ('{method: fraction, of: "region:r1"}', {}, [0.666667, 1.0, 2.0]),
        ("{method: fraction, of: norm}", {}, [0.285714, 0.428571, 0.857143]),
        ("rank", {}, [1.0, 2.0, 3.0]),
        ("rank", {"direction": "fall"}, [3.0, 2.0, 1.0]),
        ("borda", {}, [0.0, 1.0, 2.0]),
        ("{method: percentile_rank, to: [0, 100]}", {}, [0.0, 50.0, 100.0]),
        ("{method: categorical, cuts: [3, p90], values: [1, 3, 5]}", {}, [1.0, 3.0, 5.0]),
        ("{method: logistic, centre: median}", {}, [38.216134, 50.0, 80.863320]),
        ('{method: formula, formula: "1 / (1 + x)"}', {}, [0.333333, 0.25, 0.142857]),
        ("{method: none, times: 2, plus: 1}", {"direction": "fall"}, [-3.0, -5.0, -11.0]),
    ],
)
def test_two_three_and_six_on_every_scale(method, marks, expected):
    made = one_indicator(method, [2.0, 3.0, 6.0], **marks)
    assert made == pytest.approx(expected, abs=1e-5)


def test_a_missing_value_stays_missing_on_every_scale():
    for method in (
        "minmax",
        "zscore",
        "rank",
        "percentile_rank",
        "fraction",
        "{method: categorical, cuts: [1], values: [0, 1]}",
    ):
        assert one_indicator(method, [1.0, None, 4.0, 9.0])[1] is None, method


def test_an_indicator_without_extent_takes_the_value_the_recipe_names():
    assert one_indicator("{method: minmax, constant: 0.5}", [7.0, 7.0, None]) == [0.5, 0.5, None]
    assert one_indicator("{method: zscore, constant: 0}", [7.0, 7.0]) == [0.0, 0.0]


def test_years_are_compared_by_themselves_together_or_with_one_of_them():
    data = "region,period,x\nA,1,0\nB,1,10\nA,2,10\nB,2,20"
    text = "normalise: {{method: minmax, scope: {}}}\nindex: {{parts: [x]}}"
    assert scores(text.format("period"), data) == [[0.0, 1.0], [0.0, 1.0]]
    assert scores(text.format("panel"), data) == [[0.0, 0.5], [0.5, 1.0]]
    assert scores(text.format("'1'"), data) == [[0.0, 1.0], [1.0, 2.0]]
    assert scores("normalise: {method: fraction, of: 'period:2'}\nindex: {parts: [x]}", data) == [
        [0.0, 0.5],
        [1.0, 1.0],
    ]
    assert scores("normalise: {method: rank, scope: panel}\nindex: {parts: [x]}", data) == [[1.0, 2.0], [2.0, 4.0]]


def test_groups_of_regions_are_compared_among_themselves():
    data = "region,where,x\nA,east,1\nB,west,10\nC,east,2\nD,west,30"
    assert scores("normalise: {method: minmax, by: where}\nindex: {parts: [x]}", data) == [[0.0, 0.0, 1.0, 1.0]]


# -- impute


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("none", [[1, None], [None, 4], [5, None]]),
        ("{method: value, value: 9}", [[1, 9], [9, 4], [5, 9]]),
        ("forward", [[1, None], [1, 4], [5, 4]]),
        ("backward", [[1, 4], [5, 4], [5, None]]),
        ("nearest", [[1, 4], [1, 4], [5, 4]]),
        ("interpolate", [[1, None], [3, 4], [5, None]]),
        ("[interpolate, backward, forward]", [[1, 4], [3, 4], [5, 4]]),
        ("trend", [[1, None], [3, 4], [5, None]]),
        ("mean", [[1, 1], [4, 4], [5, 5]]),
        ("{method: mean, scope: panel}", [[1, 3.333333333], [3.333333333, 4], [5, 3.333333333]]),
        ("{method: max, scope: panel}", [[1, 5], [5, 4], [5, 5]]),
        ("{method: median, scope: panel}", [[1, 4], [4, 4], [5, 4]]),
    ],
)
def test_gaps_are_filled_by_the_declared_rule_and_known_values_never_change(rule, expected):
    data = "region,period,x\nA,2018,1\nB,2018,\nA,2019,\nB,2019,4\nA,2020,5\nB,2020,NA"
    assert scores(f"impute: {rule}\nindex: {{parts: [x]}}", data) == expected


def test_a_gap_is_filled_from_like_regions():
    data = "region,where,x\nA,east,1\nB,east,3\nC,east,\nD,west,9"
    assert scores("impute: {method: mean, by: where}\nindex: {parts: [x]}", data) == [[1, 3, 2, 9]]


def test_expectation_maximisation_fills_a_gap_on_the_line_of_the_other_indicator():
    data = "region,x,y\nA,1,2\nB,2,4\nC,3,6\nD,4,\nE,5,10"
    made = built("impute: em\nindex: {parts: [x, y]}", data).prepared.steps["impute"][0]
    assert made[3].tolist() == pytest.approx([4, 8], abs=1e-4)
    assert made[[0, 1, 2, 4]].tolist() == [[1, 2], [2, 4], [3, 6], [5, 10]]


# -- denominate, screen


def test_sizes_become_intensities():
    assert scores("index: {parts: [{key: x, denominator: people, times: 1000}]}", "region,x,people\nA,5,100\nB,3,") == [
        [50.0, None]
    ]


def test_regions_with_too_little_data_are_left_out_unless_named():
    data = "region,a,b,c\nA,1,,\nB,1,2,\nC,1,2,3\nD,,,"
    parts = "index: {parts: [a, b, c]}"
    assert scores(f"screen: 0.6\n{parts}", data) == [[None, 1.5, 2.0, None]]
    assert scores(f"screen: {{at_least: 3}}\n{parts}", data) == [[None, None, 2.0, None]]
    assert scores(f"screen: {{at_least: 0.6, keep: [A], drop: [C]}}\n{parts}", data) == [[1.0, 1.5, None, None]]


def test_each_first_level_part_may_be_asked_for_enough_data():
    text = "screen: {at_least: 0.5, per: 1}\nindex: {parts: [{key: p, parts: [a, b]}, {key: q, parts: [c]}]}"
    assert scores(text, "region,a,b,c\nA,1,,2\nB,1,2,\nC,,,3") == [[1.5, None, None]]


# -- treat

OUTLIER = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100]


def treated(rule, values):
    data = "region,x\n" + "\n".join(f"r{place},{value}" for place, value in enumerate(values))
    made = built(f"treat: {rule}\nindex: {{parts: [x]}}", data)
    return made.prepared.steps["treat"][0, :, 0].tolist(), made.prepared.treated


def test_outliers_move_to_the_next_value_one_by_one_until_the_shape_fits():
    values, done = treated("{try: [winsorise, log]}", [*OUTLIER[:-1], 10, 100])
    assert values == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10]
    assert [(one.method, one.points) for one in done] == [("winsorise", 1)]


def test_where_winsorising_is_not_enough_the_original_is_logged():
    values, done = treated(
        "{skew: 1, kurtosis: -3, try: [{method: winsorise, at_most: 1}, log]}", [1, 1, 1, 1, 1, 2, 2, 50, 60, 1000]
    )
    assert [one.method for one in done] == ["log"]
    assert values[0] == pytest.approx(math.log(0.01 * 999))
    assert values[-1] == pytest.approx(math.log(999 + 0.01 * 999))


def test_an_indicator_within_the_limits_is_not_touched():
    assert treated("{try: [winsorise, log]}", [1, 2, 3, 4, 5]) == ([1, 2, 3, 4, 5], ())


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        ("{method: percentiles, low: 0, high: 90, replace: bound}", 18.1),
        ("{method: percentiles, low: 0, high: 90}", 9),
        ("{method: iqr, times: 1.5, replace: bound}", 14.5),
        ("{method: sd, times: 2}", 9),
        ("{method: clip, high: 50}", 50),
        ("{method: log, form: plain}", math.log(100)),
        ("{method: log, form: plus_one}", math.log(101)),
        ("{method: log, form: scaled}", math.log(100)),
        ("{method: power, power: 0.5}", 10),
        ("{method: boxcox, power: 0.5}", 18),
        ("{method: boxcox, power: 0}", math.log(100)),
    ],
)
def test_the_value_of_a_hundred_after_each_treatment(rule, last):
    assert treated(rule, OUTLIER)[0][-1] == pytest.approx(last)


def test_the_best_power_is_near_the_logarithm_for_values_that_double():
    values, _ = treated("boxcox", [2**n for n in range(12)])
    steps = [after - before for before, after in pairwise(values)]
    assert max(steps) / min(steps) < 1.3


# -- weigh


def weights(rule, data, parts="[x, y, z]"):
    return built(f"weigh: {rule}\nindex: {{parts: {parts}}}", data).parts["index"].weights[0, 0].tolist()


DATA = "region,x,y,z\nA,1,2,3\nB,2,4,1\nC,3,6,8"


def test_weights_by_spread_and_conflict():
    sd_z = math.sqrt(13)
    correlation = ((1 - 2) * (3 - 4) + (3 - 2) * (8 - 4)) / math.sqrt(2 * 26)
    critic = [1 * (1 - correlation), 2 * (1 - correlation), sd_z * 2 * (1 - correlation)]
    assert weights("deviation", DATA) == pytest.approx([one / (3 + sd_z) for one in (1, 2, sd_z)])
    assert weights("variation", DATA) == pytest.approx([one / (1 + sd_z / 4) for one in (0.5, 0.5, sd_z / 4)])
    assert weights("critic", DATA) == pytest.approx([one / sum(critic) for one in critic])


def test_principal_components_weigh_two_like_indicators_alike():
    x, y, z = weights("pca", DATA)
    assert x == pytest.approx(y)
    assert x + y + z == pytest.approx(1)
    assert x > z


def test_every_indicator_counts_the_same_when_weights_are_flat():
    text = "weigh: flat\nindex: {parts: [{key: p, parts: [x, y]}, z]}"
    assert built(text, DATA).scores("index")[0].tolist() == pytest.approx([2, 7 / 3, 17 / 3])


def test_pairwise_comparisons_give_the_principal_eigenvector():
    rule = "{method: pairwise, matrix: [[1, 2, 4], [1/2, 1, 2], [1/4, 1/2, 1]]}"
    assert weights(rule, DATA) == pytest.approx([4 / 7, 2 / 7, 1 / 7])


# -- aggregate


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("arithmetic", 4.0),
        ("geometric", 2 ** (5 / 3)),
        ("harmonic", 3 / (1 / 2 + 1 / 2 + 1 / 8)),
        ("{method: power, power: 2}", math.sqrt(24)),
        ("{method: power, power: 0}", 2 ** (5 / 3)),
        ("median", 2.0),
        ("min", 2.0),
        ("max", 8.0),
        ("sum", 12.0),
        ("product", 32.0),
        ("penalised", 4 - 8 / 4),
        ("{method: penalised, direction: plus}", 6.0),
        ('{method: formula, formula: "max(x, y, z) - y"}', 6.0),
    ],
)
def test_two_two_and_eight_put_together(rule, expected):
    made = scores(f"aggregate: {rule}\nindex: {{parts: [x, y, z]}}", "region,x,y,z\nA,2,2,8")
    assert made[0][0] == pytest.approx(expected)


def test_a_zero_sinks_the_geometric_and_the_harmonic_mean():
    for rule in ("geometric", "harmonic"):
        assert scores(f"aggregate: {rule}\nindex: {{parts: [x, y]}}", "region,x,y\nA,0,9\nB,4,4") == [[0.0, 4.0]]


def test_copeland_counts_duels():
    data = "region,x,y,z\nA,3,3,1\nB,2,2,2\nC,1,1,3"
    assert scores("aggregate: copeland\nindex: {parts: [x, y, z]}", data) == [[1.0, 0.0, -1.0]]


def test_topsis_of_the_best_in_everything_is_one():
    assert scores("aggregate: topsis\nindex: {parts: [x, y]}", "region,x,y\nA,3,3\nB,2,2\nC,1,1") == [[1.0, 0.5, 0.0]]


def test_topsis_may_take_best_and_worst_from_all_years():
    data = "region,period,x,y\nA,1,0,0\nB,1,1,1\nA,2,2,2\nB,2,4,4"
    text = "aggregate: {{method: topsis, scope: {}}}\nindex: {{parts: [x, y]}}"
    assert scores(text.format("panel"), data) == [[0.0, 0.25], [0.5, 1.0]]
    assert scores(text.format("period"), data) == [[0.0, 1.0], [0.0, 1.0]]


def test_benefit_of_the_doubt_gives_every_specialist_a_one():
    data = "region,x,y\nA,1,0\nB,0,1\nC,0.5,0.5\nD,0.25,0.25"
    assert scores("aggregate: bod\nindex: {parts: [x, y]}", data) == [[1.0, 1.0, 1.0, 0.5]]


def test_levels_may_be_put_together_differently():
    text = (
        "levels: {0: {aggregate: geometric}, 1: {aggregate: arithmetic}}\nindex: {parts: [{key: p, parts: [a, b]}, c]}"
    )
    assert scores(text, "region,a,b,c\nA,1,3,8") == [[4.0]]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("ignore", [3.0, 2.0, None]),
        ("fail", [3.0, None, None]),
        ("{rule: fill, value: 0}", [3.0, 1.0, 0.0]),
        ("{rule: ignore, at_least: 0.6}", [3.0, None, None]),
        ("{rule: ignore, at_least: 0.5}", [3.0, 2.0, None]),
        ("{rule: ignore, at_least: 2}", [3.0, None, None]),
    ],
)
def test_what_a_missing_part_does_to_the_whole(rule, expected):
    assert scores(f"missing: {rule}\nindex: {{parts: [x, y]}}", "region,x,y\nA,2,4\nB,2,\nC,,") == [expected]


# -- rank


def test_ties_share_the_better_rank_unless_the_recipe_says_otherwise():
    data = "region,x\nA,5\nB,7\nC,5\nD,1\nE,"
    made = built("index: {parts: [x]}", data).ranks["index"][0].tolist()
    assert made[:4] == [2, 1, 2, 4]
    assert math.isnan(made[4])
    assert built("rank: {method: highest, ties: average}\nindex: {parts: [x]}", data).ranks["index"][0, 0] == 2.5
    assert built("rank: lowest\nindex: {parts: [x]}", data).ranks["index"][0, 3] == 1
    assert built("rank: {method: highest, decimals: 0}\nindex: {parts: [x]}", "region,x\nA,5.1\nB,5.4").ranks["index"][
        0
    ].tolist() == [1, 1]
