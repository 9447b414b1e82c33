"""Rows by the names people know them by, a page's at once; a row that is gone by the name the journal still has of it."""

import json
from collections import defaultdict
from collections.abc import Mapping

from django.urls import reverse

from kechuang.web.journal.models import RowChange
from kechuang.web.journal.watched import WATCHED
from kechuang.web.tracing.meaning import tables

_LONGEST = 60
_DIGITS = 19  # of a number no row can have
# What a row is called: the columns, put one behind the other.
LABELS: Mapping[str, tuple[str, ...]] = {
    "organisations_organisation": ("name",),
    "organisations_placement": ("name",),
    "organisations_person": ("username",),
    "organisations_heldrole": ("person__username",),
    "organisations_heldrole_listed": ("organisation__name",),
    "organisations_delegation": ("person__username", "delegate__username"),
    "accounts_secondfactor": ("person__username",),
    "accounts_recoverycode": ("person__username",),
    "socialaccount_socialaccount": ("user__username", "provider"),
    "notices_address": ("person__username",),
    "api_token": ("name",),
    "overview_screen": ("plan__title", "place"),
    "plans_original": ("name",),
    "plans_plan": ("title",),
    "plans_version": ("plan__title", "number"),
    "plans_item": ("quote",),
    "plans_findinglabel": ("plan__title", "mark"),
    "indicators_indicator": ("name",),
    "indicators_course": ("indicator__name", "organisation__name"),
    "indicators_plannedvalue": ("course__indicator__name", "course__organisation__name", "year"),
    "indicators_observation": ("indicator__name", "organisation__name", "year"),
    "tasks_followed": ("version__plan__title", "version__number"),
    "tasks_knownname": ("name",),
    "tasks_task": ("number", "title"),
    "tasks_task_supporting": ("task__title", "organisation__name"),
    "tasks_milestone": ("task__title", "title"),
    "tasks_instruction": ("task__title",),
    "tasks_report": ("task__title", "day"),
    "tasks_workplan": ("version__plan__title", "year"),
    "tasks_worklink": ("item__quote",),
    "collection_round": ("title",),
    "collection_roundindicator": ("round__title", "indicator__name"),
    "collection_return": ("round__title", "organisation__name"),
    "collection_return_hands": ("return__round__title", "return__organisation__name", "person__username"),
    "collection_return_county_hands": ("return__round__title", "return__organisation__name", "person__username"),
    "collection_cell": ("in_return__round__title", "in_return__organisation__name", "asked__indicator__name"),
    "collection_evidence": ("name",),
    "collection_step": ("in_return__round__title", "in_return__organisation__name", "number"),
    "evaluations_snapshot": ("version__plan__title", "as_of"),
    "evaluations_recipe": ("title", "number"),
    "evaluations_evaluation": ("plan__title", "snapshot__as_of"),
    "evaluations_result": ("evaluation__plan__title", "name"),
    "evaluations_opinion": ("evaluation__plan__title", "by__username"),
    "evaluations_signature": ("evaluation__plan__title", "by__username"),
    "publication_publication": ("slug",),
    "publication_release": ("publication__slug", "number"),
    "publication_releasedfile": ("release__publication__slug", "name"),
    "publication_withdrawal": ("release__publication__slug", "release__number"),
    "publication_target": ("url",),
}


class Naming:
    """The rows a page names: noted first, asked for together, then given by name."""

    def __init__(self) -> None:
        self._asked: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._names: dict[tuple[str, str, str], tuple[str, str]] = {}
        self._traced: set[tuple[str, str]] = set()

    def name(self, table: str, value: object, by: str = "id") -> tuple[str, str]:
        """Name and address of the trace of a row; "" for what is not known, or has none."""
        self._asked[table, by].add(str(value))
        key, name = self._names.get((table, by, str(value)), ("", ""))
        return name, reverse("journal:row", args=(table, key)) if (table, key) in self._traced else ""

    def load(self) -> None:
        """Ask for the names of all rows noted so far."""
        for (table, by), values in self._asked.items():
            found = _standing(table, by, values)
            if by == "id" and (gone := values - found.keys()):
                found |= _removed(table, gone)
            self._names |= {(table, by, value): named for value, named in found.items()}
            if table in WATCHED:
                keys = [key for key, _ in found.values()]
                changes = RowChange.objects.filter(table_name=table, row_key__in=keys)
                self._traced |= {(table, key) for key in changes.values_list("row_key", flat=True).distinct()}


def _standing(table, by, values):
    """Key and name of rows that are there, by what was asked for."""
    model = tables().get(table)
    if model is None or table not in LABELS:
        return {}
    wanted = [one for one in values if one.isdecimal() and len(one) < _DIGITS] if by == "id" else values
    rows = model._base_manager.filter(**{f"{by}__in": wanted}).values_list("pk", by, *LABELS[table])
    return {str(value): (str(key), _put_together(parts)) for key, value, *parts in rows}


def _removed(table, keys):
    """What rows that were removed were called, as far as one column of theirs says."""
    own = next((column for column in LABELS.get(table, ()) if "__" not in column), None)
    changes = RowChange.objects.filter(table_name=table, row_key__in=keys, done="removed").order_by("id")
    if own is None:
        return {}
    return {
        key: (key, _put_together([_loaded(before).get(own)]))
        for key, before in changes.values_list("row_key", "before")
    }


def _loaded(text):
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _put_together(parts):
    name = " · ".join(" ".join(str(part).split()) for part in parts if part not in (None, ""))
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
