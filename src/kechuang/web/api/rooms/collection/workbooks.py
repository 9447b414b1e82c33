"""The workbook of a round or of one return: exported; imported whole or not at all; returned with its mistakes marked."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import File, Router
from ninja.files import UploadedFile

from kechuang.domain.collection.lifecycle import OPEN
from kechuang.web.api.answering import ID, by, deed
from kechuang.web.api.rooms.collection.returns import seen_return
from kechuang.web.api.sending import XLSX, answers_file, book, kept_file, sheet_of, wrong_cells
from kechuang.web.api.shapes import Done
from kechuang.web.collection import books, queries
from kechuang.web.collection.access import rounds_visible_to
from kechuang.web.collection.forms import LARGEST_SHEET
from kechuang.web.collection.models import MarkedBook
from kechuang.web.collection.workbook import read_book
from kechuang.web.collection.workbook_written import write_book
from kechuang.web.organisations import access as organisations

router = Router()
SHEET = File(...)
BOOK = answers_file(XLSX)


@router.get("/returns/{id}/workbook", operation_id="collection-workbook", openapi_extra=BOOK)
def return_book(request, id: int = ID):
    """The workbook of one return."""
    filed = seen_return(request, id)
    return _given(request, filed.round, [filed], one=filed)


@router.get("/rounds/{id}/workbook", operation_id="collection-round-workbook", openapi_extra=BOOK)
def round_book(request, id: int = ID):
    """The workbook of every return of a round one may see."""
    round_ = _round(request, id)
    returns = list(queries.returns_for_page(request.user).filter(round=round_).order_by("organisation__code"))
    return _given(request, round_, returns)


def _of_return(request, sheet, id):
    filed = seen_return(request, id)
    organisations.require(request.user, "return.fill", filed.organisation_id)
    return _read(request, sheet)


@router.post("/returns/{id}/workbook", response=Done, operation_id="collection-take-in")
@deed(first=_of_return)
def take_in_return(request, id: int = ID, sheet: UploadedFile = SHEET):
    """Take in the workbook of one return: all of it or, where a cell is wrong, none."""
    filed = seen_return(request, id)
    returns = queries.returns_for_page(request.user).filter(pk=id, stage__in=list(OPEN))
    return _taken(request, filed.round, returns, sheet.name, one=filed)


def _of_round(request, sheet, id):
    if not _fillable(request, _round(request, id)).exists():
        raise PermissionDenied("return.fill")
    return _read(request, sheet)


@router.post("/rounds/{id}/workbook", response=Done, operation_id="collection-take-in-round")
@deed(first=_of_round)
def take_in_round(request, id: int = ID, sheet: UploadedFile = SHEET):
    """Take in a workbook of many returns: all of it or, where a cell is wrong, none."""
    round_ = _round(request, id)
    return _taken(request, round_, _fillable(request, round_).filter(stage__in=list(OPEN)), sheet.name)


@router.get("/marked-workbooks/{id}", operation_id="collection-marked", openapi_extra=BOOK)
def marked(request, id: int = ID):
    """A workbook one sent that was not taken in, with what is wrong in it."""
    organisations.require(request.user, "return.fill")
    mine = MarkedBook.objects.filter(by=request.user, round__in=rounds_visible_to(request.user))
    found = get_object_or_404(mine.select_related("original"), pk=id)
    return kept_file(found.original, f"checked-{found.name}", XLSX)


def _given(request, round_, returns, one=None) -> HttpResponse:
    data = write_book(round_, returns, one=one)
    books.given_out(round_, len(returns), **by(request))
    return book(data, f"return-{round_.pk}-{one.organisation.code if one else 'all'}.xlsx")


def _read(request, sheet):
    return read_book(sheet_of(request, sheet, LARGEST_SHEET))


def _taken(request, round_, returns, name, one=None):
    found = list(returns.order_by("organisation__code"))
    taken, changed, marked = books.bring_in(round_, found, request.first, name=name, one=one, **by(request))
    if marked is not None:
        return wrong_cells(taken.mistakes, lambda one: one.words(), workbook=f"marked-workbooks/{marked.pk}")
    return {"id": one.pk if one else round_.pk, "changed": changed}


def _round(request, pk):
    return get_object_or_404(rounds_visible_to(request.user), pk=pk)


def _fillable(request, round_):
    mine = organisations.reach(request.user, "return.fill")
    return queries.returns_for_page(request.user).filter(round=round_, organisation__in=mine)
