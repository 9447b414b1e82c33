"""Rows of the organisations template, checked: errors by row and column; imported whole or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from kechuang.readers.capped import Caps, run_capped
from kechuang.readers.days import read_day
from kechuang.readers.sheets import read_rows
from kechuang.web.organisations.roles import Kind

COLUMNS = ("code", "name", "kind", "parent", "starts_on")
CAPS = Caps(memory=2**30, cpu=20, wall=30.0)


@dataclass(frozen=True)
class Row:
    """One organisation as the sheet gives it; ``parent`` is a code or empty."""

    number: int
    code: str
    name: str
    kind: str
    parent: str
    starts_on: date


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a cell: the row as the sheet numbers it, the column, and a code with words."""

    row: int
    column: str
    code: str
    value: str = ""


def read_sheet(data: bytes) -> list[list[str]]:
    """The rows of an uploaded workbook, read in a process of its own under limits; raises Unreadable."""
    rows: list[list[str]] = run_capped(partial(read_rows, data), CAPS)
    return rows


def check_rows(
    cells: Sequence[Sequence[str]], *, known: Mapping[str, str], kinds: Mapping[str, str]
) -> tuple[list[Row], list[Mistake]]:
    """The organisations of a sheet, parents before children, and everything wrong with it.

    ``known`` are the codes already there with their parents; ``kinds`` the words for each kind in any language.
    """
    rows: list[Row] = []
    mistakes: list[Mistake] = []
    for number, cell in enumerate(cells[1:], start=2):
        values = [*(text.strip() for text in cell[: len(COLUMNS)]), *[""] * (len(COLUMNS) - len(cell))]
        if not any(values):
            continue
        found = list(_check_cells(number, values, kinds))
        mistakes += found
        if not found:
            code, name, kind, parent, day = values
            rows.append(Row(number, code, name, kinds[kind.lower()], parent, read_day(day)))
    mistakes += _check_together(rows, known)
    return (_parents_first(rows) if not mistakes else []), sorted(mistakes, key=lambda one: one.row)


def _check_cells(number: int, values: Sequence[str], kinds: Mapping[str, str]) -> Iterator[Mistake]:
    code, name, kind, _, day = values
    if not code or len(code) > 32:
        yield Mistake(number, "code", "import.code-missing", code[:40])
    if not name or len(name) > 100:
        yield Mistake(number, "name", "import.name-missing", name[:40])
    if kind.lower() not in kinds:
        yield Mistake(number, "kind", "import.kind-unknown", kind[:40])
    try:
        read_day(day)
    except ValueError:
        yield Mistake(number, "starts_on", "import.day-unreadable", day[:40])


def _check_together(rows: Sequence[Row], known: Mapping[str, str]) -> Iterator[Mistake]:
    parents = dict(known)
    seen: set[str] = set()
    named: set[tuple[str, str]] = set()
    for row in rows:
        if (row.parent, row.name) in named:
            yield Mistake(row.number, "name", "import.name-twice", row.name[:40])
        named.add((row.parent, row.name))
        if row.code in seen:
            yield Mistake(row.number, "code", "import.code-twice", row.code)
        seen.add(row.code)
        parents[row.code] = row.parent
    for row in rows:
        if row.parent and row.parent not in parents:
            yield Mistake(row.number, "parent", "import.parent-unknown", row.parent)
        elif _comes_back(row.code, parents):
            yield Mistake(row.number, "parent", "import.circle", row.parent)


def _comes_back(code: str, parents: Mapping[str, str]) -> bool:
    at, steps = parents.get(code), 0
    while at and steps <= len(parents):
        if at == code:
            return True
        at, steps = parents.get(at), steps + 1
    return False


def _parents_first(rows: Sequence[Row]) -> list[Row]:
    waiting = {row.code: row for row in rows}
    ordered: list[Row] = []
    for row in rows:
        line = []
        at: Row | None = row
        while at is not None and at.code in waiting:
            line.append(waiting.pop(at.code))
            at = waiting.get(at.parent)
        ordered += reversed(line)
    return ordered


KINDS = tuple(kind.value for kind in Kind)
