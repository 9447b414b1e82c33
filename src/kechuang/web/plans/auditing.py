"""From a document and what was made of it in review to what does not add up: runs in a capped process. Knows no Django."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from kechuang.domain.audit.audit import Report, audit_together
from kechuang.domain.document import Document
from kechuang.domain.finding import Abstention, Finding, Severity
from kechuang.domain.plans.plan import Plan
from kechuang.domain.plans.reading import read_plan
from kechuang.domain.source import Source
from kechuang.domain.units import code_of
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.errors import Unreadable
from kechuang.readers.plan_json import read_plan_json
from kechuang.readers.read import OcrMode, read_bytes
from kechuang.readers.regions import read_regions
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.words import read_words
from kechuang.writers.plan_json import plan_to_json
from kechuang.writers.word_comments import comment_word

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Paper:
    """One document to audit. ``mark`` stands for it in the ids of findings, so that the next version's file may be called
    otherwise; ``held`` is what holds after review by kind, empty where nobody changed what was read.
    """

    path: str
    name: str
    mark: str
    held: Mapping[str, Sequence[Json]] = field(default_factory=dict)


@dataclass(frozen=True)
class Audited:
    """What was found and what was left open, as plain data."""

    findings: Sequence[Json]
    abstained: Sequence[Json]


def audit_papers(papers: Sequence[Paper]) -> Audited:
    """Everything in the first document that does not add up, also against the others; raises Unreadable."""
    report = audit_together([_opened(paper) for paper in papers], read_catalogue(), read_vocabulary())
    mine = papers[0].mark
    return Audited(
        [finding_as_data(one) for one in report.findings if _concerns(one, mine)],
        [asdict(one) for one in report.abstained if _concerns(one, mine)],
    )


def _concerns(one: Finding | Abstention, mark: str) -> bool:
    return any(source.document == mark for source in one.sources)


def finding_as_data(finding: Finding) -> dict[str, Any]:
    """A finding as plain data."""
    return {**asdict(finding), "severity": finding.severity.value}


def finding_of(data: Json, names: Mapping[str, str]) -> Finding:
    """A finding back from plain data, its documents called by their names."""
    return Finding(
        data["rule"],
        Severity(data["severity"]),
        tuple(source_of(source, names) for source in data["sources"]),
        data["details"],
        data["arithmetic"],
        data["id"],
    )


def source_of(data: Json, names: Mapping[str, str]) -> Source:
    """A place back from plain data."""
    return Source(**{**data, "document": names.get(data["document"], data["document"])})


def report_of(findings: Sequence[Json], abstained: Sequence[Json], names: Mapping[str, str]) -> Report:
    """The report back from plain data, for the writers."""
    left_open = [
        Abstention(
            one["rule"], one["reason"], tuple(source_of(source, names) for source in one["sources"]), one["details"]
        )
        for one in abstained
    ]
    return Report(tuple(finding_of(one, names) for one in findings), tuple(left_open))


def commented(path: str, name: str, findings: Sequence[Finding], language: str) -> bytes:
    """The Word file with a comment at each place of each finding; raises Unreadable."""
    data = Path(path).read_bytes()
    words = read_words(language)
    document = read_bytes(data, name=name, ocr=OcrMode.NEVER)
    return comment_word(data, document, findings, lambda key, details: words.say(key, **details))


def _opened(paper: Paper) -> tuple[Document, Plan]:
    document = read_bytes(Path(paper.path).read_bytes(), name=paper.name, ocr=OcrMode.AUTO)
    document = replace(document, name=paper.mark)
    plan = read_plan(document, read_vocabulary(), read_regions())
    return document, _as_held(document, plan, paper.held) if paper.held else plan


def _as_held(document: Document, plan: Plan, held: Mapping[str, Sequence[Json]]) -> Plan:
    """The plan with what holds after review in place of what was read; what does not fit the grammar is left out."""
    say = read_words("zh").say
    unit_code = partial(code_of, vocabulary=read_vocabulary())
    read = plan_to_json(
        document, plan, message=lambda problem: say(problem.code, **problem.details), unit_code=unit_code
    )
    fitting = {kind: [one for one in rows if _fits(read, kind, one)] for kind, rows in held.items()}
    called = {kind: [_called(one, document.name) for one in rows] for kind, rows in fitting.items()}
    return replace(read_plan_json({**read, **called}, name=document.name)[1], outline=plan.outline, boxes=plan.boxes)


def _fits(read: Json, kind: str, one: Json) -> bool:
    blank: Json = {key: [] for key in ("indicators", "series", "commitments", "statements", "tasks", "projects")}
    try:
        read_plan_json({**read, **blank, kind: [one]}, name="")
    except Unreadable:
        return False
    return True


def _called(value: Any, name: str) -> Any:
    """The same data with every source in the document of that name."""
    if isinstance(value, list):
        return [_called(one, name) for one in value]
    if not isinstance(value, Mapping):
        return value
    renamed = {key: _called(one, name) for key, one in value.items()}
    return {**renamed, "document": name} if "document" in renamed and "line" in renamed else renamed
