"""Boxes 专栏: where each begins and ends, and those whose title was lost on the way."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kechuang.domain.document import Document, Problem, Table
from kechuang.domain.folding import fold
from kechuang.domain.plans.plan import Box, Heading
from kechuang.domain.plans.structure.numbering import ordinal, plain_words
from kechuang.domain.plans.structure.reading_boxes_extent import box_end
from kechuang.domain.plans.structure.reading_boxes_titles import BoxTitle, read_box_title
from kechuang.domain.plans.structure.reading_outline_segments import Segment, read_segments
from kechuang.domain.plans.structure.reading_outline_walk import Walk, walk
from kechuang.domain.vocabulary import Vocabulary

_LONGEST_TITLE_BELOW = 40


def read_boxes(
    document: Document, vocabulary: Vocabulary, outline: tuple[Heading, ...]
) -> tuple[tuple[Box, ...], tuple[Problem, ...]]:
    """Every box in order, and a problem ``box-heading-lost`` for each whose title was lost.

    A lost title shows in the numbers of the boxes (6, 8), and in the text between them: a frame without a title, or a
    list that interrupts the headings. Such a box has no number and no title; its source is its first line.
    """
    segments = read_segments(document, vocabulary)
    walked = walk(segments, vocabulary)
    limits = sorted(heading.source.start for heading in outline if heading.level)
    titled = [*_boxes_in_text(document, walked, limits, vocabulary), *_boxes_in_tables(document, vocabulary)]
    boxes = _without_repeats(sorted(titled, key=lambda box: box.source.start))
    lost = list(_lost_boxes(document, boxes, walked))
    problems = tuple(Problem("box-heading-lost", box.source, {"number": str(number)}) for number, box in lost)
    return tuple(sorted([*boxes, *(box for _, box in lost)], key=lambda box: box.start)), problems


def _boxes_in_text(document: Document, walked: Walk, limits: Sequence[int], vocabulary: Vocabulary) -> Iterator[Box]:
    for position, index in enumerate(walked.box_titles):
        segment = walked.segments[index]
        title = read_box_title(segment.folded, vocabulary)
        assert title is not None
        start, end = segment.start + title.begin, segment.start + title.end
        words, end = _title_words(document, walked.segments, index, title, end)
        following = walked.box_titles[position + 1 : position + 2]
        limit = min(
            [_next_limit(limits, segment.end, document), *(walked.segments[next_].start for next_ in following)]
        )
        yield Box(
            number=title.number,
            title=words,
            source=document.source(start, end),
            start=start,
            end=box_end(document, walked.segments, index, limit, vocabulary),
        )


def _next_limit(limits: Sequence[int], start: int, document: Document) -> int:
    position = bisect_left(limits, start)
    return limits[position] if position < len(limits) else len(document.text)


def _title_words(
    document: Document, segments: Sequence[Segment], index: int, title: BoxTitle, end: int
) -> tuple[str, int]:
    """The title, from the next line where 专栏1 stands on a line by itself."""
    segment = segments[index]
    words = plain_words(document.text[segment.start + title.start : end])
    if words or index + 1 >= len(segments):
        return words, end
    below = segments[index + 1]
    text = below.folded.strip()
    if (
        below.marker is None
        and below.frame == segment.frame
        and 2 <= len(text) <= _LONGEST_TITLE_BELOW
        and "。" not in text
    ):
        return plain_words(document.text[below.start : below.end]), below.end
    return words, end


def _boxes_in_tables(document: Document, vocabulary: Vocabulary) -> Iterator[Box]:
    """Boxes that are tables of more than one column, their title in the first row."""
    for table in document.tables:
        cell = table.cells[0] if table.cells else None
        title = read_box_title(fold(cell.text), vocabulary) if cell is not None else None
        if cell is None or title is None or cell.row != 0 or cell.column_span < _width(table):
            continue
        start, end = cell.start + title.begin, cell.start + title.end
        words = plain_words(document.text[cell.start + title.start : end])
        yield Box(title.number, words, document.source(start, end), start, table.end)


def _width(table: Table) -> int:
    return max(cell.column + cell.column_span for cell in table.cells)


def _without_repeats(boxes: Sequence[Box]) -> list[Box]:
    """A box whose title is repeated over the page is one box."""
    kept: list[Box] = []
    for box in boxes:
        if kept and box.number is not None and (box.number, box.title) == (kept[-1].number, kept[-1].title):
            first = kept.pop()
            box = Box(first.number, first.title, first.source, first.start, box.end)
        kept.append(box)
    return kept


def _lost_boxes(document: Document, boxes: Sequence[Box], walked: Walk) -> Iterator[tuple[int, Box]]:
    """For each number the boxes skip, the text between them that looks like a box."""
    for before, after in pairwise(boxes):
        first, last = _number(before), _number(after)
        if first is None or last is None or not 1 < last - first <= 3:
            continue
        candidates = _untitled(walked, before.end, after.start)
        for number, (start, end) in zip(range(first + 1, last), candidates, strict=False):
            line = _first_line(document, start, end)
            yield number, Box(None, "", document.source(start, line), start, end)


def _number(box: Box) -> int | None:
    number = box.number or ""
    return ordinal(number) if re.fullmatch(r"\d{1,3}|[一二三四五六七八九十百]{1,5}", number) else None


def _untitled(walked: Walk, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Frames and interrupting lists between two offsets."""
    spans = [*_frames(walked.segments), *_interruptions(walked)]
    return iter(sorted(span for span in spans if begin < span[0] and span[1] <= end))


def _frames(segments: Sequence[Segment]) -> Iterator[tuple[int, int]]:
    spans: dict[int, tuple[int, int]] = {}
    for segment in segments:
        if segment.frame is not None:
            start, _ = spans.get(segment.frame, (segment.start, 0))
            spans[segment.frame] = (start, segment.end)
    return iter(spans.values())


def _interruptions(walked: Walk) -> Iterator[tuple[int, int]]:
    for run in walked.runs:
        if run.interruption:
            members = [walked.segments[walked.nodes[member].segment] for member in run.members]
            yield members[0].start, members[-1].end


def _first_line(document: Document, start: int, end: int) -> int:
    found = document.text.find("\n", start, end)
    return end if found < 0 else found
