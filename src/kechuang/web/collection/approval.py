"""Approving returns level by level, sending them back, withdrawing approval, locking; singly and in batches.

Whoever approves or takes back holds the round meanwhile: two who do cannot pass each other.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kechuang.domain.collection.entry import CellState
from kechuang.domain.collection.lifecycle import (
    UNAPPROVED,
    NoSuchStep,
    Stage,
    bears_none_above,
    has_reached,
    rests_on_all_below,
    step,
)
from kechuang.web.collection import access
from kechuang.web.collection.actions import go, tell
from kechuang.web.collection.changing import add_missing_cells
from kechuang.web.collection.facts import stages_around
from kechuang.web.collection.models import Cell, Return, Round, RoundStage
from kechuang.web.indicators.actions import Value, keep_observations, withdraw_observations
from kechuang.web.indicators.states import Origin, State
from kechuang.web.journal.actions import record
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.facts import tree_on

_STATES = {
    CellState.VALUE: State.VALUE,
    CellState.BLANK: State.MISSING,
    CellState.NOT_APPLICABLE: State.NOT_APPLICABLE,
}
_HIGHER = {Stage.SUBMITTED: Stage.COUNTY_APPROVED, Stage.COUNTY_APPROVED: Stage.BUREAU_APPROVED}


class BelowNotApproved(Exception):
    """A return below this one has not been approved as far."""


class AboveRestsOnIt(Exception):
    """A return above was approved on the strength of this one: it is un-approved first."""


class ReasonMissing(Exception):
    """Sending back and taking back say why."""


class NotAllApproved(Exception):
    """A round closes when every return has been approved by the bureau; ``waiting`` have not."""

    def __init__(self, waiting):
        super().__init__(waiting)
        self.waiting = waiting


@transaction.atomic
def approve(filed, *, actor, origin, at):
    """Approve at the county level, or at the bureau where the county has: then its values count.

    Raises NoSuchStep, BelowNotApproved; PermissionDenied where the actor, or whom they stand in for, had a hand in it before.
    """
    filed, now = _hold(filed)
    if now not in _HIGHER:
        raise NoSuchStep(f"{now}: {sorted(_HIGHER)}")
    access.require(actor, access.APPROVES[now], filed)
    organisations.require_other_hands(actor, access.APPROVES[now], *hands_in(filed))
    then = _HIGHER[now]
    below, _ = stages_around(filed)
    if not rests_on_all_below(then, below):
        raise BelowNotApproved
    if then is Stage.COUNTY_APPROVED:
        filed.county_approved_by = actor
        filed.county_hands.set(organisations.hands_of(actor))
    go(filed, then, "approved", actor=actor, at=at)
    record("return.approved", filed, actor=actor, origin=origin, at=at, before={"stage": now}, after={"stage": then})
    if then is Stage.BUREAU_APPROVED:
        keep_observations(_values(filed), actor=actor, origin=origin, at=at, deed="observations.from-return")
        tell("return-approved", filed, _who(filed, "return.fill"), at=at)
    else:
        tell("return-to-approve", filed, _who(filed, "return.approve"), at=at)
    return filed


@transaction.atomic
def send_back(filed, *, reason, actor, origin, at):
    """Return it to whoever filled it in, saying why (退回). Raises NoSuchStep, AboveRestsOnIt, ReasonMissing."""
    reason = _reason(reason)
    filed, now = _hold(filed)
    step(now, Stage.RETURNED)
    access.require(actor, access.APPROVES[now], filed)
    _let_go(filed, now)
    _forget_county(filed)
    go(filed, Stage.RETURNED, "returned", actor=actor, at=at, reason=reason)
    add_missing_cells(filed)
    record("return.returned", filed, actor=actor, origin=origin, at=at, before={"stage": now}, reason=reason)
    tell("return-returned", filed, _who(filed, "return.fill"), at=at, reason=reason, level="amber")
    return filed


@transaction.atomic
def unapprove(filed, *, reason, actor, origin, at):
    """Take an approval back, one level (撤销审核); values the bureau had approved count no longer.

    Raises NoSuchStep, AboveRestsOnIt, ReasonMissing.
    """
    reason = _reason(reason)
    filed, now = _hold(filed)
    if now not in UNAPPROVED:
        raise NoSuchStep(f"{now}: {sorted(UNAPPROVED)}")
    access.require(actor, access.UNAPPROVES[now], filed)
    _let_go(filed, now)
    then = UNAPPROVED[now]
    if now is Stage.COUNTY_APPROVED:
        _forget_county(filed)
    if now is Stage.LOCKED:
        Round.objects.filter(pk=filed.round_id).update(stage=RoundStage.OPEN)
    go(filed, then, "unapproved", actor=actor, at=at, reason=reason)
    after = {"stage": then}
    record(
        "return.unapproved", filed, actor=actor, origin=origin, at=at, before={"stage": now}, after=after, reason=reason
    )
    if now is Stage.BUREAU_APPROVED:
        places = [one.place for one in _values(filed)]
        withdraw_observations(places, reason=reason, actor=actor, origin=origin, at=at, source={"return": filed.pk})
    people = _who(filed, "return.fill") + _who(filed, "return.approve-county")
    tell("return-unapproved", filed, people, at=at, reason=reason, level="amber")
    return filed


@transaction.atomic
def lock(filed, *, actor, origin, at):
    """Close a return the bureau approved. Raises NoSuchStep."""
    filed, now = _hold(filed)
    access.require(actor, "return.approve", filed)
    go(filed, Stage.LOCKED, "locked", actor=actor, at=at)
    record("return.locked", filed, actor=actor, origin=origin, at=at, before={"stage": now})
    return filed


@transaction.atomic
def close_round(round_, *, actor, origin, at):
    """Lock every return of a round whose returns have all been approved; answers how many. Raises NotAllApproved."""
    access.require_manage(actor, round_.plan)
    round_ = Round.objects.select_for_update().get(pk=round_.pk)
    returns = list(round_.returns.select_related("round", "organisation").order_by("pk"))
    waiting = [one for one in returns if not has_reached(Stage(one.stage), Stage.BUREAU_APPROVED)]
    if waiting:
        raise NotAllApproved(waiting)
    locking = [one for one in returns if one.stage != Stage.LOCKED]
    for filed in locking:
        go(filed, Stage.LOCKED, "locked", actor=actor, at=at)
    Round.objects.filter(pk=round_.pk).update(stage=RoundStage.CLOSED)
    record("round.closed", round_, actor=actor, origin=origin, at=at, after={"returns": len(returns)})
    return len(locking)


def in_batch(verb, returns, **by):
    """Do a verb to many returns, those at the bottom of the tree first; answers what was done, and what was not with why.

    Each is a transaction of its own: one that cannot be done keeps no other from being done.
    """
    done, refused = [], []
    for filed in _bottom_first(returns):
        try:
            done.append(verb(filed, **by))
        except (NoSuchStep, BelowNotApproved, AboveRestsOnIt, PermissionDenied) as problem:
            refused.append((filed, problem))
    return done, refused


def _hold(filed):
    """The return as it stands, its round held until the transaction ends."""
    Round.objects.select_for_update().get(pk=filed.round_id)
    held = Return.objects.select_for_update(of=("self",)).select_related("round__plan", "organisation").get(pk=filed.pk)
    return held, Stage(held.stage)


def hands_in(filed):
    """Who filled it in, handed it in and approved it below, for themselves or for somebody, and for whom."""
    there = {*filed.hands.values_list("pk", flat=True), *filed.county_hands.values_list("pk", flat=True)}
    return there | ({filed.submitted_by_id, filed.county_approved_by_id} - {None})


def _forget_county(filed):
    """The county's approval counts no longer, and whoever gave it may give it again."""
    filed.county_approved_by = None
    filed.county_hands.clear()


def _let_go(filed, now):
    _, above = stages_around(filed)
    if now is not Stage.SUBMITTED and not bears_none_above(now, above):
        raise AboveRestsOnIt


def _values(filed):
    cells = Cell.objects.filter(in_return=filed).select_related("asked").order_by("asked__position")
    return [
        Value(
            cell.asked.indicator_id,
            filed.organisation_id,
            filed.round.year,
            cell.value,
            period=filed.round.period,
            state=_STATES[CellState(cell.state)].value,
            origin=Origin.RETURN.value,
            source={"cell": cell.pk, "return": filed.pk},
        )
        for cell in cells
    ]


def _reason(reason):
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    return reason[:2_000]


def _who(filed, verb):
    return organisations.people_who_may(verb, [filed.organisation_id])[filed.organisation_id]


def _bottom_first(returns):
    days = {one.round.opens_on for one in returns}
    trees = {day: tree_on(day) for day in days}
    depth = {one.pk: len(trees[one.round.opens_on].above(one.organisation_id)) for one in returns}
    return sorted(returns, key=lambda one: (-depth[one.pk], one.pk))
