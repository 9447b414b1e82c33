"""Evaluations: what was frozen and computed, opinions and signatures."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Router
from pydantic import Field, StrictStr

from kechuang.web.api.answering import PAGE, SIZE, by, deed, moment, paged, tagged
from kechuang.web.api.shapes import Done, Given, Page, Plain, Reason, Reasoned, Shown
from kechuang.web.evaluations import actions, queries
from kechuang.web.organisations import access as organisations

router = Router()
ID = Path(..., ge=1, le=2**53 - 1, examples=[1])


class EvaluationRow(Shown):
    """An evaluation of a plan."""

    id: int = Field(examples=[1])
    plan: int = Field(examples=[1])
    kind: str = Field(examples=["midterm"])
    stage: str = Field(examples=["computed"])
    as_of: int = Field(examples=[2028])
    digest: str = Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    begun_at: str = Field(examples=["2028-07-01T09:00:00+08:00"])
    edition: int = Field(examples=[0])


class EvaluationShown(EvaluationRow):
    """With the files that were computed."""

    files: list[Plain] = Field(examples=[[{"name": "report.docx", "sha256": "…"}]])


class Stated(Given):
    """The results one has seen, by their digest."""

    digest: StrictStr = Field(min_length=1, max_length=64, examples=["9f86d081884c7d65"])


class Opined(Stated):
    """A third party's opinion on the results it has seen."""

    text: Reason


@router.get("/evaluations", response=Page[EvaluationRow], operation_id="evaluations-list")
def evaluations(request, page: int = PAGE, size: int = SIZE):
    """Evaluations one may see."""
    organisations.require(request.user, "evaluation.see")
    return paged(queries.evaluations_for_list(request.user), page, size, _evaluation)


@router.get("/evaluations/{id}", response=EvaluationShown, operation_id="evaluations-evaluation")
def evaluation(request, response: HttpResponse, id: int = ID):
    """One evaluation."""
    found = _seen(request, id)
    return tagged(request, response, {**_evaluation(found), "files": queries.files_of(found)})


@router.post("/evaluations/{id}/opinion", response=Done, operation_id="evaluations-opinion")
@deed
def opinion(request, given: Opined, id: int = ID):
    """Give an opinion."""
    actions.give_opinion(_seen(request, id), text=given.text, digest=given.digest, **by(request))
    return _now(request, id)


@router.post("/evaluations/{id}/sign", response=Done, operation_id="evaluations-sign")
@deed
def sign(request, given: Stated, id: int = ID):
    """Sign an evaluation off."""
    actions.sign(_seen(request, id), digest=given.digest, **by(request))
    return _now(request, id)


@router.post("/evaluations/{id}/withdraw", response=Done, operation_id="evaluations-withdraw")
@deed
def withdraw(request, given: Reasoned, id: int = ID):
    """Withdraw an evaluation."""
    actions.withdraw(_seen(request, id), reason=given.reason, **by(request))
    return _now(request, id)


def _seen(request, pk):
    return get_object_or_404(queries.evaluations_for_list(request.user), pk=pk)


def _now(request, pk):
    return {"id": pk, "edition": _seen(request, pk).edition}


def _evaluation(row):
    plain = {name: getattr(row, name) for name in ("kind", "stage", "digest", "edition")}
    return {
        "id": row.pk,
        "plan": row.plan_id,
        "as_of": row.snapshot.as_of,
        **plain,
        "begun_at": moment(row.begun_at),
    }
