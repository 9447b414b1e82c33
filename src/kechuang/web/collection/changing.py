"""Changing an open round: its closing day, indicators and organisations. What was filed is never lost.

Whoever changes it holds the round and its returns meanwhile, and every return that changes gets a further edition: who is
filling it in is told so instead of overwriting.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from kechuang.domain.collection.entry import CellState
from kechuang.domain.collection.lifecycle import OPEN, Stage, has_reached
from kechuang.web.collection import access
from kechuang.web.collection.actions import NothingToCollect, make_cells, make_returns
from kechuang.web.collection.listing import listings_of
from kechuang.web.collection.models import Cell, Evidence, Return, Round, RoundIndicator, RoundStage
from kechuang.web.journal.actions import record
from kechuang.web.notices import actions as notices
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.facts import tree_on
from kechuang.web.search import actions as search


class RoundClosed(Exception):
    """A round that was closed does not change."""


class DayPast(Exception):
    """The new closing day is over, or before the round opens."""


class ReasonMissing(Exception):
    """Changing a round says why."""


class Filed(Exception):
    """Something was filed in what is to be taken out; ``names`` are those indicators and organisations."""

    def __init__(self, names):
        super().__init__(names)
        self.names = names


class AboveApproved(Exception):
    """An organisation above one that is to be added has been approved already: it is un-approved first; ``names`` are those to add."""

    def __init__(self, names):
        super().__init__(names)
        self.names = names


@dataclass(frozen=True)
class Wanted:
    """What a round is to be: its closing day, (indicator, required) and organisations."""

    closes_on: object
    indicators: list
    units: list


@transaction.atomic
def change_round(round_, wanted, *, reason, actor, origin, at):
    """Change an open round to what is wanted; answers what changed, as the journal has it, {} where nothing did.

    Raises RoundClosed, ReasonMissing, DayPast, NothingToCollect, Filed, AboveApproved.
    """
    access.require_manage(actor, round_.plan)
    round_, returns = _hold(round_)
    if round_.stage != RoundStage.OPEN:
        raise RoundClosed
    if not wanted.indicators or not wanted.units:
        raise NothingToCollect
    reason = reason.strip()[:2_000]
    if not reason:
        raise ReasonMissing
    changed = {
        **_move_day(round_, wanted.closes_on, at),
        **_change_indicators(round_, returns, wanted.indicators),
        **_change_units(round_, returns, wanted.units, actor),
    }
    if not changed:
        return {}
    record("round.changed", round_, actor=actor, origin=origin, at=at, after=changed, reason=reason)
    search.put_all(listings_of(round_))
    _tell(round_, returns, changed, reason=reason, actor=actor, at=at)
    return changed


def add_missing_cells(filed):
    """Give a return that is open again the fields its round has come to ask for since."""
    there = Cell.objects.filter(in_return=filed).values("asked")
    make_cells([filed], RoundIndicator.objects.filter(round=filed.round_id).exclude(pk__in=there))


def filed_indicators(round_):
    """Ids of the indicators of a round that cannot be taken out, since some return says something of them or was submitted."""
    said = ~Q(state=CellState.BLANK) | ~Q(remark="") | Q(evidence__isnull=False) | ~Q(in_return__stage__in=list(OPEN))
    return set(Cell.objects.filter(said, in_return__round=round_).values_list("asked__indicator", flat=True))


def filed_units(round_):
    """Ids of the organisations that cannot be taken out: they filed something, attached something, or had submitted before."""
    said = Cell.objects.filter(~Q(state=CellState.BLANK) | ~Q(remark=""), in_return__round=round_)
    attached = Evidence.objects.filter(in_return__round=round_)
    moved = Return.objects.filter(Q(steps__isnull=False) | ~Q(stage=Stage.DRAFT), round=round_)
    return {
        *said.values_list("in_return__organisation", flat=True),
        *attached.values_list("in_return__organisation", flat=True),
        *moved.values_list("organisation", flat=True),
    }


def _hold(round_):
    held = Round.objects.select_for_update(of=("self",)).select_related("plan").get(pk=round_.pk)
    rows = Return.objects.select_for_update(of=("self",)).filter(round=held).select_related("organisation")
    return held, list(rows.order_by("pk"))


def _move_day(round_, closes_on, at):
    if closes_on == round_.closes_on:
        return {}
    if closes_on < max(round_.opens_on, timezone.localdate(at)):
        raise DayPast
    before = round_.closes_on
    Round.objects.filter(pk=round_.pk).update(closes_on=closes_on)
    round_.closes_on = closes_on
    return {"closes_on": [before.isoformat(), closes_on.isoformat()]}


def _change_indicators(round_, returns, wanted):
    asked = {one.indicator_id: one for one in round_.asked.select_related("indicator")}
    kept = {indicator.pk for indicator, _ in wanted}
    gone = [one for pk, one in asked.items() if pk not in kept]
    filed = filed_indicators(round_) if gone else ()
    if left := [one.indicator.name for one in gone if one.indicator_id in filed]:
        raise Filed(left)
    Cell.objects.filter(asked__in=gone).delete()
    RoundIndicator.objects.filter(pk__in=[one.pk for one in gone]).delete()
    new = [(indicator, required) for indicator, required in wanted if indicator.pk not in asked]
    turned = [(asked[one.pk], required) for one, required in wanted if one.pk in asked]
    turned = [(one, required) for one, required in turned if one.required != required]
    for one, required in turned:
        RoundIndicator.objects.filter(pk=one.pk).update(required=required)
    _ask(round_, [one for one in returns if Stage(one.stage) in OPEN], new)
    if new or gone:
        Return.objects.filter(round=round_, stage__in=list(OPEN)).update(edition=F("edition") + 1)
    told = {
        "indicators_added": [indicator.name for indicator, _ in new],
        "indicators_removed": [one.indicator.name for one in gone],
        "indicators_optional": [one.indicator.name for one, required in turned if not required],
        "indicators_required": [one.indicator.name for one, required in turned if required],
    }
    return {key: names for key, names in told.items() if names}


def _ask(round_, open_returns, new):
    """Further fields, behind those there are; returns that were submitted get theirs when they are sent back."""
    place = max(round_.asked.values_list("position", flat=True), default=-1) + 1
    made = RoundIndicator.objects.bulk_create(
        RoundIndicator(round=round_, indicator=indicator, position=place + number, required=required)
        for number, (indicator, required) in enumerate(new)
    )
    make_cells(open_returns, made)


def _change_units(round_, returns, wanted, actor):
    there = {one.organisation_id: one for one in returns}
    kept = {unit.pk for unit in wanted}
    gone = [one for pk, one in there.items() if pk not in kept]
    filed = filed_units(round_) if gone else ()
    if left := [one.organisation.name for one in gone if one.organisation_id in filed]:
        raise Filed(left)
    new = [unit for unit in wanted if unit.pk not in there]
    for pk in (*(one.organisation_id for one in gone), *(unit.pk for unit in new)):
        organisations.require(actor, "round.manage", pk)
    _check_above(round_, there, new)
    Cell.objects.filter(in_return__in=gone).delete()
    search.remove("return", *[one.pk for one in gone])
    Return.objects.filter(pk__in=[one.pk for one in gone]).delete()
    make_returns(round_, new, list(round_.asked.order_by("position")))
    told = {
        "organisations_added": [unit.name for unit in new],
        "organisations_removed": [one.organisation.name for one in gone],
    }
    return {key: names for key, names in told.items() if names}


def _check_above(round_, there, new):
    """What was approved rests on every return below it: none is added below."""
    tree = tree_on(round_.opens_on)
    approved = {pk for pk, one in there.items() if has_reached(Stage(one.stage), Stage.COUNTY_APPROVED)}
    if below := [unit.name for unit in new if approved & set(tree.above(unit.pk))]:
        raise AboveApproved(below)


def _tell(round_, returns, changed, *, reason, actor, at):
    """Tell who has still to submit, and who approves for them, what is another now and why; also who was added or left out."""
    open_ = list(Return.objects.filter(round=round_, stage__in=list(OPEN)).select_related("organisation"))
    standing = {one.organisation_id for one in round_.returns.all()}
    left = [one.organisation_id for one in returns if one.organisation_id not in standing]
    places = [*(one.organisation_id for one in open_), *left]
    people = [organisations.people_who_may(verb, places) for verb in ("return.fill", "return.approve-county")]
    told = {"round": round_.title, "day": round_.closes_on, "reason": reason}

    def queue(key, place, link, **more):
        concerned = [one for found in people for one in found[place] if one.pk != actor.pk]
        notices.queue(key, concerned, at=at, link=link, **more, **told)

    before = {one.pk for one in returns}
    key = "round-day-moved" if "closes_on" in changed else "round-changed"
    for filed in open_:
        if filed.pk in before:
            queue(key, filed.organisation_id, ("collection:return", filed.pk), level="amber", subject=filed)
        else:
            queue("round-opened", filed.organisation_id, ("collection:fill", filed.pk), subject=filed)
    for place in left:
        queue("round-left", place, ("collection:list",))
