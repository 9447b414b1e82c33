"""Yearly work plans: the list, and one compared with what is followed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kechuang.domain.tasks.asked import Verdict
from kechuang.web.indicators.models import Indicator
from kechuang.web.organisations import access as organisations
from kechuang.web.plans.findings import findings_of
from kechuang.web.plans.worded import worded
from kechuang.web.tasks import work_plans as actions
from kechuang.web.tasks.access import work_plans_visible_to
from kechuang.web.tasks.comparing import lines_of, work_plan_tasks
from kechuang.web.tasks.models import WorkLink, WorkPlan
from kechuang.web.tasks.states import LinkState
from kechuang.web.tasks.views import by, number_of
from kechuang.web.words import say


@require_safe
def work_plans(request):
    """Yearly work plans one may look at, the newest first."""
    organisations.require(request.user, "task.see")
    found = _versions(request.user).order_by("-uploaded_at", "-pk")
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    may_upload = organisations.may(request.user, "plan.upload")
    return render(request, "tasks/work_plans.html", {"page": page, "may_upload": may_upload})


@require_safe
def work_plan(request, pk):
    """What one promises, what it means, and what the paths ask in its year."""
    organisations.require(request.user, "task.see")
    version = get_object_or_404(_versions(request.user), pk=pk)
    may_link = organisations.may(request.user, "task.assign", version.plan.organisation_id)
    found = (
        WorkPlan.objects.select_related("beside__plan__organisation", "version__plan").filter(version=version).first()
    )
    context = {"version": version, "work_plan": found, "may_link": may_link}
    if found is not None:
        promises, tasks = lines_of(found, timezone.localdate())
        verdicts = [line.comparison.verdict for line in promises if line.comparison]
        context |= {
            "promises": promises,
            "tasks": tasks,
            "short": verdicts.count(Verdict.SHORT),
            "enough": verdicts.count(Verdict.ENOUGH),
            "findings": _between(version) if _may_see_findings(request, version) else [],
            "indicators": Indicator.objects.filter(plan=found.beside.plan_id, followed=True).order_by("position"),
            "followed": work_plan_tasks(found).filter(in_plan=True).order_by("position"),
        }
    return render(request, "tasks/work_plan.html", context)


def _between(version):
    """What the audit found between the work plan and the five-year plan."""
    return worded(version, [one for one in findings_of(version) if one.row.rule.startswith("between.")])


def _may_see_findings(request, version):
    return organisations.may(request.user, "plan.see-draft", version.plan.organisation_id)


@require_POST
def link(request, pk):
    """Propose what a work plan means."""
    version = get_object_or_404(_versions(request.user), pk=pk)
    try:
        count = actions.link_work_plan(version, **by(request))
    except actions.NoPlanBeside:
        messages.error(request, say("work-plan.nothing-beside"))
    else:
        messages.success(request, say("work-plan.linked", count=count))
    return redirect("tasks:work-plan", pk=pk)


@require_POST
def judge_link(request, pk):
    """Confirm or refuse one link."""
    visible = WorkLink.objects.filter(work_plan__version__in=_versions(request.user))
    found = get_object_or_404(visible.select_related("work_plan__version__plan", "item", "indicator", "task"), pk=pk)
    if request.POST.get("state") not in set(LinkState):
        raise Http404
    actions.judge_link(found, state=request.POST["state"], **by(request))
    return redirect("tasks:work-plan", pk=found.work_plan.version_id)


@require_POST
def link_by_hand(request, pk):
    """Say what one thing means."""
    visible = WorkPlan.objects.filter(version__in=_versions(request.user))
    found = get_object_or_404(visible.select_related("version__plan", "beside__plan"), version=pk)
    organisations.require(request.user, "task.assign", found.version.plan.organisation_id)
    item = get_object_or_404(found.version.items, pk=number_of(request.POST.get("item")))
    if item.kind == "tasks":
        meant = {"task": get_object_or_404(work_plan_tasks(found), pk=number_of(request.POST.get("meant")))}
    else:
        indicators = Indicator.objects.filter(plan=found.beside.plan_id)
        meant = {"indicator": get_object_or_404(indicators, pk=number_of(request.POST.get("meant")))}
    actions.link_by_hand(found, item, **meant, **by(request))
    return redirect("tasks:work-plan", pk=pk)


def _versions(person):
    return work_plans_visible_to(person, on=timezone.localdate())
