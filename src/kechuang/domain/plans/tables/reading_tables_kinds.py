"""What a table is for (表的种类): indicators, statistics, projects, or something this reading leaves alone."""

from itertools import pairwise

from kechuang.domain.plans.tables.cells import Holds, read_cell
from kechuang.domain.plans.tables.cells_units import is_unit, read_name
from kechuang.domain.plans.tables.reading_indicators_columns import Columns, Sense
from kechuang.domain.plans.tables.reading_indicators_heads import (
    column_cells,
    find_columns,
    heads_of,
    plan_end,
    years_in,
)
from kechuang.domain.plans.tables.reading_projects_heads import is_project_head
from kechuang.domain.plans.tables.reading_tables_heads import head_key
from kechuang.domain.plans.tables.tables import TableKind, TitledTable
from kechuang.domain.vocabulary import Vocabulary

Period = tuple[int | None, int | None]  # the first and the last year of the plan


def kind_of(table: TitledTable, vocabulary: Vocabulary, period: Period = (None, None)) -> TableKind:
    """What the table is for, judged by its head, its caption, what its cells hold, and the years of the plan."""
    if not table.head or not table.body or len(table.columns) < 2:
        return TableKind.OTHER
    if is_project_head(table.columns, vocabulary):
        return TableKind.PROJECTS
    columns = find_columns(table, vocabulary)
    if _is_indicators(table, columns, period, vocabulary):
        return TableKind.INDICATORS
    return TableKind.STATISTICS if _is_statistics(table, vocabulary) else TableKind.OTHER


def _is_indicators(table: TitledTable, columns: Columns, period: Period, vocabulary: Vocabulary) -> bool:
    if not columns.names or not (columns.values or columns.changes) or not _has_numbers(table, columns, vocabulary):
        return False
    if columns.nature is not None:
        return True
    senses = {value.sense for value in columns.values}
    title = table.title or ""
    titled = any(word in title for word in vocabulary.words("indicators.caption_words"))
    if Sense.TARGET in senses:
        return columns.named or titled
    if {Sense.BASELINE, Sense.ACTUAL} <= senses and len(columns.values) == 2:
        return columns.named or titled
    return _spans_a_plan(columns, title, titled, vocabulary) or (titled and _is_of(period, columns, title, vocabulary))


def _is_of(period: Period, columns: Columns, title: str, vocabulary: Vocabulary) -> bool:
    """Whether bare years go from the year before the plan to its last year: 2022, 2023, 2024, 2025 for 2023-2025."""
    start, end = period
    years = [value.year for value in columns.values]
    history = any(word in title for word in vocabulary.words("indicators.history_words"))
    return not history and start is not None and len(years) > 1 and (years[0], years[-1]) == (start - 1, end)


def _spans_a_plan(columns: Columns, title: str, titled: bool, vocabulary: Vocabulary) -> bool:
    """Whether bare years go from a base year to the end of a plan: 2020, 2025; not the years 2016 to 2020 of history."""
    years = [value.year for value in columns.values if value.year is not None]
    if not years or len(years) != len(columns.values) or not (titled or columns.named):
        return False
    end = plan_end(title)
    history = any(word in title for word in vocabulary.words("indicators.history_words"))
    if len(years) == 1:
        return titled and end is not None and years[0] >= end and not history
    if len(years) <= 3 and all(right - left >= 3 for left, right in pairwise(years)):
        return not (history and not columns.changes) or end == years[-1]
    return titled and not history and end is not None and years[0] == end - 5 and end in years


def _has_numbers(table: TitledTable, columns: Columns, vocabulary: Vocabulary) -> bool:
    places = [value.column for value in columns.values] + [change.column for change in columns.changes]
    return any(
        read_cell(cell.text, vocabulary).holds is Holds.NUMBER
        for place in places
        for cell in column_cells(table, place)
    )


def _is_statistics(table: TitledTable, vocabulary: Vocabulary) -> bool:
    """Whether most cells beside the labels are numbers, and something says of what year, region or unit they are."""
    measured = measured_columns(table, vocabulary)
    if not measured or measured[0] == 0:
        return False
    cells = [cell for column in measured for cell in column_cells(table, column)]
    numbers = sum(read_cell(cell.text, vocabulary).holds is Holds.NUMBER for cell in cells)
    return numbers >= 2 and numbers * 2 >= len(cells) and _is_anchored(table, measured, vocabulary)


def measured_columns(table: TitledTable, vocabulary: Vocabulary) -> tuple[int, ...]:
    """The columns of a statistics table that hold measurements: mostly numbers, and not row numbers, scores or pages."""
    heads = heads_of(vocabulary)
    found: list[int] = []
    for column, path in enumerate(table.columns):
        keys = {head_key(part) for part in path}
        if keys & (heads.no_measures | heads.number | heads.unit):
            continue
        cells = column_cells(table, column)
        holds = [read_cell(cell.text, vocabulary).holds for cell in cells]
        numbers = holds.count(Holds.NUMBER)
        words = holds.count(Holds.WORDS)
        if (numbers or found) and words * 2 <= len(cells) and not (column == 0 or _counts_rows(table, column, path)):
            found.append(column)
    return tuple(found)


def _counts_rows(table: TitledTable, column: int, path: tuple[str, ...]) -> bool:
    words = [cell.text.strip() for cell in column_cells(table, column)]
    return (
        not path
        and all(word.isdigit() for word in words)
        and [int(word) for word in words] == list(range(1, len(words) + 1))
    )


def _is_anchored(table: TitledTable, measured: tuple[int, ...], vocabulary: Vocabulary) -> bool:
    title = table.title or ""
    if table.unit or years_in(title) or plan_end(title) or (table.number and table.title):
        return True
    heads = [part for column in measured for part in table.columns[column]]
    if any(years_in(part) or read_name(part, vocabulary).unit for part in heads):
        return True
    labels = [cell.text for column in range(measured[0]) for cell in column_cells(table, column)]
    return sum(bool(read_name(label, vocabulary).unit) or is_unit(label, vocabulary) for label in labels) * 2 >= max(
        1, len(labels)
    )
