"""Plans, versions and items for pages."""

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery

from kechuang.web.jobs.models import Job
from kechuang.web.organisations import access as organisations
from kechuang.web.plans.access import plans_visible_to, scope_of, versions_visible_to, visible_versions
from kechuang.web.plans.actions import READING
from kechuang.web.plans.models import Plan, Version
from kechuang.web.plans.states import COUNTED, KINDS, OPEN, Stage, Standing
from kechuang.web.questions import Among, Question

_COUNTS = {
    "items_count": Count("items", filter=~Q(items__standing=Standing.REJECTED)),
    "pending_count": Count("items", filter=Q(items__standing=Standing.PENDING)),
}


def plans_for_list(person, *, on):
    """Plans one may see, each with ``shown`` (its versions one may see, the newest first); the newest plan first."""
    versions = versions_visible_to(person, on=on).annotate(**_COUNTS)
    shown = Prefetch("versions", versions.order_by("-number"), to_attr="shown")
    return plans_visible_to(person, on=on).select_related("organisation").prefetch_related(shown).order_by("-pk")


def plans_shown(person, numbers, *, on):
    """Those of the plans with these numbers, as ``plans_for_list`` has them, the newest plan first."""
    plans = _PLANS.rows(plans=numbers)
    versions = {}
    for one in _VERSIONS.rows(plans=numbers, **scope_of(person, on)):
        versions.setdefault(one.plan_id, []).append(one)
    for one in plans:
        one.shown = versions.get(one.pk, [])
    return [one for one in plans if one.shown]


def plans_numbered(numbers):
    """The plans with these numbers, with their organisations, the newest first; whoever asks knows who sees them."""
    return _PLANS.rows(plans=numbers)


def _versions(slot):
    versions = visible_versions(slot).filter(Among("plan_id", slot.numbers("plans")))
    return versions.annotate(**_COUNTS).order_by("-number")


_PLANS = Question(
    lambda slot: Plan.objects.filter(Among("pk", slot.numbers("plans"))).select_related("organisation").order_by("-pk")
)
_VERSIONS = Question(_versions)


def versions_waiting_for(person, *, on):
    """Versions one may work on and that are not adopted yet, the oldest first."""
    working = organisations.reach(person, "plan.review") | organisations.reach(person, "plan.adopt")
    if not working:
        return Version.objects.none()
    pending = Count("items", filter=Q(items__standing=Standing.PENDING))
    visible = versions_visible_to(person, on=on).filter(stage__in=OPEN, plan__organisation__in=working)
    return visible.annotate(pending_count=pending).select_related("plan__organisation").order_by("uploaded_at")


def versions_for_page(person, *, on):
    """Versions with all that a page about one shows."""
    job = Job.objects.filter(kind=READING, subject=OuterRef("pk")).order_by("-pk")
    visible = versions_visible_to(person, on=on).select_related(
        "plan__organisation", "original", "uploaded_by", "adopted_by"
    )
    return visible.annotate(progress=Subquery(job.values("progress")[:1]), tries=Subquery(job.values("tries")[:1]))


def tally(version):
    """How many items of each kind, how many nobody has judged, and how many of these are doubtful; one query."""
    rows = version.items.values("kind").annotate(
        all=Count("pk"),
        pending=Count("pk", filter=Q(standing=Standing.PENDING)),
        doubtful=Count("pk", filter=Q(standing=Standing.PENDING, weight__gt=0)),
        counted=Count("pk", filter=Q(standing__in=COUNTED)),
    )
    found = {row["kind"]: row for row in rows}
    kinds = [(kind, found[kind]) for kind in KINDS if kind in found]
    total = {key: sum(row[key] for row in found.values()) for key in ("all", "pending", "doubtful", "counted")}
    return {"kinds": kinds, "total": total}


def items_to_review(version, kind, *, standing=""):
    """Items of one kind, what nobody has judged and is most doubtful first."""
    items = version.items.filter(kind=kind)
    if standing:
        items = items.filter(standing=standing)
    return items.order_by("-weight", "position")


def rows_of(version):
    """What a version consists of, as ``difference.compare`` takes it."""
    items = version.items.filter(~Q(standing=Standing.REJECTED)).order_by("kind", "position")
    return list(items.values_list("kind", "values", "pk"))


def version_before(version):
    """The adopted version before this one, None for the first."""
    earlier = Version.objects.filter(plan_id=version.plan_id, number__lt=version.number, stage=Stage.ADOPTED)
    return earlier.order_by("-number").first()
