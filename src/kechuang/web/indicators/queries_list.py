"""The queries of the list of indicators, compiled once."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from kechuang.web.indicators.access import scope_of
from kechuang.web.indicators.models import Assessment, Course, Indicator, Observation
from kechuang.web.indicators.queries import newest_observations
from kechuang.web.indicators.states import WHOLE_YEAR, State
from kechuang.web.questions import Question


def indicators_listed(person, plan, organisation, *, on):
    """The followed indicators of a plan (its id), in its order, as they stand in an organisation (its id).

    Each with ``here`` (its course there), ``judged`` (its assessment there), ``latest`` (the newest whole year's value there),
    all None where there is none, and ``divided`` (in how many organisations else it has a course).
    """
    scope = scope_of(person, on=on)
    if plan not in scope["plans"] or not scope["organisations"]:
        return []
    place = {"plan": plan, "organisation": organisation}
    here, judged, latest = _there(place) if organisation in scope["organisations"] else ({}, {}, {})
    found = _INDICATORS.rows(**place)
    for one in found:
        one.here, one.judged, one.latest = here.get(one.pk), judged.get(one.pk), latest.get(one.pk)
    return found


def _there(place):
    """Courses, assessments and newest values of a plan in an organisation, by indicator; whoever asks may see both."""
    rows = (_COURSES.rows(**place), _ASSESSMENTS.rows(**place), _LATEST.rows(**place, period=WHOLE_YEAR))
    return [{one.indicator_id: one for one in found} for found in rows]


def _indicators(slot):
    of_plan = Indicator.objects.filter(plan=slot.number("plan"), followed=True)
    elsewhere = Course.objects.filter(indicator=OuterRef("pk")).exclude(organisation=slot.number("organisation"))
    counted = elsewhere.order_by().values("indicator").annotate(count=Count("pk")).values("count")
    divided = Coalesce(Subquery(counted), 0)
    return of_plan.select_related("plan", "lead", "item").annotate(divided=divided).order_by("position")


def _here(model, slot):
    of_plan = model.objects.filter(indicator__plan=slot.number("plan"), indicator__followed=True)
    return of_plan.filter(organisation=slot.number("organisation"))


def _latest(slot):
    newest = newest_observations(period=slot.text("period"), among=_here(Observation, slot))
    return newest.filter(state=State.VALUE).only("indicator", "year", "value").order_by("year")


_INDICATORS = Question(_indicators)
_COURSES = Question(lambda slot: _here(Course, slot))
_ASSESSMENTS = Question(lambda slot: _here(Assessment, slot).defer("working"))
_LATEST = Question(_latest)
