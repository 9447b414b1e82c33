"""Charts on pages: pictures that need no inline style, the table behind them, and files that hold what was shown."""

import csv
import io
import re

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from kechuang.domain.reports.report import CourseChart, HeatCell, HeatChart, ManyCourses, Mark, Sentence
from kechuang.web.charts.figure import figure_of
from kechuang.web.charts.views import engine_version
from kechuang.web.journal.models import Entry

COURSE = CourseChart(
    Sentence("report.chart.course", {"name": "=研发经费"}),
    observed=(Mark(2025, 10.0), Mark(2026, 11.5)),
    expected=(Mark(2027, 12.5, 12.0, 13.0), Mark(2030, 15.5, 14.0, 17.0)),
    target=Mark(2030, 16.0),
    unit="亿元",
    planned=(Mark(2025, 10.0), Mark(2030, 16.0)),
)
MANY = ManyCourses(Sentence("report.chart.overview"), (("东县", COURSE), ("西县", COURSE)))
HEAT = HeatChart(
    Sentence("report.chart.overview"),
    rows=("研发经费",),
    columns=("东县", "西县"),
    levels=(("reached", "已达标"), ("at_risk", "存在风险")),
    cells=(HeatCell("研发经费", "东县", "reached", "16"), HeatCell("研发经费", "西县", "at_risk", "9")),
)


def rendered(chart):
    return Template("{% load charts %}{% chart value %}").render(Context({"value": chart}))


@pytest.mark.parametrize("chart", [COURSE, MANY, HEAT], ids=["course", "many", "heat"])
def test_a_chart_stands_on_a_page_without_style_or_script_of_its_own(chart):
    page = rendered(chart)
    assert "data:image/svg+xml;base64," in page
    assert not re.search(r"<script|<style|\sstyle=", page)


def test_the_table_behind_a_chart_says_what_the_picture_shows():
    figure = figure_of(COURSE)
    assert figure.heads == ["年份", "实际值", "规划进度", "预计值", "区间下限", "区间上限", "目标值"]
    assert figure.rows == [
        [2025, 10.0, 10.0, None, None, None, None],
        [2026, 11.5, None, None, None, None, None],
        [2027, None, None, 12.5, 12.0, 13.0, None],
        [2030, None, 16.0, 15.5, 14.0, 17.0, 16.0],
    ]
    assert figure_of(HEAT).rows == [["研发经费", "16 已达标", "9 存在风险"]]


def test_no_chart_leaves_no_trace_on_the_page():
    assert rendered(None).strip() == ""


def test_a_chart_is_taken_away_as_picture_or_table_and_that_is_on_record(browser):
    token = figure_of(COURSE).token
    for kind, begins in (("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"\xef\xbb\xbf")):
        answer = browser("planner").post(reverse("charts:draw"), {"chart": token, "as": kind})
        assert answer.content.startswith(begins)
        assert f".{kind}" in answer["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1] == ["2025", "10.0", "10.0", "", "", "", ""]
    assert [entry.actor for entry in Entry.objects.filter(deed="chart.exported")] == ["planner"] * 3


def test_what_a_page_draws_itself_is_the_specification_in_its_own_colours_and_no_export(browser):
    token = figure_of(COURSE).token
    light, dark = (
        browser("planner").post(reverse("charts:draw"), {"chart": token, "as": "spec", **asked}).json()
        for asked in ({}, {"dark": "1"})
    )
    assert (light["background"], dark["background"]) == ("#ffffff", "#15181c")
    assert light["layer"][0]["data"] == dark["layer"][0]["data"]
    assert not Entry.objects.filter(deed="chart.exported").exists()


def test_only_what_a_page_showed_is_drawn(browser):
    token = figure_of(COURSE).token
    for sent in ({"chart": token[:-2] + "xx", "as": "svg"}, {"chart": token, "as": "exe"}, {}):
        assert browser("planner").post(reverse("charts:draw"), sent).status_code == 404


def test_words_that_a_spreadsheet_would_reckon_are_marked_as_words(browser):
    chart = ManyCourses(Sentence("report.chart.overview"), (("=1+1", COURSE),))
    answer = browser("planner").post(reverse("charts:draw"), {"chart": figure_of(chart).token, "as": "csv"})
    assert "'=1+1" in answer.content.decode()


def test_the_engine_is_kept_for_a_year_and_calls_no_eval(db):
    answer = Client().get(reverse("charts:engine", args=[engine_version()]), headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Encoding"] == "gzip"
    assert Client().get(reverse("charts:engine", args=["0"])).status_code == 404
