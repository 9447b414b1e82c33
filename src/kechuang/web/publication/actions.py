"""The verbs of publishing. Each allows, gathers, decides, changes, records and notifies, in one transaction."""

import re

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from kechuang.readers.snapshot import read_snapshot
from kechuang.web.evaluations import actions as evaluations
from kechuang.web.evaluations.computing import RESULTS
from kechuang.web.evaluations.models import Evaluation
from kechuang.web.evaluations.states import Stage
from kechuang.web.journal.actions import record
from kechuang.web.organisations import access as organisations
from kechuang.web.publication import webhooks
from kechuang.web.publication.composing import File, compose, read_content
from kechuang.web.publication.models import Publication, Release, ReleasedFile, Withdrawal
from kechuang.web.publication.states import Deed, Kind

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class SlugTaken(Exception):
    """Another plan has that address."""


class BadSlug(Exception):
    """An address is small letters, digits and single hyphens."""


class NotSigned(Exception):
    """Only a signed evaluation is released."""


class AlreadyWithdrawn(Exception):
    """The release was taken back before."""


@transaction.atomic
def release(version, *, kind, reason, base, actor, origin, at, counties=False, as_of=None, slug=""):
    """Release an adopted version, or how it goes (发布). Raises NotAdopted, SlugTaken, BadSlug."""
    organisations.require(actor, "publication.release", version.plan.organisation_id)
    as_of = as_of or timezone.localdate(at).year
    snapshot = evaluations.freeze(version, as_of=as_of, actor=actor, at=at)
    return _release(
        snapshot,
        kind=Kind(kind),
        reason=reason,
        base=base,
        actor=actor,
        origin=origin,
        at=at,
        counties=counties,
        slug=slug,
    )


@transaction.atomic
def release_evaluation(evaluation, *, reason, base, actor, origin, at, counties=False, slug=""):
    """Release a signed evaluation with its report and the third party's opinion. Raises NotSigned, SlugTaken, BadSlug."""
    organisations.require(actor, "publication.release", evaluation.plan.organisation_id)
    evaluation = Evaluation.objects.select_for_update().select_related("plan", "snapshot").get(pk=evaluation.pk)
    if evaluation.stage not in (Stage.SIGNED, Stage.PUBLISHED):
        raise NotSigned
    made = _release(
        evaluation.snapshot,
        kind=Kind.EVALUATION,
        reason=reason,
        base=base,
        actor=actor,
        origin=origin,
        at=at,
        counties=counties,
        slug=slug,
        evaluation=evaluation,
    )
    evaluations.mark_published(evaluation, actor=actor, origin=origin, at=at)
    return made


def _release(snapshot, *, kind, reason, base, actor, origin, at, counties, slug, evaluation=None):
    publication = _publication(snapshot.version.plan, slug, at)
    last = publication.releases.aggregate(last=Max("number"))["last"] or 0
    number = last + 1
    address = base.rstrip("/") + reverse("public:plan", args=[publication.slug, number])
    composed = compose(
        read_snapshot(bytes(snapshot.content)),
        kind=kind,
        slug=publication.slug,
        number=number,
        address=address,
        at=timezone.localtime(at),
        counties=counties,
        reason=reason,
        **_of_evaluation(evaluation),
    )
    made = Release.objects.create(
        publication=publication,
        number=number,
        kind=kind,
        snapshot=snapshot,
        evaluation=evaluation,
        content=composed.content,
        sha256=composed.sha256,
        reason=reason,
        by=actor,
        at=at,
    )
    _keep(made, composed.files)
    after = {"slug": publication.slug, "number": number, "kind": kind, "sha256": made.sha256, "counties": counties}
    record("release.made", made, actor=actor, origin=origin, at=at, after=after, reason=reason)
    webhooks.queue(made, Deed.RELEASED, address=address, at=at)
    return made


def _keep(release, files):
    ReleasedFile.objects.bulk_create(
        ReleasedFile(
            release=release,
            name=file.name,
            media_type=file.media_type,
            content=file.content,
            size=len(file.content),
            sha256=file.sha256,
        )
        for file in files
    )


def _of_evaluation(evaluation):
    """Results, reports and opinions of an evaluation, persons named by their organisation only."""
    if evaluation is None:
        return {}
    results = {one.name: one for one in evaluation.results.all()}
    opinions = evaluation.opinions.select_related("by__organisation").order_by("pk")
    return {
        "results": read_content(results[RESULTS].content),
        "reports": tuple(
            File(one.name, one.media_type, bytes(one.content))
            for name, one in sorted(results.items())
            if name != RESULTS
        ),
        "opinions": [
            {
                "text": one.text,
                "organisation": one.by.organisation.name,
                "on": timezone.localdate(one.at).isoformat(),
                "sha256": one.sha256,
            }
            for one in opinions
        ],
    }


def _publication(plan, slug, at):
    """The plan's place on the public site; its address is chosen once."""
    found = Publication.objects.select_for_update().filter(plan=plan).first()
    if found is not None:
        return found
    slug = slug or suggested_slug(plan)
    if not _SLUG.fullmatch(slug) or len(slug) > 60:
        raise BadSlug
    try:
        with transaction.atomic():
            return Publication.objects.create(plan=plan, slug=slug, begun_at=at)
    except IntegrityError:
        raise SlugTaken from None


def suggested_slug(plan):
    """An address for a plan that has none: the code of its organisation and its period."""
    adopted = plan.versions.filter(stage="adopted").order_by("-number").first()
    period = (adopted.identity.get("period") or {}) if adopted else {}
    parts = [plan.organisation.code, period.get("start"), period.get("end")]
    return "-".join(re.sub(r"[^a-z0-9]+", "-", str(part).lower()).strip("-") for part in parts if part) or "plan"


@transaction.atomic
def withdraw(made, *, reason, actor, origin, at):
    """Take a release back (撤回): its addresses answer 410 with the reason. Raises AlreadyWithdrawn."""
    organisations.require(actor, "publication.release", made.publication.plan.organisation_id)
    made = Release.objects.select_related("publication__plan").get(pk=made.pk)
    try:
        with transaction.atomic():
            Withdrawal.objects.create(release=made, reason=reason, by=actor, at=at)
    except IntegrityError:
        raise AlreadyWithdrawn from None
    record("release.withdrawn", made, actor=actor, origin=origin, at=at, reason=reason)
    address = read_content(made.content)["dataset"]["address"]
    webhooks.queue(made, Deed.WITHDRAWN, address=address, at=at)
    return made
