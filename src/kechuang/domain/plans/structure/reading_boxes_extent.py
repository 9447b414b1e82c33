"""Where a box ends (专栏范围): with its frame, its table, its list, or, without any of these, its first paragraph."""

import re
from collections.abc import Sequence

from kechuang.domain.document import Document
from kechuang.domain.plans.structure.reading_outline_segments import Segment
from kechuang.domain.vocabulary import Vocabulary

_LIST_BEGINS_WITHIN = 5  # lines below the title
_LABEL = re.compile(r"\s*[^:。;,]{2,24}:|\s*[^:。;,\d]{3,16}。(?=.)")
_SENTENCE_END = "。;:!?)”"


def box_end(document: Document, segments: Sequence[Segment], title: int, limit: int, vocabulary: Vocabulary) -> int:
    """The offset at which the box ends whose title is segment ``title``; at most ``limit``, the next heading or box."""
    frame = segments[title].frame
    if frame is not None:
        return _frame_end(document, segments, title, frame)
    content = [
        index for index in range(title + 1, _first_after(segments, title + 1, limit)) if segments[index].frame is None
    ]
    table = _table_end(document, segments[title].end, segments[content[0]].start if content else limit)
    if table is not None:
        return _with_notes(segments, content, table, vocabulary)
    if not content:
        return segments[title].end
    return segments[_last_line(segments, content)].end


def _first_after(segments: Sequence[Segment], begin: int, limit: int) -> int:
    while begin < len(segments) and segments[begin].start < limit:
        begin += 1
    return begin


def _frame_end(document: Document, segments: Sequence[Segment], title: int, frame: int) -> int:
    last = title
    while last + 1 < len(segments) and segments[last + 1].frame == frame:
        last += 1
    return segments[last].end


def _table_end(document: Document, start: int, limit: int) -> int | None:
    """The end of a table that stands right below the title."""
    return next((table.end for table in document.tables if start <= table.start < limit), None)


def _with_notes(segments: Sequence[Segment], content: Sequence[int], end: int, vocabulary: Vocabulary) -> int:
    """The end of the notes below the table: 注：1.…, then 2.… and so on."""
    notes = vocabulary.words("boxes.notes")
    noted = False
    for index in content:
        segment = segments[index]
        is_note = segment.folded.strip().startswith(notes) or (noted and segment.marker is not None)
        if segment.start >= end and not is_note:
            break
        noted = noted or is_note
        end = max(end, segment.end)
    return end


def _last_line(segments: Sequence[Segment], content: Sequence[int]) -> int:
    """The last line of a box that nothing closes: of its numbered list, of its list of labels, of its paragraph."""
    begin = _skip_leads(segments, content)
    numbered = [position for position, index in enumerate(content) if segments[index].marker is not None]
    if numbered and numbered[0] <= _LIST_BEGINS_WITHIN:
        return _continued(segments, content, _with_item_text(segments, content, numbered[-1]))
    position = begin
    if _is_label(segments[content[begin]]):
        while position + 1 < len(content) and _is_label(segments[content[position + 1]]):
            position += 1
    return _continued(segments, content, position)


def _skip_leads(segments: Sequence[Segment], content: Sequence[int]) -> int:
    """Past lines that only lead on (重点任务：)."""
    position = 0
    while position + 1 < len(content) and segments[content[position]].folded.rstrip().endswith(":"):
        position += 1
    return position


def _with_item_text(segments: Sequence[Segment], content: Sequence[int], last: int) -> int:
    """The last item, with the paragraph under it where the item is only a name."""
    name_only = "。" not in segments[content[last]].folded and len(segments[content[last]].key) <= 40
    return last + 1 if name_only and last + 1 < len(content) else last


def _continued(segments: Sequence[Segment], content: Sequence[int], position: int) -> int:
    """Past the ends of lines that are no ends of sentences: the page broke there."""
    while position + 1 < len(content) and not _is_complete(segments[content[position]]):
        position += 1
    return content[position]


def _is_label(segment: Segment) -> bool:
    return _LABEL.match(segment.folded) is not None


def _is_complete(segment: Segment) -> bool:
    return segment.folded.rstrip(" *\t").endswith(tuple(_SENTENCE_END)) or "<" in segment.folded[-6:]
