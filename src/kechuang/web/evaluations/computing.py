"""From a snapshot to the results of an evaluation: outlook, audit, index, report. Knows no Django, clock or database.

The same snapshot, kind and recipe under the same rules give the same bytes.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version as version_of
from typing import Any

from kechuang.domain.audit.audit import audit
from kechuang.domain.evaluations.forecast import Judged, judge_snapshot
from kechuang.domain.evaluations.implied import Implied, implied_of
from kechuang.domain.evaluations.labels import Labelled, label_findings
from kechuang.domain.evaluations.report import report_facts
from kechuang.domain.evaluations.snapshot import Snapshot, Value
from kechuang.domain.finding import Finding
from kechuang.domain.indicators.outlook_questions import Lore
from kechuang.domain.reports.build import build_report
from kechuang.domain.reports.compose import compose
from kechuang.domain.reports.facts import Contradiction
from kechuang.domain.reports.report import Stage
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.outlook import read_plan_constants, read_thresholds
from kechuang.readers.regions import read_regions
from kechuang.readers.rulebooks import read_vocabulary, rulebook_version
from kechuang.readers.snapshot import read_snapshot
from kechuang.readers.words import LANGUAGES, Words, read_words
from kechuang.web.evaluations.indexing import Ordered, index_of
from kechuang.writers.audit_json import finding_to_json
from kechuang.writers.opendata.dataset_json import canonical
from kechuang.writers.outlook_json import outlook_to_json
from kechuang.writers.report_docx import write_report_docx
from kechuang.writers.report_pdf import write_report_pdf

RESULTS = "results.json"
_RULES = ("national", "reading")
_UNSAID = dict.fromkeys(("organisation", "on", "return", "cell", "file", "row", "parts"), "—")
_DIGITS = 6
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class File:
    """One file of the results."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Computed:
    """All files, and the digest over them: the hash of their names and hashes, a line each."""

    files: tuple[File, ...]

    @property
    def digest(self) -> str:
        """What an opinion and a signature name."""
        return digest_of((one.name, one.sha256) for one in self.files)


def digest_of(files: Any) -> str:
    """The digest over ``(name, sha256)`` of files."""
    lines = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(files))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def compute(frozen: bytes, *, kind: str, recipe: str | None) -> Computed:
    """Judge the snapshot and write down what was found."""
    snapshot = read_snapshot(bytes(frozen))
    constants = read_plan_constants()
    judged = judge_snapshot(snapshot, lore=_lore(), constants=constants, rules=read_thresholds())
    implied = implied_of(snapshot, judged, freedom=constants.freedom)
    audited = audit(snapshot.document, snapshot.plan, read_catalogue(), read_vocabulary()).findings
    found = label_findings(audited, snapshot.labels, mark=snapshot.mark)
    ordered = index_of(snapshot, recipe) if recipe else None
    files = [File(RESULTS, "application/json", _results(snapshot, kind, judged, implied, found, recipe, ordered))]
    for language in LANGUAGES:
        files += _reports(snapshot, kind, judged, implied, found, read_words(language))
    return Computed(tuple(files))


def _lore() -> Lore:
    vocabulary = read_vocabulary()
    counting = frozenset(vocabulary.words("units.counting")) | frozenset(vocabulary.words("units.people"))
    return Lore(read_catalogue(), read_regions(), counting)


def _results(
    snapshot: Snapshot,
    kind: str,
    judged: tuple[Judged, ...],
    implied: tuple[Implied, ...],
    found: tuple[Labelled, ...],
    recipe: str | None,
    ordered: Ordered | None,
) -> bytes:
    words = read_words("zh")
    return canonical(
        {
            "format": 1,
            "kind": kind,
            "as_of": snapshot.as_of,
            "snapshot_sha256": snapshot.sha256,
            "rulebooks_sha256": rulebook_version(*_RULES),
            "kechuang": version_of("kechuang"),
            "recipe_sha256": hashlib.sha256(recipe.encode("utf-8")).hexdigest() if recipe else None,
            "outlook": [_outlook(one) for one in judged],
            "together": [_together(one) for one in implied],
            "findings": [_finding(one, words) for one in found],
            "index": ordered.to_json() if ordered else None,
        },
        indent=1,
    )


def _finding(one: Labelled, words: Words) -> dict[str, Any]:
    """A finding with what had been said of it when the plan was frozen."""
    found = finding_to_json(one.finding, lambda key, details: words.say(key, **details))
    return {**found, "counts": one.counts, "label": asdict(one.label) if one.label else None}


def _outlook(one: Judged) -> dict[str, Any]:
    return {"indicator_id": one.indicator, "organisation_id": one.organisation, **outlook_to_json(one.outlook)}


def _together(one: Implied) -> dict[str, Any]:
    """What the parts imply, and the middle of what each comes to."""
    members = [
        {"organisation_id": part.organisation, "year": part.year, "latest": part.latest, "expected": part.expected}
        for part in one.members
    ]
    told = one.together
    return {
        "indicator_id": one.indicator,
        "parts": told.parts,
        "probability": round(told.probability, _DIGITS),
        "expected": told.expected,
        "members": members,
    }


def _reports(
    snapshot: Snapshot,
    kind: str,
    judged: tuple[Judged, ...],
    implied: tuple[Implied, ...],
    found: tuple[Labelled, ...],
    words: Words,
) -> Iterator[File]:
    """The report in one language, as Word and PDF."""
    facts = report_facts(
        snapshot,
        judged,
        implied,
        tuple(_contradiction(one.finding, words) for one in found if one.counts),
        tell=partial(tell, words=words),
        name_of=partial(_name_of, words=words),
        totals=frozenset(read_vocabulary().words("statistics.whole_areas")),
    )
    report = build_report(facts, Stage(kind))
    laid_out = compose(report, facts.documents, say=words.wordings.__getitem__, language=words.language)
    yield File(f"report-{words.language}.docx", _WORD, write_report_docx(laid_out))
    yield File(f"report-{words.language}.pdf", "application/pdf", write_report_pdf(laid_out))


def _contradiction(finding: Finding, words: Words) -> Contradiction:
    message, remedy = (words.say(f"{finding.rule}.{part}", **finding.details) for part in ("says", "remedy"))
    message, arithmetic, remedy = (text.strip().rstrip("。.；;") for text in (message, finding.arithmetic, remedy))
    return Contradiction(finding.rule, finding.severity.value, message, arithmetic, remedy, finding.sources)


def _name_of(indicator: Any, *, words: Words) -> str:
    definition = read_catalogue().match(indicator.name, indicator.unit) if words.language == "en" else None
    return indicator.name if definition is None else definition.english


def tell(value: Value, *, words: Words) -> tuple[str, str]:
    """What an approved value is cited as in the annex: the bureau's approved values, and what this one was made of."""
    details = {**_UNSAID, **value.made_of}
    return words.say("evaluation.values"), words.say(f"evaluation.made-of.{value.origin}", **details)
