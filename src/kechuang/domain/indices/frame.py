"""What every step knows of the data it works on: the order of periods, regions and indicators, and the groups of regions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices.panel import Values
from kechuang.domain.indices.spec import Leaf
from kechuang.domain.indices.unfit import Unfit


@dataclass(frozen=True, eq=False)
class Frame:
    """The axes of the values; ``rows[t, r, k]`` is the data line behind a value of leaf k, 0 where it has none."""

    periods: tuple[str, ...]
    regions: tuple[str, ...]
    leaves: tuple[Leaf, ...]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: NDArray[np.int32] | None = None

    def where(self, period: int, region: int, leaf: int | None = None) -> str:
        """The place of a value in words: region, period, indicator and line of the data file."""
        parts = [self.regions[region], self.periods[period]]
        if leaf is not None:
            parts.append(self.leaves[leaf].key)
            if self.rows is not None and self.rows[period, region, leaf]:
                parts.append(f"line {self.rows[period, region, leaf]}")
        return " / ".join(part for part in parts if part)


def by_group(
    values: Values, by: str | None, frame: Frame, place: str, step: Callable[[Values, Frame], Values]
) -> Values:
    """Run a step on every group of regions by itself, or on all regions together when ``by`` names no grouping."""
    if by is None:
        return step(values, frame)
    if by not in frame.groups:
        raise Unfit("index.no-such-group", group=by, known=", ".join(frame.groups) or "-", place=place)
    labels = np.array(frame.groups[by])
    result = np.full_like(values, np.nan)
    for label in dict.fromkeys(frame.groups[by]):
        members = np.flatnonzero(labels == label)
        part = Frame(
            frame.periods,
            tuple(frame.regions[member] for member in members),
            frame.leaves,
            {name: tuple(group[member] for member in members) for name, group in frame.groups.items()},
            None if frame.rows is None else frame.rows[:, members],
        )
        result[:, :, members] = step(values[:, :, members], part)
    return result
