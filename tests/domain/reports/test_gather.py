"""Which values are told of which indicator."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kechuang.domain.plans.plan import SeriesCell
from kechuang.domain.reports.facts import Observed
from kechuang.domain.reports.gather import Reported, follow, is_own, looks_forward
from kechuang.readers.catalogue import read_catalogue
from tests.domain.reports.made import FIRMS, PLAN, WORDS, observed, source

BARE = replace(PLAN, series=())


def followed(reported, plan=BARE):
    return follow(plan, reported, read_catalogue())


def told(reported, plan=BARE):
    """The values told of the first indicator, high-tech enterprises."""
    return [(one.year, one.value) for one in followed(reported, plan)[0][0].observed]


def test_a_value_meets_its_indicator_by_name():
    assert told([Reported("云山县", "高新技术企业", "家", observed(2021, "13", row=2))]) == [(2021, Decimal(13))]


def test_a_value_meets_its_indicator_by_another_wording_of_the_catalogue():
    assert told([Reported("", "国家高新技术企业数量", None, observed(2021, "13", row=2))]) == [(2021, Decimal(13))]


def test_another_unit_is_another_measure():
    value = Reported("", "高新技术企业", "亿元", observed(2021, "13", row=2))
    assert told([value]) == []
    assert followed([value])[1] == (value,)


def test_a_value_of_another_region_is_not_ours():
    other = Reported("云水县", "高新技术企业", "家", observed(2021, "13", row=2))
    assert told([other]) == []
    assert followed([other])[1] == ()


@pytest.mark.parametrize(("region", "own"), [("", True), ("云山", True), ("云山县", True), ("云水县", False)])
def test_a_region_is_known_by_its_short_name(region, own):
    assert is_own(region, PLAN) is own


def test_statistics_of_the_region_are_its_history():
    cell = SeriesCell("表9", "高新技术企业", "家", "云山县", None, 2019, Decimal(8), source("10", line=2))
    others = replace(cell, region="云水县", value=Decimal(99), year=2018)
    assert told([], replace(PLAN, series=(cell, others))) == [(2019, Decimal(8))]


def test_a_table_that_looks_back_gives_history_and_no_promise():
    assert FIRMS.target is not None
    done = replace(
        FIRMS, flags=("completed_value_not_target",), target=replace(FIRMS.target, year=2020, value=Decimal(9))
    )
    plan = replace(BARE, indicators=(*PLAN.indicators, replace(done, baseline=None)))
    assert not looks_forward(done, plan)
    assert told([], plan) == [(2020, Decimal(9))]


def test_the_value_reported_by_the_bureau_goes_before_the_statistics():
    cell = SeriesCell("表9", "高新技术企业", "家", "云山县", None, 2021, Decimal(8), source("10", line=2))
    reported = Reported("", "高新技术企业", "家", observed(2021, "13", row=2))
    assert told([reported], replace(PLAN, series=(cell,))) == [(2021, Decimal(13))]


def test_a_row_without_a_target_promises_nothing():
    assert WORDS.target is not None
    assert not looks_forward(replace(WORDS, target=replace(WORDS.target, text=" ")), PLAN)


def test_years_stand_in_order_whatever_the_order_of_the_rows():
    rows = [Reported("", "高新技术企业", "家", observed(year, str(year), row=2)) for year in (2023, 2021, 2022)]
    assert [year for year, _ in told(rows)] == [2021, 2022, 2023]
    assert isinstance(rows[0].observed, Observed)
