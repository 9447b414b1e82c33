"""The text of a version, what the reading may have missed in it, and adding that at the place it stands (补录)."""

from ninja import Query
from pydantic import Field, StrictInt, StrictStr

from kechuang.web.api.answering import PAGE, SIZE, by, deed, paged
from kechuang.web.api.problems import Problem
from kechuang.web.api.rooms_plans import ID, router, seen_version, values_of
from kechuang.web.api.shapes import Done, Given, Page, Shown, Text
from kechuang.web.plans import reviewing
from kechuang.web.plans.states import KINDS

_A_PIECE = 20_000
_FARTHEST = 2**31 - 1


class Passage(Shown):
    """A piece of the text, from ``start`` to before ``end`` of ``length`` characters (Unicode code points)."""

    start: int = Field(examples=[0])
    end: int = Field(examples=[14])
    length: int = Field(examples=[14])
    text: str = Field(examples=["High-tech firms"])


class MissedRow(Shown):
    """A sentence with a number that no item rests on."""

    start: int = Field(examples=[120])
    end: int = Field(examples=[150])
    line: int = Field(examples=[42])
    page: int | None = Field(examples=[None])
    text: str = Field(examples=["R&D spending reaches 2 billion yuan"])


class ItemGiven(Given):
    """What was missed, and where it stands. ``quote`` is what stands there: where given, it has to."""

    kind: StrictStr = Field(pattern=f"^(?:{'|'.join(KINDS)})$", examples=["commitments"])
    start: StrictInt = Field(ge=0, le=_FARTHEST, examples=[120])
    end: StrictInt = Field(ge=1, le=_FARTHEST, examples=[150])
    quote: StrictStr = Field(default="", max_length=10_000, examples=["R&D spending reaches 2 billion yuan"])
    values: dict[StrictStr, StrictStr] = Field(min_length=1, max_length=20, examples=[{"measure": "R&D spending"}])
    reason: Text = ""


@router.get("/versions/{id}/text", response=Passage, operation_id="plans-text")
def text(
    request,
    id: int = ID,
    start: int = Query(0, ge=0, le=_FARTHEST, examples=[0]),
    size: int = Query(_A_PIECE, ge=1, le=100_000, examples=[_A_PIECE]),
):
    """A piece of the text that was read; items name their places in it."""
    whole = seen_version(request, id).original.text
    piece = whole[start : start + size]
    return {"start": start, "end": start + len(piece), "length": len(whole), "text": piece}


@router.get("/versions/{id}/missed", response=Page[MissedRow], operation_id="plans-missed")
def missed(request, id: int = ID, page: int = PAGE, size: int = SIZE):
    """What the reading may have missed."""
    return paged(seen_version(request, id).missed, page, size, _missed)


@router.post("/versions/{id}/items", response=Done, operation_id="plans-add")
@deed
def add(request, given: ItemGiven, id: int = ID):
    """Add an item that was missed; answers its id."""
    found = seen_version(request, id)
    reviewing.access.require(request.user, "plan.review", found)
    if given.quote and found.original.text[given.start : given.end] != given.quote:
        raise Problem(422, "not-in-document", where="body.quote")
    values = values_of(given.kind, given.values, whole=True)
    place = {"start": given.start, "end": given.end, "reason": given.reason.strip()[:500]}
    return {"id": reviewing.add(found, given.kind, values, **place, **by(request)).pk}


def _missed(row):
    return {name: row[name] for name in ("start", "end", "line", "page", "text")}
