"""How sure a ranking is: runs that can be repeated, intervals that hold, influences that add up."""

import math
from dataclasses import replace

import numpy as np
import pytest

from kechuang.domain.indices.build import build_index
from kechuang.domain.indices.panel import Panel
from kechuang.domain.indices.rank_interval import rank_interval
from kechuang.domain.indices.sensitivity import compute_influences
from kechuang.domain.indices.uncertainty import Runs, compute_ahead, plan_runs, simulate
from kechuang.domain.indices.unfit import Unfit
from tests.domain.indices.small import recipe

VARY = """
normalise: {method: minmax, to: [1, 100]}
index: {parts: [{key: p, parts: [a, b]}, {key: q, parts: [c, d]}]}
uncertainty:
  samples: 200
  seed: 7
  vary:
    weights: 0.5
    impute: [none, mean]
    normalise: [{method: minmax, to: [1, 100]}, {method: percentile_rank, to: [1, 100]}]
    treat: [none, {method: iqr, times: 1}]
    aggregate: [arithmetic, geometric]
    noise: 0.05
    drop_one: true
"""


def random_panel(regions=12, seed=3, indicators="abcd"):
    chance = np.random.default_rng(seed)
    values = np.exp(chance.normal(size=(1, regions, len(indicators))))
    return Panel(tuple(f"r{n}" for n in range(regions)), ("",), tuple(indicators), values)


def simulated(text=VARY, panel=None, **plan):
    made = recipe(text)
    panel = panel or random_panel()
    return simulate(build_index(made, panel), panel, replace(made.uncertainty, **plan))


def test_the_same_recipe_data_and_seed_give_the_same_runs_and_another_seed_others():
    first, again, other = simulated(), simulated(), simulated(seed=8)
    assert first.shifts.tolist() == again.shifts.tolist()
    assert first.spread.ahead == again.spread.ahead
    assert first.shifts.tolist() != other.shifts.tolist()


def test_every_factor_varies_and_the_runs_are_n_times_factors_plus_two():
    made = simulated()
    assert made.design.factors == ("weights", "impute", "treat", "normalise", "aggregate", "noise", "drop_one")
    assert len(made.shifts) == 200 * 9
    assert made.spread.runs == 400


def test_a_run_computed_in_a_lot_is_the_index_computed_alone():
    """Each alternative by itself, against the index whose recipe says just that."""
    panel = random_panel()
    text = (
        VARY.replace("weights: 0.5", "weights: 0")
        .replace("noise: 0.05", "noise: 0")
        .replace("drop_one: true", "drop_one: false")
    )
    made = recipe(text)
    nominal = build_index(made, panel)
    runs = simulate(nominal, panel, made.uncertainty)
    vary, design = made.uncertainty.vary, runs.design
    for run in range(0, len(runs.shifts), 37):
        level = dict(zip(design.factors, design.levels[run].tolist(), strict=True))
        alone = made.varied(
            impute=vary.impute[level["impute"]],
            treat=vary.treat[level["treat"]],
            normalise=vary.normalise[level["normalise"]],
            aggregate=vary.aggregate[level["aggregate"]],
        )
        ranks = build_index(alone, panel).ranks["index"][0]
        assert runs.shifts[run] == pytest.approx(np.abs(ranks - nominal.ranks["index"][0]).mean())


def test_nothing_varies_nothing_moves():
    text = (
        VARY.split("uncertainty")[0]
        + "uncertainty: {samples: 50, vary: {normalise: [{method: minmax, to: [1, 100]}, {method: minmax, to: [1, 100]}]}}"
    )
    made = simulated(text)
    assert made.shifts.max() == 0
    assert (made.spread.low["index"] == made.spread.high["index"]).all()
    assert set(made.spread.ahead.values()) == {1.0}
    (only,) = compute_influences(made.design, made.shifts, seed=1)
    assert (only.first, only.total) == (0, 0)


def test_where_one_factor_is_the_whole_story_it_explains_everything():
    text = (
        VARY.split("uncertainty")[0]
        + "uncertainty: {samples: 300, vary: {weights: 0.01, aggregate: [arithmetic, geometric]}}"
    )
    made = simulated(text)
    by_factor = {one.factor: one for one in compute_influences(made.design, made.shifts, seed=1)}
    assert by_factor["aggregate"].first > 0.9
    assert by_factor["weights"].total < 0.1


def test_influences_of_a_known_function_are_met_within_their_half_widths():
    """The Ishigami function, whose indices are known: 0.314, 0.442, 0 alone and 0.558, 0.442, 0.244 in all."""
    chance = np.random.default_rng(5)
    size = 4096
    table = chance.random((2 * size, 3))
    tables = [table]
    for column in range(3):
        mixed = table[:size].copy()
        mixed[:, column] = table[size:, column]
        tables.append(mixed)
    x = np.pi * (2 * np.concatenate(tables) - 1)
    values = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = compute_influences(Runs(("a", "b", "c"), np.zeros((len(values), 3), dtype=np.int64), size), values, seed=1)
    assert [one.first for one in found] == pytest.approx([0.314, 0.442, 0.0], abs=0.05)
    assert [one.total for one in found] == pytest.approx([0.558, 0.442, 0.244], abs=0.05)
    assert all(0 < one.first_half_width < 0.05 for one in found)


def test_the_design_exchanges_one_factor_at_a_time():
    runs = plan_runs(("a", "b"), (1000, 1000), 4, 1, exchanged=True)
    first, second, a, b = np.split(runs.levels, 4)
    assert (a[:, 0] == second[:, 0]).all()
    assert (a[:, 1] == first[:, 1]).all()
    assert (b[:, 1] == second[:, 1]).all()


def test_intervals_leave_off_an_end_that_overshoots():
    """94 runs at rank 1 and 6 at rank 2: both hold all, rank 1 alone holds 94 percent."""
    ranks = np.array([1] * 94 + [2] * 6, dtype=np.float32)[:, None, None]
    assert [end.tolist() for end in rank_interval(ranks, 0.9)] == [[[1]], [[1]]]
    even = np.array([1] * 50 + [2] * 50, dtype=np.float32)[:, None, None]
    assert [end.tolist() for end in rank_interval(even, 0.9)] == [[[1]], [[2]]]


def test_a_tie_counts_half_for_each():
    ranks = np.array([[1, 2], [1, 1], [2, 1], [1, 2]], dtype=np.float32)
    assert compute_ahead(ranks, np.array([1.0, 2.0])) == {(0, 1): 0.625}


def test_with_very_many_regions_only_neighbours_are_compared():
    ranks = np.tile(np.arange(1, 402, dtype=np.float32), (3, 1))
    assert len(compute_ahead(ranks, ranks[0])) == 400


def test_an_error_for_an_unknown_indicator_is_refused():
    with pytest.raises(Unfit, match="no-such-indicator"):
        simulated(VARY.replace("noise: 0.05", "noise: {relative: {z: 1}}"))


def test_ninety_percent_intervals_hold_the_true_rank_in_85_to_95_percent_of_simulated_cases():
    """True values are known, observed ones carry an error of a known size, the recipe states that size."""
    chance = np.random.default_rng(11)
    held = cases = 0
    for error in (0.15, 0.4, 0.8):
        text = f"normalise: zscore\nindex: {{parts: [a, b, c, d]}}\nuncertainty: {{samples: 200, vary: {{noise: {{absolute: {error}}}}}}}"
        made = recipe(text)
        for seed in range(1, 9):
            true = chance.normal(size=(1, 25, 1)) * 0.7 + chance.normal(size=(1, 25, 4)) * 0.7
            regions = tuple(f"r{n}" for n in range(25))
            ranks = build_index(made, Panel(regions, ("",), tuple("abcd"), true)).ranks["index"][0]
            seen = Panel(regions, ("",), tuple("abcd"), true + error * chance.normal(size=true.shape))
            spread = simulate(
                build_index(made, seen), seen, replace(made.uncertainty, seed=seed), sensitivity=False
            ).spread
            held += int(((spread.low["index"][0] <= ranks) & (ranks <= spread.high["index"][0])).sum())
            cases += 25
    assert 0.85 <= held / cases <= 0.95


def test_several_years_are_run_together_and_compared_in_the_last_unless_one_is_named():
    chance = np.random.default_rng(2)
    panel = Panel(("x", "y", "z"), ("2020", "2021"), tuple("abcd"), np.exp(chance.normal(size=(2, 3, 4))))
    made = recipe(VARY)
    built = build_index(made, panel)
    last = simulate(built, panel, made.uncertainty).spread
    first = simulate(built, panel, replace(made.uncertainty, period="2020")).spread
    assert (last.period, first.period) == (1, 0)
    assert last.low["p"].shape == (2, 3)
    assert math.isclose(sum(last.low["index"][1]) % 1, 0)
