"""The life of a return is its table, and approving goes from the bottom up."""

import pytest

from kechuang.domain.collection.lifecycle import (
    NEXT,
    OPEN,
    UNAPPROVED,
    NoSuchStep,
    Stage,
    bears_none_above,
    rests_on_all_below,
    step,
)


@pytest.mark.parametrize("now", list(Stage))
@pytest.mark.parametrize("then", list(Stage))
def test_a_step_is_taken_where_the_table_has_it_and_nowhere_else(now, then):
    if then in NEXT[now]:
        assert step(now, then) is then
    else:
        with pytest.raises(NoSuchStep, match=f"{now} → {then}"):
            step(now, then)


def test_every_stage_can_be_come_back_from_and_no_approval_is_lost_in_one_step():
    for now, then in UNAPPROVED.items():
        assert then in NEXT[now]
    assert all(not (NEXT[one] & OPEN) for one in (Stage.BUREAU_APPROVED, Stage.LOCKED))


def test_approving_needs_all_below():
    assert rests_on_all_below(Stage.COUNTY_APPROVED, [Stage.COUNTY_APPROVED, Stage.LOCKED])
    assert not rests_on_all_below(Stage.COUNTY_APPROVED, [Stage.COUNTY_APPROVED, Stage.SUBMITTED])
    assert not rests_on_all_below(Stage.BUREAU_APPROVED, [Stage.COUNTY_APPROVED])
    assert rests_on_all_below(Stage.LOCKED, [Stage.BUREAU_APPROVED])
    assert rests_on_all_below(Stage.BUREAU_APPROVED, [])


def test_an_approval_is_taken_back_from_the_top_down():
    assert bears_none_above(Stage.COUNTY_APPROVED, [Stage.SUBMITTED, Stage.DRAFT])
    assert not bears_none_above(Stage.COUNTY_APPROVED, [Stage.COUNTY_APPROVED])
    assert bears_none_above(Stage.BUREAU_APPROVED, [Stage.COUNTY_APPROVED])
    assert not bears_none_above(Stage.BUREAU_APPROVED, [Stage.LOCKED])
    assert bears_none_above(Stage.LOCKED, [Stage.LOCKED])
