"""Paragraphs from lines: over line ends and page ends, parted by indents, short last lines, gaps, sizes and numbering."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kechuang.readers.pdf.pdf_text import NEVER_FIRST, Line, join_lines, unbreakable_width

_NUMBERING = re.compile(
    r"[（(][一二三四五六七八九十百\d]{1,4}[）)]|[一二三四五六七八九十百]{1,3}[、.．]|第[一二三四五六七八九十百\d]{1,4}[章节篇编条部]"
    r"|\d{1,2}(?:\.\d{1,2})*[.．、](?!\d)|[①-⑳]|[●■◆▲★•·○◇□►▶➢—–]+|专栏\s*\d|[表图]\s*\d"
)
_LEADER = re.compile(r"(?:[.．。·•…‥┈—_-]\s*){4,}[（(]?\s*(\d{1,4}|[ivxlIVXL]+)\s*[）)]?\s*$|…{2,}\s*\d{1,4}\s*$")
_ENDS_IN_NUMBER = re.compile(r".*\D\d{1,4}\s*$")
_TERMINAL = frozenset("。！？；：:!?…”）")
_SAME_SIZE = 0.07
_INDENT = 0.8
"""Of the type size: a line that begins this far inside its column is indented."""


@dataclass(frozen=True, slots=True)
class Region:
    """The column or box that lines are set in: where full lines begin and end."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with the page and region it stands in; ``gap`` is the white space usual between lines there."""

    line: Line
    page: int
    region: Region
    gap: float


@dataclass
class Paragraphs:
    """Gathers lines into paragraphs. ``contents_titles`` are the words over a table of contents."""

    contents_titles: Iterable[str]
    lines: list[Placed] = field(default_factory=list)
    in_contents: bool = False

    def add(self, placed: Placed) -> str | None:
        """Take the next line; the text of the paragraph before it if that one has ended."""
        if self.lines and self._goes_on(placed):
            self.lines.append(placed)
            return None
        done = self.finish()
        self.lines.append(placed)
        return done

    def finish(self) -> str | None:
        """The text of the paragraph gathered so far, None if there is none."""
        if not self.lines:
            return None
        region = self.lines[0].region
        text = join_lines([placed.line for placed in self.lines], width=region.right - region.left, prose=True)
        self.lines = []
        return text

    def is_contents(self, text: str) -> bool:
        """Whether a finished paragraph is an entry of the table of contents; asked once for each, in order."""
        squeezed = re.sub(r"\s", "", text)
        if squeezed in self.contents_titles:
            self.in_contents = True
            return True
        if _LEADER.search(text):
            return True
        self.in_contents = self.in_contents and bool(_ENDS_IN_NUMBER.match(text))
        return self.in_contents

    def _goes_on(self, placed: Placed) -> bool:
        before = self.lines[-1]
        line, last = placed.line, before.line
        if _LEADER.search(last.text) or abs(line.size - last.size) > last.size * _SAME_SIZE:
            return False
        if before.page == placed.page and before.region == placed.region and self._parted(before, placed):
            return False
        if line.text[0] in NEVER_FIRST and not last.text.endswith("。"):
            return True
        if not _is_full(before, line):
            return False
        ended = last.text[-1] in _TERMINAL
        if ended and _NUMBERING.match(line.text):
            return False
        return self._at_margin(placed)

    def _parted(self, before: Placed, placed: Placed) -> bool:
        """A gap clearly wider than the one usual between lines."""
        space = placed.line.top - before.line.bottom
        return space > placed.gap * 1.35 + placed.line.size * 0.15

    def _at_margin(self, placed: Placed) -> bool:
        """Whether the line begins where the lines of its paragraph do."""
        line = placed.line
        indent = line.left - placed.region.left
        if indent <= line.size * _INDENT:
            return True
        inner = self.lines[-1]
        same_column = inner.region == placed.region
        if len(self.lines) > 1:
            return same_column and abs(line.left - inner.line.left) <= line.size * 0.4
        unended = inner.line.text[-1] not in _TERMINAL and not _NUMBERING.match(line.text)
        if same_column and unended and abs(line.left - inner.line.left) <= line.size * 0.4:
            return True
        hanging = bool(_NUMBERING.match(inner.line.text)) and inner.line.text[-1] not in _TERMINAL
        return same_column and hanging and -line.size < line.left - inner.line.left < line.size * 4


def _is_full(before: Placed, after: Line) -> bool:
    """Whether the next word would not have fitted on the line."""
    line = before.line
    room = before.region.right - line.right
    return room < max(line.size * 1.6, unbreakable_width(after) + line.size * 0.3)


def usual_gap(lines: Sequence[Line]) -> float:
    """The white space between neighbouring lines: the lower quartile, so that gaps between paragraphs do not count."""
    gaps = sorted(
        after.top - before.bottom
        for before, after in pairwise(lines)
        if after.top >= before.bottom - before.size * 0.5 and after.top - before.bottom < before.size * 2.5
    )
    return max(0.0, gaps[len(gaps) // 3]) if gaps else 0.0
