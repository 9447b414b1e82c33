"""Regions are asked for by name and day; the codes here are a small made-up book in the shape of GB/T 2260."""

from datetime import date

import pytest

from kechuang.domain.region import Level, Mention, Naming, Region, RegionBook

PROVINCE = Region("990000", "甲省", Level.PROVINCE)
MUNICIPALITY = Region("980000", "丙市", Level.PROVINCE)
OLD_PREFECTURE = Region("993700", "乙丘地区", Level.PREFECTURE, date(1993, 1, 1), date(1999, 12, 31))
OLD_TOWN = Region("993701", "乙丘市", Level.COUNTY, date(1993, 1, 1), date(1999, 12, 31))
CITY = Region("991900", "乙丘市", Level.PREFECTURE, date(2000, 1, 1))
DISTRICT = Region("991902", "鼓山区", Level.COUNTY, date(2000, 1, 1))
COUNTY = Region("991921", "东溪县", Level.COUNTY, date(2000, 1, 1))
SHORT_COUNTY = Region("991922", "成县", Level.COUNTY, date(2000, 1, 1))
NAMESAKE = Region("980101", "鼓山区", Level.COUNTY)
DIRECT_COUNTY = Region("980229", "丁口县", Level.COUNTY)
AUTONOMOUS = Region("992800", "戊施土家族苗族自治州", Level.PREFECTURE)
OLD_NAME = Region("991923", "元己区", Level.COUNTY, date(1989, 1, 1), date(2012, 12, 31))
NEW_NAME = Region("991923", "昭己区", Level.COUNTY, date(2013, 1, 1))
CITY_QUARTER = Region("991924", "城区", Level.COUNTY)

BOOK = RegionBook(
    (
        PROVINCE,
        MUNICIPALITY,
        OLD_PREFECTURE,
        OLD_TOWN,
        CITY,
        DISTRICT,
        COUNTY,
        SHORT_COUNTY,
        NAMESAKE,
        DIRECT_COUNTY,
        AUTONOMOUS,
        OLD_NAME,
        NEW_NAME,
        CITY_QUARTER,
    ),
    Naming(
        endings=("自治州", "地区", "省", "市", "县", "区"),
        peoples=("土家族", "苗族"),
        general=frozenset({"城区"}),
        continuations=frozenset("场级域"),
    ),
)
BEFORE, SINCE = date(1999, 12, 31), date(2000, 1, 1)


def test_the_last_day_of_an_old_code_still_counts_and_the_next_does_not():
    assert BOOK.by_code("993700", BEFORE) == OLD_PREFECTURE
    assert BOOK.by_code("993700", SINCE) is None


def test_without_a_day_a_code_stands_for_what_it_stood_for_last():
    assert BOOK.by_code("993700") == OLD_PREFECTURE
    assert BOOK.by_code("991923") == NEW_NAME
    assert BOOK.by_code("123456") is None


@pytest.mark.parametrize("name", ["乙丘", "乙丘市", "甲省乙丘市", "甲省乙丘"])
def test_a_city_is_found_by_its_full_and_short_name_with_and_without_its_province(name):
    assert BOOK.named(name, SINCE) == CITY


def test_the_same_name_meant_other_regions_before_the_reform():
    assert BOOK.named("乙丘", BEFORE) == OLD_PREFECTURE
    assert BOOK.named("乙丘市", BEFORE) == OLD_TOWN


def test_namesakes_are_not_guessed_but_the_path_or_the_context_tells_them_apart():
    assert BOOK.named("鼓山区", SINCE) is None
    assert BOOK.candidates("鼓山区", SINCE) == (DISTRICT, NAMESAKE)
    assert BOOK.named("丙市鼓山区", SINCE) == NAMESAKE
    assert BOOK.named("鼓山区", SINCE, within=CITY) == DISTRICT


def test_an_old_name_is_found_only_on_its_days_or_when_no_day_is_asked_for():
    assert BOOK.named("元己区", date(2012, 12, 31)) == OLD_NAME
    assert BOOK.named("元己区", date(2013, 1, 1)) is None
    assert BOOK.named("元己区") == OLD_NAME


def test_an_unknown_name_is_none():
    assert BOOK.named("庚县") is None
    assert BOOK.named("乙丘市庚县") is None
    assert BOOK.named("") is None


def test_short_names_drop_the_kind_and_the_peoples():
    assert BOOK.naming.short("戊施土家族苗族自治州") == "戊施"
    assert BOOK.naming.short("成县") == "成县"
    assert BOOK.named("戊施") == AUTONOMOUS


def test_a_county_lies_in_its_prefecture_or_directly_in_its_province():
    assert BOOK.parent(COUNTY) == CITY
    assert BOOK.parent(DIRECT_COUNTY) == MUNICIPALITY
    assert BOOK.parent(CITY) == PROVINCE
    assert BOOK.parent(PROVINCE) is None
    assert BOOK.parent(OLD_TOWN) == OLD_PREFECTURE


def test_children_are_one_level_down_and_of_that_day():
    assert BOOK.children(CITY, date(2012, 6, 1)) == (DISTRICT, COUNTY, SHORT_COUNTY, OLD_NAME, CITY_QUARTER)
    assert BOOK.children(PROVINCE) == (CITY, AUTONOMOUS)
    assert BOOK.children(MUNICIPALITY) == (NAMESAKE, DIRECT_COUNTY)


def mentioned(text, **circumstances):
    return [mention.region for mention in BOOK.mentions(text, **circumstances)]


def test_mentions_carry_their_place_in_the_text():
    assert BOOK.mentions("在乙丘市东溪县建设") == (Mention(1, 4, CITY), Mention(4, 7, COUNTY))


def test_a_county_right_behind_its_city_may_be_short_or_a_namesake():
    assert mentioned("甲省乙丘市鼓山区、丙市鼓山区") == [PROVINCE, CITY, DISTRICT, MUNICIPALITY, NAMESAKE]
    assert mentioned("乙丘市成县") == [CITY, SHORT_COUNTY]


def test_short_county_names_count_only_in_their_context():
    assert mentioned("东溪、成县两地") == []
    assert mentioned("东溪、成县两地", within=CITY) == [COUNTY, SHORT_COUNTY]


def test_a_name_that_goes_on_to_another_word_is_not_a_region():
    assert mentioned("建成县级平台，东溪县域经济，城区建设", within=CITY) == [COUNTY]
    assert mentioned("乙丘市场") == [CITY]


def test_a_namesake_of_nowhere_in_particular_is_left_alone():
    assert mentioned("鼓山区的企业") == []
