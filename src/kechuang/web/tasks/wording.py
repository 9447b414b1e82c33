"""Findings in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from kechuang.domain.finding import Finding
from kechuang.web.words import say


@dataclass(frozen=True)
class Worded:
    """A finding to show: how grave, what it says, the arithmetic, and what to do."""

    severity: str
    says: str
    arithmetic: str
    remedy: str


def worded(findings: Iterable[Finding]) -> list[Worded]:
    """Findings with their words."""
    return [
        Worded(
            one.severity.value,
            say(f"{one.rule}.says", **one.details),
            one.arithmetic,
            say(f"{one.rule}.remedy", **one.details),
        )
        for one in findings
    ]
