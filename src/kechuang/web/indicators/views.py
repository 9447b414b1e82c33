"""Indicators: the list by plan, one indicator with all that is known of it, beginning to follow a plan, describing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.web.indicators import access, actions, queries, queries_page
from kechuang.web.indicators.charting import chart_of, charts_of
from kechuang.web.indicators.forms import IndicatorForm
from kechuang.web.indicators.queries_list import indicators_listed
from kechuang.web.indicators.table import pace_rows, path_rows
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.models import Organisation
from kechuang.web.origin import origin_of
from kechuang.web.plans.access import plans_visible_to, versions_visible_to
from kechuang.web.words import say

_MOST_SMALL = 30
_COLUMNS = ("definition", "lead", "direction", "aggregation", "numerator", "denominator", "scale")


@require_safe
def indicators(request):
    """The indicators of one plan, as they stand in one organisation."""
    organisations.require(request.user, "indicator.see")
    today = timezone.localdate()
    plans = queries.plans_followed(request.user, on=today)
    plan = _chosen(plans, request.GET.get("plan"))
    seen = queries.organisations_numbered(access.organisations_seen(request.user, on=today))
    context = {
        "plans": plans,
        "plan": plan,
        "seen": seen,
        "waiting": queries.versions_to_follow(request.user, on=today),
    }
    if plan is not None:
        organisation, found = _listed(request, plan, seen, today)
        context |= {
            "page": Paginator(found, 50).get_page(request.GET.get("page")),
            "organisation": organisation,
            "query": f"plan={plan[0]}&organisation={organisation}",
            "may_break_down": plan[2] in access.may_break_down(request.user),
        }
    return render(request, "indicators/list.html", context)


def _listed(request, plan, seen, today):
    """The organisation that was asked for and its indicators; unasked, one's own where it has a share, else the plan's."""
    asked, own = request.GET.get("organisation"), request.user.organisation_id
    organisation = _organisation(seen, asked or str(own), plan[2])
    found = indicators_listed(request.user, plan[0], organisation, on=today)
    if asked or organisation == plan[2] or any(one.here for one in found):
        return organisation, found
    return plan[2], indicators_listed(request.user, plan[0], plan[2], on=today)


def _chosen(plans, asked):
    return next((plan for plan in plans if str(plan[0]) == asked), plans[0] if plans else None)


def _organisation(seen, asked, whole):
    numbers = {one.pk for one in seen}
    return int(asked) if asked and asked.isdigit() and int(asked) in numbers else whole


@require_POST
def follow(request, pk):
    """Begin to follow an adopted version, or follow it instead of the one before."""
    version = get_object_or_404(versions_visible_to(request.user, on=timezone.localdate()), pk=pk)
    try:
        rows = actions.follow_plan(version, **_by(request))
    except actions.NotAdopted:
        messages.error(request, say("indicators.not-adopted"))
    else:
        messages.success(request, say("indicators.followed", count=len(rows), plan=version.plan.title))
    return redirect("indicators:list")


@require_POST
def assess(request, pk):
    """Judge every indicator of a plan anew."""
    plan = get_object_or_404(plans_visible_to(request.user, on=timezone.localdate()), pk=pk)
    count = actions.assess_anew(plan, **_by(request))
    messages.success(request, say("indicators.assessed", count=count))
    return redirect("indicators:list")


@require_safe
def indicator(request, pk):
    """One indicator: what it is, its path, its organisations, every value, and what is to be expected."""
    today = timezone.localdate()
    found = _indicator(request, pk)
    courses = queries_page.courses_shown(found, request.user, on=today)
    seen = access.organisations_seen(request.user, on=today)
    organisation = _shown(request, found, courses, seen)
    judged = queries_page.assessments_shown(found, request.user, on=today)
    values = queries_page.values_shown(found, request.user, on=today)
    here = values.get(organisation.pk, {})
    course = next((one for one in courses if one.organisation_id == organisation.pk), None)
    assessment = judged.get(organisation.pk)
    history = queries_page.revisions_shown(found, organisation, request.user, on=today)
    context = {
        "indicator": found,
        "organisation": organisation,
        "course": course,
        "courses": [(one, judged.get(one.organisation_id), _latest(values, one)) for one in courses],
        "path": path_rows(course, here, assessment),
        "assessment": assessment,
        "pace": pace_rows(assessment.working if assessment else None),
        "chart": chart_of(course, here.values(), assessment) if course else None,
        # dozens of charts weigh more than the rest of the page: they are drawn when they are asked for
        "small": _small(found, courses, values, judged) if "small" in request.GET else None,
        "parts": len(courses) > 1,
        "page": Paginator(history, 30).get_page(request.GET.get("page")),
        "query": f"organisation={organisation.pk}",
        "may_break_down": found.plan.organisation_id in access.may_break_down(request.user),
    }
    return render(request, "indicators/indicator.html", context)


def _shown(request, found, courses, seen):
    asked = request.GET.get("organisation", "")
    if asked.isdigit() and int(asked) in seen:
        return get_object_or_404(Organisation, pk=int(asked))
    return found.plan.organisation


def _small(found, courses, values, judged):
    """Every part's own chart, beside that of the whole."""
    parts = [one for one in courses if one.organisation_id != found.plan.organisation_id]
    charts = [
        (
            one.organisation.name,
            chart_of(one, values.get(one.organisation_id, {}).values(), judged.get(one.organisation_id)),
        )
        for one in parts[:_MOST_SMALL]
    ]
    return charts_of(charts)


def _latest(values, course):
    by_year = values.get(course.organisation_id)
    return by_year[max(by_year)] if by_year else None


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request, pk):
    """Change what an indicator is."""
    found = _indicator(request, pk)
    access.require_break_down(request.user, found.plan)
    initial = {name: getattr(found, f"{name}_id", None) or getattr(found, name) for name in _COLUMNS}
    form = IndicatorForm(found, request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        columns = {name: form.cleaned_data[name] for name in _COLUMNS}
        try:
            actions.describe(found, columns, edition=_edition(request), **_by(request))
        except actions.ChangedMeanwhile:
            form.add_error(None, say("indicator.changed-meanwhile"))
            status = 409
        else:
            return redirect("indicators:indicator", pk=pk)
    elif form.errors:
        status = 422
    context = {"indicator": found, "form": form, "edition": request.POST.get("edition", found.edition)}
    return render(request, "indicators/describe.html", context, status=status)


def _indicator(request, pk):
    found = queries_page.indicator_shown(request.user, pk, on=timezone.localdate())
    if found is None:
        raise Http404
    return found


def _edition(request):
    given = request.POST.get("edition", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


def _by(request):
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}
