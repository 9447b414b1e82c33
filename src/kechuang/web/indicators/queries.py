"""Indicators, courses and observations for pages and for decisions."""

from django.db.models import Exists, OuterRef

from kechuang.web.indicators.models import Observation
from kechuang.web.indicators.states import State


def newest_observations(*, indicators=None, organisations=None, years=None, period=None, withdrawn=False, among=None):
    """The observations that count: the highest revision of each place, those withdrawn left out unless asked for.

    ``indicators`` and ``organisations`` are rows or ids; ``among`` narrows to what somebody may see.
    """
    found = Observation.objects.all() if among is None else among
    if indicators is not None:
        found = found.filter(indicator__in=indicators)
    if organisations is not None:
        found = found.filter(organisation__in=organisations)
    if years is not None:
        found = found.filter(year__in=years)
    if period is not None:
        found = found.filter(period=period)
    if not withdrawn:
        found = found.exclude(state=State.WITHDRAWN)
    return found.filter(~Exists(_later()))


def _later():
    same = {name: OuterRef(name) for name in ("indicator", "organisation", "year", "period")}
    return Observation.objects.filter(**same, revision__gt=OuterRef("revision"))


def newest_of(places):
    """The highest revision at each of the places ``(indicator, organisation, year, period)``."""
    found = newest_observations(
        indicators={place[0] for place in places},
        organisations={place[1] for place in places},
        years={place[2] for place in places},
        withdrawn=True,
    )
    rows = {(one.indicator_id, one.organisation_id, one.year, one.period): one for one in found}
    return {place: rows[place] for place in places if place in rows}
