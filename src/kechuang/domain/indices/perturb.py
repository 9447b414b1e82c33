"""What Monte Carlo runs draw: sets of weights around the given ones, and errors of the data."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices.build import Built
from kechuang.domain.indices.panel import Values
from kechuang.domain.indices.spec import Node, Uncertainty
from kechuang.domain.indices.unfit import Unfit


@dataclass(frozen=True, eq=False)
class WeightSets:
    """For every node, sets of factors for the weights of its parts; one number picks the same set for all nodes."""

    factors: Mapping[str, NDArray[np.float64]]

    @classmethod
    def drawn(cls, root: Node, plan: Uncertainty, sets: int) -> "WeightSets":
        """Each weight times a number drawn evenly from 1 - by to 1 + by, at the levels asked for."""
        chance = np.random.Generator(np.random.PCG64([plan.seed, 1]))
        share, levels = plan.vary.weights, plan.vary.weight_levels
        factors = {}
        for node in root.nodes():
            drawn = chance.uniform(1 - share, 1 + share, (sets, len(node.children)))
            if not levels or node.level + 1 in levels:
                factors[node.key] = drawn
        return cls(factors)

    def pick(self, numbers: NDArray[np.int64]) -> dict[str, Values]:
        """The factors of some sets as (run, part), by node."""
        return {key: factors[numbers] for key, factors in self.factors.items()}


@dataclass(frozen=True, eq=False)
class Errors:
    """Errors of the data: ``shift`` + ``spread`` × a normal draw, both by (period, region, indicator).

    With shrinking the draw is of the true value given the observed one when true values are spread as observed ones are, less the
    error (empirical Bayes, Efron and Morris 1973); without it the error is put on top of a value that has one already.
    """

    shift: Values
    spread: Values
    seed: int

    @classmethod
    def of(cls, built: Built, plan: Uncertainty) -> "Errors":
        """Raises Unfit when an error is stated for an indicator that is not there."""
        raw, vary = built.prepared.steps["raw"], plan.vary
        keys = [leaf.key for leaf in built.frame.leaves]
        for key in vary.noise:
            if key != "*" and key not in keys:
                raise Unfit(
                    "index.no-such-indicator", indicator=key, known=", ".join(keys[:12]), place="uncertainty.vary.noise"
                )
        stated = np.array([vary.noise.get(key, vary.noise.get("*", 0.0)) for key in keys])
        spread = np.broadcast_to(stated, raw.shape) * (np.abs(raw) if vary.relative_noise else 1.0)
        spread = np.where(np.isnan(raw), 0.0, spread)
        if not vary.shrink:
            return cls(np.zeros_like(spread), spread, plan.seed)
        kept, centre = _kept_share(raw, spread)
        return cls(np.nan_to_num((1 - kept) * (centre - raw)), np.sqrt(kept) * spread, plan.seed)

    def draw(self, numbers: NDArray[np.int64]) -> Values:
        """The errors of some draws as (run, period, region, indicator); a draw's number fixes it."""
        return np.stack([self.shift + self.spread * self._chance(int(number)) for number in numbers])

    def _chance(self, number: int) -> Values:
        return np.random.Generator(np.random.PCG64([self.seed, 2, number])).standard_normal(self.spread.shape)


def _kept_share(raw: Values, spread: Values) -> tuple[Values, Values]:
    """How much of a distance from the mean is real, by period and indicator: 1 - error variance over variance seen."""
    there = ~np.isnan(raw)
    size = np.maximum(there.sum(axis=1, keepdims=True), 2)
    centre = np.where(there, raw, 0.0).sum(axis=1, keepdims=True) / size
    seen = np.where(there, (raw - centre) ** 2, 0.0).sum(axis=1, keepdims=True) / (size - 1)
    error = (spread**2).sum(axis=1, keepdims=True) / size
    kept = np.clip(1 - error / np.where(seen > 0, seen, 1.0), 0.0, 1.0)
    return np.broadcast_to(kept, raw.shape), centre
