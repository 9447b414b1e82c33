"""Chances of many targets at once, each case with its own history; other cases of the same indicator and year are its panel."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kechuang.domain.indicators.attainment import Constants, Predictive, describe, predict
from kechuang.domain.indicators.attainment_features import Array, Groups, Histories
from kechuang.domain.indicators.attainment_scale import Aligned, align
from kechuang.domain.indicators.observation import Series

_CEILING = 100.0
_SOONEST = 0.25  # years to go in a distribution asked for a year that is all but over


@dataclass(frozen=True, slots=True)
class Case:
    """One target with what is known so far: the layout of published attainment cases.

    ``base`` only says which way is better: a target below it is to be fallen to.
    """

    indicator: str
    unit: str
    series: Series
    base: float
    target: float
    target_year: float

    @property
    def rising(self) -> bool:
        """Whether more is better."""
        return self.target >= self.base


@dataclass(frozen=True, eq=False)
class Judged:
    """The cases laid out, the distribution of the change to come, and the chance that each target is met."""

    aligned: Aligned
    predictive: Predictive
    probability: Array


def judge_cases(cases: Sequence[Case], constants: Constants) -> Judged:
    """The probability of every case, from history and target only.

    The layout has no units: an indicator none of whose values is below 0 or above 100 is taken to end at 100. A case whose
    target year is already observed is settled: 1 or 0.
    """
    aligned = align([case.series for case in cases], levels=[case.target <= 0 for case in cases])
    fullness = _fullness(cases, aligned)
    histories = Histories(aligned.years, aligned.values, fullness, _panels(cases, aligned))
    features = describe(histories, constants)
    to_go = np.array([case.target_year for case in cases]) - aligned.years[:, -1]
    predictive = predict(features, np.maximum(to_go, _SOONEST), constants)
    target = np.array([case.target for case in cases])
    rising = np.array([case.rising for case in cases], dtype=bool)
    above = predictive.probability_above(aligned.change_to(target))
    chance = np.where(rising, above, 1 - above)
    final = np.array([_value_by(case.series, case.target_year) for case in cases])
    met = np.where(rising, final >= target, final <= target)
    return Judged(aligned, predictive, np.where(to_go > 0, chance, met))


def _value_by(series: Series, year: float) -> float:
    """The last value up to a year, the first where all are later."""
    known = [value for at, value in zip(series.years, series.values, strict=True) if at <= year]
    return known[-1] if known else series.values[0]


def _fullness(cases: Sequence[Case], aligned: Aligned) -> Array:
    outside = {case.indicator for case in cases if max(case.series.values) > _CEILING or min(case.series.values) < 0}
    bounded = np.array([case.indicator not in outside for case in cases], dtype=bool)
    return np.where(bounded, aligned.latest / _CEILING, 0.0)


def _panels(cases: Sequence[Case], aligned: Aligned) -> Groups:
    """Cases of one indicator, known up to the same year and on the same scale, are one panel."""
    numbers: dict[tuple[str, float, bool], int] = {}
    latest = aligned.years[:, -1].tolist()
    keys = zip((case.indicator for case in cases), latest, aligned.logarithmic.tolist(), strict=True)
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)
