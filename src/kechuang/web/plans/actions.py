"""The verbs of adopting a plan. Each allows, decides, changes and writes down, in one transaction."""

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from kechuang.web.jobs.actions import queue
from kechuang.web.journal.actions import record
from kechuang.web.organisations import access as organisations
from kechuang.web.plans import access
from kechuang.web.plans.fields import FIELDS, changes, get, put
from kechuang.web.plans.findings import unlabelled_errors
from kechuang.web.plans.layout import cells_of
from kechuang.web.plans.listing import earlier_items, item_listings, reading_listings
from kechuang.web.plans.models import Item, Original, Plan, Version
from kechuang.web.plans.states import OPEN, Stage, Standing, step
from kechuang.web.search import actions as search

READING = "plans.read"
AUDITING = "plans.audit"
_WEIGHTS = {"problem": 50, "unsure": 50, "flagged": 30, "no-target": 20, "no-unit": 5, "no-year": 5, "no-baseline": 3}


class NotReady(Exception):
    """A version that cannot be adopted yet: ``pending`` items nobody has judged."""

    def __init__(self, pending):
        super().__init__(pending)
        self.pending = pending


class Unlabelled(Exception):
    """A version whose audit found ``errors`` nobody has said anything of: adopting it takes a reason."""

    def __init__(self, errors):
        super().__init__(errors)
        self.errors = errors


class AlreadyOpen(Exception):
    """The plan has a version under way; there is one at a time."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the item since the page was made."""


class NotInDocument(Exception):
    """A quote that does not stand in the document at the place that was given."""


class NotOpen(Exception):
    """The version is not under review: what was adopted does not change."""


@transaction.atomic
def upload(data, *, name, organisation, actor, origin, at, plan=None, reason="", basis=""):
    """Take in a document as the next version of ``plan``, or as a new plan, and have it read. Raises AlreadyOpen."""
    organisations.require(actor, "plan.upload", organisation.pk)
    original = keep_original(data, name)
    if plan is None:
        plan = Plan.objects.create(organisation=organisation, title=Path(name).stem[:200], added_at=at)
    version = _next_version(plan, original, Stage.READING, actor=actor, at=at, reason=reason, basis=basis)
    queue(READING, version.pk, at=at)
    after = {"document": name, "sha256": original.sha256, "bytes": original.size, "basis": basis}
    record("plan.uploaded", version, actor=actor, origin=origin, at=at, after=after, reason=reason)
    return version


@transaction.atomic
def propose_adjustment(plan, *, reason, basis, actor, origin, at):
    """Begin the next version of an adopted plan from what holds now (动态调整). Raises AlreadyOpen, NotOpen."""
    organisations.require(actor, "plan.upload", plan.organisation_id)
    adopted = plan.versions.filter(stage=Stage.ADOPTED).order_by("-number").first()
    if adopted is None:
        raise NotOpen
    version = _next_version(plan, adopted.original, Stage.REVIEW, actor=actor, at=at, reason=reason, basis=basis)
    Version.objects.filter(pk=version.pk).update(identity=adopted.identity, missed=[])
    items = list(adopted.items.exclude(standing=Standing.REJECTED))
    for item in items:
        item.pk, item.version, item.read, item.edition = None, version, item.values, 0
        item.standing, item.reason, item.changed_by, item.changed_at = Standing.ACCEPTED, "", "", None
        item.doubts, item.weight = [], 0
    Item.objects.bulk_create(items, batch_size=500)
    after = {"from": adopted.number, "items": len(items), "basis": basis}
    record("plan.adjustment-proposed", version, actor=actor, origin=origin, at=at, after=after, reason=reason)
    queue(AUDITING, version.pk, at=at)
    return version


def _next_version(plan, original, stage, *, actor, at, reason, basis):
    if plan.versions.filter(stage__in=OPEN).exists():
        raise AlreadyOpen
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            return Version.objects.create(
                plan=plan,
                number=last + 1,
                original=original,
                stage=stage,
                uploaded_by=actor,
                uploaded_at=at,
                reason=reason,
                basis=basis,
            )
    except IntegrityError:
        raise AlreadyOpen from None


def keep_original(data, name):
    """The row of an uploaded file, which has passed its gate; its bytes are on the disk before the row is."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    original, _ = Original.objects.get_or_create(sha256=sha256, defaults={"name": name[:200], "size": len(data)})
    return original


def path_of(sha256):
    """Where the bytes of an uploaded file are kept: under their fingerprint, never under the name they came with."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


@transaction.atomic
def keep_reading(version, document, read, *, at):
    """Keep what was read of a version and open it for review; done a second time, it changes nothing."""
    version = Version.objects.select_for_update().get(pk=version.pk)
    if version.stage != Stage.READING:
        return
    Original.objects.filter(pk=version.original_id).update(
        text=document.text,
        format=document.format,
        page_starts=list(document.page_starts),
        tables=[cells_of(table) for table in document.tables],
    )
    Item.objects.bulk_create([_item(version, found) for found in read.found], batch_size=500)
    version.stage = step(Stage(version.stage), Stage.REVIEW)
    version.identity, version.missed = dict(read.identity), list(read.missed)
    version.save(update_fields=["stage", "identity", "missed"])
    title = read.identity.get("title")
    if title and version.number == 1:
        Plan.objects.filter(pk=version.plan_id).update(title=title[:200])
    after = {"items": len(read.found), "doubtful": sum(bool(found.doubts) for found in read.found)}
    record("plan.read", version, at=at, after=after)
    version.refresh_from_db()
    search.put_all(reading_listings(version))
    queue(AUDITING, version.pk, at=at)


def _item(version, found):
    source = found.values["source"]
    return Item(
        version=version,
        kind=found.kind,
        position=found.position,
        read=found.values,
        values=found.values,
        start=source["start"],
        end=source["end"],
        line=source["line"],
        page=source["page"],
        quote=source["text"],
        doubts=list(found.doubts),
        weight=min(999, sum(_WEIGHTS[doubt] for doubt in found.doubts)),
    )


@transaction.atomic
def give_up_reading(version, *, code, details, at):
    """Note why a version could not be read."""
    version = Version.objects.select_for_update().get(pk=version.pk)
    if version.stage != Stage.READING:
        return
    version.stage = step(Stage(version.stage), Stage.UNREADABLE)
    version.problem = code
    version.identity = {"details": dict(details)}
    version.save(update_fields=["stage", "problem", "identity"])
    record("plan.unreadable", version, at=at, after={"problem": code, **details})


@transaction.atomic
def read_again(version, *, actor, origin, at):
    """Put a version that could not be read in line once more."""
    access.require(actor, "plan.upload", version)
    version = Version.objects.select_for_update().get(pk=version.pk)
    version.stage = step(Stage(version.stage), Stage.READING)
    version.problem = ""
    version.save(update_fields=["stage", "problem"])
    queue(READING, version.pk, at=at)
    record("plan.read-again", version, actor=actor, origin=origin, at=at)


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


@transaction.atomic
def adopt(version, *, actor, origin, at, despite=""):
    """Make a reviewed version the plan that holds; from then on it never changes. ``despite`` says why it is adopted though
    its audit found errors nobody has said anything of. Raises NotReady, Unlabelled, NoSuchStep.
    """
    access.require(actor, "plan.adopt", version)
    version = Version.objects.select_for_update().select_related("plan").get(pk=version.pk)
    stage = step(Stage(version.stage), Stage.ADOPTED)
    pending = version.items.filter(standing=Standing.PENDING).count()
    if pending:
        raise NotReady(pending)
    errors = unlabelled_errors(version)
    if errors and not despite:
        raise Unlabelled(errors)
    version.stage, version.adopted_by, version.adopted_at = stage, actor, at
    version.save(update_fields=["stage", "adopted_by", "adopted_at"])
    after = {"number": version.number, "items": version.items.exclude(standing=Standing.REJECTED).count()}
    if errors:
        after |= {"unlabelled errors": errors, "despite": despite}
    record("plan.adopted", version, actor=actor, origin=origin, at=at, after=after, reason=version.reason)
    search.remove("item", *earlier_items(version))
    search.put_all(item_listings(version))
    return version


@transaction.atomic
def discard(version, *, reason, actor, origin, at):
    """Give up a version that was not adopted; it stays on record. Raises NoSuchStep."""
    access.require(actor, "plan.upload", version)
    version = Version.objects.select_for_update().select_related("plan").get(pk=version.pk)
    before = version.stage
    version.stage = step(Stage(version.stage), Stage.DISCARDED)
    version.save(update_fields=["stage"])
    record("plan.discarded", version, actor=actor, origin=origin, at=at, before={"stage": before}, reason=reason)


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
