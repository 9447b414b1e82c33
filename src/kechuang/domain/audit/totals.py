"""Totals and parts in tables (合计与分项): a sum that holds in the other columns holds in this one, a part fits its whole.

Which row is the sum of which is learnt from the table itself: a relation that holds in most columns, and only fails in
some, is the table's own rule. A row of totals by name (合计, 全市) is asked even with few columns.
"""

from collections.abc import Iterator
from decimal import Decimal

from kechuang.domain.audit.grids import Grid, Row, label_place, place, read_grids
from kechuang.domain.audit.ledger import Ledger
from kechuang.domain.audit.spans import Span, apart, below, plus, shown
from kechuang.domain.finding import Finding, Severity

_MOST_ROWS = 60  # a table of more rows is a list, not a sum
_ROOM = Decimal("0.15")  # how far a sum may be off before the rows are not its parts at all


def check_totals(ledger: Ledger) -> Iterator[Finding]:
    """Totals equal the sum of their parts, parts do not exceed their whole."""
    for grid in read_grids(ledger.document, ledger.words("part_marks")):
        summed: set[tuple[int, int]] = set()
        for total, parts in find_totals(ledger, grid):
            for finding, column in _check_sum(ledger, grid, total, parts):
                summed.add((total.label_cell.row, column))
                yield finding
        yield from _check_parts(ledger, grid)
        yield from _check_first_total(ledger, grid)


def find_totals(ledger: Ledger, grid: Grid) -> Iterator[tuple[Row, tuple[Row, ...]]]:
    """Each row of totals that the table itself proves, with the rows that add up to it."""
    rows = grid.rows
    for index, total in enumerate(rows[:_MOST_ROWS]):
        for parts in _blocks(ledger, rows, index):
            if _holds(grid, total, parts):
                yield total, parts
                break


def _blocks(ledger: Ledger, rows: tuple[Row, ...], index: int) -> Iterator[tuple[Row, ...]]:
    """The rows that may add up to one: those right after it, those before it, all others."""
    total = rows[index]
    for count in range(len(rows) - index - 1, 1, -1):
        block = rows[index + 1 : index + 1 + count]
        if all(_alike(total, row) for row in block):
            yield block
    if index >= 2 and ledger.has(total.label, "total_words"):
        block = rows[:index]
        if all(_alike(total, row) for row in block):
            yield block


def _alike(total: Row, row: Row) -> bool:
    return not (total.unit and row.unit and total.unit != row.unit)


def _columns(total: Row, parts: tuple[Row, ...]) -> list[int]:
    return [column for column in total.values if all(column in row.values for row in parts)]


def _holds(grid: Grid, total: Row, parts: tuple[Row, ...]) -> bool:
    """Whether the relation is the table's own rule: it holds in three columns or more, and in most."""
    columns = [column for column in _columns(total, parts) if "%" not in grid.head(column)]
    right = [
        column for column in columns if not apart(_sum(parts, column), total.span(column)) and total.values[column]
    ]
    telling = [column for column in right if sum(bool(row.values[column]) for row in parts) >= 2]
    need = 2 if len(columns) <= 3 else 3
    return len(telling) >= need and len(right) * 2 > len(columns)


def _sum(parts: tuple[Row, ...], column: int) -> Span:
    return plus(*(row.span(column) for row in parts))


def _check_sum(ledger: Ledger, grid: Grid, total: Row, parts: tuple[Row, ...]) -> Iterator[tuple[Finding, int]]:
    for column in _columns(total, parts):
        if "%" in grid.head(column) or not apart(_sum(parts, column), total.span(column)):
            continue
        value = sum((row.values[column] for row in parts), Decimal(0))
        stated = total.values[column]
        sources = (place(ledger.document, total, column), *(place(ledger.document, row, column) for row in parts))
        shown_parts = " + ".join(f"{row.values[column]:f}" for row in parts[:12]) + (" + …" if len(parts) > 12 else "")
        details = {"total": total.label, "column": grid.head(column), "stated": f"{stated:f}", "sum": f"{value:f}"}
        arithmetic = f"{shown_parts} = {value:f} ≠ {stated:f}; {stated:f} − {value:f} = {shown(stated - value)}"
        yield Finding("total.differs", Severity.ERROR, sources, details, arithmetic), column


def _check_parts(ledger: Ledger, grid: Grid) -> Iterator[Finding]:
    """Rows marked # or 其中 are parts of the unmarked row above."""
    whole: Row | None = None
    parts: list[Row] = []
    for row in (*grid.rows, None):
        if row is not None and row.part:
            parts.append(row)
            continue
        if whole is not None and parts:
            yield from _parts_of(ledger, grid, whole, tuple(parts))
        whole, parts = row, []


def _parts_of(ledger: Ledger, grid: Grid, whole: Row, parts: tuple[Row, ...]) -> Iterator[Finding]:
    comparable = tuple(row for row in parts if _alike(whole, row))
    for column in whole.values:
        inside = [row for row in comparable if column in row.values]
        too_large = [row for row in inside if below(whole.span(column), row.span(column))]
        for row in too_large:
            details = {"part": row.label, "whole": whole.label, "column": grid.head(column)}
            sources = (place(ledger.document, row, column), place(ledger.document, whole, column))
            yield Finding(
                "part.over-whole", Severity.ERROR, sources, details,
                f"{row.values[column]:f} > {whole.values[column]:f}",
            )  # fmt: skip
        if len(inside) > 1 and not too_large and below(whole.span(column), _sum(tuple(inside), column)):
            value = sum((row.values[column] for row in inside), Decimal(0))
            details = {
                "parts": " + ".join(row.label for row in inside), "whole": whole.label, "column": grid.head(column),
            }  # fmt: skip
            rows = (place(ledger.document, whole, column), *(place(ledger.document, row, column) for row in inside))
            yield Finding(
                "part.sum-over-whole", Severity.WARNING, rows, details,
                " + ".join(f"{row.values[column]:f}" for row in inside) + f" = {value:f} > {whole.values[column]:f}",
            )  # fmt: skip


def _check_first_total(ledger: Ledger, grid: Grid) -> Iterator[Finding]:
    """A row named as the total of the table: no other row of its kind is larger, where none is elsewhere."""
    first = grid.rows[0]
    if not ledger.has(first.label, "total_words") or first.part:
        return
    for row in grid.rows[1:]:
        shared = [column for column in first.values if column in row.values]
        over = [column for column in shared if below(first.span(column), row.span(column))]
        if _alike(first, row) and over and len(over) * 2 < len(shared):
            for column in over:
                details = {"part": row.label, "whole": first.label, "column": grid.head(column)}
                sources = (
                    label_place(ledger.document, row),
                    place(ledger.document, row, column),
                    place(ledger.document, first, column),
                )
                yield Finding(
                    "part.over-whole", Severity.ERROR, sources, details,
                    f"{row.values[column]:f} > {first.values[column]:f}",
                )  # fmt: skip
