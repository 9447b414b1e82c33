"""Completion of every indicator next to the share of time elapsed (完成率与时间进度)."""

from kechuang.domain.reports.report import CompletionChart
from kechuang.writers.charts.theme import PAPER, Labels, Spec, layer, words


def completion(chart: CompletionChart, labels: Labels) -> list[Spec]:
    """A bar an indicator with its number, and the time gone as a line across them."""
    rows = [
        {"name": bar.name, "value": round(bar.value, 1), "end": max(bar.value, 0), "label": f"{bar.value:.1f}%"}
        for bar in chart.bars
    ]
    names = {"title": None, "ticks": False, "domain": False}
    place = {
        "x": {"field": "value", "type": "quantitative", "axis": {"title": f"{labels['completion']} / %"}},
        "y": {"field": "name", "type": "nominal", "sort": [bar.name for bar in chart.bars], "axis": names},
    }
    ends = {**place, "x": {**place["x"], "field": "end"}}
    return [
        layer(rows, {"type": "bar", "color": PAPER.blue, "height": 12}, place),
        *([] if chart.time_share is None else _time_gone(chart.time_share, place, labels)),
        *words(rows, {"align": "left", "dx": 5, "color": PAPER.ink}, ends),
    ]


def _time_gone(share: float, place: Spec, labels: Labels) -> list[Spec]:
    row = [{"value": round(share, 1), "label": f"{labels['time']} {share:.1f}%"}]
    above = {"x": place["x"], "y": {"value": -4}}
    rule = {"type": "rule", "color": PAPER.ink, "strokeDash": [5, 3], "strokeWidth": 2}
    return [layer(row, rule, {"x": place["x"]}), *words(row, {"baseline": "bottom", "color": PAPER.ink}, above)]
