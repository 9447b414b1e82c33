"""What a yearly work plan (年度工作要点) speaks of: which indicator a promise means, which followed task one of its tasks is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kechuang.domain.indicators.catalogue import Catalogue
from kechuang.domain.tasks.following import plain_title

ALIKE = 0.6  # titles are one task from here on …
ALIKE_UNDER_ONE_LEAD = 0.4  # … or from here where the same organisation leads both


@dataclass(frozen=True, slots=True)
class Named:
    """A promise or indicator by its name and unit; ``key`` that of the catalogue, "" where it knows none."""

    id: int
    name: str
    unit: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Titled:
    """A task by its title and the organisation that leads it, as printed."""

    id: int
    title: str
    lead: str = ""


@dataclass(frozen=True)
class Link:
    """One thing of the work plan and what it means, with the working: a code with words and its circumstances."""

    mine: int
    its: int
    how: str
    details: Mapping[str, str] = field(default_factory=dict)


def link_indicators(promises: Sequence[Named], indicators: Sequence[Named], catalogue: Catalogue) -> Iterator[Link]:
    """By the catalogue's key first, then by one form of the name; a promise means one indicator or none."""
    for promise in promises:
        yield from _indicator(promise, indicators, catalogue)


def _indicator(promise: Named, indicators: Sequence[Named], catalogue: Catalogue) -> Iterator[Link]:
    known = catalogue.match(promise.name, promise.unit or None) or catalogue.match(promise.name)
    if known is not None:
        same = [one for one in indicators if one.key == known.key]
        if len(same) == 1:
            yield Link(promise.id, same[0].id, "work-link.key", {"name": promise.name, "indicator": known.name})
            return
    forms = set(catalogue.rules.forms(promise.name))
    alike = [one for one in indicators if forms & set(catalogue.rules.forms(one.name))]
    if len(alike) == 1:
        yield Link(promise.id, alike[0].id, "work-link.name", {"name": promise.name, "indicator": alike[0].name})


def link_tasks(mine: Sequence[Titled], followed: Sequence[Titled]) -> Iterator[Link]:
    """Each task of the work plan with the followed one most like it, where that is alike enough."""
    for task in mine:
        best = max(followed, key=lambda one: compute_likeness(task.title, one.title), default=None)
        if best is None:
            continue
        likeness = compute_likeness(task.title, best.title)
        one_lead = bool(task.lead) and task.lead == best.lead
        if likeness >= (ALIKE_UNDER_ONE_LEAD if one_lead else ALIKE):
            how = "work-link.same-title" if likeness == 1 else "work-link.alike-lead" if one_lead else "work-link.alike"
            yield Link(task.id, best.id, how, {"likeness": f"{likeness:.2f}", "lead": task.lead, "title": best.title})


def compute_likeness(first: str, second: str) -> float:
    """How much two titles have in common: twice the shared pairs of neighbouring characters over all of both (Dice).

    >>> compute_likeness("1.提升平台能级", "提升平台能级"), round(compute_likeness("提升平台", "提升创新平台"), 2)
    (1.0, 0.5)
    """
    one, other = plain_title(first), plain_title(second)
    if one == other:
        return 1.0
    pairs, others = _pairs(one), _pairs(other)
    shared = sum(min(count, others.get(pair, 0)) for pair, count in pairs.items())
    return 2 * shared / max(1, sum(pairs.values()) + sum(others.values()))


def _pairs(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for index in range(len(text) - 1):
        pair = text[index : index + 2]
        found[pair] = found.get(pair, 0) + 1
    return found
