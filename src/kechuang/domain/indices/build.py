"""An index built step by step from a recipe and a panel, every step kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices.aggregate import aggregate
from kechuang.domain.indices.denominate import denominate
from kechuang.domain.indices.derive import derive
from kechuang.domain.indices.frame import Frame
from kechuang.domain.indices.impute import impute
from kechuang.domain.indices.normalise import as_leaf, normalise, on_scale
from kechuang.domain.indices.panel import Panel, Values, nearest
from kechuang.domain.indices.rank import rank_regions
from kechuang.domain.indices.rounding import round_half_up
from kechuang.domain.indices.screen import screen
from kechuang.domain.indices.spec import Leaf, Node, Recipe
from kechuang.domain.indices.treat import Treated, treat
from kechuang.domain.indices.unfit import Unfit
from kechuang.domain.indices.weigh import (
    FROM_DATA,
    data_weights,
    given_weights,
    overall_weights,
    pairwise_weights,
    summed_up,
)


@dataclass(frozen=True, eq=False)
class Prepared:
    """Indicators on one scale, with every step on the way; steps are (period, region, indicator) by name, ``raw`` first."""

    panel: Panel
    frame: Frame
    steps: Mapping[str, Values]
    scaled: Values
    treated: tuple[Treated, ...] = ()


@dataclass(frozen=True, eq=False)
class Part:
    """A part of the index, scored: ``scores`` (batch, period, region), before its rescaling, and the weights used."""

    node: Node
    scores: Values
    before_rescaling: Values
    weights: Values


@dataclass(frozen=True, eq=False)
class Built:
    """The finished index: what was prepared, every part, and the ranks of every part (period, region)."""

    recipe: Recipe
    prepared: Prepared
    parts: Mapping[str, Part]
    ranks: Mapping[str, Values] = field(default_factory=dict)

    @property
    def frame(self) -> Frame:
        """The axes of scores and ranks."""
        return self.prepared.frame

    def scores(self, key: str) -> Values:
        """Scores of a part by (period, region)."""
        return np.asarray(self.parts[key].scores[0])


def build_index(recipe: Recipe, panel: Panel) -> Built:
    """Select, derive, denominate, impute, screen, treat, normalise, weigh, aggregate, rank. Raises Unfit."""
    prepared = prepare(recipe, panel)
    parts = score_parts(recipe, prepared.scaled, prepared.frame)
    for part in parts.values():
        _require_finite(part, prepared.frame)
    ranks = {key: ranks_of(part.scores[0], recipe, prepared.frame) for key, part in parts.items()}
    return Built(recipe, prepared, parts, ranks)


def _require_finite(part: Part, frame: Frame) -> None:
    bad = np.isinf(part.scores[0])
    if bad.any():
        period, region = (int(axis) for axis in np.argwhere(bad)[0])
        raise Unfit("index.too-large", part=part.node.key, where=frame.where(period, region), place=part.node.place)


def ranks_of(scores: Values, recipe: Recipe, frame: Frame) -> Values:
    """Ranks along the last axis by the recipe's rule; missing for regions that take no place."""
    rank, unranked = recipe.rank, recipe.select.unranked
    if unranked:
        scores = np.where([region in unranked for region in frame.regions], np.nan, scores)
    return rank_regions(scores, rising=rank.name == "highest", ties=rank["ties"], decimals=rank["decimals"])


def prepare(recipe: Recipe, panel: Panel, noise: Values | None = None, *, keep: bool = True) -> Prepared:
    """The indicators on one scale. ``noise`` (batch, period, region, indicator) is added to the raw values."""
    panel = derive(select(panel, recipe), recipe)
    places = [panel.column(leaf.key) for leaf in recipe.leaves]
    rows = None if panel.rows is None else panel.rows[:, :, places]
    frame = Frame(panel.periods, panel.regions, recipe.leaves, panel.groups, rows)
    values = panel.values[None][..., places]
    values = values if noise is None else values + noise
    notes: list[Treated] = []
    steps = {"raw": values[0]}
    for step in recipe.order:
        with np.errstate(all="ignore"):  # what has no value is looked for and refused by each step itself
            values = _rounded(_step(step, values, recipe, panel, frame, notes), recipe.decimals.get(step))
        if keep:
            steps[step] = values[0]
    return Prepared(panel, frame, steps, values, tuple(notes))


def _step(step: str, values: Values, recipe: Recipe, panel: Panel, frame: Frame, notes: list[Treated]) -> Values:
    match step:
        case "denominate":
            return denominate(values, panel, frame)
        case "impute":
            return impute(values, recipe, frame)
        case "screen":
            kept = screen(values, recipe, frame)
            return values if kept.all() else np.where(kept[None, :, :, None], values, np.nan)
        case "treat":
            return treat(values, recipe, frame, notes)
        case _:
            return normalise(values, recipe, frame)


def select(panel: Panel, recipe: Recipe) -> Panel:
    """The regions and periods the recipe names, in the order of the data (periods in the recipe's order)."""
    chosen = recipe.select
    for region in (*chosen.regions, *chosen.without, *chosen.unranked):
        if region not in panel.regions:
            known = nearest(region, panel.regions)
            raise Unfit("index.no-such-region", region=region, known=known, place="select.regions")
    for period in chosen.periods:
        if period not in panel.periods:
            known = ", ".join(panel.periods[:12])
            raise Unfit("index.no-such-period", period=period, known=known, place="select.periods")
    wanted, unwanted = set(chosen.regions), set(chosen.without)
    regions = [
        place
        for place, region in enumerate(panel.regions)
        if (not wanted or region in wanted) and region not in unwanted and _in_groups(panel, place, chosen.where)
    ]
    if not regions:
        raise Unfit("index.nobody-left", place="select")
    periods = [panel.periods.index(period) for period in chosen.periods] or list(range(len(panel.periods)))
    if len(regions) == len(panel.regions) and periods == list(range(len(panel.periods))):
        return panel
    return panel.only(periods, regions)


def _in_groups(panel: Panel, region: int, where: Mapping[str, tuple[str, ...]]) -> bool:
    for name, labels in where.items():
        if name not in panel.groups:
            raise Unfit("index.no-such-group", group=name, known=", ".join(panel.groups) or "-", place="select.where")
        if panel.groups[name][region] not in labels:
            return False
    return True


def score_parts(
    recipe: Recipe, scaled: Values, frame: Frame, perturbed: Mapping[str, Values] | None = None
) -> dict[str, Part]:
    """Every part of the index, the whole first. ``perturbed[key]`` (batch, part) multiplies the weights of a node's parts."""
    places = {leaf.key: place for place, leaf in enumerate(frame.leaves)}
    overall = _overall(recipe, scaled, frame)
    parts: dict[str, Part] = {}

    def score(node: Node) -> Values:
        children = [
            score(child) if isinstance(child, Node) else scaled[..., places[child.key]] for child in node.children
        ]
        values = np.stack(np.broadcast_arrays(*children), axis=-1)
        weights = weights_of(node, values, recipe, overall)
        if perturbed and node.key in perturbed:
            weights = weights * perturbed[node.key][:, None, :]
        keys = [child.key for child in node.children]
        method, missing = node.aggregate or recipe.aggregate, node.missing or recipe.missing
        before = _rescale_ready(aggregate(values, weights, method, missing, keys))
        after = _rounded(_rescaled(before, node, frame), node.decimals)
        parts[node.key] = Part(node, after, before, weights)
        return after

    with np.errstate(all="ignore"):
        score(recipe.root)
    return {node.key: parts[node.key] for node in recipe.root.nodes()}


def _rescale_ready(scores: Values) -> Values:
    return np.asarray(scores, dtype=np.float64)


def _overall(recipe: Recipe, scaled: Values, frame: Frame) -> dict[str, Values] | None:
    """Weights set for all indicators at once, where the recipe asks for that."""
    method = recipe.weigh
    if method.name == "overall":
        return {key: np.full((1, 1), weight) for key, weight in overall_weights(recipe.root, method).items()}
    if method.name == "flat":
        ones = summed_up(recipe.root, {leaf.key: 1.0 for leaf in frame.leaves})
        return {key: np.full((1, 1), weight) for key, weight in ones.items()}
    if method.name in FROM_DATA and method["over"] == "leaves":
        weights = data_weights(scaled, method)
        by_leaf = {leaf.key: weights[..., place] for place, leaf in enumerate(frame.leaves)}
        sums = {node.key: sum(by_leaf[leaf.key] for leaf in node.leaves()) for node in recipe.root.nodes()}
        return {**by_leaf, **{key: np.asarray(weight) for key, weight in sums.items()}}
    return None


def weights_of(node: Node, values: Values, recipe: Recipe, overall: Mapping[str, Values] | None) -> Values:
    """Weights of a node's parts as (batch or 1, period or 1, part)."""
    method = node.weigh or recipe.weigh
    if node.weigh is None and overall is not None:
        return np.stack(np.broadcast_arrays(*(overall[child.key] for child in node.children)), axis=-1)
    size = len(node.children)
    match method.name:
        case "equal":
            plain = np.ones(size)
        case "pairwise":
            plain = pairwise_weights(method["matrix"], method, size)
        case "given":
            plain = given_weights(node.children, method, node.place)
        case "flat":
            plain = np.array([_leaf_count(child) for child in node.children], dtype=np.float64)
        case "overall":
            raise Unfit("index.overall-inside", part=node.key, place=method.place)
        case _:
            return data_weights(values, method)
    return plain[None, None, :]


def _leaf_count(child: Node | Leaf) -> int:
    return len(tuple(child.leaves())) if isinstance(child, Node) else 1


def _rescaled(scores: Values, node: Node, frame: Frame) -> Values:
    for method in node.rescale:
        part = Frame(frame.periods, frame.regions, (as_leaf(node.key, node.name, node.place),), frame.groups)
        scores = on_scale(scores[..., None], method, part)[..., 0]
    return scores


def _rounded(values: Values, decimals: int | None) -> Values:
    return values if decimals is None else round_half_up(values, decimals)


def effective_weights(built: Built) -> dict[str, NDArray[np.float64]]:
    """The share of each part and indicator in the whole, by period: products of the weights on the way down."""
    shares: dict[str, NDArray[np.float64]] = {built.recipe.root.key: np.ones(1)}
    for node in built.recipe.root.nodes():
        weights = built.parts[node.key].weights[0]
        total = weights.sum(axis=-1, keepdims=True)
        even = weights / np.where(total > 0, total, 1.0)
        for place, child in enumerate(node.children):
            shares[child.key] = shares[node.key] * even[:, place]
    return shares


def keys_of(nodes: Sequence[Node]) -> tuple[str, ...]:
    """The keys of nodes."""
    return tuple(node.key for node in nodes)
