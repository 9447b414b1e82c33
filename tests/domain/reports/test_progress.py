"""How far an indicator has come, and the pace it still needs."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kechuang.domain.reports.facts import Followed
from kechuang.domain.reports.progress import (
    Ends,
    Standing,
    cite_completion,
    cite_gap,
    cite_time_share,
    latest_of,
    pace_from,
    standing_of,
)
from tests.domain.reports.made import CONTRACTS, ENERGY, FACTS, FIRMS, INTENSITY, PLATFORMS, WORDS, observed, year_value

NEEDED = Ends.of(Followed(FIRMS))


def standing(indicator, *values, rising=True):
    seen = tuple(observed(2021 + place, value, row=2 + place) for place, value in enumerate(values))
    return standing_of(Followed(indicator, seen, rising=rising))


def pace(followed):
    ends, latest = Ends.of(followed), latest_of(followed)
    found = pace_from(followed, ends, latest)
    return None if found is None else (found.key, found.figure.figure)


def test_half_the_change_in_three_of_five_years_is_behind_time():
    followed = FACTS.followed[0]
    ends, latest = Ends.of(followed), latest_of(followed)
    assert cite_completion(followed, ends, latest).figure == "50.0%"
    assert cite_time_share(ends, latest).figure == "60.0%"
    assert cite_gap(followed, ends, latest).figure == "10.0"
    assert standing_of(followed) is Standing.BEHIND


def test_exactly_as_much_done_as_time_gone_is_on_pace():
    assert standing(FIRMS, "14") is Standing.ON_PACE


def test_one_below_the_time_gone_is_behind():
    assert standing(FIRMS, "13.9") is Standing.BEHIND


def test_the_target_itself_is_reached():
    assert standing(FIRMS, "30") is Standing.REACHED


def test_where_less_is_better_the_target_is_reached_from_above():
    assert standing(ENERGY, "0.40", rising=False) is Standing.REACHED
    assert standing(ENERGY, "0.49", rising=False) is Standing.BEHIND


def test_a_sum_over_the_period_is_not_measured_by_one_year():
    assert standing(CONTRACTS, "5") is Standing.UNMEASURABLE


def test_a_target_in_words_is_not_measurable():
    assert standing(WORDS, "1") is Standing.UNMEASURABLE


def test_a_target_equal_to_its_baseline_is_not_measurable():
    level = replace(FIRMS, target=year_value("10", 2025, line=2))
    assert standing(level, "12") is Standing.UNMEASURABLE


def test_a_value_of_the_baseline_year_is_no_progress():
    assert standing_of(Followed(FIRMS, (observed(2020, "10", row=2),))) is Standing.UNOBSERVED


def test_growth_is_told_as_a_compound_rate_from_the_latest_value():
    assert pace(FACTS.followed[0]) == ("report.pace.growth.rise", "22.5%")  # (30 / 20) ** (1 / 2) - 1


def test_shares_are_told_in_percentage_points():
    assert pace(Followed(INTENSITY)) == ("report.pace.points.rise", "0.1")  # (1.3 - 0.80) / 5


def test_from_nothing_the_pace_is_a_number_a_year():
    assert pace(Followed(PLATFORMS)) == ("report.pace.step.rise", "0.4个")


def test_what_must_fall_is_told_as_a_fall():
    assert pace(Followed(ENERGY, rising=False)) == ("report.pace.growth.fall", "4.4%")  # 1 - 0.8 ** (1 / 5)


def test_counts_below_ten_are_told_in_whole_things():
    assert pace(Followed(FIRMS, (observed(2023, "8", row=2),))) == (
        "report.pace.step.rise",
        "11家",
    )  # not 93.6 % a year


def test_in_the_last_year_there_is_no_pace_left():
    assert pace(Followed(FIRMS, (observed(2025, "20", row=2),))) is None


@pytest.mark.parametrize("value", ["0", "-3"])
def test_values_at_or_below_zero_have_no_growth_rate(value):
    followed = Followed(FIRMS, (observed(2023, value, row=2),))
    assert pace(followed)[0] == "report.pace.step.rise"


def test_time_gone_is_never_more_than_the_whole():
    late = observed(2027, "20", row=2)
    assert cite_time_share(NEEDED, late).figure == "100.0%"
    assert Decimal(30) == NEEDED.target_value
