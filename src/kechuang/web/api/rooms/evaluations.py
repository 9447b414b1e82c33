"""Evaluations: beginning one on a frozen snapshot, what was computed, opinions and signatures; recipes of indices."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from ninja import Path, Router
from pydantic import Field, StrictInt, StrictStr

from kechuang.web.api.answering import ID, PAGE, SIZE, by, deed, moment, paged, tagged
from kechuang.web.api.sending import ANY, answers_file
from kechuang.web.api.shapes import Done, Given, Key, Page, Plain, Reason, Reasoned, Shown
from kechuang.web.evaluations import actions, queries
from kechuang.web.evaluations.access import recipes_visible_to
from kechuang.web.evaluations.states import Kind
from kechuang.web.organisations import access as organisations
from kechuang.web.plans.access import versions_visible_to

router = Router()
NAME = Path(..., min_length=1, max_length=100, examples=["report.docx"])


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
    """With the files that were computed, what was said of them, and why there are none."""

    problem: str = Field(examples=[""])
    opinions: list[Plain] = Field(examples=[[{"text": "Agreed", "seen": "9f86d081884c7d65", "sha256": "…"}]])
    signed_at: str | None = Field(examples=[None])
    files: list[Plain] = Field(examples=[[{"name": "report.docx", "sha256": "…"}]])


class RecipeRow(Shown):
    """A version of a recipe of an index."""

    id: int = Field(examples=[1])
    organisation: int = Field(examples=[1])
    name: str = Field(examples=["county_innovation"])
    number: int = Field(examples=[1])
    title: str = Field(examples=["County innovation index"])
    sha256: str = Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    at: str = Field(examples=["2028-07-01T09:00:00+08:00"])


class RecipeShown(RecipeRow):
    """With its text."""

    text: str = Field(examples=["title: …"])


class Beginning(Given):
    """Which version is evaluated, when in its period, up to which year, by which recipe."""

    version: Key
    kind: Kind = Field(examples=["midterm"])
    as_of: StrictInt = Field(ge=1990, le=2100, examples=[2028])
    recipe: Key | None = None


class RecipeGiven(Given):
    """The next version of a recipe of one's own organisation."""

    name: StrictStr = Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_-]+$", examples=["county_innovation"])
    text: StrictStr = Field(min_length=1, max_length=100_000, examples=["title: …"])
    reason: Reason


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
    signature = getattr(found, "signature", None)
    said = list(found.opinions.order_by("pk").values("text", "seen", "sha256"))
    told = {"problem": found.problem, "opinions": said, "signed_at": moment(signature.at) if signature else None}
    return tagged(request, response, {**_evaluation(found), "files": queries.files_of(found), **told})


@router.get("/evaluations/{id}/files/{name}", operation_id="evaluations-file", openapi_extra=answers_file(ANY))
def file(request, id: int = ID, name: StrictStr = NAME):
    """A file of the results; that it was taken is written down."""
    found = _seen(request, id)
    result = get_object_or_404(found.results, name=name)
    actions.taken_away(found, result, **by(request))
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(bytes(result.content), content_type=result.media_type, headers=headers)


@router.post("/evaluations", response=Done, operation_id="evaluations-begin")
@deed
def begin(request, given: Beginning):
    """Freeze the facts of an adopted version, and have them judged in the background."""
    organisations.require(request.user, "evaluation.run")
    version = get_object_or_404(versions_visible_to(request.user, on=timezone.localdate()), pk=given.version)
    recipe = get_object_or_404(recipes_visible_to(request.user), pk=given.recipe) if given.recipe else None
    about = {"kind": given.kind.value, "as_of": given.as_of, "recipe": recipe}
    return {"id": actions.begin(version, **about, **by(request)).pk, "edition": 0}


@router.post("/evaluations/{id}/compute-again", response=Done, operation_id="evaluations-again")
@deed
def again(request, id: int = ID):
    """Compute once more what could not be computed."""
    actions.compute_again(_seen(request, id), **by(request))
    return _now(request, id)


@router.get("/recipes", response=Page[RecipeRow], operation_id="evaluations-recipes")
def recipes(request, page: int = PAGE, size: int = SIZE):
    """Every version of every recipe one may see."""
    organisations.require(request.user, "evaluation.see")
    return paged(recipes_visible_to(request.user).order_by("name", "-number", "pk"), page, size, _recipe)


@router.get("/recipes/{id}", response=RecipeShown, operation_id="evaluations-recipe")
def recipe(request, id: int = ID):
    """One version of a recipe, word for word."""
    found = get_object_or_404(recipes_visible_to(request.user), pk=id)
    return {**_recipe(found), "text": found.text}


@router.post("/recipes", response=Done, operation_id="evaluations-keep-recipe")
@deed
def keep_recipe(request, given: RecipeGiven):
    """Keep the next version of a recipe."""
    kept = actions.keep_recipe(request.user.organisation, **given.model_dump(), **by(request))
    return {"id": kept.pk}


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


def _recipe(row):
    plain = {name: getattr(row, name) for name in ("name", "number", "title", "sha256")}
    return {"id": row.pk, "organisation": row.organisation_id, **plain, "at": moment(row.at)}
