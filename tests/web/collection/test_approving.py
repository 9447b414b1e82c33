"""Approving a return level by level, sending it back, and taking an approval back."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from kechuang.domain.collection.lifecycle import NoSuchStep, Stage
from kechuang.web.collection import approval
from kechuang.web.collection.models import Cell, Return, Step
from kechuang.web.indicators.models import Observation
from kechuang.web.indicators.queries import newest_observations
from kechuang.web.journal.models import Entry
from kechuang.web.notices.models import Notice
from tests.web.collection.conftest import bring, by, fill, of, submit


def approved(round_, organisation):
    """What counts of an organisation, by the name of the indicator."""
    rows = newest_observations(organisations=[organisation], years=[round_.year])
    return {row.indicator.name: row.value for row in rows.select_related("indicator")}


def stage(filed):
    return Return.objects.values_list("stage", flat=True).get(pk=filed.pk)


def test_approval_by_the_county_and_then_the_bureau_makes_values_count(round_, staff, west):
    filed = of(round_, west)
    fill(filed, staff["clerk"])
    submit(filed, staff["clerk"])
    approval.approve(filed, **by(staff["approver"]))
    assert approved(round_, west) == {}
    approval.approve(filed, **by(staff["planner"]))
    assert stage(filed) == Stage.BUREAU_APPROVED
    assert approved(round_, west)["研发经费"] == Decimal(11)
    row = Observation.objects.get(organisation=west, year=2026, indicator__name="研发经费")
    cell = Cell.objects.get(in_return=filed, asked__indicator__name="研发经费")
    assert (row.source, row.origin) == ({"cell": cell.pk, "return": filed.pk}, "return")
    assert [one.deed for one in Step.objects.filter(in_return=filed).order_by("number")] == [
        "submitted", "approved", "approved",
    ]  # fmt: skip


def test_each_level_approves_its_own_step_only(round_, staff, county):
    filed = of(round_, county)
    bring(of(round_, county), staff, "submitted")
    for who in ("planner", "director", "evaluator", "reporter"):
        with pytest.raises(PermissionDenied, match=r"return\.approve-county"):
            approval.approve(filed, **by(staff[who]))


def test_a_county_approver_approves_in_the_own_county_and_not_in_the_next(round_, staff, west, town):
    bring(of(round_, west), staff, "submitted")
    bring(of(round_, town), staff, "submitted")
    with pytest.raises(PermissionDenied):
        approval.approve(of(round_, west), **by(staff["county-approver"]))
    approval.approve(of(round_, town), **by(staff["county-approver"]))
    with pytest.raises(PermissionDenied, match=r"return\.approve$"):
        approval.approve(of(round_, town), **by(staff["county-approver"]))


def test_whoever_submitted_does_not_approve(round_, staff, town, county):
    person = staff["clerk"]
    person.roles.create(role="approver", scope="below", starts_on="2020-01-01")
    bring(of(round_, town), staff, "submitted")
    with pytest.raises(PermissionDenied, match="same hands"):
        approval.approve(of(round_, town), **by(person))


def test_approving_above_needs_all_below(round_, staff, county, town):
    bring(of(round_, county), staff, "submitted")
    with pytest.raises(approval.BelowNotApproved):
        approval.approve(of(round_, county), **by(staff["approver"]))
    bring(of(round_, town), staff, "county-approved")
    approval.approve(of(round_, county), **by(staff["approver"]))
    with pytest.raises(approval.BelowNotApproved):
        approval.approve(of(round_, county), **by(staff["planner"]))
    approval.approve(of(round_, town), **by(staff["planner"]))
    approval.approve(of(round_, county), **by(staff["planner"]))
    assert stage(of(round_, county)) == Stage.BUREAU_APPROVED


def test_sending_back_says_why_and_opens_the_return_again(round_, staff, west):
    filed = of(round_, west)
    bring(filed, staff, "submitted")
    with pytest.raises(approval.ReasonMissing):
        approval.send_back(filed, reason=" ", **by(staff["approver"]))
    with pytest.raises(PermissionDenied):
        approval.send_back(filed, reason="口径不对", **by(staff["planner"]))
    approval.send_back(filed, reason="口径不对", **by(staff["approver"]))
    filed.refresh_from_db()
    assert (filed.stage, filed.reason) == ("returned", "口径不对")
    assert Notice.objects.filter(key="return-returned", recipient=staff["clerk"]).count() == 1
    fill(filed, staff["clerk"], {"高新技术企业": "67"})
    submit(filed, staff["clerk"])
    approval.approve(filed, **by(staff["approver"]))
    approval.send_back(filed, reason="缺佐证", **by(staff["planner"]))
    assert stage(filed) == Stage.RETURNED


def test_taking_an_approval_back_withdraws_the_values_and_says_so(round_, staff, west):
    filed = of(round_, west)
    bring(filed, staff, "bureau-approved")
    with pytest.raises(PermissionDenied):
        approval.unapprove(filed, reason="复核", **by(staff["approver"]))
    with pytest.raises(approval.ReasonMissing):
        approval.unapprove(filed, reason="", **by(staff["planner"]))
    approval.unapprove(filed, reason="复核", **by(staff["planner"]))
    assert stage(filed) == Stage.COUNTY_APPROVED
    assert approved(round_, west) == {}
    assert Entry.objects.get(deed="return.unapproved").reason == "复核"
    approval.unapprove(filed, reason="复核", **by(staff["approver"]))
    assert stage(filed) == Stage.SUBMITTED


def test_an_approval_that_one_above_rests_on_is_not_taken_back(round_, staff, county, town):
    bring(of(round_, town), staff, "bureau-approved")
    bring(of(round_, county), staff, "county-approved")
    approval.unapprove(of(round_, town), reason="复核", **by(staff["planner"]))
    with pytest.raises(approval.AboveRestsOnIt):
        approval.unapprove(of(round_, town), reason="复核", **by(staff["approver"]))
    with pytest.raises(approval.AboveRestsOnIt):
        approval.send_back(of(round_, town), reason="复核", **by(staff["planner"]))


def test_a_corrected_return_makes_a_further_revision(round_, staff, west):
    filed = of(round_, west)
    bring(filed, staff, "locked")
    approval.unapprove(filed, reason="解锁", **by(staff["planner"]))
    assert approved(round_, west)["高新技术企业"] == Decimal(66)
    approval.unapprove(filed, reason="数据有误", **by(staff["planner"]))
    approval.send_back(filed, reason="数据有误", **by(staff["planner"]))
    fill(filed, staff["clerk"], {"高新技术企业": "68"})
    submit(filed, staff["clerk"])
    approval.approve(filed, **by(staff["approver"]))
    approval.approve(filed, **by(staff["planner"]))
    assert approved(round_, west)["高新技术企业"] == Decimal(68)
    revisions = Observation.objects.filter(organisation=west, year=2026, indicator__name="高新技术企业")
    assert list(revisions.order_by("revision").values_list("value", "state")) == [
        (Decimal(66), "value"), (None, "withdrawn"), (Decimal(68), "value"),
    ]  # fmt: skip


def test_a_batch_does_what_can_be_done_from_the_bottom_up(round_, staff, county, town, west, department):
    for one in (county, town, west):
        bring(of(round_, one), staff, "submitted")
    returns = [of(round_, one) for one in (county, west, department, town)]
    done, refused = approval.in_batch(approval.approve, returns, **by(staff["approver"]))
    assert {one.organisation.name for one in done} == {"东镇", "西县", "东县"}
    assert [(one.organisation.name, type(problem)) for one, problem in refused] == [("市经信局", NoSuchStep)]
