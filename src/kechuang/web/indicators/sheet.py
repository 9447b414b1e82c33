"""A plan's break-down as rows of a workbook (分解表), and back: errors by row and column; imported whole or not at all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from kechuang.readers.capped import Caps, run_capped
from kechuang.readers.sheets import read_table
from kechuang.web.indicators.dividing import Draft, draft_of
from kechuang.web.indicators.figures import Unfit, read_figure, write_figure
from kechuang.web.indicators.forms import BESIDE, COUNTED, OUT, SHAPES, SHAPES_OF_WHOLE
from kechuang.web.indicators.states import ALONG, TYPED

WHOLE = "whole"
FIXED = ("id", "edition", "indicator", "unit", "code", "organisation")
GIVEN = ("part", "shape", "base", "weight", "target")
COLUMNS = (*FIXED, *GIVEN)
CAPS = Caps(memory=2**30, cpu=30, wall=60.0)


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a cell: the row as the sheet numbers it, the column's name (or year), a code with words."""

    row: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True)
class Divided:
    """What is known of an indicator when its rows are written or read: who may take part, and the courses there are.

    ``organisations`` are the whole's and those that may have a share, by code.
    """

    indicator: object
    whole: object
    organisations: Mapping[str, object]
    courses: Mapping[int, object]


@dataclass(frozen=True)
class Change:
    """What the sheet gives of one indicator."""

    indicator: object
    edition: int
    whole: Draft
    parts: tuple[Draft, ...]


def read_sheet(data):
    """The rows of an uploaded workbook or CSV, read in a process of its own under limits; raises Unreadable."""
    return run_capped(partial(read_table, data), CAPS)


def years_of(divided: Sequence[Divided]) -> tuple[int, ...]:
    """Every year a path of these indicators has."""
    found = set()
    for one in divided:
        first, last = one.indicator.baseline_year, one.indicator.target_year
        found |= set(range(first + 1, last + 1)) if first is not None and last is not None else set()
    return tuple(sorted(found))


def rows_of(divided: Divided, years: Sequence[int], words: Mapping[str, str]):
    """An indicator as rows: the whole's, then everybody who may have a share. ``words`` give ``part.…`` and ``shape.…``."""
    indicator = divided.indicator
    for organisation in divided.organisations.values():
        course = divided.courses.get(organisation.pk)
        whole = organisation.pk == divided.whole.pk
        part = WHOLE if whole else OUT if course is None else COUNTED if course.counted else BESIDE
        planned = {} if course is None else {one.year: one.value for one in course.years.all()}
        yield [
            str(indicator.pk),
            str(indicator.edition),
            indicator.name,
            indicator.unit,
            organisation.code,
            organisation.name,
            words[f"part.{part}"],
            words[f"shape.{course.shape if course is not None else ALONG}"],
            *(write_figure(getattr(course, name, None)) for name in ("base_value", "weight", "target_value")),
            *(write_figure(planned.get(year)) for year in years),
        ]


def check_rows(
    cells, *, divided: Mapping[int, Divided], words: Mapping[str, str]
) -> tuple[list[Change], list[Mistake]]:
    """The changes a sheet asks for and everything wrong with it; ``words`` give the code for each word in any language."""
    years = _years_in(cells[0] if cells else [])
    rows: dict[int, dict[int, Draft | None]] = defaultdict(dict)  # None for who takes no part
    editions: dict[int, int] = {}
    mistakes: list[Mistake] = []
    for number, cell in enumerate(cells[1:], start=2):
        row = _row(cell, years)
        if not any(row.values()):
            continue
        one, organisation, wrong = _place_of(number, row, divided, rows)
        draft = None if wrong else _draft(number, row, years, one, organisation, words, wrong)
        mistakes += wrong
        if not wrong:
            rows[one.indicator.pk][organisation.pk] = draft
            editions[one.indicator.pk] = one.indicator.edition
    changes = [_change(divided[one], editions[one], drafts) for one, drafts in rows.items()]
    return ([] if mistakes else changes), mistakes


def _years_in(heading):
    """Index -> year for the headings after the fixed columns."""
    found = {}
    for at, text in enumerate(heading[len(COLUMNS) :], start=len(COLUMNS)):
        if text.strip()[:4].isdigit():
            found[at] = int(text.strip()[:4])
    return found


def _row(cell, years):
    padded = [*(text.strip() for text in cell), *[""] * (len(COLUMNS) + len(years))]
    return {**dict(zip(COLUMNS, padded, strict=False)), **{year: padded[at] for at, year in years.items()}}


def _place_of(number, row, divided, rows):
    """Whose row it is, and what is wrong with that."""
    one = divided.get(int(row["id"])) if row["id"].isascii() and row["id"].isdigit() else None
    if one is None:
        return None, None, [Mistake(number, "id", "break-down-sheet.unknown", row["id"][:40])]
    organisation = one.organisations.get(row["code"])
    if organisation is None:
        return one, None, [Mistake(number, "code", "break-down-sheet.no-organisation", row["code"][:40])]
    if organisation.pk in rows.get(one.indicator.pk, {}):
        return one, organisation, [Mistake(number, "code", "break-down-sheet.twice", row["code"])]
    if row["edition"] != str(one.indicator.edition):
        return (
            one,
            organisation,
            [Mistake(number, "edition", "break-down-sheet.changed-meanwhile", row["edition"][:40])],
        )
    return one, organisation, []


def _draft(number, row, years, one, organisation, words, wrong):
    whole = organisation.pk == one.whole.pk
    part = words.get(f"part.{row['part'].lower()}")
    if part not in ((WHOLE,) if whole else (COUNTED, BESIDE, OUT)):
        wrong.append(Mistake(number, "part", "break-down-sheet.no-part", row["part"][:40]))
    shape = words.get(f"shape.{row['shape'].lower()}")
    if shape not in (SHAPES_OF_WHOLE if whole else SHAPES):
        wrong.append(Mistake(number, "shape", "break-down-sheet.no-shape", row["shape"][:40]))
    numbers = {name: _figure(number, name, row[name], wrong) for name in ("base", "weight", "target")}
    planned = {year: _figure(number, year, row[year], wrong) for year in years.values()}
    given = {year: value for year, value in planned.items() if value is not None}
    if numbers["weight"] is not None and numbers["weight"] < 0:
        wrong.append(Mistake(number, "weight", "figure.negative", row["weight"][:40]))
    course = one.courses.get(organisation.pk)
    before = None if course is None else draft_of(course)
    if whole and before is not None and (numbers["base"], numbers["target"]) != (before.base, before.target):
        wrong.append(Mistake(number, "target", "break-down-sheet.of-the-plan", row["target"][:40]))
    if shape != TYPED and given != _planned(course):
        year = next(year for year in years.values() if given.get(year) != _planned(course).get(year))
        wrong.append(Mistake(number, str(year), "break-down-sheet.years-not-typed", row[year][:40]))
    if part == OUT:
        return None
    years_typed = given if shape == TYPED else {}
    return Draft(organisation.pk, shape or ALONG, **numbers, counted=part != BESIDE, years=years_typed)


def _planned(course):
    return {} if course is None else {one.year: one.value for one in course.years.all()}


def _figure(number, column, text, wrong):
    try:
        return read_figure(text)
    except Unfit as unfit:
        wrong.append(Mistake(number, str(column), unfit.code, text[:40]))
        return None


def _change(one, edition, drafts):
    """Rows over what is there; an organisation the sheet says nothing of keeps its share."""
    there = {organisation: draft_of(course) for organisation, course in one.courses.items()}
    merged = {**there, **drafts}
    whole = merged.pop(one.whole.pk, Draft(one.whole.pk, "linear"))
    return Change(one.indicator, edition, whole, tuple(draft for draft in merged.values() if draft is not None))
