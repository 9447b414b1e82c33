"""Who is told what of a task: its reporters what is asked of them, those above what was answered and what is late."""

from django.db.models import Q
from django.utils import timezone

from kechuang.web.notices.actions import queue
from kechuang.web.notices.models import Level
from kechuang.web.organisations.models import Person
from kechuang.web.organisations.roles import VERBS
from kechuang.web.tasks.states import Order


def people_of(organisation, verb, *, on):
    """Those of an organisation whose role on a day allows the verb."""
    standing = Q(roles__ends_on=None) | Q(roles__ends_on__gt=on)
    held = Q(roles__role__in=VERBS[verb], roles__starts_on__lte=on) & standing
    return Person.objects.filter(held, organisation=organisation, is_active=True).distinct().order_by("pk")


def tell_assigned(task, *, at):
    """Tell the reporters of the lead what they lead, and by when."""
    if task.lead_id is not None:
        _tell("task-assigned", task, people_of(task.lead_id, "task.report", on=timezone.localdate(at)), at=at)


def tell_instructed(task, said, *, at):
    """Tell the reporters of the lead what was said to them from above."""
    if task.lead_id is not None:
        level = Level.AMBER if said.order == Order.SUPERVISE else Level.GREEN
        people = people_of(task.lead_id, "task.report", on=timezone.localdate(at))
        _tell("task-instructed", task, people, at=at, level=level, words=said.words[:200])


def tell_reported(task, said, *, at):
    """Tell whoever asked for an answer that it is there; a problem is told to those who assign the task."""
    if said.answers is not None:
        _tell("task-answered", task, [said.answers.by], at=at, words=said.words[:200])
    if said.problem:
        people = people_of(task.plan.organisation_id, "task.assign", on=timezone.localdate(at))
        _tell("task-problem", task, people, at=at, level=Level.AMBER, words=said.problem[:200])


def tell_due(task, lateness, *, at):
    """Remind the reporters of the next day that counts; what is late is told to those above as well."""
    day = timezone.localdate(at)
    people = list(people_of(task.lead_id, "task.report", on=day)) if task.lead_id is not None else []
    late = lateness.days < 0
    if late:
        people += people_of(task.plan.organisation_id, "task.instruct", on=day)
    key, level = ("task-overdue", Level.RED) if late else ("task-due-soon", Level.AMBER)
    _tell(
        key, task, people, at=at, level=level, due=lateness.due, milestone=lateness.what or "", days=abs(lateness.days)
    )


def _tell(key, task, people, *, at, level=Level.GREEN, **details):
    queue(key, people, at=at, link=("tasks:task", task.pk), level=level, subject=task, task=str(task), **details)
