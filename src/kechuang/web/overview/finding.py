"""What search finds across the rooms: which page shows a kind, and who may see it. The rooms' own ``visible_to`` decide."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse

from kechuang.web.collection import listing as collection
from kechuang.web.collection.access import returns_visible_to
from kechuang.web.evaluations import listing as evaluations
from kechuang.web.evaluations.access import evaluations_visible_to
from kechuang.web.indicators import listing as indicators
from kechuang.web.indicators.access import indicators_visible_to
from kechuang.web.indicators.models import Indicator
from kechuang.web.organisations import access
from kechuang.web.organisations import listing as organisations
from kechuang.web.organisations.models import Organisation
from kechuang.web.plans import listing as plans
from kechuang.web.plans.access import items_visible_to, plans_visible_to, versions_visible_to
from kechuang.web.plans.models import Item
from kechuang.web.search import actions as search
from kechuang.web.search.queries import excerpt, found_for, marked
from kechuang.web.tasks import listing as tasks
from kechuang.web.tasks.access import tasks_visible_to
from kechuang.web.tasks.models import Task

# Every room that lists something, lower rooms first: ``KINDS`` and ``all_listings()``.
ROOMS = (organisations, plans, indicators, tasks, collection, evaluations)


def _managed(person, *, on):
    """Organisations have a page for those who manage them."""
    return Organisation.objects.all() if access.may(person, "organisation.manage") else Organisation.objects.none()


def _tasks(person, *, on):
    return tasks_visible_to(person)


def _evaluations(person, *, on):
    return evaluations_visible_to(person)


def _returns(person, *, on):
    return returns_visible_to(person)


@dataclass(frozen=True)
class Kind:
    """A kind of thing, the page that shows one (``None``: the page shows all), and the rows somebody may see."""

    code: str
    page: str
    visible_to: Callable
    one: bool = True

    def address(self, subject):
        """The page of one."""
        return reverse(self.page, args=[subject] if self.one else [])


KINDS = {
    kind.code: kind
    for kind in (
        Kind("plan", "plans:plan", plans_visible_to),
        Kind("document", "plans:version", versions_visible_to),
        Kind("item", "overview:lineage-item", items_visible_to),
        Kind("indicator", "indicators:indicator", indicators_visible_to),
        Kind("task", "tasks:task", _tasks),
        Kind("return", "collection:return", _returns),
        Kind("evaluation", "evaluations:evaluation", _evaluations),
        Kind("organisation", "organisations:list", _managed, one=False),
    )
}


_IN_A_PLAN = {
    "item": (Item, "version__plan__title"),
    "indicator": (Indicator, "plan__title"),
    "task": (Task, "plan__title"),
}


def _subjects(rows, kind):
    """0 is no row's number: with it a page asks as often, whatever it has found."""
    return [0, *(row.subject for row in rows if row.kind == kind)]


def find(person, query, *, on, kind=""):
    """What ``person`` may see of what fits, in order; ``kind`` narrows."""
    kinds = [KINDS[kind]] if kind in KINDS else KINDS.values()
    seen = Q(pk__in=[])
    for one in kinds:
        seen |= Q(kind=one.code, subject__in=one.visible_to(person, on=on).values("pk"))
    return found_for(query).filter(seen)


def count_by_kind(found):
    """How many of each kind, in the order of the kinds."""
    counts = dict(found.order_by().values_list("kind").annotate(count=Count("pk")))
    return [(code, counts[code]) for code in KINDS if code in counts]


def show(rows, query):
    """Rows with their page and the plan they are of, and title and excerpt in marked stretches; a query for each kind in a plan."""
    plans_of = {
        (kind, pk): title
        for kind, (model, path) in _IN_A_PLAN.items()
        for pk, title in model.objects.filter(pk__in=_subjects(rows, kind)).values_list("pk", path)
    }
    for row in rows:
        row.plan = plans_of.get((row.kind, row.subject), "")
        row.page = KINDS[row.kind].address(row.subject)
        row.marked_title = marked(row.title, query)
        row.marked_text = marked(excerpt(row.text, query), query) if row.text else []
    return rows


@transaction.atomic
def rebuild():
    """Put everything in anew, from what the rooms hold; answers how many of each kind."""
    counts = {}
    for room in ROOMS:
        for code in room.KINDS:
            search.remove_kind(code)
        batch = []
        for listing in room.all_listings():
            counts[listing.kind] = counts.get(listing.kind, 0) + 1
            batch.append(listing)
            if len(batch) == 500:
                search.put_all(batch)
                batch = []
        search.put_all(batch)
    return counts
