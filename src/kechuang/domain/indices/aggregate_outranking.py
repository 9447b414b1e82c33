"""Wholes that come from comparing regions with one another: Copeland's rule and TOPSIS (逼近理想解法).

Sources: Copeland 1951 as in the OECD/JRC Handbook, step 6; Hwang and Yoon 1981.
"""

import numpy as np

from kechuang.domain.indices.panel import Values

_CELLS = 4_000_000
"""How many comparisons are held at once."""


def copeland(scores: Values, weights: Values) -> Values:
    """For each region: against how many others more weight speaks for it than against, less the reverse, over n - 1.

    Parts that either region lacks do not speak. Between -1 and 1.
    """
    batch, periods, regions, _ = np.broadcast_shapes(scores.shape, (weights.shape[0], weights.shape[1], 1, 1))
    scores = np.broadcast_to(scores, (scores.shape[0], periods, *scores.shape[2:]))
    result = np.empty((batch, periods, regions))
    present = (~np.isnan(scores)).any(axis=-1)
    step = max(1, _CELLS // max(1, regions * scores.shape[3] * batch * periods))
    for start in range(0, regions, step):
        few = scores[:, :, start : start + step, None]
        with np.errstate(invalid="ignore"):
            better = np.sign(few - scores[:, :, None])
        lead = np.matmul(np.nan_to_num(better), weights[:, :, None, :, None])[..., 0]
        result[:, :, start : start + step] = np.sign(np.round(lead, 12)).sum(axis=-1)
    others = np.maximum(present.sum(axis=-1, keepdims=True) - 1, 1)
    return np.asarray(np.where(present, result / others, np.nan))


def topsis(scores: Values, weights: Values, *, pooled: bool = False) -> Values:
    """Distance from the worst over the sum of distances from worst and best, on weighted scores; 1 is best in everything.

    Worst and best are those of the period, ``pooled`` those of all periods. A part a region lacks adds to neither distance. Weights multiply the scores
    before distances are taken, as is usual.
    """
    share = weights / weights.sum(axis=-1, keepdims=True)
    weighted = scores * share[:, :, None, :]
    there = ~np.isnan(weighted)
    among = (1, 2) if pooled else (2,)
    best = np.where(there, weighted, -np.inf).max(axis=among, keepdims=True)
    worst = np.where(there, weighted, np.inf).min(axis=among, keepdims=True)
    from_best = np.sqrt(np.where(there, (weighted - best) ** 2, 0.0).sum(axis=-1))
    from_worst = np.sqrt(np.where(there, (weighted - worst) ** 2, 0.0).sum(axis=-1))
    whole = from_best + from_worst
    return np.asarray(np.where(whole > 0, from_worst / np.where(whole > 0, whole, 1.0), np.nan))
