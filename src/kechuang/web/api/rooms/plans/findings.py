"""Findings of the audit: what does not add up in a version, and how it was labelled."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from kechuang.web.api.answering import ID, PAGE, SIZE, by, deed, paged
from kechuang.web.api.rooms.plans.versions import seen_version
from kechuang.web.api.shapes import Done, Given, Page, Plain, Shown, Text
from kechuang.web.organisations import access as organisations
from kechuang.web.plans import audits
from kechuang.web.plans.access import findings_visible_to
from kechuang.web.plans.findings import findings_of
from kechuang.web.plans.states import Status, Verdict

router = Router()


class FindingRow(Shown):
    """One thing that does not add up."""

    id: int = Field(examples=[1])
    mark: str = Field(examples=["14106a82c32efa99"])
    rule: str = Field(examples=["restated.past"])
    severity: str = Field(examples=["error"])
    arithmetic: str = Field(examples=["22.57% ≠ 22.65%"])
    details: Plain = Field(examples=[{"measure": "Share"}])
    sources: list[Plain] = Field(examples=[[{"line": 44, "text": "22.57"}]])
    status: str = Field(examples=["open"])
    reason: str = Field(examples=[""])


class Label(Given):
    """What is said of a finding."""

    verdict: Verdict = Field(examples=["accepted"])
    reason: Text = ""


@router.get("/versions/{id}/findings", response=Page[FindingRow], operation_id="plans-findings")
def findings(
    request,
    id: int = ID,
    status: str = Query("", pattern=f"^(?:{'|'.join(Status)})?$", examples=["open"]),
    page: int = PAGE,
    size: int = SIZE,
):
    """What the audit found in a version, and what was said of it."""
    version = seen_version(request, id)
    organisations.require(request.user, "plan.see-draft", version.plan.organisation_id)
    return paged([one for one in findings_of(version) if status in ("", one.status)], page, size, _finding)


@router.post("/findings/{id}/label", response=Done, operation_id="plans-label")
@deed
def label(request, given: Label, id: int = ID):
    """Say of a finding that it is accepted, a false alarm, mended, or to be looked at again."""
    found = get_object_or_404(findings_visible_to(request.user, on=timezone.localdate()), pk=id)
    audits.label(found, verdict=given.verdict, reason=given.reason.strip(), **by(request))
    return {"id": id}


def _finding(one):
    names = ("mark", "rule", "severity", "arithmetic", "details", "sources")
    said = {"status": one.status, "reason": one.label.reason if one.label else ""}
    return {"id": one.row.pk, **{name: getattr(one.row, name) for name in names}, **said}
