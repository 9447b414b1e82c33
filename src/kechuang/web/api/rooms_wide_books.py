"""Workbooks of the tasks one assigns and of the organisations, both ways; and what printed names of organisations mean."""

from django.http import Http404
from django.utils import timezone
from ninja import File, Query, Router
from ninja.files import UploadedFile
from pydantic import Field, StrictStr

from kechuang.domain.tasks.lateness import Light
from kechuang.domain.tasks.life import State
from kechuang.web.api.answering import PAGE, SIZE, by, deed, paged
from kechuang.web.api.problems import problem
from kechuang.web.api.sending import XLSX, answers_file, book, bytes_of, in_words, only, wrong_cells
from kechuang.web.api.shapes import Done, Given, Key, Page, Shown
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations import books as organisation_books
from kechuang.web.organisations.importing import read_sheet as read_organisations
from kechuang.web.organisations.models import Organisation
from kechuang.web.tasks import actions, books, queries
from kechuang.web.tasks.names import Names
from kechuang.web.tasks.sheet import read_sheet

router = Router()
SHEET = File(...)
BOOK = answers_file(XLSX)


class NameRow(Shown):
    """A printed name no organisation was found for: in whose plans, and how many tasks it leads."""

    owner: int = Field(examples=[1])
    name: str = Field(examples=["The bureau for industry"])
    tasks: int = Field(examples=[3])


class Meaning(Given):
    """Which organisation a printed name means in the plans of ``owner``."""

    owner: Key
    name: StrictStr = Field(min_length=1, max_length=100, pattern=r"\S", examples=["The bureau for industry"])
    organisation: Key


@router.get("/tasks-workbook", operation_id="tasks-workbook", openapi_extra=BOOK)
def tasks_book(
    request,
    plan: int | None = Query(None, ge=1, le=2**53 - 1, examples=[1]),
    state: str = Query("", pattern=f"^(?:{'|'.join(State)})?$", examples=["under-way"]),
    light: str = Query("", pattern=f"^(?:{'|'.join(Light)})?$", examples=["red"]),
):
    """The tasks one may assign as a workbook that can be taken in again."""
    organisations.require(request.user, "task.assign")
    asked = {"plan": str(plan) if plan else "", "state": state, "light": light}
    return book(books.give_out(asked, **by(request)), "tasks.xlsx")


def _tasks(request, sheet):
    organisations.require(request.user, "task.assign")
    only(request, [], "sheet")
    return read_sheet(bytes_of(sheet, "sheet", books.LARGEST))


@router.post("/tasks-workbook", response=Done, operation_id="tasks-take-in")
@deed(first=_tasks)
def take_in_tasks(request, sheet: UploadedFile = SHEET):
    """Take in who leads and supports tasks, by when, with milestones: all of it or, where a cell is wrong, none."""
    count, mistakes = books.bring_in(request.first, **by(request))
    if mistakes:
        errors = wrong_cells(mistakes, in_words)
        where = "/api/v1/returned-workbooks/tasks"
        return problem(422, "cells-wrong", where="body.sheet", errors=errors, workbook=where)
    return {"changed": count}


@router.get("/organisations-workbook", operation_id="organisations-workbook", openapi_extra=BOOK)
def organisations_book(request):
    """The organisations as a workbook that can be taken in again."""
    organisations.require(request.user, "organisation.manage")
    return book(organisation_books.give_out(), "organisations.xlsx")


def _organisations(request, sheet):
    organisations.require(request.user, "organisation.manage")
    only(request, [], "sheet")
    return read_organisations(bytes_of(sheet, "sheet", organisation_books.LARGEST))


@router.post("/organisations-workbook", response=Done, operation_id="organisations-take-in")
@deed(first=_organisations)
def take_in_organisations(request, sheet: UploadedFile = SHEET):
    """Take in organisations: all of them or, where a cell is wrong, none; nothing beyond what the token is kept to."""
    count, mistakes = organisation_books.bring_in(request.first, **by(request))
    if mistakes:
        return problem(422, "cells-wrong", where="body.sheet", errors=wrong_cells(mistakes, in_words))
    return {"changed": count}


@router.get("/task-names", response=Page[NameRow], operation_id="tasks-names")
def names(request, page: int = PAGE, size: int = SIZE):
    """Printed names of tasks one assigns that no organisation was found for."""
    organisations.require(request.user, "task.assign")
    return paged(queries.unmatched_names(request.user), page, size, _name)


@router.post("/task-names", response=Done, operation_id="tasks-match-name")
@deed
def match_name(request, given: Meaning):
    """Say which organisation a printed name means; answers how many tasks got their lead by it."""
    organisations.require(request.user, "task.assign")
    reach = organisations.reach(request.user, "task.assign")
    owner = Organisation.objects.filter(pk=given.owner, pk__in=reach).first()
    if owner is None or given.organisation not in Names(owner, timezone.localdate()).standing:
        raise Http404
    meant = Organisation.objects.get(pk=given.organisation)
    return {"id": meant.pk, "changed": actions.match_name(owner, given.name.strip(), meant, **by(request))}


def _name(row):
    owner, name, count = row
    return {"owner": owner.pk, "name": name, "tasks": count}
