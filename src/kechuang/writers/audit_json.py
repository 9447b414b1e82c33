"""The report of an audit as the JSON others rely on: findings with message, arithmetic, remedy and sources."""

from collections.abc import Callable, Mapping
from typing import Any

from kechuang.domain.audit.audit import Report
from kechuang.domain.finding import Abstention, Finding
from kechuang.writers.plan_json import source_to_json

Say = Callable[[str, Mapping[str, str]], str]


def report_to_json(report: Report, say: Say) -> dict[str, Any]:
    """One report; ``say`` words a key of the rulebook ``findings`` with its circumstances."""
    return {
        "findings": [finding_to_json(finding, say) for finding in report.findings],
        "abstained": [_abstention(abstention, say) for abstention in report.abstained],
    }


def finding_to_json(finding: Finding, say: Say) -> dict[str, Any]:
    """One finding."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": say(f"{finding.rule}.says", finding.details),
        "arithmetic": finding.arithmetic,
        "remedy": say(f"{finding.rule}.remedy", finding.details),
        "sources": [source_to_json(source) for source in finding.sources],
        "id": finding.id,
    }


def _abstention(abstention: Abstention, say: Say) -> dict[str, Any]:
    return {
        "rule": abstention.rule,
        "reason": say(abstention.reason, abstention.details),
        "sources": [source_to_json(source) for source in abstention.sources],
    }
