"""Returns: filling in, submitting, approving, sending back, locking."""

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field, StrictStr

from kechuang.domain.collection.entry import BLANK, NOT_APPLICABLE, CellState, Entry
from kechuang.domain.collection.lifecycle import Stage
from kechuang.web.api.answering import ID, PAGE, SIZE, by, deed, moment, number, paged, tagged
from kechuang.web.api.problems import Problem
from kechuang.web.api.shapes import Done, Edited, Given, Key, Number, Page, Reasoned, Shown
from kechuang.web.collection import actions, approval, queries
from kechuang.web.collection.models import Cell
from kechuang.web.organisations import access as organisations

router = Router()


class ReturnRow(Shown):
    """A return."""

    id: int = Field(examples=[1])
    round: int = Field(examples=[1])
    organisation: int = Field(examples=[1])
    stage: str = Field(examples=["draft"])
    submitted_at: str | None = Field(examples=[None])
    reason: str = Field(examples=[""])
    edition: int = Field(examples=[0])


class CellShown(Shown):
    """A field of a return."""

    asked: int = Field(examples=[1])
    indicator: int = Field(examples=[1])
    name: str = Field(examples=["High-tech enterprises"])
    unit: str = Field(examples=["firms"])
    state: str = Field(examples=["value"])
    value: str | None = Field(examples=["39"])
    remark: str = Field(examples=[""])
    answers: dict[str, str] = Field(examples=[{}])


class ReturnShown(ReturnRow):
    """A return with its fields."""

    cells: list[CellShown]


class CellGiven(Given):
    """What is put into a field: a number, nothing, or 不适用; and reasons by finding."""

    asked: Key
    state: CellState = Field(default=CellState.VALUE, examples=["value"])
    value: Number | None = None
    remark: StrictStr = Field(default="", max_length=500, examples=[""])
    answers: dict[StrictStr, StrictStr] = Field(default={}, max_length=20, examples=[{}])


class Filling(Edited):
    """Fields of a return as they should be."""

    cells: list[CellGiven] = Field(min_length=1, max_length=500)


@router.get("/returns", response=Page[ReturnRow], operation_id="collection-returns")
def returns(
    request,
    round: int | None = Query(None, ge=1, le=2**53 - 1, examples=[1]),
    stage: str = Query("", pattern=f"^(?:{'|'.join(Stage)})?$", examples=["submitted"]),
    page: int = PAGE,
    size: int = SIZE,
):
    """Returns one may see."""
    organisations.require(request.user, "return.see")
    found = queries.returns_for_page(request.user).order_by("-pk")
    found = found.filter(round=round) if round else found
    return paged(found.filter(stage=stage) if stage else found, page, size, _return)


@router.get("/returns/{id}", response=ReturnShown, operation_id="collection-return")
def filed(request, response: HttpResponse, id: int = ID):
    """One return with its fields."""
    found = seen_return(request, id)
    cells = Cell.objects.filter(in_return=found).select_related("asked__indicator").order_by("asked__position")
    return tagged(request, response, {**_return(found), "cells": [_cell(cell) for cell in cells]})


@router.post("/returns/{id}/fill", response=Done, operation_id="collection-fill")
@deed
def fill(request, given: Filling, id: int = ID):
    """Put figures into a draft."""
    found = seen_return(request, id)
    changed = actions.fill(found, filling_of(found, given), edition=given.edition, **by(request))
    return {**_now(request, id), "changed": changed}


@router.post("/returns/{id}/submit", response=Done, operation_id="collection-submit")
@deed
def submit(request, given: Edited, id: int = ID):
    """Hand a return in."""
    actions.submit(seen_return(request, id), edition=given.edition, **by(request))
    return _now(request, id)


@router.post("/returns/{id}/approve", response=Done, operation_id="collection-approve")
@deed
def approve(request, id: int = ID):
    """Approve a return, at the county or at the bureau."""
    approval.approve(seen_return(request, id), **by(request))
    return _now(request, id)


@router.post("/returns/{id}/send-back", response=Done, operation_id="collection-send-back")
@deed
def send_back(request, given: Reasoned, id: int = ID):
    """Send a return back."""
    approval.send_back(seen_return(request, id), reason=given.reason, **by(request))
    return _now(request, id)


@router.post("/returns/{id}/unapprove", response=Done, operation_id="collection-unapprove")
@deed
def unapprove(request, given: Reasoned, id: int = ID):
    """Take an approval back, one level."""
    approval.unapprove(seen_return(request, id), reason=given.reason, **by(request))
    return _now(request, id)


@router.post("/returns/{id}/lock", response=Done, operation_id="collection-lock")
@deed
def lock(request, id: int = ID):
    """Close a return the bureau approved."""
    approval.lock(seen_return(request, id), **by(request))
    return _now(request, id)


def filling_of(filed, given):
    """What a program puts into the fields of a return, each once and only what is asked of it."""
    asked = {one.asked for one in given.cells}
    if len(asked) != len(given.cells) or asked - set(filed.cells.values_list("asked", flat=True)):
        raise Problem(422, "unfit", where="body.cells.asked")
    return {one.asked: actions.Filled(_entry(one), one.remark, one.answers) for one in given.cells}


def seen_return(request, pk):
    """The return, where one may see it."""
    return get_object_or_404(queries.returns_for_page(request.user), pk=pk)


def _now(request, pk):
    return {"id": pk, "edition": seen_return(request, pk).edition}


def _entry(given):
    if given.state is CellState.VALUE and given.value is None:
        raise Problem(422, "unfit", where="body.cells.value")
    if given.state is CellState.VALUE:
        return Entry(CellState.VALUE, Decimal(given.value))
    if given.value is not None:
        raise Problem(422, "unfit", where="body.cells.value")
    return NOT_APPLICABLE if given.state is CellState.NOT_APPLICABLE else BLANK


def _return(row):
    plain = {name: getattr(row, name) for name in ("stage", "reason", "edition")}
    places = {"round": row.round_id, "organisation": row.organisation_id}
    return {"id": row.pk, **places, **plain, "submitted_at": moment(row.submitted_at)}


def _cell(cell):
    indicator = cell.asked.indicator
    plain = {name: getattr(cell, name) for name in ("state", "remark", "answers")}
    told = {"asked": cell.asked_id, "indicator": indicator.pk, "name": indicator.name, "unit": indicator.unit}
    return {**told, **plain, "value": number(cell.value)}
