"""The journal: its entries, and the row changes that triggers recorded."""

import json

from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field

from kechuang.web.api.answering import ID, PAGE, SIZE, paged
from kechuang.web.api.shapes import Page, Plain, Shown
from kechuang.web.journal.models import Entry
from kechuang.web.journal.queries import day_of, entries_matching
from kechuang.web.journal.rows import changes_matching
from kechuang.web.journal.telling import values_of
from kechuang.web.organisations import access

router = Router()
WORDS = {"max_length": 100, "examples": [""]}


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


class ChangeRow(Shown):
    """A change of a row. ``entry`` is the entry of the journal that binds it, null for none."""

    id: int = Field(examples=[1])
    at: str = Field(examples=["2027-01-05T01:00:00.000000+00:00"])
    table: str = Field(examples=["collection_cell"])
    key: str = Field(examples=["17"])
    done: str = Field(examples=["changed"])
    before: Plain | None = Field(examples=[{"value": 12.5}])
    after: Plain | None = Field(examples=[{"value": 99}])
    entry: int | None = Field(examples=[1])
    outside: bool = Field(examples=[False])


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
    access.require(request.user, "journal.read")
    on = day_of(day)
    found = entries_matching(actors=[actor] if actor else [], deed=deed, since=on, until=on)
    return paged(found.none() if day and on is None else found, page, size, _entry)


@router.get("/journal/{id}", response=EntryRow, operation_id="journal-entry")
def entry(request, id: int = ID):
    """One entry."""
    access.require(request.user, "journal.read")
    return _entry(get_object_or_404(Entry, number=id))


@router.get("/row-changes", response=Page[ChangeRow], operation_id="row-changes-list")
def changes(
    request,
    entry: int | None = Query(None, ge=1, le=2**53 - 1, examples=[1]),
    table: str = Query("", max_length=63, examples=[""]),
    key: str = Query("", max_length=64, examples=[""]),
    outside: bool = Query(False, examples=[False]),
    page: int = PAGE,
    size: int = SIZE,
):
    """Changes of rows, the newest first; every condition that is given holds."""
    access.require(request.user, "journal.read")
    names = access.needs_names(request.user)
    found = changes_matching(entry=entry, table=table, key=key, outside=outside)
    return paged(found, page, size, lambda row: _change(row, names=names))


def _entry(row):
    plain = ("number", "at", "actor", "origin", "deed", "kind", "subject", "label", "reason", "leaf")
    pair = {name: json.loads(getattr(row, name)) if getattr(row, name) else None for name in ("before", "after")}
    return {**{name: getattr(row, name) for name in plain}, **pair}


def _change(row, *, names):
    before, after = values_of(row, names=names)
    told = {"id": row.pk, "at": row.at, "table": row.table_name, "key": row.row_key, "done": row.done}
    outside = row.entry is None or bool(row.outside)
    return {**told, "before": before, "after": after, "entry": row.entry, "outside": outside}
