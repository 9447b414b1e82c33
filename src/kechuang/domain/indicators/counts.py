"""Small counts of whole things (个位数指标): a laboratory more or less, told by how often one was added or lost.

Additions a year are Poisson with a Gamma prior, so the additions of the years to go are negative binomial; losses the same;
what stands at the end is their convolution. A count of events a year (时期数) is one such year. The prior comes from the
other regions by the method of moments, or is the rulebook's weak one (Gelman et al., Bayesian Data Analysis, ch. 2.6-2.7).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from kechuang.domain.indicators.attainment_features import Array
from kechuang.domain.indicators.observation import Series
from kechuang.domain.indicators.target import Target

_FEWEST_OTHERS = 3
_LEAST_YEARS, _MOST_YEARS = 0.5, 10.0
_TAIL_DEVIATIONS, _TAIL_MARGIN = 12, 30
_MOST_OUTCOMES = 20_000
_GREATEST_RATE = 100.0  # a region with more a year is no companion of small counts


@dataclass(frozen=True, slots=True)
class Rate:
    """A Gamma belief about a yearly rate: ``shape`` events in ``years`` years."""

    shape: float
    years: float

    def after(self, events: float, years: float) -> "Rate":
        """The belief once so many events were seen in so many years."""
        return Rate(self.shape + events, self.years + years)


@dataclass(frozen=True, eq=False)
class CountPredictive:
    """Chances of the whole numbers from ``first`` up."""

    first: int
    chances: Array

    def probability(self, target: Target) -> float:
        """The chance that the target is attained."""
        values = range(self.first, self.first + len(self.chances))
        found = float(sum(chance for value, chance in zip(values, self.chances, strict=True) if target.met_by(value)))
        return min(found, 1.0)

    def quantile(self, probability: float) -> int:
        """The smallest number not exceeded with this probability."""
        return self.first + int(np.searchsorted(np.cumsum(self.chances), probability))


def predict_stock(series: Series, years_to_go: float, gains: Rate, losses: Rate) -> CountPredictive:
    """Where a stock (时点数) stands after the years to go; it never falls below zero."""
    span, added, lost = _moves(series)
    more = _chances(gains.after(added, span), years_to_go)
    fewer = _chances(losses.after(lost, span), years_to_go)
    net = np.convolve(more, fewer[::-1])
    first = int(series.values[-1]) - (len(fewer) - 1)
    if first >= 0:
        return CountPredictive(first, net)
    kept = net[-first:].copy()
    kept[0] += net[:-first].sum()
    return CountPredictive(0, kept)


def predict_flow(series: Series, events: Rate) -> CountPredictive:
    """How many events one coming year brings, from the years seen."""
    return CountPredictive(0, _chances(events.after(sum(series.values), len(series.values)), 1.0))


def gains_of(others: Sequence[Series], weak: Rate) -> Rate:
    """A prior for yearly additions from the other regions' histories; the weak one where they are too few."""
    moves = [_moves(one) for one in others if len(one.years) > 1]
    return _prior([added / span for span, added, _ in moves], [span for span, _, _ in moves], weak)


def events_of(others: Sequence[Series], weak: Rate) -> Rate:
    """A prior for yearly events from the other regions' years."""
    spans = [float(len(one.values)) for one in others]
    return _prior([sum(one.values) / len(one.values) for one in others], spans, weak)


def _prior(rates: Sequence[float], spans: Sequence[float], weak: Rate) -> Rate:
    """Mean and spread between regions, the spread that chance alone makes taken off."""
    alike = [(rate, span) for rate, span in zip(rates, spans, strict=True) if 0 <= rate <= _GREATEST_RATE]
    rates, spans = [rate for rate, _ in alike], [span for _, span in alike]
    if len(rates) < _FEWEST_OTHERS:
        return weak
    mean = float(np.mean(rates))
    if mean == 0:
        return Rate(weak.shape * weak.years / (weak.years + sum(spans)), weak.years)
    between = float(np.var(rates, ddof=1) - mean * np.mean([1 / span for span in spans]))
    years = min(max(mean / between, _LEAST_YEARS), _MOST_YEARS) if between > 0 else _MOST_YEARS
    return Rate(mean * years, years)


def _moves(series: Series) -> tuple[float, float, float]:
    """The years a series spans, and all it gained and lost from value to value."""
    steps = np.diff(series.values)
    return series.years[-1] - series.years[0], float(steps[steps > 0].sum()), float(-steps[steps < 0].sum())


def _chances(rate: Rate, years: float) -> Array:
    """The negative binomial chances of 0, 1, 2 … events in ``years`` years, summing to one."""
    mean = rate.shape / rate.years * years
    deviation = (mean * (1 + years / rate.years)) ** 0.5
    most = min(int(mean + _TAIL_DEVIATIONS * deviation) + _TAIL_MARGIN, _MOST_OUTCOMES)
    k = np.arange(most + 1.0)
    logs = special.gammaln(k + rate.shape) - special.gammaln(rate.shape) - special.gammaln(k + 1)
    logs += rate.shape * np.log(rate.years / (rate.years + years)) + k * np.log(years / (rate.years + years))
    chances = np.exp(logs)
    return np.asarray(chances / chances.sum())
