"""The same Word file with a comment at each place (带批注的 Word); nothing else in it is changed.

Our places are offsets into the text the reader gives; a Word file is paragraphs and cells. Lines are matched to these in
the order of the document: a line is a paragraph, or a table row whose cells the tabs part.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from kechuang.domain.document import Document
from kechuang.domain.finding import Finding
from kechuang.domain.folding import fold
from kechuang.domain.source import Source
from kechuang.writers.audit_json import Say

_MOST_PLACES = 8  # comments of one finding
_AHEAD = 60  # how many lines of the Word file may stand between two lines of ours
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class _Line:
    """A line of the Word file: a paragraph, or a table row as the paragraphs of its cells."""

    text: str
    cells: tuple[tuple[Paragraph, ...], ...]


def comment_word(data: bytes, document: Document, findings: Sequence[Finding], say: Say) -> bytes:
    """The Word file ``data`` with a comment for each place of each finding; the same input gives the same bytes."""
    word = docx.Document(io.BytesIO(data))
    lines = _matched(document, list(_lines(word)))
    author, initials = say("audit.author", {}), say("audit.initials", {})
    for finding in findings:
        for source in finding.sources[:_MOST_PLACES]:
            runs = _runs_at(document, source, lines) if source.document == document.name else []
            if runs:
                comment = word.add_comment(
                    runs=[runs[0], runs[-1]], text=_text(finding, say), author=author, initials=initials
                )
                comment._comment_elm.attrib.pop(qn("w:date"), None)
    saved = io.BytesIO()
    word.save(saved)
    return _timeless(saved.getvalue())


def _text(finding: Finding, say: Say) -> str:
    level = say(f"audit.{finding.severity.value}", {})
    parts = [f"{level}: {say(f'{finding.rule}.says', finding.details)}"]
    if finding.arithmetic:
        parts.append(say("audit.arithmetic", {"text": finding.arithmetic}))
    parts.append(say("audit.remedy", {"text": say(f"{finding.rule}.remedy", finding.details)}))
    return "\n".join(parts)


def _lines(word: Any) -> Iterator[_Line]:
    body = word.element.body
    for element in body.iter(qn("w:p"), qn("w:tr")):
        if element.tag == qn("w:tr"):
            cells = tuple(
                tuple(Paragraph(p, word) for p in cell.iter(qn("w:p"))) for cell in element.findall(qn("w:tc"))
            )
            yield _Line("\t".join("".join(_words(p) for p in cell) for cell in cells), cells)
        else:
            paragraph = Paragraph(element, word)
            yield _Line(_words(paragraph), ((paragraph,),))


def _words(paragraph: Paragraph) -> str:
    return "".join(run.text for run in _all_runs(paragraph))


def _all_runs(paragraph: Paragraph) -> list[Run]:
    """Every run of a paragraph itself, also inside links and insertions; not those of a text box that hangs on it."""
    element = paragraph._p
    own = [run for run in element.iter(qn("w:r")) if next(run.iterancestors(qn("w:p"))) is element]
    return [Run(run, paragraph) for run in own]


def _matched(document: Document, lines: list[_Line]) -> dict[int, _Line]:
    """Our line numbers to lines of the Word file, in order; a line without a match is left out."""
    found: dict[int, _Line] = {}
    at = 0
    for number, text in enumerate(document.text.split("\n"), 1):
        wanted = _plain(text)
        if not wanted:
            continue
        for place in range(at, min(len(lines), at + _AHEAD)):
            if _fits(wanted, _plain(lines[place].text)):
                found[number] = lines[place]
                at = place + 1
                break
    return found


def _plain(text: str) -> str:
    return "".join(fold(text).split())


def _fits(ours: str, words: str) -> bool:
    """The same words, but for the number that Word puts in front and for note marks."""
    if not words:
        return False
    return (
        ours == words
        or (len(words) >= 4 and ours.endswith(words) and len(ours) - len(words) <= 12)
        or (len(words) > 12 and words[:12] in ours and words[-6:] in ours)
    )


def _runs_at(document: Document, source: Source, lines: dict[int, _Line]) -> list[Run]:
    line = lines.get(source.line)
    if line is None:
        return []
    start = document.line_starts[source.line - 1]
    before = document.text[start : source.start]
    cell = line.cells[min(before.count("\t"), len(line.cells) - 1)]
    wanted = _plain(source.text.split("\n")[0].split("\t")[0])
    for paragraph in cell:
        runs = _covering(paragraph, wanted)
        if runs:
            return runs
    return [run for paragraph in cell for run in _all_runs(paragraph) if run.text][:1]


def _covering(paragraph: Paragraph, wanted: str) -> list[Run]:
    """The runs that hold the wanted words."""
    runs = [run for run in _all_runs(paragraph) if run.text]
    joined = ""
    spans = []
    for run in runs:
        plain = _plain(run.text)
        spans.append((len(joined), len(joined) + len(plain)))
        joined += plain
    place = joined.find(wanted) if wanted else -1
    if place < 0:
        return []
    return [run for run, (low, high) in zip(runs, spans, strict=True) if low < place + len(wanted) and high > place]


def _timeless(data: bytes) -> bytes:
    """The package with no times in it, so that the same input gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
        for name in package.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            fresh.writestr(entry, package.read(name))
    return out.getvalue()
