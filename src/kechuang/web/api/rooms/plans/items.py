"""What a version says, item by item, and its review: items accepted, corrected, struck and added (补录)."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field, StrictInt, StrictStr

from kechuang.web.api.answering import ID, PAGE, SIZE, by, deed, paged, tagged
from kechuang.web.api.problems import Problem
from kechuang.web.api.rooms.plans.versions import seen_version
from kechuang.web.api.shapes import Done, Edited, Given, Key, Page, Plain, Reason, Shown, Text
from kechuang.web.plans import reviewing
from kechuang.web.plans.access import items_visible_to
from kechuang.web.plans.fields import FIELDS, Unfit, parse
from kechuang.web.plans.states import KINDS, Standing
from kechuang.web.words import say

router = Router()
_FARTHEST = 2**31 - 1


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


class ItemGiven(Given):
    """What was missed, and where it stands. ``quote`` is what stands there: where given, it has to."""

    kind: StrictStr = Field(pattern=f"^(?:{'|'.join(KINDS)})$", examples=["commitments"])
    start: StrictInt = Field(ge=0, le=_FARTHEST, examples=[120])
    end: StrictInt = Field(ge=1, le=_FARTHEST, examples=[150])
    quote: StrictStr = Field(default="", max_length=10_000, examples=["R&D spending reaches 2 billion yuan"])
    values: dict[StrictStr, StrictStr] = Field(min_length=1, max_length=20, examples=[{"measure": "R&D spending"}])
    reason: Text = ""


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
        found, _values_of(found.kind, given.values), reason=given.reason, edition=given.edition, **by(request)
    )
    return _now(request, id)


@router.post("/versions/{id}/items", response=Done, operation_id="plans-add")
@deed
def add(request, given: ItemGiven, id: int = ID):
    """Add an item that was missed; answers its id."""
    found = seen_version(request, id)
    reviewing.access.require(request.user, "plan.review", found)
    if given.quote and found.original.text[given.start : given.end] != given.quote:
        raise Problem(422, "not-in-document", where="body.quote")
    values = _values_of(given.kind, given.values, whole=True)
    place = {"start": given.start, "end": given.end, "reason": given.reason.strip()[:500]}
    return {"id": reviewing.add(found, given.kind, values, **place, **by(request)).pk}


def _values_of(kind, texts, *, whole=False):
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


def _seen_item(request, pk):
    return get_object_or_404(items_visible_to(request.user, on=timezone.localdate()), pk=pk)


def _now(request, pk):
    return {"id": pk, "edition": _seen_item(request, pk).edition}


def _item(row):
    names = ("kind", "standing", "values", "quote", "line", "page", "edition", "weight")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}
