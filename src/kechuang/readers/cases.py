"""Attainment cases from a table: history as ``years`` and ``values`` joined by ``|``, ``target`` and ``target_year``.

The columns ``actual`` and ``attained``, where a file has them, are the answers and are never read.
"""

from pathlib import Path

from kechuang.domain.indicators.attainment_cases import Case
from kechuang.domain.indicators.observation import Series
from kechuang.readers.table_rows import Row, read_rows

_COLUMNS = {name: (name,) for name in ("indicator", "unit", "years", "values", "base", "target", "target_year")}
_NEEDED = ("indicator", "unit", "years", "values", "target", "target_year")
_JOINT = "|"


def read_cases(path: Path) -> tuple[Case, ...]:
    """Every case, in the order of the rows; raises Unreadable naming file and row."""
    return tuple(_case(row) for row in read_rows(path, columns=_COLUMNS, needed=_NEEDED))


def _case(row: Row) -> Case:
    series = _series(row)
    target = row.number_in("target")
    base = row.number_in("base") if row.cells.get("base", "").strip() else series.values[0]
    return Case(row.text("indicator"), row.text("unit"), series, base, target, row.year_in("target_year"))


def _series(row: Row) -> Series:
    years = [row.year_in("years", text) for text in row.text("years").split(_JOINT)]
    values = [row.number_in("values", text) for text in row.text("values").split(_JOINT)]
    if len(years) != len(values):
        raise row.wrong("table-uneven-series", years=str(len(years)), values=str(len(values)))
    by_year = dict(zip(years, values, strict=True))
    if len(by_year) < len(years):
        twice = next(year for year in years if years.count(year) > 1)
        raise row.wrong("table-year-twice", year=str(twice))
    ordered = sorted(by_year)
    return Series(tuple(float(year) for year in ordered), tuple(by_year[year] for year in ordered))
