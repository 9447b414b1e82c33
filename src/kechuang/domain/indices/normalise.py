"""Indicators on one scale (标准化, 无量纲化), more always being better afterwards."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices import columns
from kechuang.domain.indices.bounds import Compared, compute_bound
from kechuang.domain.indices.chain import chain, compute_growth
from kechuang.domain.indices.formula import Undefined, compute
from kechuang.domain.indices.frame import Frame, by_group
from kechuang.domain.indices.panel import Values
from kechuang.domain.indices.rank import rank_ascending
from kechuang.domain.indices.spec import Leaf, Method, Recipe
from kechuang.domain.indices.unfit import Unfit

_NOISE = 1e-13
"""A difference this small beside the values is the noise of floating-point arithmetic."""

_MAD = 1.4826
"""Median absolute deviation to standard deviation, for a normal distribution."""


def normalise(values: Values, recipe: Recipe, frame: Frame) -> Values:
    """Every indicator by its own method or the recipe's; raises Unfit for a constant indicator and what has no value."""
    result = np.empty_like(values)
    alike: dict[tuple[object, ...], tuple[Method, list[int]]] = {}
    for place, leaf in enumerate(frame.leaves):
        method = leaf.normalise or recipe.normalise
        key = (id(method), leaf.direction, tuple(sorted(leaf.marks.items())))
        alike.setdefault(key, (method, []))[1].append(place)
    for method, places in alike.values():
        leaves = tuple(frame.leaves[place] for place in places)
        rows = None if frame.rows is None else frame.rows[..., places]
        part = Frame(frame.periods, frame.regions, leaves, frame.groups, rows)
        result[..., places] = on_scale(values[..., places], method, part)
    return result


def on_scale(values: Values, method: Method, frame: Frame) -> Values:
    """Values whose indicators share direction and marks, by one method."""
    return by_group(values, method.get("by"), frame, method.place, lambda part, of: _scaled(part, method, of))


def _scaled(values: Values, method: Method, frame: Frame) -> Values:
    leaf = frame.leaves[0]
    compared = Compared(
        values, frame.regions, frame.periods, method.get("scope") or "period", leaf.direction, leaf.marks, method.place
    )
    return np.asarray(_METHODS[method.name](values, method, frame, compared))


def _plain(values: Values, method: Method, frame: Frame, compared: Compared) -> Values:
    return np.asarray(compared.direction * values * method["times"] + method["plus"])


def _minmax(values: Values, method: Method, frame: Frame, compared: Compared) -> Values:
    return _between(values, method, frame, compared, ends=("low", "high"), sign=compared.direction)


def _standard(values: Values, method: Method, frame: Frame, compared: Compared) -> Values:
    """Share of a standard, capped (全国科技进步统计监测)."""
    return _ratio(values, method, frame, compute_bound(method["standard"], compared), method["to"][1])


def _between(
    values: Values, method: Method, frame: Frame, compared: Compared, *, ends: tuple[str, str], sign: int
) -> Values:
    low, high = (compute_bound(method[end], compared) for end in ends)
    if method["log"]:
        low, high, values = (_logged(one, method, frame) for one in (low, high, values))
    share = _share(values, low, high, method, frame)
    if sign < 0:
        share = 1 - share
    start, stop = method["to"]
    return capped(start + (stop - start) * share, method["cap"], method["to"])


def _goalposts(values: Values, method: Method, frame: Frame, compared: Compared) -> Values:
    worst, best = (compute_bound(method[end], compared) for end in ("worst", "best"))
    if ((best - worst) * compared.direction < 0).any():
        leaf = frame.leaves[0]
        raise Unfit(
            "index.contradictory-direction",
            indicator=leaf.key,
            worst=f"{float(worst.flat[0]):g}",
            best=f"{float(best.flat[0]):g}",
            direction="rise" if leaf.direction > 0 else "fall",
            place=leaf.place,
        )
    return _between(values, method, frame, compared, ends=("worst", "best"), sign=1)


def _share(values: Values, low: Values, high: Values, method: Method, frame: Frame) -> Values:
    """Where between both ends a value lies; a place without extent takes the method's ``constant`` or raises Unfit."""
    span = high - low
    flat = (np.abs(span) <= _NOISE * np.maximum(np.abs(low), np.abs(high))) & _any_value(values)
    if flat.any() and method.get("constant") is None:
        raise _constant(flat, values, method, frame)
    share = (values - low) / np.where(flat | (span == 0), 1.0, span)
    if not flat.any():
        return np.asarray(share)
    start, stop = method["to"]
    constant = (method["constant"] - start) / (stop - start)
    return np.asarray(np.where(flat & ~np.isnan(values), constant, share))


def _any_value(values: Values) -> NDArray[np.bool_]:
    return np.asarray((~np.isnan(values)).any(axis=2, keepdims=True))


def _constant(flat: NDArray[np.bool_], values: Values, method: Method, frame: Frame) -> Unfit:
    place = tuple(int(axis) for axis in np.argwhere(np.broadcast_to(flat, values.shape) & ~np.isnan(values))[0])
    period = frame.periods[place[1]] if flat.shape[1] == len(frame.periods) else ""
    return Unfit(
        "index.constant",
        indicator=frame.leaves[place[3]].key,
        value=f"{values[place]:g}",
        period=period or "-",
        method=method.name,
        place=method.place,
    )


def _logged(values: Values, method: Method, frame: Frame) -> Values:
    bad = values <= 0
    if bad.any():
        at = tuple(int(axis) for axis in np.argwhere(bad)[0])
        inside = values.shape[1:3] == (len(frame.periods), len(frame.regions))
        where = frame.where(*at[1:]) if inside else frame.leaves[0].key
        raise Unfit(
            "index.log-of-nonpositive", value=f"{values[at]:g}", where=where, method=method.name, place=method.place
        )
    return np.asarray(np.log(values))


def capped(values: Values, cap: str | bool, to: tuple[float, float]) -> Values:
    """Values held within the interval on the sides that ``cap`` names."""
    if not cap:
        return np.asarray(values)
    low = min(to) if cap in (True, "low") else None
    high = max(to) if cap in (True, "high") else None
    return np.asarray(np.clip(values, low, high))


def _zscore(values: Values, method: Method, frame: Frame, compared: Compared) -> Values:
    sample = columns.sample_of(values, compared.scope, compared.periods, compared.place)
    if method["robust"]:
        centre = columns.quantile(sample, 0.5)
        spread = _MAD * columns.quantile(np.abs(sample - centre), 0.5)
    else:
        centre, spread = columns.mean(sample), columns.deviation(sample, population=method["population"])
    flat = (spread <= _NOISE * np.abs(centre)) & _any_value(values)
    if flat.any() and method["constant"] is None:
        raise _constant(flat, values, method, frame)
    score = compared.direction * (values - centre) / np.where(flat | (spread == 0), 1.0, spread)
    scaled = method["mean"] + method["sd"] * score
    if flat.any():
        scaled = np.where(flat & ~np.isnan(values), method["constant"], scaled)
    return np.asarray(scaled) if method["to"] is None else capped(scaled, True, method["to"])


def _ratio(values: Values, method: Method, frame: Frame, reference: Values, times: float) -> Values:
    """Value over reference, or reference over value where less is better (逆指标)."""
    falling = frame.leaves[0].direction < 0
    with np.errstate(divide="ignore", invalid="ignore"):
        share = reference / values if falling else values / reference
    return _finite(capped(share * times, method["cap"], (0.0, times)), values, method, frame)


def _finite(scaled: Values, values: Values, method: Method, frame: Frame) -> Values:
    bad = ~np.isfinite(scaled) & ~np.isnan(values)
    if bad.any():
        at = tuple(int(axis) for axis in np.argwhere(bad)[0])
        raise Unfit("index.divides-by-zero", where=frame.where(*at[1:]), method=method.name, place=method.place)
    return np.asarray(scaled)


def _target(values: Values, method: Method, frame: Frame, compared: Compared) -> Values:
    """How far from the worst region to the target (COINr's dist2targ)."""
    target = compute_bound(method["target"], compared)
    worst = compute_bound("min" if compared.direction > 0 else "max", compared)
    share = _share(values, worst, target, method, frame)
    start, stop = method["to"]
    return capped(start + (stop - start) * share, method["cap"], method["to"])


def _distance(values: Values, method: Method, frame: Frame, compared: Compared) -> Values:
    """One less the distance from a value, as a share of the largest distance."""
    away = np.abs(values - compute_bound(method["to_value"], compared))
    sample = columns.sample_of(away, compared.scope, compared.periods, compared.place)
    share = 1 - _share(away, np.zeros((1, 1, 1, 1)), columns.highest(sample), method, frame)
    start, stop = method["to"]
    return np.asarray(start + (stop - start) * share)


def _fraction(values: Values, method: Method, frame: Frame, compared: Compared) -> Values:
    mirrored = {"max": "min", "min": "max"} if compared.direction < 0 else {}
    reference = compute_bound(mirrored.get(method["of"], method["of"]), compared)
    if method["inverse"] == "ratio":
        return _ratio(values, method, frame, reference, method["times"])
    with np.errstate(divide="ignore", invalid="ignore"):
        share = values / reference * method["times"]
    return _finite(capped(share, method["cap"], (0.0, method["times"])), values, method, frame)


def _ranked(values: Values, method: Method, frame: Frame, compared: Compared) -> Values:
    sample = columns.stacked(values) if method["scope"] == columns.PANEL else values
    size = columns.count(sample)
    directed = np.moveaxis(sample * frame.leaves[0].direction, 2, -1)
    ranks = np.moveaxis(rank_ascending(directed, method["ties"]), -1, 2)
    if method.name == "borda":
        ranks = ranks - 1
    if method.name == "percentile_rank":
        start, stop = method["to"]
        ranks = start + (stop - start) * (ranks - 1) / np.maximum(size - 1, 1)
    return columns.unstacked(ranks, values)


def _categories(values: Values, method: Method, frame: Frame, compared: Compared) -> Values:
    """The value of the class a number falls in; a class begins at its cut. Classes are in order of rising numbers."""
    scores = np.asarray(method["values"], dtype=np.float64)
    reached = np.zeros(values.shape, dtype=np.intp)
    for cut in method["cuts"]:
        reached += values >= compute_bound(cut, compared)
    return np.where(np.isnan(values), np.nan, scores[reached])


def _logistic(values: Values, method: Method, frame: Frame, compared: Compared) -> Values:
    sample = columns.sample_of(values, compared.scope, compared.periods, compared.place)
    spread = columns.deviation(sample) * method["spread"]
    flat = (spread == 0) & _any_value(values)
    if flat.any():
        raise _constant(flat, values, method, frame)
    score = compared.direction * (values - compute_bound(method["centre"], compared)) / spread
    start, stop = method["to"]
    with np.errstate(over="ignore"):
        return np.asarray(start + (stop - start) / (1 + np.exp(-score)))


def _growth(values: Values, method: Method, frame: Frame, compared: Compared) -> Values:
    growth = compared.direction * compute_growth(values, base=method["base"], times=method["times"])
    bad = np.isinf(growth)
    if bad.any():
        at = tuple(int(axis) for axis in np.argwhere(bad)[0])
        raise Unfit("index.divides-by-zero", where=frame.where(*at[1:]), method=method.name, place=method.place)
    return growth


def _formula(values: Values, method: Method, frame: Frame, compared: Compared) -> Values:
    result = np.empty_like(values)
    for leaf in range(values.shape[3]):
        try:
            result[..., leaf] = compute(method["formula"], {"x": values[..., leaf]}, method.place)
        except Undefined as undefined:
            where = frame.where(undefined.at[1], undefined.at[2], leaf)
            raise Unfit(
                "index.undefined", formula=undefined.formula.text, where=where, used="x", place=method.place
            ) from None
    return result


def _chained(values: Values, method: Method, frame: Frame, compared: Compared) -> Values:
    return chain(values, method, frame.periods)


def as_leaf(key: str, name: str, place: str) -> Leaf:
    """A score that is put on another scale is an indicator of which more is better."""
    return Leaf(key, name, place=place)


_METHODS: Mapping[str, Callable[[Values, Method, Frame, Compared], Values]] = {
    "none": _plain,
    "minmax": _minmax,
    "goalposts": _goalposts,
    "zscore": _zscore,
    "standard": _standard,
    "target": _target,
    "distance": _distance,
    "fraction": _fraction,
    "rank": _ranked,
    "borda": _ranked,
    "percentile_rank": _ranked,
    "categorical": _categories,
    "logistic": _logistic,
    "growth": _growth,
    "chain": _chained,
    "formula": _formula,
}
