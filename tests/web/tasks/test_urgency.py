"""The database tells how urgent tasks are as the domain does: the same lights, in the same order, counted alike."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone

from kechuang.domain.tasks.lateness import Light
from kechuang.domain.tasks.life import OPEN, State
from kechuang.web.plans import actions as plans
from kechuang.web.plans.models import Item
from kechuang.web.tasks import queries
from kechuang.web.tasks.models import Milestone, Report, Task
from kechuang.web.tasks.urgency import LIGHTS, by_urgency, with_light
from tests.web.tasks.conftest import by

DAY = date(2027, 6, 1)
NEAR = (-40, -31, -30, -2, -1, 0, 1, 13, 14, 15, 29, 30, 31, 400)  # days around which a light changes


def some_day(chance):
    return chance.choice([None, *(DAY + timedelta(days=days) for days in NEAR)])


@pytest.fixture
def many(followed, people):
    """Two hundred tasks in every state, with days and reports around those at which a light changes."""
    chance, first = random.Random(7), followed[0]
    why = {"plan": first.plan, "reason": "调整", "basis": "文件"}
    draft = plans.upload(b"next", name="plan.txt", organisation=first.plan.organisation, **why, **by(people["planner"]))
    place = {"kind": "tasks", "version": draft, "values": {}, "start": 0, "end": 1, "line": 1, "quote": "x"}
    said = {"words": "进展", "by": people["planner"], "at": timezone.now()}
    for at in range(200):
        item = Item.objects.create(position=at, **place)
        task = Task.objects.create(
            plan=first.plan, item=item, kind="task", position=at, title=f"{at}", deadline=some_day(chance),
            state=chance.choice(list(State)), since=DAY - timedelta(days=chance.choice((0, 99, 100, 101, 400))),
        )  # fmt: skip
        for title in "ab"[: chance.randrange(3)]:
            due = some_day(chance) or DAY
            Milestone.objects.create(task=task, title=title, due=due, done=chance.choice((None, due)))
        for _ in range(chance.randrange(2)):
            day = DAY - timedelta(days=chance.choice((0, 99, 100, 101)))
            Report.objects.create(task=task, day=day, state=task.state, **said)
    return Task.objects.filter(item__version=draft)


def judged(tasks):
    return queries.judge(tasks, DAY)


def urgency(one):
    """The order of the list, said once more: open ones, their lights, the longest overdue, what has no day last."""
    days = one.lateness.days
    return (
        one.row.state not in OPEN,
        LIGHTS.index(one.lateness.light),
        10**6 if days is None else days,
        one.row.position,
    )


def test_every_light_is_the_one_the_domain_gives(many):
    told = {task.pk: LIGHTS[task.rank] for task in with_light(many, DAY)}
    assert told == {one.row.pk: one.lateness.light for one in judged(many)}
    assert set(told.values()) == set(Light)


def test_the_order_is_that_of_urgency(many):
    told = [task.pk for task in by_urgency(with_light(many, DAY))]
    assert told == [one.row.pk for one in sorted(judged(many), key=urgency)]


def test_the_list_counts_each_light_and_state_and_judges_only_what_is_shown(many, people):
    every = judged(Task.objects.all())
    found, lights, states = queries.tasks_for_list(people["planner"], {"light": "red"}, day=DAY)
    assert lights == Counter(one.lateness.light for one in every)
    assert states == Counter(one.row.state for one in every)
    assert len(found) == lights[Light.RED]
    assert [one.lateness.light for one in found[:5]] == [Light.RED] * 5


def test_those_with_something_that_does_not_add_up_are_found(many, people):
    found, _, _ = queries.tasks_for_list(people["planner"], {"check": "1"}, day=DAY)
    assert {one.row.pk for one in found} == {one.row.pk for one in judged(Task.objects.all()) if one.findings}
