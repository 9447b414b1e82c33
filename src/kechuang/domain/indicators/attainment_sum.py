"""Targets that add up over the period (累计): the distribution of what is done so far plus the years to come.

The years to come are taken to move together (a year above its middle is followed by years above theirs), as they do where
a drift is uncertain; this makes the interval rather wide than narrow.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from kechuang.domain.indicators.attainment_features import Array
from kechuang.domain.indicators.outlook_drift import Coming

_FARTHEST = 60.0
_HALVINGS = 60


@dataclass(frozen=True, eq=False)
class Total:
    """The sum of ``done`` and of the years to come, whose distributions are the rows of ``coming``."""

    done: float
    coming: Coming
    ceilings: Array

    def at(self, standing: float) -> float:
        """The sum where every year to come stands so many spreads above its middle."""
        predictive = self.coming.predictive
        changes = predictive.location + standing * predictive.scale
        return self.done + float(np.minimum(self.coming.aligned.value_after(changes), self.ceilings).sum())

    def quantile(self, probability: float) -> float:
        """The sum not exceeded with this probability."""
        return self.at(float(special.stdtrit(self.coming.predictive.freedom, probability)))

    def probability_above(self, target: float) -> float:
        """P(sum >= target), by halving, for the sum grows with the standing."""
        low, high = -_FARTHEST, _FARTHEST
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if self.at(middle) >= target:
                high = middle
            else:
                low = middle
        return float(special.stdtr(self.coming.predictive.freedom, -high))
