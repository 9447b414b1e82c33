"""The table behind a chart: what a screen reader reads, and what is downloaded as CSV."""

from collections.abc import Sequence

from kechuang.domain.reports.report import Chart, CompletionChart, CourseChart, HeatChart, ManyCourses, RankChart
from kechuang.writers.charts.theme import Labels

Cell = str | int | float | None


def table_of(chart: Chart, labels: Labels) -> tuple[list[str], list[list[Cell]]]:
    """The heads of the columns and the rows."""
    match chart:
        case CourseChart():
            return _course_heads(chart, labels), _course_rows(chart)
        case ManyCourses():
            heads = [labels["name"], *_heads(labels)]
            return heads, [[name, *row] for name, one in chart.courses for row in _full_rows(one)]
        case CompletionChart():
            return [labels["name"], f"{labels['completion']} / %"], [[bar.name, bar.value] for bar in chart.bars]
        case RankChart():
            heads = [labels[key] for key in ("name", "score", "rank", "rank-low", "rank-high")]
            return heads, [[one.name, one.score, one.rank, one.low, one.high] for one in chart.ranked]
        case HeatChart():
            return [labels["name"], *chart.columns], _heat_rows(chart)


def _heads(labels: Labels) -> list[str]:
    return [labels[key] for key in ("year", "observed", "planned", "expected", "low", "high", "target")]


def _full_rows(chart: CourseChart) -> list[list[Cell]]:
    observed = {mark.year: mark.value for mark in chart.observed}
    planned = {mark.year: mark.value for mark in chart.planned}
    expected = {mark.year: mark for mark in chart.expected}
    target = {chart.target.year: chart.target.value} if chart.target else {}
    rows: list[list[Cell]] = []
    for year in sorted({*observed, *planned, *expected, *target}):
        fan = expected.get(year)
        ends = (fan.value, fan.low, fan.high) if fan else (None, None, None)
        rows.append([year, observed.get(year), planned.get(year), *ends, target.get(year)])
    return rows


def _course_heads(chart: CourseChart, labels: Labels) -> list[str]:
    return _kept(_heads(labels), _full_rows(chart))


def _course_rows(chart: CourseChart) -> list[list[Cell]]:
    rows = _full_rows(chart)
    return [_kept(row, rows) for row in rows]


def _kept(row: Sequence[Cell], rows: list[list[Cell]]) -> list:  # type: ignore[type-arg]
    """The cells of the columns that say something in some row."""
    return [cell for number, cell in enumerate(row) if any(one[number] is not None for one in rows)]


def _heat_rows(chart: HeatChart) -> list[list[Cell]]:
    words = dict(chart.levels)
    cells = {(cell.row, cell.column): f"{cell.text} {words[cell.level]}".strip() for cell in chart.cells}
    return [[row, *(cells.get((row, column)) for column in chart.columns)] for row in chart.rows]
