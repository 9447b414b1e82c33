"""Whatever the numbers: chances between 0 and 1, intervals in order, JSON that is JSON, no warning of the arithmetic."""

import json

import numpy as np
import pytest

from kechuang.domain.indicators.observation import Observation, TableRow
from kechuang.domain.indicators.outlook import Question
from kechuang.domain.indicators.outlook_judge import judge
from kechuang.domain.indicators.path import Shape
from kechuang.domain.indicators.target import set_target
from kechuang.domain.quantity import Bound
from kechuang.readers.outlook import read_plan_constants, read_thresholds
from kechuang.writers.outlook_json import outlook_to_json

EXTREMES = (1e30, 1e-30, -1e30, 0.0, 1.0)


def _values(chance, count):
    kinds = (
        chance.normal(0, 1, count),
        np.exp(chance.normal(0, chance.choice([0.1, 5, 20]), count)),
        chance.poisson(chance.choice([0.1, 3, 30]), count).astype(float),
        np.full(count, chance.choice([0.0, 1.0, -3.0])),
        chance.uniform(0, 100, count),
        chance.choice(EXTREMES, count),
    )
    return kinds[int(chance.integers(len(kinds)))]


def _points(chance, region, key):
    count = int(chance.integers(1, 8))
    years = sorted(chance.choice(np.arange(2010, 2030), count, replace=False).tolist())
    pairs = zip(years, _values(chance, count).tolist(), strict=True)
    return tuple(Observation(region, key, year, value, None, TableRow("表.csv", 2)) for year, value in pairs)


def _question(chance, points):
    base = points[int(chance.integers(len(points)))]
    low = float(chance.choice([0, 1, -1, base.value * 1.5, 1e30, 50]))
    target = set_target(
        int(chance.integers(2012, 2045)),
        bound=list(Bound)[int(chance.integers(len(Bound)))],
        low=low,
        high=low + float(chance.choice([0, 5])),
        base=base.value,
        rising=(None, True, False)[int(chance.integers(3))],
        cumulative=bool(chance.random() < 0.2),
    )
    return Question(
        base.indicator,
        base.indicator,
        base.region,
        None,
        base if chance.random() < 0.8 else None,
        target,
        ceiling=100.0 if chance.random() < 0.3 else None,
        whole=bool(chance.random() < 0.4),
        flow=bool(chance.random() < 0.5),
        shape=list(Shape)[int(chance.integers(len(Shape)))],
    )


@pytest.mark.parametrize("seed", range(8))
def test_no_series_however_strange_breaks_the_judgement(seed):
    chance = np.random.default_rng(seed)
    for _ in range(60):
        named = [(f"地区{at}", f"指标{int(chance.integers(2))}") for at in range(int(chance.integers(1, 6)))]
        observed = {key: _points(chance, *key) for key in named}
        questions = [_question(chance, points) for points in observed.values()]
        as_of = None if chance.random() < 0.5 else int(chance.integers(2012, 2040))
        for outlook in judge(
            questions, observed, constants=read_plan_constants(), rules=read_thresholds(), as_of=as_of
        ):
            json.dumps(outlook_to_json(outlook), allow_nan=False)
            assert outlook.probability is None or 0 <= outlook.probability <= 1
            assert outlook.interval is None or outlook.interval[0] <= outlook.interval[1]
