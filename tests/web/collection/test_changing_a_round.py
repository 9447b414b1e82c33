"""An open round changes: its closing day, what it asks for and of whom; what was filed is never lost."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from kechuang.domain.collection.reminders import Light
from kechuang.web.collection import actions, approval, changing
from kechuang.web.collection.changing import Wanted, change_round
from kechuang.web.collection.facts import cells_of
from kechuang.web.collection.models import Cell, Return
from kechuang.web.collection.queries import board_of
from kechuang.web.journal.models import Entry
from kechuang.web.notices.models import Notice
from kechuang.web.words import say
from tests.web.collection.conftest import bring, by, fill, number, of, open_round

FEW = ("研发经费", "高新技术企业")


@pytest.fixture
def narrow(followed, staff, county, west):
    """A round of two indicators in two counties, closing in a fortnight."""
    today = timezone.localdate()
    asked = {name: followed[name] for name in FEW}
    days = {"opens_on": today - timedelta(days=20), "closes_on": today + timedelta(days=14)}
    return open_round(staff, asked, [county, west], **days)


def as_it_is(round_, *, closes_on=None, without=(), more=(), leaving=(), joining=()):
    """What is wanted: the round as it stands with these changes."""
    asked = [(one.indicator, one.required) for one in round_.asked.select_related("indicator").order_by("position")]
    units = [one.organisation for one in round_.returns.select_related("organisation").order_by("pk")]
    return Wanted(
        closes_on or round_.closes_on,
        [pair for pair in asked if pair[0] not in without] + [(one, True) for one in more],
        [one for one in units if one not in leaving] + list(joining),
    )


def change(round_, staff, who="planner", reason="统计口径更新", **changes):
    """Change a round; answers what changed."""
    return change_round(round_, as_it_is(round_, **changes), reason=reason, **by(staff[who]))


def names_in(filed):
    """What a return asks for."""
    return [cell.asked.indicator.name for cell in cells_of([filed])[filed.pk]]


def told(key):
    """Who was told."""
    return set(Notice.objects.filter(key=key).values_list("recipient__username", flat=True))


def test_the_closing_day_is_put_off_with_a_reason_on_record_and_the_lights_follow(narrow, staff, county):
    today = timezone.localdate()
    change(narrow, staff, closes_on=today)
    light = {one.organisation: one.light for one in board_of(staff["planner"], narrow_anew(narrow), today=today)}
    assert light[county] is Light.AMBER
    change(narrow_anew(narrow), staff, closes_on=today + timedelta(days=30), reason="汛期延期")
    light = {one.organisation: one.light for one in board_of(staff["planner"], narrow_anew(narrow), today=today)}
    assert light[county] is Light.GREEN
    entry = Entry.objects.filter(deed="round.changed").order_by("-number").first()
    after = {"closes_on": [today.isoformat(), (today + timedelta(days=30)).isoformat()]}
    assert (json.loads(entry.after), entry.reason) == (after, "汛期延期")


def narrow_anew(round_):
    """The round as it stands."""
    round_.refresh_from_db()
    return round_


def test_reporters_and_approvers_of_what_is_open_are_told_the_new_day_and_why(narrow, staff, west):
    bring(of(narrow, west), staff, "submitted")
    change(narrow, staff, closes_on=narrow.closes_on + timedelta(days=7))
    assert told("round-day-moved") == {"reporter", "clerk", "approver", "county-approver"}
    notice = Notice.objects.filter(key="round-day-moved").first()
    assert say(f"notice.{notice.key}", **notice.details).endswith("：统计口径更新")
    assert not Notice.objects.filter(key="round-day-moved", subject=str(of(narrow, west).pk)).exists()


@pytest.mark.parametrize(
    ("changes", "reason", "refused"),
    [
        ({"closes_on": date(2020, 1, 1)}, "理由", changing.DayPast),
        ({"closes_on": date(2099, 1, 1)}, "  ", changing.ReasonMissing),
    ],
)
def test_a_day_that_is_over_and_a_change_without_a_reason_are_refused(narrow, staff, changes, reason, refused):
    with pytest.raises(refused):
        change(narrow, staff, reason=reason, **changes)
    assert not Entry.objects.filter(deed="round.changed").exists()


def test_returns_that_are_open_get_a_further_indicator_and_keep_what_was_filled_in(narrow, staff, followed, county):
    fill(of(narrow, county), staff["clerk"], {"研发经费": "11"})
    change(narrow, staff, more=[followed["技术合同成交额"]])
    filed = of(narrow, county)
    assert names_in(filed) == [*FEW, "技术合同成交额"]
    assert [cell.value for cell in cells_of([filed])[filed.pk]] == [11, None, None]


def test_whoever_is_filling_in_meanwhile_is_told_and_overwrites_nothing(narrow, staff, followed, county):
    filed = of(narrow, county)
    edition = filed.edition
    change(narrow, staff, more=[followed["技术合同成交额"]])
    asked = narrow.asked.get(indicator=followed["研发经费"])
    with pytest.raises(actions.ChangedMeanwhile):
        actions.fill(filed, {asked.pk: actions.Filled(number("11"))}, edition=edition, **by(staff["clerk"]))


def test_a_return_that_was_submitted_gets_the_further_indicator_when_it_is_sent_back(narrow, staff, followed, west):
    bring(of(narrow, west), staff, "submitted")
    change(narrow, staff, more=[followed["技术合同成交额"]])
    assert names_in(of(narrow, west)) == list(FEW)
    approval.send_back(of(narrow, west), reason="补报新指标", **by(staff["approver"]))
    assert names_in(of(narrow, west)) == [*FEW, "技术合同成交额"]
    assert [cell.value for cell in cells_of([of(narrow, west)])[of(narrow, west).pk]][:2] == [11, 66]


def test_an_indicator_nobody_filed_anything_in_is_taken_out(narrow, staff, followed, county):
    fill(of(narrow, county), staff["clerk"], {"研发经费": "11"})
    changed = change(narrow, staff, without=[followed["高新技术企业"]])
    assert changed == {"indicators_removed": ["高新技术企业"]}
    assert names_in(of(narrow, county)) == ["研发经费"]


def test_what_somebody_filed_something_in_stays_and_is_named(narrow, staff, followed, county, west):
    fill(of(narrow, county), staff["clerk"], {"研发经费": "11"})
    with pytest.raises(changing.Filed) as refused:
        change(narrow, staff, without=[followed["研发经费"]])
    assert refused.value.names == ["研发经费"]
    with pytest.raises(changing.Filed) as refused:
        change(narrow, staff, leaving=[county])
    assert refused.value.names == ["东县"]
    assert Cell.objects.filter(in_return__round=narrow, value=11).count() == 1


def test_a_remark_alone_and_a_blank_that_was_submitted_are_filed_too(narrow, staff, followed, county, west):
    asked = narrow.asked.get(indicator=followed["高新技术企业"])
    filed = of(narrow, county)
    remarked = {asked.pk: actions.Filled(remark="暂无数据")}
    actions.fill(filed, remarked, edition=filed.edition, **by(staff["clerk"]))
    assert changing.filed_indicators(narrow) == {followed["高新技术企业"].pk}
    assert changing.filed_units(narrow) == {county.pk}
    bring(of(narrow, west), staff, "submitted")
    assert changing.filed_indicators(narrow) == {followed[name].pk for name in FEW}


def test_an_organisation_is_added_with_its_whole_return_and_one_without_anything_leaves(
    narrow, staff, west, department
):
    changed = change(narrow, staff, joining=[department], leaving=[west])
    assert changed == {"organisations_added": ["市经信局"], "organisations_removed": ["西县"]}
    assert names_in(of(narrow, department)) == list(FEW)
    assert not Return.objects.filter(round=narrow, organisation=west).exists()
    assert told("round-left") >= {"clerk"}
    assert Notice.objects.filter(key="round-opened", subject=str(of(narrow, department).pk)).exists()


def test_nobody_is_added_below_a_return_that_was_approved(narrow, staff, county, town):
    bring(of(narrow, county), staff, "county-approved")
    with pytest.raises(changing.AboveApproved) as refused:
        change(narrow, staff, joining=[town])
    assert refused.value.names == ["东镇"]


def test_a_round_that_is_closed_does_not_change(narrow, staff, county, west):
    for place in (county, west):
        bring(of(narrow, place), staff, "bureau-approved")
    approval.close_round(narrow, **by(staff["planner"]))
    with pytest.raises(changing.RoundClosed):
        change(narrow, staff, closes_on=narrow.closes_on + timedelta(days=1))


@pytest.mark.parametrize(
    "who", ["director", "reporter", "approver", "county-approver", "evaluator", "stranger", "clerk"]
)
def test_only_who_manages_the_round_changes_it(narrow, staff, who):
    with pytest.raises(PermissionDenied):
        change(narrow, staff, who=who, closes_on=narrow.closes_on + timedelta(days=1))


def test_a_change_that_changes_nothing_leaves_no_trace(narrow, staff):
    assert change(narrow, staff) == {}
    assert not Entry.objects.filter(deed="round.changed").exists()


def test_the_page_shows_the_round_as_it_stands_says_what_stays_and_saves(narrow, staff, browser, followed, county):
    fill(of(narrow, county), staff["clerk"], {"研发经费": "11"})
    client, address = browser("planner"), reverse("collection:change", args=[narrow.pk])
    page = client.get(address).content.decode()
    assert "已有填报、不能移除的" in page
    later = narrow.closes_on + timedelta(days=3)
    form = {
        "closes_on": later.isoformat(),
        "reason": "延期",
        "indicators": [followed[name].pk for name in FEW],
        "units": list(narrow.returns.values_list("organisation", flat=True)),
    }
    assert client.post(address, form).status_code == 302
    assert narrow_anew(narrow).closes_on == later
    without = {**form, "indicators": [followed["高新技术企业"].pk]}
    answer = client.post(address, without)
    assert answer.status_code == 422
    assert "已有填报，不能移除：研发经费" in answer.content.decode()
