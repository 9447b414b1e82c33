"""Targets judged by what has been observed."""

from dataclasses import replace

import pytest

from kechuang.domain.indicators.observation import Contradictory, Observation, TableRow, gather
from kechuang.domain.indicators.outlook import AgainstPath, Growing, Model, Question, Reason, Verdict
from kechuang.domain.indicators.outlook_judge import judge
from kechuang.domain.indicators.pace_undefined import Undefined
from kechuang.domain.indicators.path import Shape
from kechuang.domain.indicators.target import Target
from kechuang.readers.outlook import read_plan_constants, read_thresholds

HISTORY = {2020: 40.0, 2021: 44.0, 2022: 49.0, 2023: 54.0, 2024: 59.0, 2025: 66.0, 2026: 72.0, 2027: 80.0}


def _observed(values, *, region="云山县", key="firms"):
    return tuple(
        Observation(region, key, year, value, "家", TableRow("实际值.csv", 2)) for year, value in values.items()
    )


def _question(target=120.0, *, base_year=2025, values=HISTORY, **changes):
    base = next((one for one in _observed(values) if one.year == base_year), None)
    question = Question("高新技术企业", "firms", "云山县", "家", base, Target(2030, target, None, True))
    return replace(question, **changes)


def _judge(question, values=HISTORY, *, others=(), as_of=None):
    observed = {("云山县", "firms"): _observed(values)} if values else {}
    for at, other in enumerate(others):
        observed[f"邻县{at}", "firms"] = _observed(other, region=f"邻县{at}")
    (outlook,) = judge([question], observed, constants=read_plan_constants(), rules=read_thresholds(), as_of=as_of)
    return outlook


def _words(outlook):
    return outlook.verdict, outlook.reason, outlook.basis.model


def test_a_steady_rise_towards_a_near_target_is_on_course():
    outlook = _judge(_question(95.0))
    assert _words(outlook) == (Verdict.ON_COURSE, None, Model.DRIFT)
    assert outlook.probability > 0.8
    assert outlook.interval[0] < 106 < outlook.interval[1]


def test_a_target_far_above_the_drift_is_off_course():
    outlook = _judge(_question(300.0))
    assert _words(outlook) == (Verdict.OFF_COURSE, None, Model.DRIFT)


def test_the_working_is_shown():
    basis = _judge(_question()).basis
    assert [one.year for one in basis.points] == list(HISTORY)
    assert (basis.scale, basis.years_to_go, basis.freedom) == ("log", 3.0, 2.6)
    assert 0.05 < basis.drifts[0] < 0.1
    assert 0.2 < basis.location < 0.4


def test_the_path_runs_from_the_latest_value_to_the_target_year_and_widens():
    path = _judge(_question()).path
    assert [one.year for one in path] == [2028, 2029, 2030]
    assert [one.planned for one in path] == pytest.approx([98.4, 109.2, 120.0])
    widths = [one.high - one.low for one in path]
    assert widths == sorted(widths)
    assert all(one.low < one.expected < one.high for one in path)


def test_a_latest_value_that_meets_the_target_is_reached():
    assert _judge(_question(75.0)).verdict is Verdict.REACHED


def test_nothing_observed_is_not_enough():
    outlook = _judge(_question(values={}), {})
    assert _words(outlook) == (Verdict.NOT_ENOUGH, Reason.NOTHING_OBSERVED, Model.NONE)
    assert (outlook.probability, outlook.latest) == (None, None)


def test_one_value_alone_is_not_enough():
    outlook = _judge(_question(), {2025: 66.0})
    assert _words(outlook) == (Verdict.NOT_ENOUGH, Reason.ONE_POINT, Model.NONE)


def test_one_value_with_regions_beside_it_is_judged_by_their_drift():
    others = [{year: value * factor for year, value in HISTORY.items()} for factor in (0.5, 0.9, 1.4, 2.0, 3.0)]
    outlook = _judge(_question(75.0), {2027: 60.0}, others=others)
    assert outlook.basis.model is Model.DRIFT
    assert outlook.basis.panel.others == 5
    assert outlook.probability > 0.4


def test_two_values_are_judged_but_not_enough_to_tell():
    outlook = _judge(_question(), {2025: 66.0, 2027: 80.0})
    assert _words(outlook) == (Verdict.NOT_ENOUGH, Reason.SHORT, Model.DRIFT)
    assert 0 < outlook.probability < 1


def test_regions_with_one_value_each_are_no_panel():
    others = [{2025: value} for value in (10.0, 20.0, 30.0, 40.0)]
    assert _judge(_question(), {2025: 66.0, 2026: 72.0}, others=others).reason is Reason.SHORT


def test_values_that_leap_up_and_down_are_not_enough():
    leaping = {2020: 10.0, 2021: 80.0, 2022: 15.0, 2023: 90.0, 2024: 9.0, 2025: 66.0}
    assert _judge(_question(), leaping).reason is Reason.WIDE


def test_a_latest_value_of_years_ago_is_too_old():
    old = {year: value for year, value in HISTORY.items() if year <= 2025}
    assert _judge(_question(), old, as_of=2028).reason is Reason.STALE
    assert _judge(_question(), old, as_of=2027).reason is None


def test_nothing_after_the_year_of_judgement_is_looked_at():
    early = {year: value for year, value in HISTORY.items() if year <= 2025}
    assert _judge(_question(), as_of=2025).probability == _judge(_question(), early).probability


def test_in_the_target_year_the_value_decides():
    reached = _judge(_question(), {**HISTORY, 2030: 121.0, 2031: 90.0})
    missed = _judge(_question(), {**HISTORY, 2030: 119.0, 2031: 130.0})
    assert (*_words(reached), reached.probability) == (Verdict.REACHED, None, Model.SETTLED, 1.0)
    assert (*_words(missed), missed.probability) == (Verdict.OFF_COURSE, None, Model.SETTLED, 0.0)


def test_a_declared_step_tells_nothing_before_the_end():
    outlook = _judge(_question(shape=Shape.STEP))
    assert _words(outlook) == (Verdict.NOT_ENOUGH, Reason.STEP, Model.NONE)


def test_a_handful_of_whole_things_goes_by_the_count_model():
    values = {2023: 0.0, 2024: 1.0, 2025: 1.0, 2026: 2.0, 2027: 3.0}
    near, far = (_judge(_question(target, values=values, whole=True), values) for target in (4.0, 12.0))
    assert near.basis.model is far.basis.model is Model.COUNTS
    assert near.probability > 0.8 > 0.1 > far.probability
    assert near.interval == (3.0, 8.0)
    assert [one.year for one in near.path] == [2028, 2029, 2030]


def test_a_share_is_never_expected_above_its_ceiling():
    values = {year: 80.0 + 3 * at for at, year in enumerate(range(2022, 2028))}
    outlook = _judge(_question(98.0, values=values, ceiling=100.0), values)
    assert outlook.interval[1] <= 100.0
    assert all(one.high <= 100.0 for one in outlook.path)


def test_a_range_asks_for_both_ends():
    within = _question(target=0.0)
    within = replace(within, target=Target(2030, 90.0, 120.0, True))
    both, above = _judge(within).probability, _judge(_question(90.0)).probability
    beyond = _judge(_question(120.0)).probability
    assert both == pytest.approx(above - beyond)


def test_a_target_to_fall_to():
    falling = {year: 1 / value for year, value in HISTORY.items()}
    outlook = _judge(replace(_question(values=falling), target=Target(2030, None, 1 / 95, False)), falling)
    assert outlook.verdict is Verdict.ON_COURSE


def test_a_cumulative_target_adds_up_the_years():
    values = {2024: 9.0, 2025: 10.0, 2026: 11.0, 2027: 12.0}
    easy, hard = (
        _judge(replace(_question(values=values), target=Target(2030, total, None, True, cumulative=True)), values)
        for total in (45.0, 120.0)
    )
    assert easy.basis.model is Model.SUM
    assert easy.interval[0] < 11 + 12 + 13 + 14 + 15 < easy.interval[1]
    assert easy.probability > 0.9 > 0.1 > hard.probability
    assert easy.pace.statcan is Undefined.CUMULATIVE


def test_a_year_missing_in_a_sum_is_filled_in():
    values = {2024: 9.0, 2025: 10.0, 2027: 12.0, 2028: 13.0, 2029: 14.0, 2030: 15.0}
    outlook = _judge(replace(_question(values=values), target=Target(2030, 65.0, None, True, cumulative=True)), values)
    assert outlook.interval == (65.0, 65.0)
    assert (outlook.verdict, outlook.probability) == (Verdict.REACHED, 1.0)


def test_a_zero_baseline_leaves_the_unsd_rule_undefined_but_not_the_chance():
    values = {2023: 0.0, 2024: 0.0, 2025: 0.0, 2026: 30.0, 2027: 45.0}
    outlook = _judge(_question(60.0, values=values), values)
    assert outlook.pace.unsd is Undefined.ZERO_BASELINE
    assert outlook.pace.completion == pytest.approx(0.75)
    assert outlook.basis.scale == "level"
    assert 0 < outlook.probability < 1


def test_a_target_equal_to_its_baseline_has_no_pace_but_a_chance():
    outlook = _judge(_question(66.0), {**HISTORY, 2027: 60.0})
    assert outlook.pace.escap is Undefined.TARGET_EQUALS_BASE
    assert 0 < outlook.probability < 1


def test_before_anything_is_observed_the_rules_say_so():
    early = {year: value for year, value in HISTORY.items() if year <= 2025}
    pace = _judge(_question(), early).pace
    assert (pace.statcan, pace.needed.amount) == (Undefined.NOTHING_OBSERVED, pytest.approx(10.8))


def test_without_a_baseline_the_rules_say_so():
    pace = _judge(_question(base=None)).pace
    assert (pace.statcan, pace.time_share) == (Undefined.NO_BASELINE, None)


def test_two_values_for_one_year_are_refused():
    first, second = (*_observed({2025: 1.0}), *_observed({2025: 2.0}))
    with pytest.raises(Contradictory) as raised:
        gather([first, second])
    assert (raised.value.first, raised.value.second) == (first, second)


def test_the_same_value_twice_counts_once():
    assert len(gather([*_observed({2025: 1.0}), *_observed({2025: 1.0})])["云山县", "firms"]) == 1


BACK_LOADED = {2026: 70.0, 2027: 79.0, 2028: 95.0, 2029: 150.0}
FRONT_LOADED = {2026: 80.0, 2027: 90.0, 2028: 93.0, 2029: 94.0}


def test_the_path_of_a_typed_course_is_what_was_typed():
    path = _judge(_question(300.0, typed=BACK_LOADED)).path
    assert [one.planned for one in path] == [95.0, 150.0, 300.0]


def test_who_keeps_a_path_that_rises_late_is_not_off_course_yet():
    assert _judge(_question(300.0)).verdict is Verdict.OFF_COURSE
    outlook = _judge(_question(300.0, typed=BACK_LOADED))
    assert (outlook.verdict, outlook.against) == (Verdict.AT_RISK, AgainstPath(2027, 79.0, 80.0, kept=True))
    assert outlook.probability == _judge(_question(300.0)).probability


def test_who_is_behind_a_path_that_rises_early_is_not_on_course():
    assert _judge(_question(95.0)).verdict is Verdict.ON_COURSE
    outlook = _judge(_question(95.0, typed=FRONT_LOADED))
    assert (outlook.verdict, outlook.against) == (Verdict.AT_RISK, AgainstPath(2027, 90.0, 80.0, kept=False))


def test_a_sum_is_held_against_what_its_path_asks_for_until_then():
    values = {2024: 3.0, 2025: 3.0, 2026: 4.0, 2027: 5.0}
    target = Target(2030, 40.0, None, True, cumulative=True)
    typed = {2026: 4.0, 2027: 6.0, 2028: 8.0, 2029: 10.0, 2030: 12.0}
    outlook = _judge(replace(_question(values=values, typed=typed, flow=True), target=target), values)
    assert outlook.against == AgainstPath(2027, 10.0, 9.0, kept=False)


def test_without_a_typed_path_or_before_it_begins_there_is_nothing_to_hold_against():
    assert _judge(_question()).against is None
    assert _judge(_question(typed=BACK_LOADED), as_of=2025).against is None


def test_the_published_rules_of_pace_know_nothing_of_a_typed_path():
    assert _judge(_question(300.0, typed=BACK_LOADED)).pace == _judge(_question(300.0)).pace


def _growth(asked, values, *, is_rate=False, bound_open=True, base_year=2025):
    target = Target(2030, asked, None, True, low_open=bound_open)
    return _judge(
        replace(_question(base_year=base_year, values=values), target=target, growing=Growing(2025, is_rate)), values
    )


def test_growth_that_is_asked_of_rates_is_judged_by_their_average_so_far():
    outlook = _growth(8.0, {2025: 30.0, 2026: 10.0, 2027: 7.0}, is_rate=True)
    assert (outlook.verdict, outlook.basis.model, outlook.probability) == (Verdict.ON_COURSE, Model.GROWTH, None)
    average = outlook.average
    assert (average.since, average.last, average.years, average.asked) == (2025, 2027, 2, 8.0)
    assert average.mean == pytest.approx((1.10 * 1.07) ** 0.5 * 100 - 100)
    assert average.needed == pytest.approx((1.08**5 / (1.10 * 1.07)) ** (1 / 3) * 100 - 100)


def test_growth_that_is_asked_of_a_level_is_judged_by_its_growth_since_the_baseline():
    outlook = _growth(8.0, {2025: 100.0, 2026: 103.0, 2027: 110.25})
    assert (outlook.verdict, round(outlook.average.mean, 6)) == (Verdict.AT_RISK, 5.0)
    assert _growth(8.0, {2025: 100.0, 2027: 104.0}).verdict is Verdict.OFF_COURSE


@pytest.mark.parametrize(
    ("last", "verdict"), [(115.9, Verdict.ON_COURSE), (115.7, Verdict.AT_RISK), (109.0, Verdict.OFF_COURSE)]
)
def test_nearly_the_growth_that_is_asked_is_on_course_as_the_published_rule_has_it(last, verdict):
    assert _growth(8.0, {2025: 100.0, 2027: last}).verdict is verdict


def test_at_the_end_the_average_settles_it_and_an_open_bound_leaves_the_number_out():
    exactly = {2025: 100.0, 2030: 100 * 1.5**5}
    assert _growth(50.0, exactly, bound_open=False).verdict is Verdict.REACHED
    assert _growth(50.1, exactly).verdict is Verdict.OFF_COURSE
    assert _growth(50.0, exactly).average.needed is None


def test_a_year_nobody_reported_is_left_out_and_said_to_be():
    outlook = _growth(8.0, {2026: 10.0, 2028: 10.0}, is_rate=True, base_year=0)
    assert (outlook.average.years, outlook.average.unknown, round(outlook.average.mean, 6)) == (2, 1, 10.0)


def test_without_a_value_in_the_period_there_is_not_enough_to_tell_of_growth():
    outlook = _growth(8.0, {2024: 5.0, 2025: 6.0}, is_rate=True)
    assert (outlook.verdict, outlook.reason, outlook.average) == (Verdict.NOT_ENOUGH, Reason.NOTHING_OBSERVED, None)
