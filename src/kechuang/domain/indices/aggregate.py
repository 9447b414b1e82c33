"""Parts into a whole (合成): means that let strengths make up for weaknesses, means that do not, and outranking.

Scores are (batch, period, region, part), weights (batch, period, part); either batch or period of the weights may be one.
"""

from collections.abc import Sequence

import numpy as np

from kechuang.domain.indices.aggregate_outranking import copeland, topsis
from kechuang.domain.indices.bod import benefit_of_doubt
from kechuang.domain.indices.columns import PANEL
from kechuang.domain.indices.formula import Undefined, compute
from kechuang.domain.indices.panel import Values
from kechuang.domain.indices.spec import Method, Missing
from kechuang.domain.indices.unfit import Unfit


def aggregate(scores: Values, weights: Values, method: Method, missing: Missing, keys: Sequence[str]) -> Values:
    """The score of the whole as (batch, period, region); NaN where the rule for missing parts says so."""
    if missing.rule == "fill":
        scores = np.where(np.isnan(scores), missing.value, scores)
    there = ~np.isnan(scores)
    whole = _put_together(scores, weights, method, keys)
    if there.all():
        return whole
    return np.asarray(np.where(_enough(there, weights, missing), whole, np.nan))


def _enough(there: Values, weights: Values, missing: Missing) -> Values:
    if missing.rule == "fail":
        return np.asarray(there.all(axis=-1))
    if missing.at_least > 1:
        return np.asarray(there.sum(axis=-1) >= missing.at_least)
    share = weighted_sum(there.astype(np.float64), weights) / weights.sum(axis=-1)[..., None]
    return np.asarray((share >= missing.at_least - 1e-9) & (share > 0))


def _put_together(scores: Values, weights: Values, method: Method, keys: Sequence[str]) -> Values:
    match method.name:
        case "arithmetic":
            return _mean(scores, weights)
        case "geometric":
            _require_not_negative(scores, method, keys)
            with np.errstate(divide="ignore"):
                return np.exp(_mean(np.log(scores), weights))
        case "harmonic":
            _require_not_negative(scores, method, keys)
            with np.errstate(divide="ignore"):
                return np.asarray(1 / _mean(1 / scores, weights))
        case "power":
            return _power_mean(scores, weights, method, keys)
        case "sum":
            return weighted_sum(np.nan_to_num(scores), weights)
        case "product":
            _require_not_negative(scores, method, keys)
            with np.errstate(divide="ignore"):
                return np.exp(weighted_sum(np.where(np.isnan(scores), 0.0, np.log(scores)), weights))
        case "penalised":
            return _penalised(scores, weights, method)
        case "copeland":
            return copeland(scores, weights)
        case "topsis":
            return topsis(scores, weights, pooled=method["scope"] == PANEL)
        case "bod":
            return benefit_of_doubt(scores, method)
        case "formula":
            return _formula(scores, method, keys)
        case _:
            return _middle_or_end(scores, method)


def weighted_sum(scores: Values, weights: Values) -> Values:
    """Σ w x over the parts, for every batch of either."""
    if weights.shape[1] == 1 and scores.shape[0] == 1 and weights.shape[0] > 1:
        batch, (periods, regions, parts) = weights.shape[0], scores.shape[1:]
        flat = weights[:, 0] @ scores.reshape(-1, parts).T
        return np.asarray(flat.reshape(batch, periods, regions))
    return np.asarray(np.matmul(scores, weights[..., None])[..., 0])


def _mean(scores: Values, weights: Values) -> Values:
    there = ~np.isnan(scores)
    if there.all():
        return np.asarray(_kept_infinite(scores, weights) / weights.sum(axis=-1)[..., None])
    weight = weighted_sum(there.astype(np.float64), weights)
    summed = _kept_infinite(np.where(there, scores, 0.0), weights)
    return np.asarray(summed / np.where(weight > 0, weight, np.nan))


def _kept_infinite(scores: Values, weights: Values) -> Values:
    """The weighted sum, infinite where a part of some weight is: zero times infinity is nothing here."""
    infinite = np.isinf(scores)
    if not infinite.any():
        return weighted_sum(scores, weights)
    sign = np.sign(scores[infinite][0])
    summed = weighted_sum(np.where(infinite, 0.0, scores), weights)
    return np.asarray(np.where(weighted_sum(infinite.astype(np.float64), weights) > 0, sign * np.inf, summed))


def _require_not_negative(scores: Values, method: Method, keys: Sequence[str]) -> None:
    bad = scores < 0
    if bad.any():
        at = tuple(int(axis) for axis in np.argwhere(bad)[0])
        raise Unfit(
            "index.negative-score", part=keys[at[3]], value=f"{scores[at]:g}", method=method.name, place=method.place
        )


def _power_mean(scores: Values, weights: Values, method: Method, keys: Sequence[str]) -> Values:
    power = method["power"]
    _require_not_negative(scores, method, keys)
    with np.errstate(divide="ignore"):
        if power == 0:
            return np.exp(_mean(np.log(scores), weights))
        return np.asarray(_mean(scores**power, weights) ** (1 / power))


def _penalised(scores: Values, weights: Values, method: Method) -> Values:
    """Mean less (or plus) standard deviation × coefficient of variation: the Mazziotta-Pareto index."""
    mean = _mean(scores, weights)
    variance = _mean((scores - mean[..., None]) ** 2, weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        penalty = np.where(mean == 0, 0.0, variance / mean)
    return np.asarray(mean - penalty if method["direction"] == "minus" else mean + penalty)


def _middle_or_end(scores: Values, method: Method) -> Values:
    empty = np.isnan(scores).all(axis=-1)
    if method.name == "min":
        ends = np.where(np.isnan(scores), np.inf, scores).min(axis=-1)
    elif method.name == "max":
        ends = np.where(np.isnan(scores), -np.inf, scores).max(axis=-1)
    else:
        ends = _median(scores)
    return np.asarray(np.where(empty, np.nan, ends))


def _median(scores: Values) -> Values:
    ordered = np.sort(scores, axis=-1)
    last = np.maximum((~np.isnan(scores)).sum(axis=-1, keepdims=True) - 1, 0)
    low = np.take_along_axis(ordered, last // 2, axis=-1)
    high = np.take_along_axis(ordered, (last + 1) // 2, axis=-1)
    return np.asarray((low + high)[..., 0] / 2)


def _formula(scores: Values, method: Method, keys: Sequence[str]) -> Values:
    formula = method["formula"]
    unknown = [name for name in formula.names if name not in keys]
    if unknown:
        raise Unfit("index.no-such-part", part=unknown[0], known=", ".join(keys), place=method.place)
    try:
        return compute(formula, {key: scores[..., place] for place, key in enumerate(keys)}, method.place)
    except Undefined:
        raise Unfit(
            "index.undefined", formula=formula.text, where="-", used=", ".join(keys), place=method.place
        ) from None
