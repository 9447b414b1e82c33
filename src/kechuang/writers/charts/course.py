"""The course of an indicator (进展): observed points, the path planned, the fan of what is expected, and the target."""

from kechuang.domain.reports.report import CourseChart, Mark
from kechuang.writers.charts.theme import PAPER, Labels, Spec, heading, layer, short, words

_MOST_YEARS = 12
_ROOM = 0.25


def legend(chart: CourseChart, labels: Labels) -> Spec:
    """What the signs stand for, in one line above the chart."""
    signs = [
        (f"●━ {labels['observed']}", chart.observed),
        (f"□┈ {labels['planned']}", chart.planned),
        (f"╍╍ {labels['expected']}", chart.expected),
        (f"▓ {labels['interval']}", chart.expected),
        (f"◆ {labels['target']}", chart.target),
    ]
    return heading("　　".join(sign for sign, there in signs if there))


def course(chart: CourseChart, labels: Labels, *, small: bool = False) -> list[Spec]:
    """The fan, or the way still to go, below; then path, target line, what was observed, the target, and labels."""
    place = _axes(chart, labels, small=small)
    observed = [_point(mark) for mark in chart.observed]
    point = {"color": PAPER.blue, "size": 30 if small else 60}
    line = {"type": "line", "color": PAPER.blue, "strokeWidth": 2 if small else 2.5, "point": point}
    return [
        *(_fan(chart, place) if chart.expected else _way_to_go(chart, place)),
        *_planned(chart, place, small=small),
        *_target_line(chart, place),
        *([layer(observed, line, place)] if observed else []),
        *_target(chart, labels, place, small=small),
        *_ends(observed, place, small=small),
    ]


def _axes(chart: CourseChart, labels: Labels, *, small: bool) -> Spec:
    years = sorted({mark.year for mark in _marks(chart)})
    unit = {"title": chart.unit or None, "titleAngle": 0, "titleAlign": "left", "titleY": -10, "tickCount": 5}
    if small:
        unit = {"title": None, "tickCount": 3}
    return {
        "x": {
            "field": "year",
            "type": "quantitative",
            "axis": {
                "values": _spread(years, 4 if small else _MOST_YEARS),
                "format": "d",
                "title": None,
                "grid": False,
            },
            "scale": {"domain": [years[0] - 0.4, years[-1] + 0.5], "nice": False},
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "axis": unit,
            "scale": {"domain": _reach(chart), "nice": False, "zero": False},
        },
        "tooltip": [
            {"field": "year", "title": labels["year"], "format": "d"},
            {"field": "value", "title": chart.unit or labels["value"]},
        ],
    }


def _marks(chart: CourseChart) -> tuple[Mark, ...]:
    return (*chart.observed, *chart.planned, *chart.expected, *((chart.target,) if chart.target else ()))


def _reach(chart: CourseChart) -> list[float]:
    """The values the chart spans, with room for the labels; never below zero where nothing is."""
    values = [value for mark in _marks(chart) for value in (mark.value, mark.low, mark.high) if value is not None]
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1) * _ROOM
    return [max(0.0, low - room) if low >= 0 else low - room, high + room]


def _fan(chart: CourseChart, place: Spec) -> list[Spec]:
    last = chart.observed[-1:]
    rows = [
        {**_point(mark), "low": mark.low, "high": mark.high}
        for mark in (*(Mark(mark.year, mark.value, mark.value, mark.value) for mark in last), *chart.expected)
    ]
    band = {"x": place["x"], "y": {**place["y"], "field": "low"}, "y2": {"field": "high"}}
    return [
        layer(rows, {"type": "area", "color": PAPER.band}, band),
        layer(rows, {"type": "line", "color": PAPER.ink, "strokeDash": [6, 4]}, place),
    ]


def _way_to_go(chart: CourseChart, place: Spec) -> list[Spec]:
    if not (chart.observed and chart.target) or chart.planned:
        return []
    rows = [_point(chart.observed[-1]), _point(chart.target)]
    return [layer(rows, {"type": "line", "color": PAPER.grey, "strokeDash": [2, 3]}, place)]


def _planned(chart: CourseChart, place: Spec, *, small: bool) -> list[Spec]:
    if not chart.planned:
        return []
    rows = [_point(mark) for mark in chart.planned]
    square = {"shape": "square", "filled": False, "fill": PAPER.ground, "color": PAPER.orange}
    line = {"type": "line", "color": PAPER.orange, "strokeDash": [2, 2], "strokeWidth": 1.5}
    return [layer(rows, {**line, "point": {**square, "size": 18 if small else 36}}, place)]


def _target_line(chart: CourseChart, place: Spec) -> list[Spec]:
    """A thin line across at the height of the target."""
    if chart.target is None:
        return []
    rule = {"type": "rule", "color": PAPER.grey, "strokeWidth": 1, "strokeDash": [1, 3]}
    return [layer([_point(chart.target)], rule, {"y": place["y"]})]


def _target(chart: CourseChart, labels: Labels, place: Spec, *, small: bool) -> list[Spec]:
    if chart.target is None:
        return []
    label = short(chart.target.value) if small else f"{labels['target']} {short(chart.target.value)}"
    rows = [_point(chart.target) | {"label": label}]
    mark = {"type": "point", "shape": "diamond", "size": 70 if small else 170, "filled": True, "color": PAPER.ink}
    side = {"align": "right", "baseline": "bottom", "dx": 14, "dy": -6 if small else -11, "color": PAPER.ink}
    return [layer(rows, mark, place), *words(rows, side, place)]


def _ends(observed: list[Spec], place: Spec, *, small: bool) -> list[Spec]:
    """The first and the last value that were observed, written beside them."""
    ends = observed[-1:] if small else observed[:1] + observed[1:][-1:]
    rows = [point | {"label": short(point["value"])} for point in ends]
    return words(rows, {"baseline": "bottom", "dy": -9, "color": PAPER.blue}, place) if rows else []


def _point(mark: Mark) -> Spec:
    return {"year": mark.year, "value": mark.value}


def _spread(years: list[int], most: int) -> list[int]:
    step = max(1, -(-(years[-1] - years[0] + 1) // most))
    return list(range(years[0], years[-1] + 1, step))
