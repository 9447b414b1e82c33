"""What a history says about its years to come: drifts, roughness and the histories of others, for many series at once.

A row is a series on its working scale (see ``attainment_scale``), right-aligned: the last column is the latest value, NaN
stands before the first. Years may be missing; every step counts for the years it spans.
"""

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Groups = npt.NDArray[np.int64]

RECENT_YEARS = 3  # the recent drift spans the last three years, or all where the history is shorter
_UNMOVED = 1e-9


@dataclass(frozen=True, eq=False)
class Histories:
    """Series, how near each is to its ceiling (0 to 1; 0 where it has none), and which of them are one panel (面板).

    A panel is the same indicator in several regions up to the same year; a series whose group number nobody shares
    stands alone.
    """

    years: Array
    values: Array
    fullness: Array
    groups: Groups


@dataclass(frozen=True, eq=False)
class Features:
    """One number a series: yearly drifts of its own (whole, recent, last step) and of its panel, and its roughness.

    ``residual`` is the sum of squared departures from the whole drift over ``freedom`` degrees; ``smooth`` is above 0
    where successive steps resemble each other; ``still`` is the share of steps without change.
    """

    whole: Array
    recent: Array
    last: Array
    residual: Array
    freedom: Array
    smooth: Array
    still: Array
    steps: Array
    others: Array
    others_whole: Array
    others_recent: Array
    others_last: Array
    others_deviation: Array
    fullness: Array

    def take(self, rows: Groups) -> "Features":
        """Some of the rows, in the order given; a row may come more than once."""
        return Features(*(getattr(self, part.name)[rows] for part in fields(self)))


def compute_features(histories: Histories, *, floor: float) -> Features:
    """The features of every series; ``floor`` is the smallest change a year that is told apart from none."""
    years, values = histories.years, histories.values
    spans = np.diff(years, axis=1)
    rises = np.diff(values, axis=1)
    slopes = rises / spans
    steps = np.isfinite(slopes).sum(axis=1).astype(float)
    whole = _slope_since(years, values, _first(values))
    recent = _slope_since(years, values, _recent(years))
    last = _last_step(slopes)
    residual = np.nansum((rises - spans * whole[:, None]) ** 2 / spans, axis=1)
    freedom = np.maximum(steps - 1, 0)
    panel = _Panel(histories.groups, steps > 0)
    others = panel.count
    others_deviation = panel.deviation(residual, freedom)
    lone = steps == 0
    others_whole, others_recent, others_last = (panel.mean(drift) for drift in (whole, recent, last))
    return Features(
        np.where(lone, others_whole, whole),
        np.where(lone, others_recent, recent),
        np.where(lone, others_last, last),
        residual,
        freedom,
        _smoothness(slopes, residual, freedom, floor),
        np.nansum(np.abs(slopes) < _UNMOVED, axis=1) / np.maximum(steps, 1),
        steps,
        np.where(others_deviation > 0, others, 0.0),
        others_whole,
        others_recent,
        others_last,
        others_deviation,
        histories.fullness,
    )


def temper(features: Features, histories: Histories, *, deviation: float, drift_deviation: float) -> Features:
    """The features with each series' own drifts drawn towards none, as far as its years cannot vouch for them.

    A drift seen over ``span`` years varies by deviation² / span from chance alone; drifts themselves vary by
    ``drift_deviation``. One step of one year keeps little of itself, a long smooth history nearly all. The departure then
    counts as roughness. ``deviation`` stands in where a series has fewer than two steps.
    """
    years = histories.years
    span = np.maximum(years[:, -1] - np.nanmin(years, axis=1), 1.0)
    own = np.where(features.freedom > 0, features.residual / np.maximum(features.freedom, 1), deviation**2)
    kept = drift_deviation**2 / (drift_deviation**2 + own / span)
    moved = features.steps > 0
    kept = np.where(moved, kept, 1.0)
    return replace(
        features,
        whole=features.whole * kept,
        recent=features.recent * kept,
        last=features.last * kept,
        residual=features.residual + np.where(moved, span * (features.whole * (1 - kept)) ** 2, 0.0),
        freedom=features.freedom + np.where(moved, 1 - kept, 0.0),
    )


def _first(values: Array) -> Groups:
    return np.asarray(np.isfinite(values).argmax(axis=1))


def _recent(years: Array) -> Groups:
    """The latest column at least RECENT_YEARS before the last, else the first that holds a value."""
    ago = years[:, -1:] - years
    columns = np.arange(years.shape[1])
    reached = np.where(ago >= RECENT_YEARS, columns, -1).max(axis=1)
    return np.asarray(np.where(reached >= 0, reached, _first(years)))


def _slope_since(years: Array, values: Array, column: Groups) -> Array:
    rows = np.arange(len(years))
    span = years[:, -1] - years[rows, column]
    rise = values[:, -1] - values[rows, column]
    return np.divide(rise, span, out=np.zeros(len(years)), where=span > 0)


def _last_step(slopes: Array) -> Array:
    return np.nan_to_num(slopes[:, -1]) if slopes.shape[1] else np.zeros(len(slopes))


def _smoothness(slopes: Array, residual: Array, freedom: Array, floor: float) -> Array:
    """Minus the log of how far steps differ from the step before, against how far they differ from their mean."""
    turns = np.diff(slopes, axis=1) ** 2
    counted = np.isfinite(turns).sum(axis=1)
    turning = np.sqrt(np.nansum(turns, axis=1) / np.maximum(counted, 1) / 2)
    spread = np.sqrt(residual / np.maximum(freedom, 1))
    return np.where(counted > 1, np.log((spread + floor) / (turning + floor)), 0.0)


class _Panel:
    """Means over the others of a group, the series itself left out."""

    def __init__(self, groups: Groups, known: npt.NDArray[np.bool_]) -> None:
        self._groups = groups
        self._known = known.astype(float)
        self.count = self._others(self._known)

    def _others(self, amounts: Array) -> Array:
        totals = np.bincount(self._groups, amounts)
        return np.asarray(totals[self._groups] - amounts)

    def mean(self, drift: Array) -> Array:
        return self._others(drift * self._known) / np.maximum(self.count, 1)

    def deviation(self, residual: Array, freedom: Array) -> Array:
        squares = np.maximum(self._others(residual), 0.0)
        return np.sqrt(squares / np.maximum(self._others(freedom), 1))
