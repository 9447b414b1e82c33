"""The workbook of the tasks one assigns, exported and imported."""

from ninja import File, Query, Router
from ninja.files import UploadedFile

from kechuang.domain.tasks.lateness import Light
from kechuang.domain.tasks.life import State
from kechuang.web.api.answering import by, deed
from kechuang.web.api.sending import XLSX, answers_file, book, sheet_of, wrong_cells
from kechuang.web.api.shapes import Done
from kechuang.web.organisations import access as organisations
from kechuang.web.tasks import books
from kechuang.web.tasks.sheet import read_sheet

router = Router()
SHEET = File(...)
BOOK = answers_file(XLSX)


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
    return read_sheet(sheet_of(request, sheet, books.LARGEST))


@router.post("/tasks-workbook", response=Done, operation_id="tasks-take-in")
@deed(first=_tasks)
def take_in_tasks(request, sheet: UploadedFile = SHEET):
    """Take in who leads and supports tasks, by when, with milestones: all of it or, where a cell is wrong, none."""
    count, mistakes = books.bring_in(request.first, **by(request))
    if mistakes:
        return wrong_cells(mistakes, workbook="returned-workbooks/tasks")
    return {"changed": count}
