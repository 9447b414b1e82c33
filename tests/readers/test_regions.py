"""The shipped region codes: history, today, and the years between."""

from datetime import date

import pytest

from kechuang.domain.region import Level
from kechuang.readers.regions import read_regions

BOOK = read_regions()


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [
        ("巴中", date(1999, 12, 31), "513700"),
        ("巴中", date(2000, 1, 1), "511900"),
        ("巴中市", date(1999, 12, 31), "513701"),
        ("四川省巴中市", date(2021, 11, 1), "511900"),
        ("达县", date(2012, 12, 31), "511721"),
        ("达川区", date(2013, 1, 1), "511703"),
        ("元坝区", date(2012, 12, 31), "510811"),
        ("昭化区", date(2013, 1, 1), "510811"),
        ("重庆市开县", date(2015, 12, 31), "500234"),
        ("开州区", date(2016, 1, 1), "500154"),
        ("城口县", date(2021, 1, 1), "500229"),
        ("城口县", date(1996, 1, 1), "511228"),
        ("沙县", date(2020, 12, 31), "350427"),
        ("沙县区", date(2021, 1, 1), "350405"),
        ("江北区", date(2025, 12, 31), "500105"),
        ("两江新区", date(2026, 1, 1), "500157"),
        ("恩施州", date(2021, 1, 1), "422800"),
        ("四川省甘孜州", date(2021, 1, 1), "513300"),
        ("台湾省", date(2021, 1, 1), "710000"),
    ],
)
def test_a_region_has_the_code_of_its_day(name, on, code):
    within = BOOK.by_code("500000", on) if name == "江北区" else None
    region = BOOK.named(name, on, within)
    assert (region and region.code) == code


@pytest.mark.parametrize("gone", ["沙县", "横县", "孟津县", "米林县", "下城区"])
def test_what_was_abolished_no_longer_stands(gone):
    assert [region for region in BOOK.regions if region.name == gone and region.in_force(None)] == []


def test_bazhong_gained_enyang_in_2013():
    bazhong = BOOK.by_code("511900")
    assert [county.name for county in BOOK.children(bazhong, date(2012, 12, 31))] == [
        "巴州区",
        "通江县",
        "南江县",
        "平昌县",
    ]
    assert [county.name for county in BOOK.children(bazhong)] == ["巴州区", "恩阳区", "通江县", "南江县", "平昌县"]


def test_provinces_prefectures_and_counties_are_as_many_as_they_should_be():
    standing = [region for region in BOOK.regions if region.in_force(None)]
    levels = {level: len({one.code for one in standing if one.level is level}) for level in Level}
    assert levels[Level.PROVINCE] == 34
    assert levels[Level.PREFECTURE] == 333
    assert 2840 <= levels[Level.COUNTY] <= 2855


def test_no_code_stands_for_two_names_on_one_day():
    for year in (1990, 2000, 2010, 2021, 2026):
        standing = [region for region in BOOK.regions if region.in_force(date(year, 6, 1))]
        doubled = [one for one in standing if BOOK.by_code(one.code, date(year, 6, 1)).name != one.name]
        assert doubled == []
