"""Reminders (提醒、催办): a chore of the worker; each date is reminded of once when near and once when passed."""

from django.db import transaction
from django.utils import timezone

from kechuang.domain.tasks.lateness import Light, Why
from kechuang.domain.tasks.life import OPEN
from kechuang.web.tasks.models import Reminder, Task
from kechuang.web.tasks.queries import judge
from kechuang.web.tasks.telling import tell_due

_TOGETHER = 500


@transaction.atomic
def remind(*, at):
    """Tell people of what comes or has passed, as of ``at``; answers how many tasks. Done twice, it tells nothing twice."""
    judged = judge(Task.objects.filter(state__in=OPEN, in_plan=True), timezone.localdate(at))
    due = [one for one in judged if one.lateness.why in (Why.OVERDUE, Why.DUE_SOON)]
    told = set(Reminder.objects.filter(task__state__in=OPEN).values_list("task", "due", "light"))
    new = [one for one in due if (one.row.pk, one.lateness.due, _light(one)) not in told]
    reminders = (Reminder(task=one.row, due=one.lateness.due, light=_light(one), at=at) for one in new)
    Reminder.objects.bulk_create(reminders, batch_size=_TOGETHER)
    tell_due(new, at=at)
    return len(new)


def _light(one):
    return (Light.RED if one.lateness.days < 0 else Light.AMBER).value
