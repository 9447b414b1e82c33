"""A draft break-down: completed to a path for everybody, and checked against what must add up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kechuang.domain.indicators.aggregation import parts_of
from kechuang.domain.indicators.breakdown import Breakdown, Joining, Share
from kechuang.domain.indicators.outlook_questions import counts_whole_things
from kechuang.domain.indicators.path import Shape
from kechuang.domain.indicators.planned import Span, compute_along, compute_years, places_of
from kechuang.domain.indicators.target import set_target
from kechuang.domain.quantity import Bound
from kechuang.web.indicators.facts import ceiling, kind_of, read_lore, target_of
from kechuang.web.indicators.states import ALONG, TYPED


@dataclass(frozen=True)
class Draft:
    """What somebody gives for one organisation; ``years`` only where the path is typed, or where the share goes along (随总目标) and
    is divided further: what that gives it, see ``paths_of``.
    """

    organisation: int
    shape: str = ALONG
    base: Decimal | None = None
    target: Decimal | None = None
    weight: Decimal | None = None
    counted: bool = True
    years: Mapping[int, Decimal] = field(default_factory=dict)


def draft_of(course):
    """The draft that a row was made from."""
    years = {one.year: one.value for one in course.years.all()}
    return Draft(
        course.organisation_id,
        course.shape,
        course.base_value,
        course.target_value,
        course.weight,
        course.counted,
        years if course.shape == TYPED else {},
    )


def span_of(indicator):
    """The years of an indicator's path; one without years where the plan gives no baseline or target year."""
    first, last = indicator.baseline_year, indicator.target_year
    if first is None or last is None:
        return Span(0, 0, indicator.cumulative)
    return Span(first, last, indicator.cumulative, _places(indicator))


def _places(indicator):
    numbers = [indicator.baseline_value, indicator.target_low, indicator.target_high]
    known = [number for number in numbers if number is not None]
    numbers = [float(one) for one in known]
    whole = counts_whole_things(indicator.unit or None, kind_of(indicator), numbers, read_lore().counting)
    return places_of(known, whole_things=whole)


def complete(indicator, whole, parts, *, expected=(), weights=None):
    """The break-down of a whole's draft and those of its parts, every path that is not typed computed.

    ``weights`` stand in where a part of a ratio has no weight of its own: its denominator, as far as it is known.
    """
    span = span_of(indicator)
    top = _share(whole, span, _years_of(whole, span))
    paths = _paths(parts, top, span)
    weights = weights or {}
    shares = tuple(_share(part, span, paths.get(part.organisation, {}), weights) for part in parts)
    target = _target(indicator, whole)
    top_end = ceiling(indicator)
    return Breakdown(
        Joining(indicator.aggregation),
        target,
        top,
        shares,
        span.years,
        span.places,
        tuple(expected),
        None if top_end is None else Decimal(str(top_end)),
    )


def paths_of(indicator, drafts, parents):
    """Organisation -> its years, for all who have a share, from the plan's own organisation down.

    Who goes along has the path of the share it belongs to, scaled to its own baseline and target, also below a county whose path
    was typed. ``drafts`` are by organisation, ``parents`` the tree.
    """
    span, below = span_of(indicator), parts_of(parents, drafts)
    waiting = list(drafts.keys() - {one for parts in below.values() for one in parts})
    found = {one: _years_of(drafts[one], span) for one in waiting}
    while waiting:
        whole = waiting.pop()
        parts = [drafts[one] for one in below.get(whole, ())]
        found |= {one.organisation: {} for one in parts}
        found |= _paths(parts, _share(drafts[whole], span, found[whole]), span)
        waiting += [one.organisation for one in parts]
    return found


def _target(indicator, whole):
    """What the plan promises of its own organisation, or the share of one below that is divided further."""
    if whole.organisation == indicator.plan.organisation_id:
        return target_of(indicator)
    if whole.target is None or indicator.target_year is None:
        return None
    goal = float(whole.target)
    rising = indicator.direction == "rise"
    ends = {"bound": Bound.EQUAL, "low": goal, "high": goal, "base": None}
    return set_target(indicator.target_year, **ends, rising=rising, cumulative=indicator.cumulative)


def _share(draft, span, years, weights=None):
    weight = draft.weight if draft.weight is not None else (weights or {}).get(draft.organisation)
    base = Decimal(0) if span.cumulative else draft.base
    return Share(draft.organisation, base, draft.target, years, weight, draft.counted)


def _years_of(draft, span):
    if draft.shape == TYPED or draft.years:
        return {year: value for year, value in draft.years.items() if year in span.years}
    base = Decimal(0) if span.cumulative else draft.base
    if base is None or draft.target is None:
        return {}
    shape = Shape.LINEAR if draft.shape == ALONG else Shape(draft.shape)
    return compute_years(base, draft.target, shape, span)


def _paths(parts, whole, span):
    """Organisation -> its years; those in step with the whole together, so that what is rounded still adds up."""
    found = {part.organisation: _years_of(part, span) for part in parts if part.shape != ALONG}
    for counted in (True, False):
        along = [part for part in parts if part.shape == ALONG and part.counted is counted]
        ends = {part.organisation: _ends(part, span) for part in along}
        known = {one: (base, goal) for one, (base, goal) in ends.items() if base is not None and goal is not None}
        found |= compute_along(known, whole.years, whole.base or Decimal(0), span)
    return found


def _ends(part, span):
    return (Decimal(0) if span.cumulative else part.base), part.target
