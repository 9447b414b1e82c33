"""Judges a small count of whole things by the count model."""

from collections.abc import Mapping, Sequence

from kechuang.domain.indicators.counts import CountPredictive, Rate, events_of, gains_of, predict_flow, predict_stock
from kechuang.domain.indicators.observation import Observation, Series, series_of
from kechuang.domain.indicators.outlook import Answer, Basis, Model, PathYear, Question, Rules


def judge_count(
    question: Question,
    points: tuple[Observation, ...],
    others: Sequence[Series],
    rules: Rules,
    planned: Mapping[int, float],
) -> Answer:
    """Probability, interval, path and working; ``points`` end before the target year."""
    series = series_of(points)
    rate = events_of(others, rules.gains) if question.flow else gains_of(others, rules.gains)
    tail = (1 - rules.interval) / 2
    path = []
    for year in range(points[-1].year + 1, question.target.year + 1):
        coming = _coming(question, series, year - points[-1].year, rate, rules)
        low, middle, high = (float(coming.quantile(p)) for p in (tail, 0.5, 1 - tail))
        path.append(PathYear(year, middle, low, high, planned.get(year)))
    to_go = float(question.target.year - points[-1].year)
    chance = coming.probability(question.target)
    basis = Basis(Model.COUNTS, points, to_go, rate=rate)
    return Answer(chance, (path[-1].low, path[-1].high), tuple(path), basis)


def _coming(question: Question, series: Series, ahead: int, rate: Rate, rules: Rules) -> CountPredictive:
    return predict_flow(series, rate) if question.flow else predict_stock(series, ahead, rate, rules.losses)
