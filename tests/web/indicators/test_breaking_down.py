"""Breaking an indicator down: who may, what is kept, and how it is undone."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kechuang.web.indicators import actions
from kechuang.web.indicators.dividing import Draft
from kechuang.web.indicators.models import Assessment, Course, Indicator, Observation, PlannedValue
from kechuang.web.journal.models import Entry, RowChange
from kechuang.web.journal.rows import changes_of_transaction
from kechuang.web.organisations.roles import VERBS, Role
from tests.web.indicators.conftest import by
from tests.web.indicators.divided import WHOLE, shares


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_only_planners_break_an_indicator_down(role, firms, drafts, people, browser):
    may = role in {one.value for one in VERBS["indicator.break-down"]}
    address = reverse("indicators:break-down", args=[firms.pk])
    sees = role in {one.value for one in VERBS["indicator.see"]}
    assert browser(role).get(address).status_code == (200 if may else 403 if sees else 404)
    if may:
        assert actions.break_down(firms, **drafts, edition=firms.edition, **by(people[role]))
    else:
        with pytest.raises(PermissionDenied, match=r"indicator\.break-down"):
            actions.break_down(firms, **drafts, edition=firms.edition, **by(people[role]))


def test_a_planner_of_elsewhere_does_not_see_that_it_exists(firms, browser):
    for name in ("indicator", "break-down", "describe"):
        assert browser("stranger").get(reverse(f"indicators:{name}", args=[firms.pk])).status_code == 404


def test_shares_and_paths_are_kept_and_written_down(firms, drafts, people):
    actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    half = (30, 60, "along", [36, 42, 48, 54, 60])
    assert shares(firms) == {"市科技局": WHOLE, "东县": half, "西县": half}
    entry = Entry.objects.get(deed="indicator.broken-down")
    assert (entry.subject, entry.actor) == (str(firms.pk), "planner")
    assert '"target":"60"' in entry.after
    assert Assessment.objects.filter(indicator=firms).count() == 3


def test_saving_what_already_stands_changes_nothing(firms, drafts, people):
    actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    firms.refresh_from_db()
    entries = Entry.objects.count()
    assert not actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    assert (Entry.objects.count(), Indicator.objects.get(pk=firms.pk).edition) == (entries, firms.edition)


def test_two_planners_do_not_overwrite_each_other(firms, drafts, people):
    actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    with pytest.raises(actions.ChangedMeanwhile):
        actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))


def test_the_sums_a_break_down_brings_about_and_takes_away_stand_in_its_entries(
    firms, drafts, county, west, bureau, people
):
    rows = [
        actions.Value(firms.pk, one.pk, 2026, value, source={"cell": 1}) for one, value in ((county, 30), (west, 41))
    ]
    actions.keep_observations(rows, **by(people["planner"]))
    mark = RowChange.objects.latest("id").id
    actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    assert Observation.objects.filter(indicator=firms, organisation=bureau, year=2026, value=71).exists()
    assert [change for change in changes_of_transaction() if change[0] > mark] == []
    firms.refresh_from_db()
    actions.undo_break_down(firms, edition=firms.edition, **by(people["planner"]))
    assert [change for change in changes_of_transaction() if change[0] > mark] == []


def test_what_was_done_last_is_undone_once_and_stays_on_record(firms, drafts, people):
    before = shares(firms)
    actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    firms.refresh_from_db()
    actions.undo_break_down(firms, edition=firms.edition, **by(people["planner"]))
    assert shares(firms) == before
    assert not Assessment.objects.filter(indicator=firms).exclude(organisation=firms.plan.organisation).exists()
    firms.refresh_from_db()
    with pytest.raises(actions.NothingToUndo):
        actions.undo_break_down(firms, edition=firms.edition, **by(people["planner"]))
    assert Entry.objects.filter(deed="indicator.broken-down").count() == 1
    assert Entry.objects.filter(deed="indicator.break-down-undone").count() == 1


def test_nobody_puts_a_number_in_place_of_the_plan_s(firms, bureau, people):
    whole = Draft(bureau.pk, "geometric", base=Decimal(1), target=Decimal(2))
    actions.break_down(firms, whole, [], edition=firms.edition, **by(people["planner"]))
    assert shares(firms)["市科技局"][:3] == (60, 120, "geometric")


def test_what_an_indicator_is_can_be_changed_and_sums_follow(followed, county, west, bureau, people, browser):
    firms = followed["高新技术企业"]
    for one in (county, west):
        Course.objects.create(indicator=firms, organisation=one)
    firms.aggregation = "none"
    firms.save()
    rows = [actions.Value(firms.pk, one.pk, 2026, 5) for one in (county, west)]
    actions.keep_observations(rows, **by(people["planner"]))
    assert not firms.observations.filter(organisation=bureau, year=2026).exists()
    given = {"edition": firms.edition, "definition": "年末有效", "lead": bureau.pk, "direction": "rise"}
    given |= {"aggregation": "sum", "numerator": "", "denominator": "", "scale": "1"}
    address = reverse("indicators:describe", args=[firms.pk])
    assert browser("planner").post(address, given).status_code == 302
    assert firms.observations.get(organisation=bureau, year=2026).value == 10
    assert Entry.objects.get(deed="indicator.described").after == (
        f'{{"aggregation":"sum","definition":"年末有效","lead":{bureau.pk}}}'
    )
    assert browser("planner").post(address, given).status_code == 409
    wrong = {**given, "edition": firms.edition + 1, "numerator": followed["研发经费"].pk}
    assert "要么都填" in browser("planner").post(address, wrong).content.decode()


def test_a_path_that_was_removed_leaves_no_years_behind(firms, drafts, people, bureau):
    actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    firms.refresh_from_db()
    actions.break_down(firms, Draft(bureau.pk, "step"), [], edition=firms.edition, **by(people["planner"]))
    assert list(PlannedValue.objects.filter(course__indicator=firms).order_by("year").values_list("value", flat=True)) == [
        60, 60, 60, 60, 120,
    ]  # fmt: skip
