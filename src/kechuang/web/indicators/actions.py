"""The verbs of following a plan: each allows, gathers, decides, changes and records, in one transaction."""

from collections import Counter
from decimal import Decimal

from django.db import transaction

from kechuang.web.indicators import access, assessing
from kechuang.web.indicators.breaking_down import (
    ChangedMeanwhile,
    NothingToUndo,
    break_down,
    describe,
    put_years,
    undo_break_down,
)
from kechuang.web.indicators.facts import adopted_facts, read_lore, target_of
from kechuang.web.indicators.following import aggregation_of, followed_of, history_of, ratio_of
from kechuang.web.indicators.listing import listing_of
from kechuang.web.indicators.models import Course, Indicator
from kechuang.web.indicators.observing import Kept, Value, keep_observations, withdraw_observations
from kechuang.web.indicators.queries import newest_of
from kechuang.web.indicators.states import Aggregation, Origin
from kechuang.web.journal.actions import record
from kechuang.web.organisations.models import Organisation
from kechuang.web.plans.states import Stage
from kechuang.web.search import actions as search

__all__ = (
    "ChangedMeanwhile",
    "Kept",
    "NotAdopted",
    "NothingToUndo",
    "Value",
    "assess_anew",
    "break_down",
    "describe",
    "follow_plan",
    "keep_observations",
    "take_in_break_down",
    "take_in_history",
    "undo_break_down",
    "withdraw_observations",
)
_AWAY = 1_000_000  # positions while rows change places
_PLACES = Decimal("0.000001")


class NotAdopted(Exception):
    """A version that was not adopted is not followed."""


@transaction.atomic
def follow_plan(version, *, actor, origin, at):
    """Follow the indicators of an adopted version (开始跟踪), with their history as far as the plan gives it.

    A further version changes the rows that are there: they are found by their name, else by the catalogue's key. What a
    version leaves out is followed no longer; its values stay. Answers the indicators followed. Raises NotAdopted.
    """
    access.require_break_down(actor, version.plan)
    if version.stage != Stage.ADOPTED:
        raise NotAdopted
    adopted = adopted_facts(version)
    followed = followed_of(adopted)
    rows, counts = _put_rows(version.plan, followed)
    _tie_ratios(rows, followed)
    for row in rows:
        _put_whole_course(row)
    after = {"version": version.number, **counts}
    record("indicators.followed", version, actor=actor, origin=origin, at=at, after=after)
    search.remove("indicator", *version.plan.indicators.filter(followed=False).values_list("pk", flat=True))
    search.put_all(listing_of(row) for row in rows)
    keep_observations(
        _history(adopted, followed, rows), actor=actor, origin=origin, at=at, deed="observations.from-plan"
    )
    assessing.assess(assessing.pairs_of(rows), at=at)
    return rows


@transaction.atomic
def take_in_break_down(plan, changes, *, actor, origin, at, reason=""):
    """Take in the checked rows of a workbook (``sheet.Change``); answers how many indicators changed. Raises ChangedMeanwhile."""
    access.require_break_down(actor, plan)
    told = {"actor": actor, "origin": origin, "at": at, "reason": reason}
    return sum(break_down(one.indicator, one.whole, one.parts, edition=one.edition, **told) for one in changes)


@transaction.atomic
def take_in_history(plan, values, *, actor, origin, at):
    """Take in checked values of the past; answers how many are new."""
    access.require_break_down(actor, plan)
    kept = keep_observations(values, actor=actor, origin=origin, at=at, deed="observations.imported")
    return len(kept.revisions)


@transaction.atomic
def assess_anew(plan, *, actor, origin, at):
    """Judge every indicator of a plan anew (重新研判), as a new year or a new rulebook asks for; answers how many there are."""
    access.require_break_down(actor, plan)
    count = assessing.assess_all(plan, at=at)
    record("indicators.assessed", plan, actor=actor, origin=origin, at=at, after={"assessments": count})
    return count


def _put_rows(plan, followed):
    known = list(Indicator.objects.select_for_update().filter(plan=plan).order_by("position"))
    Indicator.objects.filter(plan=plan).update(followed=False)
    for row in known:
        Indicator.objects.filter(pk=row.pk).update(position=_AWAY + row.pk)
    matches = _match(known, followed)
    rows, changed = [], 0
    for position, one in enumerate(followed):
        row = matches.get(position)
        if row is None:
            row = Indicator(plan=plan, aggregation=aggregation_of(one).value, definition=_meaning(one), lead=None)
        else:
            changed += any(getattr(row, name) != value for name, value in one.columns.items() if name != "item_id")
            row.edition += 1
        for name, value in one.columns.items():
            setattr(row, name, value)
        row.position, row.followed = position, True
        row.save()
        rows.append(row)
    dropped = [row for row in known if row not in matches.values()]
    for offset, row in enumerate(dropped, start=len(followed)):
        Indicator.objects.filter(pk=row.pk).update(position=offset)
    counts = {"indicators": len(rows), "new": len(rows) - len(matches), "changed": changed, "dropped": len(dropped)}
    return rows, counts


def _match(known, followed):
    """Position -> the row that is the same indicator: by the form of its name and its unit, by its name, by its key."""
    lore = read_lore()
    waiting, found = list(known), {}
    for same in (
        lambda one, row: (one.form, one.columns["unit"]) == (lore.form(row.name), row.unit),
        lambda one, row: one.form == lore.form(row.name),
        lambda one, row: bool(row.key) and one.columns["key"] == row.key,
    ):
        for position, one in enumerate(followed):
            row = None if position in found else next((row for row in waiting if same(one, row)), None)
            if row is not None:
                found[position] = row
                waiting.remove(row)
    return found


def _meaning(one):
    definition = one.measure.definition
    return definition.meaning if definition is not None else ""


def _tie_ratios(rows, followed):
    """Numerator and denominator of new ratios, where the plan has both."""
    for row, one in zip(rows, followed, strict=True):
        if row.aggregation == Aggregation.RATIO and row.numerator_id is None:
            part, whole, scale = ratio_of(one, followed)
            row.numerator = None if part is None else rows[part]
            row.denominator = None if whole is None else rows[whole]
            row.scale = scale
            row.save(update_fields=["numerator", "denominator", "scale"])


def _put_whole_course(row):
    """The course of the plan's own organisation: from the plan's baseline to its target."""
    target = target_of(row)
    goal = None if target is None else Decimal(repr(target.value)).quantize(_PLACES)
    base = Decimal(0) if row.cumulative else row.baseline_value
    course, _ = Course.objects.get_or_create(indicator=row, organisation_id=row.plan.organisation_id)
    if (course.base_value, course.target_value) != (base, goal):
        course.base_value, course.target_value = base, goal
        course.edition += 1
        course.save(update_fields=["base_value", "target_value", "edition"])
    put_years(row)


def _history(adopted, followed, rows):
    """What the version says of the past, for the plan's organisation and for those whose names it has.

    A value that came from anywhere but a plan stands: what was reported is newer than what was printed.
    """
    named = _organisations_by_name()
    values = []
    for one in history_of(adopted, followed):
        row = rows[one.position]
        where = row.plan.organisation_id if one.region is None else named.get(one.region)
        if where is not None:
            source = {"item": one.item}
            values.append(Value(row.pk, where, one.year, one.value, origin=Origin.PLAN.value, source=source))
    before = newest_of({one.place for one in values})
    return [one for one in values if one.place not in before or _is_newer(one, before[one.place])]


def _is_newer(one, there):
    return there.origin == Origin.PLAN and there.value != one.value


def _organisations_by_name():
    """Names as tables print them, where only one organisation bears them."""
    rows = Organisation.objects.values_list("name", "pk")
    times = Counter(name for name, _ in rows)
    return {name: pk for name, pk in rows if times[name] == 1}
