"""The values of counties as the data of an index (县域创新能力指数): whole years, in the catalogue's own units."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from kechuang.domain.evaluations.snapshot import Organisation, Snapshot
from kechuang.domain.indicators.catalogue import Catalogue
from kechuang.domain.indices.panel import Panel

COUNTIES = ("county", "park")


class TooFew(Exception):
    """Fewer than two counties, or no value at all: nothing to put in an order."""


class _Cell(NamedTuple):
    region: str
    year: int
    key: str
    value: float
    id: int


def county_panel(snapshot: Snapshot, needs: Sequence[str], catalogue: Catalogue) -> Panel:
    """Every county below the plan's organisation and every year up to ``as_of``; the line of a value is its id.

    A county without values stays in it with none. Raises TooFew.
    """
    counties = counties_of(snapshot)
    cells = list(_cells(snapshot, counties, needs, catalogue))
    if len(counties) < 2 or not cells:
        raise TooFew
    years = sorted({cell.year for cell in cells})
    codes = [one.code for one in counties]
    shape = (len(years), len(codes), len(needs))
    values, rows = np.full(shape, np.nan), np.zeros(shape, dtype=np.int32)
    for cell in cells:
        at = years.index(cell.year), codes.index(cell.region), needs.index(cell.key)
        values[at], rows[at] = cell.value, cell.id
    names = tuple(one.name for one in counties)
    return Panel(tuple(codes), tuple(map(str, years)), tuple(needs), values, names=names, rows=rows)


def counties_of(snapshot: Snapshot) -> tuple[Organisation, ...]:
    """The counties and parks below the plan's organisation, by their codes."""
    found = [one for one in snapshot.organisations if one.kind in COUNTIES and one.id != snapshot.home]
    return tuple(sorted(found, key=lambda one: one.code))


def _cells(
    snapshot: Snapshot, counties: Sequence[Organisation], needs: Sequence[str], catalogue: Catalogue
) -> Iterator[_Cell]:
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
                yield _Cell(codes[organisation], one.year, followed.key, float(value), one.id)
