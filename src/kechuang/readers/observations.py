"""A bureau's own figures from a table: region, indicator, year, value, and unit and source where it has them."""

from pathlib import Path

from kechuang.domain.indicators.observation import Observation, TableRow
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.table_rows import Row, read_rows

_COLUMNS = ("region", "indicator", "year", "value", "unit", "source")
_NEEDED = ("region", "indicator", "year", "value")


def read_observations(path: Path) -> tuple[Observation, ...]:
    """Every observation in the order of the rows, its place the file and row, with the source the table names.

    Raises Unreadable naming file and row: a missing column or cell, a value that is no finite number, a negative count,
    two different values for one region, indicator and year.
    """
    vocabulary = read_vocabulary()
    columns = {name: vocabulary.words(f"observations.{name}") for name in _COLUMNS}
    counting = frozenset(vocabulary.words("units.counting")) | frozenset(vocabulary.words("units.people"))
    seen: dict[tuple[str, str, int], tuple[float, int]] = {}
    found = []
    for row in read_rows(path, columns=columns, needed=_NEEDED):
        one = _observation(row, counting)
        value, number = seen.setdefault((one.region, one.indicator, one.year), (one.value, row.number))
        if value != one.value:
            raise row.wrong("table-two-values", year=str(one.year), other=str(number), indicator=one.indicator)
        found.append(one)
    return tuple(found)


def _observation(row: Row, counting: frozenset[str]) -> Observation:
    value = row.number_in("value")
    unit = row.cells.get("unit", "").strip() or None
    if value < 0 and unit in counting:
        raise row.wrong("table-negative-count", text=row.text("value"), unit=unit or "")
    place = TableRow(row.file, row.number, row.cells.get("source", "").strip() or None)
    return Observation(row.text("region"), row.text("indicator"), row.year_in("year"), value, unit, place)
