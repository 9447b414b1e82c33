"""What changed from one version of a plan to another, item by item."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kechuang.web.plans.fields import changes, subject_of

Row = tuple[str, Mapping[str, Any], int]  # kind, values, the item they are of


@dataclass(frozen=True)
class Change:
    """One item that is new, gone, or says something else; ``fields`` path -> (before, after), ``old`` and ``new`` the items."""

    what: str  # added | removed | changed
    kind: str
    values: Mapping[str, Any]
    fields: Mapping[str, tuple[Any, Any]]
    old: int | None = None
    new: int | None = None


def compare(before: Iterable[Row], after: Iterable[Row]) -> list[Change]:
    """The changes from ``before`` to ``after``, in the order of ``after``, what is gone last.

    Items are told by what they are about; several about the same are paired in their order.
    """
    old = _by_subject(before)
    found = []
    for kind, values, item in after:
        same = old.get(subject_of(kind, values))
        if not same:
            found.append(Change("added", kind, values, {}, new=item))
            continue
        was, before_it = same.pop(0)
        changed = changes(kind, was, values)
        if changed:
            found.append(Change("changed", kind, values, changed, before_it, item))
    gone = [(subject[0], *row) for subject, rows in old.items() for row in rows]
    return found + [Change("removed", kind, values, {}, old=item) for kind, values, item in gone]


def _by_subject(rows):
    found: dict[tuple[Any, ...], list[tuple[Mapping[str, Any], int]]] = {}
    for kind, values, item in rows:
        found.setdefault(subject_of(kind, values), []).append((values, item))
    return found
