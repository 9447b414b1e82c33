"""The tables of open data: figures, indicators, areas, tasks; one shape for CSV, Excel and the data package."""

from collections.abc import Iterator
from dataclasses import dataclass

from kechuang.domain.publication.dataset import Aim, Dataset
from kechuang.writers.cells import Cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, which its title and description are found by, and what stands in it."""

    name: str
    type: str = "string"
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A column whose values stand in a column of another table."""

    column: str
    table: str
    key: str


@dataclass(frozen=True)
class TableOf:
    """A table: name, columns, primary key, links, rows."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    links: tuple[Link, ...] = ()


_INDICATORS = (
    Column("code", required=True),
    Column("name", required=True),
    Column("english"),
    Column("unit"),
    Column("better", required=True, choices=("more", "less")),
    Column("binding", choices=("obligatory", "anticipatory")),
    Column("definition"),
    Column("english_definition"),
    Column("basis"),
    Column("source", required=True),
    Column("aim", choices=tuple(Aim)),
    Column("aim_text"),
    Column("growth", type="number"),
    Column("growth_bound"),
)
_AREAS = (Column("code", required=True), Column("name", required=True), Column("kind"), Column("above"))
_FIGURES = (
    Column("indicator", required=True),
    Column("area", required=True),
    Column("period", required=True),
    Column("sense", required=True, choices=("actual", "baseline", "target", "planned")),
    Column("status", required=True, choices=("value", "missing", "not-applicable")),
    Column("bound", required=True),
    Column("value", type="number"),
    Column("upper", type="number"),
    Column("source", required=True),
)
_TASKS = (
    Column("position", type="integer", required=True),
    Column("number"),
    Column("title", required=True),
    Column("lead"),
    Column("support"),
    Column("deadline"),
    Column("state"),
    Column("source", required=True),
)


def tables_of(dataset: Dataset) -> tuple[TableOf, ...]:
    """Every table of the data set; the figures first, tasks only where the plan has any."""
    links = (Link("indicator", "indicators", "code"), Link("area", "areas", "code"))
    tables = (
        TableOf("figures", _FIGURES, ("indicator", "area", "period", "sense"), tuple(_figures(dataset)), links),
        TableOf("indicators", _INDICATORS, ("code",), tuple(_indicators(dataset))),
        TableOf("areas", _AREAS, ("code",), tuple((one.code, one.name, one.kind, one.above) for one in dataset.areas)),
        TableOf("tasks", _TASKS, ("position",), tuple(_tasks(dataset))),
    )
    return tuple(table for table in tables if table.rows or table.name != "tasks")


def _figures(dataset: Dataset) -> Iterator[tuple[Cell, ...]]:
    for one in dataset.figures:
        yield (
            one.measure,
            one.area,
            one.period,
            one.sense.value,
            one.status.value,
            words_of_bound(one.bound),
            one.value,
            one.upper,
            one.source,
        )


def words_of_bound(bound: str) -> str:
    """A bound as a word, since a cell that begins with ``=`` is a formula to a spreadsheet."""
    return _BOUNDS.get(bound, bound)


_BOUNDS = {
    "=": "exactly",
    ">=": "at-least",
    ">": "above",
    "<=": "at-most",
    "<": "below",
    "~": "about",
    "range": "from",
}


def _indicators(dataset: Dataset) -> Iterator[tuple[Cell, ...]]:
    for one in dataset.measures:
        better = "more" if one.rising else "less"
        words = (one.definition, one.english_definition, one.basis, one.source)
        bound = "" if one.growth is None else words_of_bound(one.growth_bound)
        aim = (one.aim.value if one.aim else "", one.aim_text, one.growth, bound)
        yield (one.code, one.name, one.english, one.unit, better, one.binding, *words, *aim)


def _tasks(dataset: Dataset) -> Iterator[tuple[Cell, ...]]:
    for position, one in enumerate(dataset.undertakings, start=1):
        support = "、".join(one.support)
        yield (position, one.number, one.title, one.lead, support, one.deadline, one.state, one.source)
