"""What changed from one version of a plan to another, item by item."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kechuang.web.plans.fields import changes, subject_of

Row = tuple[str, Mapping[str, Any]]  # kind, values


@dataclass(frozen=True)
class Change:
    """One item that is new, gone, or says something else; ``fields`` path -> (before, after)."""

    what: str  # added | removed | changed
    kind: str
    values: Mapping[str, Any]
    fields: Mapping[str, tuple[Any, Any]]


def compare(before: Iterable[Row], after: Iterable[Row]) -> list[Change]:
    """The changes from ``before`` to ``after``, in the order of ``after``, what is gone last.

    Items are told by what they are about; several about the same are paired in their order.
    """
    old = _by_subject(before)
    found = []
    for kind, values in after:
        same = old.get(subject_of(kind, values))
        if not same:
            found.append(Change("added", kind, values, {}))
            continue
        changed = changes(kind, same.pop(0), values)
        if changed:
            found.append(Change("changed", kind, values, changed))
    gone = [(subject[0], values) for subject, rows in old.items() for values in rows]
    return found + [Change("removed", kind, values, {}) for kind, values in gone]


def _by_subject(rows):
    found: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for kind, values in rows:
        found.setdefault(subject_of(kind, values), []).append(values)
    return found
