"""The report of an audit as SARIF 2.1.0 (OASIS), which editors and review tools read."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from kechuang.domain.audit.audit import Report
from kechuang.domain.finding import Finding
from kechuang.domain.source import Source
from kechuang.writers.audit_json import Say

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def report_to_sarif(report: Report, documents: Sequence[str], say: Say, language: str) -> dict[str, Any]:
    """One run: the rules that found something, each finding a result with all its places, ids as fingerprints."""
    rules = sorted({finding.rule for finding in report.findings})
    names = list(dict.fromkeys(documents))
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(report, rules, say)},
                "language": "zh-CN" if language == "zh" else "en",
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": quote(name)}} for name in names],
                "results": [_result(finding, rules, names, say) for finding in report.findings],
            }
        ],
    }


def _driver(report: Report, rules: list[str], say: Say) -> dict[str, Any]:
    levels = {finding.rule: finding.severity.value for finding in reversed(report.findings)}
    return {
        "name": "kechuang",
        "rules": [
            {
                "id": rule,
                "shortDescription": {"text": say(f"{rule}.title", {})},
                "defaultConfiguration": {"level": levels[rule]},
            }
            for rule in rules
        ],
    }


def _result(finding: Finding, rules: list[str], names: list[str], say: Say) -> dict[str, Any]:
    message = say(f"{finding.rule}.says", finding.details)
    parts = [message, finding.arithmetic, say(f"{finding.rule}.remedy", finding.details)]
    places = [_location(source, names) for source in finding.sources]
    return {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": finding.severity.value,
        "message": {"text": "\n".join(part for part in parts if part)},
        "locations": places[:1],
        "relatedLocations": [{"id": number, **place} for number, place in enumerate(places[1:], 1)],
        "partialFingerprints": {"kechuang/v1": finding.id},
    }


def _location(source: Source, names: list[str]) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(source.document), "index": names.index(source.document)},
            "region": {
                "startLine": max(1, source.line),
                "charOffset": source.start,
                "charLength": source.end - source.start,
                "snippet": {"text": source.text},
            },
        }
    }
