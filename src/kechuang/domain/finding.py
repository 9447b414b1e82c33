"""What a check found (审查问题): a rule, how grave it is, the sentences and cells it rests on, and the arithmetic."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kechuang.domain.folding import fold
from kechuang.domain.source import Source


class Severity(StrEnum):
    """``error``: cannot all be true, whatever the rounding; ``warning``: implausible or misleading; ``note``: worth a look."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing that does not add up.

    ``details`` fills the placeholders of the wordings ``{rule}.says`` and ``{rule}.remedy``; ``arithmetic`` is written in
    figures and signs only, so that it reads alike in every language. ``sources`` is never empty.
    """

    rule: str
    severity: Severity
    sources: tuple[Source, ...]
    details: Mapping[str, str] = field(default_factory=dict)
    arithmetic: str = ""
    id: str = ""


@dataclass(frozen=True)
class Abstention:
    """A check that rounding or a missing unit leaves open: ``reason`` names its wording."""

    rule: str
    reason: str
    sources: tuple[Source, ...]
    details: Mapping[str, str] = field(default_factory=dict)


def fingerprint(finding: Finding) -> str:
    """An id that stays when lines move: it rests on the rule, the words quoted and what they speak of."""
    quoted = sorted({(source.document, _plain(source.text)) for source in finding.sources})
    spoken = [f"{key}={_plain(value)}" for key, value in sorted(finding.details.items()) if not key.startswith("line")]
    content = "\n".join([finding.rule, *(f"{name}|{text}" for name, text in quoted), *spoken])
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:16]


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", fold(text))
