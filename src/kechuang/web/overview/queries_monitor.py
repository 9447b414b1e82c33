"""The queries of the monitoring pages, compiled once; each returns what ``person`` may see."""

from django.db.models import Count, F

from kechuang.web.indicators.access import scope_of, within
from kechuang.web.indicators.models import Assessment, Course, Indicator, Observation
from kechuang.web.indicators.queries import newest_observations
from kechuang.web.indicators.states import WHOLE_YEAR, State
from kechuang.web.questions import Among, Question


def followed(plan, person, *, on):
    """The followed indicators of the plan, in its order, with the ``change`` and the ``words`` of the plan's row."""
    scope = scope_of(person, on=on)
    return _FOLLOWED.rows(plan=plan.pk, plans=scope["plans"]) if scope["organisations"] else []


def count_followed(plan):
    """How many indicators of a plan (its id) are followed."""
    counted = _COUNT_FOLLOWED.rows(plan=plan)
    return counted[0][1] if counted else 0


def verdicts(plan, organisation, person, *, on):
    """The verdicts of a plan's followed indicators in an organisation, both by id."""
    return _VERDICTS.rows(plan=plan, organisation=organisation, **scope_of(person, on=on))


def latest(plan, person, *, on):
    """(indicator, organisation) -> the newest whole year's value, of the plan's own organisation."""
    asked = {"plan": plan.pk, "organisation": plan.organisation_id, "period": WHOLE_YEAR}
    return _by_place(_LATEST.rows(**asked, **scope_of(person, on=on)))


def latest_everywhere(plan, person, *, on):
    """The same of every organisation."""
    return _by_place(_LATEST_EVERYWHERE.rows(plan=plan.pk, period=WHOLE_YEAR, **scope_of(person, on=on)))


def judged(plan, person, *, on):
    """Indicator -> its assessment in the plan's own organisation, without its working."""
    asked = {"plan": plan.pk, "organisation": plan.organisation_id}
    return {one.indicator_id: one for one in _JUDGED.rows(**asked, **scope_of(person, on=on))}


def paths(plan, person, *, on):
    """Indicator -> its course in the plan's own organisation, and (indicator, year) -> what is planned there."""
    courses, planned = {}, {}
    asked = {"plan": plan.pk, "organisation": plan.organisation_id}
    for indicator, course, year, value in _PATHS.rows(**asked, **scope_of(person, on=on)):
        courses[indicator] = course
        if year is not None:
            planned[indicator, year] = value
    return courses, planned


def _by_place(rows):
    """The last year's row of each place; only those are read whole."""
    newest = {(indicator, organisation): pk for indicator, organisation, pk in rows}
    found = {one.pk: one for one in _THESE.rows(those=list(newest.values()))}
    return {place: found[pk] for place, pk in newest.items()}


def _of_plan(model, slot):
    seen = model.objects.filter(within(slot.numbers("organisations"), slot.numbers("plans")))
    return seen.filter(indicator__plan=slot.number("plan"), indicator__followed=True)


def _here(model, slot):
    return _of_plan(model, slot).filter(organisation=slot.number("organisation"))


def _newest_of(among, slot):
    rows = newest_observations(period=slot.text("period"), among=among).filter(state=State.VALUE)
    return rows.order_by("year").values_list("indicator_id", "organisation_id", "pk")


def _followed(slot):
    found = Indicator.objects.filter(Among("plan_id", slot.numbers("plans")), plan=slot.number("plan"), followed=True)
    asked = {"change": F("item__values__change"), "words": F("item__values__target__text")}
    return found.annotate(**asked).order_by("position")


def _count_followed(slot):
    found = Indicator.objects.filter(plan=slot.number("plan"), followed=True)
    return found.values("plan").annotate(count=Count("pk")).values_list("plan", "count")


_FOLLOWED = Question(_followed)
_COUNT_FOLLOWED = Question(_count_followed)
_VERDICTS = Question(lambda slot: _here(Assessment, slot).values_list("verdict", flat=True))
_LATEST = Question(lambda slot: _newest_of(_here(Observation, slot), slot))
_LATEST_EVERYWHERE = Question(lambda slot: _newest_of(_of_plan(Observation, slot), slot))
_THESE = Question(lambda slot: Observation.objects.filter(Among("pk", slot.numbers("those"))))
_JUDGED = Question(lambda slot: _here(Assessment, slot).defer("working"))
_PATHS = Question(lambda slot: _here(Course, slot).values_list("indicator_id", "pk", "years__year", "years__value"))
