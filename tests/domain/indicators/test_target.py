"""What a printed target asks for, and the path to it."""

import pytest

from kechuang.domain.indicators.pace import Course
from kechuang.domain.indicators.path import Shape, compute_planned
from kechuang.domain.indicators.target import Target, set_target
from kechuang.domain.quantity import Bound


def _target(bound, low, high, *, base=10.0, rising=None):
    return set_target(2030, bound=bound, low=low, high=high, base=base, rising=rising)


def test_a_plain_number_above_the_baseline_is_to_be_reached_from_below():
    assert _target(Bound.EQUAL, 12.0, 12.0) == Target(2030, 12.0, None, True)


def test_a_plain_number_below_the_baseline_is_to_be_fallen_to():
    assert _target(Bound.EQUAL, 8.0, 8.0) == Target(2030, None, 8.0, False)


def test_a_known_direction_goes_before_the_baseline():
    assert _target(Bound.EQUAL, 8.0, 8.0, rising=True) == Target(2030, 8.0, None, True)


def test_more_than_leaves_the_number_itself_out():
    above = _target(Bound.ABOVE, 12.0, None)
    assert (above.met_by(12.0), above.met_by(12.1)) == (False, True)
    below = _target(Bound.BELOW, None, 5.5)
    assert (below.met_by(5.5), below.met_by(5.4)) == (False, True)


def test_at_least_and_at_most_take_the_number_in():
    assert _target(Bound.AT_LEAST, 12.0, None).met_by(12.0)
    assert _target(Bound.AT_MOST, None, 12.0).met_by(12.0)


def test_a_range_is_reached_at_its_nearer_end_where_the_direction_is_known():
    assert _target(Bound.RANGE, 15.0, 20.0, rising=True) == Target(2030, 15.0, None, True)
    assert _target(Bound.RANGE, 15.0, 20.0, rising=False) == Target(2030, None, 20.0, False)


def test_a_range_without_a_direction_must_be_hit():
    within = _target(Bound.RANGE, 15.0, 20.0)
    assert [within.met_by(value) for value in (14.9, 15.0, 20.0, 20.1)] == [False, True, True, False]
    assert within.value == 15.0


def test_no_number_is_no_target():
    with pytest.raises(ValueError, match="number"):
        _target(Bound.EQUAL, None, None)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (Shape.LINEAR, [100, 120, 140, 160, 180, 200]),
        (Shape.GEOMETRIC, [100, 114.87, 131.951, 151.572, 174.11, 200]),
        (Shape.STEP, [100, 100, 100, 100, 100, 200]),
        (Shape.S_CURVE, [100, 110.4, 135.2, 164.8, 189.6, 200]),
    ],
)
def test_the_declared_path_year_by_year(shape, expected):
    course = Course(2025, 100.0, 2026, 110.0, 2030, 200.0)
    assert [compute_planned(course, year, shape) for year in range(2025, 2031)] == pytest.approx(expected, abs=1e-3)


def test_even_growth_from_zero_becomes_even_steps():
    course = Course(2025, 0.0, 2026, 0.0, 2030, 5.0)
    assert compute_planned(course, 2027, Shape.GEOMETRIC) == pytest.approx(2.0)


def test_outside_the_period_the_path_stays_at_its_end():
    course = Course(2025, 100.0, 2026, 110.0, 2030, 200.0)
    assert [compute_planned(course, year, Shape.LINEAR) for year in (2020, 2035)] == [100.0, 200.0]
