"""Opening a collection round: who may, whom it asks, and when it closes."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from kechuang.domain.collection.checks import check_return
from kechuang.web.collection import actions, approval
from kechuang.web.collection.facts import return_facts
from kechuang.web.collection.models import Cell
from kechuang.web.journal.models import Entry
from kechuang.web.notices.models import Notice
from kechuang.web.organisations.models import Delegation
from tests.web.collection.conftest import bring, by, of, open_round
from tests.web.conftest import make_person


def test_opening_a_round_gives_every_organisation_its_return_and_tells_its_reporters(round_, staff, county, town):
    assert round_.returns.count() == 4
    assert Cell.objects.filter(in_return=of(round_, town)).count() == 5
    told = Notice.objects.filter(key="round-opened", recipient=staff["reporter"])
    assert [(one.link, one.arguments) for one in told] == [("collection:fill", [str(of(round_, county).pk)])]
    assert Notice.objects.filter(key="round-opened", recipient=staff["clerk"]).count() == 4
    assert Entry.objects.filter(deed="round.opened").count() == 1


def test_whoever_stands_in_for_a_reporter_is_told_too(followed, staff, west, department):
    stand_in = make_person("stand-in", department)
    days = {"starts_on": date(2020, 1, 1), "ends_on": date(2100, 1, 1), "reason": "出差"}
    Delegation.objects.create(person=staff["clerk"], delegate=stand_in, roles=["reporter"], **days)
    open_round(staff, followed, [west])
    told = Notice.objects.filter(key="round-opened").values_list("recipient__username", flat=True)
    assert set(told) == {"clerk", "stand-in"}


def test_only_who_manages_rounds_opens_one(followed, staff, county):
    plan = next(iter(followed.values())).plan
    for who in ("reporter", "approver", "director", "evaluator", "stranger"):
        with pytest.raises(PermissionDenied, match=r"round\.manage"):
            actions.open_round(
                plan, title="x", year=2026, period="Y", opens_on=None, closes_on=None, indicators=[], units=[],
                **by(staff[who]),
            )  # fmt: skip


def test_a_round_of_nothing_is_refused(followed, staff, county):
    plan = next(iter(followed.values())).plan
    with pytest.raises(actions.NothingToCollect):
        actions.open_round(
            plan, title="x", year=2026, period="Y", opens_on=None, closes_on=None, indicators=[], units=[county],
            **by(staff["planner"]),
        )  # fmt: skip


def test_a_round_closes_when_all_were_approved_and_opens_again_when_one_is_taken_back(
    round_, staff, county, town, west, department
):
    for one in (town, county, west):
        bring(of(round_, one), staff, "bureau-approved")
    with pytest.raises(approval.NotAllApproved) as refused:
        approval.close_round(round_, **by(staff["planner"]))
    assert [one.organisation.name for one in refused.value.waiting] == ["市经信局"]
    bring(of(round_, department), staff, "locked")
    with pytest.raises(PermissionDenied):
        approval.close_round(round_, **by(staff["director"]))
    assert approval.close_round(round_, **by(staff["planner"])) == 3
    round_.refresh_from_db()
    assert round_.stage == "closed"
    approval.unapprove(of(round_, west), reason="更正", **by(staff["planner"]))
    round_.refresh_from_db()
    assert round_.stage == "open"


def test_a_round_of_years_ago_is_checked_by_the_same_rules_and_none_closes_before_them(followed, staff, county):
    days = {"opens_on": date(1949, 1, 1), "closes_on": date(1949, 12, 31)}
    filed = of(open_round(staff, followed, [county], year=1949, **days), county)
    assert {one.asked_id: one.rule for one in check_return(return_facts(filed)) if one.rule != "entry.missing"} == {}
    with pytest.raises(actions.ClosesTooEarly):
        open_round(staff, followed, [county], opens_on=date(1948, 1, 1), closes_on=date(1948, 12, 31))
