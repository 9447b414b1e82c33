"""What is asked back at entry, on one changed field."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.domain.collection.checks import EntryFinding, Facts, Field, PlanRatio, check_return
from kechuang.domain.collection.entry import BLANK, NOT_APPLICABLE, CellState, Entry, Unfit, read_entry, written
from kechuang.domain.collection.history import JumpRule, find_jump
from kechuang.domain.collection.limits import limits_on
from kechuang.domain.finding import Severity
from kechuang.domain.indicators.definition import Growth, Ratio, Sum, Within
from kechuang.readers.rules import read_collection_rules

LIMITS = limits_on(read_collection_rules().on(date(2026, 1, 31)))
RULE = JumpRule(multiple=5, prior=0.13, weight=2, widening=1, small=10, noise=0.4)
ONE = Field(1, "研发经费", "亿元", CellState.VALUE, Decimal("11"), key="gerd", low=Decimal(0))


def number(field, text, **more):
    """The field with a number in it."""
    return replace(field, state=CellState.VALUE, value=Decimal(text), **more)


def keyed(pk, key, text, unit="亿元", **more):
    return Field(pk, key, unit, CellState.VALUE, Decimal(text), key=key, **more)


def found(*fields, relations=()):
    """The rules that speak, with their working."""
    return [(one.rule, one.working) for one in check_return(Facts(2026, fields, relations, LIMITS))]


def past(*values, last=2025):
    """Values of the years up to the last."""
    return tuple((last - len(values) + 1 + at, Decimal(str(value))) for at, value in enumerate(values))


def test_a_number_in_its_range_is_not_asked_back():
    assert found(ONE) == []


def test_a_blank_is_missing_a_zero_is_a_number_and_not_applicable_says_something():
    assert found(replace(ONE, state=CellState.BLANK, value=None)) == [("entry.missing", "")]
    assert found(number(ONE, "0")) == []
    assert found(replace(ONE, state=CellState.NOT_APPLICABLE, value=None)) == []


def test_a_field_that_is_optional_may_be_blank():
    assert found(replace(ONE, state=CellState.BLANK, value=None, required=False)) == []


def test_a_negative_amount_and_a_share_above_its_range_cannot_be():
    share = keyed(2, "rd_intensity", "21", "%", low=Decimal(0), high=Decimal(20))
    growth = keyed(3, "gerd_growth", "-101", "%", low=Decimal(-100), high=Decimal(500))
    facts = Facts(2026, (number(ONE, "-0.01"), share, growth), (), LIMITS)
    assert check_return(facts) == [
        EntryFinding("entry.sign", Severity.ERROR, 1, {"name": "研发经费", "unit": "亿元"}, "-0.01 < 0"),
        EntryFinding("entry.range", Severity.ERROR, 2, {"name": "rd_intensity", "unit": "%"}, "21 > 20"),
        EntryFinding("entry.range", Severity.ERROR, 3, {"name": "gerd_growth", "unit": "%"}, "-101 < -100"),
    ]


def test_the_ends_of_a_range_are_possible():
    assert found(keyed(2, "x", "20", low=Decimal(0), high=Decimal(20)), keyed(3, "y", "0", low=Decimal(0))) == []


def test_half_an_enterprise_is_asked_back():
    assert found(keyed(2, "high_tech_enterprises", "66.5", "家", counted=True)) == [("entry.not-whole", "66.5")]


def test_a_part_is_not_larger_than_its_whole_but_may_be_all_of_it():
    relations = (Within("little_giants", "srdi"),)
    part, whole = keyed(1, "little_giants", "13", "家"), keyed(2, "srdi", "12", "家")
    assert found(part, whole, relations=relations) == [("entry.part-over-whole", "13家 > 12家")]
    assert found(number(part, "12"), whole, relations=relations) == []


def test_units_are_converted_before_a_part_is_compared_with_its_whole():
    relations = (Within("industrial_rd", "gerd"),)
    part = keyed(1, "industrial_rd", "90000", "万元", factor=Decimal("0.0001"))
    assert found(part, keyed(2, "gerd", "10"), relations=relations) == []
    assert found(part, keyed(2, "gerd", "8"), relations=relations) == [("entry.part-over-whole", "90000万元 > 8亿元")]


SUM = (Sum("gerd", ("basic", "applied", "development"), exhaustive=True),)


def test_parts_that_are_all_there_is_add_up_to_the_total_as_far_as_rounding_lets_them():
    parts = (keyed(1, "basic", "1.1"), keyed(2, "applied", "2.2"), keyed(3, "development", "6.6"))
    assert found(keyed(4, "gerd", "10.2"), *parts, relations=SUM) == [
        ("entry.sum", "1.1亿元 + 2.2亿元 + 6.6亿元 = 9.9 ≠ 10.2")
    ]
    assert found(keyed(4, "gerd", "9.8"), *parts, relations=SUM) == []
    assert found(keyed(4, "gerd", "9.5"), *parts, relations=SUM)[0][0] == "entry.sum-over-total"


def test_parts_that_are_not_all_filled_in_only_set_a_floor():
    assert found(keyed(4, "gerd", "10"), keyed(1, "basic", "1"), relations=SUM) == []
    assert found(keyed(4, "gerd", "10"), relations=SUM) == []
    assert found(keyed(4, "gerd", "10"), keyed(1, "basic", "11"), relations=SUM) == [
        ("entry.sum-over-total", "11亿元 = 11 > 10")
    ]


RATIO = (Ratio("rd_intensity", "gerd", "gdp", Decimal(100)),)


def test_a_ratio_that_rounding_does_not_explain_is_asked_back_with_the_sum_done():
    gerd, gdp = keyed(1, "gerd", "11"), keyed(2, "gdp", "520")
    assert found(gerd, gdp, keyed(3, "rd_intensity", "2.12", "%"), relations=RATIO) == []
    assert found(gerd, gdp, keyed(3, "rd_intensity", "2.3", "%"), relations=RATIO) == [
        ("entry.ratio", "11亿元 ÷ 520亿元 = 2.115% ≠ 2.3%")
    ]
    assert found(gerd, number(gdp, "0"), keyed(3, "rd_intensity", "2.3", "%"), relations=RATIO) == []
    assert found(gerd, gdp, relations=RATIO) == []


GROWTH = (Growth("gerd_growth", "gerd"),)


def test_what_the_plan_says_a_ratio_is_goes_before_the_catalogue():
    fields = (
        keyed(1, "rd_intensity", "2.3", "%"),
        keyed(2, "gerd", "11"),
        keyed(3, "gdp", "520"),
        number(replace(ONE, id=4, name="规上企业营业收入", unit="亿元", key=""), "440"),
    )

    def said(*ratios):
        return [one.working for one in check_return(Facts(2026, fields, RATIO, LIMITS, ratios)) if one.field_id == 1]

    assert said() == ["11亿元 ÷ 520亿元 = 2.115% ≠ 2.3%"]
    assert said(PlanRatio(1, 2, 4, Decimal(100))) == ["11亿元 ÷ 440亿元 = 2.5% ≠ 2.3%"]
    assert said(PlanRatio(1, 2, 4, Decimal(92))) == []


def test_growth_is_held_against_this_and_last_year():
    gerd = keyed(1, "gerd", "11", history=past(10))
    assert found(gerd, keyed(2, "gerd_growth", "10", "%"), relations=GROWTH) == []
    assert found(gerd, keyed(2, "gerd_growth", "12", "%"), relations=GROWTH) == [
        ("entry.growth", "11亿元 ÷ 10 − 1 = 10% ≠ 12%")
    ]
    assert found(replace(gerd, history=past(10, last=2024)), keyed(2, "gerd_growth", "12", "%"), relations=GROWTH) == []
    assert found(replace(gerd, history=()), keyed(2, "gerd_growth", "12", "%"), relations=GROWTH) == []


def test_a_number_that_leaps_is_asked_back_with_what_was_expected():
    steady = replace(ONE, history=past(9, "9.6", "10.1", "10.6"))
    assert found(number(steady, "11.2")) == []
    assert found(number(steady, "25")) == [("entry.jump", "2025: 10.6 → 2026: 25")]


def test_one_odd_year_in_the_past_does_not_widen_what_is_expected():
    odd = replace(ONE, history=past("9", "9.6", "40", "10.1", "10.6", "11.2"))
    even = replace(ONE, history=past("8.6", "9", "9.6", "10.1", "10.6", "11.2"))
    assert found(number(odd, "60"))[0][0] == found(number(even, "60"))[0][0] == "entry.jump"


def test_ten_thousand_times_too_much_is_a_slip_of_unit():
    steady = replace(ONE, history=past("10.1", "10.6"))
    assert found(number(steady, "112000")) == [("entry.slip", "2025: 10.6 → 2026: 112000; 112000 → 11.2")]
    assert found(number(steady, "0.00112")) == [("entry.slip", "2025: 10.6 → 2026: 0.00112; 0.00112 → 11.2")]
    (said,) = check_return(Facts(2026, (number(steady, "0.00112"),), (), LIMITS))
    bounds = {"low": "5.62", "high": "20.6"}
    assert said.details == {"name": "研发经费", "unit": "亿元", "factor": "×10000", **bounds}


def test_few_points_leave_more_room_and_none_leaves_all():
    assert found(replace(ONE, history=())) == []
    one, four = find_jump(past(10), 2026, Decimal(99), RULE), find_jump(past(10, 10, 10, 10), 2026, Decimal(99), RULE)
    assert one.high > four.high > 10


def test_small_counts_are_compared_by_difference():
    few = keyed(1, "labs", "6", "个", counted=True, history=past(2))
    assert found(few) == []
    assert found(number(few, "19"))[0][0] == "entry.jump"


def test_a_few_things_that_stood_still_for_years_may_still_come_and_go():
    still = keyed(1, "labs", "9", "个", counted=True, history=past(6, 6, 6, 6, 6))
    assert found(still) == []
    assert found(number(still, "19"))[0][0] == "entry.jump"


def test_what_can_be_negative_is_compared_by_difference():
    assert find_jump(past(-4, 3, 5), 2026, Decimal(6), RULE) is None
    assert find_jump(past(-4, 3, 5), 2026, Decimal(60), RULE).factor is None


def test_a_share_of_a_few_percent_is_compared_by_ratio():
    assert find_jump(past("1.9", "2.0", "2.1", "2.2"), 2026, Decimal("0.023"), RULE).factor == Decimal("0.01")


def test_a_gap_of_years_leaves_more_room():
    near, far = (find_jump(past(10, last=last), 2026, Decimal(10**6), RULE) for last in (2025, 2022))
    assert far.high > near.high


def test_nought_after_a_number_is_asked_back_and_after_a_very_small_one_is_not():
    assert found(number(ONE, "0", history=past(12))) == [("entry.zero", "2025: 12 → 0")]
    assert found(number(ONE, "0", history=past(2))) == []


def test_last_year_s_very_figure_is_asked_back_where_it_has_digits_enough_to_change():
    assert found(number(ONE, "10.6", history=past("10.1", "10.6"))) == [("entry.same", "2025: 10.6 = 2026: 10.6")]
    assert found(number(ONE, "12", history=past("12"))) == []
    assert found(number(ONE, "10.6", history=past("10.6", last=2024))) == []


def test_a_thing_that_no_longer_applies_is_asked_back():
    gone = replace(ONE, state=CellState.NOT_APPLICABLE, value=None, history=past(12))
    assert found(gone) == [("entry.no-longer-applicable", "2025: 12")]


def test_a_total_is_the_sum_of_those_below_where_all_of_them_reported():
    total = replace(ONE, below=(("东镇", Decimal(5)), ("西镇", Decimal(6))))
    assert found(total) == []
    assert found(number(total, "12")) == [("entry.below", "5 + 6 = 11 ≠ 12")]


def test_a_reason_no_longer_counts_once_a_figure_has_changed():
    first, second = (
        check_return(Facts(2026, (number(ONE, text, history=past(1)),), (), LIMITS))[0] for text in ("4.5", "4.6")
    )
    assert first.id != second.id
    assert first.id.startswith("entry.jump:")


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        ("", BLANK),
        ("  ", BLANK),
        ("0", Entry(CellState.VALUE, Decimal(0))),
        ("1,234.5", Entry(CellState.VALUE, Decimal("1234.5"))),
        ("－３", Entry(CellState.VALUE, Decimal(-3))),
        (".5", Entry(CellState.VALUE, Decimal("0.5"))),
        ("不适用", NOT_APPLICABLE),
        ("N/A", NOT_APPLICABLE),
    ],
)
def test_what_is_typed_is_a_number_nothing_or_not_applicable(typed, entry):
    assert read_entry(typed, frozenset({"不适用", "n/a"})) == entry


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12亿元", "entry.not-a-number"),
        ("1,23", "entry.not-a-number"),
        ("=1+1", "entry.not-a-number"),
        ("1e5", "entry.not-a-number"),
        ("nan", "entry.not-a-number"),
        ("-", "entry.not-a-number"),
        ("1000000000000000000", "entry.too-large"),
        ("0.1234567", "entry.too-fine"),
    ],
)
def test_what_is_no_number_is_refused_by_name(typed, code):
    with pytest.raises(Unfit) as refused:
        read_entry(typed)
    assert refused.value.code == code


@given(st.decimals(min_value=-(10**17), max_value=10**17, places=6))
def test_a_number_that_was_written_is_read_back(value):
    assert read_entry(written(value)).value == value


@given(
    st.lists(st.decimals(min_value="0.01", max_value=10**6, places=2), min_size=1, max_size=8),
    st.decimals(min_value=0, max_value=10**9, places=2),
)
def test_what_is_expected_goes_by_ratios_whatever_the_unit(values, value):
    """万元 or 亿元: the same numbers are asked back."""
    small = find_jump(past(*values), 2026, value, RULE)
    large = find_jump(past(*(one * 10_000 for one in values)), 2026, value * 10_000, RULE)
    assert value == 0 or (small is None) == (large is None)
