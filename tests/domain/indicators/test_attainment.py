"""How likely a target is to be reached."""

import csv
import zlib

import numpy as np
import pytest

from kechuang.domain.indicators.attainment_cases import Case, judge_cases
from kechuang.domain.indicators.backtest import score
from kechuang.domain.indicators.observation import Series
from kechuang.readers.cases import read_cases
from kechuang.readers.outlook import read_constants

RISING = (100.0, 104.0, 109.0, 112.0, 118.0, 122.0)


def _case(*values, target, indicator="专利", unit="甲", base=None, year=2020, target_year=2025):
    years = tuple(float(year - len(values) + 1 + at) for at in range(len(values)))
    return Case(indicator, unit, Series(years, values), base if base is not None else values[0], target, target_year)


def _chance(*cases):
    return judge_cases(cases, read_constants()).probability


@pytest.mark.parametrize(("year", "brier", "accuracy"), [(2, 0.140, 0.805), (3, 0.103, 0.856)])
def test_published_cases_are_judged_within_the_bars(real_data, year, brier, accuracy):
    path = real_data / "outlook" / f"cases_year{year}.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    attained = np.array([float(row["attained"]) for row in rows])
    actual = np.array([float(row["actual"]) for row in rows])
    judged = judge_cases(read_cases(path), read_constants())
    found = score(judged.probability, attained)
    change = judged.aligned.change_to(actual)
    inside = (judged.predictive.quantile(0.1) <= change) & (change <= judged.predictive.quantile(0.9))
    assert found.brier <= brier
    assert found.accuracy >= accuracy
    assert found.calibration_error <= 0.04
    assert 0.75 <= inside.mean() <= 0.85


def test_a_file_with_half_the_units_is_judged_as_well(real_data):
    path = real_data / "outlook" / "cases_year2.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    kept = [at for at, row in enumerate(rows) if zlib.crc32(row["unit"].encode()) % 2]
    cases = read_cases(path)
    attained = np.array([float(rows[at]["attained"]) for at in kept])
    assert score(_chance(*(cases[at] for at in kept)), attained).brier <= 0.140


def test_a_higher_target_is_never_likelier():
    chances = [_chance(_case(*RISING, target=target))[0] for target in (110.0, 130.0, 142.0, 160.0, 250.0)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.9
    assert chances[-1] < 0.05


def test_the_unit_of_measure_does_not_matter():
    small = _chance(_case(*(value * 10 for value in RISING), target=1420.0))
    large = _chance(_case(*(value * 1e8 for value in RISING), target=142e8))
    assert small == pytest.approx(large)


def test_a_target_below_the_baseline_is_to_be_fallen_to():
    falling = (0.60, 0.58, 0.55, 0.53, 0.50, 0.49)
    assert _chance(_case(*falling, target=0.46))[0] > 0.7
    assert _chance(_case(*falling, target=0.20))[0] < 0.1


def test_zeros_and_negatives_are_judged_by_levels():
    chances = _chance(
        _case(-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, target=5.0), _case(0.0, 0.0, 1.0, 1.0, 2.0, target=40.0, unit="乙")
    )
    assert chances[0] > 0.7
    assert chances[1] < 0.1


def test_a_target_of_zero_is_judged_by_levels():
    assert 0 < _chance(_case(9.0, 7.0, 6.0, 5.0, 3.0, 2.0, target=0.0))[0] < 1


def test_a_share_near_its_ceiling_slows_down():
    near = (90.0, 92.0, 94.0, 96.0, 97.0, 98.0)
    share = judge_cases([_case(*near, target=99.0)], read_constants())
    free = judge_cases(
        [_case(*near, target=99.0), _case(*near, 120.0, target=99.0, unit="乙", year=2021)], read_constants()
    )
    assert share.predictive.location[0] < free.predictive.location[0]


def test_missing_years_are_no_missing_growth():
    gappy = Case("专利", "甲", Series((2015.0, 2018.0, 2020.0), (100.0, 115.0, 126.0)), 100.0, 135.0, 2023)
    assert _chance(gappy)[0] > 0.7


def test_other_regions_lend_what_one_year_cannot_show():
    others = [
        _case(*(value * factor for value in RISING), target=150.0, unit=str(factor))
        for factor in (0.5, 0.8, 1.2, 2.0, 3.0)
    ]
    alone = judge_cases([_case(122.0, target=135.0)], read_constants())
    beside = judge_cases([_case(122.0, target=135.0), *others], read_constants())
    assert alone.predictive.location[0] == 0.0
    assert beside.predictive.location[0] > 0.1


def test_a_case_whose_year_has_come_is_settled():
    chances = _chance(_case(*RISING, target=120.0, target_year=2020), _case(*RISING, target=130.0, target_year=2020))
    assert chances.tolist() == [1.0, 0.0]


def test_a_constant_series_is_no_division_by_nothing():
    chances = _chance(*(_case(5.0, 5.0, 5.0, 5.0, target=target, unit=str(target)) for target in (5.0, 6.0)))
    assert np.isfinite(chances).all()
    assert chances[0] >= 0.5 > chances[1]


def test_the_order_of_the_rows_does_not_matter():
    cases = [_case(*(value + shift for value in RISING), target=140.0, unit=str(shift)) for shift in range(6)]
    assert _chance(*cases) == pytest.approx(_chance(*reversed(cases))[::-1])
