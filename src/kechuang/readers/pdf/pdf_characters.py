"""The characters of a PDF page with their places, on the upright page.

Raised small figures (footnote marks, the 2 of km²) become superscript characters, so that nobody reads them as digits;
characters that a line strikes through are taken out and handed over apart.
"""

import ctypes
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import nan, pi
from typing import Any

import pypdfium2.raw as pdfium

from kechuang.readers.pdf.pdf_grid_boxes import Ruling
from kechuang.readers.pdf.pdf_page import FARTHEST, Frame
from kechuang.readers.pdf.pdf_text import Piece

MOST_CHARACTERS = 100_000
_SAMPLE = 48
_MOST_STRIKES = 500
_ASCENT, _DESCENT = 0.86, 0.14
"""Of the type size: the square of a Chinese character above and below the baseline."""
_RAISED, _SMALL = 0.17, 0.82
"""Of the size of the text beside it: how far up and how small a character is that is set as a superscript."""
_RAISABLE = "0123456789+-=()n"
_SUPERSCRIPTS = str.maketrans(_RAISABLE, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_NOTHING = frozenset("\r\n\x02\ufffe\uffff\ufeff\u200b\xad")
_UNKNOWN = "\ufffd"
_LINE_ENDS = frozenset((0x0A, 0x0D))
_SPACE, _FIRST_ODD, _FIRST_CHINESE = 0x20, 0x7F, 0x2E80
_HALF_CODE, _OTHER_HALF, _PAST_HALVES = 0xD800, 0xDC00, 0xE000


@dataclass
class Characters:
    """What is written on a page; ``complete`` that nothing was left out, ``slanted`` what lies across the page."""

    pieces: list[Piece] = field(default_factory=list)
    slanted: str = ""
    complete: bool = True


def text_quarters(textpage: Any) -> int | None:
    """How many quarters to the right a page must be turned for most of its text to run from left to right."""
    count = pdfium.FPDFText_CountChars(textpage)
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _SAMPLE)):
        if pdfium.FPDFText_GetUnicode(textpage, index) > ord(" "):
            turns[round(_quarters(textpage, index)) % 4] += 1
    return turns.most_common(1)[0][0] if turns else None


def _quarters(textpage: Any, index: int) -> float:
    """How far a character is turned to the left, in quarters; pdfium counts to the right."""
    turned = -pdfium.FPDFText_GetCharAngle(textpage, index) / (pi / 2)
    return turned if abs(turned) < 8 else 0.5


def read_characters(textpage: Any, frame: Frame, *, turned: bool) -> Characters:
    """The characters of a page. ``turned``: some text runs in another direction; such text is kept where it runs up or
    down along the page (a narrow cell), and set apart where it lies across (a watermark)."""
    reader = _Reader(textpage, frame)
    count = pdfium.FPDFText_CountChars(textpage)
    kept = min(count, MOST_CHARACTERS)
    read = Characters(complete=kept == count)
    if turned:
        _read_in_every_direction(reader, kept, read)
    else:
        read.pieces = list(reader.pieces(range(kept)))
    _raise_superscripts(read.pieces)
    return read


def _read_in_every_direction(reader: "_Reader", count: int, read: Characters) -> None:
    run: list[Piece] = []
    for index in range(count):
        direction = reader.direction(index)
        if direction == 0:
            read.pieces.extend(reader.pieces((index,)))
        elif direction is None:
            read.slanted += reader.character(index)
        else:
            _continue_run(run, reader.turned_piece(index), read.pieces)
    if run:
        read.pieces.append(_one_piece(run))


class _Reader:
    """Reads one character after the other without making new buffers for each."""

    def __init__(self, textpage: Any, frame: Frame) -> None:
        self._page = textpage
        self._matrix = frame.matrix
        self._quarters = frame.quarters
        self._box = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._placing = pdfium.FS_MATRIX()
        self._sizes: dict[tuple[float, int], float] = {}
        self._high = 0

    def pieces(self, indexes: Iterable[int]) -> Iterator[Piece]:
        """The characters that run with the page, each on the square it would fill if it were Chinese."""
        page, box, at_x, at_y = self._page, self._box, self._x, self._y
        get_code, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
        get_origin, get_size = pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetFontSize
        _, b, _, d, shift, f = self._matrix
        upright, sizes = not self._quarters, self._sizes
        above = below = baseline = size = nan
        for index in indexes:
            code = get_code(page, index)
            if code in _LINE_ENDS:
                continue
            plain = _SPACE < code < _FIRST_ODD or _FIRST_CHINESE <= code < _HALF_CODE
            text = chr(code) if plain else self._odd_character(code)
            if not text:
                continue
            if upright:
                get_box(page, index, box)
                left, right = box.left + shift, box.right + shift
                if box.top == above and box.bottom == below:  # the same font on the same line
                    if 0 < size < FARTHEST and -FARTHEST < baseline < FARTHEST and -FARTHEST < left < right < FARTHEST:
                        yield Piece(text, left, baseline - _ASCENT * size, right, baseline + _DESCENT * size)
                    continue
                above, below = box.top, box.bottom
                height = above - below
            else:
                left, top, right, bottom = self._rectangle(index)
                height = bottom - top
            get_origin(page, index, at_x, at_y)
            baseline = b * at_x.value + d * at_y.value + f
            key = (get_size(page, index), int(height * 10) if -FARTHEST < height < FARTHEST else 0)
            size = sizes.get(key) or self._size(index, key)
            if -FARTHEST < left < right < FARTHEST and -FARTHEST < baseline < FARTHEST and 0 < size < FARTHEST:
                yield Piece(text, left, baseline - _ASCENT * size, right, baseline + _DESCENT * size)

    def turned_piece(self, index: int) -> Piece:
        """A character that runs up or down."""
        return Piece(self.character(index), *self._rectangle(index))

    def character(self, index: int) -> str:
        """The character itself, nothing for those that are no part of the text."""
        code = pdfium.FPDFText_GetUnicode(self._page, index)
        return chr(code) if _SPACE < code < _FIRST_ODD else self._odd_character(code)

    def _odd_character(self, code: int) -> str:
        if _HALF_CODE <= code < _OTHER_HALF:
            self._high = code
            return ""
        if _OTHER_HALF <= code < _PAST_HALVES:
            high, self._high = self._high, 0
            return chr(0x10000 + ((high - _HALF_CODE) << 10) + (code - _OTHER_HALF)) if high else _UNKNOWN
        text = chr(code)
        if text in _NOTHING:
            return ""
        if code < _SPACE or text == "\xa0":
            return " " if text in "\t\xa0" else _UNKNOWN
        return text

    def direction(self, index: int) -> int | None:
        """In quarters against the page's own direction; None where it lies across."""
        angle = _quarters(self._page, index)
        nearest = round(angle)
        return (nearest - self._quarters) % 4 if abs(angle - nearest) < 0.1 else None

    def _size(self, index: int, key: tuple[float, int]) -> float:
        """The type size in points; characters of one font and size share their height, so most need no asking."""
        placing = self._placing
        pdfium.FPDFText_GetMatrix(self._page, index, placing)
        scale = (placing.c**2 + placing.d**2) ** 0.5
        self._sizes[key] = abs(key[0] * scale) or key[1] / 10 or 1.0
        return self._sizes[key]

    def _rectangle(self, index: int) -> tuple[float, float, float, float]:
        box = self._box
        pdfium.FPDFText_GetLooseCharBox(self._page, index, box)
        a, b, c, d, e, f = self._matrix
        x1, y1 = a * box.left + c * box.bottom + e, b * box.left + d * box.bottom + f
        x2, y2 = a * box.right + c * box.top + e, b * box.right + d * box.top + f
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _continue_run(run: list[Piece], piece: Piece, pieces: list[Piece]) -> None:
    """Text that runs up or down becomes one piece, in the order the file gives it."""
    if not piece.text or not -FARTHEST < piece.left < piece.right < FARTHEST or not piece.top < piece.bottom < FARTHEST:
        return
    size = piece.right - piece.left
    if run and (abs(run[-1].left - piece.left) > size * 0.5 or _distance(run[-1], piece) > size):
        pieces.append(_one_piece(run))
        run.clear()
    run.append(piece)


def _distance(one: Piece, other: Piece) -> float:
    return max(one.top - other.bottom, other.top - one.bottom)


def _one_piece(run: Sequence[Piece]) -> Piece:
    return Piece(
        "".join(piece.text for piece in run),
        min(piece.left for piece in run),
        min(piece.top for piece in run),
        max(piece.right for piece in run),
        max(piece.bottom for piece in run),
    )


def _raise_superscripts(pieces: list[Piece]) -> None:
    """In place: raised small characters become superscript characters that stand on the line they belong to."""
    sizes = [piece.bottom - piece.top for piece in pieces]
    if not sizes or min(sizes) >= max(sizes) * _SMALL:
        return
    small = max(sizes) * _SMALL
    candidates = {
        index
        for index, (piece, size) in enumerate(zip(pieces, sizes, strict=True))
        if size < small and piece.text in _RAISABLE
    }
    if not any(_is_raised(pieces, index, step, candidates) for index in candidates for step in (-1, 1)):
        return
    _raise_beside(pieces, range(len(pieces)), after=True)
    _raise_beside(pieces, range(len(pieces) - 1, -1, -1), after=False)


def _is_raised(pieces: list[Piece], index: int, step: int, candidates: Container[int]) -> bool:
    """Whether a small character stands higher than the character of the text next to it."""
    beside = index + step
    while beside in candidates or (0 <= beside < len(pieces) and pieces[beside].text.isspace()):
        beside += step
    if not 0 <= beside < len(pieces):
        return False
    base = pieces[beside]
    return 0 < base.bottom - pieces[index].bottom < base.bottom - base.top


def _raise_beside(pieces: list[Piece], order: Iterable[int], *, after: bool) -> None:
    base: Piece | None = None
    edge = 0.0
    for index in order:
        piece = pieces[index]
        distance = piece.left - edge if after else edge - piece.right
        if base is not None and _is_superscript(piece, base, distance):
            pieces[index] = piece._replace(text=piece.text.translate(_SUPERSCRIPTS), top=base.top, bottom=base.bottom)
        elif not piece.text.isspace():
            base = piece
        edge = piece.right if after else piece.left


def _is_superscript(piece: Piece, base: Piece, distance: float) -> bool:
    size = base.bottom - base.top
    raised = base.bottom - piece.bottom
    return (
        piece.text in _RAISABLE
        and piece.bottom - piece.top < size * _SMALL
        and _RAISED * size < raised < size
        and abs(distance) < size
    )


def without_struck(pieces: Sequence[Piece], lines: Iterable[Ruling]) -> tuple[list[Piece], list[Piece]]:
    """The page with empty places where a horizontal line strikes characters through (删除线), and those characters."""
    strikes = sorted(lines)
    if not strikes or len(strikes) > _MOST_STRIKES:
        return list(pieces), []
    heights = [line.at for line in strikes]
    standing: list[Piece] = []
    struck: list[Piece] = []
    for piece in pieces:
        size = piece.bottom - piece.top
        first = bisect_left(heights, piece.top + size * 0.3)
        last = bisect_right(heights, piece.bottom - size * 0.25)
        if first < last and any(_runs_through(line, piece) for line in strikes[first:last]):
            struck.append(piece)
            standing.append(piece._replace(text=""))
        else:
            standing.append(piece)
    return standing, struck


def _runs_through(line: Ruling, piece: Piece) -> bool:
    return min(line.end, piece.right) - max(line.start, piece.left) > (piece.right - piece.left) * 0.6
