"""What the list of indicators asks, from questions made once."""

from django.db.models import Count, Q

from kechuang.web.indicators.access import scope_of, within
from kechuang.web.indicators.models import Assessment, Course, Indicator, Observation
from kechuang.web.indicators.queries import newest_observations
from kechuang.web.indicators.states import WHOLE_YEAR, State
from kechuang.web.questions import Among, Question


def indicators_listed(person, plan, organisation, *, on):
    """The followed indicators of a plan (its id), in its order, as they stand in an organisation (its id).

    Each with ``here`` (its course there), ``judged`` (its assessment there), ``latest`` (the newest whole year's value there),
    all None where there is none, and ``divided`` (in how many organisations else it has a course).
    """
    scope = scope_of(person, on=on)
    if not scope["organisations"]:
        return []
    place = {"plan": plan, "organisation": organisation}
    here = {one.indicator_id: one for one in _COURSES.rows(**place, **scope)}
    judged = {one.indicator_id: one for one in _ASSESSMENTS.rows(**place, **scope)}
    latest = {one.indicator_id: one for one in _LATEST.rows(**place, **scope, period=WHOLE_YEAR)}
    found = _INDICATORS.rows(**place, plans=scope["plans"])
    for one in found:
        one.here, one.judged, one.latest = here.get(one.pk), judged.get(one.pk), latest.get(one.pk)
    return found


def _indicators(slot):
    of_plan = Indicator.objects.filter(Among("plan_id", slot.numbers("plans")), plan=slot.number("plan"), followed=True)
    elsewhere = ~Q(courses__organisation=slot.number("organisation"))
    divided = Count("courses", filter=elsewhere, distinct=True)
    return of_plan.select_related("plan", "lead", "item").annotate(divided=divided).order_by("position")


def _here(model, slot):
    seen = model.objects.filter(within(slot.numbers("organisations"), slot.numbers("plans")))
    of_plan = seen.filter(indicator__plan=slot.number("plan"), indicator__followed=True)
    return of_plan.filter(organisation=slot.number("organisation"))


def _latest(slot):
    newest = newest_observations(period=slot.text("period"), among=_here(Observation, slot))
    return newest.filter(state=State.VALUE).only("indicator", "year", "value").order_by("year")


_INDICATORS = Question(_indicators)
_COURSES = Question(lambda slot: _here(Course, slot))
_ASSESSMENTS = Question(lambda slot: _here(Assessment, slot).defer("working"))
_LATEST = Question(_latest)
