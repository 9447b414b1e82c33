"""How the values of the parts make that of the whole (汇总): sums, and ratios as sum over sum, only when no part is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """What one organisation says: a value, nothing yet (None), or that the indicator does not apply to it (不适用)."""

    organisation: int
    value: Decimal | None
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Whole:
    """What the parts make: a value, or None and the organisations that are ``missing``; ``parts`` are those that count."""

    value: Decimal | None
    parts: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()


def sum_parts(parts: Iterable[Part]) -> Whole:
    """The sum (合计) of the parts that apply; a reported 0 counts as 0, a blank is missing."""
    applying = [part for part in parts if part.applies]
    missing = tuple(part.organisation for part in applying if part.value is None)
    counted = tuple(part.organisation for part in applying if part.value is not None)
    if missing or not counted:
        return Whole(None, counted, missing)
    return Whole(sum((part.value for part in applying if part.value is not None), Decimal(0)), counted)


def divide_parts(numerators: Iterable[Part], denominators: Iterable[Part], *, scale: Decimal) -> Whole:
    """The ratio (比率) of the whole: the sum of numerators over that of denominators, times ``scale`` (100 for %).

    An organisation counts on both sides or on neither; a sum of denominators that is zero gives no ratio.
    """
    below = {part.organisation: part for part in denominators}
    pairs = [(above, below.get(above.organisation, Part(above.organisation, None))) for above in numerators]
    applying = [(above, under) for above, under in pairs if above.applies and under.applies]
    over = sum_parts(above for above, _ in applying)
    under = sum_parts(under for _, under in applying)
    missing = tuple(dict.fromkeys((*over.missing, *under.missing)))
    if over.value is None or not under.value:
        return Whole(None, over.parts, missing)
    return Whole(over.value / under.value * scale, over.parts)


def parts_of(parents: Mapping[int, int | None], members: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Which members stand directly under which: each belongs to the nearest member above it in the tree."""
    known = list(members)
    inside = frozenset(known)
    found: dict[int, list[int]] = {}
    for one in known:
        above = _nearest(parents, one, inside)
        if above is not None:
            found.setdefault(above, []).append(one)
    return {whole: tuple(parts) for whole, parts in found.items()}


def _nearest(parents: Mapping[int, int | None], one: int, inside: frozenset[int]) -> int | None:
    seen = {one}
    at = parents.get(one)
    while at is not None and at not in seen:
        if at in inside:
            return at
        seen.add(at)
        at = parents.get(at)
    return None
