"""Workbooks of a plan, exported and imported: its break-down (任务分解) and historical values."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Path, Router
from ninja.files import UploadedFile
from pydantic import StrictStr

from kechuang.web.api.answering import ID, by, deed
from kechuang.web.api.sending import XLSX, answers_file, book, sheet_of, wrong_cells
from kechuang.web.api.shapes import Done
from kechuang.web.indicators import access, books
from kechuang.web.indicators.sheet import read_sheet
from kechuang.web.organisations import access as organisations
from kechuang.web.plans.access import plans_visible_to
from kechuang.web.tasks import books as task_books

router = Router()
SHEET = File(...)
BOOK = answers_file(XLSX)
TASKS = "tasks"
RETURNED = dict.fromkeys(books.NAMES, "indicator.break-down") | {TASKS: "task.assign"}
NAME = Path(..., pattern=f"^(?:{'|'.join(RETURNED)})$", examples=[books.BREAK_DOWN])


@router.get("/plans/{id}/break-down-workbook", operation_id="indicators-workbook", openapi_extra=BOOK)
def break_down_book(request, id: int = ID):
    """The break-down of a plan as a workbook that can be taken in again."""
    return _given(request, id, books.BREAK_DOWN)


@router.get("/plans/{id}/history-workbook", operation_id="indicators-history", openapi_extra=BOOK)
def history_book(request, id: int = ID):
    """What is known of the past as a workbook that can be taken in again."""
    return _given(request, id, books.HISTORY)


def _read(request, sheet, id):
    _plan(request, id)
    return read_sheet(sheet_of(request, sheet, books.LARGEST))


@router.post("/plans/{id}/break-down-workbook", response=Done, operation_id="indicators-take-in")
@deed(first=_read)
def take_in_break_down(request, id: int = ID, sheet: UploadedFile = SHEET):
    """Take in a break-down: all of it or, where a cell is wrong, none. Answers how many indicators changed."""
    return _taken(request, id, books.BREAK_DOWN, sheet.name)


@router.post("/plans/{id}/history-workbook", response=Done, operation_id="indicators-take-in-history")
@deed(first=_read)
def take_in_history(request, id: int = ID, sheet: UploadedFile = SHEET):
    """Take in values of the past: all of them or, where a cell is wrong, none. Answers how many are new."""
    return _taken(request, id, books.HISTORY, sheet.name)


@router.get("/returned-workbooks/{name}", operation_id="indicators-returned", openapi_extra=BOOK)
def returned(request, name: StrictStr = NAME):
    """The workbook of a kind that one sent last and that was not taken in, with what is wrong in it."""
    organisations.require(request.user, RETURNED[name])
    path = task_books.path_of_returned(request.user) if name == TASKS else books.path_of_returned(request.user, name)
    if not path.is_file():
        raise Http404
    return book(path.read_bytes(), f"{name}-returned.xlsx")


def _given(request, pk, name):
    return book(books.give_out(_plan(request, pk), name, **by(request)), f"{name}-{pk}.xlsx")


def _taken(request, pk, name, file):
    count, mistakes = books.bring_in(_plan(request, pk), name, request.first, file, **by(request))
    if mistakes:
        return wrong_cells(mistakes, workbook=f"returned-workbooks/{name}")
    return {"id": pk, "changed": count}


def _plan(request, pk):
    found = get_object_or_404(plans_visible_to(request.user, on=timezone.localdate()), pk=pk)
    access.require_break_down(request.user, found)
    return found
