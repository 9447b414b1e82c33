"""The rows of an indicator table as they are printed: cells, names, units, and the nature that words say."""

import re
from dataclasses import replace

from kechuang.domain.document import Cell, Document
from kechuang.domain.plans.plan import Binding
from kechuang.domain.plans.tables.cells_units import Name, read_name, read_unit, tidy
from kechuang.domain.plans.tables.reading_indicators_columns import Columns
from kechuang.domain.plans.tables.reading_indicators_heads import find_columns, is_blank
from kechuang.domain.plans.tables.reading_tables_heads import head_key
from kechuang.domain.plans.tables.tables import TitledTable
from kechuang.domain.source import Source
from kechuang.domain.vocabulary import Vocabulary

_REMARK = re.compile(r"(?<=.)[（(][^（()）]*[）)]$")  # 预期性（省级）


class Rows:
    """One indicator table, its columns known; rows and columns are numbered as in its grid."""

    def __init__(self, document: Document, table: TitledTable, vocabulary: Vocabulary) -> None:
        self.document = document
        self.table = table
        self.vocabulary = vocabulary
        self.columns: Columns = find_columns(table, vocabulary)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at a place of the grid; None where there is none."""
        return self.table.table.grid[row][column]

    def text(self, row: int, column: int | None) -> str:
        """The words at a place, tidied; empty where there are none."""
        cell = self.cell(row, column) if column is not None else None
        return "" if cell is None else tidy(cell.text)

    def own_cells(self, row: int) -> list[Cell]:
        """The cells with words that begin in a row, or, where none does, those that reach into it."""
        cells = {cell.start: cell for cell in self.table.table.grid[row] if cell is not None and cell.text.strip()}
        return [cell for cell in cells.values() if cell.row == row] or list(cells.values())

    def source(self, row: int, cells: list[Cell]) -> Source:
        """Where cells of the table stand in the document."""
        return self.document.source(min(cell.start for cell in cells), max(cell.end for cell in cells))

    def name(self, row: int) -> Name | None:
        """The name of a row's indicator, put together from the columns of names."""
        parts: list[Name] = []
        seen: set[int] = set()
        for column in self.columns.names:
            cell = self.cell(row, column)
            if cell is not None and cell.text.strip() and cell.start not in seen:
                seen.add(cell.start)
                name = read_name(cell.text, self.vocabulary)
                parts.append(replace(name, marks=(*name.marks, *self._anchored(cell))))
        if not parts:
            return None
        if len(parts) == 1:
            return parts[0]
        unit = parts[-1].unit or parts[0].unit
        return replace(
            parts[-1], text="：".join(part.text for part in parts), unit=unit, marks=parts[0].marks + parts[-1].marks
        )

    def _anchored(self, cell: Cell) -> tuple[str, ...]:
        """The labels of the document's own notes that are anchored in a cell."""
        return tuple(
            note.label
            for note in self.document.notes
            if note.label and note.anchor is not None and cell.start <= note.anchor <= cell.end
        )

    def unit_of_row(self, row: int) -> str | None:
        """The unit that a row has in the column of units."""
        if self.columns.unit is None:
            return None
        cell = self.cell(row, self.columns.unit)
        if is_blank(cell, self.vocabulary) or cell is None:
            return None
        return read_unit(cell.text, self.vocabulary) or tidy(cell.text)

    def unit_in_head(self, column: int | None) -> str | None:
        """A unit that the head of a column carries: 2025年（亿元）."""
        if column is None:
            return None
        units = [read_name(part, self.vocabulary).unit for part in self.table.columns[column]]
        return next((unit for unit in units if unit), None)

    def binding(self, words: str) -> Binding | None:
        """The nature that words say (约束性, 预期性)."""
        key = head_key(_REMARK.sub("", words)) or head_key(words)
        if key in {head_key(word) for word in self.vocabulary.words("tables.nature_obligatory")}:
            return Binding.OBLIGATORY
        if key in {head_key(word) for word in self.vocabulary.words("tables.nature_anticipatory")}:
            return Binding.ANTICIPATORY
        return None

    def nature_in(self, words: str) -> str | None:
        """The one nature that a caption or a heading names: 预期性指标."""
        lists = ("tables.nature_obligatory", "tables.nature_anticipatory")
        found = [self.vocabulary.words(name)[0] for name in lists if self.vocabulary.words(name)[0] in words]
        return found[0] if len(found) == 1 else None
