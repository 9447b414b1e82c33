"""The pace of one target by the four published rules, a reason standing where a rule has no answer."""

from collections.abc import Callable
from typing import TypeVar

from kechuang.domain.indicators.observation import Observation
from kechuang.domain.indicators.outlook import Pace, Question, Yearly
from kechuang.domain.indicators.pace import (
    Course,
    StatCan,
    Unsd,
    compute_completion,
    compute_escap,
    compute_growth,
    compute_statcan,
    compute_time_share,
    compute_unsd,
)
from kechuang.domain.indicators.pace_undefined import Undefined, explain_undefined

Rule = TypeVar("Rule", StatCan, Unsd)


def course_of(question: Question, latest: Observation | None) -> Course | None:
    """The course from baseline to target, None without a baseline before the target year."""
    base = question.base
    if base is None or latest is None or base.year >= question.target.year:
        return None
    target = question.target
    return Course(base.year, base.value, latest.year, latest.value, target.year, target.value, target.rising)


def compute_pace(question: Question, latest: Observation | None) -> Pace:
    """Needed and achieved change a year, and the published rules; a sum over the period has no course of levels."""
    course = course_of(question, latest)
    if question.target.cumulative:
        return _undefined(None, Undefined.CUMULATIVE)
    if question.growing is not None:
        return _undefined(None, Undefined.GROWTH)
    needed = _needed(question, latest)
    if course is None:
        return _undefined(needed, Undefined.NO_BASELINE)
    reason = explain_undefined(course)
    if reason is Undefined.NOTHING_OBSERVED:
        return _undefined(needed, reason)
    escap, completion = compute_escap(course), compute_completion(course)
    return Pace(
        needed,
        _yearly(course.base, course.value, course.year - course.base_year),
        _by_growth(compute_statcan, course, reason),
        _by_growth(compute_unsd, course, reason),
        reason if escap is None else escap,
        reason if completion is None else completion,
        compute_time_share(course),
    )


def _by_growth(rule: Callable[[Course], Rule | None], course: Course, reason: Undefined) -> Rule | Undefined:
    """A rule that compounds growth; values many powers of ten apart leave floating point, nothing has no past."""
    try:
        return rule(course) or reason
    except ArithmeticError:
        return Undefined.TOO_STEEP


def _needed(question: Question, latest: Observation | None) -> Yearly | None:
    if latest is None or latest.year >= question.target.year or question.target.met_by(latest.value):
        return None
    return _yearly(latest.value, question.target.value, question.target.year - latest.year)


def _yearly(first: float, last: float, years: float) -> Yearly:
    growth = compute_growth(first, last, years) if first > 0 and last >= 0 else None
    return Yearly((last - first) / years, growth)


def _undefined(needed: Yearly | None, reason: Undefined) -> Pace:
    return Pace(needed, reason, reason, reason, reason, reason, None)
