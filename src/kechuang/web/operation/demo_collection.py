"""Demo data of collecting: last year's round, locked; this year's, open, with a return in each stage."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from kechuang.domain.collection.checks import check_return
from kechuang.domain.collection.entry import NOT_APPLICABLE, CellState, Entry
from kechuang.domain.finding import Severity
from kechuang.web.collection import actions, approval
from kechuang.web.collection.facts import return_facts
from kechuang.web.collection.models import Return, Round
from kechuang.web.indicators.models import Indicator
from kechuang.web.indicators.queries import yearly_values
from kechuang.web.indicators.states import WHOLE_YEAR
from kechuang.web.organisations.models import HeldRole, Organisation, Person, Placement
from kechuang.web.organisations.roles import Kind, Role, Scope
from kechuang.web.plans.models import Plan
from kechuang.web.words import say

# code, words, code of the one above: places small enough to have somebody above that approves them
_TOWNS = (("990101001", "demo.town-first", "990101"), ("990101002", "demo.town-second", "990101"))
# code -> its share of the whole, in percent, and where its return of this year stands
_UNITS = (
    ("990101", 34, "draft"),
    ("990101001", 20, "submitted"),
    ("990101002", 14, "county-approved"),
    ("990102", 28, "returned"),
    ("990103", 22, "bureau-approved"),
    ("990110", 10, "locked"),
)
_MOST = 12
_GROWTH = Decimal("1.07")
_SINCE = date(2020, 1, 1)


def make(known, people, at):
    """Two rounds of the newest plan whose indicators are followed; nothing where there is none, or rounds already.

    ``known`` are organisations by code, ``people`` accounts by user name.
    """
    plan = Plan.objects.filter(indicators__followed=True).order_by("-pk").first()
    if plan is None or Round.objects.exists():
        return
    _put_towns(known)
    _put_staff(people, known["990100"])
    indicators = list(Indicator.objects.filter(plan=plan, followed=True).order_by("position")[:_MOST])
    today = timezone.localdate(at)
    before = _open(plan, indicators, known, people, at, today.year - 1, today - timedelta(days=120))
    for code, share, _ in reversed(_UNITS):
        _bring(before, known[code], share, Decimal(1), "bureau-approved", people, at)
    approval.close_round(before, **_by(people["demo_planner"], at))
    now = _open(plan, indicators, known, people, at, today.year, today + timedelta(days=3))
    for code, share, stage in _UNITS:
        _bring(now, known[code], share, _GROWTH, stage, people, at)


def _put_towns(known):
    for code, words, above in _TOWNS:
        known[code] = Organisation.objects.create(code=code, name=say(words), kind=Kind.TOWNSHIP)
        Placement.objects.create(organisation=known[code], name=say(words), parent=known[above], starts_on=_SINCE)


def _put_staff(people, bureau):
    """Who fills in and approves where the demo has no account of its own; nobody signs in as them."""
    for username, role in (("demo_reporters", Role.REPORTER), ("demo_approvers", Role.APPROVER)):
        person = Person(username=username, name=say(f"role.{role}"), organisation=bureau)
        person.set_unusable_password()
        person.save()
        HeldRole.objects.create(person=person, role=role, scope=Scope.BELOW, starts_on=_SINCE)
        people[username] = person


def _open(plan, indicators, known, people, at, year, closes_on):
    return actions.open_round(
        plan,
        title=say("round.usual-title", year=year),
        year=year,
        period=WHOLE_YEAR,
        opens_on=closes_on - timedelta(days=30),
        closes_on=closes_on,
        note=say("demo.round-note"),
        indicators=[(one, True) for one in indicators],
        units=[known[code] for code, _, _ in _UNITS],
        **_by(people["demo_planner"], at),
    )


def _bring(round_, unit, share, growth, stage, people, at):
    """Fill in a return and take it as far as ``stage``; a draft is left with gaps."""
    filed = Return.objects.select_related("round", "organisation").get(round=round_, organisation=unit)
    reporter, approver = _by(people["demo_reporters"], at), _by(people["demo_approvers"], at)
    filling = _filling(filed, share, growth)
    if stage == "draft":
        filling = dict(list(filling.items())[: len(filling) // 2])
    actions.fill(filed, filling, edition=filed.edition, **reporter)
    if stage == "draft":
        return
    actions.submit(filed, edition=filed.edition + 1, **reporter)
    if stage == "returned":
        approval.send_back(filed, reason=say("demo.returned-because"), **approver)
    if stage in ("county-approved", "bureau-approved", "locked"):
        approval.approve(filed, **approver)
    if stage in ("bureau-approved", "locked"):
        approval.approve(filed, **_by(people["demo_planner"], at))
    if stage == "locked":
        approval.lock(filed, **_by(people["demo_planner"], at))


def _filling(filed, share, growth):
    """Invented figures: what is known of the year or the last one grown, else a share of the plan's baseline; what is asked
    back is answered.
    """
    cells = list(filed.cells.select_related("asked__indicator").order_by("asked__position"))
    known = yearly_values([cell.asked.indicator for cell in cells], organisations=[filed.organisation_id])
    filling = {
        cell.asked_id: actions.Filled(
            _known(known.get((cell.asked.indicator_id, filed.organisation_id), {}), filed.round.year)
            or _invented(cell.asked.indicator, share, growth)
        )
        for cell in cells
    }
    for finding in check_return(return_facts(filed, _entries(filling))):
        if finding.severity is Severity.ERROR:
            filling[finding.field_id].entry = NOT_APPLICABLE
    for finding in check_return(return_facts(filed, _entries(filling))):
        filling[finding.field_id].answers[finding.id] = say("demo.answer")
    return filling


def _known(by_year, year):
    """The value of the year, else the latest one grown; None where nothing is known of the organisation."""
    past = [one for one in by_year if one <= year]
    if not past:
        return None
    latest = by_year[max(past)].value
    value = latest if max(past) == year else latest * _GROWTH
    places = Decimal(1) if latest == latest.to_integral_value() else Decimal("0.01")
    return Entry(CellState.VALUE, value.quantize(places, ROUND_HALF_UP))


def _entries(filling):
    return {pk: one.entry for pk, one in filling.items()}


def _invented(indicator, share, growth):
    whole = indicator.baseline_value if indicator.baseline_value is not None else indicator.target_low
    if whole is None:
        return NOT_APPLICABLE
    is_share = indicator.kind in ("ratio", "index") or "%" in indicator.unit
    value = whole * growth * (1 if is_share else Decimal(share) / 100)
    places = Decimal(1) if whole == whole.to_integral_value() and not is_share else Decimal("0.01")
    return Entry(CellState.VALUE, value.quantize(places, ROUND_HALF_UP))


def _by(person, at):
    return {"actor": person, "origin": "demo", "at": at}
