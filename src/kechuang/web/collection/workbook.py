"""A round's workbook as it comes back: read, checked against the round, and everything wrong in it by row and column."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from kechuang.domain.collection.checks import check_return
from kechuang.domain.collection.entry import BLANK, NOT_APPLICABLE, CellState, Unfit
from kechuang.domain.finding import Severity
from kechuang.domain.folding import fold
from kechuang.readers.capped import Caps, run_capped
from kechuang.readers.sheets import read_rows
from kechuang.readers.words import LANGUAGES, read_words
from kechuang.web.collection.actions import Filled
from kechuang.web.collection.facts import cells_of, entry_of, returns_facts
from kechuang.web.collection.workbook_written import COLUMNS, FAMILY, read_number, reason_of
from kechuang.web.words import say
from kechuang.writers.return_book import HEAD_ROWS

_VERSION = re.compile(r"kechuang-collection (\d+) round=(\d+)(?: return=(\d+))?")
_ID = re.compile(r"(\d{1,15})-(\d{1,15})-(\d{1,9})")
_CAPS = Caps(memory=2**30, cpu=30, wall=60.0)
_LONGEST = 500


class Refused(Exception):
    """A workbook that is not for this round or return, or that the system did not give out; ``code`` has words."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a cell: the row as the sheet numbers it, the column, a code with words, and the working."""

    row: int
    column: str
    code: str
    value: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    working: str = ""

    def words(self):
        """What to tell people."""
        told = say(self.code, **self.details)
        return f"{told} {self.working}" if self.working else told


@dataclass(frozen=True)
class Taken:
    """A workbook that was checked: filling by return, every mistake, its rows, and how much is asked back."""

    filling: Mapping[int, Mapping[int, Filled]]
    mistakes: tuple[Mistake, ...]
    rows: tuple[tuple[str, ...], ...]
    asked_back: int = 0


def read_book(data):
    """The rows of an uploaded workbook, read in a process of its own under limits; raises Unreadable."""
    return run_capped(partial(read_rows, data, begins=FAMILY), _CAPS)


def check_book(sheet, round_, returns, *, one=None):
    """A workbook against the round: ``returns`` are those whoever sent it may fill in, now. Raises Refused."""
    _check_version(sheet, round_, one)
    rows = tuple(_row(cells) for cells in sheet[HEAD_ROWS:])
    filed = cells_of(returns)
    cells = {(cell.in_return_id, cell.asked_id): cell for one in filed.values() for cell in one}
    reader = _Reader(returns, cells)
    filling = defaultdict(dict)
    for number, row in enumerate(rows, start=HEAD_ROWS + 1):
        if any(row):
            reader.read(number, row, filling)
    asked_back = _check_findings(round_, returns, filed, filling, reader)
    mistakes = tuple(sorted(reader.mistakes, key=lambda one: (one.row, COLUMNS.index(one.column))))
    return Taken(filling, mistakes, rows, asked_back)


def _check_version(sheet, round_, one):
    found = _VERSION.fullmatch(sheet[0][0].strip()) if sheet and sheet[0] else None
    if found is None or found[1] != "1":
        raise Refused("workbook.not-ours")
    if int(found[2]) != round_.pk:
        raise Refused("workbook.other-round")
    if one is not None and found[3] is not None and int(found[3]) != one.pk:
        raise Refused("workbook.other-organisation")
    heads = [text.strip() for text in sheet[1][: len(COLUMNS)]] if len(sheet) > 1 else []
    if not any(
        heads == [read_words(language).say(f"workbook.column.{name}") for name in COLUMNS] for language in LANGUAGES
    ):
        raise Refused("workbook.columns-moved")


class _Reader:
    """Reads rows one by one and remembers what is wrong, and on which row each field stands."""

    def __init__(self, returns, cells):
        self.returns = {filed.pk: filed for filed in returns}
        self.cells = cells
        self.mistakes = []
        self.places = {}
        self.reasons = {}
        words = [read_words(language) for language in LANGUAGES]
        self.not_applicable = {one.say("cell.not-applicable").lower() for one in words} | {"n/a"}
        self.number = {one.say("cell.value").lower() for one in words} | {""}

    def read(self, number, row, filling):
        """One row; what is wrong with it goes to ``mistakes``, what is right to ``filling``."""
        given = dict(zip(COLUMNS, row, strict=True))
        cell = self._cell(number, given)
        entry = self._entry(number, given, cell.asked.indicator.unit if cell is not None else "")
        for column in ("remark", "reason"):
            if len(given[column]) > _LONGEST:
                self._wrong(number, column, "workbook.too-long", given[column])
        if cell is not None and entry is not None:
            filling[cell.in_return_id][cell.asked_id] = Filled(entry, given["remark"], cell.answers)
            self.reasons[cell.in_return_id, cell.asked_id] = given["reason"]

    def _cell(self, number, given):
        found = _ID.fullmatch(given["id"])
        place = (int(found[1]), int(found[2])) if found else None
        if not given["id"]:
            self._wrong(
                number, "id", "workbook.row-added", given["organisation"] or given["indicator"] or given["value"]
            )
            return None
        if place is None or place not in self.cells:
            self._wrong(number, "id", "workbook.unknown-row", given["id"])
            return None
        if place in self.places:
            self._wrong(number, "id", "workbook.twice", given["id"])
            return None
        self.places[place] = number
        if int(found[3]) != self.returns[place[0]].edition:
            self._wrong(number, "id", "workbook.changed-meanwhile", given["id"])
            return None
        cell = self.cells[place]
        if given["indicator"] != cell.asked.indicator.name:
            self._wrong(number, "indicator", "workbook.not-this-indicator", given["indicator"])
        return cell

    def _entry(self, number, given, unit):
        state, text = "".join(given["state"].lower().split()), given["value"]
        if state not in self.number and state not in self.not_applicable:
            self._wrong(number, "state", "workbook.state-unknown", given["state"])
            return None
        try:
            entry = read_number(_without(unit, text), frozenset(self.not_applicable))
        except Unfit as unfit:
            self._wrong(number, "value", unfit.code, text)
            return None
        if state in self.not_applicable:
            if entry.state is CellState.VALUE:
                self._wrong(number, "value", "workbook.number-where-none-applies", text)
                return None
            return NOT_APPLICABLE
        return entry

    def _wrong(self, row, column, code, value):
        self.mistakes.append(Mistake(row, column, code, value[:60]))


def _without(unit, text):
    """What was typed without the very unit that is asked for: 2.5% of %, 12.5亿元 of 亿元; another unit stays, and is refused.

    >>> _without("亿元", "12.5亿元"), _without("亿元", "1250万元")
    ('12.5', '1250万元')
    """
    folded = fold(text)
    return text[: -len(unit)] if unit and folded.endswith(fold(unit)) and folded[:1].isdecimal() else text


def _check_findings(round_, returns, cells, filling, reader):
    """What the checks say of what was filled in: what cannot be is a mistake, what is asked back takes the row's reason."""
    asked_back = 0
    touched = [filed for filed in returns if filed.pk in filling]
    entries = {pk: {asked: one.entry for asked, one in fields.items()} for pk, fields in filling.items()}
    for pk, facts in returns_facts(round_, touched, entries, cells=cells).items():
        asks = defaultdict(list)
        for finding in check_return(facts):
            if finding.severity is Severity.WARNING:
                asks[finding.field_id].append(finding.id)
            elif finding.rule != "entry.missing":
                row = reader.places.get((pk, finding.field_id))
                if row is not None:
                    value = entries[pk].get(finding.field_id, BLANK).value
                    code = f"{finding.rule}.says"
                    reader.mistakes.append(Mistake(row, "value", code, str(value), finding.details, finding.working))
        for asked, filled in filling[pk].items():
            filled.answers = _answers(reader.cells[pk, asked], filled.entry, reader.reasons[pk, asked], asks[asked])
            asked_back += sum(one not in filled.answers for one in asks[asked])
    return asked_back


def _answers(cell, entry, reason, asks):
    """The reason of the row answers all that is asked of it; a row that says what the cell says changes nothing."""
    if reason == reason_of(cell.answers) and entry == entry_of(cell):
        return cell.answers
    return dict.fromkeys(asks, reason) if reason else {}


def _row(cells):
    padded = [*(text.strip() for text in cells[: len(COLUMNS)]), *[""] * (len(COLUMNS) - len(cells))]
    return tuple(padded)
