"""Who is notified about a task: its reporters of what is required, those above of answers and delays."""

from kechuang.web.notices.actions import Telling, queue_all
from kechuang.web.notices.models import Level
from kechuang.web.organisations.access import people_who_may
from kechuang.web.tasks.states import Order


def tell_assigned(tasks, *, at):
    """Tell the reporters of each lead what they lead."""
    reporters = _reporters(tasks)
    queue_all("task-assigned", [_telling(task, reporters[task.lead_id]) for task in tasks if task.lead_id], at=at)


def tell_instructed(task, said, *, at):
    """Tell the reporters of the lead what was said to them from above."""
    level = Level.AMBER if said.order == Order.SUPERVISE else Level.GREEN
    people = _reporters([task]).get(task.lead_id, ())
    _tell("task-instructed", task, people, at=at, level=level, words=said.words[:200])


def tell_reported(task, said, *, at):
    """Tell whoever asked for an answer that it is there; a problem is told to those who assign the task."""
    if said.answers is not None:
        _tell("task-answered", task, [said.answers.by], at=at, words=said.words[:200])
    if said.problem:
        place = task.plan.organisation_id
        people = people_who_may("task.assign", [place])[place]
        _tell("task-problem", task, people, at=at, level=Level.AMBER, words=said.problem[:200])


def tell_due(judged, *, at):
    """Remind the reporters of each task's next day that counts; what is late is told to those above as well."""
    tasks = [one.row for one in judged]
    reporters = _reporters(tasks)
    above = people_who_may("task.instruct", {task.plan.organisation_id for task in tasks})
    late, soon = [], []
    for one in judged:
        people = reporters.get(one.row.lead_id, [])
        due = {"due": one.lateness.due, "milestone": one.lateness.what, "days": abs(one.lateness.days)}
        if one.lateness.days < 0:
            late.append(_telling(one.row, [*people, *above[one.row.plan.organisation_id]], **due))
        else:
            soon.append(_telling(one.row, people, **due))
    queue_all("task-overdue", late, at=at, level=Level.RED)
    queue_all("task-due-soon", soon, at=at, level=Level.AMBER)


def _reporters(tasks):
    """Who reports for the leads of tasks, by organisation."""
    return people_who_may("task.report", {task.lead_id for task in tasks if task.lead_id is not None})


def _tell(key, task, people, *, at, level=Level.GREEN, **details):
    told = _telling(task, people, **details)
    queue_all(key, [told], at=at, level=level)


def _telling(task, people, **details):
    return Telling(people, ("tasks:task", task.pk), task, {"task": str(task), **details})
