"""Judging what is to be expected (趋势研判): rows to the domain's questions, its outlooks to assessments."""

import gc
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace

from django.db.models import FloatField
from django.db.models.functions import Cast
from django.utils import timezone

from kechuang.domain.indicators.observation import Observation as Observed
from kechuang.domain.indicators.outlook_followed import ask, pursue
from kechuang.domain.indicators.outlook_judge import judge
from kechuang.domain.indicators.planned import ALONG, TYPED, ruling_shape
from kechuang.readers.outlook import read_plan_constants, read_thresholds
from kechuang.web.indicators import tipping
from kechuang.web.indicators.facts import NO_PLACE, change_of, promise_of, read_lore
from kechuang.web.indicators.models import Assessment, Course, Indicator, PlannedValue
from kechuang.web.indicators.queries import newest_observations
from kechuang.web.indicators.states import WHOLE_YEAR, State
from kechuang.web.organisations.facts import tree_on
from kechuang.writers.outlook_json import outlook_to_json

_BATCH = 500
_CHANGES = ("verdict", "probability", "latest", "working", "at")


def pairs_of(indicators):
    """Every (indicator, organisation) that has a course: those that are judged together, since each is the others' panel."""
    return list(Course.objects.filter(indicator__in=indicators).values_list("indicator_id", "organisation_id"))


def assess(pairs, *, at):
    """Judge these (indicator, organisation) pairs anew and keep the answers; answers how many there are.

    Values of the other organisations of the same indicator lend their strength to each. A pair without a target loses
    its assessment. Every verdict that is another one than before is kept as a change.
    """
    with _collector_at_rest():
        return _assess(set(pairs), at)


@contextmanager
def _collector_at_rest():
    """Leave memory alone meanwhile: none of the many values that are made is garbage, and looking takes a third of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _assess(wanted, at):
    rows = {
        one.pk: one
        for one in Indicator.objects.filter(pk__in={one for one, _ in wanted}).select_related("plan", "item")
    }
    observed, numbers = _observed(rows)
    promises = {pk: promise_of(row, change=change_of(row)) for pk, row in rows.items()}
    asked = []
    for pair, pursuit in _pursuits(rows, wanted, timezone.localdate(at)):
        promise = promises[pair[0]]
        question = ask(promise, pursuit, observed.get((pursuit.region, promise.key), ()), read_lore())
        if question is not None:
            asked.append((pair, question))
    outlooks = judge(
        [question for _, question in asked],
        observed,
        constants=read_plan_constants(),
        rules=read_thresholds(),
        as_of=timezone.localdate(at).year,
    )
    assessments = [
        _row(pair, outlook, numbers.get((outlook.question.region, outlook.question.key), {}), at)
        for (pair, _), outlook in zip(asked, outlooks, strict=True)
    ]
    _keep(assessments, wanted, at)
    return len(assessments)


def assess_all(plan, *, at):
    """Judge everything of a plan anew."""
    return assess(pairs_of(Indicator.objects.filter(plan=plan)), at=at)


def _pursuits(rows, wanted, day):
    """``(indicator, organisation)`` and how that organisation goes after it, for all that are wanted."""
    numbers = {"base": Cast("base_value", FloatField()), "goal": Cast("target_value", FloatField())}
    courses = Course.objects.filter(indicator__in=rows).annotate(**numbers).order_by("pk")
    columns = ("pk", "indicator_id", "organisation_id", "shape", "base", "goal")
    everything = list(courses.values_list(*columns))
    shapes = defaultdict(dict)
    for _, indicator, organisation, shape, _, _ in everything:
        shapes[indicator][organisation] = shape
    parents = tree_on(day).parents if any(one[3] == ALONG for one in everything) else {}
    found = [
        (pk, (indicator, organisation), ends, ruling_shape(organisation, shapes[indicator], parents))
        for pk, indicator, organisation, _, *ends in everything
        if (indicator, organisation) in wanted
    ]
    years = _years([pk for pk, _, _, shape in found if shape == TYPED])
    for pk, (indicator, organisation), ends, shape in found:
        whole = organisation == rows[indicator].plan.organisation_id
        yield (indicator, organisation), pursue(str(organisation), *ends, whole, shape, years.get(pk, {}))


def _years(courses):
    """Course -> year -> what is planned; no question where nobody typed anything."""
    found = defaultdict(dict)
    if courses:
        planned = PlannedValue.objects.filter(course__in=courses).annotate(number=Cast("value", FloatField()))
        for course, year, number in planned.values_list("course_id", "year", "number"):
            found[course][year] = number
    return found


def _observed(rows):
    """What is known of these indicators by organisation, and the ids of the rows by year.

    Whole years only: halves and quarters are not their like.
    """
    found = newest_observations(indicators=rows, period=WHOLE_YEAR).filter(state=State.VALUE)
    found = found.annotate(number=Cast("value", FloatField())).order_by("indicator", "organisation", "year")
    series, numbers = defaultdict(list), defaultdict(dict)
    for pk, indicator, organisation, year, number in found.values_list(
        "pk", "indicator_id", "organisation_id", "year", "number"
    ):
        key = str(organisation), str(indicator)
        series[key].append(Observed(*key, year, number, rows[indicator].unit, NO_PLACE))
        numbers[key][year] = pk
    return series, numbers


def _row(pair, outlook, numbers, at):
    """An assessment; ``numbers`` are the ids of what was observed there, by year."""
    latest = outlook.latest
    return Assessment(
        indicator_id=pair[0],
        organisation_id=pair[1],
        verdict=outlook.verdict.value,
        probability=outlook.probability,
        latest_id=numbers[latest.year] if latest is not None else None,
        working=_working(outlook, numbers),
        at=at,
    )


def _working(outlook, numbers):
    """The outlook as JSON; the values it rests on by the ids of their rows, which never change."""
    points = [numbers[one.year] for one in outlook.basis.points]
    told = outlook_to_json(replace(outlook, basis=replace(outlook.basis, points=())))
    told["basis"]["points"] = points
    for part in ("baseline", "latest", "target"):
        if told[part] is not None:
            del told[part]["source"]
    return told


def _keep(assessments, wanted, at):
    before = tipping.standing_verdicts(wanted)
    changes = tipping.changes_of(before, assessments, at=at)
    Assessment.objects.bulk_create(
        assessments,
        update_conflicts=True,
        unique_fields=["indicator", "organisation"],
        update_fields=_CHANGES,
        batch_size=_BATCH,
    )
    judged = {(row.indicator_id, row.organisation_id) for row in assessments}
    tipping.keep_changes(changes)
    tipping.forget((wanted - judged) & before.keys(), at=at)
