"""Where one Word paragraph is several lines: page breaks, and manual line breaks (软回车) used to end a paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kechuang.readers.word.docx_flow import Flow, NoteMark

_ENDED = re.compile(r"[。！？；：…!?;:][”’）)」』]?\s*$")
_BEGINS = re.compile(
    r"\s*(?:第[一二三四五六七八九十百〇零\d]{1,5}[章节条篇]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,3}[.．、)）](?!\d)|[①-⑳●■◆▪•])"
)
_NEAR = 80


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text and the notes anchored in it, by offset into the line."""

    text: str
    notes: tuple[tuple[int, NoteMark], ...] = ()


def cut_lines(flow: Flow, label: str = "", *, whole: bool = False) -> Iterator[Line]:
    """The lines of a paragraph with its label in front, stripped of blanks at both ends; empty lines are left out.

    A manual line break ends a line only where what stands before it is a finished clause or what follows begins an
    item; elsewhere it merely wraps. ``whole`` paragraphs (headings, centred titles) are wrapped, never ended, by it.
    """
    text = flow.text
    cuts = [at for at in flow.breaks if at in flow.page_breaks or (not whole and _ends_line(text, at))]
    begins, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(text)]
    notes = iter(flow.notes)
    note = next(notes, None)
    for begin, end in zip(begins, ends, strict=True):
        front = label if begin == 0 else ""
        words = text[begin:end].rstrip()
        kept = words.lstrip()
        skipped = len(words) - len(kept)
        here: list[tuple[int, NoteMark]] = []
        while note is not None and (note[0] <= end or end == len(text)):
            offset = min(max(note[0] - begin - skipped, 0), len(kept))
            here.append((len(front) + offset, note[1]))
            note = next(notes, None)
        if kept or here:
            yield Line(front + kept if kept else "", tuple(here))


def _ends_line(text: str, at: int) -> bool:
    before, after = text[max(0, at - _NEAR) : at], text[at + 1 : at + 1 + _NEAR]
    return bool(_ENDED.search(before) or _BEGINS.match(after))
