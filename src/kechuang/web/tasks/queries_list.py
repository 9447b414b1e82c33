"""The queries of the list of tasks, compiled once: its first rows, its counts, what is due for a report."""

from functools import cache

from django.db.models import Count

from kechuang.domain.tasks.lateness import Light
from kechuang.domain.tasks.life import OPEN
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.models import Organisation
from kechuang.web.plans.models import Plan
from kechuang.web.questions import Among, Question
from kechuang.web.tasks.access import visible
from kechuang.web.tasks.facts import with_facts
from kechuang.web.tasks.models import Instruction, Task
from kechuang.web.tasks.urgency import LIGHTS, by_urgency, lit, marks_of

FIRST = 40  # how many of a list are asked for so; whoever turns the page asks a queryset
_URGENT = [LIGHTS.index(Light.RED), LIGHTS.index(Light.AMBER)]
_TEXTS = frozenset({"kind", "state"})


def counts_of(person, narrowed, day):
    """``(rank of the light, state, how many)`` of the tasks one may see, ``narrowed`` by columns."""
    asked = {"reach": organisations.reach(person, "task.see"), **marks_of(day), **_given(narrowed)}
    return _counts(_key(narrowed)).rows(**asked)


def first_of(person, narrowed, light, day):
    """The first of the list by urgency, with their facts; ``light`` narrows by the rank of a light where it is one."""
    asked = {"reach": organisations.reach(person, "task.see"), **marks_of(day), **_given(narrowed)}
    if light is None:
        return _first(_key(narrowed), False).rows(**asked)
    return _first(_key(narrowed), True).rows(**asked, light=light)


def to_report(person, day):
    """The first open tasks whose lead ``person`` reports for and whose light is red or amber, with their facts."""
    reach, mine = organisations.reach(person, "task.see"), organisations.reach(person, "task.report")
    return _TO_REPORT.rows(reach=reach, mine=mine, **marks_of(day)) if mine else []


def unanswered(person):
    """What was said to the tasks one reports for and asks for an answer that nobody gave; the first."""
    reach, mine = organisations.reach(person, "task.see"), organisations.reach(person, "task.report")
    return _UNANSWERED.rows(reach=reach, mine=mine) if mine else []


def choices_of(person):
    """The plans and the leads of the tasks one may see."""
    reach = organisations.reach(person, "task.see")
    return _PLANS.rows(reach=reach), _LEADS.rows(reach=reach)


def _key(narrowed):
    return tuple((name, value is None) for name, value in sorted(narrowed.items()))


def _given(narrowed):
    return {name: value for name, value in narrowed.items() if value is not None}


def _seen(slot):
    return Task.objects.filter(visible(slot.numbers("reach")))


def _lit(tasks, slot):
    return lit(tasks, slot.day("overdue"), slot.day("soon"), slot.day("silent"))


def _narrowed(slot, key):
    tasks = _seen(slot)
    for name, is_none in key:
        value = None if is_none else slot.text(name) if name in _TEXTS else slot.number(name)
        tasks = tasks.filter(**{name: value})
    return _lit(tasks, slot)


@cache
def _counts(key):
    return Question(
        lambda slot: (
            _narrowed(slot, key).order_by("rank", "state").values_list("rank", "state").annotate(count=Count("pk"))
        )
    )


@cache
def _first(key, of_a_light):
    def build(slot):
        tasks = _narrowed(slot, key)
        tasks = tasks.filter(rank=slot.number("light")) if of_a_light else tasks
        return with_facts(by_urgency(tasks))[:FIRST]

    return Question(build)


def _to_report(slot):
    mine = _seen(slot).filter(Among("lead_id", slot.numbers("mine")), state__in=list(OPEN))
    return with_facts(by_urgency(_lit(mine, slot).filter(rank__in=_URGENT)))[:FIRST]


def _unanswered(slot):
    mine = _seen(slot).filter(Among("lead_id", slot.numbers("mine")))
    asked = Instruction.objects.filter(task__in=mine, due__isnull=False, answers=None)
    return asked.select_related("task", "by").order_by("due", "pk")[:FIRST]


_TO_REPORT = Question(_to_report)
_UNANSWERED = Question(_unanswered)
_PLANS = Question(lambda slot: Plan.objects.filter(pk__in=_seen(slot).values("plan")).order_by("-pk"))
_LEADS = Question(lambda slot: Organisation.objects.filter(pk__in=_seen(slot).values("lead")).order_by("code"))
