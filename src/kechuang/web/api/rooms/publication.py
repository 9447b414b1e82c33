"""Releases: making a plan, its progress or an evaluation public (发布), and withdrawing it (撤回)."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router
from pydantic import Field, StrictBool, StrictStr

from kechuang.web.api.answering import ID, PAGE, SIZE, by, deed, moment, paged
from kechuang.web.api.shapes import Done, Key, Page, Plain, Reasoned, Shown
from kechuang.web.evaluations.queries import evaluations_for_list
from kechuang.web.organisations import access as organisations
from kechuang.web.plans.access import versions_visible_to
from kechuang.web.publication import actions, queries
from kechuang.web.publication.states import Kind

router = Router()


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


class EvaluationReleased(Reasoned):
    """Why an evaluation is made public, with or without the counties, under which address where it has none yet."""

    counties: StrictBool = Field(default=False, examples=[False])
    slug: StrictStr = Field(
        default="", max_length=60, pattern=r"^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$", examples=["510000-2026-2030"]
    )


class PlanReleased(EvaluationReleased):
    """Which adopted version is made public: what it says, or how it goes."""

    version: Key
    kind: StrictStr = Field(pattern=f"^(?:{Kind.PLAN}|{Kind.PROGRESS})$", examples=["progress"])


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


@router.post("/releases", response=Done, operation_id="publication-make")
@deed
def make(request, given: PlanReleased):
    """Release a plan, or how it goes."""
    organisations.require(request.user, "publication.release")
    version = get_object_or_404(versions_visible_to(request.user, on=timezone.localdate()), pk=given.version)
    made = actions.release(version, **given.model_dump(exclude={"version"}), base=_base(request), **by(request))
    return {"id": made.pk}


@router.post("/evaluations/{id}/release", response=Done, operation_id="publication-evaluation")
@deed
def make_evaluation(request, given: EvaluationReleased, id: int = ID):
    """Release a signed evaluation with its report and the third party's opinion."""
    found = get_object_or_404(evaluations_for_list(request.user), pk=id)
    made = actions.release_evaluation(found, **given.model_dump(), base=_base(request), **by(request))
    return {"id": made.pk}


@router.post("/releases/{id}/withdraw", response=Done, operation_id="publication-withdraw")
@deed
def withdraw(request, given: Reasoned, id: int = ID):
    """Take a release back."""
    actions.withdraw(_seen(request, id), reason=given.reason, **by(request))
    return {"id": id}


def _seen(request, pk):
    return get_object_or_404(queries.releases_for_list(request.user), pk=pk)


def _base(request):
    return settings.SITE_ADDRESS or request.build_absolute_uri("/")


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
