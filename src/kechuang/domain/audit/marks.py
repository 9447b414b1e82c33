"""Marks and words that do not belong (标点与残留): unclosed quotes, tags, stray English, sentences said twice."""

import re
from collections import defaultdict
from collections.abc import Iterator

from kechuang.domain.audit.ledger import Ledger, Sentence
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.source import Source

_PAIRS = (("“", "”"), ("《", "》"), ("「", "」"))
_ENDS_SENTENCE = "。；！？：.;!?:"
_ARTEFACTS = (
    ("tag", re.compile(r"</?(?:p|br|div|span|td|tr|th|table|b|strong|em|img|a|font|ul|li|sup|sub)(?:\s[^<>]{0,80})?/?>", re.IGNORECASE)),
    ("markdown", re.compile(r"\*\*|^#{1,4}\s", re.MULTILINE)),
    ("bookmark", re.compile(r"\[bookmark: [^\[\]]{1,40}\]")),
    ("entity", re.compile(r"&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|mdash|#\d{2,5});")),
    ("damaged", re.compile("[\ufffd\ue000-\uf8ff]")),
    ("reference", re.compile(r"错误[!！]\s*(?:未找到引用源|未定义书签)|Error! (?:Reference|Bookmark)")),
)  # fmt: skip
_CLAUSE = re.compile(r"[^，。；：、！？\s,;:（）()]+")
_SHORTEST_CLAUSE = 12
_SHORTEST_SENTENCE = 28
_MOST_PLACES = 12
_NEAR = 900  # words so far apart are no slip of the pen
_LONG_CLAUSE = 15
_COPIED = 18  # shorter clauses are phrases of office that every plan has


def check_quotes(ledger: Ledger) -> Iterator[Finding]:
    """Every quotation mark that opens closes again, at the latest where its sentence ends."""
    text = ledger.document.text
    for start, end in _stretches(text):
        for opening, closing in _PAIRS:
            stretch = text[start:end]
            if stretch.count(opening) == stretch.count(closing):
                continue
            place = _unbalanced(stretch, opening, closing)
            at = start + place
            sentence = _around(text, at, start, end)
            details = {"mark": text[at], "text": " ".join(text[max(start, at - 8) : at + 10].split())}
            yield Finding("marks.unclosed", Severity.WARNING, (ledger.document.source(*sentence),), details, "")


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Lines and cells, joined where a page broke a sentence in two."""
    begin: int | None = None
    for found in re.finditer(r"[^\n\t]+", text):
        content = found[0].strip()
        if not content:
            continue
        start = found.start() if begin is None else begin
        if content[-1] in _ENDS_SENTENCE + "”》）)" or len(content) < 20 or _is_cell(text, found):
            yield start, found.end()
            begin = None
        else:
            begin = start
    if begin is not None:
        yield begin, len(text)


def _is_cell(text: str, found: re.Match[str]) -> bool:
    return (found.start() > 0 and text[found.start() - 1] == "\t") or (
        found.end() < len(text) and text[found.end()] == "\t"
    )


def _unbalanced(text: str, opening: str, closing: str) -> int:
    """Where the first mark stands that has no partner."""
    waiting: list[int] = []
    for place, character in enumerate(text):
        if character == opening:
            if waiting:
                return waiting[-1] if text.count(opening) > text.count(closing) else place
            waiting.append(place)
        elif character == closing:
            if not waiting:
                return place
            waiting.pop()
    return waiting[-1] if waiting else 0


def _around(text: str, at: int, start: int, end: int) -> tuple[int, int]:
    begin = max([start, *(text.rfind(mark, start, at) + 1 for mark in "。；，")])
    stops = [place for place in (text.find(mark, at + 1, end) for mark in "。；，") if place >= 0]
    return begin, min([end, *(stop + 1 for stop in stops)])


def check_artefacts(ledger: Ledger) -> Iterator[Finding]:
    """Tags, markup and characters that only conversion leaves behind."""
    text = ledger.document.text
    for kind, pattern in _ARTEFACTS:
        places = [(found.start(), found.end()) for found in pattern.finditer(text)]
        if places:
            details = {"kind": kind, "text": text[places[0][0] : places[0][1]].strip(), "count": str(len(places))}
            severity = Severity.NOTE if kind in {"bookmark", "markdown"} else Severity.WARNING
            yield Finding("marks.artefact", severity, _one_a_line(ledger, places), details, "")


def _one_a_line(ledger: Ledger, places: list[tuple[int, int]]) -> tuple[Source, ...]:
    sources: dict[int, Source] = {}
    for start, end in places:
        stop = ledger.document.text.find("\n", end)
        shown = min(stop if stop >= 0 else len(ledger.document.text), end + 20)
        sources.setdefault(ledger.document.line_at(start), ledger.document.source(start, shown))
    return tuple(sources.values())[:_MOST_PLACES]


def check_litter(ledger: Ledger) -> Iterator[Finding]:
    """An English word between Chinese ones that no author wrote."""
    words = "|".join(re.escape(word) for word in ledger.words("english_litter"))
    pattern = re.compile(rf"(?<=[\u4e00-\u9fff])[ \t]*\b(?:{words})\b[ \t]*(?=[\u4e00-\u9fff])")
    for found in pattern.finditer(ledger.document.text):
        sentence = _around(
            ledger.document.text,
            found.start(),
            max(0, found.start() - 12),
            min(len(ledger.document.text), found.end() + 12),
        )
        details = {"word": found[0].strip()}
        yield Finding("marks.stray-english", Severity.WARNING, (ledger.document.source(*sentence),), details, "")


def check_repeats(ledger: Ledger) -> Iterator[Finding]:
    """The same words twice in one paragraph, or a long sentence twice in the document."""
    yield from _clauses_twice(ledger)
    yield from _clauses_again(ledger)
    seen: defaultdict[str, list[Sentence]] = defaultdict(list)
    for sentence in ledger.sentences:
        plain = re.sub(r"\s", "", sentence.text)
        if len(plain) >= _SHORTEST_SENTENCE and not plain.isdigit():  # digits alone are the axis of a chart
            seen[plain].append(sentence)
    for plain, twice in seen.items():
        if len(twice) > 1:
            sources = tuple(ledger.document.source(one.start, one.end) for one in twice[:4])
            yield Finding(
                "marks.sentence-twice", Severity.NOTE, sources, {"text": plain[:40], "count": str(len(twice))}, ""
            )


def _clauses_twice(ledger: Ledger) -> Iterator[Finding]:
    text = ledger.document.text
    start = 0
    for line in text.split("\n"):
        places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for found in _CLAUSE.finditer(line):
            opens = not line[: found.start()].strip()  # the topic of a paragraph may come again
            if len(found[0]) >= _SHORTEST_CLAUSE and "《" not in found[0] and not opens:
                places[_core(found[0])].append((start + found.start(), start + found.end()))
        for clause, twice in places.items():
            if len(twice) > 1 and twice[1][0] - twice[0][0] < _NEAR and not ledger.has(clause, "duties"):
                sources = tuple(ledger.document.source(*place) for place in twice[:4])
                severity = Severity.WARNING if len(clause) >= _LONG_CLAUSE else Severity.NOTE
                yield Finding("marks.clause-twice", severity, sources, {"text": clause[:40]}, "")
        start += len(line) + 1


def _clauses_again(ledger: Ledger) -> Iterator[Finding]:
    """A long clause that stands in two paragraphs: copied, or the same work in two sections."""
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for sentence in ledger.sentences:
        for found in _CLAUSE.finditer(sentence.text):
            if (
                len(found[0]) >= _COPIED
                and found[0] != ledger.plan.identity.title
                and "《" not in found[0]
                and not re.search(r"\d", found[0])
            ):
                start = sentence.start + found.start()
                places[_core(found[0])].append((start, start + len(found[0])))
    for clause, twice in places.items():
        lines = {ledger.document.line_at(start) for start, _ in twice}
        if len(lines) > 1:
            sources = tuple(ledger.document.source(*place) for place in twice[:4])
            yield Finding("marks.clause-again", Severity.NOTE, sources, {"text": clause[:40]}, "")


def _core(clause: str) -> str:
    """A clause without an opening adverb, so that 进一步标定… and 标定… are the same words."""
    return re.sub(r"^(?:进一步|持续|继续|不断|同时|并)", "", clause)


def check_doubled_marks(ledger: Ledger) -> Iterator[Finding]:
    """Two full stops or commas in a row."""
    text = ledger.document.text
    for found in re.finditer(r"[，。；、：]{2,}", text):
        begin, end = max(text.rfind("\n", 0, found.start()) + 1, found.start() - 10), found.end()
        yield Finding("marks.doubled", Severity.NOTE, (ledger.document.source(begin, end),), {"mark": found[0]}, "")
