"""The course of an indicator as a chart: what was observed, the path, the fan of what is expected, the target."""

from kechuang.domain.reports.report import CourseChart, ManyCourses, Mark, Sentence
from kechuang.web.indicators.states import WHOLE_YEAR


def chart_of(course, observations, assessment=None):
    """The chart of one course with its values and what was judged; None where there is nothing to show."""
    indicator = course.indicator
    observed = tuple(
        Mark(one.year, float(one.value))
        for one in sorted(observations, key=lambda one: one.year)
        if one.value is not None and one.period == WHOLE_YEAR
    )
    planned = tuple(Mark(one.year, float(one.value)) for one in sorted(course.years.all(), key=lambda one: one.year))
    expected = _expected(assessment, observed[-1].year if observed else 0)
    target = _target(course)
    if not (observed or planned or expected or target):
        return None
    caption = Sentence("report.chart.course", {"name": indicator.name})
    return CourseChart(caption, observed, expected, target, indicator.unit, planned)


def charts_of(named):
    """The same indicator in several places, a small chart each; ``named`` are names with charts or None."""
    shown = tuple((name, one) for name, one in named if one is not None)
    return ManyCourses(shown[0][1].caption, shown) if shown else None


def _expected(assessment, last):
    path = (assessment.working or {}).get("path", ()) if assessment is not None else ()
    return tuple(
        Mark(one["year"], one["expected"], one["low"], one["high"])
        for one in path
        if one["year"] > last and None not in (one["expected"], one["low"], one["high"])
    )


def _target(course):
    """A sum over the years has no place among the years' own values."""
    indicator = course.indicator
    if indicator.target_year is None or course.target_value is None or indicator.cumulative:
        return None
    return Mark(indicator.target_year, float(course.target_value))
