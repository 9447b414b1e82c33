"""Assigning lead, supporting organisations and deadline to one or many tasks (任务分派): all or none, in few statements."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kechuang.web.journal.actions import record_all
from kechuang.web.tasks import access
from kechuang.web.tasks.actions import ChangedMeanwhile
from kechuang.web.tasks.models import Milestone, Report, Task
from kechuang.web.tasks.telling import tell_assigned

_SUPPORTING = Task.supporting.through
_TOGETHER = 500


class Reached(Exception):
    """A milestone that was reported on is not taken away."""


@dataclass(frozen=True)
class Assignment:
    """What one task is assigned to; ``milestones`` are (title, due), None to leave them as they are."""

    task: int
    edition: int
    lead: int | None
    supporting: frozenset[int]
    deadline: date | None
    milestones: tuple[tuple[str, date], ...] | None = None


@dataclass(frozen=True)
class _Change:
    """A task that is assigned otherwise than it was, with both as the journal keeps them."""

    task: Task
    given: Assignment
    before: dict
    after: dict

    def touches(self, what):
        """Whether that part of the assignment differs."""
        return self.before[what] != self.after[what]

    @property
    def told(self):
        """The task and what differs, before and after."""
        differs = [what for what in self.before if self.touches(what)]
        return self.task, *({what: side[what] for what in differs} for side in (self.before, self.after))


@transaction.atomic
def assign(assignments, *, actor, origin, at):
    """Say of one or many tasks who leads and supports them by when; answers how many changed. Raises ChangedMeanwhile,
    Reached: then none is changed.
    """
    rows = Task.objects.select_for_update(of=("self",)).select_related("plan")
    tasks = rows.prefetch_related("supporting", "milestones").in_bulk([one.task for one in assignments])
    access.require_above(actor, "task.assign", tasks.values())
    changes = [change for one in assignments if (change := _changed(tasks[one.task], one)) is not None]
    _keep_tasks(changes)
    _keep_supporting([one for one in changes if one.touches("supporting")])
    _keep_milestones([one for one in changes if one.touches("milestones")])
    tell_assigned([one.task for one in changes], at=at)
    record_all("task.assigned", [one.told for one in changes], actor=actor, origin=origin, at=at)
    return len(changes)


def _changed(task, given):
    """The change of one task, put into its row; None where it is assigned so already. Raises ChangedMeanwhile."""
    if task.edition != given.edition:
        raise ChangedMeanwhile(task)
    before, after = _assigned(task), _wanted(task, given)
    if before == after:
        return None
    task.lead_id, task.deadline = given.lead, given.deadline
    task.recurring = task.recurring and given.deadline is None
    task.edition += 1
    return _Change(task, given, before, after)


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


def _text(day):
    return day.isoformat() if day else None


def _keep_tasks(changes):
    fields = ["lead", "deadline", "recurring", "edition"]
    Task.objects.bulk_create(
        [one.task for one in changes],
        batch_size=_TOGETHER,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=fields,
    )


def _keep_supporting(changes):
    for part in _parts(changes):
        _SUPPORTING.objects.filter(task__in=[one.task for one in part]).delete()
    rows = (_SUPPORTING(task=one.task, organisation_id=place) for one in changes for place in one.after["supporting"])
    _SUPPORTING.objects.bulk_create(rows, batch_size=_TOGETHER)


def _keep_milestones(changes):
    """Milestones are told by their titles; one that was reported on may get another day, but not go."""
    dropped, kept = [], []
    for one in changes:
        wanted = dict(one.given.milestones)
        dropped += [row for row in one.task.milestones.all() if row.title not in wanted]
        kept += [Milestone(task=one.task, title=title, due=due) for title, due in wanted.items()]
    for part in _parts(dropped):
        if any(row.done is not None for row in part) or Report.objects.filter(milestone__in=part).exists():
            raise Reached
        Milestone.objects.filter(pk__in=[row.pk for row in part]).delete()
    Milestone.objects.bulk_create(
        kept, batch_size=_TOGETHER, update_conflicts=True, unique_fields=["task", "title"], update_fields=["due"]
    )


def _parts(rows):
    return (rows[start : start + _TOGETHER] for start in range(0, len(rows), _TOGETHER))
