"""An adopted plan with three tasks and a project, and organisations some of its printed names mean."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone

from kechuang.web.organisations.models import Organisation
from kechuang.web.organisations.roles import Kind, Role, Scope
from kechuang.web.plans import actions as plans
from kechuang.web.plans import reviewing
from kechuang.web.plans.carry import Found, Read
from kechuang.web.tasks import assigning, following
from kechuang.web.tasks.models import Task
from tests.web.conftest import make_organisation, make_person

TEXT = (
    "重点任务\n1.提升平台能级\n2.推进仪器共享\n3.培育企业\n4.中试基地\n"
    "1.提升平台能级（牵头单位：东县）\n2.推进仪器设备共享\n3.培育企业\n"
)


def by(person):
    """Who, from where, when."""
    return {"actor": person, "origin": "10.0.0.8", "at": timezone.now()}


def source(quote):
    """Where ``quote`` stands in the text."""
    start = TEXT.index(quote)
    line = TEXT.count("\n", 0, start) + 1
    return {
        "document": "plan.txt",
        "line": line,
        "page": None,
        "start": start,
        "end": start + len(quote),
        "text": quote,
    }


def task(position, number, title, lead=None, support=(), deadline=None):
    """A task as the JSON of the reader has it."""
    values = {"number": number, "title": title, "lead": lead, "support": list(support), "deadline": deadline}
    return Found("tasks", position, {**values, "source": source(title)}, ())


PROJECT = {
    "number": "1",
    "name": "中试基地",
    "builder": "市国资公司",
    "content": None,
    "start": 2026,
    "end": 2028,
    "investment": None,
    "lead": "市科技局",
    "source": source("中试基地"),
}
READ = Read(
    identity={"title": "东市科技创新规划", "region": None, "period": {"start": 2026, "end": 2030}, "problems": []},
    found=[
        task(0, "1.", "提升平台能级", "东县", ["市经信局", "市教体局"], "2030年12月"),
        task(1, "2.", "推进仪器共享", "市教体局", [], "每年"),
        task(2, "3.", "培育企业"),
        Found("projects", 0, PROJECT, ()),
    ],
    missed=[],
    problems=[],
)
DOCUMENT = SimpleNamespace(text=TEXT, format="text", page_starts=(), tables=())


def adopt(people, plan=None, read=READ, data=b"plan"):
    """A version that was adopted as it was read."""
    organisation = Organisation.objects.get(code="510000")
    why = {"plan": plan, "reason": "调整", "basis": "文件"} if plan else {}
    version = plans.upload(data, name="plan.txt", organisation=organisation, **why, **by(people["planner"]))
    plans.keep_reading(version, DOCUMENT, read, at=timezone.now())
    reviewing.accept(version, version.items.values_list("pk", flat=True), **by(people["planner"]))
    return plans.adopt(version, **by(people["director"]))


@pytest.fixture
def economy(bureau):
    """A department of the city."""
    return make_organisation("510010", "东市经济和信息化局", Kind.DEPARTMENT, parent=bureau)


@pytest.fixture
def version(people, economy):
    """An adopted version, not followed yet."""
    return adopt(people)


@pytest.fixture
def followed(version, people):
    """The tasks of the version."""
    following.follow_plan(version, **by(people["planner"]))
    return list(Task.objects.order_by("position"))


@pytest.fixture
def led(followed):
    """The task that the county leads."""
    return followed[0]


@pytest.fixture
def supporter(economy, people):
    """A reporter of the department that only supports."""
    people["supporter"] = make_person("supporter", economy, Role.REPORTER, Scope.OWN)
    return people["supporter"]


def assignment(task, **changes):
    """What a task is assigned to now, with changes."""
    given = {
        "task": task.pk,
        "edition": task.edition,
        "lead": task.lead_id,
        "supporting": frozenset(task.supporting.values_list("pk", flat=True)),
        "deadline": task.deadline,
        "milestones": None,
    }
    return assigning.Assignment(**{**given, **changes})


TWO = (("完成选址", date(2027, 3, 31)), ("开工建设", date(2028, 3, 31)))
