"""The queries of the page of one indicator: its courses, values and assessments as far as a person may see them."""

from django.db.models import Subquery

from kechuang.web.indicators.access import scope_of
from kechuang.web.indicators.models import Assessment, Course, Indicator, Observation
from kechuang.web.indicators.queries import by_place, newest_observations, revisions_there
from kechuang.web.indicators.states import WHOLE_YEAR, State
from kechuang.web.questions import Among, Question

_FEW = 10  # organisations


def indicator_shown(person, pk, *, on):
    """The indicator with all that a page about one shows; None where ``person`` may not see it."""
    scope = scope_of(person, on=on)
    found = _INDICATOR.rows(pk=pk, plans=scope["plans"]) if scope["organisations"] else []
    return found[0] if found else None


def courses_shown(indicator, person, *, on):
    """The courses of an indicator one may see, with ``years``, in the order of the codes; the whole's first."""
    found = _COURSES.rows(**_asked(indicator, person, on))
    whole = indicator.plan.organisation_id
    return sorted(found, key=lambda course: course.organisation_id != whole)


def assessments_shown(indicator, person, *, on):
    """Organisation -> the assessment there, with the value it rests on."""
    return {one.organisation_id: one for one in _ASSESSMENTS.rows(**_asked(indicator, person, on))}


def values_shown(indicator, person, *, on):
    """Organisation -> year -> the observation of the whole year that counts; values only."""
    asked = _asked(indicator, person, on)
    question = _VALUES if len(asked["organisations"]) > _FEW else _VALUES_OF_FEW
    found = by_place(question.rows(period=WHOLE_YEAR, **asked))
    return {organisation: by_year for (_, organisation), by_year in found.items()}


def revisions_shown(indicator, organisation, person, *, on):
    """Everything that was ever kept of an indicator in an organisation, the newest year and revision first."""
    return _REVISIONS.rows(organisation=organisation.pk, **_asked(indicator, person, on))


def _asked(indicator, person, on):
    """The indicator, and the organisations whose values of it ``person`` may see: none where its plan is not theirs to see.

    Whether the plan is among theirs is known here, so the statements need not join it.
    """
    scope = scope_of(person, on=on)
    seen = scope["organisations"] if indicator.plan_id in scope["plans"] else ()
    return {"indicator": indicator.pk, "organisations": seen}


def _indicator(slot):
    found = Indicator.objects.filter(Among("plan_id", slot.numbers("plans")), pk=slot.number("pk"))
    return found.select_related("plan__organisation", "item__version", "numerator", "denominator", "lead")


def _of_indicator(model, slot):
    return model.objects.filter(
        Among("organisation_id", slot.numbers("organisations")), indicator=slot.number("indicator")
    )


def _courses(slot):
    found = _of_indicator(Course, slot).select_related("organisation", "indicator")
    return found.prefetch_related("years").order_by("organisation__code")


def _values(slot):
    newest = newest_observations(period=slot.text("period"), among=_of_indicator(Observation, slot))
    return newest.filter(state=State.VALUE).order_by("year")


def _values_of_few(slot):
    """The same, looked up place by place: planned once for any number of organisations, PostgreSQL would read those of all."""
    values = _of_indicator(Observation, slot).filter(period=slot.text("period"), state=State.VALUE)
    return values.filter(revision=Subquery(revisions_there().values("revision")[:1])).order_by("year")


def _revisions(slot):
    found = _of_indicator(Observation, slot).filter(organisation=slot.number("organisation")).select_related("by")
    return found.order_by("-year", "-period", "-revision")


_INDICATOR = Question(_indicator)
_COURSES = Question(_courses)
_ASSESSMENTS = Question(lambda slot: _of_indicator(Assessment, slot).select_related("latest"))
_VALUES = Question(_values)
_VALUES_OF_FEW = Question(_values_of_few)
_REVISIONS = Question(_revisions)
