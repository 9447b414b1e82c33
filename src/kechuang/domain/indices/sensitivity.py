"""Which choice moves the ranking (敏感性分析): variance-based indices of the mean shift in rank.

First-order indices by the estimator of Janon et al. 2014 (the correlation of two runs that share one factor), total indices by
Jansen 1999, on Saltelli's design (Saltelli et al. 2010); half-widths by bootstrap over the N base runs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices.uncertainty import Runs

_RESAMPLES = 400
_COVERAGE = 0.95

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Influence:
    """How much of the variance a factor explains alone (first) and with all its interactions (total), ± half-width (95 %)."""

    factor: str
    first: float
    first_half_width: float
    total: float
    total_half_width: float


def compute_influences(design: Runs, shifts: Numbers, *, seed: int) -> tuple[Influence, ...]:
    """One influence a factor, in the order of the design; all zero when nothing moves."""
    size = design.samples
    if not design.factors or len(shifts) == 2 * size:
        return ()
    first, second = shifts[:size], shifts[size : 2 * size]
    mixed = shifts[2 * size :].reshape(len(design.factors), size)
    alone, total = _indices(first[None], second[None], mixed[:, None])
    chance = np.random.Generator(np.random.PCG64([seed, 3]))
    again = chance.integers(0, size, (_RESAMPLES, size))
    resampled = _indices(first[again], second[again], mixed[:, again])
    widths = [_half_width(one) for one in resampled]
    return tuple(
        Influence(factor, float(alone[place, 0]), widths[0][place], float(total[place, 0]), widths[1][place])
        for place, factor in enumerate(design.factors)
    )


def _indices(first: Numbers, second: Numbers, mixed: Numbers) -> tuple[Numbers, Numbers]:
    """First-order and total indices by (factor, resample) from values by (resample, run) and (factor, resample, run)."""
    middle = ((second + mixed) / 2).mean(axis=-1, keepdims=True)
    shared = ((second - middle) * (mixed - middle)).mean(axis=-1)
    spread = (((second - middle) ** 2 + (mixed - middle) ** 2) / 2).mean(axis=-1)
    both = np.concatenate([first, second], axis=-1)
    variance = both.var(axis=-1)
    apart = ((first - mixed) ** 2).mean(axis=-1) / 2
    alone = np.where(spread > 0, shared / np.where(spread > 0, spread, 1.0), 0.0)
    total = np.where(variance > 0, apart / np.where(variance > 0, variance, 1.0), 0.0)
    return alone, total


def _half_width(resampled: Numbers) -> list[float]:
    tail = (1 - _COVERAGE) / 2
    low, high = np.quantile(resampled, [tail, 1 - tail], axis=1)
    return [float(width) for width in (high - low) / 2]
