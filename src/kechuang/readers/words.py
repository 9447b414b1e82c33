"""The words shown to people, in Chinese and in English; they live in the rulebooks, never in code."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kechuang.readers.rulebooks import load_yaml

LANGUAGES = ("zh", "en")
FILES = (
    ("findings.yaml",),
    ("words", "audit.yaml"),
    ("words", "cli.yaml"),
    ("words", "index.yaml"),
    ("words", "sheets.yaml"),
    ("words", "report.yaml"),
    ("words", "outlook.yaml"),
    ("words", "web.yaml"),
    ("words", "web_forms.yaml"),
    ("words", "web_accounts.yaml"),
    ("words", "web_findings.yaml"),
    ("words", "web_notices.yaml"),
    ("words", "web_search.yaml"),
    ("words", "web_indicators.yaml"),
    ("words", "web_tasks.yaml"),
    ("words", "web_collection.yaml"),
    ("words", "web_overview.yaml"),
    ("words", "web_evaluations.yaml"),
    ("words", "web_publication.yaml"),
    ("words", "web_api.yaml"),
    ("words", "web_operation.yaml"),
    ("words", "web_rows.yaml"),
    ("words", "web_trace.yaml"),
    ("problems.yaml",),
)


@dataclass(frozen=True, eq=False)
class Words:
    """All wordings in one language."""

    language: str
    wordings: Mapping[str, str]

    def say(self, key: str, /, **details: object) -> str:
        """The wording of ``key``; a circumstance it names and nobody gave is left visible as ``{name}``."""
        wording = self.wordings.get(key, key)
        return wording.format_map(_Given(details)) if "{" in wording or "}" in wording else wording


class _Given(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


@cache
def read_words(language: str) -> Words:
    """The wordings of one of ``LANGUAGES``; raises KeyError naming a wording that lacks it."""
    return Words(language, {key: entry[language] for path in FILES for key, entry in load_yaml(*path).items()})
