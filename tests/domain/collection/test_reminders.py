"""Green, amber, red; and who is told when."""

from datetime import date, timedelta

import pytest

from kechuang.domain.collection.lifecycle import Stage
from kechuang.domain.collection.limits import schedule_on
from kechuang.domain.collection.reminders import Audience, Light, Reminder, light_of, reminder_for
from kechuang.readers.rules import read_collection_rules

DUE = date(2026, 3, 31)
SCHEDULE = schedule_on(read_collection_rules().on(DUE))


def day(offset):
    """So many days after the due day."""
    return DUE + timedelta(days=offset)


@pytest.mark.parametrize(("offset", "light"), [(-4, "green"), (-3, "amber"), (0, "amber"), (1, "red")])
def test_a_draft_turns_amber_and_red_with_the_days(offset, light):
    assert light_of(Stage.DRAFT, DUE, None, day(offset), SCHEDULE) == light
    assert light_of(Stage.RETURNED, DUE, day(-9), day(offset), SCHEDULE) == light


def test_the_due_day_itself_is_in_time():
    assert light_of(Stage.SUBMITTED, DUE, DUE, day(9), SCHEDULE) is Light.GREEN
    assert light_of(Stage.LOCKED, DUE, day(1), day(9), SCHEDULE) is Light.RED


@pytest.mark.parametrize(
    ("offset", "reminder"),
    [
        (-8, None),
        (-7, Reminder("before-7", Light.GREEN, (Audience.REPORTER,), 7)),
        (-5, Reminder("before-7", Light.GREEN, (Audience.REPORTER,), 5)),
        (-3, Reminder("before-3", Light.AMBER, (Audience.REPORTER,), 3)),
        (-1, Reminder("before-1", Light.AMBER, (Audience.REPORTER,), 1)),
        (0, Reminder("before-1", Light.AMBER, (Audience.REPORTER,), 0)),
        (1, Reminder("approver", Light.RED, (Audience.REPORTER, Audience.APPROVER), -1)),
        (3, Reminder("director", Light.RED, (Audience.REPORTER, Audience.APPROVER, Audience.DIRECTOR), -3)),
    ],
)
def test_the_reporter_is_told_first_then_the_approver_then_the_director(offset, reminder):
    assert reminder_for(Stage.DRAFT, DUE, day(offset), SCHEDULE) == reminder


def test_a_return_that_was_submitted_is_not_called_for():
    assert [reminder_for(stage, DUE, day(5), SCHEDULE) for stage in (Stage.SUBMITTED, Stage.LOCKED)] == [None, None]
