"""Which charts a report shows: the course of an indicator that has one to show, and the completion of all."""

from kechuang.domain.reports.facts import Followed, ReportFacts
from kechuang.domain.reports.progress import Ends, completion, is_cumulative, latest_of, telling_forecast, time_share
from kechuang.domain.reports.report import Bar, CompletionChart, CourseChart, Mark, Sentence

_FEWEST_POINTS = 2
_FEWEST_BARS = 2
# A bar that runs far beyond the target or far below the start would press all others together.
_LOWEST, _HIGHEST = -50.0, 200.0


def course_chart(facts: ReportFacts, followed: Followed) -> CourseChart | None:
    """The course of one indicator; None where nothing was observed after its baseline and nothing is expected."""
    ends = Ends.of(followed)
    if ends is None or is_cumulative(followed):
        return None
    marks = {one.year: Mark(one.year, float(one.value)) for one in followed.observed}
    marks.setdefault(ends.base_year, Mark(ends.base_year, float(ends.base_value)))
    observed = tuple(marks[year] for year in sorted(marks))
    forecast = telling_forecast(followed)
    expected = forecast.path if forecast is not None else ()
    if len(observed) < _FEWEST_POINTS and not expected:
        return None
    last = observed[-1].year
    return CourseChart(
        caption=Sentence("report.chart.course", {"name": facts.name_of(followed.indicator)}),
        observed=observed,
        expected=tuple(Mark(one.year, one.value, one.low, one.high) for one in expected if one.year > last),
        target=Mark(ends.target_year, float(ends.target_value)),
        unit=followed.indicator.unit or "",
    )


def completion_chart(facts: ReportFacts) -> CompletionChart | None:
    """How far every indicator has come; None where fewer than two can be compared."""
    bars, shares = [], set()
    for followed in facts.followed:
        ends, latest = Ends.of(followed), latest_of(followed)
        if ends is None or latest is None or is_cumulative(followed):
            continue
        done = float(completion(ends, latest)) * 100
        bars.append(Bar(facts.name_of(followed.indicator), min(_HIGHEST, max(_LOWEST, done))))
        shares.add(float(time_share(ends, latest)) * 100)
    if len(bars) < _FEWEST_BARS:
        return None
    time = shares.pop() if len(shares) == 1 else None
    return CompletionChart(Sentence("report.chart.overview"), tuple(bars), time)
