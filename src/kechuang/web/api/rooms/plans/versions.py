"""The life of a version: progress of its review, reading and auditing again, adopting or discarding, following."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router
from pydantic import Field

from kechuang.web.api.answering import ID, by, deed
from kechuang.web.api.rooms.plans.plans import VersionRow, version_row
from kechuang.web.api.shapes import Done, Given, Plain, Reasoned, Text
from kechuang.web.indicators import actions as indicators
from kechuang.web.plans import actions, audits, queries
from kechuang.web.plans.models import Version
from kechuang.web.plans.states import Standing
from kechuang.web.tasks import following

router = Router()


class VersionShown(VersionRow):
    """One version: what it says it is and how far its review has come."""

    plan: int = Field(examples=[1])
    identity: Plain = Field(examples=[{"title": "Innovation plan 2026-2030"}])
    reason: str = Field(examples=[""])
    basis: str = Field(examples=[""])
    problem: str = Field(examples=[""])
    items: int = Field(examples=[120])
    waiting: int = Field(examples=[0])


class Adoption(Given):
    """Why a version is adopted though its audit found errors nobody has said anything of."""

    despite: Text = ""


@router.get("/versions/{id}", response=VersionShown, operation_id="plans-version")
def version(request, id: int = ID):
    """One version."""
    found = seen_version(request, id)
    waiting = found.items.filter(standing=Standing.PENDING).count()
    told = {"plan": found.plan_id, "identity": found.identity, "reason": found.reason, "basis": found.basis}
    return {**version_row(found), **told, "problem": found.problem, "items": found.items.count(), "waiting": waiting}


@router.post("/versions/{id}/adopt", response=Done, operation_id="plans-adopt")
@deed
def adopt(request, given: Adoption, id: int = ID):
    """Adopt a reviewed version."""
    actions.adopt(seen_version(request, id), despite=given.despite.strip()[:500], **by(request))
    return {"id": id}


@router.post("/versions/{id}/read-again", response=Done, operation_id="plans-read-again")
@deed
def read_again(request, id: int = ID):
    """Have a version that could not be read read once more."""
    actions.read_again(seen_version(request, id), **by(request))
    return {"id": id}


@router.post("/versions/{id}/discard", response=Done, operation_id="plans-discard")
@deed
def discard(request, given: Reasoned, id: int = ID):
    """Give up a version that was not adopted; it stays on record."""
    actions.discard(seen_version(request, id), reason=given.reason, **by(request))
    return {"id": id}


@router.post("/versions/{id}/audit", response=Done, operation_id="plans-audit")
@deed
def audit(request, id: int = ID):
    """Have a version audited once more, from what holds in review now."""
    audits.audit_again(seen_version(request, id), **by(request))
    return {"id": id}


@router.post("/versions/{id}/follow-indicators", response=Done, operation_id="plans-follow-indicators")
@deed
def follow_indicators(request, id: int = ID):
    """Follow the indicators of an adopted version; answers how many."""
    return {"id": id, "changed": len(indicators.follow_plan(seen_version(request, id), **by(request)))}


@router.post("/versions/{id}/follow-tasks", response=Done, operation_id="plans-follow-tasks")
@deed
def follow_tasks(request, id: int = ID):
    """Follow the tasks and projects of the newest adopted version; answers how many are new, changed or gone."""
    return {"id": id, "changed": sum(following.follow_plan(seen_version(request, id), **by(request)))}


def seen_version(request, pk) -> Version:
    """The version, where one may see it."""
    return get_object_or_404(queries.versions_for_page(request.user, on=timezone.localdate()), pk=pk)
