"""Plans, their versions, items and findings."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import Field, StrictStr

from kechuang.web.api.answering import PAGE, SIZE, by, deed, moment, paged, tagged
from kechuang.web.api.problems import Problem
from kechuang.web.api.shapes import Done, Edited, Given, Key, Page, Plain, Reason, Shown, Text
from kechuang.web.organisations import access as organisations
from kechuang.web.plans import actions, audits, queries, reviewing
from kechuang.web.plans.access import findings_visible_to, items_visible_to, plans_visible_to, versions_visible_to
from kechuang.web.plans.fields import FIELDS, Unfit, parse
from kechuang.web.plans.findings import findings_of
from kechuang.web.plans.models import Version
from kechuang.web.plans.states import KINDS, Standing, Status, Verdict
from kechuang.web.words import say

router = Router()
ID = Path(..., ge=1, le=2**53 - 1, examples=[1])


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


class VersionShown(VersionRow):
    """One version: what it says it is and how far its review has come."""

    plan: int = Field(examples=[1])
    identity: Plain = Field(examples=[{"title": "Innovation plan 2026-2030"}])
    reason: str = Field(examples=[""])
    basis: str = Field(examples=[""])
    problem: str = Field(examples=[""])
    items: int = Field(examples=[120])
    waiting: int = Field(examples=[0])


class ItemRow(Shown):
    """One thing a plan says, and where."""

    id: int = Field(examples=[1])
    kind: str = Field(examples=["indicators"])
    standing: str = Field(examples=["pending"])
    values: Plain = Field(examples=[{"name": "High-tech enterprises"}])
    quote: str = Field(examples=["High-tech enterprises"])
    line: int = Field(examples=[42])
    page: int | None = Field(examples=[None])
    edition: int = Field(examples=[0])
    weight: int = Field(examples=[0])


class FindingRow(Shown):
    """One thing that does not add up."""

    id: int = Field(examples=[1])
    mark: str = Field(examples=["14106a82c32efa99"])
    rule: str = Field(examples=["restated.past"])
    severity: str = Field(examples=["error"])
    arithmetic: str = Field(examples=["22.57% ≠ 22.65%"])
    details: Plain = Field(examples=[{"measure": "Share"}])
    sources: list[Plain] = Field(examples=[[{"line": 44, "text": "22.57"}]])
    status: str = Field(examples=["open"])
    reason: str = Field(examples=[""])


class Items(Given):
    """Items to accept."""

    items: list[Key] = Field(min_length=1, max_length=500)


class Rejection(Edited):
    """Why an item is struck."""

    reason: Reason


class Correction(Edited):
    """Other values by path (``target.value``), as texts, and why."""

    values: dict[StrictStr, StrictStr] = Field(
        min_length=1, max_length=20, examples=[{"name": "High-tech enterprises"}]
    )
    reason: Reason


class Adoption(Given):
    """Why a version is adopted though its audit found errors nobody has said anything of."""

    despite: Text = ""


class Label(Given):
    """What is said of a finding."""

    verdict: Verdict = Field(examples=["accepted"])
    reason: Text = ""


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


@router.get("/versions/{id}", response=VersionShown, operation_id="plans-version")
def version(request, id: int = ID):
    """One version."""
    found = seen_version(request, id)
    waiting = found.items.filter(standing=Standing.PENDING).count()
    told = {"plan": found.plan_id, "identity": found.identity, "reason": found.reason, "basis": found.basis}
    return {**_row(found), **told, "problem": found.problem, "items": found.items.count(), "waiting": waiting}


@router.get("/versions/{id}/items", response=Page[ItemRow], operation_id="plans-items")
def items(
    request,
    id: int = ID,
    kind: str = Query("", pattern=f"^(?:{'|'.join(KINDS)})?$", examples=["indicators"]),
    standing: str = Query("", pattern=f"^(?:{'|'.join(Standing)})?$", examples=["pending"]),
    page: int = PAGE,
    size: int = SIZE,
):
    """What a version says, item by item."""
    found = items_visible_to(request.user, on=timezone.localdate()).filter(version=seen_version(request, id))
    found = found.filter(kind=kind) if kind else found
    found = found.filter(standing=standing) if standing else found
    return paged(found.order_by("kind", "position", "pk"), page, size, _item)


@router.get("/items/{id}", response=ItemRow, operation_id="plans-item")
def item(request, response: HttpResponse, id: int = ID):
    """One item."""
    return tagged(request, response, _item(_seen_item(request, id)))


@router.get("/versions/{id}/findings", response=Page[FindingRow], operation_id="plans-findings")
def findings(
    request,
    id: int = ID,
    status: str = Query("", pattern=f"^(?:{'|'.join(Status)})?$", examples=["open"]),
    page: int = PAGE,
    size: int = SIZE,
):
    """What the audit found in a version, and what was said of it."""
    version = seen_version(request, id)
    organisations.require(request.user, "plan.see-draft", version.plan.organisation_id)
    return paged([one for one in findings_of(version) if status in ("", one.status)], page, size, _finding)


@router.post("/versions/{id}/accept", response=Done, operation_id="plans-accept")
@deed
def accept(request, given: Items, id: int = ID):
    """Accept items as they were read."""
    changed = reviewing.accept(seen_version(request, id), given.items, **by(request))
    return {"id": id, "changed": changed}


@router.post("/items/{id}/reject", response=Done, operation_id="plans-reject")
@deed
def reject(request, given: Rejection, id: int = ID):
    """Strike an item the plan does not say."""
    reviewing.reject(_seen_item(request, id), reason=given.reason, edition=given.edition, **by(request))
    return _now(request, id)


@router.post("/items/{id}/put-back", response=Done, operation_id="plans-put-back")
@deed
def put_back(request, given: Edited, id: int = ID):
    """Undo what was said of an item."""
    reviewing.put_back(_seen_item(request, id), edition=given.edition, **by(request))
    return _now(request, id)


@router.post("/items/{id}/correct", response=Done, operation_id="plans-correct")
@deed
def correct(request, given: Correction, id: int = ID):
    """Put other values in place of what was read."""
    found = _seen_item(request, id)
    reviewing.correct(
        found, values_of(found.kind, given.values), reason=given.reason, edition=given.edition, **by(request)
    )
    return _now(request, id)


@router.post("/versions/{id}/adopt", response=Done, operation_id="plans-adopt")
@deed
def adopt(request, given: Adoption, id: int = ID):
    """Adopt a reviewed version."""
    actions.adopt(seen_version(request, id), despite=given.despite.strip()[:500], **by(request))
    return {"id": id}


@router.post("/findings/{id}/label", response=Done, operation_id="plans-label")
@deed
def label(request, given: Label, id: int = ID):
    """Say of a finding that it is accepted, a false alarm, mended, or to be looked at again."""
    found = get_object_or_404(findings_visible_to(request.user, on=timezone.localdate()), pk=id)
    audits.label(found, verdict=given.verdict, reason=given.reason.strip(), **by(request))
    return {"id": id}


def values_of(kind, texts, *, whole=False):
    """The values that texts by path stand for; ``whole`` where every field of the kind is asked for. Names every one that does
    not fit.
    """
    fields = {field.path: field for field in FIELDS.get(kind, ())}
    errors = [_error(path, "unfit") for path in texts if path not in fields]
    values = {}
    for path in fields if whole else [path for path in texts if path in fields]:
        try:
            values[path] = parse(fields[path], texts.get(path, ""))
        except Unfit as unfit:
            errors.append(_error(path, unfit.code))
    if errors:
        raise Problem(422, "unfit", where=errors[0]["where"], errors=errors)
    return values


def _error(path, code):
    what = say("api.wrong.extra-forbidden") if code == "unfit" else say(code)
    return {"where": f"body.values.{path}"[:300], "what": what, "code": code}


def seen_version(request, pk) -> Version:
    """The version, where one may see it."""
    return get_object_or_404(queries.versions_for_page(request.user, on=timezone.localdate()), pk=pk)


def _seen_item(request, pk):
    return get_object_or_404(items_visible_to(request.user, on=timezone.localdate()), pk=pk)


def _now(request, pk):
    return {"id": pk, "edition": _seen_item(request, pk).edition}


def _plan(row):
    versions = [_row(one) for one in row.shown]
    return {"id": row.pk, "title": row.title, "organisation": row.organisation_id, "versions": versions}


def _row(one):
    return {"id": one.pk, "number": one.number, "stage": one.stage, "adopted_at": moment(one.adopted_at)}


def _item(row):
    names = ("kind", "standing", "values", "quote", "line", "page", "edition", "weight")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


def _finding(one):
    names = ("mark", "rule", "severity", "arithmetic", "details", "sources")
    said = {"status": one.status, "reason": one.label.reason if one.label else ""}
    return {"id": one.row.pk, **{name: getattr(one.row, name) for name in names}, **said}
