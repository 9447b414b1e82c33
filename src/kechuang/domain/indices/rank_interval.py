"""The interval of ranks a region holds in a stated share of the runs (位次区间)."""

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices.panel import Values

_SHORT_OF = 0.05
"""How far below the stated coverage an interval may hold, where one rank more would overshoot by more."""


def rank_interval(ranks: NDArray[np.float32], coverage: float) -> tuple[Values, Values]:
    """Lowest and highest rank by (period, region) from ranks by (run, period, region); missing where a region has no rank.

    The interval has equal tails, as quantiles give it. Ranks are whole, so that interval holds more than asked for, often
    all of the runs; an end is left off where the rest comes nearer to the coverage and stays within five points below it.
    """
    periods = range(ranks.shape[1])
    ends = [_of_period(np.rint(ranks[:, period].T), coverage) for period in periods]
    return np.stack([low for low, _ in ends]), np.stack([high for _, high in ends])


def _of_period(ranks: Values, coverage: float) -> tuple[Values, Values]:
    regions = len(ranks)
    known = ~np.isnan(ranks)
    most = regions + 1
    places = np.where(known, ranks, 0).astype(np.int64) + np.arange(regions)[:, None] * (most + 1)
    counts = np.bincount(places.ravel(), weights=known.ravel(), minlength=regions * (most + 1))
    held = counts.reshape(regions, most + 1) / np.maximum(known.sum(axis=1, keepdims=True), 1)
    low, high = _equal_tails(np.cumsum(held, axis=1), coverage)
    for _ in range(2):
        low, high = _without_an_end(held, low, high, coverage)
    nobody = ~known.any(axis=1)
    return np.where(nobody, np.nan, low), np.where(nobody, np.nan, high)


def _equal_tails(cumulated: Values, coverage: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    tail = (1 - coverage) / 2
    low = (cumulated >= tail - 1e-9).argmax(axis=1)
    high = (cumulated >= 1 - tail - 1e-9).argmax(axis=1)
    return low, high


def _without_an_end(
    held: Values, low: NDArray[np.int64], high: NDArray[np.int64], coverage: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    every = np.arange(len(held))
    cumulated = np.cumsum(held, axis=1)
    mass = cumulated[every, high] - cumulated[every, low] + held[every, low]
    at_low, at_high = held[every, low], held[every, high]
    rest = mass - np.minimum(at_low, at_high)
    shorter = (low < high) & (np.abs(rest - coverage) < np.abs(mass - coverage)) & (rest >= coverage - _SHORT_OF)
    from_below = shorter & (at_low <= at_high)
    return low + from_below, high - (shorter & ~from_below)
