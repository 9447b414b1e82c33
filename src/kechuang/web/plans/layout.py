"""A document's text as lines to show: paragraphs, table rows in cells, and where pages begin."""

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its offset in the text, its words, its cells where it is a table row, and the page that begins with it."""

    start: int
    text: str
    cells: tuple[tuple[int, str], ...]
    page: int | None


def lines_of(text, *, tables, page_starts):
    """Every line of a text that is not blank."""
    starts = sorted(start for start, _ in tables)
    ends = dict(tables)
    lines, offset, last = [], 0, 0
    for words in text.split("\n"):
        page = bisect_right(page_starts, offset)
        if words.strip():
            row = _in_table(offset, starts, ends) and "\t" in words
            lines.append(Line(offset, words, _cells(offset, words) if row else (), page if page != last else None))
            last = page
        offset += len(words) + 1
    return lines


def _in_table(offset, starts, ends):
    index = bisect_right(starts, offset)
    return index > 0 and offset < ends[starts[index - 1]]


def _cells(offset, words):
    cells = []
    for cell in words.split("\t"):
        cells.append((offset, cell))
        offset += len(cell) + 1
    return tuple(cells)
