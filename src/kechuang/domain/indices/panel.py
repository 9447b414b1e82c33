"""The data of an index: regions (地区) × periods × indicators, each cell with the row of the file it stands at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices.unfit import Unfit

Values = NDArray[np.float64]
"""Numbers by (batch, period, region, indicator); NaN is missing. The batch has one entry except in Monte Carlo runs."""


@dataclass(frozen=True, eq=False)
class Panel:
    """Observations: ``values[t, r, k]`` in period t and region r of indicator k; NaN where there is none.

    ``rows[t, r, k]`` is the line of the data file a value stands at, 0 where there is none. ``groups`` gives for each
    grouping column the group of every region.
    """

    regions: tuple[str, ...]
    periods: tuple[str, ...]
    indicators: tuple[str, ...]
    values: Values
    names: tuple[str, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: NDArray[np.int32] | None = None

    def column(self, indicator: str) -> int:
        """The place of an indicator; raises Unfit where there is no such indicator."""
        try:
            return self.indicators.index(indicator)
        except ValueError:
            raise Unfit(
                "index.no-such-indicator", indicator=indicator, known=nearest(indicator, self.indicators), place="data"
            ) from None

    def row(self, period: int, region: int, indicator: int) -> int:
        """The line of the data file, 0 when unknown."""
        return 0 if self.rows is None else int(self.rows[period, region, indicator])

    def only(self, periods: Sequence[int], regions: Sequence[int]) -> "Panel":
        """The same data for some periods and regions, in the order given."""
        keep = np.ix_(periods, regions)
        return replace(
            self,
            periods=tuple(self.periods[place] for place in periods),
            regions=tuple(self.regions[place] for place in regions),
            names=tuple(self.names[place] for place in regions) if self.names else (),
            groups={name: tuple(group[place] for place in regions) for name, group in self.groups.items()},
            values=self.values[keep],
            rows=None if self.rows is None else self.rows[keep],
        )


def nearest(word: str, known: Sequence[str], count: int = 6) -> str:
    """The known words most like ``word``, by the pairs of characters they share, for messages."""
    pairs = {word[place : place + 2].lower() for place in range(len(word))}

    def unlikeness(other: str) -> tuple[int, str]:
        shared = len(pairs & {other[place : place + 2].lower() for place in range(len(other))})
        return (-shared, other)

    return ", ".join(sorted(known, key=unlikeness)[:count])


def panel_of(rows: Iterable[tuple[str, str, str, float | None]]) -> Panel:
    """A panel from (region, period, indicator, value), in the order they come; periods are sorted.

    >>> panel_of([("a", "2020", "x", 1.0), ("b", "2020", "x", None)]).values.tolist()
    [[[1.0], [nan]]]
    """
    cells = list(rows)
    regions = tuple(dict.fromkeys(cell[0] for cell in cells))
    periods = tuple(sorted({cell[1] for cell in cells}))
    indicators = tuple(dict.fromkeys(cell[2] for cell in cells))
    values = np.full((len(periods), len(regions), len(indicators)), np.nan)
    for region, period, indicator, value in cells:
        at = periods.index(period), regions.index(region), indicators.index(indicator)
        values[at] = np.nan if value is None else value
    return Panel(regions, periods, indicators, values, names=regions)
