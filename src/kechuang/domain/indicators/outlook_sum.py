"""Judges a target that adds up over the period: done so far, plus the years to come."""

import numpy as np

from kechuang.domain.indicators.attainment import Constants
from kechuang.domain.indicators.attainment_sum import Total
from kechuang.domain.indicators.observation import Observation
from kechuang.domain.indicators.outlook import Answer, Basis, Model, PathYear, Question, Rules
from kechuang.domain.indicators.outlook_drift import Drift, look_ahead


def judge_sum(
    question: Question, points: tuple[Observation, ...], drift: Drift, constants: Constants, rules: Rules
) -> Answer:
    """Probability, interval of the sum, yearly path and working.

    The sum runs from the year after the baseline to the target year; a year nobody observed between two that were is
    filled in along a straight line.
    """
    assert question.base is not None, "a sum runs from its baseline"
    first, last = question.base.year + 1, question.target.year
    latest = points[-1].year
    done = compute_done(points, first, min(last, latest))
    row = drift.rows[question.region, question.key]
    years = np.arange(max(first, latest + 1), last + 1)
    if len(years) == 0:
        return Answer(float(question.target.met_by(done)), (done, done), (), Basis(Model.SUM, points, 0.0))
    rows = np.full(len(years), row)
    coming = look_ahead(drift, rows, (years - latest).astype(float), constants)
    total = Total(done, coming, np.full(len(years), np.inf if question.ceiling is None else question.ceiling))
    tail = (1 - rules.interval) / 2
    middle, low, high = (coming.quantile(p, total.ceilings) for p in (0.5, tail, 1 - tail))
    path = tuple(PathYear(int(y), float(middle[i]), float(low[i]), float(high[i]), None) for i, y in enumerate(years))
    basis = Basis(
        Model.SUM,
        points,
        float(last - latest),
        drift.scale_of(row),
        drift.drifts_of(row),
        drift.panel_of(row),
        float(coming.predictive.location[-1]),
        float(coming.predictive.scale[-1]),
        coming.predictive.freedom,
    )
    interval = total.quantile(tail), total.quantile(1 - tail)
    return Answer(_chance(question, total), interval, path, basis)


def _chance(question: Question, total: Total) -> float:
    low, high = question.target.low, question.target.high
    above = 1.0 if low is None else total.probability_above(low)
    return above - (0.0 if high is None else total.probability_above(high))


def compute_done(points: tuple[Observation, ...], first: int, last: int) -> float:
    """The sum of the years ``first`` to ``last``."""
    years = np.arange(first, last + 1)
    known = [one for one in points if one.year <= last]
    if len(years) == 0 or not known:
        return 0.0
    return float(np.interp(years, [one.year for one in known], [one.value for one in known]).sum())
