"""What search finds across the rooms: which page shows a kind, and who may see it, as the rooms' own conditions decide."""

from dataclasses import dataclass
from functools import cache

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse

from kechuang.web.collection import listing as collection
from kechuang.web.collection.models import Return
from kechuang.web.evaluations import listing as evaluations
from kechuang.web.evaluations.models import Evaluation
from kechuang.web.indicators import listing as indicators
from kechuang.web.indicators.models import Indicator
from kechuang.web.organisations import access
from kechuang.web.organisations import listing as organisations
from kechuang.web.plans import listing as plans
from kechuang.web.plans.access import plans_seen, scope_of, visible_versions
from kechuang.web.plans.models import Item, Version
from kechuang.web.questions import Among, Given, Question
from kechuang.web.search import actions as search
from kechuang.web.search.models import Found
from kechuang.web.search.queries import excerpt, holding, marked
from kechuang.web.search.words_table import phrases_of
from kechuang.web.tasks import listing as tasks
from kechuang.web.tasks.access import visible as visible_tasks
from kechuang.web.tasks.models import Task

# Every room that lists something, lower rooms first: ``KINDS`` and ``all_listings()``.
ROOMS = (organisations, plans, indicators, tasks, collection, evaluations)


@dataclass(frozen=True)
class Kind:
    """A kind of thing, and the page that shows one (not ``one``: the page shows all)."""

    code: str
    page: str
    one: bool = True

    def address(self, subject):
        """The page of one."""
        return reverse(self.page, args=[subject] if self.one else [])


KINDS = {
    kind.code: kind
    for kind in (
        Kind("plan", "plans:plan"),
        Kind("document", "plans:version"),
        Kind("item", "overview:lineage-item"),
        Kind("indicator", "indicators:indicator"),
        Kind("task", "tasks:task"),
        Kind("return", "collection:return"),
        Kind("evaluation", "evaluations:evaluation"),
        Kind("organisation", "organisations:list", one=False),
    )
}
SHOWN = 20  # of what was found, on a page


def _seen(slot, managed):
    """The condition on what is found: of each kind what somebody may see. Organisations have a page for those who manage them."""
    rows = {
        "document": Version.objects.filter(pk__in=visible_versions(slot).values("pk")),
        "item": Item.objects.filter(version__in=visible_versions(slot)),
        "indicator": Indicator.objects.filter(Among("plan_id", slot.numbers("followed"))),
        "task": Task.objects.filter(visible_tasks(slot.numbers("tasks"))),
        "return": Return.objects.filter(Among("organisation_id", slot.numbers("returns"))),
        "evaluation": Evaluation.objects.filter(Among("plan__organisation_id", slot.numbers("evaluations"))),
    }
    seen = Q(Among("subject", slot.numbers("plans")), kind="plan")
    for code, visible in rows.items():
        seen |= Q(kind=code, subject__in=visible.values("pk"))
    return seen | Q(kind="organisation") if managed else seen


def _found(slot, phrases, managed, of_a_kind=False):
    rows = holding([slot.text(f"phrase{number}") for number in range(phrases)]).filter(_seen(slot, managed))
    return rows.filter(kind=slot.text("kind")) if of_a_kind else rows


@cache
def _counts(phrases, managed):
    return Question(
        lambda slot: _found(slot, phrases, managed).order_by().values_list("kind").annotate(count=Count("pk"))
    )


@cache
def _first(phrases, managed, of_a_kind):
    return Question(lambda slot: _found(slot, phrases, managed, of_a_kind)[:SHOWN])


@dataclass(frozen=True)
class Search:
    """What somebody looks for among what they may see: ``phrases`` parts, whether organisations are theirs, and with what it is asked."""

    phrases: int
    managed: bool
    given: dict

    def counts(self):
        """How many of each kind fit, in the order of the kinds."""
        counts = dict(_counts(self.phrases, self.managed).rows(**self.given)) if self.phrases else {}
        return [(code, counts[code]) for code in KINDS if code in counts]

    def rows(self, kind="", start=0):
        """What fits from the place ``start`` on, as many as are ``SHOWN``; ``kind`` narrows."""
        if self.phrases and start == 0:
            return _first(self.phrases, self.managed, bool(kind)).rows(**self.given, kind=kind)
        return list(self.found(kind)[start : start + SHOWN])

    def found(self, kind=""):
        """All that fits, in order; ``kind`` narrows."""
        if not self.phrases:
            return Found.objects.none()
        return _found(Given(self.given | {"kind": kind}), self.phrases, self.managed, bool(kind))


def search_of(person, query, *, on):
    """The search of ``person`` for ``query``."""
    phrases, plans = phrases_of(query), plans_seen(person, on)
    given = {f"phrase{number}": phrase for number, phrase in enumerate(phrases)}
    given |= {
        "plans": plans,
        "followed": plans if access.reach(person, "indicator.see") else (),
        **scope_of(person, on),
    }
    for name, verb in (("tasks", "task.see"), ("returns", "return.see"), ("evaluations", "evaluation.see")):
        given[name] = access.reach(person, verb)
    return Search(len(phrases), access.may(person, "organisation.manage"), given)


def _titles_of(model, path):
    return Question(lambda slot: model.objects.filter(Among("pk", slot.numbers("those"))).values_list("pk", path))


_IN_A_PLAN = {
    "item": _titles_of(Item, "version__plan__title"),
    "indicator": _titles_of(Indicator, "plan__title"),
    "task": _titles_of(Task, "plan__title"),
}


def find(person, query, *, on, kind=""):
    """What ``person`` may see of what fits, in order; ``kind`` narrows."""
    return search_of(person, query, on=on).found(kind)


def show(rows, query):
    """Rows with their page and the plan they are of, and title and excerpt in marked stretches; a query for each kind in a plan."""
    plans_of = {
        (kind, pk): title
        for kind, titles in _IN_A_PLAN.items()
        for pk, title in titles.rows(those=[row.subject for row in rows if row.kind == kind])
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
