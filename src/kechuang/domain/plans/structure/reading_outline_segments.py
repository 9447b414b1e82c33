"""The lines of a plan as its outline sees them: numbered or not, cut apart where a web page ran them together.

Contents pages (目录) are not the body: their entries are left out here, once for everybody.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kechuang.domain.document import Document, Paragraph
from kechuang.domain.folding import fold
from kechuang.domain.plans.structure.numbering import Marker, Style, find_glued, read_marker, skip_litter
from kechuang.domain.plans.structure.reading_identity_title import find_title
from kechuang.domain.vocabulary import Vocabulary

_GLUED_FROM = 200  # shorter lines hold one heading at most
_LONGEST_ENTRY = 80
_LONGEST_KEY = 200
_MOST_CONTENTS = 10  # a document has a contents page or a few, each read to its end
_LEADER = re.compile(r"(?:[.·…‥_]{3,}|[—-]{4,}|…)\s*\d{0,4}\s*$")
_PAGE = re.compile(r"\s[-—]?\s*\d{1,3}\s*[-—]?\s*$")
_PAGE_WITHIN = 20  # so many characters at the end of an entry may hold its page
_SENTENCE_END = "。;!?"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of running text: a paragraph, or a part of one. Offsets of ``marker`` count from ``start``."""

    start: int
    end: int
    folded: str
    marker: Marker | None
    level: int | None
    frame: int | None
    leading: bool

    @property
    def key(self) -> str:
        """The words without blanks, for comparing an entry of the contents with a heading."""
        return "".join(self.folded.split())


def read_segments(document: Document, vocabulary: Vocabulary) -> tuple[Segment, ...]:
    """The body as segments, in order: without the title, contents pages, hidden text and blank lines."""
    title = find_title(document, vocabulary)
    paragraphs = _visible(document)
    layout = _layout_frame(paragraphs)
    glued = _glued_pattern(vocabulary)
    segments = [segment for paragraph in paragraphs for segment in _cut(document, paragraph, layout, glued)]
    contents = find_contents(segments, vocabulary)
    begin = title.end if title else 0
    return tuple(segment for index, segment in enumerate(segments) if index not in contents and segment.start >= begin)


def find_contents(segments: Sequence[Segment], vocabulary: Vocabulary) -> set[int]:
    """The indices of segments that are entries of a contents page."""
    titles = vocabulary.words("outline.contents_titles")
    found = {index for index, segment in enumerate(segments) if _is_short(segment) and _LEADER.search(segment.folded)}
    named = [index for index, segment in enumerate(segments) if len(segment.key) <= 40 and segment.key.endswith(titles)]
    for index in named[:_MOST_CONTENTS]:
        found.update(_contents_block(segments, index))
    found.update(index for index in named if segments[index].key in titles)
    return found


def _visible(document: Document) -> list[Paragraph]:
    return [
        paragraph
        for paragraph in document.paragraphs
        if not paragraph.hidden and not paragraph.contents and document.text[paragraph.start : paragraph.end].strip()
    ]


def _layout_frame(paragraphs: Sequence[Paragraph]) -> int | None:
    """A frame that holds most of the text is the page itself, not a box."""
    sizes: dict[int, int] = {}
    for paragraph in paragraphs:
        if paragraph.frame is not None:
            sizes[paragraph.frame] = sizes.get(paragraph.frame, 0) + paragraph.end - paragraph.start
    total = sum(paragraph.end - paragraph.start for paragraph in paragraphs)
    return next((frame for frame, size in sizes.items() if size * 2 > total), None)


@cache
def _glued_pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Where a box's title follows a full stop on the same line."""
    return re.compile(rf"(?<=[。)])\s*(?=(?:{vocabulary.alternatives('boxes.titles')})\s*\d{{1,3}}[\s:])")


def _cut(document: Document, paragraph: Paragraph, layout: int | None, glued: re.Pattern[str]) -> Iterator[Segment]:
    folded = fold(document.text[paragraph.start : paragraph.end])
    cuts = [0, *_cuts(folded, glued), len(folded)]
    frame = None if paragraph.frame == layout else paragraph.frame
    for begin, end in pairwise(cuts):
        part = folded[begin:end]
        yield Segment(
            start=paragraph.start + begin,
            end=paragraph.start + end,
            folded=part,
            marker=read_marker(part),
            level=paragraph.level if begin == 0 else None,
            frame=frame,
            leading=begin == 0 or glued.search(folded[max(0, begin - 1) : begin + 12]) is not None,
        )


def _cuts(folded: str, glued: re.Pattern[str]) -> list[int]:
    """Cuts inside a line that holds a box's title, or at least two headings, run together; none in ordinary text."""
    if len(folded) < _GLUED_FROM:
        return []
    headings = {cut for cut in find_glued(folded) if cut > 0 and _starts_heading(folded, cut)}
    boxes = {found.end() for found in glued.finditer(folded)} - {0}
    return sorted(boxes | headings if len(headings) >= 2 else boxes)


def _starts_heading(folded: str, cut: int) -> bool:
    marker = read_marker(folded[cut : cut + 40])
    return marker is not None and marker.style <= Style.CHINESE_BRACKET


def _contents_block(segments: Sequence[Segment], title: int) -> set[int]:
    """The entries below a contents title: up to the first line that repeats one, or that is no entry."""
    block: list[int] = []
    keys: set[str] = set()
    for index in range(title + 1, len(segments)):
        segment = segments[index]
        key = _entry_key(segment)
        if key in keys or not _is_entry(segment):
            break
        keys.add(key)
        block.append(index)
    if _pages_given(segments, block) or _repeated_later(segments, title + 1 + len(block), keys):
        return set(block)
    return set()


def _is_short(segment: Segment) -> bool:
    return len(segment.folded) <= _LONGEST_ENTRY + 60


def _is_entry(segment: Segment) -> bool:
    text = segment.folded.strip()
    if sum(text.count(mark) for mark in _SENTENCE_END):
        return False
    several = len(list(find_glued(text))) >= 2
    return several or len(segment.key) <= _LONGEST_ENTRY


def _entry_key(segment: Segment) -> str:
    text = segment.folded[skip_litter(segment.folded) :][:_LONGEST_KEY]
    text = _LEADER.sub("", text)
    text = _PAGE.sub("", text)
    return "".join(text.split())


def _pages_given(segments: Sequence[Segment], block: Sequence[int]) -> bool:
    pages = sum(bool(_PAGE.search(segments[index].folded[-_PAGE_WITHIN:])) for index in block)
    return bool(block) and pages * 2 >= len(block)


def _repeated_later(segments: Sequence[Segment], begin: int, keys: set[str]) -> bool:
    """Whether the body repeats at least half of the entries."""
    later = {segment.key for segment in segments[begin:] if len(segment.key) <= _LONGEST_ENTRY}
    wanted = {key for key in keys if read_marker(key)}
    return bool(wanted) and 2 * len(wanted & later) >= len(wanted)
