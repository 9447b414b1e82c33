"""First proposals and paths: what they give adds up, whatever the numbers."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.domain.indicators.breakdown import Breakdown, Joining, Share, check_breakdown
from kechuang.domain.indicators.division import Way, propose, share_out, ways_of
from kechuang.domain.indicators.path import Shape
from kechuang.domain.indicators.planned import Span, compute_along, compute_years, places_of
from kechuang.domain.indicators.target import Target

NUMBERS = st.decimals(min_value=0, max_value=10**9, places=2)
COUNTS = st.integers(min_value=0, max_value=10**6).map(Decimal)


def sum_of(*bases, goal=120, base=60):
    """Firms to be divided among parts with these baselines."""
    parts = tuple(Share(at, None if one is None else Decimal(one), None) for at, one in enumerate(bases))
    target = Target(2030, float(goal), None, True)
    return Breakdown(Joining.SUM, target, Share(99, Decimal(base), Decimal(goal)), parts, (2026,))


def ratio_of(*bases, goal="3", weights=None, rising=True):
    """A ratio to be divided, with weights."""
    weights = weights or [1] * len(bases)
    pairs = zip(bases, weights, strict=True)
    parts = tuple(
        Share(at, None if base is None else Decimal(base), None, weight=None if weight is None else Decimal(weight))
        for at, (base, weight) in enumerate(pairs)
    )
    ends = {"low": float(goal), "high": None} if rising else {"low": None, "high": float(goal)}
    target = Target(2030, rising=rising, **ends)
    return Breakdown(Joining.RATIO, target, Share(99, Decimal(2), Decimal(goal)), parts, (2026,), places=2)


def test_a_sum_is_shared_out_by_baselines():
    assert propose(sum_of(30, 20, 10), Way.SHARE) == {0: 60, 1: 40, 2: 20}


def test_a_sum_is_raised_by_the_same_for_all():
    assert propose(sum_of(30, 20, 10), Way.INCREMENT) == {0: 50, 1: 40, 2: 30}


def test_between_the_two_lies_their_mean():
    assert propose(sum_of(30, 20, 10), Way.MIXED) == {0: 55, 1: 40, 2: 25}


def test_counts_stay_whole_and_still_add_up():
    assert propose(sum_of(1, 1, 1, goal=100, base=3), Way.SHARE) == {0: 34, 1: 33, 2: 33}


def test_nobody_without_a_baseline_is_given_a_share_of_it():
    assert propose(sum_of(30, None, 10), Way.SHARE) == {0: 90, 2: 30}
    assert propose(sum_of(None, None), Way.SHARE) == {}


def test_a_sum_over_the_period_is_divided_by_the_yearly_values_behind_it_or_evenly():
    added = sum_of(0, 0, goal=50, base=0)
    added = replace(added, target=Target(2030, 50.0, None, True, cumulative=True))
    assert propose(added, Way.SHARE, sizes={0: Decimal(3), 1: Decimal(1)}) == {0: 38, 1: 12}
    assert propose(added, Way.INCREMENT) == {0: 25, 1: 25}
    assert propose(replace(added, parts=()), Way.INCREMENT) == {}


def test_a_ratio_is_raised_in_proportion_by_points_or_to_the_same_level():
    ratio = ratio_of("2.5", "1.5")
    assert propose(ratio, Way.GROWTH) == {0: Decimal("3.75"), 1: Decimal("2.25")}
    assert propose(ratio, Way.INCREMENT) == {0: Decimal("3.50"), 1: Decimal("2.50")}
    assert propose(ratio, Way.SAME) == {0: 3, 1: 3}


def test_a_ratio_without_weights_counts_all_alike():
    assert propose(ratio_of("2.5", "1.5", weights=[None, 9]), Way.INCREMENT) == {0: Decimal("3.5"), 1: Decimal("2.5")}
    assert propose(ratio_of(None, None), Way.INCREMENT) == {}
    assert propose(ratio_of("0", "0"), Way.GROWTH) == {}


def test_what_cannot_be_divided_or_has_no_target_gets_no_proposal():
    assert ways_of(replace(sum_of(1), joining=Joining.NONE)) == ()
    assert propose(replace(sum_of(1), joining=Joining.NONE), Way.SHARE) == {}
    assert propose(replace(sum_of(1), whole=Share(99, None, None)), Way.SHARE) == {}


@given(st.lists(COUNTS, min_size=1, max_size=12), COUNTS, st.sampled_from([Way.SHARE, Way.MIXED, Way.INCREMENT]))
def test_whatever_the_baselines_a_proposal_adds_up(bases, goal, way):
    found = propose(sum_of(*bases, goal=goal, base=sum(bases)), way)
    assert (sum(bases) == 0 and way is not Way.INCREMENT) or sum(found.values()) == goal


@given(
    st.lists(st.tuples(NUMBERS, st.decimals(min_value="0.01", max_value=10**6, places=2)), min_size=1, max_size=9),
    st.decimals(min_value="0.01", max_value=10**4, places=2),
    st.booleans(),
    st.sampled_from([Way.GROWTH, Way.INCREMENT, Way.SAME]),
)
def test_a_proposal_for_a_ratio_never_falls_short(parts, goal, rising, way):
    ratio = ratio_of(*(base for base, _ in parts), goal=goal, weights=[weight for _, weight in parts], rising=rising)
    found = propose(ratio, way)
    divided = replace(ratio, parts=tuple(replace(part, target=found.get(part.organisation)) for part in ratio.parts))
    assert not {"mean-short"} & {one.rule for one in check_breakdown(divided)}


@given(st.lists(NUMBERS, min_size=1, max_size=20), st.integers(min_value=0, max_value=4))
def test_sharing_out_keeps_the_total_and_moves_no_value_by_a_step_or_more(values, places):
    total = sum(values)
    shared = share_out(values, total, places)
    assert sum(shared) == total
    step = Decimal(1).scaleb(-places)
    assert all(abs(one - value) < 2 * step for one, value in zip(shared, values, strict=True))


SPAN = Span(2025, 2030)


@pytest.mark.parametrize(
    ("shape", "values"),
    [
        (Shape.LINEAR, [12, 14, 16, 18, 20]),
        (Shape.GEOMETRIC, [11, 13, 15, 17, 20]),
        (Shape.STEP, [10, 10, 10, 10, 20]),
        (Shape.S_CURVE, [11, 14, 16, 19, 20]),
    ],
)
def test_a_path_takes_the_shape_it_is_given(shape, values):
    years = compute_years(Decimal(10), Decimal(20), shape, SPAN)
    assert list(years.values()) == values


def test_what_each_year_adds_is_rounded_so_that_the_sum_is_the_target():
    years = compute_years(Decimal(0), Decimal(13), Shape.LINEAR, replace(SPAN, cumulative=True))
    assert list(years.values()) == [3, 3, 3, 2, 2]


def test_a_period_without_years_has_no_path():
    assert compute_years(Decimal(1), Decimal(2), Shape.LINEAR, Span(2030, 2030)) == {}
    assert compute_along({}, {}, Decimal(0), Span(2030, 2030)) == {}
    assert compute_along({1: (Decimal(1), Decimal(2))}, {2026: Decimal(1)}, Decimal(0), SPAN) == {}


def test_a_whole_that_stands_still_gives_its_parts_even_steps():
    whole = dict.fromkeys(SPAN.years, Decimal(10))
    assert compute_along({1: (Decimal(0), Decimal(5))}, whole, Decimal(10), SPAN)[1] == {
        2026: 1, 2027: 2, 2028: 3, 2029: 4, 2030: 5,
    }  # fmt: skip


@given(
    st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=8),
    st.lists(COUNTS, min_size=4, max_size=4),
    st.booleans(),
)
def test_parts_in_step_add_up_to_the_whole_in_every_year(ends, typed, cumulative):
    span = replace(SPAN, cumulative=cumulative)
    ends = {at: (Decimal(0) if cumulative else base, goal) for at, (base, goal) in enumerate(ends)}
    base, goal = sum(one for one, _ in ends.values()), sum(one for _, one in ends.values())
    last = goal - sum(typed) if cumulative else goal
    whole = dict(zip(span.years, [*typed, last], strict=True))
    found = compute_along(ends, whole, base, span)
    still = (goal if cumulative else goal - base) == 0
    for year in span.years:
        assert still or sum(years[year] for years in found.values()) == whole[year]
    for part, years in found.items():
        assert (sum(years.values()) if cumulative else years[2030]) == ends[part][1]


def test_what_is_counted_has_no_decimals_and_the_rest_one_more_than_printed():
    assert places_of([Decimal("60"), Decimal("120.000000")], whole_things=True) == 0
    assert places_of([Decimal("0.860000"), Decimal("1.3")], whole_things=False) == 3
    assert places_of([], whole_things=False) == 1
