"""The screen on the wall of a meeting room, and the tickets that open one."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.web.organisations import access
from kechuang.web.origin import origin_of
from kechuang.web.overview import monitoring
from kechuang.web.overview.forms import ScreenForm
from kechuang.web.overview.screens import make_screen, screen_at, screens_visible_to, withdraw_screen
from kechuang.web.overview.tips import LATELY
from kechuang.web.tasks import queries as tasks

_ROWS, _PLACES, _TASKS = 14, 7, 8


@require_safe
@login_not_required
def wall(request, token):
    """How the plan of a ticket stands, for a room: no names of people, no links, nothing to press. It asks anew by itself."""
    at = timezone.now()
    screen = screen_at(token, at=at)
    if screen is None:
        raise Http404
    on, maker = timezone.localdate(), screen.made_by
    standings = monitoring.standings_of(screen.plan, maker, on=on)
    shown = monitoring.map_of(screen.plan, maker, on=on, since=at - LATELY)
    found, lights, _ = tasks.tasks_for_list(maker, {"plan": str(screen.plan_id)}, day=on)
    rows = sorted(shown.rows, key=lambda row: monitoring.urgency(row[1][0]))
    late = [one for one in found[:_TASKS] if one.lateness.light in ("red", "amber")]  # the most urgent come first
    context = {
        "screen": screen,
        "at": at,
        "counts": monitoring.count_verdicts(standings),
        "places": shown.organisations[:_PLACES],
        "rows": [(indicator, cells[:_PLACES]) for indicator, cells in rows[:_ROWS]],
        "tipped": sum(cell is not None and cell.tip is not None for _, row in rows for cell in row),
        "left": max(0, len(rows) - _ROWS),
        "lights": [(light, lights[light]) for light in tasks.LIGHTS if light != "none"],
        "tasks": late,
        "missing": len(monitoring.late_returns(screen.plan, maker, on=on)),
    }
    response = render(request, "overview/wall.html", context)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def screens(request):
    """The tickets there are, and making one; its address is shown this once."""
    access.require(request.user, "screen.make")
    plans = monitoring.plans_followed(request.user, on=timezone.localdate())
    mine = plans.filter(organisation__in=access.reach(request.user, "screen.make"))
    form = ScreenForm(mine, request.POST or None)
    address = None
    if request.method == "POST" and form.is_valid():
        _, token = make_screen(**form.cleaned_data, **_by(request))
        address = request.build_absolute_uri(reverse("overview:wall", args=[token]))
        form = ScreenForm(mine)
    context = {
        "form": form,
        "address": address,
        "page": Paginator(screens_visible_to(request.user), 30).get_page(request.GET.get("page")),
        "now": timezone.now(),
    }
    return render(request, "overview/screens.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request, pk):
    """Withdraw a ticket."""
    withdraw_screen(get_object_or_404(screens_visible_to(request.user), pk=pk), **_by(request))
    return redirect("overview:screens")


def _by(request):
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}
