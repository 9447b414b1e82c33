"""Regions left out for want of data (筛选)."""

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices.frame import Frame
from kechuang.domain.indices.panel import Values, nearest
from kechuang.domain.indices.spec import Leaf, Node, Recipe
from kechuang.domain.indices.unfit import Unfit


def screen(values: Values, recipe: Recipe, frame: Frame) -> NDArray[np.bool_]:
    """Which regions stay, by period: enough values there, enough of them not zero, in the whole and in each part asked for."""
    rule = recipe.screen
    there = ~np.isnan(values[0])
    kept = _enough(there, rule.at_least)
    if rule.nonzero:
        kept &= _enough(there & (values[0] != 0), rule.nonzero)
    if rule.per is not None:
        for places in _parts(recipe.root, rule.per, frame.leaves):
            kept &= _enough(there[..., places], rule.at_least)
    for region in (*rule.keep, *rule.drop):
        if region not in frame.regions:
            known = nearest(region, frame.regions)
            raise Unfit("index.no-such-region", region=region, known=known, place="screen")
    kept[:, [place for place, region in enumerate(frame.regions) if region in rule.keep]] = True
    kept[:, [place for place, region in enumerate(frame.regions) if region in rule.drop]] = False
    return kept


def _enough(there: NDArray[np.bool_], at_least: float) -> NDArray[np.bool_]:
    """A number above 1 counts indicators, up to 1 it is a share; a share is met when the nearest float below it is."""
    found = there.sum(axis=-1)
    needed = at_least if at_least > 1 else at_least * there.shape[-1] - 1e-9
    return np.asarray(found >= needed)


def _parts(root: Node, level: int, leaves: tuple[Leaf, ...]) -> list[list[int]]:
    places = {leaf.key: place for place, leaf in enumerate(leaves)}
    return [[places[leaf.key] for leaf in node.leaves()] for node in root.nodes() if node.level == level]
