"""The verbs on versions: uploading, reading, adjusting, adopting, discarding. Each allows, decides, changes and records, in one transaction."""

from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Max

from kechuang.web.jobs.actions import queue
from kechuang.web.journal.actions import record
from kechuang.web.organisations import access as organisations
from kechuang.web.plans import access
from kechuang.web.plans.findings import unlabelled_errors
from kechuang.web.plans.layout import cells_of
from kechuang.web.plans.listing import earlier_items, item_listings, reading_listings
from kechuang.web.plans.models import Item, Original, Plan, Version
from kechuang.web.plans.originals import keep_original
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
