"""Pieces of text with a place on the page, put into lines, and lines put into one text the way Chinese is set.

A piece is a character of a PDF or a recognised word of a scanned page; x grows to the right, y grows downwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

_WORD_GAP = 0.22
"""Of the line's height: a gap this wide between two Latin words or numbers is a space that was not written."""
_ANY_GAP = 1.5
"""Of the line's height: a gap this wide parts any two characters."""
_NUMERIC = frozenset("0123456789.,，．%％—–-~～〔〕[]≥≤＜＞<>+＋")


class Piece(NamedTuple):
    """A character or a word and the rectangle it fills."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text on the page; ``size`` is the usual height of its pieces."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    pieces: tuple[Piece, ...]


def text_lines(pieces: Iterable[Piece]) -> list[Line]:
    """The pieces as lines from top to bottom, each from left to right."""
    rows: list[list[Piece]] = []
    top = bottom = 0.0
    for piece in sorted(pieces, key=_middle):
        overlap = min(bottom, piece.bottom) - max(top, piece.top)
        if rows and overlap > min(bottom - top, piece.bottom - piece.top) * 0.5:
            rows[-1].append(piece)
            continue
        rows.append([piece])
        top, bottom = piece.top, piece.bottom
    return [line for line in map(make_line, rows) if line.text]


def make_line(pieces: list[Piece]) -> Line:
    """One line from pieces that stand on it, in any order."""
    ordered = sorted(pieces, key=_left)
    size = median(piece.bottom - piece.top for piece in ordered)
    shown = _trimmed(ordered) or ordered
    return Line(
        text=_line_text(shown, size),
        left=shown[0].left,
        top=min(piece.top for piece in shown),
        right=max(piece.right for piece in shown),
        bottom=max(piece.bottom for piece in shown),
        size=size,
        pieces=tuple(shown),
    )


def join_lines(lines: Sequence[Line], *, width: float) -> str:
    """Lines of one paragraph or cell as one text; ``width`` is the room a line had.

    Nothing is put between Chinese characters, a space between Latin words. Two numbers stay apart unless the first
    line is full to its last digit, which is how a narrow column cuts a number in two.
    """
    text = ""
    for before, line in zip((None, *lines), lines, strict=False):
        text += line.text if before is None else _seam(before, line, width) + line.text
    return text


def _seam(before: Line, after: Line, width: float) -> str:
    last, first = before.text[-1], after.text[0]
    if last in "-\N{SOFT HYPHEN}" and before.text[-2:-1].isalpha() and before.text[-2:-1].isascii() and first.islower():
        return ""
    if not _latin(last) or not _latin(first):
        return ""
    if last in _NUMERIC and first in _NUMERIC:
        return "" if is_cut_number(before, after, width) else " "
    return " "


def is_cut_number(before: Line, after: Line, width: float) -> bool:
    """Whether a number runs from the end of one line into the next.

    True when the first line is nothing but that number, or plainly ends inside it, and has no room for another digit.
    """
    digit = after.pieces[0].right - after.pieces[0].left
    if len(after.pieces[0].text) > 1:
        digit /= len(after.pieces[0].text)
    padding = max(0.0, min(12.0, before.size * 1.2))
    full = before.right - before.left + digit + padding > width
    only_number = all(character in _NUMERIC for character in before.text)
    open_ended = before.text[-1] in ".,．—–-~～" or after.text[0] in ".,．%％—–-~～"
    return full and (only_number or open_ended)


def _line_text(pieces: Sequence[Piece], size: float) -> str:
    parts = [pieces[0].text]
    last = pieces[0]
    for piece in pieces[1:]:
        gap = piece.left - last.right
        if gap > size * _WORD_GAP and _parted(last.text, piece.text, gap > size * _ANY_GAP):
            parts.append(" ")
        parts.append(piece.text)
        last = piece
    return "".join(parts).strip()


def _parted(before: str, after: str, wide: bool) -> bool:
    if before.isspace() or after.isspace():
        return False
    return wide or (_latin(before[-1]) and _latin(after[0]))


def _latin(character: str) -> bool:
    return character < "\u2000"


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    start, end = 0, len(pieces)
    while start < end and pieces[start].text.isspace():
        start += 1
    while end > start and pieces[end - 1].text.isspace():
        end -= 1
    return pieces[start:end]


def _middle(piece: Piece) -> float:
    return piece.top + piece.bottom


def _left(piece: Piece) -> float:
    return piece.left
