"""Regions by rank: a point at the rank, a line over its interval (位次区间)."""

from kechuang.domain.reports.report import RankChart
from kechuang.writers.charts.theme import PAPER, Labels, Spec, layer, short, words


def ranks(chart: RankChart, labels: Labels) -> list[Spec]:
    """A row a region, the best at the top; the score stands beside it."""
    rows = [
        {"name": one.name, "rank": one.rank, "low": one.low, "high": one.high, "label": short(one.score)}
        for one in chart.ranked
    ]
    last = max([len(rows), *(int(one.high) for one in chart.ranked)])
    axis = {"title": labels["rank"], "values": list(range(1, last + 1)), "format": "d", "grid": True}
    x = {"type": "quantitative", "scale": {"domain": [0.5, last + 0.5], "nice": False, "zero": False}, "axis": axis}
    names = {"title": None, "ticks": False, "domain": False}
    y = {"field": "name", "type": "nominal", "sort": [one.name for one in chart.ranked], "axis": names}
    place = {"x": {**x, "field": "rank"}, "y": y}
    interval = {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y}
    return [
        layer(rows, {"type": "rule", "color": PAPER.blue, "strokeWidth": 3, "strokeCap": "round"}, interval),
        layer(rows, {"type": "point", "filled": True, "color": PAPER.blue, "size": 90}, place),
        *words(rows, {"align": "center", "dy": -11, "color": PAPER.ink}, place),
    ]
