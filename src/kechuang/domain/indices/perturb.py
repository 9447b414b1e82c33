"""What Monte Carlo runs draw: sets of weights around the given ones, and errors of the data."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices.build import Built
from kechuang.domain.indices.panel import Values, nearest
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
    """Errors of the data: ``spread`` × a normal draw, by (period, region, indicator)."""

    spread: Values
    seed: int

    @classmethod
    def of(cls, built: Built, plan: Uncertainty) -> "Errors":
        """Raises Unfit when an error is stated for an indicator that is not there."""
        raw, vary = built.prepared.steps["raw"], plan.vary
        keys = [leaf.key for leaf in built.frame.leaves]
        for key in vary.noise:
            if key != "*" and key not in keys:
                known, place = nearest(key, keys), "uncertainty.vary.noise"
                raise Unfit("index.no-such-indicator", indicator=key, known=known, place=place)
        stated = np.array([vary.noise.get(key, vary.noise.get("*", 0.0)) for key in keys])
        spread = np.broadcast_to(stated, raw.shape) * (np.abs(raw) if vary.relative_noise else 1.0)
        return cls(np.where(np.isnan(raw), 0.0, spread), plan.seed)

    def draw(self, numbers: NDArray[np.int64]) -> Values:
        """The errors of some draws as (run, period, region, indicator); a draw's number fixes it."""
        return np.stack([self.spread * self._chance(int(number)) for number in numbers])

    def _chance(self, number: int) -> Values:
        return np.random.Generator(np.random.PCG64([self.seed, 2, number])).standard_normal(self.spread.shape)
