"""Organisations: the list, and their workbook exported and imported."""

from ninja import File, Router
from ninja.files import UploadedFile
from pydantic import Field

from kechuang.web.api.answering import PAGE, SIZE, by, deed, paged
from kechuang.web.api.sending import XLSX, answers_file, book, sheet_of, wrong_cells
from kechuang.web.api.shapes import Done, Page, Shown
from kechuang.web.organisations import access, books
from kechuang.web.organisations.importing import read_sheet

router = Router()
SHEET = File(...)
BOOK = answers_file(XLSX)


class OrganisationRow(Shown):
    """An organisation."""

    id: int = Field(examples=[1])
    code: str = Field(examples=["510000"])
    name: str = Field(examples=["Bureau of science and technology"])
    kind: str = Field(examples=["bureau"])


@router.get("/organisations", response=Page[OrganisationRow], operation_id="organisations-list")
def organisations(request, page: int = PAGE, size: int = SIZE):
    """Organisations one may see."""
    return paged(access.organisations_visible_to(request.user).order_by("code"), page, size, _organisation)


@router.get("/organisations-workbook", operation_id="organisations-workbook", openapi_extra=BOOK)
def organisations_book(request):
    """The organisations as a workbook that can be taken in again."""
    access.require(request.user, "organisation.manage")
    return book(books.give_out(), "organisations.xlsx")


def _organisations(request, sheet):
    access.require(request.user, "organisation.manage")
    return read_sheet(sheet_of(request, sheet, books.LARGEST))


@router.post("/organisations-workbook", response=Done, operation_id="organisations-take-in")
@deed(first=_organisations)
def take_in_organisations(request, sheet: UploadedFile = SHEET):
    """Take in organisations: all of them or, where a cell is wrong, none; nothing beyond what the token is kept to."""
    count, mistakes = books.bring_in(request.first, **by(request))
    if mistakes:
        return wrong_cells(mistakes)
    return {"changed": count}


def _organisation(row):
    return {"id": row.pk, "code": row.code, "name": row.name, "kind": row.kind}
