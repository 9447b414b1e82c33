"""Gaps filled from the other indicators by expectation-maximisation under a joint normal distribution.

Source: Dempster, Laird and Rubin 1977; Little and Rubin, Statistical Analysis with Missing Data, ch. 11; OECD/JRC Handbook on
Constructing Composite Indicators, step 3.
"""

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices.columns import PANEL
from kechuang.domain.indices.panel import Values

_ENOUGH = 1e-9
_RIDGE = 1e-8


def fill_by_em(values: Values, *, scope: str, rounds: int) -> Values:
    """Each gap as its expectation given what is known of the same region; a row without any value gets the means."""
    _, periods, regions, indicators = values.shape
    rows = periods * regions if scope == PANEL else regions
    tables = values.reshape(-1, rows, indicators)
    return np.stack([_filled(table, rounds) for table in tables]).reshape(values.shape)


def _filled(table: NDArray[np.float64], rounds: int) -> NDArray[np.float64]:
    known = ~np.isnan(table)
    usable = known.sum(axis=0) > 1
    if known.all() or not usable.any():
        return table
    result = table.copy()
    result[:, usable] = _expected(table[:, usable], known[:, usable], rounds)
    return result


def _expected(table: NDArray[np.float64], known: NDArray[np.bool_], rounds: int) -> NDArray[np.float64]:
    size = np.maximum(known.sum(axis=0), 1)
    centre = np.where(known, table, 0).sum(axis=0) / size
    spread = np.sqrt(np.where(known, (table - centre) ** 2, 0).sum(axis=0) / size)
    spread = np.where(spread > 0, spread, 1.0)
    scaled = np.where(known, (table - centre) / spread, 0.0)
    mean, covariance = np.zeros(len(spread)), np.eye(len(spread))
    patterns, which = np.unique(known, axis=0, return_inverse=True)
    for turn in range(rounds):
        extra = np.zeros_like(covariance)
        before = scaled.copy()
        for number, pattern in enumerate(patterns):
            members = np.flatnonzero(which.ravel() == number)
            _regress(scaled, members, pattern, mean, covariance, extra)
        mean = scaled.mean(axis=0)
        covariance = (scaled - mean).T @ (scaled - mean) / len(scaled) + extra / len(scaled)
        if turn and np.abs(scaled - before).max() < _ENOUGH:
            break
    return np.asarray(scaled * spread + centre)


def _regress(
    scaled: NDArray[np.float64],
    members: NDArray[np.intp],
    pattern: NDArray[np.bool_],
    mean: NDArray[np.float64],
    covariance: NDArray[np.float64],
    extra: NDArray[np.float64],
) -> None:
    """Fill the gaps of the rows that lack the same indicators, and add up the uncertainty that the filling hides."""
    gaps, there = np.flatnonzero(~pattern), np.flatnonzero(pattern)
    if not len(gaps):
        return
    own = covariance[np.ix_(there, there)] + _RIDGE * np.eye(len(there))
    cross = covariance[np.ix_(gaps, there)]
    slopes = np.linalg.solve(own, cross.T).T if len(there) else np.zeros((len(gaps), 0))
    scaled[np.ix_(members, gaps)] = mean[gaps] + (scaled[np.ix_(members, there)] - mean[there]) @ slopes.T
    extra[np.ix_(gaps, gaps)] += len(members) * (covariance[np.ix_(gaps, gaps)] - slopes @ cross.T)
