"""The fields of a return as the form shows them: definition, last year's number, what was entered, what the checks say."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import get_language

from kechuang.domain.collection.checks import check_return
from kechuang.domain.collection.entry import CellState, Entry, written
from kechuang.domain.finding import Severity
from kechuang.readers.catalogue import read_catalogue
from kechuang.web.collection.facts import entry_of, return_facts
from kechuang.web.indicators.models import Observation
from kechuang.web.indicators.queries import newest_observations
from kechuang.web.questions import Among, Question
from kechuang.web.words import say


@dataclass(frozen=True)
class Said:
    """A finding in words; ``reason`` is what was answered."""

    id: str
    blocks: bool
    text: str
    working: str
    reason: str


@dataclass(frozen=True)
class Line:
    """One line of the form."""

    cell: object
    entry: Entry
    typed: str
    remark: str
    last: str
    findings: tuple[Said, ...]
    last_pk: int | None = None  # the value of last year, and the one this cell was kept as once it was approved
    kept_pk: int | None = None

    @property
    def pk(self):
        """The number of what is asked, as the form names its fields: as text, which no language writes its own way."""
        return str(self.cell.asked_id)

    @property
    def definition(self):
        """The statistical definition in the language of whoever is looking, where the catalogue has it in both."""
        return definition_of(self.cell.asked.indicator)

    @property
    def is_not_applicable(self):
        """Whether it says 不适用."""
        return self.entry.state is CellState.NOT_APPLICABLE

    @property
    def must_be_mended(self):
        """Whether what was put in cannot be true."""
        return any(one.blocks for one in self.findings)

    @property
    def stands_in_the_way(self):
        """Whether it keeps the return from being submitted."""
        return any(one.blocks or not one.reason for one in self.findings)


def definition_of(indicator):
    """What an indicator means (统计口径): the catalogue's words in the language of whoever is looking, else what the bureau wrote."""
    catalogue = read_catalogue()
    if get_language() == "en" and indicator.key in catalogue:
        known = catalogue[indicator.key]
        if indicator.definition == known.meaning:
            return known.english_meaning
    return indicator.definition


def lines_of(filed, cells, filling=None, unfit=None, *, missing=False):
    """Every field; ``filling`` and ``unfit`` are what was just put in. What is missing is said only when asked for."""
    filling, unfit = filling or {}, unfit or {}
    entries = {pk: one.entry for pk, one in filling.items()}
    facts = return_facts(filed, entries, cells)
    found = check_return(facts)
    before, kept = _kept(filed, cells)
    lines = []
    for cell, field in zip(cells, facts.fields, strict=True):
        put_in = filling.get(cell.asked_id)
        entry = put_in.entry if put_in else entry_of(cell)
        answers = put_in.answers if put_in else cell.answers
        mine = [one for one in found if one.field_id == cell.asked_id and (missing or one.rule != "entry.missing")]
        typed = unfit[cell.asked_id][0] if cell.asked_id in unfit else _typed(entry)
        said = [_said(one, answers) for one in mine]
        if cell.asked_id in unfit:
            said = [Said("unfit", True, say(unfit[cell.asked_id][1]), "", "")]
        last = dict(field.history).get(filed.round.year - 1)
        remark = put_in.remark if put_in else cell.remark
        shown = "" if last is None else written(last)
        place = cell.asked.indicator_id
        lines.append(Line(cell, entry, typed, remark, shown, tuple(said), before.get(place), kept.get(place)))
    return lines


def _kept(filed, cells):
    """Indicator -> the value of last year that counts, and the one this return was kept as; both by id."""
    round_ = filed.round
    asked = {
        "organisation": filed.organisation_id,
        "period": round_.period,
        "last": round_.year - 1,
        "this": round_.year,
    }
    before, kept = {}, {}
    for indicator, pk, year, source in _KEPT.rows(indicators={cell.asked.indicator_id for cell in cells}, **asked):
        if year < round_.year:
            before[indicator] = pk
        elif source.get("return") == filed.pk:
            kept[indicator] = pk
    return before, kept


def _newest(slot):
    found = Observation.objects.filter(
        Among("indicator_id", slot.numbers("indicators")), organisation=slot.number("organisation")
    )
    years = Q(year=slot.number("last")) | Q(year=slot.number("this"))
    rows = newest_observations(period=slot.text("period"), among=found.filter(years))
    return rows.values_list("indicator_id", "pk", "year", "source")


_KEPT = Question(_newest)


def _typed(entry):
    return written(entry.value) if entry.value is not None else ""


def _said(finding, answers):
    text = say(f"{finding.rule}.says", **finding.details)
    return Said(finding.id, finding.severity is Severity.ERROR, text, finding.working, answers.get(finding.id, ""))
