"""How sure a ranking is (不确定性分析): the index computed again under every choice that could have been made otherwise.

Each uncertain thing is a factor with a number between 0 and 1 per run, which picks an alternative, a set of weights or a
draw of the data's error. The same recipe, data, number of samples and seed give the same runs. Sources: OECD/JRC Handbook on
Constructing Composite Indicators (2008), step 7; Saisana, Saltelli and Tarantola 2005.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices.build import Built, prepare, ranks_of, score_parts
from kechuang.domain.indices.frame import Frame
from kechuang.domain.indices.panel import Panel, Values
from kechuang.domain.indices.perturb import Errors, WeightSets
from kechuang.domain.indices.rank_interval import rank_interval
from kechuang.domain.indices.spec import Method, Missing, Node, Recipe, Treatment, Uncertainty, Vary

FACTORS = ("weights", "impute", "treat", "normalise", "aggregate", "noise", "drop_one")
_CELLS = 2_000_000
"""How many scores are held at once while runs are computed."""
_KEPT = 40_000_000
"""How many ranks are kept; beyond that only those of the whole index."""
_SETS = 4096
_MATRIX = 300
"""For up to so many regions every pair is compared, for more only neighbours in the ranking."""

Levels = NDArray[np.int64]
Ranks = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Runs:
    """The factors, and how each run sets them: the first 2 N runs are independent, N more a factor exchange one (Saltelli)."""

    factors: tuple[str, ...]
    levels: Levels
    samples: int


@dataclass(frozen=True, eq=False)
class Spread:
    """What the runs say: lowest and highest rank of every part (period, region) and the share of runs A is ahead of B."""

    runs: int
    coverage: float
    low: Mapping[str, Values]
    high: Mapping[str, Values]
    period: int
    ahead: Mapping[tuple[int, int], float]


@dataclass(frozen=True, eq=False)
class Simulated:
    """The spread of ranks, and what each run moved: the mean shift in rank against the index as the recipe has it."""

    spread: Spread
    design: Runs
    shifts: NDArray[np.float64]


def simulate(
    built: Built,
    panel: Panel,
    plan: Uncertainty,
    *,
    sensitivity: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Simulated:
    """Run the index ``2 N`` times for the ranks, and ``d N`` times more for the sensitivity to its d factors.

    ``progress`` is told how many runs were just done, of how many.
    """
    recipe = built.recipe
    factors = factors_of(plan.vary)
    sizes = [_alternatives(factor, recipe, plan) for factor in factors]
    design = plan_runs(factors, sizes, plan.samples, plan.seed, exchanged=sensitivity)
    period = _period_of(plan, built.frame)
    kept = _kept_parts(built, 2 * plan.samples)
    ranks = {key: np.empty((2 * plan.samples, *built.ranks[key].shape), dtype=np.float32) for key in kept}
    shifts = np.empty(len(design.levels))
    nominal = built.ranks[recipe.root.key][period]
    for members, scored in _scored(built, panel, plan, design):
        for key in kept if members[0] < 2 * plan.samples else (recipe.root.key,):
            found = ranks_of(scored[key], recipe, built.frame)
            base = members < 2 * plan.samples
            if key in ranks:
                ranks[key][members[base]] = found[base]
            if key == recipe.root.key:
                shifts[members] = _mean_shift(found[:, period], nominal)
        if progress:
            progress(len(members), len(shifts))
    return Simulated(_spread_of(ranks, plan, recipe.root.key, period, built), design, shifts)


def factors_of(vary: Vary) -> tuple[str, ...]:
    """The factors that vary at all, in a fixed order."""
    present = {
        "weights": vary.weights > 0,
        "impute": len(vary.impute) > 1,
        "treat": len(vary.treat) > 1,
        "normalise": len(vary.normalise) > 1,
        "aggregate": len(vary.aggregate) > 1,
        "noise": bool(vary.noise),
        "drop_one": vary.drop_one,
    }
    return tuple(factor for factor in FACTORS if present[factor])


def plan_runs(factors: Sequence[str], sizes: Sequence[int], samples: int, seed: int, *, exchanged: bool) -> Runs:
    """Two independent tables A and B of N runs; then, for each factor, A with that column from B."""
    chance = np.random.Generator(np.random.PCG64(seed))
    table = chance.random((2 * samples, len(factors)))
    first, second = table[:samples], table[samples:]
    tables = [table]
    for column in range(len(factors) if exchanged else 0):
        mixed = first.copy()
        mixed[:, column] = second[:, column]
        tables.append(mixed)
    levels = np.floor(np.concatenate(tables) * np.array(sizes)).astype(np.int64)
    return Runs(tuple(factors), levels.reshape(-1, len(factors)), samples)


def _alternatives(factor: str, recipe: Recipe, plan: Uncertainty) -> int:
    if factor in ("weights", "noise"):
        return min(_SETS, 2 * plan.samples)
    if factor == "drop_one":
        return len(_droppable(recipe.root))
    return len(getattr(plan.vary, factor))


def _scored(
    built: Built, panel: Panel, plan: Uncertainty, design: Runs
) -> Iterator[tuple[NDArray[np.intp], dict[str, Values]]]:
    """The scores of all parts, for lots of runs that share how indicators are put on a scale and how they are aggregated."""
    frame, recipe = built.frame, built.recipe
    column = {factor: place for place, factor in enumerate(design.factors)}
    weights = WeightSets.drawn(recipe.root, plan, min(_SETS, 2 * plan.samples)) if "weights" in column else None
    errors = Errors.of(built, plan) if "noise" in column else None
    shared = [
        place for place, factor in enumerate(design.factors) if factor in ("impute", "treat", "normalise", "drop_one")
    ]
    combinations, which = np.unique(design.levels[:, shared], axis=0, return_inverse=True)
    for number, combination in enumerate(combinations):
        chosen = dict(zip((design.factors[place] for place in shared), combination.tolist(), strict=True))
        variant = varied(recipe, plan.vary, chosen)
        members = np.flatnonzero(which.ravel() == number)
        scaled = None if errors is not None else _scaled(variant, panel, chosen, None)
        for lot in _lots(members, design, column, built):
            mixture = _with_aggregate(variant, plan.vary, design, column, int(lot[0]))
            if errors is not None:
                noise = errors.draw(design.levels[lot, column["noise"]])
                scaled = _scaled(variant, panel, chosen, noise)
            assert scaled is not None
            multipliers = None if weights is None else weights.pick(design.levels[lot, column["weights"]])
            parts = score_parts(mixture, scaled, frame, multipliers)
            yield lot, {key: _batched(part.scores, len(lot)) for key, part in parts.items()}


def varied(recipe: Recipe, vary: Vary, chosen: Mapping[str, int]) -> Recipe:
    """The recipe with the chosen alternatives of impute, treat and normalise, and one indicator fewer."""
    steps: dict[str, tuple[Method, ...] | Treatment | Method] = {
        step: getattr(vary, step)[chosen[step]] for step in ("impute", "treat", "normalise") if step in chosen
    }
    recipe = recipe.varied(**steps)
    return _tolerant(recipe) if "drop_one" in chosen else recipe


def _scaled(recipe: Recipe, panel: Panel, chosen: Mapping[str, int], noise: Values | None) -> Values:
    prepared = prepare(recipe, panel, noise, keep=False)
    if "drop_one" not in chosen:
        return prepared.scaled
    dropped = _droppable(recipe.root)[chosen["drop_one"]]
    scaled = prepared.scaled.copy()
    scaled[..., [leaf.key for leaf in prepared.frame.leaves].index(dropped)] = np.nan
    return scaled


def _droppable(root: Node) -> tuple[str, ...]:
    """Indicators without which their part still has another."""
    return tuple(
        child.key
        for node in root.nodes()
        if len(node.children) > 1
        for child in node.children
        if not isinstance(child, Node)
    )


def _tolerant(recipe: Recipe) -> Recipe:
    """The recipe in which the indicator left out does not make its part missing."""
    return replace(recipe, missing=_ignoring(recipe.missing), root=_tolerant_node(recipe.root))


def _tolerant_node(node: Node) -> Node:
    children = tuple(_tolerant_node(child) if isinstance(child, Node) else child for child in node.children)
    return replace(node, children=children, missing=None if node.missing is None else _ignoring(node.missing))


def _ignoring(missing: Missing) -> Missing:
    return replace(missing, rule="ignore", at_least=0.0)


def _with_aggregate(recipe: Recipe, vary: Vary, design: Runs, column: Mapping[str, int], run: int) -> Recipe:
    if "aggregate" not in column:
        return recipe
    return recipe.varied(aggregate=vary.aggregate[design.levels[run, column["aggregate"]]])


def _lots(
    members: NDArray[np.intp], design: Runs, column: Mapping[str, int], built: Built
) -> Iterator[NDArray[np.intp]]:
    """Runs of the same aggregation, few enough to be held at once, those for the ranks apart from those exchanged."""
    frame = built.frame
    widest = max(len(node.children) for node in built.recipe.root.nodes())
    width = len(frame.leaves) if "noise" in column else widest
    size = max(1, _CELLS // max(1, len(frame.periods) * len(frame.regions) * width))
    for base in (members[members < 2 * design.samples], members[members >= 2 * design.samples]):
        methods = (
            design.levels[base, column["aggregate"]] if "aggregate" in column else np.zeros(len(base), dtype=np.int64)
        )
        for method in np.unique(methods):
            same = base[methods == method]
            for start in range(0, len(same), size):
                yield same[start : start + size]


def _batched(scores: Values, size: int) -> Values:
    return scores if scores.shape[0] == size else np.broadcast_to(scores, (size, *scores.shape[1:]))


def _mean_shift(ranks: Values, nominal: Values) -> Values:
    moved = np.abs(ranks - nominal)
    there = ~np.isnan(moved)
    return np.asarray(np.where(there, moved, 0.0).sum(axis=-1) / np.maximum(there.sum(axis=-1), 1))


def _period_of(plan: Uncertainty, frame: Frame) -> int:
    return frame.periods.index(plan.period) if plan.period in frame.periods else len(frame.periods) - 1


def _kept_parts(built: Built, runs: int) -> tuple[str, ...]:
    keys = tuple(built.parts)
    cells = runs * len(keys) * built.ranks[keys[0]].size
    return keys if cells <= _KEPT else keys[:1]


def _spread_of(ranks: Mapping[str, Ranks], plan: Uncertainty, root: str, period: int, built: Built) -> Spread:
    ends = {key: rank_interval(found, plan.coverage) for key, found in ranks.items()}
    low, high = ({key: end[side] for key, end in ends.items()} for side in (0, 1))
    ahead = compute_ahead(ranks[root][:, period], built.ranks[root][period])
    return Spread(2 * plan.samples, plan.coverage, low, high, period, ahead)


def compute_ahead(ranks: Ranks, nominal: Values) -> dict[tuple[int, int], float]:
    """For pairs of regions the share of runs in which the first is ahead, a tie counting half; pairs in nominal order."""
    order = [int(place) for place in np.argsort(nominal, kind="stable") if not np.isnan(nominal[place])]
    reach = len(order) if len(order) <= _MATRIX else 2
    table = np.ascontiguousarray(ranks.T)
    result: dict[tuple[int, int], float] = {}
    for place, first in enumerate(order):
        others = order[place + 1 : place + reach]
        ahead = (table[first] < table[others]).mean(axis=1) + (table[first] == table[others]).mean(axis=1) / 2
        result.update(((first, other), float(share)) for other, share in zip(others, ahead, strict=True))
    return result
