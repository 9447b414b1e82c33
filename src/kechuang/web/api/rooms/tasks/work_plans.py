"""Yearly work plans (年度工作要点) compared with the five-year plan: what each promise means, and whether it is enough.

One comes in as a plan does (``POST plans``); what it is, its text says.
"""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router
from pydantic import Field

from kechuang.web.api.answering import ID, PAGE, SIZE, by, deed, number, paged
from kechuang.web.api.problems import Problem
from kechuang.web.api.shapes import Done, Given, Key, Page, Shown
from kechuang.web.indicators.models import Indicator
from kechuang.web.organisations import access as organisations
from kechuang.web.tasks import work_plans
from kechuang.web.tasks.access import work_plans_visible_to
from kechuang.web.tasks.comparing import lines_of, work_plan_tasks
from kechuang.web.tasks.models import WorkLink, WorkPlan
from kechuang.web.tasks.states import LinkState

router = Router()


class WorkPlanRow(Shown):
    """A yearly work plan by its version; ``beside`` is the version it was laid beside, null where it was not yet."""

    id: int = Field(examples=[1])
    plan: int = Field(examples=[1])
    title: str = Field(examples=["Work plan 2027"])
    organisation: int = Field(examples=[1])
    stage: str = Field(examples=["review"])
    year: int | None = Field(examples=[2027])
    beside: int | None = Field(examples=[None])


class LineShown(Shown):
    """A promise or task of a work plan, what it means, and what of it the path of the indicator asks in that year."""

    item: int = Field(examples=[1])
    kind: str = Field(examples=["commitments"])
    quote: str = Field(examples=["R&D spending reaches 2 billion yuan"])
    link: int | None = Field(examples=[1])
    state: str | None = Field(examples=["proposed"])
    how: str = Field(examples=["The same name and unit"])
    indicator: int | None = Field(examples=[1])
    task: int | None = Field(examples=[None])
    verdict: str | None = Field(examples=["enough"])
    promised: str | None = Field(examples=["20"])
    needed: str | None = Field(examples=["19.5"])


class WorkPlanShown(WorkPlanRow):
    """With its lines, none where it was not laid beside a plan."""

    lines: list[LineShown]


class Judgement(Given):
    """Whether a link holds."""

    state: LinkState = Field(examples=["confirmed"])


class LinkGiven(Given):
    """What an item of a work plan means: an indicator or, where it is a task, a followed task."""

    item: Key
    indicator: Key | None = None
    task: Key | None = None


@router.get("/work-plans", response=Page[WorkPlanRow], operation_id="tasks-work-plans")
def listed(request, page: int = PAGE, size: int = SIZE):
    """Yearly work plans one may see, the newest first."""
    organisations.require(request.user, "task.see")
    return paged(_visible(request).order_by("-uploaded_at", "-pk"), page, size, _row)


@router.get("/work-plans/{id}", response=WorkPlanShown, operation_id="tasks-work-plan")
def shown(request, id: int = ID):
    """One yearly work plan, line by line."""
    organisations.require(request.user, "task.see")
    version = get_object_or_404(_visible(request), pk=id)
    laid = getattr(version, "work_plan", None)
    promises, tasks = lines_of(laid, timezone.localdate()) if laid else ([], [])
    return {**_row(version), "lines": [_line(one) for one in (*promises, *tasks)]}


@router.post("/work-plans/{id}/link", response=Done, operation_id="tasks-link")
@deed
def link(request, id: int = ID):
    """Lay a work plan beside the five-year plan and propose what it means; answers how many links are new."""
    return {"id": id, "changed": work_plans.link_work_plan(get_object_or_404(_visible(request), pk=id), **by(request))}


@router.post("/work-plans/{id}/link-by-hand", response=Done, operation_id="tasks-link-by-hand")
@deed
def link_by_hand(request, given: LinkGiven, id: int = ID):
    """Say what an item means, where nothing was proposed or something else; answers the link."""
    laid = get_object_or_404(WorkPlan.objects.filter(version__in=_visible(request)), version=id)
    organisations.require(request.user, "task.assign", laid.version.plan.organisation_id)
    item = laid.version.items.filter(pk=given.item).first()
    if item is None:
        raise Problem(422, "unfit", where="body.item")
    return {"id": work_plans.link_by_hand(laid, item, **_meant(laid, item, given), **by(request)).pk}


@router.post("/work-links/{id}/judge", response=Done, operation_id="tasks-judge-link")
@deed
def judge(request, given: Judgement, id: int = ID):
    """Confirm a link, refuse it, or leave it proposed."""
    links = WorkLink.objects.filter(work_plan__version__in=_visible(request))
    found = get_object_or_404(links.select_related("work_plan__version__plan", "item", "indicator", "task"), pk=id)
    work_plans.judge_link(found, state=given.state.value, **by(request))
    return {"id": id}


def _meant(laid, item, given):
    """One thing of the kind the item is of."""
    is_task = item.kind == "tasks"
    kind, others = ("task", given.indicator) if is_task else ("indicator", given.task)
    rows = work_plan_tasks(laid) if is_task else Indicator.objects.filter(plan=laid.beside.plan_id)
    found = rows.filter(pk=getattr(given, kind) or 0).first()
    if found is None or others is not None:
        raise Problem(422, "unfit", where=f"body.{kind}")
    return {kind: found}


def _visible(request):
    return work_plans_visible_to(request.user, on=timezone.localdate())


def _row(version):
    laid = getattr(version, "work_plan", None)
    period = version.identity.get("period") or {}
    place = {"plan": version.plan_id, "organisation": version.plan.organisation_id, "title": version.plan.title}
    told = {"year": laid.year if laid else period.get("end"), "beside": laid.beside_id if laid else None}
    return {"id": version.pk, **place, "stage": version.stage, **told}


def _line(one):
    link, said = one.link, one.comparison
    told = {"link": link.pk, "state": link.state, "indicator": link.indicator_id, "task": link.task_id} if link else {}
    compared = (
        {"verdict": said.verdict.value, "promised": number(said.promised), "needed": number(said.needed)}
        if said
        else {}
    )
    empty = dict.fromkeys(("link", "state", "indicator", "task", "verdict", "promised", "needed"))
    item = {"item": one.item.pk, "kind": one.item.kind, "quote": one.item.quote, "how": one.how}
    return {**empty, **item, **told, **compared}
