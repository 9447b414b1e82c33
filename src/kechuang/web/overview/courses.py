"""Where the numbers of a course came from: the plan's own sentence, or who set a share when and why; and what was judged of it."""

import json
from dataclasses import dataclass, field

from kechuang.domain.indicators.outlook import Model
from kechuang.domain.indicators.together import Ground, Together, judge_together, part_of
from kechuang.readers.outlook import read_plan_constants
from kechuang.web.indicators.access import assessments_visible_to, observations_visible_to
from kechuang.web.indicators.facts import target_of
from kechuang.web.indicators.models import Assessment, Course, Observation, VerdictChange
from kechuang.web.indicators.queries import parts_below
from kechuang.web.indicators.states import Aggregation
from kechuang.web.indicators.table import PaceRow, pace_rows
from kechuang.web.journal.models import Entry
from kechuang.web.overview.lineage import Passage, passage_of, with_moments
from kechuang.web.overview.tips import history_of
from kechuang.web.plans.access import items_visible_to

_MOST_PARTS = 500
_SETS = ("indicator.broken-down", "indicator.break-down-undone")
_MOST = 50


@dataclass(frozen=True)
class Setting:
    """One time somebody set the share of an organisation: the journal's entry, what it was before and after; None where it had none."""

    entry: Entry
    before: dict | None
    after: dict | None


@dataclass(frozen=True)
class CourseLineage:
    """All there is to say of a course; ``points`` are the values its verdict rests on, as far as somebody may see them."""

    course: Course
    passage: Passage | None
    settings: list[Setting]
    assessment: Assessment | None = None
    pace: list[PaceRow] = field(default_factory=list)
    points: list[Observation] = field(default_factory=list)
    history: list[VerdictChange] = field(default_factory=list)
    together: Together | None = None


def course_lineage(course, person, *, on):
    """The lineage of a course as far as ``person`` may see it."""
    visible = items_visible_to(person, on=on).select_related("version__original")
    item = visible.filter(pk=course.indicator.item_id).first()
    judged = assessments_visible_to(person, on=on).filter(
        indicator=course.indicator_id, organisation=course.organisation_id
    )
    assessment = judged.first()
    return CourseLineage(
        course,
        passage_of(item) if item else None,
        settings_of(course),
        assessment,
        pace_rows(assessment.working if assessment else None),
        _points(assessment, person, on),
        history_of(course, person, on=on),
        together_of(course, person, on=on) if assessment else None,
    )


def together_of(course, person, *, on):
    """What the parts of a sum imply for it (合计推算); None where one of them is not judged by its drift, or may not be seen."""
    indicator = course.indicator
    target = target_of(indicator)
    if indicator.aggregation != Aggregation.SUM or course.organisation_id != indicator.plan.organisation_id:
        return None
    if target is None or target.cumulative:
        return None
    counted = [one.organisation_id for one in parts_below(indicator, course.organisation_id) if one.counted]
    judged = assessments_visible_to(person, on=on).filter(indicator=indicator, organisation__in=counted)
    workings = list(judged.values_list("working", flat=True)[:_MOST_PARTS])
    freedom = read_plan_constants().freedom
    parts = [part_of(ground_of(one), freedom=freedom) for one in workings]
    if len(parts) < max(2, len(counted)) or None in parts:
        return None
    return judge_together(parts, target, freedom=freedom)


def ground_of(working):
    """What an assessment was judged by, from its working; None where nothing was observed."""
    basis, latest = working["basis"], working["latest"]
    if latest is None:
        return None
    last = working["path"][-1] if working["path"] else None
    end = (last["expected"], last["low"], last["high"]) if last else None
    numbers = (basis["scale"], basis["location"], basis["spread"])
    return Ground(Model(basis["model"]), latest["year"], latest["value"], working["target"]["year"], *numbers, end)


def settings_of(course):
    """Every time the share was set, the newest first, as the journal has it."""
    entries = Entry.objects.filter(kind="indicator", subject=str(course.indicator_id), deed__in=_SETS)
    place, found = str(course.organisation_id), []
    for entry in with_moments(entries.order_by("-number")[:_MOST]):
        before, after = (json.loads(text)["courses"].get(place) for text in (entry.before, entry.after))
        if before != after:
            found.append(Setting(entry, before, after))
    return found


def _points(assessment, person, on):
    numbers = assessment.working["basis"]["points"] if assessment is not None else ()
    return list(observations_visible_to(person, on=on).filter(pk__in=numbers).order_by("year"))
