"""How urgent tasks are (轻重缓急), told by the database: the rule of ``domain/tasks/lateness`` as a query, so that a page of tasks
costs a page. A test holds the two together.
"""

from datetime import date, timedelta

from django.db.models import Case, DateField, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, Least

from kechuang.domain.tasks.lateness import Light
from kechuang.domain.tasks.life import OPEN, State
from kechuang.readers.rules import read_supervision
from kechuang.web.tasks.models import Milestone, Report

LIGHTS = (Light.RED, Light.AMBER, Light.GREEN, Light.NONE)
_NEVER = date.max
_OPEN = tuple(state.value for state in sorted(OPEN))


def with_light(tasks, day):
    """Tasks with ``rank``, the place of their light in LIGHTS on a day, and ``next_day``, the next day that counts."""
    return lit(tasks, **marks_of(day))


def marks_of(day):
    """The days that part the lights, seen from ``day``: overdue since, due until, heard of since."""
    rules = read_supervision().on(day)
    overdue, soon, silent = (
        timedelta(int(rules.number(f"supervision.{name}-days"))) for name in ("overdue", "due-soon", "silent")
    )
    return {"overdue": day - overdue, "soon": day + soon, "silent": day - silent}


def lit(tasks, overdue, soon, silent):
    """The same, from the days of ``marks_of``."""
    first = Milestone.objects.filter(task=OuterRef("pk"), done=None).order_by("due").values("due")[:1]
    heard = Report.objects.filter(task=OuterRef("pk")).order_by("-day").values("day")[:1]
    never = Value(_NEVER, DateField())
    next_day = Least(Coalesce("deadline", never), Coalesce(Subquery(first), never))
    last_heard = Greatest("since", Coalesce(Subquery(heard), "since"))
    return tasks.annotate(next_day=next_day, last_heard=last_heard).annotate(
        rank=_rank(
            (~Q(state__in=_OPEN), Light.NONE),
            (Q(next_day__lte=overdue), Light.RED),
            (Q(next_day__lte=soon), Light.AMBER),
            (Q(state=State.BLOCKED.value) | Q(last_heard__lt=silent), Light.AMBER),
            (Q(next_day=_NEVER), Light.NONE),
        )
    )


def _rank(*cases):
    whens = [When(condition, then=Value(LIGHTS.index(light))) for condition, light in cases]
    return Case(*whens, default=Value(LIGHTS.index(Light.GREEN)), output_field=IntegerField())


def by_urgency(tasks):
    """Tasks of ``with_light``: open ones first; what is longest overdue first, what has no day last."""
    closed = Case(When(state__in=_OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    counts = Case(When(state__in=_OPEN, then=F("next_day")), default=Value(_NEVER, DateField()))
    return tasks.order_by(closed, "rank", counts, "plan", "position", "pk")
