"""Reads indicator tables (指标表): each row an indicator with its baseline, its target and where they stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kechuang.domain.document import Cell, Document, Problem
from kechuang.domain.plans.plan import Binding, Change, Identity, Indicator, YearValue
from kechuang.domain.plans.tables.cells import Holds, read_cell
from kechuang.domain.plans.tables.cells_units import Name, read_name, tidy
from kechuang.domain.plans.tables.reading_indicators_above import Above
from kechuang.domain.plans.tables.reading_indicators_columns import Columns
from kechuang.domain.plans.tables.reading_indicators_heads import is_blank, plan_end
from kechuang.domain.plans.tables.reading_indicators_notes import Notes, read_notes
from kechuang.domain.plans.tables.reading_indicators_rows import Rows
from kechuang.domain.plans.tables.reading_indicators_values import (
    Slot,
    Slots,
    assign_slots,
    change_of,
    is_move,
    move_of,
    unmoved,
    value_of,
)
from kechuang.domain.plans.tables.reading_tables_halves import part_halves
from kechuang.domain.plans.tables.reading_tables_kinds import measured_columns
from kechuang.domain.plans.tables.tables import TableKind, TitledTable
from kechuang.domain.vocabulary import Vocabulary

_ROW_NUMBER = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)]?[.．、]?")

UNREAD_CELL = "indicator-cell-unread"
UNREAD_TABLE = "indicator-table-unread"
NO_NAME = "indicator-row-without-name"
MOVED = "target_is_a_change"


def read_indicators(
    document: Document, tables: Iterable[TitledTable], identity: Identity, vocabulary: Vocabulary
) -> tuple[tuple[Indicator, ...], tuple[Problem, ...]]:
    """The indicators of every indicator table, and a problem for each row of one that could not be read."""
    indicators: list[Indicator] = []
    problems: list[Problem] = []
    for table in tables:
        if table.kind is TableKind.INDICATORS:
            count = 0
            for half in part_halves(table):
                reading = _Reading(document, half, identity, vocabulary, count)
                for item in reading.items():
                    if isinstance(item, Indicator):
                        indicators.append(item)
                    else:
                        problems.append(item)
                count = reading.count
        elif table.kind is TableKind.OTHER and _looks_like_indicators(table, vocabulary):
            where = table.caption or document.source(table.table.start, table.table.end)
            problems.append(Problem(UNREAD_TABLE, where, {"table": table.name or ""}))
    return tuple(indicators), tuple(problems)


def _looks_like_indicators(table: TitledTable, vocabulary: Vocabulary) -> bool:
    """Whether a table that says it is of indicators holds several columns of figures, though nobody could tell what they are."""
    if vocabulary.words("indicators.caption_words")[0] not in (table.title or ""):
        return False
    return len(measured_columns(table, vocabulary)) > 1


class _Reading:
    """One indicator table on its way from rows to indicators."""

    def __init__(
        self, document: Document, table: TitledTable, identity: Identity, vocabulary: Vocabulary, count: int
    ) -> None:
        self.document = document
        self.table = table
        self.vocabulary = vocabulary
        self.rows = Rows(document, table, vocabulary)
        self.columns: Columns = self.rows.columns
        self.end = plan_end(table.title or "") or identity.end
        self.slots: Slots = assign_slots(self.columns, self.end)
        self.notes: Notes = read_notes(table, vocabulary)
        self.above = Above()
        self.count = count
        self.scales = frozenset(vocabulary.words("units.scales"))
        self.title_nature = self.rows.nature_in(table.title or "")

    def items(self) -> Iterator[Indicator | Problem]:
        """The indicators and problems, row by row."""
        for row in self.table.body:
            yield from self._row(row)

    def _row(self, row: int) -> Iterator[Indicator | Problem]:
        cells = self.rows.own_cells(row)
        if self._is_group(row, cells):
            self._open_group(cells)
            return
        name = self.rows.name(row)
        if name is None or not name.text:
            yield from self._nameless(row, cells)
            return
        values = [column.column for column in self.columns.values] + [change.column for change in self.columns.changes]
        if all(self.rows.cell(row, column) is None or not self.rows.text(row, column) for column in values):
            self._open_named_group(name, cells)
            return
        self.above.close(self.rows.text(row, self.columns.names[0]))
        self.count += 1
        indicator = self._indicator(row, name, cells)
        yield indicator
        yield from self._unread_cells(indicator)

    def _nameless(self, row: int, cells: list[Cell]) -> Iterator[Problem]:
        if cells and any(read_cell(cell.text, self.vocabulary).holds is Holds.NUMBER for cell in cells):
            yield self._problem(NO_NAME, row, cells)

    # what a row hands down

    def _is_group(self, row: int, cells: list[Cell]) -> bool:
        """Whether the row is a heading inside the table: one cell of words over the row, or words before blanks."""
        filled = {cell.start: cell for cell in cells}
        if not filled:
            return True
        values = {column.column for column in self.columns.values} | {change.column for change in self.columns.changes}
        wide = [cell for cell in filled.values() if set(range(cell.column, cell.column + cell.column_span)) & values]
        words = [cell for cell in filled.values() if not _ROW_NUMBER.fullmatch(cell.text.strip())]
        if len(words) == 1 and words[0] in wide and words[0].column_span > 1:
            return read_cell(words[0].text, self.vocabulary).holds is Holds.WORDS
        return len(filled) == 1 and not wide and self.rows.cell(row, self.columns.names[-1]) not in filled.values()

    def _open_group(self, cells: list[Cell]) -> None:
        words = [cell for cell in cells if not _ROW_NUMBER.fullmatch(cell.text.strip())]
        if words:
            name = read_name(words[0].text, self.vocabulary)
            self.above.number = name.number or self.above.number
            self._enter(tidy(words[0].text) if name.unit is None else _numbered(name), name.unit)

    def _enter(self, words: str, unit: str | None) -> None:
        self.above.enter(words, unit, self.rows.nature_in(words))

    def _open_named_group(self, name: Name, cells: list[Cell]) -> None:
        self._enter(_numbered(name), name.unit or self.rows.unit_of_row(cells[0].row if cells else 0))
        self.above.parent = name

    # one indicator

    def _indicator(self, row: int, name: Name, cells: list[Cell]) -> Indicator:
        source = self.rows.source(row, cells)
        baseline = self._dated_by_note(self._level(row, self.slots.baseline, name), name)
        printed = self._value(row, self.slots.target, name)
        target = self._level(row, self.slots.target, name, baseline)
        actual = self._level(row, self.slots.actual, name, baseline)
        others = [self._level(row, slot, name, baseline) for slot in self.slots.others]
        moved = printed is not None and printed != target
        flags = [*self._flags(row, name, baseline, target), *([MOVED] if moved else [])]
        change = self._change(row)
        nature = self._nature(row, name)
        return Indicator(
            table=self.table.name,
            row=self.count,
            name=name.text,
            unit=self._unit(row, name, None if moved else target, baseline),
            category=self._category(row),
            binding=nature,
            flags=tuple(dict.fromkeys(flags)),
            baseline=baseline if self.slots.baseline is not None else actual if self._expected_vs_actual else None,
            target=target if target is not None else actual,
            change=move_of(printed, self.vocabulary) if change is None and moved and printed is not None else change,
            source=source,
            actual=actual,
            others=tuple(value for value in others if value is not None),
        )

    def _dated_by_note(self, baseline: YearValue | None, name: Name) -> YearValue | None:
        """A note on the name of an indicator may take its baseline from an earlier year: ②基期值为2024年数据."""
        year = self.notes.year(name.marks)
        if baseline is None or baseline.value is None or baseline.year is None or year is None:
            return baseline
        return replace(baseline, year=year) if year < baseline.year else baseline

    @property
    def _expected_vs_actual(self) -> bool:
        return self.slots.baseline is None and self.slots.target is not None and self.slots.actual is not None

    def _value(self, row: int, slot: Slot | None, name: Name) -> YearValue | None:
        if slot is None:
            return None
        return value_of(self.document, self.table, row, slot, self.notes, name.marks, self.vocabulary)

    def _level(self, row: int, slot: Slot | None, name: Name, baseline: YearValue | None = None) -> YearValue | None:
        """The value in a column; one that only says how far to go is no level, and its number is left out."""
        value = self._value(row, slot, name)
        if value is None or value.value is None or slot is None:
            return value
        read = read_cell(value.text, self.vocabulary, sums=self.notes.sums)
        unit = self._unit(row, name, None, baseline) if read.moves else None
        moves = is_move(read, name=name.text, unit=unit, slot=slot, vocabulary=self.vocabulary)
        return unmoved(value) if moves else value

    def _change(self, row: int) -> Change | None:
        until = self.end if self.slots.target is None else self.slots.target.year
        for column in self.columns.changes:
            cell = self.rows.cell(row, column.column)
            if column.year is not None and until is not None and column.year < until:
                continue  # how it grew before the plan
            if cell is not None and cell.text.strip():
                return change_of(cell, column, self.notes, self.vocabulary)
        return None

    def _flags(self, row: int, name: Name, baseline: YearValue | None, target: YearValue | None) -> Iterator[str]:
        if self.slots.actual is not None:
            yield "expected_vs_actual" if target is not None else "completed_value_not_target"
        if name.part:
            yield "of_which"
        if self.notes.doubling(name.marks) or (target is not None and self._cell_doubles(row)):
            yield "doubling"
        if any(slot is not None and slot.inferred for slot in (self.slots.baseline, self.slots.target)):
            yield "year_from_plan_period"
        yield from self._unit_flags(baseline, target)
        printed = self._row_number(row, name)
        if printed is not None:
            if self.above.number is not None and printed > self.above.number + 1:
                yield "row_number_skips"
            self.above.number = printed
        yield from self._nature_flags(row)

    def _unit_flags(self, baseline: YearValue | None, target: YearValue | None) -> Iterator[str]:
        """A baseline printed in another unit than the target is not to be compared with it as it stands."""
        if baseline is None or target is None or baseline.value is None or target.value is None:
            return
        units = [read_cell(value.text, self.vocabulary).unit for value in (baseline, target)]
        if all(units) and units[0] != units[1]:
            yield f"baseline_unit:{units[0]}"

    def _nature_flags(self, row: int) -> Iterator[str]:
        column = self.columns.nature
        if column is not None and not is_blank(self.rows.cell(row, column), self.vocabulary):
            words = self.rows.text(row, column)
            if words and self.rows.binding(words) is None:
                yield f"nature:{words}"
        elif column is None and self.title_nature and not self.above.nature:
            yield "nature_from_table_title"

    def _cell_doubles(self, row: int) -> bool:
        slot = self.slots.target
        return slot is not None and read_cell(self.rows.text(row, slot.column), self.vocabulary).doubling

    def _unread_cells(self, indicator: Indicator) -> Iterator[Problem]:
        """A value that holds digits and was not understood is reported; words without digits are a target in words."""
        for value in (indicator.baseline, None if MOVED in indicator.flags else indicator.target):
            if value is not None and value.value is None and sum(letter.isdigit() for letter in value.text) > 0:
                yield Problem(UNREAD_CELL, value.source, {"name": indicator.name, "text": value.text})

    # names, units, categories, natures

    def _unit(self, row: int, name: Name, target: YearValue | None, baseline: YearValue | None) -> str | None:
        if self.columns.unit is not None and (unit := self.rows.unit_of_row(row)):
            return unit
        printed = [read_cell(value.text, self.vocabulary).unit for value in (target, baseline) if value is not None]
        in_cell = next((unit for unit in printed if unit), None)
        slot = self.slots.target or self.slots.actual
        said = name.unit or self.above.unit or self.rows.unit_in_head(slot.column if slot is not None else None)
        scaled = in_cell in self.scales and not (said or "").startswith(in_cell or "")
        return f"{in_cell}{said}" if said and scaled else said or in_cell or self.table.unit

    def _category(self, row: int) -> str | None:
        parts: list[str] = []
        for column in self.columns.categories:
            cell = self.rows.cell(row, column)
            words = tidy(cell.text) if cell is not None else ""
            if words and not words.isdigit():
                parts.append(words)
                self.above.category = words
        if not parts and self.columns.categories and self.table.recovered and self.above.category:
            parts.append(self.above.category)
        parts += [words for _, words in self.above.groups]
        return "/".join(dict.fromkeys(parts)) or None

    def _nature(self, row: int, name: Name) -> Binding | None:
        column = self.columns.nature
        words = self.rows.text(row, column) if column is not None else ""
        if words:
            self.above.nature = words
            return self.rows.binding(words)
        if column is not None and not self.table.recovered:
            return None
        marked = self.notes.nature(name.marks)
        return marked or self.rows.binding(self.above.nature or "") or self.rows.binding(self.title_nature or "")

    def _row_number(self, row: int, name: Name) -> int | None:
        words = self.rows.text(row, self.columns.number).strip(".．、") if self.columns.number is not None else ""
        return int(words) if words.isdigit() and len(words) < 4 else name.number

    def _problem(self, code: str, row: int, cells: list[Cell]) -> Problem:
        return Problem(code, self.rows.source(row, cells), {"table": self.table.name or ""})


def _numbered(name: Name) -> str:
    return name.text if name.number is None else f"{name.number}.{name.text}"
