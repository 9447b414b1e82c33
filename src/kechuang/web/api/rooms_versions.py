"""The way of a version: a document taken in, an adjustment proposed, read and audited once more, given up, followed."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form
from ninja.files import UploadedFile

from kechuang.web.api.answering import by, deed
from kechuang.web.api.rooms_plans import (  # an address belongs to one router: that of the list of plans
    ID,
    router,
    seen_version,
)
from kechuang.web.api.sending import bytes_of, only
from kechuang.web.api.shapes import Done, Reasoned
from kechuang.web.indicators import actions as indicators
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.models import Organisation
from kechuang.web.plans import actions, audits
from kechuang.web.plans.access import plans_visible_to
from kechuang.web.tasks import following

DOCUMENT, NEW_TEXT = File(...), File(None)
_LONGEST_REASON, _LONGEST_BASIS = 2_000, 500


@router.post("/plans", response=Done, operation_id="plans-upload")
@deed
def upload(
    request,
    document: UploadedFile = DOCUMENT,
    organisation: int = Form(..., ge=1, le=2**53 - 1, examples=[1]),
):
    """Take in a document as a new plan; it passes the gate and is read in the background."""
    only(request, ["organisation"], "document")
    organisations.require(request.user, "plan.upload", organisation)
    owner = Organisation.objects.get(pk=organisation)
    made = actions.upload(
        bytes_of(document, "document", settings.LARGEST_UPLOAD), name=document.name, organisation=owner, **by(request)
    )
    return {"id": made.pk}


@router.post("/plans/{id}/adjust", response=Done, operation_id="plans-adjust")
@deed
def adjust(
    request,
    id: int = ID,
    document: UploadedFile | None = NEW_TEXT,
    reason: str = Form(..., min_length=1, max_length=_LONGEST_REASON, pattern=r"\S", examples=["Mid-term adjustment"]),
    basis: str = Form(..., min_length=1, max_length=_LONGEST_BASIS, pattern=r"\S", examples=["Minutes 12/2028"]),
):
    """Propose the next version of a plan: from what holds now or, where a document comes along, from a new text."""
    only(request, ["reason", "basis"], "document")
    found = get_object_or_404(plans_visible_to(request.user, on=timezone.localdate()), pk=id)
    organisations.require(request.user, "plan.upload", found.organisation_id)
    why = {"reason": reason.strip(), "basis": basis.strip()}
    if document is None:
        return {"id": actions.propose_adjustment(found, **why, **by(request)).pk}
    place = {"organisation": found.organisation, "plan": found}
    made = actions.upload(
        bytes_of(document, "document", settings.LARGEST_UPLOAD), name=document.name, **place, **why, **by(request)
    )
    return {"id": made.pk}


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
