"""Monitoring: the plan at a glance, indicators by organisations, what changed."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kechuang.domain.indicators.outlook import Verdict
from kechuang.domain.reports.report import HeatCell, HeatChart, Sentence
from kechuang.web.indicators import queries as indicators
from kechuang.web.organisations import access
from kechuang.web.overview import changes, monitoring, tips
from kechuang.web.plans.queries import plans_numbered
from kechuang.web.tasks import queries as tasks
from kechuang.web.words import say
from kechuang.web.words.templatetags.numbers import written

_TASKS_SHOWN, _PLANS = 8, 50
_TIPS_SHOWN = 50


@require_safe
def monitor(request):
    """Every indicator of a plan with its number, its odds and its verdict; tasks by state and what is late beside it."""
    access.require(request.user, "indicator.see")
    on = timezone.localdate()
    plans, plan = _chosen_plan(request, on)
    since = timezone.now() - tips.LATELY
    standings = monitoring.standings_of(plan, request.user, on=on, since=since) if plan else []
    asked = request.GET.get("verdict", "")
    shown = [one for one in standings if one.verdict == asked] if asked in set(Verdict) else standings
    found, lights, states = tasks.tasks_for_list(request.user, {"plan": str(plan.pk) if plan else "0"}, day=on)
    context = {
        "plans": plans,
        "plan": plan,
        "standings": shown,
        "counts": monitoring.count_verdicts(standings),
        "verdict": asked,
        "lights": [(light, lights[light]) for light in tasks.LIGHTS if lights[light]],
        "states": sorted(states.items()),
        "urgent": found[:_TASKS_SHOWN],
        "late": monitoring.late_returns(plan, request.user, on=on) if plan else [],
    }
    return render(request, "overview/monitor.html", context)


@require_safe
def heat_map(request):
    """Indicators by organisations, each cell with its value and verdict."""
    access.require(request.user, "indicator.see")
    on = timezone.localdate()
    plans, plan = _chosen_plan(request, on)
    since = timezone.now() - tips.LATELY
    shown = monitoring.map_of(plan, request.user, on=on, since=since) if plan else monitoring.Map([], [])
    context = {
        "plans": plans,
        "plan": plan,
        "map": shown,
        "verdicts": monitoring.VERDICTS,
        "chart": _chart(plan, shown),
    }
    return render(request, "overview/heat_map.html", context)


@require_safe
def changed(request):
    """What changed since the sign-in before this one, or since a day: verdicts first, then versions and values."""
    access.require(request.user, "indicator.see")
    on = timezone.localdate()
    moment = changes.moment_asked(request.user, request.GET.get("since", ""), at=timezone.now())
    page = Paginator(changes.values_since(request.user, moment, on=on), 50).get_page(request.GET.get("page"))
    turned = tips.changes_since(request.user, moment, on=on)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "moment": moment,
        "page": page,
        "rows": changes.with_before(list(page)),
        "tips": tips.with_way(turned[:_TIPS_SHOWN]),
        "tips_count": turned.count(),
        "versions": changes.versions_since(request.user, moment, on=on)[:20],
        "query": kept.urlencode(),
    }
    return render(request, "overview/changed.html", context)


def _chosen_plan(request, on):
    """Plans to choose from, and the one that was chosen, else the newest; 404 for one that may not be seen."""
    followed = [plan for plan, *_ in indicators.plans_followed(request.user, on=on)]
    plans = plans_numbered(followed[:_PLANS])
    asked = request.GET.get("plan", "")
    if not asked:
        return plans, plans[0] if plans else None
    chosen = next((plan for plan in plans if str(plan.pk) == asked), None)
    if chosen is None:
        raise Http404
    return plans, chosen


def _chart(plan, shown):
    """The same map as a picture, to print and to take away."""
    if not shown.rows:
        return None
    levels = tuple((code, say(f"outlook.verdict.{code}")) for code in ("reached", "on_course", "at_risk", "off_course"))
    levels = (*levels, (Verdict.NOT_ENOUGH.value, say(f"outlook.verdict.{Verdict.NOT_ENOUGH}")))
    cells = tuple(
        HeatCell(indicator.name, place.name, cell.verdict, written(cell.latest.value) if cell.latest else "—")
        for indicator, row in shown.rows
        for place, cell in zip(shown.organisations, row, strict=True)
        if cell is not None
    )
    rows = tuple(dict.fromkeys(indicator.name for indicator, _ in shown.rows))
    columns = tuple(place.name for place in shown.organisations)
    return HeatChart(Sentence("monitor.map-of", {"plan": plan.title}), rows, columns, levels, cells)
