"""Small counts: exact on paper, calibrated in simulation."""

import numpy as np
import pytest

from kechuang.domain.indicators.backtest import score
from kechuang.domain.indicators.counts import Rate, events_of, gains_of, predict_flow, predict_stock
from kechuang.domain.indicators.observation import Series
from kechuang.domain.indicators.target import Target

NEVER = Rate(1e-9, 1.0)
WEAK = Rate(0.5, 1.0)


def _series(*values):
    return Series(tuple(float(2020 + at) for at in range(len(values))), tuple(float(value) for value in values))


def _at_least(number):
    return Target(2030, float(number), None, True)


def test_the_chance_of_one_more_is_the_negative_binomial_on_paper():
    # shape 1 + 2 seen in 1 + 4 years; none in 2 years: (5/7)^3
    coming = predict_stock(_series(0, 1, 1, 2, 2), 2, Rate(1.0, 1.0), NEVER)
    assert coming.probability(_at_least(3)) == pytest.approx(1 - (5 / 7) ** 3)
    assert coming.probability(_at_least(2)) == pytest.approx(1.0)


def test_a_stock_can_lose_but_never_falls_below_nothing():
    coming = predict_stock(_series(3, 2, 1), 5, NEVER, Rate(1.0, 1.0))
    assert coming.first == 0
    assert coming.chances.sum() == pytest.approx(1.0)
    assert coming.probability(_at_least(2)) == pytest.approx(0.0, abs=1e-6)
    assert coming.quantile(0.1) == 0


def test_a_yearly_count_goes_by_the_years_seen_not_by_the_years_to_go():
    coming = predict_flow(_series(2, 2, 2, 2), Rate(2.0, 1.0))
    assert coming.probability(_at_least(1)) == pytest.approx(1 - (5 / 6) ** 10)


def test_with_too_few_other_regions_the_weak_prior_stands():
    assert gains_of([_series(0, 3), _series(0, 4)], WEAK) == WEAK
    assert events_of([_series(3)], WEAK) == WEAK


def test_other_regions_that_add_two_a_year_make_two_a_year_likely():
    prior = gains_of([_series(0, 2, 4), _series(1, 3, 5), _series(2, 4, 6)], WEAK)
    assert prior.shape / prior.years == pytest.approx(2.0)
    assert prior.years == 10.0


def test_regions_that_differ_much_make_a_weaker_prior():
    alike = gains_of([_series(0, 2, 4), _series(0, 2, 4), _series(0, 2, 4)], WEAK)
    unlike = gains_of([_series(0, 0, 0), _series(0, 1, 2), _series(0, 9, 18)], WEAK)
    assert unlike.years < alike.years


def test_regions_that_never_add_make_an_addition_unlikely():
    prior = gains_of([_series(0, 0, 0, 0, 0)] * 20, WEAK)
    assert predict_stock(_series(0, 0, 0), 3, prior, NEVER).probability(_at_least(1)) < 0.05


@pytest.mark.parametrize(
    ("shape", "size", "regions"),
    [(0.5, 1.0, 0), (1.2, 0.35, 20), (3.0, 0.5, 20)],
    ids=["alone, as the prior thinks", "with a panel, rare", "with a panel, frequent"],
)
def test_simulated_small_counts_are_calibrated(shape, size, regions):
    chance = np.random.default_rng(20261123)
    probabilities, attained, covered = [], [], []
    for _ in range(2000):
        rate = chance.gamma(shape, size)
        history = np.cumsum(chance.poisson(rate, 4))
        end = history[-1] + chance.poisson(rate, 3).sum()
        target = history[-1] + chance.integers(1, 4)
        others = [_series(*np.cumsum(chance.poisson(chance.gamma(shape, size), 4))) for _ in range(regions)]
        coming = predict_stock(_series(*history), 3, gains_of(others, WEAK), NEVER)
        probabilities.append(coming.probability(_at_least(target)))
        attained.append(float(end >= target))
        covered.append(coming.quantile(0.1) <= end <= coming.quantile(0.9))
    found = score(np.array(probabilities), np.array(attained))
    assert found.calibration_error <= 0.04
    assert found.brier < np.var(attained)
    assert 0.8 <= np.mean(covered) <= 0.97
