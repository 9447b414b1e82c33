"""Tasks that name nobody: the lowest headings of the chapters that hold tasks, and the items of their boxes."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kechuang.domain.document import Document, Paragraph
from kechuang.domain.folding import fold
from kechuang.domain.plans.plan import Box, Heading, Identity, Kind
from kechuang.domain.plans.structure.numbering import Marker, plain_words, read_marker
from kechuang.domain.plans.structure.reading_tasks_assigned import title_end
from kechuang.domain.plans.structure.reading_tasks_unit import Unit
from kechuang.domain.vocabulary import Vocabulary

_LABEL = re.compile(r"\s*(?P<name>[^:。;,]{2,24}):")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading with everything under it."""

    begin: int
    end: int
    headings: tuple[Heading, ...]

    @property
    def title(self) -> str:
        return "".join(self.headings[0].title.split())


def plain_units(
    document: Document,
    outline: tuple[Heading, ...],
    boxes: tuple[Box, ...],
    identity: Identity,
    vocabulary: Vocabulary,
) -> Iterator[Unit]:
    """The lowest headings of the chapters that hold tasks, and the items of boxes among them."""
    if identity.kind is Kind.OTHER:
        return
    chapters = task_chapters(document, outline, vocabulary)
    for chapter in chapters:
        yield from _leaves(chapter, vocabulary)
    for box in boxes:
        if not chapters or chapters[0].begin <= box.start < chapters[-1].end:
            yield from _box_items(document, box)


def _leaves(chapter: Chapter, vocabulary: Vocabulary) -> Iterator[Unit]:
    """The lowest headings of a chapter, without those of its sections on background or aims."""
    told: int | None = None
    for heading, following in zip(chapter.headings, [*chapter.headings[1:], None], strict=True):
        if told is not None and heading.level > told:
            continue
        told = heading.level if _tells("".join(heading.title.split()), vocabulary) else None
        if told is None and (following is None or following.level <= heading.level):
            stop = following.source.start if following else chapter.end
            yield Unit(heading.source.start, stop, heading.source.end, heading.number, heading.title, None)


def task_chapters(document: Document, outline: tuple[Heading, ...], vocabulary: Vocabulary) -> list[Chapter]:
    """The chapters called key tasks; where none is, all but those on background, aims and safeguards.

    Where no chapter is left (its heading was lost), the sections that are not on background or aims.
    """
    chapters = _chapters(document, [heading for heading in outline if heading.level])
    names = vocabulary.words("tasks.task_chapters")
    called = [chapter for chapter in chapters if any(name in chapter.title for name in names)]
    if called:
        return called
    left = [chapter for chapter in chapters if not _tells(chapter.title, vocabulary)]
    sections = [section for chapter in chapters for section in _chapters(document, chapter.headings[1:], chapter.end)]
    return left or [section for section in sections if not _tells(section.title, vocabulary)]


def _tells(title: str, vocabulary: Vocabulary) -> bool:
    """Whether a title is about background, aims or safeguards: 发展基础 is, 夯实发展基础 is a task."""
    if any(word in title for word in vocabulary.words("tasks.other_chapters")):
        return True
    return title.endswith(vocabulary.words("tasks.other_endings")) and not title.startswith(
        vocabulary.words("tasks.verbs")
    )


def _chapters(document: Document, headings: Sequence[Heading], end: int | None = None) -> list[Chapter]:
    """The stretches from each highest heading to the next; the last one goes on to ``end``."""
    last = len(document.text) if end is None else end
    top = min((heading.level for heading in headings), default=1)
    firsts = [index for index, heading in enumerate(headings) if heading.level == top]
    ends = [*(headings[index].source.start for index in firsts[1:]), last]
    return [
        Chapter(headings[first].source.start, stop, tuple(headings[first:following]))
        for first, following, stop in zip(firsts, [*firsts[1:], len(headings)], ends, strict=False)
    ]


def _box_items(document: Document, box: Box) -> Iterator[Unit]:
    """The numbered items of a box; of one without numbers the labelled ones (智慧教育：…)."""
    lines = _lines(document, box)
    words = [fold(document.text[line.start : line.end]) for line in lines]
    markers = [read_marker(line) for line in words]
    outer = next((marker.style for marker in markers if marker is not None), None)
    stops = [*(line.start for line in lines), box.end][1:]
    for line, text, marker, stop in zip(lines, words, markers, stops, strict=False):
        unit = _labelled(document, line, text, stop) if outer is None else None
        if marker is not None and marker.style is outer:
            unit = _numbered(document, line, text, marker, stop)
        if unit is not None:
            yield unit


def _lines(document: Document, box: Box) -> list[Paragraph]:
    begin = box.source.end if box.title else box.start
    first = bisect_left(document.paragraphs, begin, key=lambda paragraph: paragraph.start)
    last = bisect_left(document.paragraphs, box.end, key=lambda paragraph: paragraph.start)
    return [line for line in document.paragraphs[first:last] if document.text[line.start : line.end].strip()]


def _numbered(document: Document, line: Paragraph, text: str, marker: Marker, stop: int) -> Unit:
    start, begin = line.start + marker.start, line.start + marker.end
    end = line.start + title_end(text, marker.end, len(text))
    number = plain_words(document.text[start:begin])
    return Unit(start, stop, end, number, plain_words(document.text[begin:end]), None)


def _labelled(document: Document, line: Paragraph, text: str, stop: int) -> Unit | None:
    label = _LABEL.match(text)
    if label is None:
        return None
    start, end = line.start + label.start("name"), line.start + label.end("name")
    return Unit(start, stop, end, None, plain_words(document.text[start:end]), None)
