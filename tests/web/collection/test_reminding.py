"""Calling for returns: who is told on which day, once; and nothing once it was submitted."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kechuang.web.collection.models import SentReminder
from kechuang.web.collection.reminding import call_for, remind
from kechuang.web.journal.models import Entry
from kechuang.web.notices.models import Notice
from kechuang.web.operation import work
from tests.web.collection.conftest import bring, of, open_round

DUE = date(2026, 3, 31)


@pytest.fixture
def due(staff, followed, county, west):
    """A round of two counties that closes on 31 March."""
    made = open_round(staff, followed, [county, west], opens_on=date(2026, 3, 1), closes_on=DUE)
    Notice.objects.all().delete()
    return made


def on(offset, hour=2):
    """A moment so many days after the due day, in the morning there."""
    return datetime(DUE.year, DUE.month, DUE.day, hour, tzinfo=UTC) + timedelta(days=offset)


def told():
    """Who was told what since the last time, and forget it."""
    found = {(one.recipient.username, one.key, one.level) for one in Notice.objects.select_related("recipient")}
    Notice.objects.all().delete()
    return found


def test_nobody_is_told_before_it_is_time(due):
    assert remind(at=on(-8)) == 0


def test_the_reporter_is_told_first_then_the_approver_then_the_director(due):
    assert remind(at=on(-7)) == 2
    assert told() == {("clerk", "return-due", "green"), ("reporter", "return-due", "green")}
    remind(at=on(-2))
    assert told() == {("clerk", "return-due", "amber"), ("reporter", "return-due", "amber")}
    remind(at=on(1))
    late = {(name, "return-overdue", "red") for name in ("clerk", "reporter", "approver", "county-approver")}
    assert told() == late
    remind(at=on(4))
    assert told() == late | {("director", "return-overdue", "red")}


def test_nothing_is_sent_twice_however_often_it_runs(due):
    assert [remind(at=on(-7)), remind(at=on(-7)), remind(at=on(-6))] == [2, 0, 0]
    assert SentReminder.objects.count() == 2
    assert Entry.objects.filter(deed="return.reminded").count() == 2


def test_a_return_that_was_submitted_is_not_called_for(due, staff, county, west):
    bring(of(due, county), staff, "submitted")
    told()
    remind(at=on(1))
    assert {name for name, _, _ in told()} == {"clerk", "approver"}


def test_a_new_closing_day_is_called_for_anew(due):
    remind(at=on(-7))
    type(due).objects.filter(pk=due.pk).update(closes_on=DUE + timedelta(days=10))
    assert remind(at=on(3)) == 2


def test_a_planner_calls_for_all_that_has_not_come_once_a_day(due, staff, county, west):
    bring(of(due, county), staff, "submitted")
    told()
    with pytest.raises(PermissionDenied, match=r"round\.manage"):
        call_for(due, actor=staff["director"], origin="", at=on(-5))
    assert [call_for(due, actor=staff["planner"], origin="", at=on(day)) for day in (-5, -5, 2)] == [1, 0, 1]
    assert told() == {("clerk", "return-due", "amber"), ("clerk", "return-overdue", "red")}


def test_the_worker_calls_for_returns_beside_its_jobs(due):
    assert remind in [chore for _, chore, _ in work.CHORES]
