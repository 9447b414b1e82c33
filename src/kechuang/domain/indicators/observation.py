"""What was observed (实际值): one value of an indicator in a region and year, and the series such values make."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kechuang.domain.source import Source


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table of figures, the heading being the first, and the source that the row itself names."""

    file: str
    row: int
    named: str | None = None


Place = Source | TableRow


@dataclass(frozen=True, slots=True)
class Observation:
    """One value; ``place`` says where it stands: a source in a plan, or the file and row of a table."""

    region: str
    indicator: str
    year: int
    value: float
    unit: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Series:
    """Values by year, the years rising; gaps are allowed."""

    years: tuple[float, ...]
    values: tuple[float, ...]


class Contradictory(ValueError):
    """Two different values for the same region, indicator and year."""

    def __init__(self, first: Observation, second: Observation) -> None:
        super().__init__(first, second)
        self.first = first
        self.second = second


def gather(observations: Iterable[Observation]) -> Mapping[tuple[str, str], tuple[Observation, ...]]:
    """Observations by region and indicator, in the order of their years.

    A value given twice counts once; raises Contradictory where a year has two different values.
    """
    found: dict[tuple[str, str], dict[int, Observation]] = {}
    for one in observations:
        by_year = found.setdefault((one.region, one.indicator), {})
        before = by_year.setdefault(one.year, one)
        if before.value != one.value:
            raise Contradictory(before, one)
    return {key: tuple(by_year[year] for year in sorted(by_year)) for key, by_year in found.items()}


def series_of(observations: Iterable[Observation], *, until: float = float("inf")) -> Series:
    """The series of ordered observations up to a year, that year included."""
    kept = [one for one in observations if one.year <= until]
    return Series(tuple(float(one.year) for one in kept), tuple(one.value for one in kept))
