"""How one sample of values is pulled in or transformed; every method works on all indicators and batches at once."""

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices import columns
from kechuang.domain.indices.bounds import Compared, compute_bound
from kechuang.domain.indices.frame import Frame
from kechuang.domain.indices.panel import Values
from kechuang.domain.indices.spec import Method
from kechuang.domain.indices.unfit import Unfit

Mask = NDArray[np.bool_]
_POWERS = np.linspace(-2, 2, 81)


def winsorise(sample: Values, chosen: Mask, *, at_most: int, limits: tuple[float, float]) -> Values:
    """One value at a time: the highest (the lowest where skewness is negative) becomes the next one, until the shape fits.

    A value once pulled in moves on with the next; at most ``at_most`` steps.
    """
    result = np.moveaxis(sample, 2, -1).copy()
    active = np.moveaxis(chosen, 2, -1)[..., 0].copy()
    for _ in range(at_most):
        where = np.nonzero(active)
        if not len(where[0]):
            break
        few = result[where][None, None].swapaxes(2, 3)
        skew, kurtosis = columns.skewness(few)[0, 0, 0], columns.kurtosis(few)[0, 0, 0]
        beyond = (np.abs(skew) >= limits[0]) & (kurtosis >= limits[1])
        active[where] = beyond
        going = tuple(axis[beyond] for axis in where)
        if len(going[0]):
            result[going] = _pulled_in(result[going], skew[beyond])
    return np.moveaxis(result, -1, 2)


def _pulled_in(rows: NDArray[np.float64], skew: NDArray[np.float64]) -> NDArray[np.float64]:
    sign = np.where(skew >= 0, 1.0, -1.0)[:, None]
    flipped = np.where(np.isnan(rows), -np.inf, rows * sign)
    highest = flipped.max(axis=1, keepdims=True)
    following = np.where(flipped < highest, flipped, -np.inf).max(axis=1, keepdims=True)
    pulled = np.where((flipped == highest) & np.isfinite(following), following, flipped)
    return np.where(np.isnan(rows), np.nan, pulled * sign)


def transform(sample: Values, chosen: Mask, method: Method, frame: Frame) -> Values:
    """The sample after one method other than winsorising; raises Unfit for a logarithm or root of what has none."""
    match method.name:
        case "log":
            return _log(sample, chosen, method, frame)
        case "power":
            if method["power"] != int(method["power"]) or method["power"] < 0:
                _require(sample, chosen, method, frame, least=0.0, strictly=method["power"] < 0)
            with np.errstate(invalid="ignore"):
                return np.asarray(np.where(chosen, sample, 1.0) ** method["power"])
        case "boxcox":
            _require(sample, chosen, method, frame, least=0.0, strictly=True)
            return _boxcox(np.where(chosen, sample, 1.0), method["power"])
        case "clip":
            return _clipped(sample, method, frame)
        case "none":
            return sample
        case _:
            return _fenced(sample, method)


def _log(sample: Values, chosen: Mask, method: Method, frame: Frame) -> Values:
    low, high = columns.lowest(sample), columns.highest(sample)
    match method["form"]:
        case "shifted":
            flat = chosen & (low == high)
            inner = np.where(flat, 1.0, sample - low + 0.01 * (high - low))
        case "scaled":
            # GII technical notes: ln[(max - 1)(x - min)/(max - min) + 1]
            span = np.where(high > low, high - low, 1.0)
            inner = (high - 1) * (sample - low) / span + 1
        case "plus_one":
            _require(sample, chosen, method, frame, least=-1.0, strictly=True)
            inner = sample + 1
        case _:
            _require(sample, chosen, method, frame, least=0.0, strictly=True)
            inner = sample
    return np.asarray(np.log(np.where(chosen & (inner > 0), inner, np.where(np.isnan(sample), np.nan, 1.0))))


def _require(sample: Values, chosen: Mask, method: Method, frame: Frame, *, least: float, strictly: bool) -> None:
    bad = chosen & ((sample <= least) if strictly else (sample < least))
    if not bad.any():
        return
    _, period, region, leaf = (int(axis) for axis in np.argwhere(bad)[0])
    if sample.shape[2] != len(frame.regions):
        period, region = divmod(region, len(frame.regions))
    value = float(sample[tuple(np.argwhere(bad)[0])])
    where = frame.where(period, region, leaf)
    raise Unfit("index.log-of-nonpositive", value=f"{value:g}", where=where, method=method.name, place=method.place)


def _boxcox(sample: Values, power: float | None) -> Values:
    logs = np.log(sample)
    if power is not None:
        return _boxcox_with(logs, np.full((1, 1, 1, 1), float(power)))
    best = np.full(columns.count(sample).shape, np.nan)
    most = np.full(best.shape, -np.inf)
    for candidate in _POWERS:
        made = _boxcox_with(logs, np.full((1, 1, 1, 1), candidate))
        with np.errstate(divide="ignore", invalid="ignore"):
            variance = columns.deviation(made, population=True) ** 2
            likelihood = -columns.count(sample) / 2 * np.log(variance) + (candidate - 1) * columns.total(logs)
        better = likelihood > most
        best, most = np.where(better, candidate, best), np.where(better, likelihood, most)
    return _boxcox_with(logs, np.where(np.isnan(best), 1.0, best))


def _boxcox_with(logs: Values, power: Values) -> Values:
    plain = np.abs(power) < 1e-12
    return np.asarray(np.where(plain, logs, np.expm1(power * logs) / np.where(plain, 1.0, power)))


def _fenced(sample: Values, method: Method) -> Values:
    if method.name == "percentiles":
        low, high = columns.quantile(sample, method["low"] / 100), columns.quantile(sample, method["high"] / 100)
    elif method.name == "iqr":
        first, third = columns.quantile(sample, 0.25), columns.quantile(sample, 0.75)
        low, high = first - method["times"] * (third - first), third + method["times"] * (third - first)
    else:
        centre, spread = columns.mean(sample), columns.deviation(sample, population=method["population"])
        low, high = centre - method["times"] * spread, centre + method["times"] * spread
    inside = np.where((sample >= low) & (sample <= high), sample, np.nan)
    match method["replace"]:
        case "missing":
            return inside
        case "nearest":
            low, high = columns.lowest(inside), columns.highest(inside)
    return np.asarray(np.where(sample < low, low, np.where(sample > high, high, sample)))


def _clipped(sample: Values, method: Method, frame: Frame) -> Values:
    leaf = frame.leaves[0]
    compared = Compared(sample, frame.regions, frame.periods, "period", leaf.direction, leaf.marks, method.place)
    result = sample
    if method["low"] is not None:
        low = compute_bound(method["low"], compared)
        result = np.where(result < low, low, result)
    if method["high"] is not None:
        high = compute_bound(method["high"], compared)
        result = np.where(result > high, high, result)
    return np.asarray(result)
