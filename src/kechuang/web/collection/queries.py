"""Rounds and returns for pages."""

from django.db.models import Count, Q, Subquery
from django.utils import timezone

from kechuang.domain.collection.entry import CellState
from kechuang.domain.collection.lifecycle import OPEN, Stage, has_reached
from kechuang.domain.collection.reminders import Light, light_of
from kechuang.web.collection.access import returns_visible_to, rounds_within, scope_of
from kechuang.web.collection.facts import schedule_of
from kechuang.web.collection.models import Cell, Evidence, Return, Round, RoundStage, Step
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.facts import tree_on
from kechuang.web.questions import Among, Question

_LISTED = 50
_APPROVED = [one.value for one in Stage if has_reached(one, Stage.BUREAU_APPROVED)]


def rounds_for_list(person):
    """Rounds one may see with how far the returns one may see have come; the last to close first. All rows where they are few."""
    scope = scope_of(person)
    first = _ROUNDS.rows(**scope)
    return first if len(first) < _LISTED else _rounds(**scope)


def _rounds(seen, managed):
    counted = Q(Among("returns__organisation_id", seen))
    rounds = (
        Round.objects.filter(rounds_within(seen, managed))
        .select_related("plan")
        .annotate(
            all=Count("returns", filter=counted),
            submitted=Count("returns", filter=counted & Q(returns__first_submitted_at__isnull=False)),
            approved=Count("returns", filter=counted & Q(returns__stage__in=_APPROVED)),
        )
    )
    return rounds.order_by("-closes_on", "-pk")


_ROUNDS = Question(lambda slot: _rounds(slot.numbers("seen"), slot.numbers("managed"))[:_LISTED])


def usually_asked(plan, reach):
    """The organisations of the plan's last round, else all within ``reach`` but the plan's own; by id."""
    last = Round.objects.filter(plan=plan).order_by("-pk").values("pk")[:1]
    before = Return.objects.filter(round=Subquery(last), organisation__in=reach)
    return list(before.values_list("organisation", flat=True)) or sorted(reach - {plan.organisation_id})


def returns_for_page(person):
    """Returns one may see with all that a page about one shows."""
    return returns_visible_to(person).select_related("round__plan", "organisation", "submitted_by")


def return_for_page(person, pk):
    """One of them; raises Return.DoesNotExist."""
    found = _RETURN.rows(pk=pk, organisations=organisations.reach(person, "return.see"))
    if not found:
        raise Return.DoesNotExist
    return found[0]


def _return(slot):
    seen = Return.objects.filter(Among("organisation_id", slot.numbers("organisations")), pk=slot.number("pk"))
    return seen.select_related("round__plan", "organisation", "submitted_by")


_RETURN = Question(_return)


def cells_for_form(filed):
    """The cells of a return with what they ask for, in the order of the form."""
    return _CELLS.rows(filed=filed.pk)


_CELLS = Question(
    lambda slot: (
        Cell.objects.filter(in_return=slot.number("filed"))
        .select_related("asked__indicator")
        .order_by("asked__position")
    )
)


def evidence_of(filed):
    """The evidence of a return, in the order in which it came."""
    return _EVIDENCE.rows(filed=filed.pk)


_EVIDENCE = Question(
    lambda slot: (
        Evidence.objects.filter(in_return=slot.number("filed"))
        .select_related("cell__asked__indicator", "by", "original")
        .order_by("pk")
    )
)


def board_of(person, round_, *, today, stage=""):
    """Returns of a round in the order of the tree, each with ``depth``, ``light``, ``filled`` and ``asked``."""
    returns = (
        returns_for_page(person)
        .filter(round=round_)
        .annotate(asked=Count("cells"), filled=Count("cells", filter=~Q(cells__state=CellState.BLANK)))
    )
    place = {one: (number, depth) for number, (one, depth) in enumerate(tree_on(round_.opens_on).in_order())}
    schedule = schedule_of(round_)
    rows = sorted(returns, key=lambda one: (*place.get(one.organisation_id, (len(place), 0)), one.pk))
    for one in rows:
        one.depth = place.get(one.organisation_id, (0, 0))[1]
        light_up(one, round_, today=today, schedule=schedule)
    return [one for one in rows if stage in ("", one.stage)]


def light_up(filed, round_, *, today, schedule):
    """Give a return its ``light``, and ``late``: the days it came after the closing day, or is over it."""
    on = timezone.localdate(filed.first_submitted_at) if filed.first_submitted_at else None
    filed.light = light_of(Stage(filed.stage), round_.closes_on, on, today, schedule)
    filed.late = max(0, ((on or today) - round_.closes_on).days)


def tally(rows):
    """What a board comes to: asked, in, in time, late, missing, and how complete the figures are."""
    came = [one for one in rows if one.first_submitted_at]
    cells = sum(one.asked for one in rows)
    return {
        "all": len(rows),
        "came": len(came),
        "in_time": sum(not one.late for one in came),
        "late": sum(bool(one.late) for one in came),
        "missing": len(rows) - len(came),
        "red": sum(one.light is Light.RED for one in rows),
        "complete": 100 * sum(one.filled for one in rows) // cells if cells else 0,
        "approved": sum(one.stage in _APPROVED for one in rows),
    }


def returns_to_fill(person):
    """Returns that wait for ``person`` to fill them in, the one that closes first before the others; the first so many."""
    mine = organisations.reach(person, "return.fill")
    return _TO_FILL.rows(organisations=mine) if mine else []


def _to_fill(slot):
    open_ = Return.objects.filter(Among("organisation_id", slot.numbers("organisations")), stage__in=list(OPEN))
    return open_.select_related("round", "organisation").order_by("round__closes_on", "organisation__code")[:_LISTED]


_TO_FILL = Question(_to_fill)


def late_returns_of(plan, person, *, on):
    """Returns of a plan one may see that nobody handed in by the day their round closed, the longest overdue first."""
    return _LATE.rows(plan=plan.pk, organisations=organisations.reach(person, "return.see"), on=on)


def _late(slot):
    seen = Return.objects.filter(Among("organisation_id", slot.numbers("organisations")), first_submitted_at=None)
    late = seen.filter(
        round__plan=slot.number("plan"), round__stage=RoundStage.OPEN, round__closes_on__lt=slot.day("on")
    )
    return late.select_related("round", "organisation").order_by("round__closes_on", "organisation__code")


_LATE = Question(_late)


def returns_to_approve(person):
    """Returns whose next approval is ``person``'s to give, the one that waits longest first."""
    below, all_ = organisations.reach(person, "return.approve-county"), organisations.reach(person, "return.approve")
    if not below and not all_:
        return Return.objects.none()
    county = Q(stage=Stage.SUBMITTED, organisation__in=below)
    bureau = Q(stage=Stage.COUNTY_APPROVED, organisation__in=all_)
    own = organisations.hands_of(person)
    found = Return.objects.filter(county | bureau).exclude(hands__in=own).exclude(submitted_by__in=own)
    found = found.exclude(county_hands__in=own).exclude(bureau & Q(county_approved_by__in=own))
    return found.select_related("round", "organisation", "submitted_by").order_by("submitted_at", "pk")


def steps_of(filed, cells):
    """What became of a return with these ``cells``, the newest first, each submission with ``changes`` against the one before it."""
    steps = _STEPS.rows(filed=filed.pk)
    names = {cell.asked.indicator_id: cell.asked.indicator.name for cell in cells}
    before = None
    for one in steps:
        one.changes = []
        if one.values is not None:
            one.changes = _changes(before, one.values, names) if before is not None else []
            one.first = before is None
            before = one.values
    return steps[::-1]


_STEPS = Question(
    lambda slot: Step.objects.filter(in_return=slot.number("filed")).select_related("by").order_by("number")
)


def _changes(before, after, names):
    """``(name, [state, value, remark, reasons] before, after)`` of the fields that differ."""
    keys = [key for key in after if before.get(key) != after[key]]
    return [(names.get(int(key), key), before.get(key), after[key]) for key in keys]
