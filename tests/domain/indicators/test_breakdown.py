"""What does not add up in a break-down, on one changed fact."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kechuang.domain.finding import Severity
from kechuang.domain.indicators.breakdown import RULES, Breakdown, Joining, Misfit, Share, check_breakdown
from kechuang.domain.indicators.target import Target

CITY, EAST, WEST, NORTH = 1, 2, 3, 4
YEARS = (2026, 2027)


def share(organisation, base, target, *years, **more):
    """A share with a value for each year."""
    values = {year: Decimal(value) for year, value in zip(YEARS, years, strict=False)}
    return Share(organisation, _number(base), _number(target), values, **more)


def _number(value):
    return None if value is None else Decimal(value)


def target(value, **more):
    """To be reached from below by 2027."""
    return Target(2027, value, None, True, **more)


GOOD = Breakdown(
    Joining.SUM,
    target(20.0),
    share(CITY, 10, 20, 15, 20),
    (share(EAST, 6, 12, 9, 12), share(WEST, 4, 8, 6, 8)),
    YEARS,
    expected=(EAST, WEST),
)
RATIO = Breakdown(
    Joining.RATIO,
    target(3.0),
    share(CITY, 2, 3, "2.5", 3),
    (share(EAST, "2.5", "3.5", 3, "3.5", weight=Decimal(1)), share(WEST, "1.5", "2.5", 2, "2.5", weight=Decimal(1))),
    YEARS,
    places=1,
    ceiling=Decimal(100),
)


def with_east(of, **changes):
    """The same with one part changed."""
    return replace(of, parts=(replace(of.parts[0], **changes), *of.parts[1:]))


def test_a_break_down_that_adds_up_has_no_findings():
    assert check_breakdown(GOOD) == ()
    assert check_breakdown(RATIO) == ()


def test_parts_that_fall_short_of_the_whole_cannot_reach_it():
    east = {2026: Decimal(9), 2027: Decimal(11)}
    assert check_breakdown(with_east(GOOD, target=Decimal(11), years=east)) == (
        Misfit("sum-short", Severity.ERROR, CITY, None, Decimal(19), Decimal(20)),
    )


def test_parts_beyond_the_whole_are_only_noted():
    east = {2026: Decimal(9), 2027: Decimal(15)}
    assert check_breakdown(with_east(GOOD, target=Decimal(15), years=east)) == (
        Misfit("sum-beyond", Severity.NOTE, CITY, None, Decimal(23), Decimal(20)),
    )


def test_the_parts_of_each_year_are_held_against_the_whole_s_of_that_year_with_room_for_rounding():
    assert check_breakdown(with_east(GOOD, years={2026: Decimal(8), 2027: Decimal(12)})) == ()
    assert check_breakdown(with_east(GOOD, years={2026: Decimal(7), 2027: Decimal(12)})) == (
        Misfit("sum-short", Severity.ERROR, CITY, 2026, Decimal(13), Decimal(15)),
    )


def test_where_less_is_better_more_than_the_whole_is_the_error():
    falling = replace(
        GOOD,
        target=Target(2027, None, 8.0, False),
        whole=share(CITY, 10, 8, 9, 8),
        parts=(share(EAST, 6, 5, 5, 5), share(WEST, 4, 4, 4, 4)),
    )
    assert check_breakdown(falling) == (Misfit("sum-short", Severity.ERROR, CITY, None, Decimal(9), Decimal(8)),)


def test_a_department_that_is_not_counted_changes_no_sum():
    assert check_breakdown(replace(GOOD, parts=(*GOOD.parts, share(NORTH, 2, 5, 3, 5, counted=False)))) == ()


def test_the_whole_s_path_ends_at_the_plan_s_target():
    short = replace(GOOD, whole=share(CITY, 10, 20, 15, 19))
    assert check_breakdown(short) == (
        Misfit("path-misses-target", Severity.ERROR, CITY, 2027, Decimal(19), Decimal("20.0")),
    )


def test_a_part_s_path_ends_at_its_own_target():
    assert check_breakdown(with_east(GOOD, years={2026: Decimal(9), 2027: Decimal(11)})) == (
        Misfit("path-misses-target", Severity.ERROR, EAST, 2027, Decimal(11), Decimal(12)),
    )


def test_the_years_of_a_sum_over_the_period_add_up_to_the_target():
    added = replace(
        GOOD,
        target=target(20.0, cumulative=True),
        whole=share(CITY, 0, 20, 12, 8),
        parts=(share(EAST, 0, 12, 7, 5), share(WEST, 0, 8, 5, 3)),
    )
    assert check_breakdown(added) == ()
    assert check_breakdown(replace(added, whole=share(CITY, 0, 20, 12, 7))) == (
        Misfit("path-misses-target", Severity.ERROR, CITY, 2027, Decimal(19), Decimal("20.0")),
    )


def test_a_path_does_not_go_the_wrong_way():
    assert check_breakdown(with_east(GOOD, years={2026: Decimal(13), 2027: Decimal(12)})) == (
        Misfit("path-wrong-way", Severity.WARNING, EAST, 2027, Decimal(12), Decimal(13)),
        Misfit("sum-beyond", Severity.NOTE, CITY, 2026, Decimal(19), Decimal(15)),
    )


def test_a_target_without_a_value_for_each_year_is_told_once():
    assert check_breakdown(with_east(GOOD, years={2027: Decimal(12)})) == (
        Misfit("year-missing", Severity.WARNING, EAST, 2026),
    )


def test_a_county_without_a_baseline_is_named():
    assert check_breakdown(with_east(GOOD, base=None)) == (Misfit("baseline-missing", Severity.WARNING, EAST),)


def test_baselines_that_are_not_the_whole_s_are_told():
    assert check_breakdown(with_east(GOOD, base=Decimal(5))) == (
        Misfit("baselines-differ", Severity.WARNING, CITY, None, Decimal(9), Decimal(10)),
    )


def test_the_baselines_of_a_ratio_are_held_against_the_whole_s_by_their_weights():
    assert check_breakdown(with_east(RATIO, base=Decimal("2.9"))) == (
        Misfit("baselines-differ", Severity.WARNING, CITY, None, Decimal("2.2"), Decimal(2)),
    )


def test_a_part_without_a_target_and_one_left_out_are_told():
    assert check_breakdown(with_east(GOOD, target=None, years={})) == (
        Misfit("target-missing", Severity.WARNING, EAST),
    )
    assert check_breakdown(replace(GOOD, expected=(EAST, WEST, NORTH))) == (Misfit("left-out", Severity.NOTE, NORTH),)
    assert check_breakdown(replace(GOOD, parts=(), expected=(EAST, WEST))) == ()


def test_a_ratio_is_held_against_the_weighted_mean_of_its_parts():
    heavy = with_east(RATIO, weight=Decimal(3), base=None)
    assert check_breakdown(heavy) == (
        Misfit("baseline-missing", Severity.WARNING, EAST),
        Misfit("mean-beyond", Severity.NOTE, CITY, None, Decimal("3.25"), Decimal(3)),
        Misfit("mean-beyond", Severity.NOTE, CITY, 2026, Decimal("2.75"), Decimal("2.5")),
    )
    light = with_east(RATIO, weight=Decimal("0.2"), base=None)
    assert [one.rule for one in check_breakdown(light)] == ["mean-short", "mean-short", "baseline-missing"]


def test_a_ratio_without_weights_is_not_guessed_at():
    assert check_breakdown(with_east(RATIO, weight=None)) == (Misfit("weight-missing", Severity.WARNING, EAST),)
    nothing = replace(RATIO, parts=tuple(replace(part, weight=Decimal(0)) for part in RATIO.parts))
    assert check_breakdown(nothing) == ()
    unknown = with_east(RATIO, target=None, years={})
    assert check_breakdown(unknown) == (Misfit("target-missing", Severity.WARNING, EAST),)


def test_no_share_lies_beyond_what_is_possible():
    beyond = with_east(RATIO, target=Decimal(101), years={2026: Decimal(3), 2027: Decimal(101)})
    assert Misfit("beyond-range", Severity.ERROR, EAST, None, Decimal(101), Decimal(100)) in check_breakdown(beyond)


def test_an_indicator_that_is_not_divided_is_only_held_against_its_target():
    alone = replace(GOOD, joining=Joining.NONE, parts=(), target=None)
    assert check_breakdown(alone) == ()
    assert check_breakdown(replace(alone, years=(), whole=Share(CITY, None, None))) == ()


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_one_that_a_test_above_finds(rule):
    assert f'"{rule}"' in Path(__file__).read_text("utf-8")
