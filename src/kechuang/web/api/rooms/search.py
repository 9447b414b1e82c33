"""Search across the rooms."""

from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from kechuang.web.api.answering import PAGE, SIZE, paged
from kechuang.web.api.shapes import Page, Shown
from kechuang.web.overview.finding import KINDS, find

router = Router()


class HitRow(Shown):
    """Something that fits a search."""

    kind: str = Field(examples=["indicator"])
    id: str = Field(examples=["1"])
    title: str = Field(examples=["High-tech enterprises"])
    page: str = Field(examples=["/indicators/1/"])


@router.get("/search", response=Page[HitRow], operation_id="search")
def search(
    request,
    q: str = Query(..., min_length=1, max_length=200, examples=["High-tech enterprises"]),
    kind: str = Query("", pattern=f"^(?:{'|'.join(KINDS)})?$", examples=["indicator"]),
    page: int = PAGE,
    size: int = SIZE,
):
    """What fits, of what one may see, the best first."""
    return paged(find(request.user, q, on=timezone.localdate(), kind=kind), page, size, _hit)


def _hit(row):
    return {"kind": row.kind, "id": str(row.subject), "title": row.title, "page": KINDS[row.kind].address(row.subject)}
