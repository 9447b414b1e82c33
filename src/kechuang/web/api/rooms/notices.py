"""Notices (通知): one's own, and marking one as read."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from kechuang.web.api.answering import ID, PAGE, SIZE, deed, moment, paged
from kechuang.web.api.shapes import Done, Page, Shown
from kechuang.web.notices import actions
from kechuang.web.notices.queries import notices_of
from kechuang.web.words import say

router = Router()


class NoticeRow(Shown):
    """Something one was told."""

    id: int = Field(examples=[1])
    text: str = Field(examples=["Please file by 31 January"])
    level: str = Field(examples=["green"])
    queued_at: str = Field(examples=["2027-01-05T09:00:00+08:00"])
    read_at: str | None = Field(examples=[None])


@router.get("/notices", response=Page[NoticeRow], operation_id="notices-list")
def notices(request, unread: bool = Query(False, examples=[False]), page: int = PAGE, size: int = SIZE):
    """What one was told, the newest first."""
    return paged(notices_of(request.user, unread=unread), page, size, _notice)


@router.post("/notices/{id}/read", response=Done, operation_id="notices-read")
@deed
def read(request, id: int = ID):
    """Note that a notice was read."""
    get_object_or_404(notices_of(request.user), pk=id)
    return {"id": id, "changed": actions.mark_read(request.user, notices=[id], at=timezone.now())}


def _notice(row):
    told = {"text": say(f"notice.{row.key}", **row.details), "level": row.level}
    return {"id": row.pk, **told, "queued_at": moment(row.queued_at), "read_at": moment(row.read_at)}
