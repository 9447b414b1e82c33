"""Key tasks: their state, the reports of their lead, instructions from above."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field, StrictInt, StrictStr

from kechuang.domain.tasks.lateness import Light
from kechuang.domain.tasks.life import REPORTED, State
from kechuang.web.api.answering import ID, PAGE, SIZE, by, deed, paged, tagged
from kechuang.web.api.problems import Problem
from kechuang.web.api.shapes import Day, Done, Edited, Given, Key, Page, Reason, Shown, Text
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.models import Organisation
from kechuang.web.tasks import actions, assigning, queries
from kechuang.web.tasks.access import tasks_visible_to
from kechuang.web.tasks.models import Task
from kechuang.web.tasks.states import Order

router = Router()


class TaskRow(Shown):
    """A key task and where it stands today."""

    id: int = Field(examples=[1])
    plan: int = Field(examples=[1])
    kind: str = Field(examples=["task"])
    number: str = Field(examples=["1"])
    title: str = Field(examples=["Build innovation platforms"])
    lead: int | None = Field(examples=[1])
    lead_name: str = Field(examples=["County bureau"])
    deadline: str | None = Field(examples=["2027-12-31"])
    state: str = Field(examples=["under-way"])
    percent: int = Field(examples=[40])
    light: str = Field(examples=["green"])
    edition: int = Field(examples=[0])


class ProgressReport(Given):
    """What the lead organisation says of a task."""

    day: Day
    words: Reason
    state: State | None = Field(default=None, examples=["under-way"])
    percent: StrictInt | None = Field(default=None, ge=0, le=100, examples=[40])
    problem: Text = ""
    milestone: Key | None = None
    answers: Key | None = None


class Instruction(Given):
    """What is said to a task from above."""

    order: Order = Field(examples=["supervise"])
    words: Reason
    due: Day | None = None


class Move(Edited):
    """Where a task goes, and why."""

    state: State = Field(examples=["stopped"])
    reason: Reason


class MilestoneGiven(Given):
    """A milestone a task is to have."""

    title: StrictStr = Field(min_length=1, max_length=200, pattern=r"\S", examples=["Site chosen"])
    due: Day


class Assignment(Edited):
    """Who leads and supports a task, by when; milestones stay as they are where none are given."""

    lead: Key | None = None
    supporting: list[Key] = Field(default=[], max_length=50)
    deadline: Day | None = None
    milestones: list[MilestoneGiven] | None = Field(default=None, max_length=60)


@router.get("/tasks", response=Page[TaskRow], operation_id="tasks-list")
def tasks(
    request,
    plan: int | None = Query(None, ge=1, le=2**53 - 1, examples=[1]),
    state: str = Query("", pattern=f"^(?:{'|'.join(State)})?$", examples=["under-way"]),
    light: str = Query("", pattern=f"^(?:{'|'.join(Light)})?$", examples=["red"]),
    page: int = PAGE,
    size: int = SIZE,
):
    """Tasks one may see, the most urgent first."""
    organisations.require(request.user, "task.see")
    asked = {"plan": str(plan) if plan else "", "state": state, "light": light}
    found, _, _ = queries.tasks_for_list(request.user, asked, day=timezone.localdate())
    return paged(found, page, size, _task)


@router.get("/tasks/{id}", response=TaskRow, operation_id="tasks-task")
def task(request, response: HttpResponse, id: int = ID):
    """One task."""
    return tagged(request, response, _judged(request, id))


@router.post("/tasks/{id}/report", response=Done, operation_id="tasks-report")
@deed
def report(request, given: ProgressReport, id: int = ID):
    """Report on a task."""
    found = seen_task(request, id)
    actions.report(found, **said_of(found, given), **by(request))
    return _now(request, id)


@router.post("/tasks/{id}/instruct", response=Done, operation_id="tasks-instruct")
@deed
def instruct(request, given: Instruction, id: int = ID):
    """Say something to a task from above."""
    actions.instruct(seen_task(request, id), order=given.order.value, words=given.words, due=given.due, **by(request))
    return _now(request, id)


@router.post("/tasks/{id}/move", response=Done, operation_id="tasks-move")
@deed
def move(request, given: Move, id: int = ID):
    """Stop a task, take it up again, or set right where it stands."""
    actions.move(
        seen_task(request, id), state=given.state.value, reason=given.reason, edition=given.edition, **by(request)
    )
    return _now(request, id)


@router.post("/tasks/{id}/assign", response=Done, operation_id="tasks-assign")
@deed
def assign(request, given: Assignment, id: int = ID):
    """Say who leads and supports a task, by when."""
    found = seen_task(request, id)
    wanted = {*given.supporting, *([given.lead] if given.lead else [])}
    if Organisation.objects.filter(pk__in=wanted).count() != len(wanted):
        raise Problem(422, "unfit", where="body.lead")
    assignment = assigning.Assignment(
        found.pk,
        given.edition,
        given.lead,
        frozenset(given.supporting) - {given.lead},
        given.deadline,
        _milestones(given.milestones),
    )
    changed = assigning.assign([assignment], **by(request))
    return {**_now(request, id), "changed": changed}


def said_of(task, given):
    """What a report says, its milestone and the instruction it answers among those of the task that are open."""
    if given.state is not None and given.state not in REPORTED:
        raise Problem(422, "unfit", where="body.state")
    rows = {
        "milestone": task.milestones.filter(done=None),
        "answers": task.instructions.filter(answers=None, order=Order.SUPERVISE),
    }
    meant = {name: _among(found, getattr(given, name), name) for name, found in rows.items()}
    plain = {name: getattr(given, name) for name in ("day", "words", "percent", "problem")}
    return {**plain, **meant, "state": given.state.value if given.state else ""}


def _among(rows, pk, name):
    found = rows.filter(pk=pk).first() if pk is not None else None
    if pk is not None and found is None:
        raise Problem(422, "unfit", where=f"body.{name}")
    return found


def _milestones(given):
    """Each title once."""
    if given is None:
        return None
    titles = [one.title.strip() for one in given]
    if len(set(titles)) != len(titles):
        raise Problem(422, "unfit", where="body.milestones")
    return tuple(zip(titles, (one.due for one in given), strict=True))


def seen_task(request, pk) -> Task:
    """The task, where one may see it."""
    return get_object_or_404(tasks_visible_to(request.user), pk=pk)


def _judged(request, pk):
    found = queries.judge(tasks_visible_to(request.user).filter(pk=pk), timezone.localdate())
    if not found:
        raise Http404
    return _task(found[0])


def _now(request, pk):
    found = Task.objects.get(pk=pk)
    return {"id": pk, "edition": found.edition}


def _task(one):
    row = one.row
    plain = {name: getattr(row, name) for name in ("kind", "number", "title", "lead_name", "state", "edition")}
    deadline = row.deadline.isoformat() if row.deadline else None
    judged = {"percent": one.progress.percent, "light": str(one.lateness.light)}
    return {"id": row.pk, "plan": row.plan_id, "lead": row.lead_id, "deadline": deadline, **plain, **judged}
