"""Charts as pictures (图): one specification in Vega-Lite's form, drawn without a browser.

Read in grey print and by colour-blind eyes alike: what was observed is a solid line with round points, what is expected
a dashed line in a light band, the target a diamond with its value; nothing is told by colour alone.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import vl_convert

from kechuang.domain.reports.report import CompletionChart, CourseChart

_FONT = "Noto Sans SC"
_INK, _GREY, _BLUE, _BAND = "#1a1a1a", "#767676", "#0b57a4", "#c9d8e8"
_WIDTH, _HEIGHT, _BAR = 560, 165, 20
_SCALE = 2.5

Spec = dict[str, Any]


def draw_png(chart: CourseChart | CompletionChart, labels: Mapping[str, str]) -> bytes:
    """The chart as a PNG picture for Word."""
    _make_font_known()
    picture: bytes = vl_convert.vegalite_to_png(specify(chart, labels), scale=_SCALE)
    return picture


def draw_svg(chart: CourseChart | CompletionChart, labels: Mapping[str, str]) -> str:
    """The chart as an SVG picture for PDF and pages."""
    _make_font_known()
    picture: str = vl_convert.vegalite_to_svg(specify(chart, labels))
    return picture


@cache
def _make_font_known() -> None:
    vl_convert.register_font_directory(str(files("pylopdf_fonts_zh_cn")))


def specify(chart: CourseChart | CompletionChart, labels: Mapping[str, str]) -> Spec:
    """The chart as a Vega-Lite specification."""
    layers = _course(chart, labels) if isinstance(chart, CourseChart) else _completion(chart, labels)
    height = _HEIGHT if isinstance(chart, CourseChart) else _BAR * len(chart.bars) + 10
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": _WIDTH if isinstance(chart, CourseChart) else _WIDTH - 150,
        "height": height,
        "background": "white",
        "title": _legend(chart, labels),
        "padding": 4,
        "config": {
            "font": _FONT,
            "axis": {
                "labelFontSize": 13,
                "titleFontSize": 13,
                "labelColor": _INK,
                "titleColor": _INK,
                "gridColor": "#e6e6e6",
                "titleFontWeight": "normal",
                "labelLimit": 260,
            },
            "view": {"stroke": None},
            "legend": {"labelFontSize": 13, "title": None, "orient": "top", "labelColor": _INK, "symbolStrokeWidth": 2},
        },
        "layer": layers,
    }


def _course(chart: CourseChart, labels: Mapping[str, str]) -> list[Spec]:
    years = sorted({mark.year for mark in (*chart.observed, *chart.expected, chart.target)})
    x = {
        "field": "year",
        "type": "quantitative",
        "axis": {"values": _spread(years), "format": "d", "title": None, "grid": False},
        "scale": {"domain": [years[0] - 0.2, years[-1] + 0.4], "nice": False},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": {"zero": False, "padding": 26},
        "axis": {"title": chart.unit or None, "titleAngle": 0, "titleAlign": "left", "titleY": -10, "tickCount": 5},
    }
    observed = [{"year": mark.year, "value": mark.value} for mark in chart.observed]
    last = chart.observed[-1]
    fan = [{"year": last.year, "value": last.value, "low": last.value, "high": last.value}]
    fan += [{"year": mark.year, "value": mark.value, "low": mark.low, "high": mark.high} for mark in chart.expected]
    layers: list[Spec] = []
    if chart.expected:
        layers.append(
            {
                "data": {"values": fan},
                "mark": {"type": "area", "color": _BAND},
                "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
            }
        )
        layers.append(
            {
                "data": {"values": fan},
                "mark": {"type": "line", "color": _INK, "strokeDash": [6, 4]},
                "encoding": {"x": x, "y": y},
            }
        )
    else:
        path = [{"year": last.year, "value": last.value}, {"year": chart.target.year, "value": chart.target.value}]
        layers.append(
            {
                "data": {"values": path},
                "mark": {"type": "line", "color": _GREY, "strokeDash": [2, 3]},
                "encoding": {"x": x, "y": y},
            }
        )
    layers.append(
        {
            "data": {"values": observed},
            "mark": {"type": "line", "color": _BLUE, "strokeWidth": 2.5, "point": {"color": _BLUE, "size": 60}},
            "encoding": {"x": x, "y": y},
        }
    )
    target = {
        "year": chart.target.year,
        "value": chart.target.value,
        "label": f"{labels['target']} {_short(chart.target.value)}",
    }
    layers.append(
        {
            "data": {"values": [target]},
            "mark": {"type": "point", "shape": "diamond", "size": 170, "filled": True, "color": _INK},
            "encoding": {"x": x, "y": y},
        }
    )
    layers.append(
        {
            "data": {"values": [target]},
            "mark": {
                "type": "text",
                "align": "right",
                "baseline": "bottom",
                "dx": 14,
                "dy": -11,
                "fontSize": 13,
                "color": _INK,
            },
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        }
    )
    ends = [{**point, "label": _short(point["value"])} for point in (observed[0], observed[-1])]
    layers.append(
        {
            "data": {"values": ends},
            "mark": {"type": "text", "baseline": "top", "dy": 9, "fontSize": 13, "color": _BLUE},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        }
    )
    return layers


def _completion(chart: CompletionChart, labels: Mapping[str, str]) -> list[Spec]:
    order = [bar.name for bar in chart.bars]
    rows = [{"name": bar.name, "value": round(bar.value, 1), "label": f"{bar.value:.1f}%"} for bar in chart.bars]
    y = {"field": "name", "type": "nominal", "sort": order, "axis": {"title": None, "ticks": False, "domain": False}}
    x = {
        "field": "value",
        "type": "quantitative",
        "axis": {"title": f"{labels['completion']}（%）" if _is_chinese(labels) else f"{labels['completion']}, %"},
    }
    beyond = {"condition": {"test": "datum.value < 0", "value": "right"}, "value": "left"}
    layers: list[Spec] = [
        {"data": {"values": rows}, "mark": {"type": "bar", "color": _BLUE, "height": 12}, "encoding": {"x": x, "y": y}},
        {
            "data": {"values": rows},
            "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "color": _INK},
            "encoding": {"x": {**x, "field": "end"}, "y": y, "text": {"field": "label"}},
            "transform": [{"calculate": "max(datum.value, 0)", "as": "end"}],
        },
    ]
    del beyond
    if chart.time_share is not None:
        gone = [{"value": round(chart.time_share, 1), "label": f"{labels['time']} {chart.time_share:.1f}%"}]
        layers.append(
            {
                "data": {"values": gone},
                "mark": {"type": "rule", "color": _INK, "strokeDash": [5, 3], "strokeWidth": 2},
                "encoding": {"x": x},
            }
        )
        layers.append(
            {
                "data": {"values": gone},
                "mark": {"type": "text", "align": "center", "baseline": "bottom", "fontSize": 13, "color": _INK},
                "encoding": {"x": x, "y": {"value": -4}, "text": {"field": "label"}},
            }
        )
    return layers


def _legend(chart: CourseChart | CompletionChart, labels: Mapping[str, str]) -> Spec | None:
    """What the signs stand for, in one line above the chart."""
    if isinstance(chart, CompletionChart):
        return None
    signs = [f"●━ {labels['observed']}", f"◆ {labels['target']}"]
    if chart.expected:
        signs[1:1] = [f"╍╍ {labels['expected']}", f"▓ {labels['interval']}"]
    return {
        "text": "　　".join(signs),
        "anchor": "end",
        "fontSize": 13,
        "fontWeight": "normal",
        "color": _INK,
        "offset": 6,
    }


def _is_chinese(labels: Mapping[str, str]) -> bool:
    return not labels["completion"].isascii()


def _spread(years: list[int], most: int = 12) -> list[int]:
    step = max(1, -(-(years[-1] - years[0] + 1) // most))
    return list(range(years[0], years[-1] + 1, step))


def _short(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
