"""Footnotes (脚注): the lines at the foot of a page, below a short rule or in small type, that begin with a mark."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from kechuang.readers.pdf.pdf_grid_boxes import Ruling
from kechuang.readers.pdf.pdf_parts import PageContent
from kechuang.readers.pdf.pdf_text import Line, join_lines

_MARK = re.compile(r"[\[［〔(（]?([⁰¹²³⁴⁵⁶⁷⁸⁹]+|[①-⑳]|[*＊†‡]|\d{1,3})[\]］〕)）]?\s*(?=\D)")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SHORT, _LONG = 0.08, 0.42
"""Of the page's width: how long the rule over footnotes is."""
_SMALL = 0.92
"""Of the usual size: footnotes without a rule are set smaller."""


@dataclass(frozen=True, slots=True)
class FootNote:
    """A footnote as it stands on the page: its mark and its words without the mark."""

    label: str
    text: str


def part_notes(page: PageContent) -> list[FootNote]:
    """The footnotes of a page; their lines are taken out of the page's words."""
    words = sorted(page.words, key=lambda word: (word.top, word.left))
    below = _below_rule(page, words) or _small_at_foot(page, words)
    if not below:
        return []
    taken = {id(word) for word in below}
    page.words = [word for word in page.words if id(word) not in taken]
    return _notes(below)


def find_mark(text: str, label: str) -> int | None:
    """Where the mark of a footnote stands in a text, None if it does not; the ² of km² is no mark."""
    mark = label.translate(_RAISED)
    raised = mark if mark != label else label
    for match in re.finditer(rf"(?<![⁰¹²³⁴⁵⁶⁷⁸⁹]){re.escape(raised)}(?![⁰¹²³⁴⁵⁶⁷⁸⁹])", text):
        if not (match[0] in "²³" and text[match.start() - 1 : match.start()].lower() in {"m", "米"}):
            return match.start()
    return None


def _below_rule(page: PageContent, words: Sequence[Line]) -> list[Line]:
    left = min((word.left for word in words), default=0.0)
    for rule in sorted(page.rules, reverse=True):
        if not _is_note_rule(rule, page, left):
            continue
        below = [word for word in words if word.top > rule.at - word.size * 0.3]
        bottoms = [table.bottom for table in page.tables] + [box.bottom for box in page.boxes]
        if below and _MARK.match(below[0].text) and all(bottom <= rule.at for bottom in bottoms):
            return below
    return []


def _is_note_rule(rule: Ruling, page: PageContent, left: float) -> bool:
    length = rule.end - rule.start
    return (
        page.width * _SHORT < length < page.width * _LONG
        and rule.at > page.height * 0.35
        and abs(rule.start - left) < page.width * 0.06
    )


def _small_at_foot(page: PageContent, words: Sequence[Line]) -> list[Line]:
    """Small lines that end the page, if the first begins with a mark that also stands in the text above."""
    usual = median(word.size for word in words) if words else 0.0
    below: list[Line] = []
    for word in reversed(words):
        if word.size > usual * _SMALL:
            break
        below.insert(0, word)
    while below and not _MARK.match(below[0].text):
        below.pop(0)
    if not below or len(below) == len(words):
        return []
    match = _MARK.match(below[0].text)
    above = "\n".join(word.text for word in words[: len(words) - len(below)])
    cells = "\n".join(line.text for table in page.tables for held in table.cells for line in held.lines)
    marked = match is not None and find_mark(f"{above}\n{cells}", _label(match[1])) is not None
    return below if marked and all(part.bottom <= below[0].bottom for part in page.tables) else []


def _notes(lines: Sequence[Line]) -> list[FootNote]:
    notes: list[tuple[str, list[Line]]] = []
    for line in lines:
        match = _MARK.match(line.text)
        if match and (not notes or _follows(_label(match[1]), notes[-1][0])):
            notes.append((_label(match[1]), [line]))
        else:
            notes[-1][1].append(line)
    return [_note(label, parts) for label, parts in notes]


def _note(label: str, lines: Sequence[Line]) -> FootNote:
    text = join_lines(lines, width=max(line.right - line.left for line in lines))
    return FootNote(label, _MARK.sub("", text, count=1))


def _follows(label: str, before: str) -> bool:
    """Whether a mark is the next one: the text of a note may begin a line with a number."""
    if label.isdecimal() and before.isdecimal():
        return int(label) == int(before) + 1
    return label.isdecimal() == before.isdecimal()


def _label(mark: str) -> str:
    return mark.translate(_PLAIN)
