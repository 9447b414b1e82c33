"""Numbers and words that a document cites (引文): a mark [3] behind them, and an annex that quotes what 3 stands for.

What a document quotes from a source is the source's. Where the quoted numbers contradict each other the contradiction is
the source's too, and belongs to the audit of the source: here it is left open, not held against the document that quotes.
What the document has to answer for is that it quotes rightly: a cited number stands in the entry its mark leads to, or in
the entries that this one rests on.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kechuang.domain.audit.ledger import Ledger
from kechuang.domain.document import Document
from kechuang.domain.finding import Abstention, Finding, Severity
from kechuang.domain.folding import fold
from kechuang.domain.source import Source

_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARK = re.compile(r"\u2060?\[([0-9⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})\](?:\u2060?(?=\S))?")
_ENTRY = re.compile(r"^\s*\[([0-9]{1,4})\]\s*(.*)$", re.MULTILINE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_RUN = re.compile(r"\[(\d{1,4})\]\s*[—–-]+\s*\[(\d{1,4})\]")
_LONGEST_RUN = 400
_FEWEST_ENTRIES = 5
_FAITHFUL = 0.8  # a document of whose cited numbers fewer stand in their entries lists its sources without quoting them
_WORDS = ("marks.", "structure.")
_ENDS = "。！？\n\t"


@dataclass(frozen=True)
class Entry:
    """One entry of the annex: its words, and the entries it rests on."""

    text: str
    start: int
    end: int
    rests_on: tuple[int, ...]


@dataclass(frozen=True)
class Citations:
    """The marks of a document and what they lead to."""

    document: Document

    @cached_property
    def entries(self) -> Mapping[int, Entry]:
        """The annex: lines that begin with [1], [2], … in order; empty where there is none."""
        found: dict[int, Entry] = {}
        lines = [(int(line[1]), line) for line in _ENTRY.finditer(self.document.text)]
        for place, (number, line) in enumerate(lines):
            if number == len(found) + 1:
                end = self._end_of(line, lines[place + 1 :])
                text = self.document.text[line.start(2) : end]
                found[number] = Entry(text, line.start(), end, tuple(_marks(text)))
        return found if len(found) >= _FEWEST_ENTRIES else {}

    def _end_of(self, line: re.Match[str], following: Sequence[tuple[int, re.Match[str]]]) -> int:
        """An entry ends where the next begins, at most a few lines on."""
        limit = min(len(self.document.text), line.end() + 400)
        return min(limit, following[0][1].start()) if following else max(line.end(), limit)

    def marks_after(self, source: Source, ends: str = _ENDS) -> list[int]:
        """The entries that the rest of the sentence or cell of a place leads to, its own marks among them."""
        text = self.document.text
        stop = min((at for at in (text.find(mark, source.end) for mark in ends) if at >= 0), default=len(text))
        following = _MARK.match(text, stop + 1)
        return [*_marks(text[source.start : stop]), *(_marks(following[0]) if following else ())]

    def words_of(self, numbers: Sequence[int]) -> str:
        """What entries quote, with all they rest on."""
        seen: dict[int, None] = {}
        waiting = list(numbers)
        while waiting:
            number = waiting.pop()
            if number in self.entries and number not in seen:
                seen[number] = None
                waiting += self.entries[number].rests_on
        return "\n".join(self.entries[number].text for number in seen)

    def vouched(self, source: Source, *, words: bool) -> bool:
        """Whether a place is a quotation: it stands in the annex, or its mark leads to an entry that holds its numbers."""
        if any(entry.start <= source.start < entry.end for entry in self.entries.values()):
            return True
        if "\t" in source.text:  # a whole row: its cells with a mark
            cells = [cell for cell in source.text.split("\t") if _MARK.search(cell)]
            return bool(cells) and all(self._holds(cell, _marks(cell)) for cell in cells)
        marks = self.marks_after(source, "\n") if words else self.marks_after(source)
        return bool(marks) and (words or self._holds(source.text, marks))

    def _holds(self, text: str, marks: Sequence[int]) -> bool:
        return _numbers(text) <= _numbers(self.words_of(marks))


def _marks(text: str) -> list[int]:
    """The entries named, those of a run ([3]—[7]) one by one."""
    plain = text.translate(_DIGITS)
    runs = [range(int(run[1]), min(int(run[2]), int(run[1]) + _LONGEST_RUN) + 1) for run in _RUN.finditer(plain)]
    return [*(int(found[1]) for found in _MARK.finditer(plain)), *(number for run in runs for number in run)]


def _numbers(text: str) -> set[str]:
    plain = fold(_MARK.sub(" ", text)).replace(",", "")
    return {_bare(found[0]) for found in _NUMBER.finditer(plain)}


def _bare(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def set_quoted_apart(results: Sequence[Finding | Abstention], ledgers: Sequence[Ledger]) -> list[Finding | Abstention]:
    """Findings whose every place is quoted, with its source named, are left open: they are the source's."""
    known = {ledger.document.name: Citations(ledger.document) for ledger in ledgers}
    citing = {name: one for name, one in known.items() if one.entries}
    return [_left_open(one) if isinstance(one, Finding) and _is_quoted(one, citing) else one for one in results]


def _is_quoted(finding: Finding, citing: Mapping[str, Citations]) -> bool:
    words = finding.rule.startswith(_WORDS)
    return finding.rule != "marks.cited-differs" and all(
        source.document in citing and citing[source.document].vouched(source, words=words) for source in finding.sources
    )


def _left_open(finding: Finding) -> Abstention:
    details = {
        "rule": finding.rule,
        "stated": finding.arithmetic or "—",
        **{k: v for k, v in finding.details.items() if k == "measure"},
    }
    details.setdefault("measure", finding.rule)
    return Abstention(finding.rule, "abstained.quoted", finding.sources, details)


def check_citations(ledger: Ledger) -> Iterator[Finding]:
    """A number with a mark stands in the entry the mark leads to."""
    citations = Citations(ledger.document)
    if not citations.entries:
        return
    cited = [(figure, marks) for figure in ledger.figures if (marks := citations.marks_after(figure.source))]
    wrong = [
        (figure, marks) for figure, marks in cited
        if not _numbers(figure.source.text) <= _numbers(citations.words_of(marks))
        and not any(entry.start <= figure.source.start < entry.end for entry in citations.entries.values())
    ]  # fmt: skip
    if len(cited) < _FEWEST_ENTRIES or len(wrong) > len(cited) * (1 - _FAITHFUL):
        return
    for figure, marks in wrong:
        details = {"measure": figure.measure, "value": figure.printed, "entry": ", ".join(f"[{n}]" for n in marks)}
        yield Finding("marks.cited-differs", Severity.WARNING, (figure.source,), details, "")
