"""Missing values (插补) by declared rule: the mean of like regions, the region's own past, a regression on the other indicators."""

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices import columns
from kechuang.domain.indices.frame import Frame, by_group
from kechuang.domain.indices.impute_em import fill_by_em
from kechuang.domain.indices.panel import Values
from kechuang.domain.indices.spec import Method, Recipe

_STATISTICS = {
    "mean": columns.mean,
    "median": lambda sample: columns.quantile(sample, 0.5),
    "min": columns.lowest,
    "max": columns.highest,
}


def impute(values: Values, recipe: Recipe, frame: Frame) -> Values:
    """The values with gaps filled where the rules reach; what no rule reaches stays missing. Known values never change."""
    if not np.isnan(values).any():
        return values
    result = values.copy()
    own: dict[int, tuple[Method, ...]] = {}
    by_id: dict[int, list[int]] = {}
    for place, leaf in enumerate(frame.leaves):
        methods = recipe.impute if leaf.impute is None else leaf.impute
        own[id(methods)] = methods
        by_id.setdefault(id(methods), []).append(place)
    for identity, places in by_id.items():
        for method in own[identity]:
            filled = _fill(result[..., places], method, frame)
            gaps = np.isnan(result[..., places])
            result[..., places] = np.where(gaps, filled, result[..., places])
    return result


def _fill(values: Values, method: Method, frame: Frame) -> Values:
    match method.name:
        case "none":
            return values
        case "value":
            return np.full_like(values, method["value"])
        case "forward":
            return _carried(values, method["at_most"])
        case "backward":
            return _carried(values[:, ::-1], method["at_most"])[:, ::-1]
        case "nearest":
            return _nearest(values, method["at_most"])
        case "interpolate":
            return _interpolated(values, years_of(frame.periods))
        case "trend":
            return _on_trend(values, years_of(frame.periods))
        case "em":
            return fill_by_em(values, scope=method["scope"], rounds=method["rounds"])
        case _:
            return by_group(values, method["by"], frame, method.place, lambda part, of: _statistic(part, method, of))


def _statistic(values: Values, method: Method, frame: Frame) -> Values:
    sample = columns.sample_of(values, method["scope"], frame.periods, method.place)
    return np.broadcast_to(_STATISTICS[method.name](sample), values.shape)


def years_of(periods: tuple[str, ...]) -> NDArray[np.float64]:
    """Periods as numbers: the years they name when all do, else their order."""
    try:
        return np.array([float(period) for period in periods])
    except ValueError:
        return np.arange(len(periods), dtype=np.float64)


def _carried(values: Values, at_most: int) -> Values:
    result = values.copy()
    age = np.zeros(values[:, 0].shape)
    for period in range(1, values.shape[1]):
        gap = np.isnan(values[:, period])
        age = np.where(gap, age + 1, 0)
        reached = gap & (age <= at_most)
        result[:, period] = np.where(reached, result[:, period - 1], result[:, period])
    return result


def _nearest(values: Values, at_most: int) -> Values:
    """The nearest period's value; of two equally near the earlier."""
    result = values.copy()
    for distance in range(1, min(at_most, values.shape[1] - 1) + 1):
        for source, goal in (
            (slice(None, -distance), slice(distance, None)),
            (slice(distance, None), slice(None, -distance)),
        ):
            gap = np.isnan(result[:, goal])
            result[:, goal] = np.where(gap, values[:, source], result[:, goal])
    return result


def _interpolated(values: Values, years: NDArray[np.float64]) -> Values:
    """Linear between the known values on both sides; the ends stay missing."""
    result = values.copy()
    series = np.moveaxis(values, 1, -1).reshape(-1, values.shape[1])
    filled = series.copy()
    for place in np.flatnonzero(np.isnan(series).any(axis=1)):
        known = ~np.isnan(series[place])
        if known.sum() > 1:
            filled[place] = np.interp(years, years[known], series[place, known], left=np.nan, right=np.nan)
    moved = np.moveaxis(result, 1, -1)
    return np.moveaxis(filled.reshape(moved.shape), -1, 1)


def _on_trend(values: Values, years: NDArray[np.float64]) -> Values:
    """The least-squares line through a region's own values; two known values are needed."""
    known = ~np.isnan(values)
    size = known.sum(axis=1, keepdims=True)
    when = np.broadcast_to(years[None, :, None, None], values.shape)
    mean_year = np.where(known, when, 0).sum(axis=1, keepdims=True) / np.maximum(size, 1)
    mean_value = np.where(known, values, 0).sum(axis=1, keepdims=True) / np.maximum(size, 1)
    off = np.where(known, when - mean_year, 0)
    spread = (off**2).sum(axis=1, keepdims=True)
    slope = (off * np.where(known, values - mean_value, 0)).sum(axis=1, keepdims=True) / np.where(spread > 0, spread, 1)
    return np.asarray(np.where(size > 1, mean_value + slope * (when - mean_year), np.nan))
