"""Needed, promised and the gap, at the edges of rounding and across units and kinds of promise."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kechuang.domain.indicators.definition import Direction
from kechuang.domain.plans.plan import Basis
from kechuang.domain.quantity import Bound
from kechuang.domain.tasks.asked import Comparison, Path, Promised, Verdict, Why, compare_with_path
from kechuang.domain.units import read_unit
from kechuang.readers.rulebooks import read_vocabulary


def unit(printed):
    return read_unit(printed, read_vocabulary())


PATH = Path({2026: Decimal("22.4"), 2027: Decimal("26.8")}, unit("家"), Direction.RISE)
PROMISE = Promised(Decimal(27), Decimal(27), Bound.EQUAL, Basis.LEVEL, unit("家"), 2027)


def compared(**changes):
    return compare_with_path(replace(PROMISE, **changes), PATH, 2027)


def test_a_level_is_laid_against_the_level_of_the_path():
    assert compared() == Comparison(Verdict.ENOUGH, Decimal("26.8"), Decimal(27), Decimal("0.2"), "家", "2027: 26.8")


@pytest.mark.parametrize(
    ("low", "verdict"),
    [("26", Verdict.SHORT), ("26.3", Verdict.SHORT), ("26.75", Verdict.SHORT), ("27", Verdict.ENOUGH)],
)
def test_a_promise_stands_for_what_it_may_be_rounded_from(low, verdict):
    assert compared(low=Decimal(low)).verdict is verdict


def test_a_rounded_number_reaches_what_lies_in_its_last_half():
    path = replace(PATH, values={2027: Decimal("27.5")})
    assert compare_with_path(PROMISE, path, 2027).verdict is Verdict.ENOUGH
    assert compare_with_path(PROMISE, replace(path, values={2027: Decimal("27.51")}), 2027).verdict is Verdict.SHORT


def test_an_addition_is_laid_against_the_step_of_the_path():
    found = compared(basis=Basis.INCREMENT, low=Decimal(3))
    assert (found.verdict, found.gap, found.working) == (Verdict.SHORT, Decimal("-1.4"), "26.8 − 22.4 = 4.4")


def test_a_rate_is_laid_against_the_growth_of_the_path():
    found = compared(basis=Basis.ANNUAL_GROWTH, low=Decimal(20), unit=unit("%"))
    assert (found.verdict, found.unit, found.working) == (Verdict.ENOUGH, "%", "26.8 ÷ 22.4 − 1 = 19.64%")


def test_units_of_one_kind_are_converted():
    path = Path({2027: Decimal("1.5")}, unit("亿元"), Direction.RISE)
    found = compare_with_path(replace(PROMISE, low=Decimal(14000), unit=unit("万元")), path, 2027)
    assert (found.promised, found.gap, found.verdict) == (Decimal("1.4"), Decimal("-0.1"), Verdict.SHORT)


def test_where_less_is_better_more_is_short():
    path = Path({2027: Decimal("0.45")}, unit("吨/万元"), Direction.FALL)
    promise = replace(PROMISE, low=None, high=Decimal("0.47"), bound=Bound.AT_MOST, unit=unit("吨/万元"))
    assert compare_with_path(promise, path, 2027).verdict is Verdict.SHORT
    assert compare_with_path(replace(promise, high=Decimal("0.45")), path, 2027).verdict is Verdict.ENOUGH


SUM = Path(
    {2026: Decimal("0.8"), 2027: Decimal(1), 2028: Decimal("1.2")}, unit("亿元"), Direction.RISE, cumulative=True
)


@pytest.mark.parametrize("basis", [Basis.LEVEL, Basis.INCREMENT, Basis.PER_YEAR])
def test_of_a_sum_over_the_period_a_year_is_laid_against_what_the_path_adds_in_it(basis):
    promise = replace(PROMISE, low=Decimal("0.9"), basis=basis, unit=unit("亿元"))
    found = compare_with_path(promise, SUM, 2027)
    assert (found.verdict, found.needed, found.gap, found.working) == (
        Verdict.SHORT,
        Decimal(1),
        Decimal("-0.1"),
        "2027: 1",
    )


def test_a_sum_until_then_is_laid_against_the_sum_of_the_path_until_then():
    promise = replace(PROMISE, low=Decimal("1.8"), unit=unit("亿元"), in_total=True)
    found = compare_with_path(promise, SUM, 2027)
    assert (found.verdict, found.needed, found.working) == (Verdict.ENOUGH, Decimal("1.8"), "0.8 + 1 = 1.8")


def test_a_rate_of_a_sum_is_laid_against_how_the_yearly_additions_grow():
    promise = replace(PROMISE, low=Decimal(20), basis=Basis.ANNUAL_GROWTH, unit=unit("%"))
    assert compare_with_path(promise, SUM, 2027).working == "1 ÷ 0.8 − 1 = 25%"


@pytest.mark.parametrize(
    ("changes", "path", "why"),
    [
        ({"low": None}, {}, Why.NO_NUMBER),
        ({"year": 2030}, {}, Why.NOT_THIS_YEAR),
        ({}, {"values": {}}, Why.NO_PATH),
        ({"basis": Basis.INCREMENT}, {"values": {2027: Decimal(3)}}, Why.NO_PATH),
        ({"basis": Basis.ANNUAL_GROWTH}, {"values": {2026: Decimal(0), 2027: Decimal(3)}}, Why.NO_PATH),
        ({"basis": Basis.ANNUAL_GROWTH}, {}, Why.UNITS),
        ({"unit": unit("亿元")}, {}, Why.UNITS),
    ],
)
def test_what_cannot_be_compared_says_why(changes, path, why):
    found = compare_with_path(replace(PROMISE, **changes), replace(PATH, **path), 2027)
    assert found == Comparison(Verdict.UNKNOWN, why=why)
