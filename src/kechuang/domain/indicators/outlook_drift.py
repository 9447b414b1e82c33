"""The drift model for all questions at once: what each series has shown, and the distribution of its years to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kechuang.domain.indicators.attainment import Constants, Predictive, describe, predict
from kechuang.domain.indicators.attainment_features import Array, Features, Groups, Histories
from kechuang.domain.indicators.attainment_scale import Aligned, align
from kechuang.domain.indicators.observation import Series
from kechuang.domain.indicators.outlook import Panel

Key = tuple[str, str]
_LAGGING = 2  # a region whose latest value is this many years older than the panel's newest still belongs to it


@dataclass(frozen=True, eq=False)
class Drift:
    """Every series laid out with its features; ``rows`` finds the row of a region and key."""

    rows: Mapping[Key, int]
    aligned: Aligned
    features: Features

    def scale_of(self, row: int) -> str:
        """The working scale of a row."""
        return "log" if self.aligned.logarithmic[row] else "level"

    def drifts_of(self, row: int) -> tuple[float, float, float]:
        """The yearly change over the whole history, the recent years, the last step."""
        of = self.features
        return float(of.whole[row]), float(of.recent[row]), float(of.last[row])

    def panel_of(self, row: int) -> Panel:
        """The other regions beside a row."""
        of = self.features
        return Panel(int(of.others[row]), float(of.others_recent[row]), float(of.others_deviation[row]))


@dataclass(frozen=True, eq=False)
class Coming:
    """The distributions of some rows at their years to go."""

    aligned: Aligned
    predictive: Predictive

    def probability_above(self, values: Array) -> Array:
        """P(value >= given) for each row."""
        return self.predictive.probability_above(self.aligned.change_to(values))

    def quantile(self, probability: float, ceilings: Array) -> Array:
        """The value not exceeded with this probability, at most the ceiling."""
        return np.minimum(self.aligned.value_after(self.predictive.quantile(probability)), ceilings)


def lay_out(
    series: Mapping[Key, Series], *, ceilings: Mapping[Key, float], levels: frozenset[Key], constants: Constants
) -> Drift:
    """Lay out the series of all regions; those of one key on one scale are one panel. ``levels`` must not be logged."""
    keys = list(series)
    aligned = align(list(series.values()), levels=[key in levels for key in keys])
    tops = np.array([ceilings.get(key, np.inf) for key in keys])
    fullness = np.clip(aligned.latest / tops, 0.0, 1.0)
    histories = Histories(aligned.years, aligned.values, fullness, _panels(keys, aligned))
    rows = {key: row for row, key in enumerate(keys)}
    return Drift(rows, aligned, describe(histories, constants))


def look_ahead(drift: Drift, rows: npt.NDArray[np.int64], years_to_go: Array, constants: Constants) -> Coming:
    """The distributions of these rows, each at its own number of years to go (above 0)."""
    return Coming(drift.aligned.take(rows), predict(drift.features.take(rows), years_to_go, constants))


def _panels(keys: Sequence[Key], aligned: Aligned) -> Groups:
    latest, logs = aligned.years[:, -1].tolist(), aligned.logarithmic.tolist()
    newest: dict[tuple[str, bool], float] = {}
    for (_, key), year, log in zip(keys, latest, logs, strict=True):
        newest[key, log] = max(year, newest.get((key, log), year))
    numbers: dict[object, int] = {}
    groups = []
    for (region, key), year, log in zip(keys, latest, logs, strict=True):
        lagging = newest[key, log] - year > _LAGGING
        panel: object = (region, key, log) if lagging else (key, log)
        groups.append(numbers.setdefault(panel, len(numbers)))
    return np.array(groups, dtype=np.int64)
