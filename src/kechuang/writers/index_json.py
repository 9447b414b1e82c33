"""An index as the JSON others rely on: scores with ranks, sensitivity, and the recipe that gives them again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kechuang.domain.indices.build import Built, effective_weights
from kechuang.domain.indices.panel import Values
from kechuang.domain.indices.rounding import round_half_up
from kechuang.domain.indices.sensitivity import Influence
from kechuang.domain.indices.trace import Working
from kechuang.domain.indices.uncertainty import Spread

_DIGITS = 12
"""Significant digits written: the last bits of a float differ between machines."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What makes the result repeatable: hashes of both files, the plan of the runs, the version of the program."""

    recipe: Mapping[str, Any]
    recipe_sha256: str
    data_sha256: str
    samples: int
    seed: int | None
    version: str


def index_to_json(
    built: Built,
    origin: Origin,
    spread: Spread | None = None,
    influences: Sequence[Influence] = (),
    working: Sequence[Working] = (),
) -> dict[str, Any]:
    """Keys: scores, weights, treated, ahead, sensitivity, recipe; ``trace`` when a region's working was asked for."""
    result: dict[str, Any] = {
        "scores": list(_scores(built, spread)),
        "weights": list(_weights(built)),
        "treated": [_treated(built, place) for place in range(len(built.prepared.treated))],
        "pairs": list(_pairs(built, spread)) if spread else [],
        "sensitivity": [_influence(one) for one in influences],
        "recipe": {
            "title": built.recipe.title,
            "sha256": origin.recipe_sha256,
            "data_sha256": origin.data_sha256,
            "samples": origin.samples,
            "seed": origin.seed,
            "runs": spread.runs if spread else 0,
            "coverage": spread.coverage if spread else None,
            "kechuang": origin.version,
            "content": origin.recipe,
        },
    }
    if working:
        result["trace"] = [working_to_json(one) for one in working]
    return result


def _scores(built: Built, spread: Spread | None) -> Iterator[dict[str, Any]]:
    frame, decimals = built.frame, built.recipe.decimals.get("scores")
    names = built.prepared.panel.names or frame.regions
    for key, part in built.parts.items():
        scores = part.scores[0] if decimals is None else round_half_up(part.scores[0], decimals)
        low = spread.low.get(key) if spread else None
        high = spread.high.get(key) if spread else None
        columns = (_plain(scores), *(_whole(ranks, scores) for ranks in (built.ranks[key], low, high)))
        for when, period in enumerate(frame.periods):
            value, rank, rank_low, rank_high = (column[when] for column in columns)
            for where, region in enumerate(frame.regions):
                yield {
                    "region": region,
                    "region_name": names[where],
                    "period": period or None,
                    "level": part.node.level,
                    "key": key,
                    "name": part.node.name,
                    "value": value[where],
                    "rank": rank[where],
                    "rank_low": rank_low[where],
                    "rank_high": rank_high[where],
                }


def _plain(values: Values) -> list[list[float | None]]:
    return [[_number(one) for one in row] for row in values.tolist()]


def _number(value: float) -> float | None:
    """A number at the digits that are the same on every machine; None for missing and infinite ones."""
    return float(f"{value:.{_DIGITS}g}") if -np.inf < value < np.inf else None


def _whole(ranks: Values | None, like: Values) -> list[list[float | int | None]]:
    if ranks is None:
        return [[None] * like.shape[1] for _ in range(like.shape[0])]
    return [[None if one != one else int(one) if one == int(one) else one for one in row] for row in ranks.tolist()]


def _weights(built: Built) -> Iterator[dict[str, Any]]:
    shares = effective_weights(built)
    for node in built.recipe.root.nodes():
        weights = built.parts[node.key].weights[0]
        relative = weights / np.maximum(weights.sum(axis=-1, keepdims=True), np.finfo(float).tiny)
        for place, child in enumerate(node.children):
            yield {
                "key": child.key,
                "name": child.name,
                "part_of": node.key,
                "level": child.level,
                "weight": [_number(one) for one in relative[:, place].tolist()],
                "share": [_number(one) for one in shares[child.key].tolist()],
            }


def _treated(built: Built, place: int) -> dict[str, Any]:
    one = built.prepared.treated[place]
    return {
        "indicator": one.indicator,
        "period": one.period or None,
        "method": one.method,
        "values_changed": one.points,
        "skew_before": _number(one.skew_before),
        "kurtosis_before": _number(one.kurtosis_before),
        "skew": _number(one.skew),
        "kurtosis": _number(one.kurtosis),
    }


def _pairs(built: Built, spread: Spread) -> Iterator[dict[str, Any]]:
    period = built.frame.periods[spread.period] or None
    for (first, second), share in spread.ahead.items():
        yield {
            "period": period,
            "region": built.frame.regions[first],
            "other": built.frame.regions[second],
            "ahead": _number(share),
        }


def _influence(one: Influence) -> dict[str, Any]:
    return {
        "factor": one.factor,
        "first": _number(one.first),
        "first_half_width": _number(one.first_half_width),
        "total": _number(one.total),
        "total_half_width": _number(one.total_half_width),
    }


def working_to_json(one: Working) -> dict[str, Any]:
    """The working of one part or indicator."""
    plain: dict[str, Any] = {
        "level": one.level,
        "key": one.key,
        "name": one.name,
        "value": one.value,
        "weight": _number(one.weight),
        "share": _number(one.share),
    }
    if one.steps:
        cells = [{"column": cell.column, "value": cell.value, "line": cell.line or None} for cell in one.cells]
        return {**plain, "cells": cells, "steps": [{"step": s.step, "value": s.value} for s in one.steps]}
    return {**plain, "method": one.method, "before_rescaling": one.before_rescaling}
