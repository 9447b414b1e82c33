"""A return from the first figure to locked, and back only on record."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from kechuang.domain.collection.entry import NOT_APPLICABLE
from kechuang.domain.collection.lifecycle import NEXT, Stage
from kechuang.web.collection import actions
from kechuang.web.collection.facts import return_facts
from kechuang.web.collection.models import Cell, Return, Step
from kechuang.web.indicators.models import Observation
from tests.web.collection.conftest import bring, by, fill, number, of, open_round, submit
from tests.web.conftest import make_organisation


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
