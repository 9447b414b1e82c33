"""The verbs on yearly work plans (年度工作要点): link one with the five-year plan, and say whether a link holds."""

from django.db import transaction
from django.utils import timezone

from kechuang.domain.tasks.linking import Named, Titled, link_indicators, link_tasks
from kechuang.readers.catalogue import read_catalogue
from kechuang.web.indicators.models import Indicator
from kechuang.web.jobs.actions import queue
from kechuang.web.journal.actions import record
from kechuang.web.organisations import access as organisations
from kechuang.web.plans.actions import AUDITING
from kechuang.web.plans.audits import ANNUAL, version_beside
from kechuang.web.plans.states import Standing
from kechuang.web.tasks.models import Task, WorkLink, WorkPlan
from kechuang.web.tasks.states import LinkState

PROMISES = ("commitments", "indicators")


class NoPlanBeside(Exception):
    """There is no adopted five-year plan of the organisation, or of one above it, that holds the year."""


@transaction.atomic
def link_work_plan(version, *, actor, origin, at):
    """Propose which indicator each promise of a work plan means and which followed task each of its tasks is; answers how many
    links are new. What was confirmed or refused stays. Raises NoPlanBeside.
    """
    organisations.require(actor, "task.assign", version.plan.organisation_id)
    beside = version_beside(version, on=timezone.localdate(at)) if is_yearly(version) else None
    if beside is None:
        raise NoPlanBeside
    year = version.identity["period"]["end"]
    work_plan, _ = WorkPlan.objects.update_or_create(
        version=version, defaults={"beside": beside, "year": year, "by": actor, "at": at}
    )
    work_plan.links.filter(state=LinkState.PROPOSED).delete()
    said = set(work_plan.links.values_list("item", "indicator", "task"))
    links = [one for one in _proposed(work_plan, at) if (one.item_id, one.indicator_id, one.task_id) not in said]
    WorkLink.objects.bulk_create(links)
    queue(AUDITING, version.pk, at=at)  # it may have been audited before there was a plan to lay it beside
    record("tasks.work-plan-linked", version, actor=actor, origin=origin, at=at, after={"links": len(links)})
    return len(links)


def is_yearly(version):
    """Whether a version was read as a yearly work plan."""
    return version.identity.get("kind") == ANNUAL


def _proposed(work_plan, at):
    items = work_plan.version.items.exclude(standing=Standing.REJECTED).order_by("kind", "position")
    plan = work_plan.beside.plan
    indicators = [
        Named(one.pk, one.name, one.unit, one.key) for one in Indicator.objects.filter(plan=plan, followed=True)
    ]
    followed = [Titled(one.pk, one.title, one.lead_name) for one in Task.objects.filter(plan=plan, in_plan=True)]
    promises = [_named(item) for item in items if item.kind in PROMISES]
    mine = [
        Titled(item.pk, item.values["title"], item.values.get("lead") or "") for item in items if item.kind == "tasks"
    ]
    for link in link_indicators(promises, indicators, read_catalogue()):
        yield _row(work_plan, link, at, indicator_id=link.its)
    for link in link_tasks(mine, followed):
        yield _row(work_plan, link, at, task_id=link.its)


def _named(item):
    return Named(item.pk, item.values.get("measure") or item.values.get("name") or "", item.values.get("unit") or "")


def _row(work_plan, link, at, **meant):
    details = dict(link.details)
    return WorkLink(work_plan=work_plan, item_id=link.mine, how=link.how, details=details, at=at, **meant)


@transaction.atomic
def judge_link(link, *, state, actor, origin, at):
    """Say whether a link holds: confirmed, refused, or proposed again."""
    version = link.work_plan.version
    organisations.require(actor, "task.assign", version.plan.organisation_id)
    before = link.state
    WorkLink.objects.filter(pk=link.pk).update(state=LinkState(state), by=actor, at=at)
    after = {"link": link.pk, "item": str(link.item), "means": str(link.indicator or link.task), "state": state}
    record("tasks.link-judged", version, actor=actor, origin=origin, at=at, before={"state": before}, after=after)


@transaction.atomic
def link_by_hand(work_plan, item, *, actor, origin, at, indicator=None, task=None):
    """Say what something of a work plan means, where nothing was proposed or something else."""
    version = work_plan.version
    organisations.require(actor, "task.assign", version.plan.organisation_id)
    given = {"state": LinkState.CONFIRMED, "how": "work-link.by-hand", "details": {}, "by": actor, "at": at}
    link, _ = WorkLink.objects.update_or_create(
        work_plan=work_plan, item=item, indicator=indicator, task=task, defaults=given
    )
    after = {"link": link.pk, "item": str(item), "means": str(indicator or task), "state": LinkState.CONFIRMED}
    record("tasks.link-judged", version, actor=actor, origin=origin, at=at, after=after)
    return link
