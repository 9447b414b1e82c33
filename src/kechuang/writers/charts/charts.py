"""Charts as pictures (图): one specification in Vega-Lite's form, drawn without a browser.

Read in grey print and by colour-blind eyes alike: what was observed is a solid line with round points, what is expected
a dashed line in a light band, the path a dotted line with squares, the target a diamond with its value; nothing is told by
colour alone.
"""

from functools import cache
from importlib.resources import files

import vl_convert

from kechuang.domain.reports.report import Chart, CompletionChart, CourseChart, HeatChart, ManyCourses, RankChart
from kechuang.writers.charts.completion import completion
from kechuang.writers.charts.course import course, legend
from kechuang.writers.charts.heat import heat
from kechuang.writers.charts.ranks import ranks
from kechuang.writers.charts.theme import Labels, Spec, frame, heading

FONT_PACKAGE = "pylopdf_fonts_zh_cn"
_WIDTH, _HEIGHT, _BAR, _NAMES = 560, 165, 20, 150
_SMALL, _SMALL_HEIGHT, _BESIDE = 200, 90, 3
_CELL, _CELL_HEIGHT = 78, 26
_SCALE = 2.5


def draw_png(chart: Chart, labels: Labels) -> bytes:
    """The chart as a PNG picture for Word."""
    return png_of(specify(chart, labels))


def draw_svg(chart: Chart, labels: Labels) -> str:
    """The chart as an SVG picture for PDF and pages."""
    return svg_of(specify(chart, labels))


def png_of(spec: Spec) -> bytes:
    """What a specification shows, as a PNG picture."""
    _make_font_known()
    picture: bytes = vl_convert.vegalite_to_png(spec, scale=_SCALE)
    return picture


def svg_of(spec: Spec) -> str:
    """What a specification shows, as an SVG picture."""
    _make_font_known()
    picture: str = vl_convert.vegalite_to_svg(spec)
    return picture


@cache
def _make_font_known() -> None:
    vl_convert.register_font_directory(str(files(FONT_PACKAGE)))


def specify(chart: Chart, labels: Labels) -> Spec:
    """The chart as a Vega-Lite specification."""
    return {**frame(), **_body(chart, labels)}


def _body(chart: Chart, labels: Labels) -> Spec:
    match chart:
        case CourseChart():
            size = {"width": _WIDTH, "height": _HEIGHT, "title": legend(chart, labels)}
            return {**size, "layer": course(chart, labels)}
        case CompletionChart():
            size = {"width": _WIDTH - _NAMES, "height": _BAR * len(chart.bars) + 10}
            return {**size, "layer": completion(chart, labels)}
        case HeatChart():
            size = {"width": _CELL * len(chart.columns), "height": _CELL_HEIGHT * len(chart.rows)}
            scales = {"resolve": {"scale": {"color": "independent"}}}
            return {**size, **scales, "layer": heat(chart)}
        case RankChart():
            return {
                "width": _WIDTH - _NAMES,
                "height": _CELL_HEIGHT * len(chart.ranked) + 10,
                "layer": ranks(chart, labels),
            }
        case ManyCourses():
            return {"columns": _BESIDE, "spacing": 18, "concat": [_panel(*one, labels) for one in chart.courses]}


def _panel(name: str, chart: CourseChart, labels: Labels) -> Spec:
    size = {"width": _SMALL, "height": _SMALL_HEIGHT, "title": heading(name, anchor="start")}
    return {**size, "layer": course(chart, labels, small=True)}
