"""Rows as values for decisions."""

from django.db.models import Max, OuterRef, Prefetch, Subquery

from kechuang.domain.source import Source
from kechuang.domain.tasks.life import State
from kechuang.domain.tasks.task import FollowedTask, Milestone, Reported
from kechuang.web.organisations.facts import tree_on
from kechuang.web.tasks import models

_OF_SOURCE = ("document", "line", "page", "start", "end", "text")


def with_facts(tasks):
    """Tasks with all that is judged of them: their milestones and what was last reported."""
    told = models.Report.objects.filter(task=OuterRef("pk"), percent__isnull=False).order_by("-day", "-pk")
    return (
        tasks.select_related("lead", "plan__organisation", "item")
        .defer("item__read", "item__quote")
        .annotate(
            last_percent=Subquery(told.values("percent")[:1]),
            last_percent_day=Subquery(told.values("day")[:1]),
            last_day=Max("reports__day"),
        )
        .prefetch_related("supporting", Prefetch("milestones", models.Milestone.objects.order_by("due", "pk")))
    )


def followed_tasks(tasks, day):
    """``(row, FollowedTask)`` for tasks of ``with_facts``, judged on a day; the tree is asked once."""
    names = tree_on(day).names
    return [(row, followed_task(row, names)) for row in tasks]


def followed_task(row, names):
    """One task as a value; ``names`` are the organisations that exist on the day."""
    said = Reported(row.last_percent_day, row.last_percent) if row.last_percent is not None else None
    source = row.item.values.get("source")
    return FollowedTask(
        title=str(row),
        state=State(row.state),
        lead_name=row.lead_name,
        lead=row.lead.name if row.lead else None,
        lead_stands=row.lead_id in names,
        deadline=row.deadline,
        plan_ends=row.plan_ends,
        milestones=tuple(Milestone(one.title, one.due, one.done) for one in row.milestones.all()),
        reported=said,
        last_heard=max(row.since, row.last_day) if row.last_day else row.since,
        recurring=row.recurring,
        in_plan=row.in_plan,
        source=Source(*(source[key] for key in _OF_SOURCE)) if source else None,
    )
