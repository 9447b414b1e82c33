"""Key tasks: the list, one task, taking over a plan's tasks, and matching printed names with organisations."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kechuang.domain.tasks.life import State
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.models import Organisation
from kechuang.web.organisations.queries import names_of
from kechuang.web.origin import origin_of
from kechuang.web.tasks import access, actions, following, queries
from kechuang.web.tasks.forms import InstructionForm, MoveForm, ReportForm
from kechuang.web.tasks.names import Names
from kechuang.web.tasks.sheet import milestones_text
from kechuang.web.tasks.states import Kind
from kechuang.web.words import say

TABS = ("basics", "milestones", "progress", "attachments", "trace")
_A_PAGE = 40


@require_safe
def tasks(request):
    """Tasks one may see, the most urgent first."""
    organisations.require(request.user, "task.see")
    day, asked = timezone.localdate(), asked_of(request)
    found, lights, states = queries.tasks_for_list(request.user, asked, day=day)
    plans, leads = queries.choices_for_list(request.user)
    may_assign = organisations.may(request.user, "task.assign")
    waiting = access.versions_to_follow(request.user, on=day).select_related("plan") if may_assign else []
    context = {
        "page": Paginator(found, _A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "query": query_of(request),
        "without_light": query_of(request, "light"),
        "lights": [(light.value, lights[light]) for light in queries.LIGHTS],
        "states": [(state.value, states[state.value]) for state in State],
        "kinds": list(Kind),
        "plans": plans,
        "leads": leads,
        "waiting": waiting,
        "unmatched": len(queries.unmatched_names(request.user)) if may_assign else 0,
        "may_assign": may_assign,
    }
    return render(request, "tasks/list.html", context)


def asked_of(request):
    """What the list is narrowed to."""
    return {name: request.GET.get(name, "").strip()[:100] for name in queries.FILTERS}


def query_of(request, *without):
    """What was asked, as the rest of an address; without the page."""
    query = request.GET.copy()
    for name in ("page", *without):
        query.pop(name, None)
    return query.urlencode()


@require_POST
def follow(request, pk):
    """Take over the tasks of an adopted version."""
    version = get_object_or_404(access.versions_to_follow(request.user, on=timezone.localdate()), pk=pk)
    new, changed, gone = following.follow_plan(version, **by(request))
    messages.success(request, say("tasks.followed", plan=version.plan.title, new=new, changed=changed, gone=gone))
    return redirect("tasks:list")


@require_safe
def task(request, pk):
    """One task, a tab at a time."""
    found = get_task(request, pk)
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else TABS[0]
    return show_task(request, found, tab)


def show_task(request, found, tab, *, status=200, **forms):
    """The page of a task with one tab open; ``forms`` in place of empty ones."""
    judged = queries.judge(access.tasks_visible_to(request.user).filter(pk=found.pk), timezone.localdate())[0]
    row = judged.row
    may_report = access.may(request.user, "task.report", row) and State(row.state) in actions.OPEN
    may_assign = access.may(request.user, "task.assign", row)
    entries = Paginator(queries.trace_of(row), 50).get_page(request.GET.get("page")) if tab == "trace" else []
    context = {
        "one": judged,
        "task": row,
        "tab": tab,
        "tabs": TABS,
        "may_assign": may_assign,
        "supporting": row.supporting.order_by("code"),
        "reports": queries.reports_of(row),
        "instructions": row.instructions.select_related("by").prefetch_related("answers").order_by("-pk"),
        "entries": entries,
        "names": names_of({one.actor for one in entries}, request.user),
        "report_form": forms.get("report_form") or (ReportForm(row) if may_report else None),
        "instruction_form": forms.get("instruction_form")
        or (InstructionForm() if access.may(request.user, "task.instruct", row) else None),
        "move_form": forms.get("move_form") or (MoveForm(row) if may_assign else None),
        "milestones_text": milestones_text(row.milestones.all()),
        "query": f"tab={tab}",
    }
    return render(request, "tasks/task.html", context, status=status)


@require_safe
def names(request):
    """Printed names that no organisation was found for."""
    organisations.require(request.user, "task.assign")
    rows = queries.unmatched_names(request.user)
    day = timezone.localdate()
    choices = {owner: sorted(Names(owner, day).standing.items(), key=lambda one: one[1]) for owner, _, _ in rows}
    shown = [(owner, name, count, choices[owner]) for owner, name, count in rows]
    return render(request, "tasks/names.html", {"rows": shown})


@require_POST
def match(request):
    """Say which organisation a printed name means."""
    organisations.require(request.user, "task.assign")
    reach = organisations.reach(request.user, "task.assign")
    owner = get_object_or_404(Organisation.objects.filter(pk__in=reach), pk=number_of(request.POST.get("owner")))
    standing = Names(owner, timezone.localdate()).standing
    meant = get_object_or_404(
        Organisation.objects.filter(pk__in=standing), pk=number_of(request.POST.get("organisation"))
    )
    name = request.POST.get("name", "").strip()[:100]
    count = actions.match_name(owner, name, meant, **by(request))
    messages.success(request, say("names.matched", name=name, organisation=meant.name, count=count))
    return redirect("tasks:names")


def get_task(request, pk):
    """The task, where one may see it."""
    return get_object_or_404(access.tasks_visible_to(request.user).select_related("plan"), pk=pk)


def by(request):
    """Who, from where, when."""
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}


def number_of(text):
    """A number somebody sent, 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0
