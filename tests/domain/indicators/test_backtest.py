"""A bureau's own past figures put the method to the test."""

import numpy as np

from kechuang.domain.indicators.backtest import Scores, backtest
from kechuang.domain.indicators.observation import Series
from kechuang.readers.outlook import read_plan_constants


def _histories(regions=25, years=14, *, drift=0.06):
    chance = np.random.default_rng(7)
    made = {}
    for region in range(regions):
        steps = chance.normal(drift + 0.02 * chance.normal(), 0.03, years)
        values = 100 * np.exp(np.cumsum(steps))
        made[f"甲{region}", "研发经费"] = Series(tuple(float(2010 + at) for at in range(years)), tuple(values.tolist()))
    return made


def test_every_year_of_the_period_is_tested_and_the_model_beats_the_rules():
    tested = backtest(_histories(), constants=read_plan_constants())
    assert [(one.period, one.years_in) for one in tested] == [(5, 1), (5, 2), (5, 3), (5, 4)]
    assert all(one.model.brier < min(one.completion.brier, one.growth.brier) for one in tested)
    assert tested[-1].model.accuracy > 0.8


def test_a_falling_measure_is_asked_to_fall():
    tested = backtest(_histories(drift=-0.06), constants=read_plan_constants())
    assert all(0.1 < one.attained < 0.9 for one in tested)
    assert all(one.model.brier < 0.25 for one in tested)


def test_short_histories_are_tested_on_shorter_periods():
    tested = backtest(_histories(years=6), constants=read_plan_constants())
    assert {one.period for one in tested} == {4}


def test_what_is_too_short_or_not_above_zero_yields_nothing():
    short = {("甲", "研发经费"): Series((2020.0, 2021.0), (1.0, 2.0))}
    nothing = {("甲", "研发经费"): Series(tuple(float(2010 + at) for at in range(12)), (0.0,) * 12)}
    assert backtest(short, constants=read_plan_constants()) == ()
    assert backtest(nothing, constants=read_plan_constants()) == ()


def test_a_rule_that_says_yes_or_no_is_scored_as_such():
    from_rule = backtest(_histories(), constants=read_plan_constants())[0].completion
    assert isinstance(from_rule, Scores)
    assert abs(from_rule.brier - (1 - from_rule.accuracy)) < 1e-9
