"""Reviewing what was read of a version (审核): each item accepted, rejected, corrected or restored, and missed ones added."""

from django.db import transaction
from django.db.models import Max

from kechuang.web.journal.actions import record
from kechuang.web.plans import access
from kechuang.web.plans.actions import NotOpen
from kechuang.web.plans.fields import FIELDS, changes, get, put
from kechuang.web.plans.models import Item, Version
from kechuang.web.plans.states import Stage, Standing


class ChangedMeanwhile(Exception):
    """Somebody else changed the item since the page was made."""


class NotInDocument(Exception):
    """A quote that does not stand in the document at the place that was given."""


@transaction.atomic
def accept(version, items, *, actor, origin, at):
    """Accept items as they were read; answers how many were still waiting."""
    access.require(actor, "plan.review", version)
    _open(version)
    waiting = Item.objects.filter(version=version, pk__in=items, standing=Standing.PENDING)
    numbers = list(waiting.order_by("pk").values_list("pk", flat=True))
    for item in Item.objects.filter(pk__in=numbers):
        _judge(item, Standing.ACCEPTED, actor=actor, at=at)
    if numbers:
        record("plan.items-accepted", version, actor=actor, origin=origin, at=at, after={"items": numbers})
    return len(numbers)


@transaction.atomic
def reject(item, *, reason, edition, actor, origin, at):
    """Strike an item that the plan does not say; it stays on record. Raises ChangedMeanwhile, NotOpen."""
    item = _taken(item, edition, actor)
    before = item.standing
    _judge(item, Standing.REJECTED, actor=actor, at=at, reason=reason)
    _record_item("plan.item-rejected", item, {"standing": before}, {"standing": item.standing}, actor, origin, at)


@transaction.atomic
def put_back(item, *, edition, actor, origin, at):
    """Undo what was said of an item: it holds again what was read. Raises ChangedMeanwhile, NotOpen."""
    item = _taken(item, edition, actor)
    if item.standing == Standing.ADDED:
        raise NotOpen
    before = {"standing": item.standing, **_differences(item.kind, item.values, item.read)}
    item.values = item.read
    _judge(item, Standing.PENDING, actor=actor, at=at)
    _record_item("plan.item-put-back", item, before, {"standing": item.standing}, actor, origin, at)


@transaction.atomic
def correct(item, values, *, reason, edition, actor, origin, at):
    """Put other values in place of what was read; the source stays. ``values`` by path. Raises ChangedMeanwhile, NotOpen."""
    item = _taken(item, edition, actor)
    before, after = item.values, _with(item.kind, item.values, values)
    changed = changes(item.kind, before, after)
    if not changed:
        _judge(item, Standing.ACCEPTED if item.values == item.read else Standing(item.standing), actor=actor, at=at)
    else:
        item.values = after
        _judge(item, Standing.ADDED if item.read is None else Standing.CORRECTED, actor=actor, at=at, reason=reason)
    old = {path: pair[0] for path, pair in changed.items()}
    new = {path: pair[1] for path, pair in changed.items()}
    _record_item("plan.item-corrected", item, old, new, actor, origin, at)
    return item


@transaction.atomic
def add(version, kind, values, *, start, end, actor, origin, at, reason=""):
    """Add what was missed, at the place it stands. Raises NotInDocument, NotOpen."""
    access.require(actor, "plan.review", version)
    _open(version)
    text = version.original.text
    quote = text[start:end]
    if not (0 <= start < end <= len(text) and quote.strip()):
        raise NotInDocument
    line, page = text.count("\n", 0, start) + 1, _page_at(version.original.page_starts, start)
    last = version.items.filter(kind=kind).aggregate(last=Max("position"))["last"]
    source = {"document": version.original.name, "line": line, "page": page, "start": start, "end": end, "text": quote}
    item = Item.objects.create(
        version=version,
        kind=kind,
        position=0 if last is None else last + 1,
        values={**_with(kind, {}, values), "source": source},
        start=start,
        end=end,
        line=line,
        page=page,
        quote=quote,
        standing=Standing.ADDED,
        reason=reason,
        changed_by=actor.get_username(),
        changed_at=at,
    )
    _record_item("plan.item-added", item, None, dict(values), actor, origin, at)
    return item


def _taken(item, edition, actor):
    """The item, locked, where the version is open and nobody changed it meanwhile."""
    item = Item.objects.select_for_update().get(pk=item.pk)
    access.require(actor, "plan.review", item.version)
    _open(item.version)
    if item.edition != edition:
        raise ChangedMeanwhile
    return item


def _open(version):
    stage = Version.objects.select_for_update().values_list("stage", flat=True).get(pk=version.pk)
    if stage != Stage.REVIEW:
        raise NotOpen


def _judge(item, standing, *, actor, at, reason=""):
    item.standing, item.reason = standing, reason
    item.changed_by, item.changed_at = actor.get_username(), at
    item.edition += 1
    item.save(update_fields=["standing", "reason", "changed_by", "changed_at", "edition", "values"])


def _with(kind, before, values):
    after = before
    for field in FIELDS[kind]:
        if field.path in values and values[field.path] != get(after, field.path):
            after = put(after, field.path, values[field.path])
    return after


def _differences(kind, before, after):
    return {path: pair[0] for path, pair in changes(kind, before, after).items()}


def _record_item(deed, item, before, after, actor, origin, at):
    record(deed, item, actor=actor, origin=origin, at=at, before=before, after=after, reason=item.reason)


def _page_at(starts, offset):
    return sum(start <= offset for start in starts) or 1 if starts else None
