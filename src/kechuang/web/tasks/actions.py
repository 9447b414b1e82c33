"""The verbs on key tasks. Each allows, gathers, decides, changes and writes down, in one transaction."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from kechuang.domain.tasks.deadline import read_deadline
from kechuang.domain.tasks.following import Said, pair_tasks
from kechuang.domain.tasks.life import OPEN, REPORTED, State, step
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.web.journal.actions import record
from kechuang.web.organisations import access as organisations
from kechuang.web.plans.actions import keep_original
from kechuang.web.plans.states import Stage, Standing
from kechuang.web.search import actions as search
from kechuang.web.tasks import access
from kechuang.web.tasks.listing import listing_of
from kechuang.web.tasks.models import Followed, Instruction, KnownName, Milestone, Report, Task
from kechuang.web.tasks.names import Names
from kechuang.web.tasks.states import KIND_OF_ITEM
from kechuang.web.tasks.telling import tell_assigned, tell_instructed, tell_reported


class NotAdopted(Exception):
    """Only the newest adopted version of a plan is followed."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the task since the page or the sheet was made."""

    def __init__(self, task):
        super().__init__(task)
        self.task = task


class Reached(Exception):
    """A milestone that was reported on is not taken away."""


class NotOpen(Exception):
    """The task is done or stopped; nothing is reported on it until it is taken up again."""


class TooEarly(Exception):
    """A report about a day that has not come."""


@dataclass(frozen=True)
class Assignment:
    """What one task is assigned to; ``milestones`` are (title, due), None to leave them as they are."""

    task: int
    edition: int
    lead: int | None
    supporting: frozenset[int]
    deadline: date | None
    milestones: tuple[tuple[str, date], ...] | None = None


@transaction.atomic
def follow_plan(version, *, actor, origin, at):
    """Take over the tasks and projects of the newest adopted version; answers ``(new, changed, gone)``. Raises NotAdopted.

    Tasks that are followed already are found again by title and place and told what the version says now; what a person
    assigned stays, unless the plan itself says it otherwise than before.
    """
    organisations.require(actor, "task.assign", version.plan.organisation_id)
    _newest_adopted(version)
    Followed.objects.get_or_create(version=version, defaults={"by": actor, "at": at})
    followed = list(Task.objects.select_for_update().filter(plan=version.plan).order_by("position", "pk"))
    items = list(
        version.items.filter(kind__in=KIND_OF_ITEM).exclude(standing=Standing.REJECTED).order_by("-kind", "position")
    )
    pairing = pair_tasks([_said_by_task(task) for task in followed], [_said_by_item(item) for item in items])
    names, day = Names(version.plan.organisation, timezone.localdate(at)), timezone.localdate(at)
    new = changed = 0
    for position, (item, place) in enumerate(zip(items, pairing.pairs, strict=True)):
        said = _printed(item)
        if place is None:
            _begin(version, item, said, position, names, day)
            new += 1
        else:
            changed += _retell(followed[place], version, item, said, position, names)
    gone = [followed[index].pk for index in pairing.gone if followed[index].in_plan]
    Task.objects.filter(pk__in=gone).update(in_plan=False)
    search.put_all(listing_of(task) for task in Task.objects.filter(plan=version.plan).select_related("plan"))
    after = {"new": new, "changed": changed, "gone": gone}
    record("tasks.followed", version, actor=actor, origin=origin, at=at, after=after)
    return new, changed, len(gone)


def _newest_adopted(version):
    newest = version.plan.versions.filter(stage=Stage.ADOPTED).order_by("-number").first()
    if newest is None or newest.pk != version.pk:
        raise NotAdopted


def _said_by_task(task):
    place = (task.item.version.original.sha256, task.item.start)
    return Said(task.kind, task.title, place)


def _said_by_item(item):
    return Said(KIND_OF_ITEM[item.kind], _printed(item)["title"], (item.version.original.sha256, item.start))


def _printed(item):
    """What an item says, in the words of a task."""
    values = item.values
    if item.kind == "projects":
        builder, end = values.get("builder") or "", values.get("end")
        lead = values.get("lead") or builder
        return {
            "number": str(values.get("number") or "")[:40],
            "title": (values.get("name") or "—")[:300],
            "lead_name": lead[:200],
            "supporting_names": [builder] if builder and builder != lead else [],
            "deadline_text": str(end or "")[:100],
        }
    return {
        "number": str(values.get("number") or "")[:40],
        "title": (values.get("title") or "—")[:300],
        "lead_name": (values.get("lead") or "")[:200],
        "supporting_names": [name for name in values.get("support") or [] if name],
        "deadline_text": (values.get("deadline") or "")[:100],
    }


def _begin(version, item, said, position, names, day):
    deadline = read_deadline(said["deadline_text"], read_vocabulary())
    task = Task.objects.create(
        plan=version.plan,
        item=item,
        kind=KIND_OF_ITEM[item.kind],
        position=position,
        lead_id=names.match(said["lead_name"]),
        deadline=deadline.day,
        recurring=deadline.recurring,
        plan_ends=_ends(version),
        since=day,
        **said,
    )
    task.supporting.set(_matched(said["supporting_names"], names, task.lead_id))
    return task


def _retell(task, version, item, said, position, names):
    """Tell a followed task what the version says now; answers whether that differs."""
    differs = {key for key, value in said.items() if getattr(task, key) != value}
    task.item, task.position, task.in_plan, task.plan_ends = item, position, True, _ends(version)
    for key in differs:
        setattr(task, key, said[key])
    if "lead_name" in differs:
        task.lead_id = names.match(said["lead_name"])
    if "deadline_text" in differs:
        deadline = read_deadline(said["deadline_text"], read_vocabulary())
        task.deadline, task.recurring = deadline.day, deadline.recurring
    if "supporting_names" in differs:
        task.supporting.set(_matched(said["supporting_names"], names, task.lead_id))
    task.edition += bool(differs)
    task.save()
    return bool(differs)


def _matched(printed, names, lead):
    return {one for one in map(names.match, printed) if one is not None and one != lead}


def _ends(version):
    year = (version.identity.get("period") or {}).get("end")
    return date(year, 12, 31) if year else None


@transaction.atomic
def assign(assignments, *, actor, origin, at):
    """Say of one or many tasks who leads and supports them by when; answers how many changed. Raises ChangedMeanwhile,
    Reached: then none is changed.
    """
    changed = 0
    rows = Task.objects.select_for_update(of=("self",)).select_related("plan")
    tasks = rows.prefetch_related("supporting", "milestones").in_bulk([one.task for one in assignments])
    access.require_above(actor, "task.assign", tasks.values())
    for one in assignments:
        task = tasks[one.task]
        if task.edition != one.edition:
            raise ChangedMeanwhile(task)
        changed += _assign(task, one, actor=actor, origin=origin, at=at)
    return changed


def _assign(task, given, *, actor, origin, at):
    before, after = _assigned(task), _wanted(task, given)
    if before == after:
        return False
    task.lead_id, task.deadline = given.lead, given.deadline
    task.recurring = task.recurring and given.deadline is None
    task.edition += 1
    task.save(update_fields=["lead", "deadline", "recurring", "edition"])
    task.supporting.set(given.supporting - {given.lead})
    if given.milestones is not None:
        _set_milestones(task, given.milestones)
    differs = {key for key in before if before[key] != after[key]}
    tell_assigned(task, at=at)
    record(
        "task.assigned",
        task,
        actor=actor,
        origin=origin,
        at=at,
        before={key: before[key] for key in differs},
        after={key: after[key] for key in differs},
    )
    return True


def _assigned(task):
    return {
        "lead": task.lead_id,
        "supporting": sorted(one.pk for one in task.supporting.all()),
        "deadline": _text(task.deadline),
        "milestones": sorted([_text(one.due), one.title] for one in task.milestones.all()),
    }


def _wanted(task, given):
    stand = given.milestones
    if stand is None:
        stand = [(one.title, one.due) for one in task.milestones.all()]
    return {
        "lead": given.lead,
        "supporting": sorted(given.supporting - {given.lead}),
        "deadline": _text(given.deadline),
        "milestones": sorted([_text(due), title] for title, due in stand),
    }


def _set_milestones(task, wanted):
    """Milestones are told by their titles; one that was reported on may get another day, but not go."""
    standing = {one.title: one for one in task.milestones.all()}
    titles = {title for title, _ in wanted}
    dropped = [one.pk for title, one in standing.items() if title not in titles]
    if Milestone.objects.filter(pk__in=dropped, done__isnull=False).exists():
        raise Reached
    if Report.objects.filter(milestone__in=dropped).exists():
        raise Reached
    Milestone.objects.filter(pk__in=dropped).delete()
    for title, due in wanted:
        Milestone.objects.update_or_create(task=task, title=title, defaults={"due": due})


def _text(day):
    return day.isoformat() if day else None


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
    after = {"order": order, "due": _text(due)}
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
