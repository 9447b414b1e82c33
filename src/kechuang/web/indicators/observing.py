"""Keeping values: revisions are appended, totals above them updated, and what they affect is reassessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from kechuang.web.indicators import assessing, summing
from kechuang.web.indicators.models import Indicator, Observation
from kechuang.web.indicators.queries import newest_observations, newest_of
from kechuang.web.indicators.states import WHOLE_YEAR, Origin, State
from kechuang.web.journal.actions import record

_BATCH = 1_000


@dataclass(frozen=True)
class Value:
    """A value to keep: of an indicator, in an organisation (both by id), for a year or a part of it."""

    indicator: int
    organisation: int
    year: int
    value: Decimal | None
    period: str = WHOLE_YEAR
    state: str = State.VALUE.value
    origin: str = Origin.RETURN.value
    source: Mapping[str, object] = field(default_factory=dict)

    @property
    def place(self):
        """What the value is of."""
        return (self.indicator, self.organisation, self.year, self.period)


@dataclass(frozen=True)
class Kept:
    """What keeping values did: the revisions, those that were summed from them, what could not be summed, and how much
    was judged anew. ``gaps`` says which organisations are missing, ``differences`` where a sum is not what was reported.
    """

    revisions: list[Observation]
    summed: list[Observation]
    gaps: list[summing.Gap]
    differences: list[summing.Difference]
    assessed: int


def keep_observations(values, *, actor, origin, at, deed="observations.kept"):
    """Append a revision for every value that says something new, and bring sums and assessments up to date.

    Whoever calls has made sure that ``actor`` may: a return is approved, a file is taken in, a plan is followed. A value
    that is already there with the same origin and source is not kept twice.
    """
    with transaction.atomic():
        values = list(values)
        before = _lock_and_read(values)
        revisions = _append([one for one in values if not _is_known(one, before)], before, actor=actor, at=at)
        return _follow_up(revisions, deed=deed, actor=actor, origin=origin, at=at)


def withdraw_observations(places, *, reason, actor, origin, at, source=None):
    """Let what was kept no longer count (撤销): a further revision says so. ``places`` are ``Value.place`` tuples."""
    with transaction.atomic():
        places = list(dict.fromkeys(places))
        blanks = [_blank(place, source) for place in places]
        before = _lock_and_read(blanks)
        standing = [one for one in blanks if one.place in before and before[one.place].state != State.WITHDRAWN]
        revisions = _append(standing, before, actor=actor, at=at)
        return _follow_up(revisions, deed="observations.withdrawn", actor=actor, origin=origin, at=at, reason=reason)


def sum_again(indicators, *, at):
    """Bring sums and assessments up to date after shares or ways of summing changed; answers what was summed."""
    with transaction.atomic():
        standing = newest_observations(indicators=indicators)
        sums = summing.sum_above(list(standing), everywhere=True)
        summed = _append(sums.values, sums.before, actor=None, at=at)
        touched = {*indicators, *(one.indicator_id for one in summed)}
        assessing.assess(assessing.pairs_of(touched), at=at)
        return summed


def _blank(place, source):
    indicator, organisation, year, period = place
    return Value(indicator, organisation, year, None, period, State.WITHDRAWN.value, Origin.RETURN.value, source or {})


def _lock_and_read(values):
    """The newest revision at each place; their indicators are locked, so that two who approve wait for each other."""
    touched = sorted({one.indicator for one in values})
    list(Indicator.objects.select_for_update().filter(pk__in=touched).order_by("pk").values_list("pk", flat=True))
    return newest_of({one.place for one in values})


def _is_known(one, before):
    there = before.get(one.place)
    return there is not None and (
        (there.state, there.value, there.origin, there.source)
        == (one.state, summing.rounded(one.value), one.origin, dict(one.source))
    )


def _append(values, before, *, actor, at):
    rows = [
        Observation(
            indicator_id=one.indicator,
            organisation_id=one.organisation,
            year=one.year,
            period=one.period,
            revision=before[one.place].revision + 1 if one.place in before else 1,
            state=one.state,
            value=summing.rounded(one.value),
            origin=one.origin,
            source=dict(one.source),
            by=actor,
            at=at,
        )
        for one in values
    ]
    return Observation.objects.bulk_create(rows, batch_size=_BATCH)


def _follow_up(revisions, *, deed, actor, origin, at, reason=""):
    if not revisions:
        return Kept([], [], [], [], 0)
    sums = summing.sum_above(revisions)
    summed = _append(sums.values, sums.before, actor=None, at=at)
    touched = {one.indicator_id for one in (*revisions, *summed)}
    assessed = assessing.assess(assessing.pairs_of(touched), at=at)
    after = {
        "values": [_told(one) for one in revisions[:200]],
        "count": len(revisions),
        "summed": len(summed),
        "assessed": assessed,
    }
    record(deed, actor=actor, origin=origin, at=at, after=after, reason=reason)
    return Kept(revisions, summed, sums.gaps, sums.differences, assessed)


def _told(one):
    value = None if one.value is None else f"{one.value.normalize():f}"
    return [one.indicator_id, one.organisation_id, one.year, one.period, one.revision, one.state, value]
