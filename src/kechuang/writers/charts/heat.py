"""Indicators by places, coloured by level and with the words in each cell (热力图)."""

from kechuang.domain.reports.report import HeatChart
from kechuang.writers.charts.theme import PAPER, TYPE_SIZE, Spec, layer


def heat(chart: HeatChart) -> list[Spec]:
    """A square a cell and what is printed in it; the ink follows the ground, so that both themes can be read."""
    names = dict(chart.levels)
    codes = [code for code, _ in chart.levels]
    rows = [
        {"row": cell.row, "column": cell.column, "level": names[cell.level], "label": cell.text} for cell in chart.cells
    ]
    axis = {"title": None, "ticks": False, "domain": False}
    place = {
        "x": {
            "field": "column",
            "type": "nominal",
            "sort": list(chart.columns),
            "axis": {**axis, "orient": "top", "labelAngle": 0, "labelLimit": 110},
        },
        "y": {"field": "row", "type": "nominal", "sort": list(chart.rows), "axis": {**axis, "labelLimit": 220}},
    }
    fill = _scale(chart, [PAPER.levels[number][0] for number in range(len(codes))])
    ink = _scale(chart, [PAPER.levels[number][1] for number in range(len(codes))])
    legend = {"orient": "bottom", "title": None, "labelFontSize": TYPE_SIZE, "labelColor": PAPER.ink}
    return [
        layer(
            rows,
            {"type": "rect", "stroke": PAPER.ground, "strokeWidth": 2},
            {**place, "color": {**fill, "legend": {**legend, "symbolType": "square"}}},
        ),
        layer(
            rows,
            {"type": "text", "fontSize": TYPE_SIZE},
            {**place, "text": {"field": "label"}, "color": {**ink, "legend": None}},
        ),
    ]


def _scale(chart: HeatChart, colours: list[str]) -> Spec:
    words = [word for _, word in chart.levels]
    return {"field": "level", "type": "nominal", "scale": {"domain": words, "range": colours}}
