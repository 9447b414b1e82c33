"""The start page, the choice of language, and the health check."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from kechuang.web.indicators import queries as indicators
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.roles import Role
from kechuang.web.overview import beginning, monitoring
from kechuang.web.overview.waiting import waiting_for
from kechuang.web.plans import queries as plans
from kechuang.web.plans.access import plans_seen

_PLANS = 10  # that the first page lists
# Whose day begins with what others wait for; planners, directors and third parties look at the plan first.
_LOOK_FIRST = frozenset({Role.PLANNER, Role.DIRECTOR, Role.EVALUATOR})
_WAYS = {  # where those without business go
    Role.ADMINISTRATOR: ("organisations:list", "accounts:people", "publication:webhooks"),
    Role.AUDITOR: ("journal:list", "journal:outside"),
}


@require_safe
def home(request):
    """What waits, the newest plan at a glance, and the plans one may see."""
    on = timezone.localdate()
    may_see = organisations.may(request.user, "plan.see")
    followed = indicators.plans_followed(request.user, on=on) if may_see else []
    plan, title, place = followed[0] if followed else (None, "", None)
    shown = plans.plans_shown(request.user, sorted(plans_seen(request.user, on))[-_PLANS:], on=on)
    roles = organisations.roles_of(request.user)
    waiting = waiting_for(request.user, on=on) if may_see else None
    house = beginning.standing() if Role.ADMINISTRATOR in roles else None
    context = {
        "waiting": waiting,
        "is_business": may_see,
        "works_first": may_see and not roles & _LOOK_FIRST,
        "plan": {"pk": plan, "title": title} if plan else None,
        "counts": monitoring.verdicts_of(plan, place, request.user, on=on) if plan else [],
        "plans": shown,
        "roles": sorted(roles),
        "ways": [name for role in sorted(roles) for name in _WAYS.get(role, ())],
        "house": house,
        "steps": beginning.with_next(_first_steps(roles, house, followed, shown, waiting), request.user),
        "may_upload": organisations.may(request.user, "plan.upload"),
        "may_see": may_see,
    }
    return render(request, "overview/home.html", context)


def _first_steps(roles, house, followed, shown, waiting):
    """What leads a new site to its first collection round; nothing once there is one, or the house is set up."""
    if house is not None:
        return () if house.is_ready else beginning.steps_of_house(house)
    if not roles & {Role.PLANNER, Role.DIRECTOR}:
        return ()
    if not followed:
        return beginning.steps_of_plans(shown)
    plan, _, place = followed[0]
    return () if waiting.count or beginning.has_asked(plan) else beginning.steps_after_following(plan, place)


@require_POST
@login_not_required
def choose_language(request):
    """Keep the language somebody chose, and go back to where they were."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    if request.POST.get("language") in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            request.POST["language"],
            max_age=365 * 24 * 3600,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@require_safe
@login_not_required
def healthy(request):
    """200 while the site and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
