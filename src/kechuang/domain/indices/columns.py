"""Statistics of an indicator over the regions and periods it is compared in (比较范围), missing values left aside.

Arrays are (batch, period, region, indicator). A *sample* has the values that are compared along its third axis; statistics
keep that axis with length one, so that they spread over the values they were taken from.
"""

from collections.abc import Sequence

import numpy as np

from kechuang.domain.indices.panel import Values
from kechuang.domain.indices.unfit import Unfit

PERIOD = "period"
PANEL = "panel"


def sample_of(values: Values, scope: str, periods: Sequence[str], place: str) -> Values:
    """The values compared: of each period by itself, of all periods together, or of one named base period."""
    if scope == PERIOD:
        return values
    if scope == PANEL:
        return stacked(values)
    if scope not in periods:
        raise Unfit("index.no-such-period", period=scope, known=", ".join(periods[:12]), place=place)
    at = periods.index(scope)
    return values[:, at : at + 1]


def stacked(values: Values) -> Values:
    """All periods of a region one after the other, as one sample."""
    batch, periods, regions, indicators = values.shape
    return values.reshape(batch, 1, periods * regions, indicators)


def unstacked(sample: Values, like: Values) -> Values:
    """A sample over all periods in the shape it was stacked from."""
    return sample.reshape(like.shape)


def count(sample: Values) -> Values:
    """How many values there are."""
    return np.asarray((~np.isnan(sample)).sum(axis=2, keepdims=True), dtype=np.float64)


def total(sample: Values) -> Values:
    """The sum of what is there; NaN when nothing is."""
    return _or_nan(np.where(np.isnan(sample), 0.0, sample).sum(axis=2, keepdims=True), sample)


def norm(sample: Values) -> Values:
    """The Euclidean length (向量归一化 divides by it)."""
    return np.asarray(np.sqrt(total(sample**2)))


def lowest(sample: Values) -> Values:
    """The smallest value."""
    return _or_nan(np.where(np.isnan(sample), np.inf, sample).min(axis=2, keepdims=True, initial=np.inf), sample)


def highest(sample: Values) -> Values:
    """The largest value."""
    return -lowest(-sample)


def mean(sample: Values) -> Values:
    """The arithmetic mean."""
    return np.asarray(total(sample) / np.maximum(count(sample), 1))


def deviation(sample: Values, *, population: bool = False) -> Values:
    """The standard deviation, of a sample (n - 1) unless ``population``; NaN for fewer than two values."""
    size = count(sample)
    squares = total((sample - mean(sample)) ** 2)
    degrees = size if population else size - 1
    return np.asarray(np.where(size > 1, np.sqrt(squares / np.maximum(degrees, 1)), np.nan))


def quantile(sample: Values, share: float) -> Values:
    """The quantile by linear interpolation between order statistics (type 7, the default of R and NumPy)."""
    ordered = np.sort(sample, axis=2)
    at = np.maximum(count(sample) - 1, 0) * share
    below = np.floor(at).astype(np.intp)
    low = np.take_along_axis(ordered, below, axis=2)
    high = np.take_along_axis(ordered, np.ceil(at).astype(np.intp), axis=2)
    return np.asarray(low + (high - low) * (at - below))


def mean_of_extremes(sample: Values, size: int, *, top: bool) -> Values:
    """The mean of the ``size`` largest (or smallest) values, as the SDG index sets its best value."""
    ordered = np.sort(-sample if top else sample, axis=2)[:, :, :size]
    extreme = mean(ordered)
    return -extreme if top else extreme


def skewness(sample: Values) -> Values:
    """Sample skewness G1 (spreadsheets' SKEW): sqrt(n(n-1))/(n-2) · sqrt(n) Σd³ / (Σd²)^1.5; NaN where undefined."""
    size, square, cube, _ = _moments(sample)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.sqrt(size * (size - 1)) / (size - 2) * np.sqrt(size) * cube / square**1.5)


def kurtosis(sample: Values) -> Values:
    """Sample excess kurtosis G2 (spreadsheets' KURT); NaN where undefined."""
    size, square, _, fourth = _moments(sample)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = size * fourth / square**2
        return np.asarray(((size + 1) * (ratio - 3) + 6) * (size - 1) / ((size - 2) * (size - 3)))


def _moments(sample: Values) -> tuple[Values, Values, Values, Values]:
    distance = sample - mean(sample)
    square = distance * distance
    return count(sample), total(square), total(square * distance), total(square * square)


def _or_nan(statistic: Values, sample: Values) -> Values:
    return np.asarray(np.where(count(sample) > 0, statistic, np.nan))
