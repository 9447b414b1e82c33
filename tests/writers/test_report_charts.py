"""Charts that a printer and a colour-blind reader can read."""

import pytest

from kechuang.domain.reports.report import Bar, CompletionChart, CourseChart, Mark, Sentence
from kechuang.writers.charts.charts import draw_png, draw_svg, specify

LABELS = {
    "observed": "实际值", "expected": "预计值", "interval": "八成可能区间", "target": "目标值", "planned": "规划进度", "year": "年份", "value": "数值", "name": "名称", "low": "区间下限", "high": "区间上限",
    "completion": "完成率", "time": "时间进度",
}  # fmt: skip
COURSE = CourseChart(
    Sentence("report.chart.course"),
    (Mark(2020, 10), Mark(2023, 20)),
    (Mark(2024, 24, 22, 26), Mark(2025, 28, 25, 31)),
    Mark(2025, 30),
    "家",
)
BARS = CompletionChart(Sentence("report.chart.overview"), (Bar("高新技术企业", 50.0), Bar("能耗", -12.0)), 60.0)


@pytest.mark.parametrize("chart", [COURSE, BARS], ids=["course", "completion"])
def test_a_chart_is_drawn_alike_every_time(chart):
    assert draw_png(chart, LABELS) == draw_png(chart, LABELS)
    assert draw_png(chart, LABELS).startswith(b"\x89PNG")


def test_words_and_numbers_stand_beside_the_marks_they_belong_to():
    drawn = draw_svg(COURSE, LABELS)
    for words in ("目标值 30", "20", "实际值", "预计值", "八成可能区间", "2025", "家"):
        assert words in drawn


def test_what_is_expected_is_told_apart_by_its_dashes_and_the_target_by_its_shape():
    marks = [layer["mark"] for layer in specify(COURSE, LABELS)["layer"]]
    lines = [mark for mark in marks if mark["type"] == "line"]
    assert ["strokeDash" in line for line in lines] == [True, False]
    assert [mark["shape"] for mark in marks if mark["type"] == "point"] == ["diamond"]


def test_colours_differ_in_grey_print():
    def grey(colour):
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    marks = [layer["mark"] for layer in specify(COURSE, LABELS)["layer"]]
    band = next(grey(mark["color"]) for mark in marks if mark["type"] == "area")
    inks = [grey(mark["color"]) for mark in marks if mark["type"] in ("line", "point")]
    assert all(band - ink > 80 for ink in inks)


def test_completion_shows_the_time_gone_and_every_bar_its_number():
    drawn = draw_svg(BARS, LABELS)
    for words in ("时间进度 60.0%", "50.0%", "-12.0%", "高新技术企业"):
        assert words.replace("-", "−") in drawn or words in drawn
