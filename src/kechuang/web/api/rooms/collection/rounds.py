"""Collection rounds (统计调查): opening, changing and closing one, and reminders for what is missing."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router
from pydantic import Field, StrictBool, StrictInt, StrictStr

from kechuang.web.api.answering import ID, PAGE, SIZE, by, deed, paged
from kechuang.web.api.problems import Problem
from kechuang.web.api.shapes import Day, Done, Given, Key, Page, Reason, Shown, Text
from kechuang.web.collection import actions, approval, reminding
from kechuang.web.collection.access import rounds_visible_to
from kechuang.web.collection.changing import Wanted, change_round
from kechuang.web.indicators.models import Indicator
from kechuang.web.indicators.states import PERIODS, WHOLE_YEAR
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.models import Organisation
from kechuang.web.plans.access import plans_visible_to

router = Router()
FOLLOWED = Q(followed=True)


class RoundRow(Shown):
    """A collection round."""

    id: int = Field(examples=[1])
    plan: int = Field(examples=[1])
    title: str = Field(examples=["Statistics 2026"])
    year: int = Field(examples=[2026])
    period: str = Field(examples=["Y"])
    opens_on: str = Field(examples=["2027-01-05"])
    closes_on: str = Field(examples=["2027-01-31"])
    stage: str = Field(examples=["open"])


class AskedGiven(Given):
    """An indicator a round asks for."""

    indicator: Key
    required: StrictBool = Field(default=True, examples=[True])


class RoundGiven(Given):
    """A round to open: what is asked of whom, for which period, from when till when."""

    plan: Key
    title: StrictStr = Field(min_length=1, max_length=200, pattern=r"\S", examples=["Statistics 2026"])
    year: StrictInt = Field(ge=1949, le=2200, examples=[2026])
    period: StrictStr = Field(default=WHOLE_YEAR, pattern=f"^(?:{'|'.join(PERIODS)})$", examples=["Y"])
    opens_on: Day
    closes_on: Day
    note: Text = ""
    indicators: list[AskedGiven] = Field(min_length=1, max_length=500)
    organisations: list[Key] = Field(min_length=1, max_length=5_000)


class RoundChanged(Given):
    """What an open round is to be, whole: its closing day, what it asks for, and of whom."""

    closes_on: Day
    indicators: list[AskedGiven] = Field(min_length=1, max_length=500)
    organisations: list[Key] = Field(min_length=1, max_length=5_000)
    reason: Reason


@router.get("/rounds", response=Page[RoundRow], operation_id="collection-rounds")
def rounds(request, page: int = PAGE, size: int = SIZE):
    """Rounds one may see."""
    organisations.require(request.user, "return.see")
    return paged(rounds_visible_to(request.user).order_by("-pk"), page, size, _round)


@router.post("/rounds", response=Done, operation_id="collection-open")
@deed
def open_round(request, given: RoundGiven):
    """Open a round; every organisation gets its return at once. Answers how many returns."""
    organisations.require(request.user, "round.manage")
    plan = get_object_or_404(plans_visible_to(request.user, on=timezone.localdate()), pk=given.plan)
    organisations.require(request.user, "round.manage", plan.organisation_id)
    plain = {name: getattr(given, name) for name in ("year", "period", "opens_on", "closes_on")}
    words = {"title": given.title.strip(), "note": given.note.strip()}
    made = actions.open_round(
        plan, **plain, **words, indicators=_asked(plan, given.indicators), units=_units(given), **by(request)
    )
    return {"id": made.pk, "changed": made.returns.count()}


@router.get("/rounds/{id}", response=RoundRow, operation_id="collection-round")
def round_(request, id: int = ID):
    """One round."""
    return _round(_seen_round(request, id))


@router.post("/rounds/{id}/change", response=Done, operation_id="collection-change")
@deed
def change(request, given: RoundChanged, id: int = ID):
    """Change an open round's closing day, indicators or organisations; what was filed stays. Answers how much changed."""
    organisations.require(request.user, "round.manage")
    found = _seen_round(request, id)
    asked = Q(followed=True) | Q(pk__in=found.asked.values("indicator"))
    wanted = Wanted(given.closes_on, _asked(found.plan, given.indicators, asked), _units(given))
    changed = change_round(found, wanted, reason=given.reason, **by(request))
    return {"id": id, "changed": len(changed)}


@router.post("/rounds/{id}/close", response=Done, operation_id="collection-close")
@deed
def close(request, id: int = ID):
    """Lock every return of a round whose returns have all been approved."""
    return {"id": id, "changed": approval.close_round(_seen_round(request, id), **by(request))}


@router.post("/rounds/{id}/call-for", response=Done, operation_id="collection-call-for")
@deed
def call_for(request, id: int = ID):
    """Remind the reporters of every return that has not come, once a day; answers how many returns."""
    return {"id": id, "changed": reminding.call_for(_seen_round(request, id), **by(request))}


def _seen_round(request, pk):
    return get_object_or_404(rounds_visible_to(request.user), pk=pk)


def _asked(plan, given, known=FOLLOWED):
    """The indicators in the order of the plan; each once, and only what is known: followed, or asked for already."""
    required = {one.indicator: one.required for one in given}
    found = Indicator.objects.filter(known, plan=plan, pk__in=required).order_by("position")
    if len(required) != len(given) or len(found) != len(required):
        raise Problem(422, "unfit", where="body.indicators.indicator")
    return [(one, required[one.pk]) for one in found]


def _units(given):
    found = list(Organisation.objects.filter(pk__in=given.organisations).order_by("code"))
    if len(found) != len(given.organisations):
        raise Problem(422, "unfit", where="body.organisations")
    return found


def _round(row):
    days = {"opens_on": row.opens_on.isoformat(), "closes_on": row.closes_on.isoformat()}
    plain = {name: getattr(row, name) for name in ("title", "year", "period", "stage")}
    return {"id": row.pk, "plan": row.plan_id, **plain, **days}
