"""Reminding (提醒、催办): a chore of the worker; each day that counts is reminded of once when near and once when passed."""

from django.db import transaction
from django.utils import timezone

from kechuang.domain.tasks.lateness import Light, Why
from kechuang.domain.tasks.life import OPEN
from kechuang.web.tasks.models import Reminder, Task
from kechuang.web.tasks.queries import judge
from kechuang.web.tasks.telling import tell_due


def remind(*, at):
    """Tell people of what comes or has passed, as of ``at``; answers how many tasks. Done twice, it tells nothing twice."""
    day = timezone.localdate(at)
    judged = judge(Task.objects.filter(state__in=OPEN, in_plan=True), day)
    due = [one for one in judged if one.lateness.why in (Why.OVERDUE, Why.DUE_SOON)]
    return sum(_remind(one, at=at) for one in due)


@transaction.atomic
def _remind(one, *, at):
    light = Light.RED if one.lateness.days < 0 else Light.AMBER
    _, new = Reminder.objects.get_or_create(task=one.row, due=one.lateness.due, light=light.value, defaults={"at": at})
    if new:
        tell_due(one.row, one.lateness, at=at)
    return new
