"""Judging what is to be expected (趋势研判): rows to the domain's questions, its outlooks to assessments."""

from collections import defaultdict

from kechuang.domain.indicators.outlook_judge import judge
from kechuang.readers.outlook import read_plan_constants, read_thresholds
from kechuang.web.indicators.facts import observed_from, question_of
from kechuang.web.indicators.models import Assessment, Course, Indicator
from kechuang.web.indicators.queries import newest_observations
from kechuang.web.indicators.states import WHOLE_YEAR, State
from kechuang.writers.outlook_json import outlook_to_json

_BATCH = 500
_CHANGES = ("verdict", "probability", "latest", "working", "at")


def pairs_of(indicators):
    """Every (indicator, organisation) that has a course: those that are judged together, since each is the others' panel."""
    return list(Course.objects.filter(indicator__in=indicators).values_list("indicator_id", "organisation_id"))


def assess(pairs, *, at):
    """Judge these (indicator, organisation) pairs anew and keep the answers; answers how many there are.

    Values of the other organisations of the same indicator lend their strength to each. A pair without a target loses
    its assessment.
    """
    wanted = set(pairs)
    indicators = {indicator for indicator, _ in wanted}
    courses = [one for one in _courses(indicators) if (one.indicator_id, one.organisation_id) in wanted]
    observed = _observed(indicators)
    asked = []
    for course in courses:
        question = question_of(course, observed.get((str(course.organisation_id), str(course.indicator_id)), ()))
        if question is not None:
            asked.append((course, question))
    outlooks = judge(
        [question for _, question in asked],
        observed,
        constants=read_plan_constants(),
        rules=read_thresholds(),
        as_of=at.year,
    )
    rows = [_row(course, outlook, at) for (course, _), outlook in zip(asked, outlooks, strict=True)]
    _keep(rows, wanted)
    return len(rows)


def assess_all(plan, *, at):
    """Judge everything of a plan anew."""
    return assess(pairs_of(Indicator.objects.filter(plan=plan)), at=at)


def _courses(indicators):
    return Course.objects.filter(indicator__in=indicators).select_related("indicator__plan").order_by("pk")


def _observed(indicators):
    """What is known of these indicators by organisation: whole years only, halves and quarters are not their like."""
    found = newest_observations(indicators=indicators, period=WHOLE_YEAR).filter(state=State.VALUE)
    rows = found.order_by("indicator", "organisation", "year")
    series = defaultdict(list)
    for row in rows.values_list("pk", "indicator_id", "organisation_id", "year", "value", "indicator__unit"):
        series[str(row[2]), str(row[1])].append(observed_from(*row))
    return series


def _row(course, outlook, at):
    latest = outlook.latest
    return Assessment(
        indicator_id=course.indicator_id,
        organisation_id=course.organisation_id,
        verdict=outlook.verdict.value,
        probability=outlook.probability,
        latest_id=latest.place.row if latest is not None else None,
        working=outlook_to_json(outlook),
        at=at,
    )


def _keep(rows, wanted):
    Assessment.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["indicator", "organisation"],
        update_fields=_CHANGES,
        batch_size=_BATCH,
    )
    judged = {(row.indicator_id, row.organisation_id) for row in rows}
    gone = defaultdict(list)
    for indicator, organisation in wanted - judged:
        gone[indicator].append(organisation)
    for indicator, organisations in gone.items():
        Assessment.objects.filter(indicator=indicator, organisation__in=organisations).delete()
