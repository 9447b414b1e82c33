"""The scale on which changes are compared: logs where all is above zero, levels where zeros or negatives occur.

On the level scale a change is measured against the typical size of the series, so that the same weights serve both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kechuang.domain.indicators.attainment_features import Array
from kechuang.domain.indicators.observation import Series

LONGEST = 15  # only the latest values count, so that a long history does not drown what has changed since
_TINY = 1e-12


@dataclass(frozen=True, eq=False)
class Aligned:
    """Series as rows of one table, right-aligned, NaN before the first value; ``values`` on each row's own scale."""

    years: Array
    values: Array
    latest: Array
    logarithmic: npt.NDArray[np.bool_]
    size: Array

    def change_to(self, target: Array) -> Array:
        """The change from the latest value to ``target`` on each row's scale; targets on a log row are above zero."""
        ratio = np.where(self.logarithmic, target / np.where(self.logarithmic, self.latest, 1.0), 1.0)
        logs = np.log(np.maximum(ratio, _TINY))
        return np.where(self.logarithmic, logs, (target - self.latest) / self.size)

    def value_after(self, change: Array) -> Array:
        """The value a change on each row's scale leads to."""
        grown = self.latest * np.exp(np.where(self.logarithmic, np.clip(change, -50, 50), 0.0))
        return np.where(self.logarithmic, grown, self.latest + change * self.size)

    def take(self, rows: npt.NDArray[np.int64]) -> "Aligned":
        """Some of the rows, in the order given; a row may come more than once."""
        return Aligned(self.years[rows], self.values[rows], self.latest[rows], self.logarithmic[rows], self.size[rows])


def align(series: Sequence[Series], *, levels: Sequence[bool]) -> Aligned:
    """Lay series out as one table; ``levels`` asks for the level scale where a row needs it for another reason.

    Every series holds at least one value.
    """
    width = min(LONGEST, max((len(one.years) for one in series), default=1))
    years = np.full((len(series), width), np.nan)
    values = np.full((len(series), width), np.nan)
    for row, one in enumerate(series):
        kept = min(width, len(one.years))
        years[row, width - kept :] = one.years[-kept:]
        values[row, width - kept :] = one.values[-kept:]
    logarithmic = ~(np.nan_to_num(values, nan=1.0) <= 0).any(axis=1) & ~np.array(levels, dtype=bool)
    size = np.nanmean(np.abs(values), axis=1) if len(series) else np.empty(0)
    size = np.where(size > _TINY, size, 1.0)
    logs = np.log(np.where(logarithmic[:, None], values, 1.0))
    scaled = np.where(logarithmic[:, None], logs, values / size[:, None])
    return Aligned(years, scaled, values[:, -1], logarithmic, size)
