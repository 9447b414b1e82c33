"""How values of parts make that of the whole: sums, ratios, and who stands under whom."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.domain.indicators.aggregation import Part, Whole, divide_parts, parts_of, sum_parts

VALUES = st.decimals(min_value=-(10**6), max_value=10**6, places=2)


def part(organisation, value, **more):
    """What one organisation says."""
    return Part(organisation, None if value is None else Decimal(value), **more)


def test_parts_are_added_up_and_a_reported_zero_counts():
    assert sum_parts([part(1, 3), part(2, 0)]) == Whole(Decimal(3), (1, 2))


def test_a_blank_is_missing_and_named():
    assert sum_parts([part(1, 3), part(2, None)]) == Whole(None, (1,), (2,))


def test_what_does_not_apply_is_left_out():
    assert sum_parts([part(1, 3), part(2, None, applies=False)]) == Whole(Decimal(3), (1,))
    assert sum_parts([part(1, None, applies=False)]) == Whole(None)
    assert sum_parts([]) == Whole(None)


def test_a_ratio_is_sum_over_sum():
    above, below = [part(1, 6), part(2, 1)], [part(1, 200), part(2, 100)]
    assert divide_parts(above, below, scale=Decimal(100)).value == Decimal(7) / 300 * 100


def test_an_organisation_counts_on_both_sides_of_a_ratio_or_on_neither():
    above, below = [part(1, 6), part(2, 1)], [part(1, 200), part(2, None, applies=False)]
    assert divide_parts(above, below, scale=Decimal(100)) == Whole(Decimal(3), (1,))
    assert divide_parts(above, [part(1, 200)], scale=Decimal(100)) == Whole(None, (1, 2), (2,))
    assert divide_parts([part(1, None)], [part(1, None)], scale=Decimal(1)) == Whole(None, (), (1,))


@pytest.mark.parametrize("below", [0, "0.00"])
def test_nothing_is_divided_by_nothing(below):
    assert divide_parts([part(1, 6)], [part(1, below)], scale=Decimal(100)) == Whole(None, (1,))


@given(st.lists(VALUES, min_size=1))
def test_a_sum_does_not_depend_on_the_order(values):
    parts = [Part(at, value) for at, value in enumerate(values)]
    assert sum_parts(parts).value == sum_parts(reversed(parts)).value == sum(values)


def test_each_part_belongs_to_the_nearest_above_it_that_takes_part():
    parents = {1: None, 2: 1, 3: 1, 4: 2, 5: 3, 9: 9, 8: 7, 7: 8}
    assert parts_of(parents, [1, 2, 3, 4, 5]) == {1: (2, 3), 2: (4,), 3: (5,)}
    assert parts_of(parents, [1, 4, 5]) == {1: (4, 5)}
    assert parts_of(parents, [4, 5]) == {}
    assert parts_of(parents, [9, 8, 1]) == {}
