"""The working of a score (计算过程): every part, every indicator, every step, down to the line of the data file."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kechuang.domain.indices.build import Built
from kechuang.domain.indices.panel import nearest
from kechuang.domain.indices.spec import Leaf, Node
from kechuang.domain.indices.unfit import Unfit


@dataclass(frozen=True, slots=True)
class Step:
    """The value of an indicator after one step of the recipe."""

    step: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the data file: its column, value and line (0 when unknown)."""

    column: str
    value: float
    line: int


@dataclass(frozen=True, slots=True)
class Working:
    """One part or indicator: its score, what it weighs in the part above and in the whole, and how the score came about.

    A part names the ``method`` that put its parts together and the score before rescaling; an indicator has its ``steps`` and
    the ``cells`` of the data file they began with, those of its denominator and its formula among them.
    """

    level: int
    key: str
    name: str
    value: float | None
    weight: float
    share: float
    method: str = ""
    before_rescaling: float | None = None
    steps: tuple[Step, ...] = ()
    cells: tuple[Cell, ...] = ()


def trace(built: Built, region: str, period: str | None = None) -> tuple[Working, ...]:
    """The working of a region's score in a period (the last unless named), the whole first; a region by its code or its name. Raises Unfit for unknown names."""
    frame, names = built.frame, built.prepared.panel.names
    if region not in frame.regions and names.count(region) == 1:
        region = frame.regions[names.index(region)]
    if region not in frame.regions:
        raise Unfit("index.no-such-region", region=region, known=nearest(region, frame.regions), place="--trace")
    if period is not None and period not in frame.periods:
        raise Unfit("index.no-such-period", period=period, known=", ".join(frame.periods[:12]), place="--period")
    when = len(frame.periods) - 1 if period is None else frame.periods.index(period)
    return tuple(_walk(built, built.recipe.root, when, frame.regions.index(region), weight=1.0, share=1.0))


def _walk(built: Built, node: Node, when: int, where: int, *, weight: float, share: float) -> Iterator[Working]:
    part = built.parts[node.key]
    method = (node.aggregate or built.recipe.aggregate).name
    yield Working(
        node.level,
        node.key,
        node.name,
        number(part.scores[0, when, where]),
        weight,
        share,
        method=" > ".join((method, *(one.name for one in node.rescale))),
        before_rescaling=number(part.before_rescaling[0, when, where]) if node.rescale else None,
    )
    weights = part.weights[0, when if part.weights.shape[1] > 1 else 0]
    total = weights.sum() or 1.0
    for child, own in zip(node.children, weights, strict=True):
        of_node = float(own / total)
        if isinstance(child, Node):
            yield from _walk(built, child, when, where, weight=of_node, share=share * of_node)
        else:
            yield _of_leaf(built, child, when, where, weight=of_node, share=share * of_node)


def _of_leaf(built: Built, leaf: Leaf, when: int, where: int, *, weight: float, share: float) -> Working:
    frame = built.frame
    at = [one.key for one in frame.leaves].index(leaf.key)
    steps = tuple(Step(step, number(values[when, where, at])) for step, values in built.prepared.steps.items())
    columns = [leaf.key] if leaf.denominator is None else [leaf.key, leaf.denominator]
    cells = dict.fromkeys(cell for column in columns for cell in _cells(built, column, when, where))
    return Working(
        leaf.level, leaf.key, leaf.name, steps[-1].value, weight, share, steps=_changed(steps), cells=tuple(cells)
    )


def _cells(built: Built, column: str, when: int, where: int) -> Iterator[Cell]:
    """The cells behind a column: its own, or those of the columns in its formula (of the same period)."""
    formulas = dict(built.recipe.derive)
    if column in formulas:
        for name in formulas[column].names:
            yield from _cells(built, name, when, where)
        return
    panel = built.prepared.panel
    at = panel.column(column)
    value = float(panel.values[when, where, at])
    if value == value:
        yield Cell(column, value, panel.row(when, where, at))


def _changed(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps that changed the value, after the raw one."""
    return tuple(step for place, step in enumerate(steps) if place == 0 or step.value != steps[place - 1].value)


def number(value: float) -> float | None:
    """A plain number, None for a missing one."""
    return None if np.isnan(value) else float(value)
