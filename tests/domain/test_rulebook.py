"""A rule is a number with days: what counts is the day of the business."""

from datetime import date
from decimal import Decimal

import pytest

from kechuang.domain.quantity import Bound
from kechuang.domain.rulebook import DatedValue, Judgement, NotInForce, Rule, Rulebook, meets

OLD, NEW, GONE = date(2017, 5, 3), date(2022, 1, 1), date(2026, 4, 1)
CEILING = Rule(
    key="staff",
    title="职工总数上限",
    unit="人",
    bound=Bound.AT_MOST,
    trust="C1",
    values=(
        DatedValue(OLD, Decimal(500), "甲号"),
        DatedValue(NEW, Decimal(300), "乙号"),
        DatedValue(GONE, None, "丙号"),
    ),
)
BOOK = Rulebook({"staff": CEILING})


@pytest.mark.parametrize(
    ("day", "number"),
    [(OLD, 500), (date(2021, 12, 31), 500), (NEW, 300), (date(2026, 3, 31), 300)],
)
def test_a_number_holds_from_its_first_day_to_the_day_before_the_next(day, number):
    assert BOOK.number("staff", day) == number
    assert BOOK.on(day).number("staff") == number


def test_before_its_first_day_a_rule_is_not_in_force():
    with pytest.raises(NotInForce, match="staff: not in force on 2017-05-02, it begins on 2017-05-03"):
        BOOK.number("staff", date(2017, 5, 2))
    assert CEILING.judge(Decimal(1), date(2017, 5, 2)) is Judgement.NOT_IN_FORCE
    assert BOOK.on(date(2017, 5, 2)).basis("staff") is None


def test_a_replaced_number_that_is_not_confirmed_decides_nothing():
    with pytest.raises(NotInForce, match="replaced on 2026-04-01 by 丙号"):
        BOOK.on(GONE).number("staff")
    assert BOOK.on(GONE).judge("staff", Decimal(1)) is Judgement.UNKNOWN
    assert BOOK.on(GONE).basis("staff") == "丙号"


def test_the_exact_ceiling_still_counts():
    assert BOOK.on(OLD).judge("staff", Decimal(500)) is Judgement.MET
    assert BOOK.on(OLD).judge("staff", Decimal("500.01")) is Judgement.NOT_MET


def test_a_rule_nobody_wrote_is_a_key_error():
    with pytest.raises(KeyError):
        BOOK.number("nothing", OLD)


@pytest.mark.parametrize(
    ("bound", "below", "at", "above"),
    [
        (Bound.AT_LEAST, False, True, True),
        (Bound.ABOVE, False, False, True),
        (Bound.AT_MOST, True, True, False),
        (Bound.BELOW, True, False, False),
        (Bound.EQUAL, False, True, False),
    ],
)
def test_inclusive_words_include_the_number_and_exclusive_words_do_not(bound, below, at, above):
    limit, step = Decimal(60), Decimal("0.01")
    assert [meets(given, bound, limit) for given in (limit - step, limit, limit + step)] == [below, at, above]
