"""Values: revisions are appended, sums follow, assessments follow, nothing that was kept ever changes."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kechuang.web.indicators import actions
from kechuang.web.indicators.assessing import assess_all, pairs_of
from kechuang.web.indicators.dividing import Draft
from kechuang.web.indicators.models import Assessment, Course, Observation
from kechuang.web.indicators.queries import newest_observations
from kechuang.web.journal.models import Entry
from tests.web.conftest import make_organisation
from tests.web.indicators.conftest import by


@pytest.fixture
def shared(followed, county, west):
    """The indicators, each divided between the two counties."""
    for row in followed.values():
        for organisation, base, goal in ((county, 6, 12), (west, 4, 8)):
            Course.objects.create(indicator=row, organisation=organisation, base_value=base, target_value=goal)
    return followed


def keep(people, *values):
    """Keep values as an approval does: (indicator, organisation, year, value)."""
    rows = [actions.Value(one.pk, where.pk, year, value, source={"cell": 1}) for one, where, year, value in values]
    return actions.keep_observations(rows, **by(people["planner"]))


def now(indicator, organisation, year):
    """The value that counts."""
    found = newest_observations(indicators=[indicator], organisations=[organisation], years=[year]).first()
    return None if found is None else (found.revision, found.value, found.origin)


def test_a_corrected_value_is_a_further_revision_and_the_first_stays(shared, county, people):
    firms = shared["高新技术企业"]
    keep(people, (firms, county, 2026, 30))
    keep(people, (firms, county, 2026, 31))
    rows = Observation.objects.filter(indicator=firms, organisation=county, year=2026).order_by("revision")
    assert list(rows.values_list("revision", "value")) == [(1, 30), (2, 31)]
    assert now(firms, county, 2026) == (2, 31, "return")


def test_the_same_value_from_the_same_source_is_kept_once(shared, county, people):
    firms = shared["高新技术企业"]
    keep(people, (firms, county, 2026, 30))
    entries = Entry.objects.count()
    assert keep(people, (firms, county, 2026, 30)).revisions == []
    assert Observation.objects.filter(indicator=firms, organisation=county, year=2026).count() == 1
    assert Entry.objects.count() == entries


def test_the_whole_is_summed_when_its_last_part_is_there_and_until_then_says_who_is_missing(
    shared, county, west, bureau, people
):
    firms = shared["高新技术企业"]
    first = keep(people, (firms, county, 2026, 30))
    assert now(firms, bureau, 2026) is None
    assert [(gap.organisation, gap.year, gap.missing) for gap in first.gaps] == [(bureau.pk, 2026, (west.pk,))]
    second = keep(people, (firms, west, 2026, 41))
    assert now(firms, bureau, 2026) == (1, 71, "summed")
    parts = Observation.objects.filter(indicator=firms, year=2026, organisation__in=[county, west])
    assert set(second.summed[0].source["observations"]) == {one.pk for one in parts}


def test_a_reported_zero_counts_and_what_does_not_apply_is_left_out(shared, county, west, bureau, people):
    firms = shared["高新技术企业"]
    keep(people, (firms, county, 2026, 0), (firms, west, 2026, 5))
    assert now(firms, bureau, 2026) == (1, 5, "summed")
    none = actions.Value(firms.pk, county.pk, 2027, None, state="not-applicable")
    actions.keep_observations([none], **by(people["planner"]))
    keep(people, (firms, west, 2027, 9))
    assert now(firms, bureau, 2027) == (1, 9, "summed")


def test_a_ratio_of_the_whole_is_sum_over_sum_not_a_mean_of_ratios(shared, county, west, bureau, people):
    money, product, ratio = (shared[name] for name in ("研发经费", "地区生产总值", "研发经费投入强度"))
    keep(people, (money, county, 2026, 6), (money, west, 2026, 1), (product, county, 2026, 200))
    assert now(ratio, bureau, 2026) is None
    keep(people, (product, west, 2026, 100))
    assert now(ratio, bureau, 2026) == (1, Decimal("2.333333"), "summed")


def test_what_was_reported_for_the_whole_stands_and_the_difference_is_told(shared, county, west, bureau, people):
    firms = shared["高新技术企业"]
    told = keep(people, (firms, county, 2025, 30), (firms, west, 2025, 29))
    assert now(firms, bureau, 2025) == (1, 60, "plan")
    assert [(one.reported, one.summed) for one in told.differences] == [(60, 59)]


def test_a_withdrawn_part_withdraws_the_sum_and_both_stay_on_record(shared, county, west, bureau, people):
    firms = shared["高新技术企业"]
    keep(people, (firms, county, 2026, 30), (firms, west, 2026, 41))
    place = (firms.pk, county.pk, 2026, "Y")
    actions.withdraw_observations([place], reason="重复计算", **by(people["planner"]))
    assert now(firms, county, 2026) is None
    assert now(firms, bureau, 2026) is None
    states = Observation.objects.filter(indicator=firms, organisation=bureau, year=2026).order_by("revision")
    assert list(states.values_list("state", "value")) == [("value", 71), ("withdrawn", None)]
    assert Entry.objects.get(deed="observations.withdrawn").reason == "重复计算"
    keep(people, (firms, county, 2026, 28))
    assert now(firms, bureau, 2026) == (3, 69, "summed")


def test_a_sum_is_made_level_by_level(shared, county, west, bureau, people):
    firms = shared["高新技术企业"]
    towns = [make_organisation(f"51000{n}", f"{n}镇", parent=county) for n in (7, 8)]
    for town in towns:
        Course.objects.create(indicator=firms, organisation=town, target_value=5)
    keep(people, (firms, west, 2026, 41), (firms, towns[0], 2026, 3), (firms, towns[1], 2026, 4))
    assert now(firms, county, 2026) == (1, 7, "summed")
    assert now(firms, bureau, 2026) == (1, 48, "summed")


def test_a_department_that_overlaps_with_the_counties_is_not_added_to_them(
    shared, county, west, department, bureau, people
):
    firms = shared["高新技术企业"]
    Course.objects.create(indicator=firms, organisation=department, target_value=9, counted=False)
    keep(people, (firms, county, 2026, 30), (firms, west, 2026, 41), (firms, department, 2026, 12))
    assert now(firms, bureau, 2026) == (1, 71, "summed")


def test_what_a_value_touches_is_judged_as_if_all_had_been_judged_anew(shared, adopted, county, west, people):
    firms = shared["高新技术企业"]
    assess_all(adopted.plan, at=timezone.now())
    keep(people, *[(firms, where, year, 20 + year % 10) for where in (county, west) for year in (2023, 2024, 2025)])
    keep(people, (firms, county, 2026, 33))
    kept = {(one.indicator_id, one.organisation_id): one.working for one in Assessment.objects.all()}
    judged = Assessment.objects.order_by("-at").first().at
    assert assess_all(adopted.plan, at=judged) == len(kept) == len(pairs_of([*shared.values()]))
    assert {(one.indicator_id, one.organisation_id): one.working for one in Assessment.objects.all()} == kept


def test_a_changed_value_changes_what_is_expected_there(shared, county, people):
    firms = shared["高新技术企业"]
    keep(people, *[(firms, county, year, value) for year, value in ((2023, 4), (2024, 5), (2025, 6), (2026, 7))])
    before = Assessment.objects.get(indicator=firms, organisation=county)
    keep(people, (firms, county, 2026, 13))
    after = Assessment.objects.get(indicator=firms, organisation=county)
    assert (after.verdict, after.latest.value) == ("reached", 13)
    assert before.verdict != "reached"


def test_no_way_around_the_actions_changes_or_removes_a_value(shared, county, people):
    keep(people, (shared["高新技术企业"], county, 2026, 30))
    for statement in ("UPDATE indicators_observation SET value = 99", "DELETE FROM indicators_observation"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_value_is_found_by_its_place_alone_however_many_others_there_are(shared, county, west, people):
    firms = shared["高新技术企业"]
    keep(people, (firms, county, 2026, 30), (firms, west, 2026, 41))
    keep(people, (firms, county, 2026, 32))
    assert [one.value for one in newest_observations(indicators=[firms], years=[2026]).order_by("organisation")] == [
        73, 32, 41,
    ]  # fmt: skip


def test_a_sum_is_made_anew_when_somebody_else_becomes_a_part_of_it(shared, county, west, bureau, people):
    firms = shared["高新技术企业"]
    keep(people, (firms, county, 2026, 30), (firms, west, 2026, 41), (firms, county, 2027, 33), (firms, west, 2027, 44))
    actions.withdraw_observations([(firms.pk, west.pk, 2027, "Y")], reason="", **by(people["planner"]))
    assert now(firms, bureau, 2027) is None
    keep(people, (firms, west, 2027, 45))
    whole, only = Draft(bureau.pk, "linear"), Draft(west.pk, base=Decimal(4), target=Decimal(8))
    actions.withdraw_observations([(firms.pk, west.pk, 2027, "Y")], reason="", **by(people["planner"]))
    keep(people, (firms, county, 2027, 34))
    firms.refresh_from_db()
    actions.break_down(firms, whole, [only], edition=firms.edition, **by(people["planner"]))
    assert (now(firms, bureau, 2026), now(firms, bureau, 2027)) == ((2, 41, "summed"), None)
