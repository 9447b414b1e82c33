"""The contents page against the body (目录与正文): titles that differ, are missing, pages that run backwards."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kechuang.domain.audit.ledger import Ledger
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.folding import fold
from kechuang.domain.plans.structure.numbering import read_marker
from kechuang.domain.source import Source

_ENTRY = re.compile(r"^\s*(?P<title>[^\s\d][^\t\n]{1,60}?)\s*(?:\.{2,}|…+|·{2,}|\t|\s{2,})\s*(?P<page>\d{1,3})\s*$")
_FEWEST = 5
_APART = 2  # so many other lines in a row end the contents page
_PART = 0.2  # the contents page stands in the first fifth


@dataclass(frozen=True)
class _Entry:
    title: str
    page: int
    source: Source


def check_contents(ledger: Ledger) -> Iterator[Finding]:
    """Every entry of the contents page is a heading of the body; pages run forward."""
    entries = list(_entries(ledger))
    if len(entries) < _FEWEST:
        return
    body = {_plain(f"{heading.number or ''}{heading.title}") for heading in ledger.plan.outline}
    body |= {_plain(heading.title) for heading in ledger.plan.outline}
    missing = [entry for entry in entries if _plain(entry.title) not in body]
    if len(missing) * 2 > len(entries):
        return
    for entry in missing:
        if not _stands_in_body(ledger, entry, entries[-1]):
            details = {"title": entry.title}
            yield Finding("structure.contents-missing", Severity.WARNING, (entry.source,), details, "")
    for before, after in pairwise(entries):
        if after.page < before.page:
            details = {"title": after.title, "page": str(after.page), "before": str(before.page)}
            yield Finding(
                "structure.contents-pages",
                Severity.NOTE,
                (before.source, after.source),
                details,
                f"{before.page} → {after.page}",
            )


def _entries(ledger: Ledger) -> Iterator[_Entry]:
    document = ledger.document
    limit = max(int(len(document.text) * _PART), 1500)
    start, since = 0, 0
    for line in document.text[:limit].split("\n"):
        found = _ENTRY.match(fold(line))
        since = 0 if found else since + bool(line.strip())
        if since > _APART and start > 0 and _begun(document.text[:start]):
            return
        if found and re.search(r"[\u4e00-\u9fff]", line):
            title = line[found.start("title") : found.end("title")]
            yield _Entry(title, int(found["page"]), document.source(start, start + len(line)))
        start += len(line) + 1


def _begun(text: str) -> bool:
    return sum(_ENTRY.match(fold(line)) is not None for line in text.split("\n")) >= _FEWEST


def _plain(title: str) -> str:
    folded = fold(title).strip()
    marker = read_marker(folded)
    return re.sub(r"[\s、.()（）:：]", "", folded[marker.end if marker else 0 :])


def _stands_in_body(ledger: Ledger, entry: _Entry, last: _Entry) -> bool:
    """Whether the words of an entry open a line of the body that was not taken for a heading."""
    wanted = _plain(entry.title)
    body = ledger.document.text[last.source.end :]
    return any(_plain(line[:80]).startswith(wanted) for line in body.split("\n"))
