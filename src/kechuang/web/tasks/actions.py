"""Work on a key task: reporting, instructing, moving it, and saying what a printed name means; one transaction each."""

from django.db import transaction
from django.utils import timezone

from kechuang.domain.tasks.life import OPEN, REPORTED, State, step
from kechuang.web.journal.actions import record
from kechuang.web.organisations import access as organisations
from kechuang.web.plans.originals import keep_original
from kechuang.web.tasks import access
from kechuang.web.tasks.models import Instruction, KnownName, Milestone, Report, Task
from kechuang.web.tasks.telling import tell_instructed, tell_reported


class ChangedMeanwhile(Exception):
    """Somebody else changed the task since the page or the sheet was made."""

    def __init__(self, task):
        super().__init__(task)
        self.task = task


class NotOpen(Exception):
    """The task is done or stopped; nothing is reported on it until it is taken up again."""


class TooEarly(Exception):
    """A report about a day that has not come."""


@transaction.atomic
def report(
    task,
    *,
    day,
    words,
    actor,
    origin,
    at,
    state="",
    percent=None,
    milestone=None,
    problem="",
    evidence=None,
    answers=None,
):
    """Take in what the lead organisation says (进展); ``evidence`` is ``(name, bytes)`` that passed the gate, ``answers`` an
    instruction. The first report begins the task. Raises NotOpen, NoSuchStep, TooEarly.
    """
    task = Task.objects.select_for_update(of=("self",)).select_related("plan").get(pk=task.pk)
    access.require(actor, "task.report", task)
    if State(task.state) not in OPEN:
        raise NotOpen
    if day > timezone.localdate(at):
        raise TooEarly
    before = task.state
    _go(task, state)
    if milestone is not None and milestone.done is None:
        Milestone.objects.filter(pk=milestone.pk, task=task).update(done=day)
    name, data = evidence or ("", None)
    said = Report.objects.create(
        task=task,
        day=day,
        percent=percent,
        milestone=milestone,
        state=task.state,
        words=words,
        problem=problem,
        evidence=keep_original(data, name) if data else None,
        evidence_name=name[:200],
        answers=answers,
        by=actor,
        at=at,
    )
    tell_reported(task, said, at=at)
    after = {
        "state": task.state,
        "percent": percent,
        "milestone": str(milestone) if milestone else None,
        "day": day.isoformat(),
        "evidence": said.evidence.sha256 if said.evidence else None,
    }
    record(
        "task.reported", task, actor=actor, origin=origin, at=at, before={"state": before}, after=after, reason=words
    )
    return said


def _go(task, state):
    """Move a task where its lead says it is; what was not begun begins with the first report."""
    if state and State(state) not in REPORTED:
        state = ""
    if task.state == State.NOT_BEGUN and state != State.BLOCKED:
        task.state = step(State(task.state), State.UNDER_WAY)
    if state and state != task.state:
        task.state = step(State(task.state), State(state))
    Task.objects.filter(pk=task.pk).update(state=task.state)


@transaction.atomic
def instruct(task, *, order, words, due, actor, origin, at):
    """Say something to a task from above (批示、督办)."""
    access.require(actor, "task.instruct", task)
    said = Instruction.objects.create(task=task, order=order, words=words, due=due, by=actor, at=at)
    tell_instructed(task, said, at=at)
    after = {"order": order, "due": due.isoformat() if due else None}
    record("task.instructed", task, actor=actor, origin=origin, at=at, after=after, reason=words)
    return said


@transaction.atomic
def move(task, *, state, reason, edition, actor, origin, at):
    """Stop a task, take it up again, or set right where it stands, saying why. Raises NoSuchStep, ChangedMeanwhile."""
    task = Task.objects.select_for_update(of=("self",)).select_related("plan").get(pk=task.pk)
    access.require(actor, "task.assign", task)
    if task.edition != edition:
        raise ChangedMeanwhile(task)
    before = task.state
    task.state = step(State(task.state), State(state))
    task.edition += 1
    task.save(update_fields=["state", "edition"])
    changes = {"before": {"state": before}, "after": {"state": task.state}}
    record("task.moved", task, actor=actor, origin=origin, at=at, **changes, reason=reason)


@transaction.atomic
def match_name(owner, name, organisation, *, actor, origin, at):
    """Say which organisation a printed name means in the plans of ``owner``; answers how many tasks got their lead by it."""
    organisations.require(actor, "task.assign", owner.pk)
    KnownName.objects.update_or_create(owner=owner, name=name[:100], defaults={"organisation": organisation})
    named = Task.objects.select_for_update().filter(plan__organisation=owner)
    leads = list(named.filter(lead_name=name, lead=None))
    for task in leads:
        task.lead = organisation
        task.edition += 1
        task.save(update_fields=["lead", "edition"])
        task.supporting.remove(organisation)
    for task in named.exclude(lead=organisation):
        if name in task.supporting_names:
            task.supporting.add(organisation)
    after = {"name": name, "means": organisation.code, "tasks": [task.pk for task in leads]}
    record("task.name-matched", organisation, actor=actor, origin=origin, at=at, after=after)
    return len(leads)
