"""Findings in the reader's language, with their places in this document and in others; and in the form that writers need."""

from dataclasses import dataclass

from kechuang.web.plans.audits import mark_of
from kechuang.web.plans.models import FindingLabel
from kechuang.web.plans.states import UNLABELLED, Status
from kechuang.web.words import say

_MOST_PLACES = 12


@dataclass(frozen=True)
class Place:
    """A sentence or cell a finding rests on; ``here`` where it stands in the document that is shown, else ``document`` names it."""

    here: bool
    document: str
    line: int
    page: int | None
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Card:
    """One finding to show."""

    pk: int
    mark: str
    rule: str
    severity: str
    status: Status
    is_open: bool
    label: FindingLabel | None
    says: str
    arithmetic: str
    remedy: str
    places: list[Place]
    start: int
    end: int

    @property
    def spans(self):
        """Its places in this document as ``start-end``, for the page to light up."""
        return " ".join(f"{place.start}-{place.end}" for place in self.places if place.here)


def worded(version, found):
    """Cards of findings that were judged."""
    mark, other = mark_of(version), _name_beside(version)
    return [
        Card(
            pk=one.row.pk,
            mark=one.row.mark,
            rule=one.row.rule,
            severity=one.row.severity,
            status=one.status,
            is_open=one.status in UNLABELLED,
            label=one.label,
            says=say(f"{one.row.rule}.says", **one.row.details),
            arithmetic=one.row.arithmetic,
            remedy=say(f"{one.row.rule}.remedy", **one.row.details),
            places=_places(one.row.sources, mark, other),
            start=one.row.start,
            end=one.row.end,
        )
        for one in found
    ]


def worded_abstentions(version, audit):
    """What the audit left open: ``(rule's title, reason, places)``."""
    mark, other = mark_of(version), _name_beside(version)
    return [
        (
            say(f"{one['rule']}.title"),
            say(one["reason"], **one["details"]),
            _places(one["sources"], mark, other),
        )
        for one in audit.abstained
    ]


def exported(version, audit):
    """The findings as plain data, and what each document is called."""
    names = {mark_of(version): version.original.name}
    if audit.beside is not None:
        names[mark_of(audit.beside)] = audit.beside.original.name
    rows = version.findings.order_by("position")
    data = [
        {
            "rule": row.rule,
            "severity": row.severity,
            "sources": row.sources,
            "details": row.details,
            "arithmetic": row.arithmetic,
            "id": row.mark,
        }
        for row in rows
    ]
    return data, names


def suppressed(log, found):
    """The SARIF log in which what was accepted or a false alarm is suppressed, with the reason that was given."""
    said = {one.row.mark: one for one in found if one.status in (Status.ACCEPTED, Status.FALSE_ALARM)}
    for result in log["runs"][0]["results"]:
        one = said.get(result["partialFingerprints"]["kechuang/v1"])
        if one is not None:
            reason = one.label.reason or say(f"finding-status.{one.status}")
            result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    return log


def _name_beside(version):
    audit = getattr(version, "audit", None)
    return audit.beside.plan.title if audit is not None and audit.beside is not None else ""


def _places(sources, mark, other):
    return [
        Place(
            source["document"] == mark,
            "" if source["document"] == mark else other,
            source["line"],
            source["page"],
            source["start"],
            source["end"],
            source["text"],
        )
        for source in sources[:_MOST_PLACES]
    ]
