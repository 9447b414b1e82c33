"""A return from the first figure to locked, and back only on record."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from kechuang.domain.collection.entry import NOT_APPLICABLE
from kechuang.domain.collection.lifecycle import NEXT, NoSuchStep, Stage
from kechuang.web.collection import actions, approval
from kechuang.web.collection.facts import return_facts
from kechuang.web.collection.models import Cell, Return, Step
from kechuang.web.indicators.models import Observation
from kechuang.web.indicators.queries import newest_observations
from kechuang.web.journal.models import Entry
from kechuang.web.notices.models import Notice
from kechuang.web.organisations.models import Delegation
from tests.web.collection.conftest import bring, by, fill, number, of, open_round, submit
from tests.web.conftest import make_organisation, make_person


def approved(round_, organisation):
    """What counts of an organisation, by the name of the indicator."""
    rows = newest_observations(organisations=[organisation], years=[round_.year])
    return {row.indicator.name: row.value for row in rows.select_related("indicator")}


def stage(filed):
    return Return.objects.values_list("stage", flat=True).get(pk=filed.pk)


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


def test_a_reporter_fills_in_the_own_organisation_s_return_and_no_other(round_, staff, county, west):
    assert fill(of(round_, county), staff["reporter"], {"高新技术企业": "66"}) == 1
    for who in ("planner", "approver", "director", "evaluator"):
        with pytest.raises(PermissionDenied, match=r"return\.fill"):
            fill(of(round_, county), staff[who])
    with pytest.raises(PermissionDenied, match=r"return\.fill"):
        fill(of(round_, west), staff["reporter"])


def test_a_reported_zero_a_blank_and_not_applicable_are_three_things(round_, staff, county):
    filed = of(round_, county)
    fill(filed, staff["clerk"], {"高新技术企业": "0"})
    states = dict(Cell.objects.filter(in_return=filed).values_list("asked__indicator__name", "state"))
    assert (states["高新技术企业"], states["研发经费"]) == ("value", "blank")
    asked = Cell.objects.get(in_return=filed, asked__indicator__name="技术合同成交额").asked_id
    filed.refresh_from_db()
    actions.fill(filed, {asked: actions.Filled(NOT_APPLICABLE)}, edition=filed.edition, **by(staff["clerk"]))
    assert Cell.objects.get(in_return=filed, asked=asked).state == "not-applicable"


def test_two_reporters_do_not_overwrite_each_other(round_, staff, county):
    filed = of(round_, county)
    fill(filed, staff["clerk"], {"高新技术企业": "66"})
    asked = Cell.objects.get(in_return=filed, asked__indicator__name="高新技术企业").asked_id
    with pytest.raises(actions.ChangedMeanwhile):
        actions.fill(filed, {asked: actions.Filled(number("67"))}, edition=0, **by(staff["reporter"]))
    with pytest.raises(actions.NotReady):
        actions.submit(filed, edition=0, **by(staff["reporter"]))


def test_a_return_with_gaps_is_not_submitted_and_says_what_is_missing(round_, staff, county):
    filed = of(round_, county)
    fill(filed, staff["clerk"], {"高新技术企业": "66"})
    with pytest.raises(actions.NotReady) as refused:
        submit(filed, staff["clerk"])
    assert [one.rule for one in refused.value.findings] == ["entry.missing"] * 4


def test_what_is_asked_back_is_submitted_with_a_reason_and_the_reason_is_kept(round_, staff, county):
    filed = of(round_, county)
    values = {
        "研发经费": "11",
        "地区生产总值": "520",
        "研发经费投入强度": "3",
        "高新技术企业": "66",
        "技术合同成交额": "8",
    }
    fill(filed, staff["clerk"], values, answer="")
    with pytest.raises(actions.NotReady) as refused:
        submit(filed, staff["clerk"])
    assert "entry.ratio" in {one.rule for one in refused.value.findings}
    fill(filed, staff["clerk"], values, answer="统计局初步核算口径")
    submit(filed, staff["clerk"])
    kept = Step.objects.get(in_return=filed).values
    assert "统计局初步核算口径" in str(kept)
    fill_again = {"研发经费投入强度": "4"}
    with pytest.raises(actions.NotOpen):
        fill(filed, staff["clerk"], fill_again)


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


@pytest.mark.parametrize("stage_", ["submitted", "county-approved", "bureau-approved", "locked"])
def test_the_database_refuses_to_change_what_was_submitted(round_, staff, west, stage_):
    filed = of(round_, west)
    bring(filed, staff, stage_)
    cells = Cell.objects.filter(in_return=filed)
    for change in (
        lambda: cells.update(remark="x"),
        lambda: cells.all()._raw_delete("default"),
        lambda: Return.objects.filter(pk=filed.pk).update(stage="draft"),
        lambda: Step.objects.filter(in_return=filed).update(reason="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_database_lets_a_return_go_the_ways_of_its_table_and_no_other(round_, staff, west):
    filed = of(round_, west)
    bring(filed, staff, "submitted")
    went = []
    for then in Stage:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    Return.objects.filter(pk=filed.pk).update(stage=then)
            except DatabaseError:
                continue
            went.append(then)
            transaction.set_rollback(True)
    assert set(went) == NEXT[Stage.SUBMITTED] | {Stage.SUBMITTED}


def test_a_number_that_does_not_fit_is_refused_by_the_database(round_, west):
    cell = Cell.objects.filter(in_return=of(round_, west)).first()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE collection_cell SET state = 'value', value = 1e20 WHERE id = %s", [cell.pk])


def test_a_total_is_held_against_those_below_once_all_of_them_said_something(followed, staff, county, town):
    other = make_organisation("510102", "西镇", parent=county)
    type(followed["研发经费"]).objects.filter(name="研发经费").update(aggregation="sum")
    round_ = open_round(staff, followed, [county, town, other])

    def below(name="研发经费"):
        return next(one.below for one in return_facts(of(round_, county)).fields if one.name == name)

    bring(of(round_, town), staff, "submitted")
    assert below() == ()
    fill(of(round_, other), staff["clerk"])
    asked = Cell.objects.get(in_return=of(round_, other), asked__indicator__name="研发经费").asked_id
    filed = of(round_, other)
    actions.fill(filed, {asked: actions.Filled(NOT_APPLICABLE)}, edition=filed.edition, **by(staff["clerk"]))
    submit(of(round_, other), staff["clerk"])
    assert below() == (("东镇", Decimal(11)),)


def test_a_quarter_s_round_is_held_against_that_quarter_and_keeps_that_quarter_s_values(followed, staff, west):
    before = open_round(staff, followed, [west], year=2025, period="Q1")
    bring(of(before, west), staff, "bureau-approved")
    now = open_round(staff, followed, [west], year=2026, period="Q1")
    histories = {one.name: one.history for one in return_facts(of(now, west)).fields}
    assert histories["高新技术企业"] == ((2025, Decimal(66)),)
    bring(of(now, west), staff, "bureau-approved")
    kept = Observation.objects.filter(organisation=west, indicator__name="高新技术企业", origin="return")
    assert sorted(kept.values_list("year", "period")) == [(2025, "Q1"), (2026, "Q1")]
