"""Lineage (追溯): where a number came from, step by step, with the documents, returns and parts involved.

A step says what it is, its number, who made it when, its words in the document, and the steps it was made of in turn.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from kechuang.web.collection.access import returns_visible_to
from kechuang.web.collection.models import Cell, Evidence, Return, Step
from kechuang.web.indicators.access import observations_visible_to
from kechuang.web.indicators.models import Observation
from kechuang.web.indicators.states import Origin
from kechuang.web.journal.models import Entry
from kechuang.web.plans.access import items_visible_to

_AROUND = 160
_NOT_OF_VALUES = ("task", "organisation", "person", "recipe", "evaluation", "release", "screen")


@dataclass(frozen=True)
class Passage:
    """Words in a document, with what stands before and after them."""

    document: str
    page: int | None
    line: int
    before: str
    words: str
    after: str
    address: str


@dataclass(frozen=True)
class Part:
    """A value that was summed, of one organisation; ``is_seen`` is false where whoever looks may not see it."""

    observation: Observation | None
    is_seen: bool


@dataclass(frozen=True)
class Filed:
    """The field of a return a value was approved in: who filled in and approved it, with what reasons and evidence."""

    filed: Return
    cell: Cell | None
    steps: list[Step]
    evidence: list[Evidence]


@dataclass
class Lineage:
    """All there is to say of a value."""

    observation: Observation
    passage: Passage | None = None
    filed: Filed | None = None
    file: dict = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    total: Decimal | None = None
    revisions: list[Observation] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def lineage_of(observation, person, *, on):
    """The lineage of a value as far as ``person`` may see it."""
    source, found = observation.source or {}, Lineage(observation)
    if "item" in source:
        item = items_visible_to(person, on=on).filter(pk=source["item"]).select_related("version__original").first()
        found.passage = passage_of(item) if item else None
    if "return" in source:
        found.filed = _filed(source, person)
    if "file" in source:
        found.file = source
    if observation.origin == Origin.SUMMED:
        found.parts, found.total = _parts(source.get("observations", ()), person, on)
    found.revisions = _revisions(observation)
    found.entries = entries_about(observation)
    return found


def _filed(source, person):
    filed = returns_visible_to(person).filter(pk=source["return"]).select_related("round", "organisation").first()
    if filed is None:
        return None
    cell = filed.cells.filter(pk=source.get("cell")).first()
    evidence = filed.evidence.filter(Q(cell=cell) | Q(cell=None)).select_related("by").order_by("pk")
    steps = Step.objects.filter(in_return=filed).select_related("by").order_by("number")
    return Filed(filed, cell, list(steps), list(evidence))


def passage_of(item):
    """The words of an item where they stand in the document."""
    text, original = item.version.original.text, item.version.original
    before, after = text[max(0, item.start - _AROUND) : item.start], text[item.end : item.end + _AROUND]
    address = f"{reverse('plans:version', args=[item.version_id])}?kind={item.kind}#item-{item.pk}"
    return Passage(
        original.name,
        item.page,
        item.line,
        before.rpartition("\n\n")[2],
        item.quote,
        after.partition("\n\n")[0],
        address,
    )


def _parts(numbers, person, on):
    rows = Observation.objects.select_related("organisation", "indicator").in_bulk(list(numbers))
    seen = set(observations_visible_to(person, on=on).filter(pk__in=rows).values_list("pk", flat=True))
    parts = [Part(rows[number] if number in seen else None, number in seen) for number in numbers if number in rows]
    values = [row.value for row in rows.values() if row.value is not None]
    return parts, sum(values, Decimal(0)) if values else None


def _revisions(observation):
    same = Observation.objects.filter(
        indicator=observation.indicator_id,
        organisation=observation.organisation_id,
        year=observation.year,
        period=observation.period,
    )
    return list(same.select_related("by").order_by("-revision"))


def entries_about(observation):
    """The entries of the journal that were written when the value was kept, save what they say of other indicators and
    returns, of tasks and organisations: the same moment is the same transaction.
    """
    filed = str((observation.source or {}).get("return", ""))
    others = Q(kind__in=_NOT_OF_VALUES) | Q(kind="return") & ~Q(subject=filed)
    others |= Q(kind="indicator") & ~Q(subject=str(observation.indicator_id))
    moment = Entry.objects.filter(at=_moment(observation.at)).exclude(others).order_by("number")
    return with_moments(moment[:20])


def _moment(at: datetime):
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def entries_of(item):
    """The entries of the journal about an item of a plan, and about its version as a whole."""
    own = Entry.objects.filter(kind="item", subject=str(item.pk))
    whole = Entry.objects.filter(kind="version", subject=str(item.version_id)).exclude(deed="plan.items-accepted")
    return with_moments((own | whole).order_by("number")[:50])


def with_moments(entries):
    """Entries with ``moment``: the time their text names."""
    found = list(entries)
    for entry in found:
        entry.moment = parse_datetime(entry.at)
    return found
