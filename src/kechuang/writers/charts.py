"""Charts as pictures (图): one specification in Vega-Lite's form, drawn without a browser.

Read in grey print and by colour-blind eyes alike: what was observed is a solid line with round points, what is expected
a dashed line in a light band, the target a diamond with its value; nothing is told by colour alone.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import vl_convert

from kechuang.domain.reports.report import CompletionChart, CourseChart, Mark

FONT_PACKAGE = "pylopdf_fonts_zh_cn"
_FONT = "Noto Sans SC"
_INK, _GREY, _BLUE, _BAND, _GRID = "#1a1a1a", "#767676", "#0b57a4", "#c9d8e8", "#e6e6e6"
_WIDTH, _HEIGHT, _BAR, _NAMES = 560, 165, 20, 150
_SCALE = 2.5
_TYPE_SIZE = 13
_MOST_YEARS = 12
_ROOM = 0.25

Spec = dict[str, Any]
Labels = Mapping[str, str]


def draw_png(chart: CourseChart | CompletionChart, labels: Labels) -> bytes:
    """The chart as a PNG picture for Word."""
    _make_font_known()
    picture: bytes = vl_convert.vegalite_to_png(specify(chart, labels), scale=_SCALE)
    return picture


def draw_svg(chart: CourseChart | CompletionChart, labels: Labels) -> str:
    """The chart as an SVG picture for PDF and pages."""
    _make_font_known()
    picture: str = vl_convert.vegalite_to_svg(specify(chart, labels))
    return picture


@cache
def _make_font_known() -> None:
    vl_convert.register_font_directory(str(files(FONT_PACKAGE)))


def specify(chart: CourseChart | CompletionChart, labels: Labels) -> Spec:
    """The chart as a Vega-Lite specification."""
    course = isinstance(chart, CourseChart)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": _WIDTH if course else _WIDTH - _NAMES,
        "height": _HEIGHT if isinstance(chart, CourseChart) else _BAR * len(chart.bars) + 10,
        "background": "white",
        "padding": 4,
        "config": {"font": _FONT, "axis": _AXIS, "view": {"stroke": None}},
        "layer": _course(chart, labels) if isinstance(chart, CourseChart) else _completion(chart, labels),
        **({"title": _legend(chart, labels)} if isinstance(chart, CourseChart) else {}),
    }


_AXIS: Spec = {
    "labelFontSize": _TYPE_SIZE,
    "titleFontSize": _TYPE_SIZE,
    "titleFontWeight": "normal",
    "labelColor": _INK,
    "titleColor": _INK,
    "gridColor": _GRID,
    "labelLimit": 300,
}


def _legend(chart: CourseChart, labels: Labels) -> Spec:
    """What the signs stand for, in one line above the chart."""
    signs = [f"●━ {labels['observed']}", f"◆ {labels['target']}"]
    if chart.expected:
        signs[1:1] = [f"╍╍ {labels['expected']}", f"▓ {labels['interval']}"]
    words = "　　".join(signs)
    return {"text": words, "anchor": "end", "fontSize": _TYPE_SIZE, "fontWeight": "normal", "color": _INK, "offset": 6}


def _course(chart: CourseChart, labels: Labels) -> list[Spec]:
    """The fan, or the way still to go, below; then what was observed, the target, and their labels."""
    place = _axes(chart)
    observed = [_point(mark) for mark in chart.observed]
    target = [_point(chart.target) | {"label": f"{labels['target']} {_short(chart.target.value)}"}]
    ends = [point | {"label": _short(point["value"])} for point in (observed[0], observed[-1])]
    point = {"color": _BLUE, "size": 60}
    return [
        *(_fan(chart, place) if chart.expected else _way_to_go(chart, place)),
        _layer(observed, {"type": "line", "color": _BLUE, "strokeWidth": 2.5, "point": point}, place),
        _layer(target, {"type": "point", "shape": "diamond", "size": 170, "filled": True, "color": _INK}, place),
        *_words(target, {"align": "right", "baseline": "bottom", "dx": 14, "dy": -11, "color": _INK}, place),
        *_words(ends, {"baseline": "bottom", "dy": -9, "color": _BLUE}, place),
    ]


def _axes(chart: CourseChart) -> Spec:
    years = sorted({mark.year for mark in (*chart.observed, *chart.expected, chart.target)})
    unit = {"title": chart.unit or None, "titleAngle": 0, "titleAlign": "left", "titleY": -10, "tickCount": 5}
    return {
        "x": {
            "field": "year",
            "type": "quantitative",
            "axis": {"values": _spread(years), "format": "d", "title": None, "grid": False},
            "scale": {"domain": [years[0] - 0.4, years[-1] + 0.5], "nice": False},
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "axis": unit,
            "scale": {"domain": _reach(chart), "nice": False, "zero": False},
        },
    }


def _reach(chart: CourseChart) -> list[float]:
    """The values the chart spans, with room for the labels; never below zero where nothing is."""
    marks = (*chart.observed, *chart.expected, chart.target)
    values = [value for mark in marks for value in (mark.value, mark.low, mark.high) if value is not None]
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1) * _ROOM
    return [max(0.0, low - room) if low >= 0 else low - room, high + room]


def _fan(chart: CourseChart, place: Spec) -> list[Spec]:
    last = chart.observed[-1]
    rows = [
        {**_point(mark), "low": mark.low, "high": mark.high}
        for mark in (Mark(last.year, last.value, last.value, last.value), *chart.expected)
    ]
    band = {**place, "y": {**place["y"], "field": "low"}, "y2": {"field": "high"}}
    return [
        _layer(rows, {"type": "area", "color": _BAND}, band),
        _layer(rows, {"type": "line", "color": _INK, "strokeDash": [6, 4]}, place),
    ]


def _way_to_go(chart: CourseChart, place: Spec) -> list[Spec]:
    rows = [_point(chart.observed[-1]), _point(chart.target)]
    return [_layer(rows, {"type": "line", "color": _GREY, "strokeDash": [2, 3]}, place)]


def _completion(chart: CompletionChart, labels: Labels) -> list[Spec]:
    rows = [
        {"name": bar.name, "value": round(bar.value, 1), "end": max(bar.value, 0), "label": f"{bar.value:.1f}%"}
        for bar in chart.bars
    ]
    names = {"title": None, "ticks": False, "domain": False}
    place = {
        "x": {"field": "value", "type": "quantitative", "axis": {"title": f"{labels['completion']} / %"}},
        "y": {"field": "name", "type": "nominal", "sort": [bar.name for bar in chart.bars], "axis": names},
    }
    return [
        _layer(rows, {"type": "bar", "color": _BLUE, "height": 12}, place),
        *([] if chart.time_share is None else _time_gone(chart.time_share, place, labels)),
        *_words(rows, {"align": "left", "dx": 5, "color": _INK}, {**place, "x": {**place["x"], "field": "end"}}),
    ]


def _time_gone(share: float, place: Spec, labels: Labels) -> list[Spec]:
    row = [{"value": round(share, 1), "label": f"{labels['time']} {share:.1f}%"}]
    above = {"x": place["x"], "y": {"value": -4}}
    return [
        _layer(row, {"type": "rule", "color": _INK, "strokeDash": [5, 3], "strokeWidth": 2}, {"x": place["x"]}),
        *_words(row, {"baseline": "bottom", "color": _INK}, above),
    ]


def _layer(rows: Sequence[Spec], mark: Spec, encoding: Spec) -> Spec:
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def _words(rows: Sequence[Spec], mark: Spec, place: Spec) -> list[Spec]:
    """Labels on a white ground, so that a line behind them does not cross them."""
    encoding = {**place, "text": {"field": "label"}}
    text = {"type": "text", "fontSize": _TYPE_SIZE, **mark}
    halo = {**text, "stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}
    return [_layer(rows, halo, encoding), _layer(rows, text, encoding)]


def _point(mark: Mark) -> Spec:
    return {"year": mark.year, "value": mark.value}


def _spread(years: list[int]) -> list[int]:
    step = max(1, -(-(years[-1] - years[0] + 1) // _MOST_YEARS))
    return list(range(years[0], years[-1] + 1, step))


def _short(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
