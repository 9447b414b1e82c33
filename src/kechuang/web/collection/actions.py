"""Opening a round, filling in a return and submitting it: each allows, decides, changes, records and notifies."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from kechuang.domain.collection.checks import check_return
from kechuang.domain.collection.entry import BLANK, CellState, written
from kechuang.domain.collection.lifecycle import OPEN, Stage, step
from kechuang.domain.finding import Severity
from kechuang.web.collection import access
from kechuang.web.collection.facts import cells_of, entry_of, return_facts
from kechuang.web.collection.listing import listings_of
from kechuang.web.collection.models import Cell, Return, Round, RoundIndicator, Step
from kechuang.web.journal.actions import record
from kechuang.web.notices import actions as notices
from kechuang.web.organisations import access as organisations
from kechuang.web.questions import Question
from kechuang.web.search import actions as search

_BATCH = 500
_FIRST_DAY = date(1949, 1, 1)  # as the rules of collection begin, and the first year a round may ask for
_FILLED = ["state", "value", "remark", "answers"]


class NothingToCollect(Exception):
    """A round without indicators or without organisations."""


class ClosesTooEarly(Exception):
    """A round that would close before it opens, or before the first day on which the rules of collection hold."""


class NotReady(Exception):
    """A return that cannot be submitted: what the checks found and nobody has answered."""

    def __init__(self, findings):
        super().__init__(len(findings))
        self.findings = findings


class ChangedMeanwhile(Exception):
    """Somebody else changed the return since the page was made."""


class NotOpen(Exception):
    """Figures of this return cannot be changed: it was submitted, or its round has not begun."""


class Filled:
    """What is put into one field: an entry, a remark, and reasons by finding."""

    __slots__ = ("answers", "entry", "remark")

    def __init__(self, entry=BLANK, remark="", answers=None):
        self.entry, self.remark, self.answers = entry, remark, answers or {}


@transaction.atomic
def open_round(plan, *, title, year, period, opens_on, closes_on, indicators, units, actor, origin, at, note=""):
    """Begin a round: ``indicators`` are (indicator, required) in the order of the form, ``units`` the organisations asked.

    Every organisation gets its return at once. Raises NothingToCollect, ClosesTooEarly.
    """
    access.require_manage(actor, plan)
    for unit in units:
        organisations.require(actor, "round.manage", unit.pk)
    if not indicators or not units:
        raise NothingToCollect
    if closes_on < max(opens_on, _FIRST_DAY):
        raise ClosesTooEarly
    made = Round.objects.create(
        plan=plan,
        title=title,
        year=year,
        period=period,
        opens_on=opens_on,
        closes_on=closes_on,
        note=note,
        opened_by=actor,
        opened_at=at,
    )
    asked = RoundIndicator.objects.bulk_create(
        RoundIndicator(round=made, indicator=indicator, position=position, required=required)
        for position, (indicator, required) in enumerate(indicators)
    )
    returns = make_returns(made, units, asked)
    after = {"period": [year, period], "closes_on": closes_on, "indicators": len(asked), "returns": len(returns)}
    record("round.opened", made, actor=actor, origin=origin, at=at, after=after)
    search.put_all(listings_of(made))
    people = organisations.people_who_may("return.fill", [unit.pk for unit in units])
    for filed in returns:
        link = ("collection:fill", filed.pk)
        told = people[filed.organisation_id]
        notices.queue("round-opened", told, at=at, link=link, subject=filed, round=title, day=closes_on)
    return made


def make_returns(round_, units, asked):
    """A return for each organisation, with a field for everything that is asked."""
    returns = Return.objects.bulk_create(Return(round=round_, organisation=unit) for unit in units)
    make_cells(returns, asked)
    return returns


def make_cells(returns, asked):
    """A field for everything that is asked, in each of these returns."""
    cells = [Cell(in_return=filed, asked=one) for filed in returns for one in asked]
    Cell.objects.bulk_create(cells, batch_size=_BATCH)


@transaction.atomic
def fill(filed, filling, *, edition, actor, origin, at, deed="return.filled"):
    """Keep what was put into fields, ``filling`` by asked id; answers how many changed. Raises ChangedMeanwhile, NotOpen.

    A draft may hold what cannot be right: that is said, and blocks only when it is submitted.
    """
    access.require(actor, "return.fill", filed)
    filed = take(filed, edition, at=at)
    cells = [cell for cell in cells_of([filed])[filed.pk] if cell.asked_id in filling]
    before, after, changed = {}, {}, []
    for cell in cells:
        was = _told(cell)
        put(cell, filling[cell.asked_id])
        if _told(cell) != was:
            changed.append(cell)
            before[str(cell.asked.indicator_id)], after[str(cell.asked.indicator_id)] = was, _told(cell)
    if not after:
        return 0
    Cell.objects.bulk_create(
        changed, batch_size=_BATCH, update_conflicts=True, unique_fields=["id"], update_fields=_FILLED
    )
    Return.objects.filter(pk=filed.pk).update(edition=F("edition") + 1)
    filed.hands.add(*organisations.hands_of(actor))
    record(deed, filed, actor=actor, origin=origin, at=at, before=before, after=after)
    return len(after)


def put(cell, filled):
    """Put into a cell what was filled in."""
    cell.state, cell.value = filled.entry.state.value, filled.entry.value
    cell.remark, cell.answers = filled.remark.strip(), {key: why for key, why in filled.answers.items() if why.strip()}


def submit(filed, *, edition, actor, origin, at):
    """Hand in a return; what was handed in is kept. Raises NotReady, ChangedMeanwhile, NotOpen.

    The checks run before the transaction, which then makes sure that nothing changed meanwhile: at the closing hour nobody
    waits for somebody else's checks.
    """
    access.require(actor, "return.fill", filed)
    findings = unanswered(filed, check_return(return_facts(filed)))
    if findings:
        raise NotReady(findings)
    with transaction.atomic():
        filed = take(filed, edition, at=at)
        values = values_of(filed)
        filed.submitted_by, filed.submitted_at = actor, at
        filed.first_submitted_at = filed.first_submitted_at or at
        filed.hands.add(*organisations.hands_of(actor))
        go(filed, Stage.SUBMITTED, "submitted", actor=actor, at=at, values=values)
        after = {"cells": len(values), "answered": sum(bool(one[3]) for one in values.values())}
        record("return.submitted", filed, actor=actor, origin=origin, at=at, after=after)
        people = organisations.people_who_may("return.approve-county", [filed.organisation_id])
        tell("return-submitted", filed, people[filed.organisation_id], at=at)
    return filed


def unanswered(filed, findings):
    """The findings that stand in the way: what cannot be true, and what is asked back and has no reason yet."""
    answers = dict(Cell.objects.filter(in_return=filed).values_list("asked_id", "answers"))
    return [one for one in findings if one.severity is Severity.ERROR or one.id not in answers[one.field_id]]


def take(filed, edition, *, at):
    """The return, locked, where its figures may be changed and nobody changed them meanwhile."""
    found = _LOCKED.rows(pk=filed.pk)
    if not found:
        raise Return.DoesNotExist
    filed = found[0]
    if Stage(filed.stage) not in OPEN or timezone.localdate(at) < filed.round.opens_on:
        raise NotOpen
    if edition is not None and filed.edition != edition:
        raise ChangedMeanwhile
    return filed


def _locked(slot):
    rows = Return.objects.select_for_update(of=("self",)).select_related("round", "organisation")
    return rows.filter(pk=slot.number("pk"))


_LOCKED = Question(_locked)


def go(filed, stage, deed, *, actor, at, reason="", values=None):
    """Take a return one step on, and keep the step; raises NoSuchStep."""
    before = Stage(filed.stage)
    filed.stage, filed.reason = step(before, stage).value, reason
    filed.edition += 1
    filed.save(
        update_fields=[
            "stage", "reason", "edition", "submitted_by", "submitted_at", "first_submitted_at", "county_approved_by",
        ]
    )  # fmt: skip
    last = Step.objects.filter(in_return=filed).aggregate(last=Max("number"))["last"] or 0
    Step.objects.create(
        in_return=filed,
        number=last + 1,
        deed=deed,
        before=before.value,
        after=filed.stage,
        reason=reason,
        values=values,
        by=actor,
        at=at,
    )


def values_of(filed):
    """What a return says, as a submission keeps it."""
    rows = Cell.objects.filter(in_return=filed).select_related("asked").order_by("asked__position")
    return {str(cell.asked.indicator_id): _told(cell) for cell in rows}


def tell(key, filed, people, *, at, **details):
    """Tell people about a return."""
    named = {"round": filed.round.title, "organisation": filed.organisation.name, **details}
    notices.queue(key, people, at=at, link=("collection:return", filed.pk), subject=filed, **named)


def _told(cell):
    entry = entry_of(cell)
    value = written(Decimal(entry.value)) if entry.state is CellState.VALUE else None
    return [entry.state.value, value, cell.remark, dict(cell.answers)]
