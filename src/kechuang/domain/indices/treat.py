"""Outliers (异常值处理): pulled in, transformed or clipped, by declared rule, before indicators are put on one scale.

The rule with limits is the one of the JRC's guidelines and of COINr: an indicator is touched when |skewness| and kurtosis are
both beyond their limits; values are winsorised one by one, and if a set number is not enough the original is logged.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices import columns
from kechuang.domain.indices.frame import Frame, by_group
from kechuang.domain.indices.panel import Values
from kechuang.domain.indices.spec import Leaf, Method, Recipe, Treatment
from kechuang.domain.indices.treat_methods import transform, winsorise

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Treated:
    """What was done to one indicator: the method, how many values it changed, the shape before and after."""

    indicator: str
    period: str
    method: str
    points: int
    skew_before: float
    kurtosis_before: float
    skew: float
    kurtosis: float


def treat(values: Values, recipe: Recipe, frame: Frame, notes: list[Treated] | None = None) -> Values:
    """The treated values; what was done to which indicator is added to ``notes``."""
    result = values
    plans: dict[int, tuple[Treatment, list[int]]] = {}
    for place, leaf in enumerate(frame.leaves):
        plan = recipe.treat if leaf.treat is None else leaf.treat
        key = id(plan) if not _uses_marks(plan) else -1 - place
        plans.setdefault(key, (plan, []))[1].append(place)
    for plan, places in plans.values():
        if plan.methods:
            result = result.copy() if result is values else result
            leaves = tuple(frame.leaves[place] for place in places)
            part = Frame(frame.periods, frame.regions, leaves, frame.groups, frame.rows)
            result[..., places] = _treated(values[..., places], plan, part, notes)
    return result


def _uses_marks(plan: Treatment) -> bool:
    return any(method.name == "clip" for method in plan.methods)


def _treated(values: Values, plan: Treatment, frame: Frame, notes: list[Treated] | None) -> Values:
    if plan.skew is None or plan.kurtosis is None:
        for method in plan.methods:
            before = values
            values = _apply(values, before, method, plan, frame)
            _note(before, values, method, frame, notes)
        return values
    return _until_within(values, plan, frame, notes)


def _until_within(values: Values, plan: Treatment, frame: Frame, notes: list[Treated] | None) -> Values:
    result = values
    used = [plan.methods[0]] * len(frame.leaves)
    for method in plan.methods:
        failing = ~_within(result, method, plan, frame)
        if not failing.any():
            break
        result = np.where(failing, _apply(values, values, method, plan, frame, only=failing), result)
        for place in np.flatnonzero(failing.any(axis=(0, 1, 2))).tolist():
            used[place] = method
    for place, method in enumerate(used):
        part = Frame(frame.periods, frame.regions, (frame.leaves[place],), frame.groups)
        _note(values[..., place : place + 1], result[..., place : place + 1], method, part, notes)
    return result


def _within(values: Values, method: Method, plan: Treatment, frame: Frame) -> Mask:
    """Whether the shape is within limits, spread over the values."""
    assert plan.skew is not None
    assert plan.kurtosis is not None
    sample = _sample(values, method)
    inside = fits(sample, plan.skew, plan.kurtosis)
    return _spread(inside, sample, values)


def fits(sample: Values, skew: float, kurtosis: float) -> Mask:
    """True unless skewness and kurtosis are both beyond their limits; a shape that is not defined counts as within."""
    sharp = np.abs(columns.skewness(sample)) >= skew
    heavy = columns.kurtosis(sample) >= kurtosis
    return np.asarray(~(sharp & heavy))


def _apply(
    values: Values, original: Values, method: Method, plan: Treatment, frame: Frame, only: Mask | None = None
) -> Values:
    def step(part: Values, of: Frame) -> Values:
        sample = _sample(part, method)
        chosen = _sharp_enough(sample, method)
        if only is not None and method.get("by") is None:
            chosen &= _any_in_sample(only, part, sample)
        if not chosen.any():
            return part
        if method.name == "winsorise":
            limits = (plan.skew or method["skew"], plan.kurtosis or method["kurtosis"])
            made = winsorise(sample, chosen, at_most=method["at_most"], limits=limits)
        else:
            made = np.where(chosen, transform(sample, chosen, method, of), sample)
        return columns.unstacked(made, part)

    return by_group(values, method.get("by"), frame, method.place, step)


def _sample(values: Values, method: Method) -> Values:
    return columns.stacked(values) if method.get("scope") == columns.PANEL else values


def _any_in_sample(only: Mask, values: Values, sample: Values) -> Mask:
    return np.asarray(np.broadcast_to(only, values.shape).reshape(sample.shape).any(axis=2, keepdims=True))


def _spread(mask: Mask, sample: Values, values: Values) -> Mask:
    return np.asarray(np.broadcast_to(mask, sample.shape).reshape(values.shape))


def _sharp_enough(sample: Values, method: Method) -> Mask:
    """Where the method's own conditions hold (``skew_above``, ``kurtosis_above``)."""
    chosen = np.ones((sample.shape[0], sample.shape[1], 1, sample.shape[3]), dtype=bool)
    if method.get("skew_above") is not None:
        chosen &= np.abs(columns.skewness(sample)) > method["skew_above"]
    if method.get("kurtosis_above") is not None:
        chosen &= columns.kurtosis(sample) > method["kurtosis_above"]
    return chosen


def _note(before: Values, after: Values, method: Method, frame: Frame, notes: list[Treated] | None) -> None:
    if notes is None or before.shape[0] != 1:
        return
    old, new = _sample(before, method), _sample(after, method)
    shapes = [statistic(sample) for sample in (old, new) for statistic in (columns.skewness, columns.kurtosis)]
    changed = (old != new) & ~(np.isnan(old) & np.isnan(new))
    for period, place in np.argwhere(changed.any(axis=2)[0]):
        label = frame.periods[period] if old.shape[1] == len(frame.periods) else ""
        leaf: Leaf = frame.leaves[place]
        points = int(changed[0, period, :, place].sum())
        shape = [float(one[0, period, 0, place]) for one in shapes]
        notes.append(Treated(leaf.key, label, method.name, points, *shape))
