"""Work on a task: its milestones, instructions from above, and the lead's reports with their files."""

from django.db.models import Count
from django.shortcuts import get_object_or_404
from ninja import File, Form, Router
from ninja.files import UploadedFile
from pydantic import Field

from kechuang.domain.tasks.life import State
from kechuang.web.api.answering import ID, PAGE, SIZE, by, deed, moment, paged
from kechuang.web.api.rooms.tasks.tasks import ProgressReport, said_of, seen_task
from kechuang.web.api.sending import BYTES, answers_file, evidence_of, kept_file
from kechuang.web.api.shapes import Day, Done, Page, Shown
from kechuang.web.journal.actions import record
from kechuang.web.tasks import access, actions, queries
from kechuang.web.tasks.models import Task

router = Router()
ONE = Form(None, ge=1, le=2**53 - 1, examples=[1])
FILE = File(...)
DAY, STATE = Form(..., examples=["2027-07-10"]), Form(None, examples=["under-way"])


class MilestoneRow(Shown):
    """A milestone, and the day it was reached."""

    id: int = Field(examples=[1])
    title: str = Field(examples=["Site chosen"])
    due: str = Field(examples=["2027-06-30"])
    done: str | None = Field(examples=[None])


class InstructionRow(Shown):
    """What was said to a task from above; ``answered`` where a report answers it."""

    id: int = Field(examples=[1])
    order: str = Field(examples=["supervise"])
    words: str = Field(examples=["Why is it late?"])
    due: str | None = Field(examples=["2027-07-15"])
    at: str = Field(examples=["2027-07-01T09:00:00+08:00"])
    answered: bool = Field(examples=[False])


class ReportRow(Shown):
    """What the lead reported; ``file`` is the name of what it rests on, "" for none."""

    id: int = Field(examples=[1])
    day: str = Field(examples=["2027-07-10"])
    percent: int | None = Field(examples=[40])
    state: str = Field(examples=["under-way"])
    words: str = Field(examples=["The site was chosen"])
    problem: str = Field(examples=[""])
    milestone: int | None = Field(examples=[1])
    answers: int | None = Field(examples=[None])
    file: str = Field(examples=["minutes.pdf"])
    at: str = Field(examples=["2027-07-10T09:00:00+08:00"])


@router.get("/tasks/{id}/milestones", response=Page[MilestoneRow], operation_id="tasks-milestones")
def milestones(request, id: int = ID, page: int = PAGE, size: int = SIZE):
    """The milestones of a task, the next first."""
    return paged(seen_task(request, id).milestones.order_by("due", "pk"), page, size, _milestone)


@router.get("/tasks/{id}/instructions", response=Page[InstructionRow], operation_id="tasks-instructions")
def instructions(request, id: int = ID, page: int = PAGE, size: int = SIZE):
    """What was said to a task from above, the newest first."""
    found = seen_task(request, id).instructions.annotate(answered=Count("answers"))
    return paged(found.order_by("-pk"), page, size, _instruction)


@router.get("/tasks/{id}/reports", response=Page[ReportRow], operation_id="tasks-reports")
def reports(request, id: int = ID, page: int = PAGE, size: int = SIZE):
    """What was reported on a task, the newest first."""
    return paged(queries.reports_of(seen_task(request, id)), page, size, _report)


def _looked_at(request, evidence, id, **_said):
    access.require(request.user, "task.report", seen_task(request, id))
    fields = ["day", "words", "state", "percent", "problem", "milestone", "answers"]
    return evidence_of(request, evidence, "evidence", fields)


@router.post("/tasks/{id}/report-with-file", response=Done, operation_id="tasks-report-with-file")
@deed(first=_looked_at)
def report(
    request,
    id: int = ID,
    evidence: UploadedFile = FILE,
    day: Day = DAY,
    words: str = Form(..., min_length=1, max_length=2_000, pattern=r"\S", examples=["The site was chosen"]),
    state: State | None = STATE,
    percent: int | None = Form(None, ge=0, le=100, examples=[40]),
    problem: str = Form("", max_length=2_000, examples=[""]),
    milestone: int | None = ONE,
    answers: int | None = ONE,
):
    """Report on a task with the file that shows it; it passes the gate of the page."""
    found = seen_task(request, id)
    given = ProgressReport.model_construct(
        day=day,
        words=words.strip(),
        state=state,
        percent=percent,
        problem=problem.strip(),
        milestone=milestone,
        answers=answers,
    )
    actions.report(found, **said_of(found, given), evidence=(evidence.name, request.first), **by(request))
    return {"id": id, "edition": Task.objects.get(pk=id).edition}


@router.get("/reports/{id}/file", operation_id="tasks-report-file", openapi_extra=answers_file(BYTES))
def report_file(request, id: int = ID):
    """The file a report rests on; that it was taken is written down."""
    visible = access.reports_visible_to(request.user).exclude(evidence=None)
    found = get_object_or_404(visible.select_related("evidence", "task"), pk=id)
    answer = kept_file(found.evidence, found.evidence_name)
    record("task.evidence-opened", found.task, after={"sha256": found.evidence.sha256}, **by(request))
    return answer


def _milestone(row):
    return {"id": row.pk, "title": row.title, "due": row.due.isoformat(), "done": _day(row.done)}


def _instruction(row):
    said = {"order": row.order, "words": row.words, "due": _day(row.due)}
    return {"id": row.pk, **said, "at": moment(row.at), "answered": row.answered > 0}


def _report(row):
    plain = {name: getattr(row, name) for name in ("percent", "state", "words", "problem")}
    meant = {"milestone": row.milestone_id, "answers": row.answers_id, "file": row.evidence_name}
    return {"id": row.pk, "day": row.day.isoformat(), **plain, **meant, "at": moment(row.at)}


def _day(day):
    return None if day is None else day.isoformat()
