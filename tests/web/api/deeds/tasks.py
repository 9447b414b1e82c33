"""Tasks, and yearly work plans laid beside the five-year plan."""

from datetime import date

from django.utils import timezone

from kechuang.web.plans import actions as plans
from kechuang.web.plans.audits import ANNUAL
from kechuang.web.plans.carry import Found, Read
from kechuang.web.tasks import books, following, work_plans
from kechuang.web.tasks.models import Task, WorkLink, WorkPlan
from kechuang.web.tasks.sheet import COLUMNS
from tests.web.api.deeds.deed import Deed, edited
from tests.web.indicators.conftest import DOCUMENT, by, source
from tests.web.tasks.conftest import adopt

ASSIGN = "task.assign"
IDENTITY = {"title": "2027年工作要点", "kind": ANNUAL, "region": None, "problems": []}
PROMISE = {
    "measure": "研发经费", "bound": "=", "low": 12, "high": 12, "unit": "亿元", "year": 2027, "basis": "level",
    "source": source("研发经费"),
}  # fmt: skip


def follow(one):
    """A second plan with tasks, one led by the county."""
    version = adopt(one.people, data=b"tasks")
    following.follow_plan(version, **by(one.people["planner"]))
    one.task = Task.objects.get(title="提升平台能级")


def lay_beside(one):
    """A work plan that was read, not laid beside the plan yet."""
    one.work_plan = plans.upload(b"year", name="year.txt", organisation=one.bureau, **by(one.people["planner"]))
    read = Read({**IDENTITY, "period": {"start": 2027, "end": 2027}}, [Found("commitments", 0, PROMISE, ())], [], [])
    plans.keep_reading(one.work_plan, DOCUMENT, read, at=timezone.now())
    one.work_plan.refresh_from_db()


def link(one):
    """A work plan that is laid beside the plan, with what it means proposed."""
    lay_beside(one)
    work_plans.link_work_plan(one.work_plan, **by(one.people["planner"]))
    one.link = WorkLink.objects.get(work_plan=WorkPlan.objects.get(version=one.work_plan))


def _assigned(one):
    follow(one)
    book = books.give_out({}, **by(one.people["planner"]))
    one.book = edited(book, 1, "提升平台能级", **{f"c{COLUMNS.index('deadline')}": "2029-06-30"})


def report(one):
    """What the county says of it."""
    return {"day": date.today().isoformat(), "words": "已选址", "percent": "40"}


def _meaning(one):
    return {"item": one.work_plan.items.get().pk, "indicator": one.indicator}


DEEDS = {
    "tasks-take-in": Deed(
        "tasks-workbook",
        ASSIGN,
        prepare=_assigned,
        file=lambda one: ("sheet", "tasks.xlsx", one.book),
        whose="anybody's",
        beyond=((422, "cells-wrong"),),
    ),
    "tasks-match-name": Deed(
        "task-names",
        ASSIGN,
        given=lambda one: {"owner": one.bureau.pk, "name": "市教体局", "organisation": one.county.pk},
        prepare=follow,
    ),
    "tasks-report-with-file": Deed(
        "tasks/{one.task.pk}/report-with-file",
        "task.report",
        "reporter",
        given=report,
        prepare=follow,
        file=lambda one: ("evidence", "纪要.txt", "会议纪要".encode()),
    ),
    "tasks-link": Deed("work-plans/{one.work_plan.pk}/link", ASSIGN, prepare=lay_beside),
    "tasks-link-by-hand": Deed("work-plans/{one.work_plan.pk}/link-by-hand", ASSIGN, given=_meaning, prepare=link),
    "tasks-judge-link": Deed(
        "work-links/{one.link.pk}/judge", ASSIGN, given=lambda one: {"state": "confirmed"}, prepare=link
    ),
}
