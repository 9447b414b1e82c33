"""Benefit of the doubt (BoD): each region is judged by the weights that suit it best.

Source: Melyn and Moesen 1991; OECD/JRC Handbook, step 6. The score is the largest Σ w x with no region above 1 under the
same weights, found by the simplex method.
"""

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices.panel import Values
from kechuang.domain.indices.spec import Method
from kechuang.domain.indices.unfit import Unfit

_MOST = 5000
_TINY = 1e-12


def benefit_of_doubt(scores: Values, method: Method) -> Values:
    """Scores up to 1. ``least`` is the smallest share each part must have in a region's score. Incomplete regions have none."""
    batch, periods, regions, _ = scores.shape
    if batch * periods * regions > _MOST:
        raise Unfit("index.too-many-programmes", count=batch * periods * regions, most=_MOST, place=method.place)
    result = np.full((batch, periods, regions), np.nan)
    for one in np.ndindex(batch, periods):
        complete = np.flatnonzero(~np.isnan(scores[one]).any(axis=1))
        table = scores[one][complete]
        if (table < 0).any():
            raise Unfit("index.negative-score", part="-", value=f"{table.min():g}", method="bod", place=method.place)
        for place, region in enumerate(complete):
            result[(*one, region)] = _best(table, place, method["least"])
    return result


def _best(table: NDArray[np.float64], region: int, least: float) -> float:
    own = table[region]
    limits, ends = [table], [np.ones(len(table))]
    if least > 0:
        limits.append(least * own - np.diag(own))
        ends.append(np.zeros(len(own)))
    return maximum(own, np.vstack(limits), np.concatenate(ends))


def maximum(gain: NDArray[np.float64], limits: NDArray[np.float64], ends: NDArray[np.float64]) -> float:
    """The largest gain · w with limits · w <= ends and w >= 0, where ends >= 0; infinite when nothing bounds it.

    The simplex method on a full table with Bland's rule, which cannot go in a circle.
    """
    rows, size = limits.shape
    table = np.zeros((rows + 1, size + rows + 1))
    table[:rows, :size], table[:rows, size:-1], table[:rows, -1] = limits, np.eye(rows), ends
    table[-1, :size] = -gain
    while (entering := np.flatnonzero(table[-1, :-1] < -_TINY)).size:
        column = int(entering[0])
        upward = np.flatnonzero(table[:-1, column] > _TINY)
        if not upward.size:
            return float("inf")
        ratios = table[upward, -1] / table[upward, column]
        row = int(upward[np.argmin(ratios)])
        table[row] /= table[row, column]
        others = np.arange(rows + 1) != row
        table[others] -= np.outer(table[others, column], table[row])
    return float(table[-1, -1])
