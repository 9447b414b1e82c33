"""The text of a version, and what the reading may have missed in it."""

from ninja import Query, Router
from pydantic import Field

from kechuang.web.api.answering import ID, PAGE, SIZE, paged
from kechuang.web.api.rooms.plans.versions import seen_version
from kechuang.web.api.shapes import Page, Shown

router = Router()
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


def _missed(row):
    return {name: row[name] for name in ("start", "end", "line", "page", "text")}
