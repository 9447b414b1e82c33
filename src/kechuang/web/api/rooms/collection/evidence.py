"""Evidence (佐证材料) uploaded and downloaded, and the findings of the checks on a return with their answers."""

from django.shortcuts import get_object_or_404
from ninja import File, Form, Router
from ninja.files import UploadedFile
from pydantic import Field

from kechuang.web.api.answering import ID, PAGE, SIZE, by, deed, moment, paged
from kechuang.web.api.problems import Problem
from kechuang.web.api.rooms.collection.returns import Filling, filling_of, seen_return
from kechuang.web.api.sending import BYTES, answers_file, evidence_of, kept_file
from kechuang.web.api.shapes import Done, Page, Shown
from kechuang.web.collection import evidence, queries
from kechuang.web.collection.access import evidence_visible_to
from kechuang.web.collection.layout import lines_of
from kechuang.web.organisations import access as organisations

router = Router()
FILE = File(...)


class FindingShown(Shown):
    """What the checks say of a field. ``id`` is what ``answers`` of the field names; what blocks has to be corrected."""

    asked: int = Field(examples=[1])
    id: str = Field(examples=["entry.jump:5f70bf18a086"])
    blocks: bool = Field(examples=[False])
    text: str = Field(examples=["High-tech enterprises rose by half in a year"])
    working: str = Field(examples=["39 / 26 = 1.5"])
    reason: str = Field(examples=[""])


class Findings(Shown):
    """Everything the checks say of a return, and whether any of it stands in the way of submitting."""

    findings: list[FindingShown]
    ready: bool = Field(examples=[False])


class EvidenceRow(Shown):
    """A file a return or one of its fields rests on."""

    id: int = Field(examples=[1])
    asked: int | None = Field(examples=[1])
    name: str = Field(examples=["certificates.pdf"])
    size: int = Field(examples=[48_213])
    sha256: str = Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    at: str = Field(examples=["2027-01-20T09:00:00+08:00"])


@router.get("/returns/{id}/findings", response=Findings, operation_id="collection-findings")
def findings(request, id: int = ID):
    """What the checks say of a return as it stands."""
    filed = seen_return(request, id)
    return _findings(lines_of(filed, queries.cells_for_form(filed), missing=True))


@router.post("/returns/{id}/check", response=Findings, operation_id="collection-check")
@deed
def check(request, given: Filling, id: int = ID):
    """What the checks would say of these figures; nothing is kept."""
    filed = seen_return(request, id)
    organisations.require(request.user, "return.fill", filed.organisation_id)
    filling = filling_of(filed, given)
    return _findings(lines_of(filed, queries.cells_for_form(filed), filling, missing=True))


@router.get("/returns/{id}/evidence", response=Page[EvidenceRow], operation_id="collection-evidence")
def attached(request, id: int = ID, page: int = PAGE, size: int = SIZE):
    """The evidence of a return."""
    found = evidence_visible_to(request.user).filter(in_return=seen_return(request, id))
    return paged(found.select_related("cell", "original").order_by("pk"), page, size, _evidence)


def _looked_at(request, file, id, **_given):
    filed = seen_return(request, id)
    organisations.require(request.user, "return.fill", filed.organisation_id)
    return evidence_of(request, file, "file", ["asked"])


@router.post("/returns/{id}/evidence", response=Done, operation_id="collection-attach")
@deed(first=_looked_at)
def attach(
    request,
    id: int = ID,
    file: UploadedFile = FILE,
    asked: int | None = Form(None, ge=1, le=2**53 - 1, examples=[1]),
):
    """Attach a file to a return or, with ``asked``, to one of its fields; it passes the gate of the page."""
    filed = seen_return(request, id)
    cell = filed.cells.filter(asked=asked).first() if asked is not None else None
    if asked is not None and cell is None:
        raise Problem(422, "unfit", where="body.asked")
    return {"id": evidence.add(filed, request.first, name=file.name, cell=cell, **by(request)).pk}


@router.post("/evidence/{id}/remove", response=Done, operation_id="collection-detach")
@deed
def detach(request, id: int = ID):
    """Take evidence off a return that may be changed."""
    evidence.remove(_seen(request, id), **by(request))
    return {"id": id}


@router.get("/evidence/{id}/file", operation_id="collection-evidence-file", openapi_extra=answers_file(BYTES))
def evidence_file(request, id: int = ID):
    """A file of evidence; that it was taken is written down."""
    found = _seen(request, id)
    answer = kept_file(found.original, found.name)
    evidence.opened(found, **by(request))
    return answer


def _seen(request, pk):
    visible = evidence_visible_to(request.user)
    return get_object_or_404(visible.select_related("in_return__round", "original"), pk=pk)


def _findings(lines):
    told = [
        {
            "asked": line.cell.asked_id,
            **{name: getattr(one, name) for name in ("id", "blocks", "text", "working", "reason")},
        }
        for line in lines
        for one in line.findings
    ]
    return {"findings": told, "ready": not any(line.stands_in_the_way for line in lines)}


def _evidence(row):
    asked = row.cell.asked_id if row.cell else None
    file = {"name": row.name, "size": row.original.size, "sha256": row.original.sha256}
    return {"id": row.pk, "asked": asked, **file, "at": moment(row.at)}
