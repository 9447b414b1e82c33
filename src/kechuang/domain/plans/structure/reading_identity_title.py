"""The title of a plan (规划名称): the line it stands on, also glued to 目录, split over lines, or only in the notice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kechuang.domain.document import Document, Paragraph
from kechuang.domain.folding import fold
from kechuang.domain.plans.structure.numbering import plain_words, read_marker, skip_litter
from kechuang.domain.vocabulary import Vocabulary

_HEAD_LINES = 60
_LONGEST = 70
_SHORTEST = 6
_YEARS = r"(?:\(\s*(?:19|20)\d\d\s*年?\s*[-—~至－–]+\s*(?:19|20)\d\d\s*年?\s*\))"
_REMARK = r"(?:\((?:[^()]{0,6}(?:稿|本|版|草案)[^()]{0,6})\))"
_PERIOD = re.compile(r"[“\"]?[一二三四五六七八九十]{1,3}五[”\"]?|第.{1,3}个五年|(?:19|20)\d\d年?")
_DATE_LINE = re.compile(rf"\s*{_YEARS}\s*$")


@dataclass(frozen=True, slots=True)
class Title:
    """The title as printed, on one line, and the span it stands at."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str  # folded, litter and blanks cut off
    level: int | None


def find_title(document: Document, vocabulary: Vocabulary) -> Title | None:
    """The plan's own title near the head of the document; None where it was lost.

    A title line of its own is taken before the name quoted in a covering notice (关于印发《…》的通知).
    """
    lines = list(_head(document))
    report = _of_a_report(document, lines, vocabulary)
    if report is not None:
        return report
    in_body = False
    for index, line in enumerate(lines):
        in_body = in_body or read_marker(line.text) is not None
        end = _title_end(line, vocabulary)
        if end is not None and (not in_body or _PERIOD.search(line.text)):
            return _joined(document, lines, index, end, vocabulary)
    return (
        _split_title(document, lines, vocabulary) or _quoted(document, lines, vocabulary) or _only_top(document, lines)
    )


def _head(document: Document) -> Iterator[_Line]:
    taken = 0
    for paragraph in document.paragraphs:
        line = _line(document, paragraph)
        if line.text and not paragraph.hidden:
            yield line
            taken += 1
        if taken >= _HEAD_LINES:
            return


def _line(document: Document, paragraph: Paragraph) -> _Line:
    folded = fold(document.text[paragraph.start : min(paragraph.end, paragraph.start + 3000)])
    skipped = skip_litter(folded)
    return _Line(paragraph.start + skipped, folded[skipped:].rstrip(" *\t"), paragraph.level)


@cache
def _title_pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    ends = vocabulary.alternatives("identity.title_ends")
    contents = vocabulary.alternatives("outline.contents_titles")
    spaced = "|".join(r"\s*".join(end) for end in ends.split("|"))
    return re.compile(rf"(?P<title>.*?(?:{spaced})\s*{_YEARS}?\s*{_REMARK}?)\s*(?:{contents})?$")


def _title_end(line: _Line, vocabulary: Vocabulary) -> int | None:
    """Where the title ends inside its line, None where the line is no title."""
    if not _SHORTEST <= len(line.text) <= _LONGEST or read_marker(line.text) is not None:
        return None
    if any(mark in line.text for mark in "。;!?,:《") or any(
        word in line.text for word in vocabulary.words("identity.not_title")
    ):
        return None
    found = _title_pattern(vocabulary).match(line.text)
    if found is None or not _names_a_plan(found.group("title"), vocabulary):
        return None
    return len(found.group("title").rstrip())


def _names_a_plan(title: str, vocabulary: Vocabulary) -> bool:
    """Whether a line that ends like a title also says of when, or of what: not the bare 规划 of a navigation bar."""
    dense = "".join(title.split())
    return (
        bool(re.search(r"[一二三四五六七八九十]{1,3}五|(?:19|20)\d\d|第.{1,3}个五年|政府工作报告", dense))
        or len(dense) >= 10
    )


def _joined(document: Document, lines: Sequence[_Line], index: int, end: int, vocabulary: Vocabulary) -> Title:
    """The title with what belongs to it on the lines above (巴中市) and below (（2021—2025年）)."""
    first, last = index, index
    while first > 0 and _leads_on(lines[first - 1], lines[first], vocabulary):
        first -= 1
    stop = lines[index].start + end
    if index + 1 < len(lines) and _DATE_LINE.match(lines[index + 1].text):
        last = index + 1
        stop = lines[last].start + len(lines[last].text)
    return _title(document, lines[first].start, stop)


def _leads_on(above: _Line, below: _Line, vocabulary: Vocabulary) -> bool:
    dense = "".join(above.text.split())
    if not 2 <= len(dense) <= 20 or any(mark in dense for mark in "。,;:!?()《》0123456789"):
        return False
    begins = "".join(below.text.split())
    bare = _PERIOD.sub("", begins) in vocabulary.words("identity.title_ends")
    return (bare or dense.endswith(vocabulary.words("identity.title_heads"))) and not begins.startswith(dense[:2])


def _split_title(document: Document, lines: Sequence[_Line], vocabulary: Vocabulary) -> Title | None:
    """A title broken in its middle: 巴中市“十四五” / 科技创新规划."""
    for index, line in enumerate(lines[:-1]):
        below = lines[index + 1]
        both = _Line(line.start, f"{line.text}{below.text}", line.level)
        if len(line.text) <= 25 and len(below.text) <= 25 and _title_end(both, vocabulary) is not None:
            return _joined(document, lines, index, below.start + len(below.text) - line.start, vocabulary)
    return None


def _quoted(document: Document, lines: Sequence[_Line], vocabulary: Vocabulary) -> Title | None:
    notices = vocabulary.alternatives("identity.notices")
    pattern = re.compile(rf"(?:{notices})\s*《?(?P<title>[^《》。]{{6,70}}?)》?的通知")
    ends = vocabulary.words("identity.title_ends")
    for line in lines:
        found = pattern.search(line.text)
        if found and re.sub(rf"\s*{_YEARS}$", "", found.group("title")).endswith(ends):
            return _title(document, line.start + found.start("title"), line.start + found.end("title"))
    return None


def _of_a_report(document: Document, lines: Sequence[_Line], vocabulary: Vocabulary) -> Title | None:
    """A report on a plan names the plan first: 《…规划》实施情况评估报告, on one line or two."""
    ends = vocabulary.alternatives("identity.report_words")
    pattern = re.compile(rf"《[^《》]{{4,60}}》[^。，,;；:：《》]{{0,20}}(?:{ends})$")
    for index, line in enumerate(lines[:3]):
        for last in lines[index : index + 2]:
            text = line.text if last is line else line.text + last.text
            if line.text.startswith("《") and pattern.match(text):
                return _title(document, line.start, last.start + len(last.text))
    return None


def _only_top(document: Document, lines: Sequence[_Line]) -> Title | None:
    """The one line that the carrier declares to be on the highest level, where the document begins with it."""
    top = [line for line in lines if line.level == 1]
    if len(top) != 1 or top[0] is not lines[0] or read_marker(top[0].text) or len(top[0].text) > _LONGEST:
        return None
    return _title(document, top[0].start, top[0].start + len(top[0].text))


def _title(document: Document, start: int, end: int) -> Title:
    printed = document.text[start:end]
    text = re.sub(r"\s*\n\s*", "", printed)
    return Title(plain_words(re.sub(r"[\t ]{2,}", "", text)), start, end)
