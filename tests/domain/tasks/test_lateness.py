"""How late a task is, at the edges of the thresholds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kechuang.domain.tasks.lateness import Lateness, Light, Why, judge_lateness
from kechuang.domain.tasks.life import State
from kechuang.readers.rules import read_supervision
from tests.domain.tasks.conftest import TODAY

DUE = date(2028, 3, 31)


def judged(task, day):
    return judge_lateness(replace(task, last_heard=day), day, read_supervision().on(day))


def test_the_next_milestone_that_is_not_reached_counts(task):
    assert judged(task, TODAY) == Lateness(Light.GREEN, Why.IN_TIME, DUE, "开工建设", 304)


@pytest.mark.parametrize(
    ("days", "light", "why"),
    [
        (-31, Light.GREEN, Why.IN_TIME),
        (-30, Light.AMBER, Why.DUE_SOON),
        (0, Light.AMBER, Why.DUE_SOON),
        (1, Light.RED, Why.OVERDUE),
    ],
)
def test_amber_thirty_days_before_red_the_day_after(task, days, light, why):
    found = judged(task, DUE + timedelta(days=days))
    assert (found.light, found.why, found.days) == (light, why, -days)


def test_without_milestones_the_deadline_counts(task):
    assert judged(replace(task, milestones=()), TODAY) == Lateness(
        Light.GREEN, Why.IN_TIME, date(2028, 12, 31), "", 579
    )


def test_a_blocked_task_is_amber_though_its_day_is_far(task):
    assert judged(replace(task, state=State.BLOCKED), TODAY).why is Why.BLOCKED


@pytest.mark.parametrize(("days", "light"), [(100, Light.GREEN), (101, Light.AMBER)])
def test_silence_is_looked_after(task, days, light):
    rules = read_supervision().on(TODAY)
    assert judge_lateness(replace(task, last_heard=TODAY - timedelta(days=days)), TODAY, rules).light is light


@pytest.mark.parametrize("state", [State.DONE, State.STOPPED])
def test_what_is_over_is_not_late(task, state):
    assert judged(replace(task, state=state), date(2031, 1, 1)) == Lateness(Light.NONE, Why.OVER)


def test_without_a_day_nothing_is_late(task):
    assert judged(replace(task, milestones=(), deadline=None), TODAY) == Lateness(Light.NONE, Why.NO_DAY)
