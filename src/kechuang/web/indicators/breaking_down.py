"""Breaking an indicator down (任务分解) and describing it: allow, gather, change, record; and undoing with the journal's help."""

import json
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from kechuang.web.indicators import access, observing, queries, tipping
from kechuang.web.indicators.dividing import Draft, draft_of, paths_of
from kechuang.web.indicators.figures import read_figure, write_figure
from kechuang.web.indicators.listing import listing_of
from kechuang.web.indicators.models import Course, Indicator, PlannedValue
from kechuang.web.indicators.states import TYPED
from kechuang.web.journal.actions import record
from kechuang.web.journal.models import Entry
from kechuang.web.organisations.facts import tree_on
from kechuang.web.search import actions as search


class ChangedMeanwhile(Exception):
    """Somebody else changed the indicator since the page was made."""


class NothingToUndo(Exception):
    """The indicator was not broken down, or what was done last has been undone."""


@transaction.atomic
def break_down(indicator, whole, parts, *, edition, actor, origin, at, reason=""):
    """Give an indicator's whole a path and those below it their shares (任务分解); ``whole`` and ``parts`` are drafts.

    Who was below and is not among ``parts`` has no share any more. Nothing refuses what does not add up: the page says it.
    Answers whether anything changed. Raises ChangedMeanwhile.
    """
    access.require_break_down(actor, indicator.plan)
    indicator = _taken(indicator, edition)
    before = _state(indicator, whole.organisation)
    moved = _put_shares(indicator, whole, parts, at)
    after = _state(indicator, whole.organisation)
    if after["courses"] == before["courses"] and not moved:
        return False
    indicator.edition += 1
    indicator.save(update_fields=["edition"])
    after["edition"] = indicator.edition
    told = {"actor": actor, "origin": origin, "at": at, "reason": reason}
    observing.sum_again([indicator.pk], at=at)
    record("indicator.broken-down", indicator, before=before, after=after, **told)
    return True


@transaction.atomic
def undo_break_down(indicator, *, edition, actor, origin, at):
    """Put back what a break-down changed last; the journal keeps both. Raises ChangedMeanwhile, NothingToUndo."""
    access.require_break_down(actor, indicator.plan)
    indicator = _taken(indicator, edition)
    entry = last_break_down(indicator)
    if entry is None:
        raise NothingToUndo
    state = read_state(entry.before)
    before = _state(indicator, state.whole.organisation)
    _put_shares(indicator, state.whole, state.parts, at)
    indicator.edition += 1
    indicator.save(update_fields=["edition"])
    after = {**_state(indicator, state.whole.organisation), "edition": indicator.edition, "undone": entry.number}
    told = {"actor": actor, "origin": origin, "at": at}
    observing.sum_again([indicator.pk], at=at)
    record("indicator.break-down-undone", indicator, before=before, after=after, **told)


def last_break_down(indicator):
    """The journal's entry of the last break-down, where nothing has changed the indicator since; None else."""
    entries = Entry.objects.filter(kind="indicator", subject=str(indicator.pk))
    entry = entries.filter(deed="indicator.broken-down").order_by("-number").first()
    return entry if entry is not None and read_state(entry.after).edition == indicator.edition else None


@transaction.atomic
def describe(indicator, columns, *, edition, actor, origin, at, reason=""):
    """Change what an indicator is: definition, lead, direction, how its parts make the whole. Raises ChangedMeanwhile."""
    access.require_break_down(actor, indicator.plan)
    indicator = _taken(indicator, edition)
    before = {name: _plain(getattr(indicator, name)) for name in columns}
    after = {name: _plain(value) for name, value in columns.items()}
    if before == after:
        return False
    for name, value in columns.items():
        setattr(indicator, name, value)
    indicator.edition += 1
    indicator.save()
    changed = [name for name in columns if before[name] != after[name]]
    told = {"actor": actor, "origin": origin, "at": at, "reason": reason}
    pair = {"before": {name: before[name] for name in changed}, "after": {name: after[name] for name in changed}}
    observing.sum_again([indicator.pk], at=at)
    record("indicator.described", indicator, **pair, **told)
    search.put_all([listing_of(indicator)])
    return True


def _plain(value):
    return value.pk if hasattr(value, "pk") else write_figure(value) if isinstance(value, Decimal) else value


def _taken(indicator, edition):
    """The indicator, locked, where nobody changed it meanwhile."""
    found = Indicator.objects.select_for_update(of=("self",)).select_related("plan").get(pk=indicator.pk)
    if found.edition != edition:
        raise ChangedMeanwhile
    return found


def _put_shares(indicator, whole, parts, at):
    """Rows as the drafts say, with every year of every path; the plan's own baseline and target stay the plan's.

    Answers whether the years of any path changed, also those of shares further down that go along.
    """
    top = queries.whole_course(indicator, whole.organisation) or Course(
        indicator=indicator, organisation_id=whole.organisation
    )
    whole = replace(whole, base=top.base_value, target=top.target_value, weight=top.weight, counted=top.counted)
    known = {course.organisation_id: course for course in queries.parts_below(indicator, whole.organisation)}
    kept = {part.organisation for part in parts}
    gone = [course for one, course in known.items() if one not in kept]
    Course.objects.filter(pk__in=[course.pk for course in gone]).delete()
    tipping.forget({(indicator.pk, one.organisation_id) for one in gone}, at=at)
    for draft in (whole, *parts):
        course = top if draft.organisation == whole.organisation else known.get(draft.organisation)
        _put_course(course or Course(indicator=indicator, organisation_id=draft.organisation), draft)
    return put_years(indicator, (whole, *parts))


def put_years(indicator, given=()):
    """The years of everybody's path, in place of those that were there; a share whose years stand is left alone.

    ``given`` are drafts whose typed years are not in the database yet. Answers whether anything changed.
    """
    courses = queries.courses_of(indicator)
    drafts = {one.organisation_id: draft_of(one) for one in courses} | {one.organisation: one for one in given}
    paths = paths_of(indicator, drafts, tree_on(timezone.localdate()).parents)
    wanted = {course.pk: paths[course.organisation_id] for course in courses}
    stale = [
        course.pk for course in courses if {one.year: one.value for one in course.years.all()} != wanted[course.pk]
    ]
    PlannedValue.objects.filter(course__in=stale).delete()
    PlannedValue.objects.bulk_create(
        PlannedValue(course_id=pk, year=year, value=value) for pk in stale for year, value in wanted[pk].items()
    )
    return bool(stale)


def _put_course(course, draft):
    columns = {
        "shape": draft.shape,
        "base_value": draft.base,
        "target_value": draft.target,
        "weight": draft.weight,
        "counted": draft.counted,
    }
    if course.pk is not None and all(getattr(course, name) == value for name, value in columns.items()):
        return
    for name, value in columns.items():
        setattr(course, name, value)
    course.edition += 1
    course.save()


@dataclass(frozen=True)
class State:
    """A break-down as the journal has it."""

    edition: int
    whole: Draft
    parts: tuple[Draft, ...]


def _state(indicator, organisation):
    """A whole and its parts as plain data, for the journal and to put them back."""
    top = queries.whole_course(indicator, organisation)
    courses = [*([top] if top else []), *queries.parts_below(indicator, organisation)]
    told = {str(course.organisation_id): _told(course) for course in courses}
    return {"edition": indicator.edition, "whole": organisation, "courses": told}


def _told(course):
    return {
        "shape": course.shape,
        "base": write_figure(course.base_value),
        "target": write_figure(course.target_value),
        "weight": write_figure(course.weight),
        "counted": course.counted,
        "years": {str(one.year): write_figure(one.value) for one in sorted(course.years.all(), key=_year)},
    }


def _year(planned):
    return planned.year


def read_state(text):
    """The break-down an entry of the journal tells."""
    told = json.loads(text)
    drafts = {int(one): _draft(int(one), values) for one, values in told["courses"].items()}
    whole = drafts.pop(told["whole"], Draft(told["whole"]))
    return State(told["edition"], whole, tuple(drafts.values()))


def _draft(organisation, told):
    base, target, weight = (read_figure(told[name]) for name in ("base", "target", "weight"))
    years = {int(year): read_figure(value) for year, value in told["years"].items()} if told["shape"] == TYPED else {}
    return Draft(organisation, told["shape"], base, target, weight, told["counted"], years)
