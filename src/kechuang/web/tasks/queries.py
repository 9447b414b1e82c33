"""Tasks for pages."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from kechuang.domain.finding import Finding
from kechuang.domain.tasks.checks import check_task
from kechuang.domain.tasks.lateness import Lateness, Light, judge_lateness
from kechuang.domain.tasks.life import State
from kechuang.domain.tasks.progress import Progress, compute_progress
from kechuang.readers.rules import read_supervision
from kechuang.web.journal.models import Entry
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.models import Organisation
from kechuang.web.tasks import queries_list
from kechuang.web.tasks.access import tasks_assignable_by, tasks_visible_to
from kechuang.web.tasks.facts import followed_tasks, with_facts
from kechuang.web.tasks.models import Task
from kechuang.web.tasks.urgency import LIGHTS, by_urgency, with_light
from kechuang.web.tasks.wording import worded

FILTERS = ("text", "plan", "kind", "state", "lead", "light", "check")


@dataclass(frozen=True)
class Judged:
    """A task with what the domain says of it on a day."""

    row: Task
    progress: Progress
    lateness: Lateness
    findings: list[Finding]

    @property
    def findings_said(self):
        """What does not add up, in the words of whoever is looking."""
        return worded(self.findings)

    @property
    def days_late(self):
        """How many days its next day has passed."""
        return -self.lateness.days if self.lateness.days is not None else None


class InOrder:
    """Tasks in an order, each part judged on a day when it is looked at: a page of them costs a page.

    ``tasks`` makes the queryset when it is needed; ``count`` and ``first``, a function that gives the first of them with their facts, where they are known more cheaply.
    """

    def __init__(self, tasks, day, *, count=None, first=None):
        self.tasks, self.day, self.known, self.first = tasks, day, count, first

    def __len__(self):
        return self.tasks().count() if self.known is None else self.known

    def __getitem__(self, part):
        if self.first and not part.start and part.stop is not None and part.stop <= queries_list.FIRST:
            return _judge(self.first()[: part.stop], self.day)
        return _judge(with_facts(self.tasks())[part], self.day)

    def __iter__(self):
        return iter(self[:])


def judge(tasks, day):
    """Tasks of any queryset of theirs, judged on a day; the same number of queries for one as for a thousand."""
    return _judge(with_facts(tasks), day)


def _judge(tasks, day):
    rules = read_supervision().on(day)
    return [
        Judged(row, compute_progress(fact), judge_lateness(fact, day, rules), check_task(fact))
        for row, fact in followed_tasks(tasks, day)
    ]


def tasks_for_list(person, asked, *, day):
    """The tasks one may see that fit what was asked, the most urgent first: ``(those, counts by light, counts by state)``.

    Counts are of what fits all but the light, so that each light can be chosen with its number in sight.
    """
    if asked.get("text") or asked.get("check"):
        return _listed(tasks_visible_to(person), asked, day)
    narrowed = _narrowed(asked)
    lights, states = Counter(), Counter()
    for rank, state, count in queries_list.counts_of(person, narrowed, day):
        lights[LIGHTS[rank]] += count
        states[state] += count
    light = LIGHTS.index(asked["light"]) if asked.get("light") in set(Light) else None
    ranked = {} if light is None else {"rank": light}
    listed = InOrder(
        lambda: by_urgency(with_light(tasks_visible_to(person).filter(**narrowed), day).filter(**ranked)),
        day,
        count=lights.total() if light is None else lights[LIGHTS[light]],
        first=lambda: queries_list.first_of(person, narrowed, light, day),
    )
    return listed, lights, states


def tasks_to_assign(person, asked, *, day):
    """Those of the list that one may assign."""
    return _listed(tasks_assignable_by(person), asked, day)[0]


def _listed(tasks, asked, day):
    found = with_light(_matching(tasks, asked), day)
    if asked.get("check"):
        found = found.filter(pk__in=[one.row.pk for one in judge(found, day) if one.findings])
    lights = Counter({LIGHTS[rank]: count for rank, count in _counts(found, "rank")})
    states = Counter(dict(_counts(found, "state")))
    if asked.get("light") in set(Light):
        found = found.filter(rank=LIGHTS.index(asked["light"]))
    return InOrder(lambda: by_urgency(found), day), lights, states


def _counts(tasks, column):
    return tasks.order_by(column).values_list(column).annotate(count=Count("pk"))


def tasks_to_report(person, day):
    """Open tasks whose lead ``person`` reports for and whose light is red or amber, the most urgent first, judged; the first."""
    return _judge(queries_list.to_report(person, day), day)


def _matching(tasks, asked):
    if asked.get("text"):
        words = asked["text"]
        tasks = tasks.filter(Q(title__icontains=words) | Q(number__icontains=words) | Q(lead_name__icontains=words))
    return tasks.filter(**_narrowed(asked))


def _narrowed(asked):
    """What the list is narrowed to, column by column; what makes no sense narrows nothing."""
    narrowed = {"kind": asked["kind"]} if asked.get("kind") else {}
    if asked.get("state") in set(State):
        narrowed["state"] = asked["state"]
    for name in ("plan", "lead"):
        if (asked.get(name) or "").isdecimal():
            narrowed[name] = int(asked[name])
    if asked.get("lead") == "none":
        narrowed["lead"] = None
    return narrowed


def choices_for_list(person):
    """What the list can be narrowed to: plans, and organisations that lead."""
    return queries_list.choices_of(person)


def unmatched_names(person):
    """Printed names that no organisation was found for, in plans one assigns: ``(owner, name, number of tasks)``."""
    reach = organisations.reach(person, "task.assign")
    tasks = Task.objects.filter(plan__organisation__in=reach, lead=None, in_plan=True).exclude(lead_name="")
    found = tasks.order_by("lead_name").values_list("plan__organisation", "lead_name").annotate(count=Count("pk"))
    owners = Organisation.objects.in_bulk({owner for owner, _, _ in found})
    return [(owners[owner], name, count) for owner, name, count in found]


def reports_of(task):
    """What was reported on a task, the newest first, with who said it and the evidence, without the text of that."""
    rows = task.reports.select_related("by__organisation", "milestone", "answers", "evidence")
    texts = ("evidence__text", "evidence__tables", "evidence__page_starts")
    return rows.defer(*texts).order_by("-day", "-pk")


def trace_of(task):
    """What stands in the journal of one task, the newest first; ``when`` is the moment."""
    found = list(Entry.objects.filter(kind="task", subject=str(task.pk)).order_by("-number"))
    for one in found:
        one.when = datetime.fromisoformat(one.at)
    return found
