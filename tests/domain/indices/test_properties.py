"""What holds for every index, whatever the numbers."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kechuang.domain.indices.build import build_index, effective_weights
from kechuang.domain.indices.panel import Panel
from kechuang.domain.indices.rank import rank_regions
from kechuang.domain.indices.rounding import round_half_up
from kechuang.domain.indices.spec import Method
from kechuang.domain.indices.weigh import data_weights
from tests.domain.indices.small import recipe

NUMBERS = st.integers(min_value=-1000, max_value=1000).map(float)
TABLES = arrays.arrays(np.float64, (5, 3), elements=NUMBERS).filter(
    lambda table: bool((np.ptp(table, axis=0) > 0).all())
)


def panel(table):
    return Panel(tuple("ABCDE"), ("",), ("x", "y", "z"), table[None])


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_min_max_scores_stay_in_their_interval_and_reach_both_ends(table):
    made = build_index(recipe("normalise: {method: minmax, to: [10, 20]}\nindex: {parts: [x, y, z]}"), panel(table))
    assert made.prepared.scaled.min() == pytest.approx(10)
    assert made.prepared.scaled.max() == pytest.approx(20)
    assert (made.scores("index") >= 10 - 1e-9).all()
    assert (made.scores("index") <= 20 + 1e-9).all()


@settings(max_examples=60, deadline=None)
@given(TABLES, st.floats(min_value=0.01, max_value=1000), NUMBERS)
def test_another_unit_of_measure_changes_no_score(table, factor, shift):
    text = "normalise: minmax\nindex: {parts: [x, {key: p, parts: [y, {key: z, direction: fall}]}]}"
    before = build_index(recipe(text), panel(table)).scores("index")
    assert build_index(recipe(text), panel(table * factor + shift)).scores("index") == pytest.approx(before, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_a_mean_lies_between_its_parts_and_means_are_in_their_order(table):
    table = np.abs(table) + 1
    scores = {
        method: build_index(recipe(f"aggregate: {method}\nindex: {{parts: [x, y, z]}}"), panel(table)).scores("index")[
            0
        ]
        for method in ("min", "harmonic", "geometric", "arithmetic", "max")
    }
    ordered = list(scores.values())
    for lower, upper in pairwise(ordered):
        assert (lower <= upper + 1e-9).all()


@settings(max_examples=60, deadline=None)
@given(arrays.arrays(np.float64, (1, 1, 6, 3), elements=st.integers(min_value=1, max_value=100).map(float)))
def test_weights_from_data_are_shares(scores):
    for name, options in (
        ("entropy", {}),
        ("critic", {}),
        ("deviation", {}),
        ("variation", {}),
        ("pca", {"components": 2}),
    ):
        weights = data_weights(scores, Method(name, {"scope": "period", **options}))
        assert weights.sum() == pytest.approx(1)
        assert (weights >= 0).all()


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_shares_of_indicators_in_the_whole_add_up_to_one(table):
    text = "index: {parts: [{key: p, weight: 0.3, parts: [x, y]}, {key: z, weight: 0.7}]}"
    shares = effective_weights(build_index(recipe(text), panel(table)))
    assert sum(shares[key][0] for key in "xyz") == pytest.approx(1)


@given(arrays.arrays(np.float64, 8, elements=NUMBERS))
def test_ranks_keep_their_order_under_any_rising_scale(scores):
    assert rank_regions(scores).tolist() == rank_regions(np.exp(scores / 1000) * 50).tolist()


@given(st.integers(min_value=-(10**6), max_value=10**6), st.integers(min_value=0, max_value=4))
def test_a_five_at_the_end_rounds_away_from_zero(number, decimals):
    value = number / 10 ** (decimals + 1)
    wanted = (abs(number) + 5) // 10 * (1 if number >= 0 else -1) / 10**decimals
    assert round_half_up(np.array([value]), decimals)[0] == pytest.approx(wanted, abs=1e-12)
