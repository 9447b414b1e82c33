"""Historical values from a workbook or CSV (历史数据): a row per value, or a row per series with a column per year."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kechuang.domain.folding import fold
from kechuang.web.indicators.figures import Unfit, read_figure, write_figure
from kechuang.web.indicators.observing import Value
from kechuang.web.indicators.sheet import Mistake
from kechuang.web.indicators.states import WHOLE_YEAR, Origin, State

COLUMNS = ("region", "indicator", "unit")
_YEAR = re.compile(r"^((?:19|20)\d\d)\s*\D?$")


@dataclass(frozen=True)
class Known:
    """What names stand for: indicators by form of their name, organisations by code and by name, and what counts now.

    ``before`` gives the newest observation by place; ``possible(indicator, value)`` whether a value is in natural range.
    """

    indicators: Mapping[str, object]
    organisations: Mapping[str, int]
    before: Mapping[tuple, object]
    form: object
    possible: object
    not_applicable: frozenset[str]


@dataclass(frozen=True)
class Heading:
    """Where the columns stand: by name, and by year where there is a column a year."""

    places: Mapping[str, int]
    years: Mapping[int, int]  # index -> year


def read_heading(cells, vocabulary) -> tuple[Heading | None, list[Mistake]]:
    """The columns of a table; ``vocabulary`` gives the headings a column may have."""
    heading = [fold(text).strip().lower() for text in (cells[0] if cells else [])]
    places = {}
    for name in ("region", "indicator", "unit", "year", "value"):
        words = {fold(word).lower() for word in vocabulary(name)}
        at = next((at for at, text in enumerate(heading) if text in words), None)
        if at is not None:
            places[name] = at
    years = {at: int(found[1]) for at, text in enumerate(heading) if (found := _YEAR.match(text))}
    missing = [name for name in ("region", "indicator") if name not in places]
    if not years:
        missing += [name for name in ("year", "value") if name not in places]
    wrong = [Mistake(1, name, "history.no-column") for name in missing]
    return (None if wrong else Heading(places, years)), wrong


def check_history(cells, heading: Heading, known: Known, *, file: str) -> tuple[list[Value], list[Mistake]]:
    """The values of a table that say something new, and everything wrong with it."""
    found: list[Value] = []
    mistakes: list[Mistake] = []
    seen: dict[tuple, int] = {}
    for number, cell in enumerate(cells[1:], start=2):
        if not any(text.strip() for text in cell):
            continue
        values, wrong = _read_row(number, cell, heading, known, file)
        for value, column in values:
            first = seen.setdefault(value.place, number)
            if first != number:
                wrong.append(Mistake(number, column, "history.twice", str(first)))
        found += [value for value, _ in values]
        mistakes += wrong
    new = [one for one in found if not _stands(one, known.before.get(one.place))]
    return ([] if mistakes else new), mistakes


def _read_row(number, cell, heading, known, file):
    text = {name: cell[at].strip() if at < len(cell) else "" for name, at in heading.places.items()}
    indicator = known.indicators.get(known.form(text["indicator"])) if text["indicator"] else None
    organisation = known.organisations.get(text["region"])
    wrong = []
    if indicator is None:
        wrong.append(Mistake(number, "indicator", "history.no-indicator", text["indicator"][:40]))
    elif text.get("unit") and fold(text["unit"]) != fold(indicator.unit):
        wrong.append(Mistake(number, "unit", "history.other-unit", text["unit"][:40]))
    if organisation is None:
        wrong.append(Mistake(number, "region", "history.no-organisation", text["region"][:40]))
    cells, wrong_cells = _cells_of(number, cell, text, heading)
    wrong += wrong_cells
    if wrong:
        return [], wrong
    values = []
    for year, column, written in cells:
        value, code = _value(indicator, organisation, year, written, known)
        if code:
            wrong.append(Mistake(number, column, code, written[:40]))
        elif value is not None:
            source = {"file": file[:200], "row": number, "column": column}
            values.append((_dressed(value, source), column))
    return values, wrong


def _cells_of(number, cell, text, heading):
    """(year, column, what stands there) of a row."""
    if heading.years:
        return [(year, str(year), cell[at] if at < len(cell) else "") for at, year in heading.years.items()], []
    found = _YEAR.match(fold(text["year"]))
    if found is None:
        return [], [Mistake(number, "year", "history.no-year", text["year"][:40])]
    return [(int(found[1]), "value", text["value"])], []


def _value(indicator, organisation, year, written, known):
    """A value, None for a blank, and the code of what is wrong with it."""
    place = (indicator.pk, organisation, year, WHOLE_YEAR)
    if written.strip() in known.not_applicable:
        given, state = None, State.NOT_APPLICABLE
    else:
        try:
            given, state = read_figure(written), State.VALUE
        except Unfit as unfit:
            return None, unfit.code
        if given is None:
            return None, ""
        if not known.possible(indicator, given):
            return None, "history.impossible"
    there = known.before.get(place)
    if there is not None and there.origin == Origin.RETURN and (there.state, there.value) != (state, given):
        return None, "history.approved"
    return Value(*place[:3], given, state=state.value, origin=Origin.IMPORTED.value), ""


def _dressed(value, source):
    return Value(
        value.indicator,
        value.organisation,
        value.year,
        value.value,
        state=value.state,
        origin=value.origin,
        source=source,
    )


def _stands(one, there):
    return there is not None and (there.state, there.value) == (one.state, one.value)


def history_rows(indicators, organisations, values, years: Sequence[int]):
    """What is known as a table that can be taken in again: a row an indicator and organisation, a column a year."""
    for indicator in indicators:
        for organisation in organisations:
            by_year = values.get((indicator.pk, organisation.pk), {})
            written = [_written(by_year.get(year)) for year in years]
            yield [organisation.code, organisation.name, indicator.name, indicator.unit, *written]


def _written(value: Decimal | None) -> str:
    return write_figure(value)
