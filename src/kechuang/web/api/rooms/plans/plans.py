"""Plans: the list, uploading a document as a new plan, and proposing an adjustment (调整) to one."""

from django.conf import settings
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, Router
from ninja.files import UploadedFile
from pydantic import Field

from kechuang.web.api.answering import ID, PAGE, SIZE, by, deed, moment, paged
from kechuang.web.api.sending import bytes_of, only
from kechuang.web.api.shapes import Done, Page, Shown
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.models import Organisation
from kechuang.web.plans import actions
from kechuang.web.plans.access import plans_visible_to, versions_visible_to

router = Router()
DOCUMENT, NEW_TEXT = File(...), File(None)
_LONGEST_REASON, _LONGEST_BASIS = 2_000, 500


class VersionRow(Shown):
    """A version in a list."""

    id: int = Field(examples=[1])
    number: int = Field(examples=[1])
    stage: str = Field(examples=["adopted"])
    adopted_at: str | None = Field(examples=["2026-03-01T09:00:00+08:00"])


class PlanRow(Shown):
    """A plan with the versions one may look at."""

    id: int = Field(examples=[1])
    title: str = Field(examples=["Innovation plan 2026-2030"])
    organisation: int = Field(examples=[1])
    versions: list[VersionRow]


@router.get("/plans", response=Page[PlanRow], operation_id="plans-list")
def plans(request, page: int = PAGE, size: int = SIZE):
    """Plans one may see."""
    organisations.require(request.user, "plan.see")
    seen = versions_visible_to(request.user, on=timezone.localdate()).order_by("-number")
    found = plans_visible_to(request.user, on=timezone.localdate()).order_by("pk")
    return paged(found.prefetch_related(Prefetch("versions", seen, to_attr="shown")), page, size, _plan)


@router.get("/plans/{id}", response=PlanRow, operation_id="plans-plan")
def plan(request, id: int = ID):
    """One plan."""
    seen = versions_visible_to(request.user, on=timezone.localdate()).order_by("-number")
    found = plans_visible_to(request.user, on=timezone.localdate())
    return _plan(get_object_or_404(found.prefetch_related(Prefetch("versions", seen, to_attr="shown")), pk=id))


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


def _plan(row):
    versions = [version_row(one) for one in row.shown]
    return {"id": row.pk, "title": row.title, "organisation": row.organisation_id, "versions": versions}


def version_row(one):
    """A version as a list shows it."""
    return {"id": one.pk, "number": one.number, "stage": one.stage, "adopted_at": moment(one.adopted_at)}
