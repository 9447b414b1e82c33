"""How often 90 % rank intervals hold the true rank, and how often "A is ahead of B" is right, where the truth is known.

    python benchmarks/index_coverage.py [--cases 40]

Two kinds of made-up truth. *Data*: true values are drawn, observed ones carry a normal error whose size the recipe states.
*Method*: the truth is the ranking under one way of building the index, drawn from those the recipe says are possible.
Asked: intervals hold 85 to 95 in a hundred.
"""

import argparse
import sys
from dataclasses import replace

import numpy as np

from kechuang.domain.indices.build import Built, build_index, prepare, score_parts
from kechuang.domain.indices.panel import Panel
from kechuang.domain.indices.perturb import WeightSets
from kechuang.domain.indices.rank import rank_regions
from kechuang.domain.indices.spec import Recipe
from kechuang.domain.indices.uncertainty import Spread, simulate
from kechuang.readers.indices.plain_yaml import plain_data
from kechuang.readers.indices.recipes import recipe_of

KEYS = tuple("abcdef")
PARTS = "index: {parts: [{key: p, parts: [a, b, c]}, {key: q, parts: [d, e, f]}]}"
METHOD = f"""normalise: {{method: minmax, to: [1, 100]}}
{PARTS}
uncertainty:
  samples: 250
  vary:
    weights: 0.5
    normalise: [{{method: minmax, to: [1, 100]}}, {{method: zscore, mean: 50, sd: 10}}, {{method: percentile_rank, to: [1, 100]}}]
    aggregate: [arithmetic, geometric]
    treat: [none, {{method: iqr, times: 1}}]
"""


def run() -> int:
    """Print coverage by kind of truth and size of error, and how often the text would be right."""
    cases = _options().cases
    print("truth    error   held   mean width   said ahead (from .9)   right")
    for error in (0.15, 0.4, 0.8, 1.2):
        _print("data", error, [_data_case(error, case) for case in range(cases)])
    _print("method", 0.0, [_method_case(case) for case in range(cases)])
    return 0


def _print(kind: str, error: float, cases: list[tuple[Spread, np.ndarray]]) -> None:
    held = [((s.low["index"][0] <= ranks) & (ranks <= s.high["index"][0])).mean() for s, ranks in cases]
    width = [(s.high["index"] - s.low["index"] + 1).mean() for s, _ in cases]
    said = [ranks[a] < ranks[b] for s, ranks in cases for (a, b), share in s.ahead.items() if share >= 0.9]
    print(
        f"{kind:8} {error:5.2f}   {np.mean(held):.3f}   {np.mean(width):10.1f}   {len(said):20}   {np.mean(said):.3f}"
    )


def _data_case(error: float, case: int, regions: int = 30) -> tuple[Spread, np.ndarray]:
    chance = np.random.default_rng([1, case])
    text = f"normalise: zscore\n{PARTS}\nuncertainty: {{samples: 250, vary: {{noise: {{absolute: {error}}}}}}}"
    recipe = recipe_of(plain_data(text, "recipe"))
    true = chance.normal(size=(1, regions, 1)) * 0.7 + chance.normal(size=(1, regions, len(KEYS))) * 0.7
    truth = build_index(recipe, _panel(true)).ranks["index"][0]
    panel = _panel(true + error * chance.normal(size=true.shape))
    return _spread(build_index(recipe, panel), panel, recipe, case), truth


def _method_case(case: int, regions: int = 30) -> tuple[Spread, np.ndarray]:
    """The truth is the index under alternatives and weights drawn by a seed of its own."""
    chance = np.random.default_rng([2, case])
    recipe = recipe_of(plain_data(METHOD, "recipe"))
    panel = _panel(
        np.exp(chance.normal(size=(1, regions, 1)) * 0.5 + chance.normal(size=(1, regions, len(KEYS))) * 0.8)
    )
    plan = recipe.uncertainty
    assert plan is not None
    drawn = {step: getattr(plan.vary, step) for step in ("normalise", "aggregate", "treat")}
    drawn = {step: options[chance.integers(len(options))] for step, options in drawn.items()}
    other = recipe.varied(**drawn)
    prepared = prepare(other, panel)
    weights = WeightSets.drawn(recipe.root, replace(plan, seed=10_000 + case), 1).pick(np.zeros(1, dtype=np.int64))
    scores = score_parts(other, prepared.scaled, prepared.frame, weights)["index"].scores[0, 0]
    return _spread(build_index(recipe, panel), panel, recipe, case), rank_regions(scores)


def _spread(built: Built, panel: Panel, recipe: Recipe, case: int) -> Spread:
    assert recipe.uncertainty is not None
    return simulate(built, panel, replace(recipe.uncertainty, seed=case + 1), sensitivity=False).spread


def _panel(values: np.ndarray) -> Panel:
    return Panel(tuple(f"r{n}" for n in range(values.shape[1])), ("",), KEYS, values)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=40)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(run())
