"""What the parts of a sum imply for the whole."""

import pytest
from scipy import special

from kechuang.domain.indicators.target import set_target
from kechuang.domain.indicators.together import Part, judge_together, part_within
from kechuang.domain.quantity import Bound

FREEDOM = 2.6


def _at_least(value):
    return set_target(2030, bound=Bound.AT_LEAST, low=value, high=None, base=None, rising=True)


def _chance(parts, value):
    return judge_together(parts, _at_least(value), freedom=FREEDOM).probability


def test_one_part_alone_has_the_odds_it_was_judged_to_have():
    alone = float(special.stdtr(FREEDOM, (0.2 - 0.1823215567939546) / 0.3))  # log(120 / 100)
    assert _chance([Part(100, 0.2, 0.3)], 120) == pytest.approx(alone, abs=1e-9)


def test_equal_parts_that_move_together_are_no_surer_than_one():
    assert _chance([Part(50, 0.2, 0.3)] * 4, 240) == pytest.approx(_chance([Part(50, 0.2, 0.3)], 60), abs=1e-9)


def test_a_part_whose_year_is_over_counts_with_what_it_reached():
    assert judge_together([Part(70), Part(50)], _at_least(120), freedom=FREEDOM).probability == 1.0
    assert judge_together([Part(70), Part(49)], _at_least(120), freedom=FREEDOM).probability == 0.0


def test_a_part_that_is_sure_to_fall_short_lowers_the_odds_of_all():
    assert _chance([Part(50, 0.2, 0.1), Part(50, -0.3, 0.1)], 120) < 0.1 < 0.5 < _chance([Part(50, 0.2, 0.1)] * 2, 120)


def test_what_should_fall_is_reached_from_above():
    falling = set_target(2030, bound=Bound.AT_MOST, low=None, high=90, base=None, rising=False)
    parts = [Part(60, -0.1, 0.2), Part(40, -0.1, 0.2)]
    told = judge_together(parts, falling, freedom=FREEDOM)
    assert told.probability == pytest.approx(1 - _chance(parts, 90), abs=1e-9)
    assert told.expected == pytest.approx(90.4837, abs=1e-4)


def test_a_part_that_was_judged_by_its_interval_counts_with_its_middle_and_ends():
    high = float(special.stdtrit(FREEDOM, 0.9))
    part = part_within(10, 12, 9, 16, freedom=FREEDOM)
    assert (part.location, part.spread) == pytest.approx((0.18232155679, 0.57536414490 / (2 * high)))
    assert _chance([part], 16) == pytest.approx(0.1, abs=1e-9)
    assert part_within(10, 12, 0, 16, freedom=FREEDOM) is None
