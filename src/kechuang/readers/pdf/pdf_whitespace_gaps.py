"""The white gaps between the columns of a table without vertical rules, and what a line of words leaves free of them."""

from collections.abc import Sequence

from kechuang.readers.pdf.pdf_text import Line
from kechuang.readers.pdf.pdf_whitespace_rows import Words

WORD_GAP = 0.45
"""Of the type size: white space that may lie between two columns."""
FAR = 1e6

Gap = tuple[float, float]


def crossed_by(row: Words, gaps: Sequence[Gap]) -> list[Gap]:
    """The gaps that a word of a line runs across."""
    return [
        gap
        for gap in gaps
        if any(
            word.left < gap[1] - 1 and word.right > gap[0] + 1 and word.left < gap[0] + 1 and word.right > gap[1] - 1
            for word in row
        )
    ]


def cuts_of(gaps: list[Gap], head: list[Words]) -> list[float]:
    """Where in the gaps the columns are parted: in what the lowest words of the head leave free of them."""
    middles = [(start + end) / 2 for start, end in gaps]
    over = [index for index, row in enumerate(head[:-1]) if any(_covers(word, middles) for word in row)]
    rows = head[over[-1] + 1 :] if over else head
    cuts = []
    for gap in gaps:
        free = [gap]
        for row in rows:
            free = left_free(free, row) or free
        start, end = max(free, key=lambda part: part[1] - part[0])
        cuts.append((start + end) / 2)
    return cuts


def _covers(word: Line, places: list[float]) -> bool:
    return any(word.left < place < word.right for place in places)


def inner_gaps(gaps: list[Gap]) -> list[Gap]:
    """The gaps between columns, without the margins on either side."""
    return [gap for gap in gaps if gap[0] > -FAR / 2 and gap[1] < FAR / 2]


def left_free(gaps: list[Gap], row: Words, *, least: float = WORD_GAP) -> list[Gap]:
    """What a line leaves free of the gaps, those dropped that are narrower than ``least`` times the type size."""
    least *= row[0].size
    for word in row:
        parts: list[Gap] = []
        for start, end in gaps:
            if word.right <= start or word.left >= end:
                parts.append((start, end))
                continue
            parts += [part for part in ((start, word.left), (word.right, end)) if part[1] - part[0] >= least]
        gaps = parts
    return gaps


def middle_of(row: Words) -> float:
    """How far down the page the middle of a line is."""
    return (row[0].top + row[0].bottom) / 2


def middle_across(word: Line) -> float:
    """How far to the right the middle of a word is."""
    return (word.left + word.right) / 2
