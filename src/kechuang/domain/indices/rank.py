"""Places (位次): who is ahead, ties by declared rule."""

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices.panel import Values
from kechuang.domain.indices.rounding import round_half_up

_SAME = 10
"""Scores that agree to this many decimals are tied: the rest is the noise of floating-point sums."""


def rank_ascending(values: Values, ties: str = "min") -> Values:
    """Ranks along the last axis, 1 for the smallest; missing stays missing. Ties: min, max, average or dense."""
    values = np.asarray(values, dtype=np.float64)
    size = values.shape[-1]
    order = np.argsort(values, axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-1)
    fresh = np.ones(values.shape, dtype=bool)
    fresh[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, _places(fresh, size, ties), axis=-1)
    ranks[np.isnan(values)] = np.nan
    return ranks


def rank_regions(scores: Values, *, rising: bool = True, ties: str = "min", decimals: int | None = None) -> Values:
    """Ranks along the last axis, 1 for the best; scores that print the same at ``decimals`` are tied."""
    rounded = np.round(scores, _SAME) if decimals is None else round_half_up(scores, decimals)
    return rank_ascending(-rounded if rising else rounded, ties)


def _places(fresh: NDArray[np.bool_], size: int, ties: str) -> Values:
    at = np.broadcast_to(np.arange(1.0, size + 1), fresh.shape)
    if ties == "dense":
        return np.asarray(np.cumsum(fresh, axis=-1), dtype=np.float64)
    first = np.maximum.accumulate(np.where(fresh, at, 0), axis=-1)
    if ties == "min":
        return first
    ends = np.ones_like(fresh)
    ends[..., :-1] = fresh[..., 1:]
    last = np.flip(np.minimum.accumulate(np.flip(np.where(ends, at, size + 1), -1), axis=-1), -1)
    return last if ties == "max" else (first + last) / 2
