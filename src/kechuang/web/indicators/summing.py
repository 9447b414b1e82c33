"""Totals of an indicator's parts, for exactly what a change affects."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from kechuang.domain.indicators.aggregation import Part, Whole, divide_parts, parts_of, sum_parts
from kechuang.web.indicators.models import Course, Indicator
from kechuang.web.indicators.queries import newest_observations
from kechuang.web.indicators.states import Aggregation, Origin, State
from kechuang.web.organisations.facts import tree_on

_PLACES = Decimal("0.000001")
_GREATEST = Decimal(10) ** 18


def rounded(value):
    """A value as the database keeps it."""
    return None if value is None else Decimal(value).quantize(_PLACES)


@dataclass(frozen=True)
class Gap:
    """A whole that cannot be summed yet, and the organisations whose values are missing."""

    indicator: int
    organisation: int
    year: int
    period: str
    missing: tuple[int, ...]


@dataclass(frozen=True)
class Difference:
    """A whole that somebody reported, and what its parts make; what was reported stands."""

    indicator: int
    organisation: int
    year: int
    period: str
    reported: Decimal
    summed: Decimal


@dataclass(frozen=True)
class Summed:
    """A value that was made of others, as ``observing`` appends it."""

    indicator: int
    organisation: int
    year: int
    period: str
    value: Decimal | None
    state: str
    source: Mapping[str, object]
    origin: str = Origin.SUMMED.value

    @property
    def place(self):
        """What the value is of."""
        return (self.indicator, self.organisation, self.year, self.period)


@dataclass(frozen=True)
class Sums:
    """What is to be appended, what stood there before, and what could not be summed or is not what was reported."""

    values: list[Summed]
    before: dict[tuple, object]
    gaps: list[Gap]
    differences: list[Difference]


def sum_above(revisions, *, everywhere=False):
    """Everything that these new revisions make above them, level by level up the tree.

    ``everywhere`` sums every whole anew in their years: who is a part of it may have changed, not only a value.
    """
    touched = {one.indicator_id for one in revisions}
    indicators = _aggregating(touched)
    if not indicators:
        return Sums([], {}, [], [])
    parts = _parts(indicators)
    times = {(one.year, one.period) for one in revisions}
    related = {pk for one in indicators for pk in (one.pk, one.numerator_id, one.denominator_id) if pk}
    newest = _newest(related, {year for year, _ in times})
    starts = defaultdict(set)
    for one in revisions:
        starts[one.indicator_id].add((one.organisation_id, one.year, one.period))
    for indicator in indicators if everywhere else ():
        below = {part for members in parts.get(indicator.pk, {}).values() for part in members}
        starts[indicator.pk] |= {(part, *when) for part in below for when in times}
    work = _Work(newest, parts)
    for indicator in indicators:  # sums before the ratios made of them
        sources = (
            (indicator.numerator_id, indicator.denominator_id) if indicator.aggregation == Aggregation.RATIO else ()
        )
        changed = set().union(starts[indicator.pk], *(starts[pk] | work.changed[pk] for pk in sources))
        work.climb(indicator, changed)
    return Sums(work.values, work.before, work.gaps, work.differences)


def _aggregating(touched):
    """The indicators to sum: those touched, and the ratios made of them; sums first."""
    found = Indicator.objects.filter(pk__in=touched, aggregation=Aggregation.SUM)
    ratios = Indicator.objects.filter(aggregation=Aggregation.RATIO, numerator__isnull=False, denominator__isnull=False)
    made = ratios.filter(numerator__in=touched) | ratios.filter(denominator__in=touched) | ratios.filter(pk__in=touched)
    return [*found.order_by("pk"), *made.distinct().order_by("pk")]


def _parts(indicators):
    """Indicator -> whole -> the organisations directly below it that have a share."""
    members, counted = defaultdict(list), defaultdict(set)
    courses = Course.objects.filter(indicator__in=indicators).order_by("organisation__code")
    for indicator, organisation, counts in courses.values_list("indicator_id", "organisation_id", "counted"):
        members[indicator].append(organisation)
        if counts:
            counted[indicator].add(organisation)
    parents = tree_on(timezone.localdate()).parents
    return {
        indicator: {
            whole: tuple(one for one in parts if one in counted[indicator])
            for whole, parts in parts_of(parents, organisations).items()
        }
        for indicator, organisations in members.items()
    }


def _newest(indicators, years):
    found = newest_observations(indicators=indicators, years=years, withdrawn=True)
    return {(one.indicator_id, one.organisation_id, one.year, one.period): one for one in found}


class _Work:
    """Climbs the tree for one indicator after the other, remembering what it has made."""

    def __init__(self, newest, parts):
        self._parts = parts
        self._now = dict(newest)
        self.before = dict(newest)
        self.values, self.gaps, self.differences = [], [], []
        self.changed = defaultdict(set)

    def climb(self, indicator, changed):
        """Sum every whole above what changed, the deepest first."""
        parts = self._parts.get(indicator.pk, {})
        above = {part: whole for whole, below in parts.items() for part in below}
        waiting = set(changed)
        while waiting:
            wholes = {(above[one], year, period) for one, year, period in waiting if one in above}
            made = {place for place in sorted(wholes) if self._sum(indicator, parts[place[0]], *place)}
            self.changed[indicator.pk] |= made
            waiting = made

    def _sum(self, indicator, members, organisation, year, period):
        """Whether the whole at this place has a new value now."""
        whole = self._whole(indicator, members, year, period)
        place = (indicator.pk, organisation, year, period)
        there = self._now.get(place)
        stands = there is not None and there.state not in (State.WITHDRAWN, State.MISSING)
        if whole.value is None or abs(whole.value) >= _GREATEST:
            self.gaps.append(Gap(*place, whole.missing))
            if stands and there.origin == Origin.SUMMED:
                return self._put(place, None, State.WITHDRAWN, {"missing": list(whole.missing)})
            return False
        value = rounded(whole.value)
        if stands and there.origin != Origin.SUMMED:
            if there.value is not None and there.value != value:
                self.differences.append(Difference(*place, there.value, value))
            return False
        if stands and there.value == value:
            return False
        return self._put(place, value, State.VALUE, self._source(indicator, whole.parts, year, period))

    def _whole(self, indicator, members, year, period) -> Whole:
        if indicator.aggregation == Aggregation.SUM:
            return sum_parts(self._part(indicator.pk, one, year, period) for one in members)
        above = [self._part(indicator.numerator_id, one, year, period) for one in members]
        below = [self._part(indicator.denominator_id, one, year, period) for one in members]
        return divide_parts(above, below, scale=indicator.scale)

    def _part(self, indicator, organisation, year, period):
        one = self._now.get((indicator, organisation, year, period))
        if one is None or one.state in (State.MISSING, State.WITHDRAWN):
            return Part(organisation, None)
        return Part(organisation, one.value, applies=one.state != State.NOT_APPLICABLE)

    def _source(self, indicator, members, year, period):
        made_of = (
            (indicator.pk,)
            if indicator.aggregation == Aggregation.SUM
            else (indicator.numerator_id, indicator.denominator_id)
        )
        rows = [self._now[one, member, year, period] for one in made_of for member in members]
        known = [row.pk for row in rows if getattr(row, "pk", None)]
        wholes = [[row.indicator, row.organisation] for row in rows if not getattr(row, "pk", None)]
        return {"observations": known, **({"sums": wholes} if wholes else {})}

    def _put(self, place, value, state, source):
        one = Summed(*place, value, state.value, source)
        self._now[place] = one
        self.values.append(one)
        return True
