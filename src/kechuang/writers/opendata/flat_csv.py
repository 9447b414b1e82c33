"""One CSV file with everything beside each number: indicator, unit, definition, area, period, sense, source."""

from collections.abc import Iterator

from kechuang.domain.publication.dataset import Dataset
from kechuang.writers.cells import Cell, csv_bytes
from kechuang.writers.opendata.tables import words_of_bound

HEADER = (
    "indicator",
    "indicator_name",
    "unit",
    "area",
    "area_name",
    "period",
    "sense",
    "status",
    "bound",
    "value",
    "upper",
    "definition",
    "source",
    "release",
)


def write_flat_csv(dataset: Dataset) -> bytes:
    """The file, in the order of the data set, with the mark by which Excel knows UTF-8."""
    return csv_bytes(HEADER, _rows(dataset), mark=True)


def _rows(dataset: Dataset) -> Iterator[tuple[Cell, ...]]:
    for one in dataset.figures:
        measure, area = dataset.measure_by_code[one.measure], dataset.area_by_code[one.area]
        yield (
            one.measure,
            measure.name,
            measure.unit,
            one.area,
            area.name,
            one.period,
            one.sense.value,
            one.status.value,
            words_of_bound(one.bound),
            one.value,
            one.upper,
            measure.definition,
            one.source,
            dataset.address,
        )
