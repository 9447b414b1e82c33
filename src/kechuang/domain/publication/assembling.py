"""What of a snapshot is made public: indicators, what they should reach and did reach, tasks; nothing else."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from kechuang.domain.evaluations.snapshot import WHOLE_YEAR, Followed, Snapshot, Tell, Value
from kechuang.domain.indicators.catalogue import Catalogue
from kechuang.domain.indicators.definition import IndicatorDefinition
from kechuang.domain.plans.plan import Indicator
from kechuang.domain.publication.dataset import (
    Aim,
    Area,
    Dataset,
    Figure,
    Measure,
    Sense,
    Status,
    Undertaking,
    in_order,
)
from kechuang.domain.source import Source

Place = Callable[[Source], str]
"""The words for a place in the plan."""
_CHANGES = {
    "annual_growth": Aim.ANNUAL_GROWTH,
    "cumulative": Aim.CUMULATIVE_CHANGE,
    "change": Aim.CHANGE,
}
_STATUS = {"value": Status.VALUE, "missing": Status.MISSING, "not-applicable": Status.NOT_APPLICABLE}


def assemble(
    snapshot: Snapshot,
    catalogue: Catalogue,
    *,
    key: str,
    number: int,
    address: str,
    released_on: date,
    progress: bool,
    counties: bool,
    tell: Tell,
    place: Place,
) -> Dataset:
    """The data of a release; with ``progress`` what was reached and asked for, with ``counties`` those of counties too."""
    codes = measure_codes(snapshot)
    shown = {one.id for one in snapshot.organisations} if progress and counties else {snapshot.home}
    home = snapshot.organisation_by_id[snapshot.home]
    figures = {}
    for figure in _figures(snapshot, codes, shown, progress, tell, place):
        figures[figure.key] = figure
    areas = [one for one in snapshot.organisations if one.id in shown and one.id != snapshot.home]
    area_codes = {one.area for one in figures.values()}
    identity = snapshot.plan.identity
    return Dataset(
        key=key,
        number=number,
        title=snapshot.title,
        publisher=home.name,
        region=identity.region.name if identity.region else home.name,
        start=identity.start,
        end=identity.end,
        released_on=released_on,
        plan_version=snapshot.version,
        address=address,
        measures=tuple(_measure(snapshot, one, codes[one.id], catalogue, place) for one in snapshot.indicators),
        areas=(
            Area(safe_code(home.code), home.name, home.kind),
            *(
                Area(safe_code(one.code), one.name, one.kind, safe_code(home.code))
                for one in areas
                if safe_code(one.code) in area_codes
            ),
        ),
        figures=in_order(figures),
        undertakings=tuple(
            Undertaking(one.number, one.title, one.lead, one.support, one.deadline, place(one.source), one.state)
            for one in snapshot.tasks
        ),
    )


def measure_codes(snapshot: Snapshot) -> dict[int, str]:
    """A code for every indicator: the catalogue's key where only one has it, else its place in the plan."""
    keys = [one.key for one in snapshot.indicators]
    return {
        one.id: one.key if one.key and keys.count(one.key) == 1 else f"i{place}"
        for place, one in enumerate(snapshot.indicators, start=1)
    }


def safe_code(code: str) -> str:
    """A code that may stand in an address and in SDMX.

    >>> safe_code("990100"), safe_code("市/a b")
    ('990100', '__a_b')
    """
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_") else "_" for letter in code)


def _measure(snapshot: Snapshot, one: Followed, code: str, catalogue: Catalogue, place: Place) -> Measure:
    definition = catalogue[one.key] if one.key else None
    row = snapshot.plan.indicators[one.row]
    aim, aim_text = _aim(one, row)
    growing = row.change if aim is Aim.ANNUAL_GROWTH else None
    return Measure(
        code=code,
        name=one.name,
        english=definition.english if definition else "",
        unit=one.unit,
        rising=one.rising,
        binding=one.binding,
        definition=one.definition or (definition.meaning if definition else ""),
        english_definition=_english_meaning(one, definition),
        source=place(row.source),
        basis=definition.basis.document if definition else "",
        aim=aim,
        aim_text=aim_text,
        growth=growing.value if growing else None,
        growth_bound=growing.bound.value if growing else "=",
    )


def _aim(one: Followed, row: Indicator) -> tuple[Aim | None, str]:
    """What is promised and as the plan prints it; nothing where the plan's row says nothing of it."""
    printed = row.target.text.strip() if row.target is not None else ""
    if one.low is not None or one.high is not None:
        return (Aim.TOTAL if one.cumulative else Aim.LEVEL), printed
    if row.change is not None and row.change.text:
        return _CHANGES[row.change.kind], row.change.text.strip()
    return (Aim.WORDS, printed) if any(letter.isalnum() for letter in printed) else (None, "")


def _english_meaning(one: Followed, definition: IndicatorDefinition | None) -> str:
    """The catalogue's meaning in English, unless the bureau has set its own in Chinese."""
    if definition is None or (one.definition and one.definition != definition.meaning):
        return ""
    return definition.english_meaning


def _figures(
    snapshot: Snapshot, codes: dict[int, str], shown: set[int], progress: bool, tell: Tell, place: Place
) -> Iterator[Figure]:
    home = safe_code(snapshot.organisation_by_id[snapshot.home].code)
    for one in snapshot.indicators:
        source = place(snapshot.plan.indicators[one.row].source)
        yield from _promised(one, codes[one.id], home, source)
    if not progress:
        return
    sources = {one.id: place(snapshot.plan.indicators[one.row].source) for one in snapshot.indicators}
    for course in snapshot.courses:
        if course.organisation in shown:
            area = safe_code(snapshot.organisation_by_id[course.organisation].code)
            for year, planned in course.years:
                code, source = codes[course.indicator], sources[course.indicator]
                yield Figure(code, area, str(year), Sense.PLANNED, Status.VALUE, planned, source)
    for value in snapshot.values:
        if value.organisation in shown and value.state in _STATUS:
            yield _actual(snapshot, value, codes[value.indicator], tell, place)


def _promised(one: Followed, code: str, area: str, source: str) -> Iterator[Figure]:
    if one.baseline is not None and one.baseline_year is not None:
        year = str(one.baseline_year)
        yield Figure(code, area, year, Sense.BASELINE, Status.VALUE, one.baseline, source)
    target: Decimal | None = one.low if one.low is not None else one.high
    if target is not None and one.target_year is not None:
        upper = one.high if one.low is not None and one.high != one.low else None
        yield Figure(code, area, str(one.target_year), Sense.TARGET, Status.VALUE, target, source, one.bound, upper)


def _actual(snapshot: Snapshot, value: Value, code: str, tell: Tell, place: Place) -> Figure:
    area = safe_code(snapshot.organisation_by_id[value.organisation].code)
    period = str(value.year) if value.period == WHOLE_YEAR else f"{value.year}-{value.period}"
    if value.item is not None and value.item in snapshot.item_sources:
        source = place(snapshot.item_sources[value.item])
    else:
        source = tell(value)[1]
    return Figure(code, area, period, Sense.ACTUAL, _STATUS[value.state], value.value, source)
