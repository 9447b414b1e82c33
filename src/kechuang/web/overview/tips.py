"""Changes of verdicts (研判变化): since a moment, recently, and all of a course."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery

from kechuang.domain.indicators.outlook import Verdict
from kechuang.web.indicators.access import scope_of, verdict_changes_visible_to, within
from kechuang.web.indicators.models import Course, VerdictChange
from kechuang.web.questions import Among, Question

LATELY = timedelta(days=14)  # how long a verdict that has become another one is marked on the overview and the wall
_ORDER = (Verdict.OFF_COURSE, Verdict.AT_RISK, Verdict.ON_COURSE, Verdict.REACHED)


@dataclass(frozen=True)
class Tip:
    """A verdict that is another one than it was; ``way`` is worse, better, or other where one of them could not be told."""

    before: str
    verdict: str
    at: datetime
    way: str


def changes_since(person, moment, *, on):
    """Changes of verdicts since, the newest first, each with ``course`` (its id, None where it has gone) and ``way``."""
    found = verdict_changes_visible_to(person, on=on).filter(at__gt=moment).exclude(before="")
    course = Course.objects.filter(indicator=OuterRef("indicator"), organisation=OuterRef("organisation"))
    rows = found.annotate(course=Subquery(course.values("pk")[:1]))
    return rows.select_related("indicator__plan", "organisation", "value").order_by("-at", "-pk")


def history_of(course, person, *, on):
    """Every change of the verdict of a course, the newest first."""
    place = {"indicator": course.indicator_id, "organisation": course.organisation_id}
    found = verdict_changes_visible_to(person, on=on).filter(**place).select_related("latest", "value")
    return with_way(found.order_by("-at", "-pk"))


def tips_since(moment, indicators, person, *, on):
    """(indicator, organisation) -> what its verdict was then and is now, where that is not the same; one query.

    Of what was judged for the first time since, what it was is the first verdict that says something: a plan that has just been
    followed has no news.
    """
    numbers = [one.pk for one in indicators]
    tips = {}
    for one in _CHANGES.rows(indicators=numbers, moment=moment, **scope_of(person, on=on)):
        place = (one.indicator_id, one.organisation_id)
        before = tips[place].before if place in tips else one.before
        if not before and one.verdict != Verdict.NOT_ENOUGH:
            before = one.verdict
        tips[place] = Tip(before, one.verdict, one.at, way_of(before, one.verdict))
    return {place: tip for place, tip in tips.items() if tip.before and tip.verdict and tip.before != tip.verdict}


def _changes(slot):
    seen = VerdictChange.objects.filter(within(slot.numbers("organisations"), slot.numbers("plans")))
    of_these = seen.filter(Among("indicator_id", slot.numbers("indicators")), at__gt=slot.moment("moment"))
    return of_these.order_by("at", "pk")


_CHANGES = Question(_changes)


def with_way(rows):
    """Changes with ``way``, and with the odds ``then`` and ``now`` where there was enough to tell."""
    found = list(rows)
    for one in found:
        one.way = way_of(one.before, one.verdict)
        one.then = None if one.before == Verdict.NOT_ENOUGH else one.probability_before
        one.now = None if one.verdict == Verdict.NOT_ENOUGH else one.probability
    return found


def way_of(before, verdict):
    """Whether a verdict is worse or better than the one before."""
    if before not in _ORDER or verdict not in _ORDER:
        return "other"
    return "worse" if _ORDER.index(verdict) < _ORDER.index(before) else "better"
