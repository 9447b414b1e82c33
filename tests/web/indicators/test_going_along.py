"""Typed paths, and shares that go along with the one above them (随总目标)."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from kechuang.web.indicators import actions
from kechuang.web.indicators.dividing import Draft
from kechuang.web.indicators.models import Assessment
from kechuang.web.journal.models import RowChange
from kechuang.web.journal.rows import changes_of_transaction
from kechuang.web.organisations.roles import Kind
from tests.web.conftest import make_organisation
from tests.web.indicators.conftest import by
from tests.web.indicators.divided import WHOLE, grid, shares


def test_a_typed_path_is_what_the_whole_is_judged_against(followed, people, bureau):
    firms = followed["高新技术企业"]
    values = [
        actions.Value(firms.pk, bureau.pk, year, Decimal(value)) for year, value in ((2023, 54), (2024, 57), (2026, 63))
    ]
    actions.keep_observations(values, **by(people["planner"]))
    years = {2026: Decimal(62), 2027: Decimal(64), 2028: Decimal(70), 2029: Decimal(90), 2030: Decimal(120)}
    straight = Assessment.objects.get(indicator=firms, organisation=bureau)
    whole = Draft(bureau.pk, "typed", Decimal(60), Decimal(120), years=years)
    actions.break_down(firms, whole, [], edition=firms.edition, **by(people["planner"]))
    judged = Assessment.objects.get(indicator=firms, organisation=bureau)
    assert straight.working["against_path"] is None
    assert judged.working["against_path"] == {"year": 2026, "planned": 62.0, "value": 63.0, "kept": True}
    assert [(one["year"], one["planned"]) for one in judged.working["path"]] == [
        (2027, 64.0), (2028, 70.0), (2029, 90.0), (2030, 120.0),
    ]  # fmt: skip
    assert (straight.verdict, judged.verdict, judged.probability) == ("off_course", "at_risk", straight.probability)


def test_a_share_that_goes_along_with_a_typed_path_is_held_against_its_own_years(followed, people, bureau, county):
    firms = followed["高新技术企业"]
    values = [
        actions.Value(firms.pk, county.pk, year, Decimal(value)) for year, value in ((2023, 27), (2025, 30), (2026, 30))
    ]
    actions.keep_observations(values, **by(people["planner"]))
    years = {2026: Decimal(80), 2027: Decimal(90), 2028: Decimal(100), 2029: Decimal(110), 2030: Decimal(120)}
    whole = Draft(bureau.pk, "typed", Decimal(60), Decimal(120), years=years)
    share = Draft(county.pk, "along", Decimal(30), Decimal(60))
    actions.break_down(firms, whole, [share], edition=firms.edition, **by(people["planner"]))
    judged = Assessment.objects.get(indicator=firms, organisation=county)
    assert judged.working["against_path"] == {"year": 2026, "planned": 40.0, "value": 30.0, "kept": False}


@pytest.fixture
def township(county):
    """A township of the county."""
    return make_organisation("510001001", "东一镇", Kind.TOWNSHIP, parent=county)


def typed(organisation, base, *years):
    """A draft whose years were typed, the last being its target."""
    values = {2026 + at: Decimal(value) for at, value in enumerate(years)}
    return Draft(organisation.pk, "typed", Decimal(base), Decimal(years[-1]), years=values)


def divide(firms, people, whole, *parts):
    """Break down what the whole has."""
    firms.refresh_from_db()
    return actions.break_down(firms, whole, list(parts), edition=firms.edition, **by(people["planner"]))


def test_a_township_goes_along_with_the_typed_path_of_its_county_scaled_to_its_own_ends(
    firms, people, bureau, county, township
):
    divide(firms, people, Draft(bureau.pk, "linear"), typed(county, 30, 30, 30, 36, 45, 60))
    divide(firms, people, typed(county, 30, 30, 30, 36, 45, 60), Draft(township.pk, "along", Decimal(10), Decimal(20)))
    assert shares(firms) == {
        "市科技局": WHOLE,
        "东县": (30, 60, "typed", [30, 30, 36, 45, 60]),
        "东一镇": (10, 20, "along", [10, 10, 12, 15, 20]),
    }
    values = [
        actions.Value(firms.pk, township.pk, year, Decimal(value))
        for year, value in ((2024, 10), (2025, 10), (2026, 11))
    ]
    actions.keep_observations(values, **by(people["planner"]))
    judged = Assessment.objects.get(indicator=firms, organisation=township).working
    assert judged["against_path"] == {"year": 2026, "planned": 10.0, "value": 11.0, "kept": True}
    assert [one["planned"] for one in judged["path"]] == [10.0, 12.0, 15.0, 20.0]


def test_who_goes_along_follows_when_a_path_further_up_is_typed_anew(firms, people, bureau, county, township):
    divide(firms, people, Draft(bureau.pk, "linear"), Draft(county.pk, "along", Decimal(30), Decimal(60)))
    divide(firms, people, Draft(county.pk, "along"), Draft(township.pk, "along", Decimal(10), Decimal(20)))
    assert shares(firms)["东一镇"] == (10, 20, "along", [12, 14, 16, 18, 20])
    mark = RowChange.objects.latest("id").id
    divide(firms, people, typed(bureau, 60, 60, 60, 60, 90, 120), Draft(county.pk, "along", Decimal(30), Decimal(60)))
    assert shares(firms) == {
        "市科技局": (60, 120, "typed", [60, 60, 60, 90, 120]),
        "东县": (30, 60, "along", [30, 30, 30, 45, 60]),
        "东一镇": (10, 20, "along", [10, 10, 10, 15, 20]),
    }
    assert [change for change in changes_of_transaction() if change[0] > mark] == []


def test_a_share_that_goes_along_keeps_its_path_when_it_is_divided_further(
    firms, people, bureau, county, township, browser
):
    divide(firms, people, typed(bureau, 60, 60, 60, 60, 90, 120), Draft(county.pk, "along", Decimal(30), Decimal(60)))
    address = reverse("indicators:break-down", args=[firms.pk]) + f"?of={county.pk}"
    planner = browser("planner")
    assert re.search(r'<option value="along" selected>', planner.get(address).content.decode())
    posted = grid(firms, bureau, (township, "counted", "10", "20", "along"))
    answer = planner.post(address, {**posted, f"shape-{county.pk}": "along", "save": "1"})
    assert answer.status_code == 302
    assert shares(firms)["东县"] == (30, 60, "along", [30, 30, 30, 45, 60])
    assert shares(firms)["东一镇"] == (10, 20, "along", [10, 10, 10, 15, 20])


def test_who_goes_along_with_a_path_that_waits_for_the_last_year_is_not_judged_before_it(firms, people, bureau, county):
    values = [
        actions.Value(firms.pk, county.pk, year, Decimal(value)) for year, value in ((2023, 27), (2025, 30), (2026, 33))
    ]
    actions.keep_observations(values, **by(people["planner"]))
    divide(firms, people, Draft(bureau.pk, "step"), Draft(county.pk, "along", Decimal(30), Decimal(60)))
    judged = Assessment.objects.get(indicator=firms, organisation=county)
    assert (judged.verdict, judged.working["reason"]) == (
        "not_enough_to_tell",
        "declared_step_shows_nothing_before_the_end",
    )
