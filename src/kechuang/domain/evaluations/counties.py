"""The values of counties as the data of an index (县域创新能力指数): whole years, in the catalogue's own units."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from kechuang.domain.evaluations.snapshot import Organisation, Snapshot
from kechuang.domain.indicators.catalogue import Catalogue
from kechuang.domain.indices.panel import Panel

COUNTIES = ("county", "park")


class TooFew(Exception):
    """Fewer than two counties, or no value at all: nothing to put in an order."""


class Cell(NamedTuple):
    """One value of a county in the catalogue's unit; ``id`` names where it comes from."""

    region: str
    year: int
    key: str
    value: float
    id: int


def county_panel(snapshot: Snapshot, needs: Sequence[str], catalogue: Catalogue) -> Panel:
    """Every county below the plan's organisation in one year, see ``year_of``; the line of a value is its id.

    A county without values stays in it with none. Raises TooFew.
    """
    counties = counties_of(snapshot)
    found = list(_cells(snapshot, counties, needs, catalogue))
    year = year_of(found, len(counties), len(needs))
    cells = [cell for cell in found if cell.year == year]
    if len({cell.region for cell in cells}) < 2:
        raise TooFew
    codes = [one.code for one in counties]
    values, rows = np.full((1, len(codes), len(needs)), np.nan), np.zeros((1, len(codes), len(needs)), dtype=np.int32)
    for cell in cells:
        at = 0, codes.index(cell.region), needs.index(cell.key)
        values[at], rows[at] = cell.value, cell.id
    names = tuple(one.name for one in counties)
    return Panel(tuple(codes), (str(year),), tuple(needs), values, names=names, rows=rows)


def year_of(cells: Sequence[Cell], counties: int, indicators: int) -> int | None:
    """The year the index is of: the newest in which half of all its values are there, else the one with the most.

    >>> half = [Cell("a", 2025, "x", 1.0, 1), Cell("b", 2025, "x", 2.0, 2), Cell("a", 2026, "x", 3.0, 3)]
    >>> year_of(half, 2, 1), year_of(half, 3, 1), year_of([], 2, 1)
    (2026, 2025, None)
    """
    there = Counter(cell.year for cell in cells)
    full = [year for year, count in there.items() if 2 * count >= counties * indicators]
    return max(full) if full else max(there, key=lambda year: (there[year], year), default=None)


def counties_of(snapshot: Snapshot) -> tuple[Organisation, ...]:
    """The counties and parks below the plan's organisation, by their codes."""
    found = [one for one in snapshot.organisations if one.kind in COUNTIES and one.id != snapshot.home]
    return tuple(sorted(found, key=lambda one: one.code))


def _cells(
    snapshot: Snapshot, counties: Sequence[Organisation], needs: Sequence[str], catalogue: Catalogue
) -> Iterator[Cell]:
    codes = {one.id: one.code for one in counties}
    keyed = {one.id: one for one in snapshot.indicators if one.key in needs}
    for (organisation, indicator), values in snapshot.yearly.items():
        if organisation not in codes or indicator not in keyed:
            continue
        followed = keyed[indicator]
        for one in values:
            if one.value is None:
                continue
            value = catalogue.convert(one.value, followed.unit, catalogue[followed.key])
            if value is not None:
                yield Cell(codes[organisation], one.year, followed.key, float(value), one.id)
