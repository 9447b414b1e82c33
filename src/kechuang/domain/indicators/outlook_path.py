"""A target beside its own path: what the path asks for in each year to come, and whether it is kept so far."""

from kechuang.domain.indicators.observation import Observation
from kechuang.domain.indicators.outlook import AgainstPath, Question, Verdict
from kechuang.domain.indicators.outlook_pace import course_of
from kechuang.domain.indicators.outlook_sum import compute_done
from kechuang.domain.indicators.path import compute_planned, compute_typed


def planned_of(question: Question, latest: Observation | None, *, farthest: int) -> dict[int, float]:
    """What the path asks for in the years after the latest value; a path that was typed by its own values."""
    course = course_of(question, latest)
    if course is None or latest is None:
        return {}
    last = min(question.target.year, latest.year + farthest)
    years = range(latest.year + 1, last + 1)
    if question.typed:
        return {year: compute_typed(course, year, question.typed) for year in years}
    return {year: compute_planned(course, year, question.shape) for year in years}


def hold_against(question: Question, points: tuple[Observation, ...]) -> AgainstPath | None:
    """A typed path in the latest year, None without one or before it begins; of a sum what it asks for until then."""
    course = course_of(question, points[-1] if points else None)
    if course is None or not question.typed or not course.base_year < course.year <= course.target_year:
        return None
    year = int(course.year)
    if question.target.cumulative:
        years = range(int(course.base_year) + 1, year + 1)
        if any(one not in question.typed for one in years):
            return None
        planned, value = sum(question.typed[one] for one in years), compute_done(points, years[0], year)
    else:
        planned, value = compute_typed(course, year, question.typed), course.value
    return AgainstPath(year, planned, value, course.direction * (value - planned) >= 0)


def bound_by_path(verdict: Verdict, against: AgainstPath | None) -> Verdict:
    """The word beside a typed path: who keeps it is not off course yet, who does not is not on course, whatever the trend."""
    if against is None:
        return verdict
    if against.kept and verdict is Verdict.OFF_COURSE:
        return Verdict.AT_RISK
    return Verdict.AT_RISK if not against.kept and verdict is Verdict.ON_COURSE else verdict
