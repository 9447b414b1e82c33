"""What every page shows around its content: navigation and breadcrumbs, both from one table."""

from dataclasses import dataclass
from functools import lru_cache, partial

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from kechuang.web.notices.queries import count_unread
from kechuang.web.organisations import access


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the site: the url's name, the page above it, and, for pages in the navigation, part and verb.

    A place without a verb is open to everybody who is signed in, one with several to whoever may do one of them; its words
    are ``page.<name>``.
    """

    name: str
    above: str | None = None
    part: str | None = None
    verb: str | tuple[str, ...] | None = None


# Navigation by work, in the order of the work; a part with no page that exists is not shown.
PARTS = ("work", "plan", "breakdown", "collect", "monitor", "evaluate", "publish", "trace", "manage")
PLACES = (
    # work
    Place("overview:home", part="work"),
    Place("overview:inbox", part="work"),
    Place("notices:list", part="work"),
    # plan
    Place("plans:list", part="plan", verb="plan.see"),
    Place("plans:upload", above="plans:list", part="plan", verb="plan.upload"),
    Place("plans:plan", above="plans:list"),
    Place("plans:version", above="plans:plan"),
    Place("plans:difference", above="plans:plan"),
    Place("plans:adjust", above="plans:plan"),
    Place("plans:discard", above="plans:plan"),
    Place("plans:correct", above="plans:version"),
    Place("plans:add", above="plans:version"),
    Place("plans:findings", above="plans:version"),
    Place("plans:adopt", above="plans:version"),
    # breakdown: indicators, their paths and shares
    Place("indicators:list", part="breakdown", verb="indicator.see"),
    Place("indicators:indicator", above="indicators:list"),
    Place("indicators:describe", above="indicators:indicator"),
    Place("indicators:import", above="indicators:list"),
    Place("indicators:import-history", above="indicators:list"),
    Place("indicators:break-down", above="indicators:indicator"),
    # breakdown: tasks and work plans
    Place("tasks:list", part="breakdown", verb="task.see"),
    Place("tasks:assign", above="tasks:list", part="breakdown", verb="task.assign"),
    Place("tasks:work-plans", part="breakdown", verb="task.see"),
    Place("tasks:work-plan", above="tasks:work-plans"),
    Place("tasks:names", above="tasks:list"),
    Place("tasks:import", above="tasks:list"),
    Place("tasks:task", above="tasks:list"),
    # collect
    Place("collection:list", part="collect", verb="return.see"),
    Place("collection:open", above="collection:list", part="collect", verb="round.manage"),
    Place(
        "collection:queue", above="collection:list", part="collect", verb=("return.approve-county", "return.approve")
    ),
    Place("collection:round", above="collection:list"),
    Place("collection:change", above="collection:round"),
    Place("collection:return", above="collection:round"),
    Place("collection:fill", above="collection:return"),
    # monitor
    Place("overview:monitor", part="monitor", verb="indicator.see"),
    Place("overview:heat-map", above="overview:monitor", part="monitor", verb="indicator.see"),
    Place("overview:changed", above="overview:monitor", part="monitor", verb="indicator.see"),
    Place("overview:screens", above="overview:monitor", part="monitor", verb="screen.make"),
    Place("overview:lineage-observation", above="overview:monitor"),
    Place("overview:lineage-item", above="plans:list"),
    Place("overview:lineage-course", above="overview:monitor"),
    Place("overview:search"),
    # evaluate
    Place("evaluations:list", part="evaluate", verb="evaluation.see"),
    Place("evaluations:begin", above="evaluations:list", part="evaluate", verb="evaluation.run"),
    Place("evaluations:recipes", part="evaluate", verb="evaluation.see"),
    Place("evaluations:evaluation", above="evaluations:list"),
    Place("evaluations:outlook", above="evaluations:evaluation"),
    Place("evaluations:index", above="evaluations:evaluation"),
    Place("evaluations:working", above="evaluations:index"),
    Place("evaluations:opinion", above="evaluations:evaluation"),
    Place("evaluations:sign", above="evaluations:evaluation"),
    Place("evaluations:withdraw", above="evaluations:evaluation"),
    Place("evaluations:recipe", above="evaluations:recipes"),
    Place("evaluations:add-recipe", above="evaluations:recipes"),
    # publish
    Place("publication:list", part="publish", verb="publication.see"),
    Place("publication:release", above="publication:list", part="publish", verb="publication.release"),
    Place("publication:release-evaluation", above="publication:list"),
    Place("publication:withdraw", above="publication:list"),
    # trace
    Place("journal:list", part="trace", verb="journal.read"),
    Place("journal:entry", above="journal:list"),
    Place("journal:outside", above="journal:list", part="trace", verb="journal.read"),
    Place("journal:row", above="journal:list"),
    # manage
    Place("publication:webhooks", part="manage", verb="webhook.manage"),
    Place("publication:add-webhook", above="publication:webhooks"),
    Place("publication:webhook", above="publication:webhooks"),
    Place("organisations:list", part="manage", verb="organisation.manage"),
    Place("organisations:import", above="organisations:list"),
    Place("accounts:people", part="manage", verb="organisation.manage"),
    Place("accounts:person", above="accounts:people"),
    Place("accounts:add-person", above="accounts:people"),
    Place("accounts:own"),
    Place("accounts:password", above="accounts:own"),
    Place("accounts:factor", above="accounts:own"),
    Place("accounts:delegate", above="accounts:own"),
    Place("api:tokens", above="accounts:own"),
    Place("api:docs", above="api:tokens"),
)
_BY_NAME = {place.name: place for place in PLACES}


def page(request):
    """The context of every page: ``navigation``, ``breadcrumbs``, ``languages``.

    A view that shows one plan or person gives ``crumb_links``, url name -> (words, address), for what is above it.
    """
    person = getattr(request, "user", None)
    match = request.resolver_match
    here = match.view_name if match else ""
    signed_in = person is not None and person.is_authenticated
    return {
        "navigation": _navigation(_open_to(person), here, get_language()) if signed_in else "",
        "here": here,
        "trail": [place.name for place in _trail(here)],
        "count_unread": partial(count_unread, person),
        "languages": settings.LANGUAGES,
        "language": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
    }


def _open_to(person):
    """The places of the navigation that are open to ``person``."""
    return tuple(place for place in PLACES if place.part and _is_open(person, place))


@lru_cache(maxsize=4096)
def _navigation(shown, here, language):
    """The navigation as it stands on a page: the same for everybody to whom the same is open, so it is written once."""
    trail = {place.name for place in _trail(here)}
    parts = []
    for part in PARTS:
        entries = [(place.name, reverse(place.name), place.name == here) for place in shown if place.part == part]
        if entries:
            parts.append((part, entries, any(name in trail for name, _, _ in entries)))
    return render_to_string("parts/navigation.html", {"navigation": parts}) if parts else ""


def _is_open(person, place):
    verbs = place.verb if isinstance(place.verb, tuple) else (place.verb,)
    return any(verb is None or access.may(person, verb) for verb in verbs)


def _trail(here):
    line = []
    place = _BY_NAME.get(here)
    while place is not None:
        line.append(place)
        place = _BY_NAME.get(place.above) if place.above else None
    return line[::-1]
