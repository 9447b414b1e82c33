"""Reads statistics tables (统计表): each cell a figure with its measure, unit, region and year."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kechuang.domain.document import Cell, Document, Problem
from kechuang.domain.folding import fold
from kechuang.domain.plans.plan import Identity, SeriesCell
from kechuang.domain.plans.tables.cells import CellValue, Holds, read_cell
from kechuang.domain.plans.tables.cells_units import Name, is_unit, read_name, read_unit, tidy
from kechuang.domain.plans.tables.reading_indicators_heads import column_cells, heads_of, years_in
from kechuang.domain.plans.tables.reading_indicators_notes import Notes, read_notes
from kechuang.domain.plans.tables.reading_tables_heads import head_key
from kechuang.domain.plans.tables.reading_tables_kinds import measured_columns
from kechuang.domain.plans.tables.tables import TableKind, TitledTable
from kechuang.domain.vocabulary import Vocabulary

UNREAD_CELL = "statistics-cell-unread"

_YEAR_ONLY = re.compile(r"(?:截至)?((?:19|20)\d\d)年?(?:度|末|底)?(?:数|值|数据|实绩|完成|实际|实际值|完成值)?")
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)年(?:度|末|底)?(.+)")
_BRACKETED_YEAR = re.compile(r"[（(]\s*((?:19|20)\d\d)\s*年?(?:度|末|底)?\s*[）)]")


@dataclass(frozen=True, slots=True)
class _Label:
    """What a head or a row label says: the year, the region, or what is measured and in what unit."""

    year: int | None = None
    region: str | None = None
    measure: str | None = None
    unit: str | None = None
    printed: str | None = None


def read_statistics(
    document: Document, tables: Iterable[TitledTable], identity: Identity, vocabulary: Vocabulary
) -> tuple[tuple[SeriesCell, ...], tuple[Problem, ...]]:
    """Every figure of every statistics table; a cell that holds nothing is a figure without value, never zero."""
    series: list[SeriesCell] = []
    problems: list[Problem] = []
    for table in tables:
        if table.kind is TableKind.STATISTICS:
            reading = _Reading(document, table, vocabulary)
            series += reading.cells()
            problems += reading.problems
    return tuple(series), tuple(problems)


@lru_cache(maxsize=4)
def _places(vocabulary: Vocabulary) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    heads = frozenset(head_key(word) for word in vocabulary.words("statistics.region_heads"))
    names = frozenset((*vocabulary.words("statistics.places"), *vocabulary.words("statistics.whole_areas")))
    return heads, names, tuple(vocabulary.words("statistics.region_endings"))


class _Reading:
    """One statistics table on its way from cells to figures."""

    def __init__(self, document: Document, table: TitledTable, vocabulary: Vocabulary) -> None:
        self.document = document
        self.table = table
        self.vocabulary = vocabulary
        self.notes: Notes = read_notes(table, vocabulary)
        self.problems: list[Problem] = []
        self.measured = measured_columns(table, vocabulary)
        self.labels = tuple(range(self.measured[0]))
        self.unit_column = self._find_unit_column()
        self.label_columns = self._label_columns()
        self.regional = {column for column in self.label_columns if self._is_regional(column)}
        self.heads = {column: self._head(self.table.columns[column]) for column in self.measured}
        self._settle_regional_heads()
        self.year = self._year_of_title()
        self.group: _Label = _Label()
        self.whole: str | None = None  # the unit of the last row that is no part (其中) of another
        self.rates = tuple(vocabulary.words("statistics.rates"))

    def cells(self) -> Iterator[SeriesCell]:
        """The figures, row by row."""
        above: dict[int, str] = {}
        for row in self.table.body:
            cells = [self._cell(row, column) for column in self.measured]
            if not any(cell is not None and cell.text.strip() for cell in cells):
                self._open_group(row)
                continue
            label = self._row_label(row, above)
            for column, cell in zip(self.measured, cells, strict=True):
                if cell is not None and cell.row == row and cell.column == column:
                    yield from self._figure(label, self.heads[column], cell, row)

    # labels of rows

    def _open_group(self, row: int) -> None:
        words = [cell for column in self.labels if (cell := self._cell(row, column)) is not None and cell.text.strip()]
        words += [cell for column in self.measured[:1] if (cell := self._cell(row, column)) is not None]
        if words:
            name = read_name(words[-1].text, self.vocabulary)
            self.group = _Label(unit=name.unit or self._unit(row), measure=name.text)

    def _row_label(self, row: int, above: dict[int, str]) -> _Label:
        label = _Label(unit=self._unit(row))
        for column in self.label_columns:
            words = self._label_words(row, column, above)
            if not words:
                continue
            year = _YEAR_ONLY.fullmatch(re.sub(r"\s", "", fold(words)))
            if year:
                label = replace(label, year=int(year[1]))
            elif column in self.regional:
                label = replace(label, region=tidy(words))
            else:
                name = read_name(words, self.vocabulary)
                label = replace(label, measure=name.text, unit=name.unit or label.unit or self._unit_of_whole(name))
                self.whole = self.whole if name.part else label.unit
        return label

    def _unit_of_whole(self, name: Name) -> str | None:
        """A part (其中：博士) is counted like the whole above it, unless it is a rate."""
        return self.whole if name.part and not name.text.endswith(self.rates) else None

    def _label_words(self, row: int, column: int, above: dict[int, str]) -> str:
        cell = self._cell(row, column)
        words = cell.text.strip() if cell is not None else ""
        if not words and self.table.recovered and column != self.label_columns[-1]:
            return above.get(column, "")
        above[column] = words
        return words

    def _label_columns(self) -> tuple[int, ...]:
        heads = heads_of(self.vocabulary)
        found = []
        for column in self.labels:
            keys = {head_key(part) for part in self.table.columns[column]}
            counted = [cell.text.strip() for cell in column_cells(self.table, column)]
            serial = bool(counted) and all(word.isdigit() and len(word) < 4 for word in counted)
            if column != self.unit_column and not keys & heads.number and not serial:
                found.append(column)
        return tuple(found)

    def _find_unit_column(self) -> int | None:
        heads = heads_of(self.vocabulary)
        for column in self.labels:
            keys = {head_key(part) for part in self.table.columns[column]}
            cells = column_cells(self.table, column)
            units = sum(is_unit(cell.text, self.vocabulary) for cell in cells)
            if cells and units * 2 > len(cells) and (keys & heads.unit or not keys):
                return column
        return None

    def _unit(self, row: int) -> str | None:
        cell = self._cell(row, self.unit_column) if self.unit_column is not None else None
        return read_unit(cell.text, self.vocabulary) if cell is not None else None

    def _is_regional(self, column: int) -> bool:
        heads, _, _ = _places(self.vocabulary)
        keys = {head_key(part) for part in self.table.columns[column]}
        labels = [cell.text for cell in column_cells(self.table, column)]
        return bool(keys & heads) or self._are_places(labels)

    def _are_places(self, labels: list[str]) -> bool:
        return len(labels) > 1 and sum(map(self._is_place, labels)) * 5 >= len(labels) * 3

    def _is_place(self, label: str) -> bool:
        _, names, endings = _places(self.vocabulary)
        words = re.sub(r"\s", "", label)
        return words in names or (1 < len(words) < 12 and words.endswith(endings) and not re.search(r"\d", words))

    # heads of columns

    def _head(self, path: tuple[str, ...]) -> _Label:
        label = _Label()
        measures: list[str] = []
        printed: list[str] = []
        for part in path:
            words = re.sub(r"\s", "", fold(part))
            year = _YEAR_ONLY.fullmatch(words)
            if year:
                label = replace(label, year=int(year[1]))
                continue
            if is_unit(words, self.vocabulary):
                label = replace(label, unit=read_unit(words, self.vocabulary))
                continue
            dated = _YEAR_FIRST.fullmatch(words)
            name = read_name(dated[2] if dated else part, self.vocabulary)
            label = replace(label, year=int(dated[1]) if dated else label.year, unit=name.unit or label.unit)
            measures.append(name.text)
            printed.append(tidy(part))
        return replace(label, measure="/".join(measures) or None, printed="/".join(printed) or None)

    def _settle_regional_heads(self) -> None:
        """Heads that are mostly names of regions are regions, also the ones this reading does not know."""
        named = [label.measure for label in self.heads.values() if label.measure]
        if self.regional or len(set(named)) < 2 or not self._are_places(named):
            return
        self.heads = {
            column: replace(label, region=label.measure, measure=None, printed=None) if label.measure else label
            for column, label in self.heads.items()
        }

    def _year_of_title(self) -> int | None:
        title = fold(self.table.title or "")
        bracketed = _BRACKETED_YEAR.search(title)
        years = years_in(title)
        if bracketed:
            return int(bracketed[1])
        return years[0] if len(set(years)) == 1 and not re.search(r"以来|[-—–~至]\s*\d{4}", title) else None

    # figures

    def _figure(self, row_label: _Label, head: _Label, cell: Cell, row: int) -> Iterator[SeriesCell]:
        read = read_cell(cell.text, self.vocabulary, sums=self.notes.sums)
        if read.holds is Holds.WORDS and not cell.text.strip():
            return
        if read.holds is Holds.WORDS or self._is_move(read, row_label, head):
            details = {"table": self.table.name or "", "text": tidy(cell.text)}
            self.problems.append(Problem(UNREAD_CELL, self.document.source(cell.start, cell.end), details))
            return
        yield self._series_cell(row_label, head, cell, read)

    def _is_move(self, read: CellValue, row_label: _Label, head: _Label) -> bool:
        """Whether a cell says how far something counted in another unit went: 较上年下降3% of 吨."""
        counted = row_label.unit or head.unit or self.group.unit or self.table.unit
        return read.moves and bool(read.unit and counted) and read.unit != counted

    def _series_cell(self, row_label: _Label, head: _Label, cell: Cell, read: CellValue) -> SeriesCell:
        measure = row_label.measure or head.measure or self.group.measure or self.table.title or ""
        rate = head.measure is not None and head.unit is None and head.measure.endswith(self.rates)
        counted = None if rate else row_label.unit or self.group.unit or self.table.unit
        unit = read.unit or head.unit or counted
        year = read.year or self.notes.year(read.marks) or head.year or row_label.year or self.year
        return SeriesCell(
            table=self.table.name,
            measure=measure,
            unit=unit or None,
            region=row_label.region or head.region,
            column=head.printed,
            year=year,
            value=read.value,
            source=self.document.source(cell.start, cell.end),
        )

    def _cell(self, row: int, column: int) -> Cell | None:
        return self.table.table.grid[row][column]
