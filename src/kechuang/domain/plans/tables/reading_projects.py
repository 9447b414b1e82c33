"""Reads project tables (项目表): each row a project with its builder, its years, its investment and who leads it."""

import re
from collections.abc import Iterable
from decimal import Decimal

from kechuang.domain.document import Cell, Document, Problem
from kechuang.domain.folding import fold
from kechuang.domain.plans.plan import Project
from kechuang.domain.plans.tables.cells import Holds, read_cell
from kechuang.domain.plans.tables.cells_units import read_name, tidy
from kechuang.domain.plans.tables.reading_indicators_heads import plan_end
from kechuang.domain.plans.tables.reading_projects_heads import ProjectColumns, find_project_columns
from kechuang.domain.plans.tables.reading_tables_heads import head_key
from kechuang.domain.plans.tables.tables import TableKind, TitledTable
from kechuang.domain.vocabulary import Vocabulary

NO_NAME = "project-row-without-name"
UNREAD_YEARS = "project-years-unread"
UNREAD_INVESTMENT = "project-investment-unread"

_YEAR = r"(?<!\d)((?:19|20)\d\d)(?!\d)\s*(?:年)?(?:[.．/年-]?\s*(?:0?[1-9]|1[0-2])(?!\d)\s*月?)?(?:底|初|末)?"
_RANGE = re.compile(_YEAR + r"\s*(?:[-—–―－─~～至到]+|－)\s*(?:" + _YEAR + r"|(\d{2})(?!\d)年?)?")
_ONE = re.compile(_YEAR)
_COUNTED = re.compile(r"\d+|[一二三四五六七八九十百]+|[（(][一二三四五六七八九十\d]+[）)]|\d+[-.．]\d+")
_MONEY = re.compile(r"^(.*?)(?:[（(]?单位[:：])?[（(]?((?:[十百千]?万|[百千]?亿)?(?:元|美元|欧元)|[万亿])[）)]?$")


def read_projects(
    document: Document, tables: Iterable[TitledTable], vocabulary: Vocabulary
) -> tuple[tuple[Project, ...], tuple[Problem, ...]]:
    """The projects of every project table, and a problem for each row or cell of one that could not be read."""
    projects: list[Project] = []
    problems: list[Problem] = []
    for table in tables:
        if table.kind is not TableKind.PROJECTS:
            continue
        reading = _Reading(document, table, vocabulary)
        for row in table.body:
            found = reading.row(row)
            if found is not None:
                projects.append(found)
        problems += reading.problems
    return tuple(projects), tuple(problems)


class _Reading:
    """One project table on its way from rows to projects."""

    def __init__(self, document: Document, table: TitledTable, vocabulary: Vocabulary) -> None:
        self.document = document
        self.table = table
        self.vocabulary = vocabulary
        self.columns: ProjectColumns = find_project_columns(table.columns, vocabulary)
        self.totals = tuple(vocabulary.words("projects.totals"))
        self.head_unit = self._unit_of_head()
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def row(self, row: int) -> Project | None:
        """The project in a row; None for headings inside the table, sums, and the rest of a project above."""
        cells = self._own_cells(row)
        name_cell = self._cell(row, self.columns.name)
        if not cells or self._is_heading(row, cells) or self._is_total(cells):
            return None
        if name_cell is None or not name_cell.text.strip():
            self._report_nameless(row, cells)
            return None
        if name_cell.start in self.seen:
            return None
        self.seen.add(name_cell.start)
        return self._project(row, name_cell, cells)

    def _project(self, row: int, name_cell: Cell, cells: list[Cell]) -> Project:
        start, end = self._years(row)
        investment, unit = self._investment(row)
        number, name = self._number(row), tidy(name_cell.text)
        if number is None:
            read = read_name(name_cell.text, self.vocabulary)
            number = str(read.number) if read.number is not None else None
            name = (
                tidy(name_cell.text) if read.number is None else re.sub(r"^[（(]?\d{1,3}[）)]?\s*[.．、]?\s*", "", name)
            )
        return Project(
            number=number,
            name=name,
            builder=self._words(row, self.columns.builder),
            content=self._words(row, self.columns.content),
            start=start,
            end=end,
            investment=investment,
            investment_unit=unit,
            lead=self._words(row, self.columns.lead),
            source=self.document.source(min(cell.start for cell in cells), max(cell.end for cell in cells)),
        )

    def _is_heading(self, row: int, cells: list[Cell]) -> bool:
        """Whether the row only names a group of projects: 一、科技创新平台（12个）, perhaps with its sum."""
        words = [cell for cell in cells if not self._counts(cell)]
        if len(words) == 1:
            cell = words[0]
            return cell.column_span > 1 or self._is_unnumbered(row, cell)
        return self._is_grouped(row) and not self._has_details(row)

    def _is_unnumbered(self, row: int, name: Cell) -> bool:
        """Whether a name with nothing but figures beside it heads a group: its number is not that of a project."""
        if self.columns.number is None:
            return len(self._own_cells(row)) == 1
        number = self._words(row, self.columns.number) or ""
        return not number.strip(".．、").isdigit()

    def _is_grouped(self, row: int) -> bool:
        number = self._words(row, self.columns.number) or ""
        return bool(re.fullmatch(r"[（(]?[一二三四五六七八九十]+[）)]?[、.]?", number))

    def _has_details(self, row: int) -> bool:
        columns = (self.columns.builder, self.columns.content, self.columns.period, self.columns.lead)
        return any(self._words(row, column) for column in columns)

    def _is_total(self, cells: list[Cell]) -> bool:
        words = {re.sub(r"[\s:：（(].*", "", "".join(cell.text.split())) for cell in cells[:2]}
        return any(word in self.totals for word in words)

    def _counts(self, cell: Cell) -> bool:
        words = cell.text.strip()
        return bool(_COUNTED.fullmatch(words)) or read_cell(words, self.vocabulary).holds is not Holds.WORDS

    def _years(self, row: int) -> tuple[int | None, int | None]:
        if self.columns.period is not None:
            cell = self._cell(row, self.columns.period)
            return self._period(cell)
        start = _first_year(self._words(row, self.columns.start))
        end = _first_year(self._words(row, self.columns.end))
        return start, end

    def _period(self, cell: Cell | None) -> tuple[int | None, int | None]:
        words = fold(tidy(cell.text)) if cell is not None else ""
        years = read_years(words)
        plan = plan_end(words)
        if years == (None, None) and plan is not None:
            return plan - 4, plan
        if cell is not None and years == (None, None) and len(re.findall(r"\d", words)) >= 4:
            self._problem(UNREAD_YEARS, cell)
        return self._one_sided(years, words)

    def _one_sided(self, years: tuple[int | None, int | None], words: str) -> tuple[int | None, int | None]:
        """2026年开工 says when a project begins and 2027年底前建成 when it ends; neither says the other."""
        begins, ends = (
            any(word in words for word in self.vocabulary.words(f"projects.period_{side}"))
            for side in ("begins", "ends")
        )
        if years[0] != years[1] or begins == ends:
            return years
        return (years[0], None) if begins else (None, years[1])

    def _investment(self, row: int) -> tuple[Decimal | None, str | None]:
        cell = self._cell(row, self.columns.investment)
        if cell is None or not cell.text.strip():
            return None, None
        read = read_cell(cell.text, self.vocabulary)
        if read.holds is Holds.WORDS and any(letter.isdigit() for letter in cell.text):
            self._problem(UNREAD_INVESTMENT, cell)
        if read.value is None:
            return None, None
        return read.value, read.unit or self.head_unit or self.table.unit

    def _unit_of_head(self) -> str | None:
        if self.columns.investment is None:
            return None
        path = self.table.columns[self.columns.investment]
        for part in reversed(path):
            found = _MONEY.match("".join(part.split()))
            if found and found[1] != "":
                return found[2] if found[2][-1] not in "万亿" else found[2] + "元"
        return None

    def _number(self, row: int) -> str | None:
        words = self._words(row, self.columns.number)
        return words.strip(".．、") if words else None

    def _words(self, row: int, column: int | None) -> str | None:
        cell = self._cell(row, column)
        words = tidy(cell.text) if cell is not None else ""
        return words if words and read_cell(words, self.vocabulary).holds is not Holds.NOTHING else None

    def _cell(self, row: int, column: int | None) -> Cell | None:
        return None if column is None else self.table.table.grid[row][column]

    def _own_cells(self, row: int) -> list[Cell]:
        cells = {cell.start: cell for cell in self.table.table.grid[row] if cell is not None and cell.text.strip()}
        return [cell for cell in cells.values() if cell.row == row]

    def _report_nameless(self, row: int, cells: list[Cell]) -> None:
        if len(cells) > 1 and head_key(cells[0].text) not in self.totals:
            source = self.document.source(cells[0].start, cells[-1].end)
            self.problems.append(Problem(NO_NAME, source, {"table": self.table.name or ""}))

    def _problem(self, code: str, cell: Cell) -> None:
        details = {"table": self.table.name or "", "text": tidy(cell.text)}
        self.problems.append(Problem(code, self.document.source(cell.start, cell.end), details))


def read_years(words: str) -> tuple[int | None, int | None]:
    """The first and last year of a period as tables print it; a single year is both.

    >>> read_years("2021-2025"), read_years("2021.03—2023.12"), read_years("2022年"), read_years("2021-25年")
    ((2021, 2025), (2021, 2023), (2022, 2022), (2021, 2025))
    """
    found = _RANGE.search(words)
    if found and (found[2] or found[3]):
        start = int(found[1])
        end = int(found[2]) if found[2] else start // 100 * 100 + int(found[3])
        return (start, end) if start <= end else (None, None)
    if found:
        return int(found[1]), None
    years = [int(year) for year in _ONE.findall(words)]
    return (min(years), max(years)) if years else (None, None)


def _first_year(words: str | None) -> int | None:
    found = _ONE.search(fold(words)) if words else None
    return int(found[1]) if found else None
