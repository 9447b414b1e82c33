"""Baseline, target and actual value of an indicator (基期值、目标值、完成值): which column holds which, for what year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kechuang.domain.document import Cell, Document
from kechuang.domain.plans.plan import Change, YearValue
from kechuang.domain.plans.tables.cells import CellValue, Holds, read_cell
from kechuang.domain.plans.tables.reading_indicators_columns import ChangeColumn, Columns, Sense, ValueColumn
from kechuang.domain.plans.tables.reading_indicators_notes import Notes
from kechuang.domain.plans.tables.tables import TitledTable
from kechuang.domain.quantity import Bound
from kechuang.domain.vocabulary import Vocabulary

_PLAN_YEARS = 5


@dataclass(frozen=True, slots=True)
class Slot:
    """A column and the year its values are for; ``inferred`` where only the period of the plan says the year."""

    column: int
    year: int | None
    inferred: bool = False
    annual: bool = False
    cumulative: bool = False


@dataclass(frozen=True, slots=True)
class Slots:
    """Which column holds the baseline, the target, the value reached; ``others`` hold the values of further years."""

    baseline: Slot | None = None
    target: Slot | None = None
    actual: Slot | None = None
    others: tuple[Slot, ...] = ()


def assign_slots(columns: Columns, plan_end: int | None) -> Slots:
    """Which column is which: by the words of the heads, then by their years; the plan's last year is the target's."""
    values = list(columns.values)
    target = _target(values, plan_end)
    values = [_as_baseline(value, target, values) for value in values]
    actual = _pick(values, Sense.ACTUAL)
    if target is not None and actual is not None and target.year == actual.year is None:
        actual = replace(actual, year=plan_end)
    baseline = _baseline(values, target or actual)
    others = [_slot(value) for value in values if value not in (actual, target, baseline)]
    baseline_slot = _dated(baseline, _base_year(target or actual, plan_end))
    if target is None and actual is not None and baseline is None and others:
        baseline_slot, *others = others
    return Slots(baseline_slot, _dated(target, plan_end), _dated(actual, plan_end), tuple(others))


def _as_baseline(value: ValueColumn, target: ValueColumn | None, values: list[ValueColumn]) -> ValueColumn:
    """What was completed before the year of the target is where the plan starts from: 2020年完成情况, 2025年预期目标.

    Not where another column shows an earlier value: 2020年, 2022年完成值, 2025年目标值.
    """
    if value.sense is not Sense.ACTUAL or target is None or value is target:
        return value
    if any(_starts_before(other, value) for other in values if other is not value and other is not target):
        return value
    earlier = value.year is not None and target.year is not None and value.year < target.year
    undated = value.year is None and target.year is not None
    return replace(value, sense=Sense.BASELINE) if earlier or undated else value


def _starts_before(other: ValueColumn, value: ValueColumn) -> bool:
    if other.sense is Sense.BASELINE:
        return True
    return other.sense is Sense.UNSAID and other.year is not None and value.year is not None and other.year < value.year


def _base_year(later: ValueColumn | None, plan_end: int | None) -> int | None:
    end = later.year if later is not None and later.year is not None else plan_end
    return None if end is None or end % _PLAN_YEARS else end - _PLAN_YEARS


def _pick(values: Iterable[ValueColumn], sense: Sense) -> ValueColumn | None:
    """The latest column of that sense."""
    found = [value for value in values if value.sense is sense]
    return max(found, key=lambda value: value.year or 0, default=None)


def _target(values: list[ValueColumn], plan_end: int | None) -> ValueColumn | None:
    said = [value for value in values if value.sense is Sense.TARGET]
    actual = any(value.sense is Sense.ACTUAL for value in values)
    unsaid = [value for value in values if value.sense is Sense.UNSAID]
    candidates = said or ([] if actual and _all_before(unsaid, values) else unsaid)
    at_end = [value for value in candidates if value.year == plan_end and plan_end is not None]
    if at_end:
        return at_end[0]
    return None if not said and _is_base(candidates, values, plan_end) else _first_end(candidates, values)


def _is_base(candidates: list[ValueColumn], values: list[ValueColumn], plan_end: int | None) -> bool:
    """Whether the only column that says nothing but a year is of the year the plan starts from."""
    if len(candidates) != 1 or plan_end is None or any(value.sense is Sense.BASELINE for value in values):
        return False
    year = candidates[0].year
    return year is not None and year <= plan_end - _PLAN_YEARS


def _all_before(unsaid: list[ValueColumn], values: list[ValueColumn]) -> bool:
    latest = max((value.year or 0 for value in values if value.sense is Sense.ACTUAL), default=0)
    return all((value.year or 0) <= latest for value in unsaid)


def _first_end(candidates: list[ValueColumn], values: list[ValueColumn]) -> ValueColumn | None:
    """Without the plan's period: the first year that ends a five-year plan after the first year printed."""
    earliest = min((value.year for value in values if value.year is not None), default=None)
    ends = [
        value
        for value in candidates
        if value.year is not None and value.year % _PLAN_YEARS == 0 and (earliest is None or value.year > earliest)
    ]
    if ends:
        return min(ends, key=lambda value: value.year or 0)
    return max(candidates, key=lambda value: (value.year or 0, -value.column), default=None)


def _baseline(values: list[ValueColumn], later: ValueColumn | None) -> ValueColumn | None:
    said = [value for value in values if value.sense is Sense.BASELINE]
    rest = said or [value for value in values if value.sense is Sense.UNSAID]
    year = later.year if later is not None else None
    before = [
        value for value in rest if value is not later and (year is None or value.year is None or value.year < year)
    ]
    ended = [value for value in before if value.year is not None and value.year % _PLAN_YEARS == 0]
    if said:
        return before[-1] if before else None
    return ended[0] if ended else (before[0] if before else None)


def _slot(value: ValueColumn) -> Slot:
    return Slot(value.column, value.year, False, value.annual, value.cumulative)


def _dated(value: ValueColumn | None, year: int | None) -> Slot | None:
    if value is None:
        return None
    if value.year is not None or year is None:
        return _slot(value)
    return replace(_slot(value), year=year, inferred=True)


def value_of(
    document: Document,
    table: TitledTable,
    row: int,
    slot: Slot,
    notes: Notes,
    marks: tuple[str, ...],
    vocabulary: Vocabulary,
) -> YearValue:
    """The value in one place of the grid; a cell that holds nothing gives a value of None, never zero."""
    cell = table.table.grid[row][slot.column]
    if cell is None:
        at = _place(table, row, slot.column)
        return YearValue(slot.year, None, Bound.EQUAL, None, None, False, "", document.source(at, at))
    read = read_cell(cell.text, vocabulary, sums=notes.sums)
    year = read.year or notes.year(read.marks) or slot.year
    return YearValue(
        year, read.value, read.bound, read.low, read.high, read.cumulative or slot.cumulative,
        " ".join(cell.text.split()), document.source(cell.start, cell.end),
    )  # fmt: skip


def _place(table: TitledTable, row: int, column: int) -> int:
    before = [cell for cell in table.table.grid[row][:column] if cell is not None]
    return before[-1].end if before else table.table.start


def is_move(cell: CellValue, *, name: str, unit: str | None, slot: Slot, vocabulary: Vocabulary) -> bool:
    """Whether a value says how far an indicator is to go, not where it is to stand: 年均增长8% of one counted in 亿元.

    Of an indicator that measures a change itself (能耗降低, 新增企业) it is the value, and so it may be where no unit says otherwise.
    """
    if not cell.moves or slot.annual or slot.cumulative:
        return False
    level = re.sub(vocabulary.alternatives("indicators.level_names"), "", name)
    if re.search(vocabulary.alternatives("indicators.change_names"), level):
        return False
    if cell.unit in vocabulary.words("indicators.points"):
        return True
    if _is_relative(cell.unit, vocabulary):
        return unit is not None and not _is_relative(unit, vocabulary)
    return not cell.annual


def unmoved(value: YearValue) -> YearValue:
    """A value whose cell names no level: its words are kept, its number is not taken for one."""
    return replace(value, value=None, bound=Bound.EQUAL, low=None, high=None, cumulative=False)


def move_of(value: YearValue, vocabulary: Vocabulary) -> Change:
    """The change that a cell for a target asks in place of a level: 年均增长8%, 较2025年下降10%, 新增20家."""
    read = read_cell(value.text, vocabulary)
    kind = "annual_growth" if read.annual and _is_relative(read.unit, vocabulary) else "change"
    if read.cumulative or re.search(vocabulary.alternatives("tables.change_cumulative"), value.text):
        kind = "cumulative"
    return Change(read.value, kind, value.text, read.bound)


def _is_relative(unit: str, vocabulary: Vocabulary) -> bool:
    return unit in vocabulary.words("units.shares") or unit in vocabulary.words("units.multiples")


def change_of(cell: Cell, column: ChangeColumn, notes: Notes, vocabulary: Vocabulary) -> Change | None:
    """The third column of a row: 年均 unless brackets or the head make it a sum; None where the cell holds nothing."""
    read = read_cell(cell.text, vocabulary, sums=notes.sums | frozenset("(（"))
    if read.holds is Holds.NOTHING:
        return None
    kind = column.kind
    if read.cumulative:
        kind = "cumulative"
    elif kind == "both" or read.annual:
        kind = "annual_growth"
    return Change(read.value, kind, " ".join(cell.text.split()), read.bound)
