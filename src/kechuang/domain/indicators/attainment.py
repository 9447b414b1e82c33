"""How likely a target is to be reached (达标概率): a predictive distribution for the change over the years to go.

The change on the working scale is Student-t about a weighted mean of drifts: the series' own over its whole history, over
its last three years and over its last step, and those of the other regions; a smooth series keeps its momentum, one near its
ceiling slows. Its spread grows with the series' own roughness, that of the panel, and the years to go. All weights are in
the rulebook ``national/outlook.yaml`` with how they were got; each changes with the log of the years to go.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from kechuang.domain.indicators.attainment_features import Array, Features, Histories, compute_features, temper

# The names of the weights in the rulebook, in the order of the columns below.
LOCATION = (
    "whole",
    "whole_of_short",
    "recent_over_whole",
    "recent_over_whole_smooth",
    "last_over_recent",
    "last_over_recent_smooth",
    "others_recent_over_whole",
    "others_recent_over_whole_smooth",
    "others_last_over_recent",
    "others_whole_over_recent",
    "whole_alone",
    "recent_over_whole_alone",
    "whole_full",
    "others_recent_over_whole_full",
    "recent_full",
    "whole_still",
    "recent_over_whole_still",
    "last_over_recent_still",
)
SPREAD = (
    "constant",
    "own",
    "others_over_own",
    "acceleration_over_own",
    "drift_over_own",
    "last_turn_over_own",
    "smooth",
    "still",
    "short",
    "alone",
    "full",
)
_REFERENCE_YEARS = 2.5
_FULLNESS_POWER = 5
_WIDEST, _NARROWEST = 5.0, -12.0
_LEAST_FREEDOM = 0.05


@dataclass(frozen=True, eq=False)
class Constants:
    """The weights, each a pair: at two and a half years to go, and its change with the log of the years to go.

    ``freedom`` is that of the t distribution; ``floor`` the smallest yearly change told apart from none; ``half_panel``
    the number of others at which a panel counts half; ``prior_deviation`` the yearly deviation assumed where a series
    has none of its own, counting as ``prior_freedom`` steps; ``drift_deviation`` how far drifts lie from none, None
    where histories are long enough not to ask.
    """

    location: Mapping[str, tuple[float, float]]
    spread: Mapping[str, tuple[float, float]]
    freedom: float
    floor: float
    half_panel: float
    prior_deviation: float
    prior_freedom: float
    drift_deviation: float | None = None


@dataclass(frozen=True, eq=False)
class Predictive:
    """The distribution of the change from the latest value, one row a series; ``freedom`` is that of Student's t."""

    location: Array
    scale: Array
    freedom: float

    def probability_above(self, change: Array) -> Array:
        """P(change >= given)."""
        return np.asarray(special.stdtr(self.freedom, (self.location - change) / self.scale))

    def quantile(self, probability: float) -> Array:
        """The change that is not exceeded with this probability."""
        return np.asarray(self.location + float(special.stdtrit(self.freedom, probability)) * self.scale)


def describe(histories: Histories, constants: Constants) -> Features:
    """The features of histories as the constants ask: drifts tempered where they say how far drifts lie from none."""
    features = compute_features(histories, floor=constants.floor)
    if constants.drift_deviation is None:
        return features
    deviation, drift_deviation = constants.prior_deviation, constants.drift_deviation
    return temper(features, histories, deviation=deviation, drift_deviation=drift_deviation)


def predict(features: Features, years_to_go: Array, constants: Constants) -> Predictive:
    """The predictive distribution of every series at its own number of years to go (above 0)."""
    columns, spreads = compute_columns(features, years_to_go, constants)
    location = columns @ _weights(LOCATION, constants.location)
    scale = np.exp(np.clip(spreads @ _weights(SPREAD, constants.spread), _NARROWEST, _WIDEST))
    return Predictive(location, scale, constants.freedom)


def compute_columns(features: Features, years_to_go: Array, constants: Constants) -> tuple[Array, Array]:
    """What the weights multiply, for location and for log scale: the named columns, then the same times log years."""
    trust = features.others / (features.others + constants.half_panel)
    log_years = np.log(years_to_go / _REFERENCE_YEARS)[:, None]
    location = np.stack(_location(features, trust), axis=1)
    spread = np.stack(_spread(features, trust, constants), axis=1)
    location = np.hstack([location, location * log_years]) * years_to_go[:, None]
    return location, np.hstack([spread, spread * log_years])


def _weights(names: tuple[str, ...], weights: Mapping[str, tuple[float, float]]) -> npt.NDArray[np.float64]:
    return np.array([weights[name][part] for part in (0, 1) for name in names])


def _location(of: Features, trust: Array) -> list[Array]:
    bend = of.recent - of.whole
    turn = of.last - of.recent
    pull = trust * (of.others_recent - of.whole)
    full = of.fullness**_FULLNESS_POWER
    return [
        of.whole,
        of.whole / np.maximum(of.steps, 1),
        bend,
        bend * of.smooth,
        turn,
        turn * of.smooth,
        pull,
        pull * of.smooth,
        trust * (of.others_last - of.others_recent),
        trust * (of.others_whole - of.others_recent),
        (1 - trust) * of.whole,
        (1 - trust) * bend,
        full * of.whole,
        full * (of.others_recent - of.whole) * (of.others > 0),
        full * of.recent,
        of.still * of.whole,
        of.still * bend,
        of.still * turn,
    ]


def _spread(of: Features, trust: Array, constants: Constants) -> list[Array]:
    floor = constants.floor
    own = _own_deviation(of, trust, constants)
    others = trust * np.log(of.others_deviation + floor) + (1 - trust) * own
    return [
        np.ones_like(own),
        own,
        others - own,
        _against(of.recent - of.whole, own, floor),
        _against(of.whole, own, floor),
        _against(of.last - of.recent, own, floor),
        of.smooth,
        of.still,
        1 / np.maximum(of.steps, 1),
        1 - trust,
        of.fullness**_FULLNESS_POWER,
    ]


def _against(movement: Array, own: Array, floor: float) -> Array:
    """The log of a movement's size against a log deviation; 0 where there is none, as in histories too short to show it."""
    return np.where(movement == 0, 0.0, np.log(np.abs(movement) + floor) - own)


def _own_deviation(of: Features, trust: Array, constants: Constants) -> Array:
    """The log of a series' yearly deviation, drawn towards that of its panel, or to the prior where it stands alone."""
    floor, weight = constants.floor, constants.prior_freedom
    prior = np.log(constants.prior_deviation)
    drawn_to = trust * np.log(of.others_deviation + floor) + (1 - trust) * prior
    own = 0.5 * np.log(of.residual / np.maximum(of.freedom, _LEAST_FREEDOM) + floor**2)
    return np.asarray((of.freedom * own + weight * drawn_to) / (of.freedom + weight))
