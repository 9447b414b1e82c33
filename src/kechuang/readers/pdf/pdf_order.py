"""The order in which a page is read: from top to bottom, column after column where the page is set in columns (分栏)."""

from collections.abc import Sequence

from kechuang.readers.pdf.pdf_parts import BoxPart, TablePart
from kechuang.readers.pdf.pdf_text import Line

Part = Line | TablePart | BoxPart
_FEWEST_ROWS = 6
"""Rows with words on both sides that make a page one of two columns."""
_MOST_WORDS = 2000
"""A page of more parts of lines is no page of running text."""


def reading_order(words: Sequence[Line], others: Sequence[TablePart | BoxPart]) -> list[list[Part]]:
    """The parts of a page in reading order, as regions that have margins of their own (columns, full width)."""
    parts: list[Part] = [*words, *others]
    gutter = _gutter(words)
    if gutter is None:
        return [_top_down(parts)]
    regions: list[list[Part]] = []
    left: list[Part] = []
    right: list[Part] = []
    across: list[Part] = []
    for part in sorted(parts, key=lambda part: (part.top, part.left)):
        if part.left < gutter - 1 and part.right > gutter + 1:
            regions += [_top_down(column) for column in (left, right) if column]
            left, right = [], []
            across.append(part)
            continue
        if across:
            regions.append(_top_down(across))
            across = []
        (left if part.right <= gutter + 1 else right).append(part)
    return [*regions, *(_top_down(rest) for rest in (left, right, across) if rest)]


def _top_down(parts: Sequence[Part]) -> list[Part]:
    """From top to bottom; words on one line are put together again."""
    ordered = sorted(parts, key=lambda part: part.top + part.bottom if isinstance(part, Line) else part.top * 2)
    merged: list[Part] = []
    for part in ordered:
        last = merged[-1] if merged else None
        if isinstance(part, Line) and isinstance(last, Line) and _on_one_line(last, part):
            merged[-1] = _together(last, part)
        else:
            merged.append(part)
    return merged


def _on_one_line(one: Line, other: Line) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > min(one.bottom - one.top, other.bottom - other.top) * 0.5


def _together(one: Line, other: Line) -> Line:
    first, then = (one, other) if one.left <= other.left else (other, one)
    return Line(
        text=f"{first.text} {then.text}",
        left=first.left,
        top=min(first.top, then.top),
        right=max(first.right, then.right),
        bottom=max(first.bottom, then.bottom),
        size=max(first.size, then.size),
    )


def _gutter(words: Sequence[Line]) -> float | None:
    """The white strip down the middle that a page of two columns has; None for a page of one."""
    if not _FEWEST_ROWS * 2 <= len(words) <= _MOST_WORDS:
        return None
    left, right = min(word.left for word in words), max(word.right for word in words)
    column = (right - left) / 2
    starts = [word.left for word in words if left + column * 0.7 < word.left < left + column * 1.4]
    if not starts:
        return None
    gutter = max(starts, key=lambda place: _near(starts, place)) - 4.0
    before = [word for word in words if word.right <= gutter]
    after = [word for word in words if word.left >= gutter]
    wide = column * 0.6
    full = [sum(word.right - word.left > wide for word in side) for side in (before, after)]
    beside = sum(any(_on_one_line(word, other) for other in after) for word in before)
    crossing = len(words) - len(before) - len(after)
    return gutter if min(*full, beside) >= _FEWEST_ROWS and crossing < len(words) * 0.3 else None


def _near(places: Sequence[float], place: float) -> int:
    return sum(abs(other - place) < 3 for other in places)
