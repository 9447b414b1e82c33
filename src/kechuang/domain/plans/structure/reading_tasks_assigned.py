"""Tasks that name their organisations: one for each clause that names them (任务分工)."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from kechuang.domain.document import Document
from kechuang.domain.plans.plan import Heading
from kechuang.domain.plans.structure.numbering import find_glued, find_items, plain_words, read_marker
from kechuang.domain.plans.structure.reading_tasks_organisations import Clause
from kechuang.domain.plans.structure.reading_tasks_unit import Unit

_LONGEST_TITLE = 40
_WHEN = re.compile(r"\s*[到至]?\s*20\d\d\s*年\s*[底末前]{0,2}\s*,")


def assigned_units(
    document: Document, folded: str, clauses: Sequence[Clause], outline: Sequence[Heading]
) -> Iterator[Unit]:
    """One task for each clause that names organisations, from the number before it to the clause's end."""
    headings = {heading.source.start: heading for heading in outline if heading.level}
    starts = sorted({*headings, *_numbered_lines(document, folded), *find_items(folded), *find_glued(folded)})
    before = 0
    for clause in clauses:
        start = _unit_start(document, folded, starts, headings, before, clause)
        if folded[start : clause.start].strip():
            unit = _unit(document, folded, start, clause, headings.get(start))
            yield replace(unit, end=_prose_end(folded, starts, clause)) if clause.prose else unit
        before = clause.end


def _prose_end(folded: str, starts: Sequence[int], clause: Clause) -> int:
    """The end of the line, or of the item: what is said after 由…牵头 is about the same task."""
    line_end = folded.find("\n", clause.end)
    following = bisect_right(starts, clause.end)
    ends = [len(folded) if line_end < 0 else line_end, *starts[following : following + 1]]
    return min(ends)


def _numbered_lines(document: Document, folded: str) -> Iterator[int]:
    for paragraph in document.paragraphs:
        marker = read_marker(folded[paragraph.start : min(paragraph.end, paragraph.start + 40)])
        if marker is not None and not paragraph.contents:
            yield paragraph.start + marker.start


def _unit_start(
    document: Document, folded: str, starts: Sequence[int], headings: Container[int], before: int, clause: Clause
) -> int:
    """Where the task begins whose organisations are named: at its number, not before the last task's end.

    A bracket or line behind the last of several numbered points belongs to what stands above them all.
    """
    position = bisect_right(starts, clause.start) - 1
    if position < 0 or starts[position] < before:
        return _line_start(document, folded, before, clause.start)
    if clause.prose or starts[position] in headings:
        return starts[position]
    first = position
    while first > 0 and starts[first - 1] >= before and _precedes(folded, starts[first - 1], starts[first]):
        first -= 1
    above = first > 0 and first < position and starts[first - 1] >= before
    return starts[first - 1] if above else starts[position]


def _precedes(folded: str, start: int, following: int) -> bool:
    """Whether the item at ``start`` is the sibling right before the one at ``following``."""
    one, two = read_marker(folded[start : start + 20]), read_marker(folded[following : following + 20])
    return one is not None and two is not None and one.style is two.style and one.number + 1 == two.number


def _line_start(document: Document, folded: str, before: int, end: int) -> int:
    """The beginning of the paragraph with the clause, or of the one above where the clause fills its line."""
    begin = document.line_starts[document.line_at(end) - 1]
    line = document.line_at(end)
    if not folded[begin:end].strip() and line > 1:
        begin = document.line_starts[line - 2]
    begin = max(begin, before)
    while begin < end and (folded[begin].isspace() or folded[begin] in "。;,"):
        begin += 1
    return begin


def _unit(document: Document, folded: str, start: int, clause: Clause, heading: Heading | None) -> Unit:
    if heading is not None:
        return Unit(start, clause.end, heading.source.end, heading.number, heading.title, clause)
    marker = read_marker(folded[start : start + 20])
    begin = start + marker.end if marker else start
    end = title_end(folded, begin, clause.start)
    number = document.text[start + marker.start : begin].strip() if marker else None
    return Unit(start, clause.end, end, number, plain_words(document.text[begin:end]), clause)


def title_end(folded: str, begin: int, end: int) -> int:
    """Where the title of an item ends: with its first sentence or label, of a long sentence with its first clause."""
    stops = [position for mark in "。;:\n" if (position := folded.find(mark, begin + 2, end)) >= 0]
    stop = min(stops, default=end)
    if stop - begin <= _LONGEST_TITLE:
        return stop
    opening = _WHEN.match(folded, begin)
    comma = folded.find(",", opening.end() if opening else begin + 4, stop)
    return comma if comma >= 0 else stop
