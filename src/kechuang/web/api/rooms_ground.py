"""Who one is, organisations, notices, search, and the journal."""

import json

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import Field

from kechuang.web.api.answering import PAGE, SIZE, deed, moment, paged
from kechuang.web.api.shapes import Done, Page, Plain, Shown
from kechuang.web.journal.models import Entry
from kechuang.web.journal.queries import day_of, entries_matching
from kechuang.web.notices import actions as notices_actions
from kechuang.web.notices.queries import notices_of
from kechuang.web.organisations import access as organisations_access
from kechuang.web.overview.finding import KINDS, find
from kechuang.web.words import say

router = Router()
ID = Path(..., ge=1, le=2**53 - 1, examples=[1])
WORDS = {"max_length": 100, "examples": [""]}


class Me(Shown):
    """Whom the token acts for, and what it leaves."""

    username: str = Field(examples=["planner"])
    organisation: int = Field(examples=[1])
    verbs: list[str] = Field(examples=[["plan.see"]])
    within: int = Field(examples=[1])
    expires_at: str = Field(examples=["2027-03-01T09:00:00+08:00"])


class OrganisationRow(Shown):
    """An organisation."""

    id: int = Field(examples=[1])
    code: str = Field(examples=["510000"])
    name: str = Field(examples=["Bureau of science and technology"])
    kind: str = Field(examples=["bureau"])


class NoticeRow(Shown):
    """Something one was told."""

    id: int = Field(examples=[1])
    text: str = Field(examples=["Please file by 31 January"])
    level: str = Field(examples=["green"])
    queued_at: str = Field(examples=["2027-01-05T09:00:00+08:00"])
    read_at: str | None = Field(examples=[None])


class HitRow(Shown):
    """Something that fits a search."""

    kind: str = Field(examples=["indicator"])
    id: str = Field(examples=["1"])
    title: str = Field(examples=["High-tech enterprises"])
    page: str = Field(examples=["/indicators/1/"])


class EntryRow(Shown):
    """An entry of the journal."""

    number: int = Field(examples=[1])
    at: str = Field(examples=["2027-01-05T01:00:00.000000+00:00"])
    actor: str = Field(examples=["planner"])
    origin: str = Field(examples=["10.0.0.8"])
    deed: str = Field(examples=["plan.adopted"])
    kind: str = Field(examples=["version"])
    subject: str = Field(examples=["1"])
    label: str = Field(examples=["Innovation plan v1"])
    before: Plain | list | None = Field(examples=[None])
    after: Plain | list | None = Field(examples=[{"number": 1}])
    reason: str = Field(examples=[""])
    leaf: str = Field(examples=["5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"])


@router.get("/me", response=Me, operation_id="me")
def me(request):
    """Whom the token acts for."""
    token = request.token
    return {
        "username": request.user.username,
        "organisation": request.user.organisation_id,
        "verbs": token.verbs,
        "within": token.organisation_id,
        "expires_at": moment(token.expires_at),
    }


@router.get("/organisations", response=Page[OrganisationRow], operation_id="organisations-list")
def organisations(request, page: int = PAGE, size: int = SIZE):
    """Organisations one may see."""
    return paged(
        organisations_access.organisations_visible_to(request.user).order_by("code"), page, size, _organisation
    )


@router.get("/notices", response=Page[NoticeRow], operation_id="notices-list")
def notices(request, unread: bool = Query(False, examples=[False]), page: int = PAGE, size: int = SIZE):
    """What one was told, the newest first."""
    return paged(notices_of(request.user, unread=unread), page, size, _notice)


@router.post("/notices/{id}/read", response=Done, operation_id="notices-read")
@deed
def read(request, id: int = ID):
    """Note that a notice was read."""
    get_object_or_404(notices_of(request.user), pk=id)
    return {"id": id, "changed": notices_actions.mark_read(request.user, notices=[id], at=timezone.now())}


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


@router.get("/journal", response=Page[EntryRow], operation_id="journal-list")
def journal(
    request,
    actor: str = Query("", **WORDS),
    deed: str = Query("", **WORDS),
    day: str = Query("", pattern=r"^(?:\d{4}-\d{2}-\d{2})?$", examples=["2027-01-05"]),
    page: int = PAGE,
    size: int = SIZE,
):
    """Entries of the journal, the newest first."""
    organisations_access.require(request.user, "journal.read")
    on = day_of(day)
    found = entries_matching(actors=[actor] if actor else [], deed=deed, since=on, until=on)
    return paged(found.none() if day and on is None else found, page, size, _entry)


@router.get("/journal/{id}", response=EntryRow, operation_id="journal-entry")
def entry(request, id: int = ID):
    """One entry."""
    organisations_access.require(request.user, "journal.read")
    return _entry(get_object_or_404(Entry, number=id))


def _organisation(row):
    return {"id": row.pk, "code": row.code, "name": row.name, "kind": row.kind}


def _notice(row):
    told = {"text": say(f"notice.{row.key}", **row.details), "level": row.level}
    return {"id": row.pk, **told, "queued_at": moment(row.queued_at), "read_at": moment(row.read_at)}


def _hit(row):
    return {"kind": row.kind, "id": str(row.subject), "title": row.title, "page": KINDS[row.kind].address(row.subject)}


def _entry(row):
    plain = ("number", "at", "actor", "origin", "deed", "kind", "subject", "label", "reason", "leaf")
    pair = {name: json.loads(getattr(row, name)) if getattr(row, name) else None for name in ("before", "after")}
    return {**{name: getattr(row, name) for name in plain}, **pair}
