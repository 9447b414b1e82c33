"""Releases: what the public may see, and taking it back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Router
from pydantic import Field

from kechuang.web.api.answering import PAGE, SIZE, by, deed, moment, paged
from kechuang.web.api.shapes import Done, Page, Plain, Reasoned, Shown
from kechuang.web.organisations import access as organisations
from kechuang.web.publication import actions, queries

router = Router()
ID = Path(..., ge=1, le=2**53 - 1, examples=[1])


class ReleaseRow(Shown):
    """A release."""

    id: int = Field(examples=[1])
    plan: int = Field(examples=[1])
    slug: str = Field(examples=["510000-2026-2030"])
    number: int = Field(examples=[1])
    kind: str = Field(examples=["plan"])
    reason: str = Field(examples=["First release"])
    at: str = Field(examples=["2028-09-01T09:00:00+08:00"])
    withdrawn_at: str | None = Field(examples=[None])


class ReleaseShown(ReleaseRow):
    """With its files."""

    files: list[Plain] = Field(examples=[[{"name": "progress.csv", "media_type": "text/csv", "size": 1024}]])


@router.get("/releases", response=Page[ReleaseRow], operation_id="publication-list")
def releases(request, page: int = PAGE, size: int = SIZE):
    """Releases one may see."""
    organisations.require(request.user, "publication.see")
    return paged(queries.releases_for_list(request.user), page, size, _release)


@router.get("/releases/{id}", response=ReleaseShown, operation_id="publication-release")
def release(request, response: HttpResponse, id: int = ID):
    """One release."""
    found = _seen(request, id)
    files = list(found.files.order_by("name").values("name", "media_type", "size"))
    return {**_release(found), "files": files}


@router.post("/releases/{id}/withdraw", response=Done, operation_id="publication-withdraw")
@deed
def withdraw(request, given: Reasoned, id: int = ID):
    """Take a release back."""
    actions.withdraw(_seen(request, id), reason=given.reason, **by(request))
    return {"id": id}


def _seen(request, pk):
    return get_object_or_404(queries.releases_for_list(request.user), pk=pk)


def _release(row):
    withdrawal = getattr(row, "withdrawal", None)
    return {
        "id": row.pk,
        "plan": row.publication.plan_id,
        "slug": row.publication.slug,
        "number": row.number,
        "kind": row.kind,
        "reason": row.reason,
        "at": moment(row.at),
        "withdrawn_at": moment(withdrawal.at) if withdrawal else None,
    }
