"""Pieces of text with a place on the page, put into lines, and lines put into one text the way Chinese is set.

A piece is a character of a PDF or a recognised word of a scanned page; x grows to the right, y grows downwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_WORD_GAP = 0.22
"""Of the line's height: a gap this wide between two Latin words or numbers is a space that was not written."""
_MIXED_GAP = 0.42
"""Of the line's height: the same between Chinese and Latin, which stand a quarter apart without a space."""
_ANY_GAP = 0.95
"""Of the line's height: a gap this wide parts any two characters."""
_NUMERIC = frozenset("0123456789.,，．%％—–-~～〔〕[]≥≤＜＞<>+＋")
_CUT_MARKS = frozenset(".,．%％—–-~～")
NEVER_FIRST = frozenset("，。、；：？！）》”’〕】％%,;:?!)…")
"""What no line of Chinese begins with unless the line before goes on."""
NEVER_LAST = frozenset("（《“‘〔【([")
"""What no line of Chinese ends with."""
_QUOTES = frozenset("“”‘’")
"""Line breaking as Unicode describes it parts quotation marks from neither side."""
_STICKS_BEFORE, _STICKS_AFTER = NEVER_FIRST | _QUOTES, NEVER_LAST | _QUOTES
_FIRST_WIDE = "\u2000"
"""The first character that is set without a space before it: from here on punctuation and Chinese."""


class Piece(NamedTuple):
    """A character or a word and the rectangle it fills; without text a place that stays empty (struck-out text)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, or a part of it that stands apart; ``size`` is the usual height of its pieces."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


def text_lines(pieces: Iterable[Piece]) -> list[Line]:
    """The pieces as lines from top to bottom."""
    return [line for row in text_rows(pieces) if (line := make_line(row)) is not None]


def text_rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces that stand on one line, together and from left to right; the lines from top to bottom."""
    rows: list[list[Piece]] = []
    top = bottom = 0.0
    for piece in sorted(pieces, key=_middle):
        if piece.top == top and piece.bottom == bottom and rows:
            rows[-1].append(piece)
            continue
        overlap = min(bottom, piece.bottom) - max(top, piece.top)
        if rows and overlap > min(bottom - top, piece.bottom - piece.top) * 0.5:
            rows[-1].append(piece)
            continue
        rows.append([piece])
        top, bottom = piece.top, piece.bottom
    for row in rows:
        row.sort(key=_left)
    return rows


def split_row(row: Sequence[Piece], gap: float) -> list[list[Piece]]:
    """A line in parts wherever more than ``gap`` times its height is left free; written spaces count as free."""
    parts: list[list[Piece]] = []
    edge = 0.0
    for piece in row:
        if piece.text.isspace():
            if parts:
                parts[-1].append(piece)
            continue
        if not parts or piece.left - edge > gap * (piece.bottom - piece.top):
            parts.append([])
        parts[-1].append(piece)
        edge = max(edge, piece.right) if len(parts[-1]) > 1 else piece.right
    return parts


def make_line(row: Sequence[Piece]) -> Line | None:
    """One line from pieces in order; None if nothing but spaces stands there."""
    shown = [piece for piece in row if piece.text.strip()]
    if not shown:
        return None
    heights = sorted([piece.bottom - piece.top for piece in shown])
    size = heights[(len(heights) - 1) // 2]
    return Line(
        text=_line_text(row, size),
        left=shown[0].left,
        top=min(piece.top for piece in shown),
        right=max(piece.right for piece in shown),
        bottom=max(piece.bottom for piece in shown),
        size=size,
    )


def join_lines(lines: Sequence[Line], *, width: float, prose: bool = False) -> str:
    """Lines of one paragraph or cell as one text; ``width`` is the room a line had.

    Nothing is put between Chinese characters, a space between Latin words. Two numbers stay apart unless the first
    line is full to its last digit, which is how a narrow column cuts a number in two; in ``prose`` numbers do not
    stand below each other, so that a full line is enough.
    """
    parts: list[str] = []
    before: Line | None = None
    for line in lines:
        if before is not None:
            parts.append(_seam(before, line, width, prose))
        parts.append(line.text)
        before = line
    return "".join(parts)


def is_wide(character: str) -> bool:
    """Whether the character is set without spaces round it, as Chinese and its punctuation are."""
    return character >= _FIRST_WIDE


def unbreakable_width(line: Line) -> float:
    """How wide the first part of a line is that may not be broken: a Latin word or number, or a character with the
    punctuation that must not be parted from it (避头尾)."""
    length = 0
    for character in line.text:
        if is_wide(character) or character == " ":
            break
        length += 1
    if length:
        return min(length * line.size * 0.5 + line.size, (line.right - line.left) * 0.8)
    text = line.text[:7]
    bound = 1
    while bound < len(text) and (text[bound] in _STICKS_BEFORE or text[bound - 1] in _STICKS_AFTER):
        bound += 1
    return line.size * bound


def is_cut_number(before: Line, after: Line, width: float, *, prose: bool = False) -> bool:
    """Whether a number runs from the end of one line into the next: the first line has no room for another digit, and
    is nothing but that number or plainly ends inside it (or is a line of prose)."""
    digit = after.size * 0.5
    padding = min(12.0, before.size * 1.2)
    full = before.right - before.left + digit + padding > width
    only_number = prose or all(character in _NUMERIC for character in before.text)
    return full and (only_number or before.text[-1] in _CUT_MARKS or after.text[0] in _CUT_MARKS)


def _seam(before: Line, after: Line, width: float, prose: bool) -> str:
    last, first = before.text[-1], after.text[0]
    if is_wide(last) or is_wide(first):
        return ""
    if last == "-" and before.text[-2:-1].isalpha() and first.islower():
        return ""
    if last in _NUMERIC and first in _NUMERIC and is_cut_number(before, after, width, prose=prose):
        return ""
    return " "


def _line_text(row: Sequence[Piece], size: float) -> str:
    parts: list[str] = []
    least = size * _WORD_GAP
    last: Piece | None = None
    for piece in row:
        gap = 0.0 if last is None else piece.left - last.right
        if last is not None and gap > least and _parted(last.text, piece.text, gap / size):
            parts.append(" ")
        parts.append(piece.text)
        last = piece
    return "".join(parts).strip()


def _parted(before: str, after: str, gap: float) -> bool:
    """Whether a gap, in line heights, is a space that was not written."""
    if not before or not after or before.isspace() or after.isspace():
        return False
    wide = is_wide(before[-1]) + is_wide(after[0])
    return gap > (_WORD_GAP, _MIXED_GAP, _ANY_GAP)[wide]


def _middle(piece: Piece) -> float:
    return piece.top + piece.bottom


def _left(piece: Piece) -> float:
    return piece.left
