"""Recipes put together at random: each is computed or refused in words, never anything else."""

import json
from random import Random

import numpy as np
import pytest

from kechuang.domain.indices.build import build_index
from kechuang.domain.indices.grammar import GRAMMAR
from kechuang.domain.indices.panel import Panel
from kechuang.domain.indices.sensitivity import compute_influences
from kechuang.domain.indices.trace import trace
from kechuang.domain.indices.uncertainty import simulate
from kechuang.domain.indices.unfit import Unfit
from kechuang.readers.indices.recipes import recipe_of
from kechuang.readers.words import read_words
from kechuang.writers.index_csv import index_to_csv
from kechuang.writers.index_json import Origin, index_to_json

BOUNDS = [
    "min",
    "max",
    "mean",
    "median",
    "norm",
    "best",
    "worst",
    "low",
    "target",
    "p90",
    "top2",
    "mean+1sd",
    "region:r1",
    "period:1",
    0,
    5.5,
]
VALUES = {
    "number": [0, 0.5, 1, 2, -1, 100],
    "optional": [None, 0, 0.5, 1],
    "count": [1, 2, 5],
    "places": [0, 1, 3],
    "flag": [True, False],
    "bound": BOUNDS,
    "edges": [True, False, "low", "high"],
    "interval": [[0, 1], [1, 7], [100, 0]],
    "formula": ["x", "1/x", "ln(x)", "a+b", "lag(x,1)"],
    "matrix": [[[1, 2], ["1/2", 1]]],
    "numbers": [[1, 2, 3]],
    "bounds": [["p10", 1], ["mean", "max"]],
}
TEXTS = {"scope": ["period", "panel", "1"], "by": [None, "g"], "base": [None, "1", "2"], "sum": ["auto", "any"]}


def method(step, chance):
    name = chance.choice(list(GRAMMAR[step]))
    made = {"method": name}
    for key, option in GRAMMAR[step][name].items():
        if chance.random() < 0.4 or key in ("formula", "cuts", "values", "matrix"):
            made[key] = chance.choice(TEXTS[key] if option.kind == "text" else option.words or VALUES[option.kind])
    return made


def treatment(chance):
    return chance.choice(
        [method("treat", chance), {"try": [method("treat", chance), "log"], "skew": 0.1, "kurtosis": -2}]
    )


def leaf(key, chance):
    marks = {"low": 0, "high": 10, "target": 7, "standard": 5} if chance.random() < 0.7 else {}
    return {"key": key, "direction": chance.choice(["rise", "fall"]), **marks}


def random_recipe(chance):
    first = {"key": "p", "parts": [leaf("a", chance), leaf("b", chance)]}
    if chance.random() < 0.3:
        first["rescale"] = method("rescale", chance)
    return {
        "impute": [method("impute", chance)],
        "treat": treatment(chance),
        "missing": chance.choice(["ignore", "fail", {"rule": "fill"}, {"at_least": 0.6}]),
        "screen": chance.choice([0, 0.5]),
        **{step: method(step, chance) for step in ("normalise", "weigh", "aggregate", "rank")},
        "index": {"parts": [first, {"key": "q", "parts": [leaf("c", chance)]}]},
        "uncertainty": {
            "samples": 4,
            "vary": {
                "weights": 0.3,
                "treat": [treatment(chance), "none"],
                "noise": chance.choice([0, 0.1]),
                "drop_one": True,
                **{step: [method(step, chance), method(step, chance)] for step in ("normalise", "aggregate")},
            },
        },
    }


def random_panel(chance, seed):
    drawn = np.random.default_rng(seed)
    shape = (chance.choice([1, 3]), chance.choice([1, 2, 6]), 3)
    kinds = (drawn.normal(size=shape) * 5, np.exp(drawn.normal(size=shape)), drawn.integers(-2, 4, shape).astype(float))
    values = chance.choice(kinds)
    values[drawn.random(shape) < chance.choice([0, 0.1, 0.6])] = np.nan
    regions = tuple(f"r{n}" for n in range(shape[1]))
    periods = tuple(str(n + 1) for n in range(shape[0]))
    return Panel(regions, periods, ("a", "b", "c"), values, groups={"g": tuple("xy"[n % 2] for n in range(shape[1]))})


@pytest.mark.parametrize("seed", range(8))
def test_any_recipe_is_computed_or_refused_in_words(seed):
    chance = Random(seed)
    words = read_words("en")
    computed, codes = 0, set()
    for number in range(25):
        data, panel = random_recipe(chance), random_panel(chance, 1000 * seed + number)
        try:
            made = recipe_of(data)
            built = build_index(made, panel)
            computed += 1
            run = simulate(built, panel, made.uncertainty)
            influences = compute_influences(run.design, run.shifts, seed=1)
            origin = Origin(data, "", "", 4, 1, "")
            json.dumps(index_to_json(built, origin, run.spread, influences, trace(built, "r0")), allow_nan=False)
            index_to_csv(built)
        except Unfit as refused:
            codes.add(refused.code)
    assert computed > 0
    assert codes - set(words.wordings) == set()
