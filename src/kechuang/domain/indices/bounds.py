"""Ends of a scale: a number, a mark of the indicator, or a statistic of the regions compared.

``12.5`` · ``min`` ``max`` ``mean`` ``median`` · ``low`` ``high`` ``target`` ``standard`` (marks of the indicator) · ``p2.5`` (a percentile) ·
``top5`` ``bottom5`` (mean of the five highest, lowest) · ``mean+2sd`` ``mean-2sd`` · ``best`` ``worst`` (highest and lowest, exchanged where
less is better; a mark of that name goes first) · ``region:EU27`` (that region's value) · ``period:2015`` (the region's own value then)
· ``sum`` · ``norm`` (the root of the sum of squares).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kechuang.domain.indices.columns import (
    deviation,
    highest,
    lowest,
    mean,
    mean_of_extremes,
    norm,
    quantile,
    sample_of,
    total,
)
from kechuang.domain.indices.panel import Values, nearest
from kechuang.domain.indices.unfit import Unfit

MARKS = ("low", "high", "worst", "best", "target", "standard")
_STATISTICS = {"min": lowest, "max": highest, "mean": mean, "sum": total, "norm": norm}
_PERCENTILE = re.compile(r"p(\d+(?:\.\d+)?)")
_EXTREMES = re.compile(r"(top|bottom)(\d+)")
_DEVIATIONS = re.compile(r"mean([+-]\d+(?:\.\d+)?)sd")


@dataclass(frozen=True)
class Compared:
    """What an end may refer to: the values, their regions and periods, the scope, and the indicator's direction and marks."""

    values: Values
    regions: Sequence[str]
    periods: Sequence[str]
    scope: str
    direction: int
    marks: Mapping[str, float]
    place: str


def is_bound(text: str) -> bool:
    """Whether a word names an end."""
    plain = (*_STATISTICS, "median", *MARKS)
    patterned = any(pattern.fullmatch(text) for pattern in (_PERCENTILE, _EXTREMES, _DEVIATIONS))
    return text in plain or patterned or text.startswith(("region:", "period:"))


def compute_bound(bound: float | str, compared: Compared) -> Values:
    """The end as an array that spreads over the values; raises Unfit where it cannot be had."""
    if not isinstance(bound, str):
        return np.full((1, 1, 1, 1), float(bound))
    if bound in compared.marks:
        return np.full((1, 1, 1, 1), float(compared.marks[bound]))
    if bound in ("best", "worst"):
        rising = (compared.direction > 0) == (bound == "best")
        bound = "max" if rising else "min"
    if bound in MARKS:
        raise Unfit("index.no-mark", mark=bound, place=compared.place)
    if bound.startswith("period:"):
        return sample_of(compared.values, bound.removeprefix("period:"), compared.periods, compared.place)
    if bound.startswith("region:"):
        return _of_region(bound.removeprefix("region:"), compared)
    return _statistic(bound, sample_of(compared.values, compared.scope, compared.periods, compared.place))


def _of_region(region: str, compared: Compared) -> Values:
    if region not in compared.regions:
        known = nearest(region, compared.regions)
        raise Unfit("index.no-such-region", region=region, known=known, place=compared.place)
    at = list(compared.regions).index(region)
    if compared.scope in compared.periods:
        when = list(compared.periods).index(compared.scope)
        return compared.values[:, when : when + 1, at : at + 1]
    return compared.values[:, :, at : at + 1]


def _statistic(bound: str, sample: Values) -> Values:
    if bound in _STATISTICS:
        return _STATISTICS[bound](sample)
    if bound == "median":
        return quantile(sample, 0.5)
    if found := _PERCENTILE.fullmatch(bound):
        return quantile(sample, float(found[1]) / 100)
    if found := _EXTREMES.fullmatch(bound):
        return mean_of_extremes(sample, max(1, int(found[2])), top=found[1] == "top")
    found = _DEVIATIONS.fullmatch(bound)
    assert found is not None
    return mean(sample) + float(found[1]) * deviation(sample)
