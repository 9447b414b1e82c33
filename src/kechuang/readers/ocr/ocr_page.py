"""A page of a scan as lines of characters with their places, its ruling lines, and what is not sure. Lengths are pixels."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from kechuang.readers.ocr.ocr_doubt import Doubt, doubts_within, line_score
from kechuang.readers.ocr.ocr_engine import Picture, Reading, read_strips
from kechuang.readers.ocr.ocr_lost import UNKNOWN, with_lost
from kechuang.readers.ocr.ocr_rulings import Ink, find_rulings
from kechuang.readers.ocr.ocr_second_look import second_look
from kechuang.readers.ocr.ocr_strips import is_dash, missed_ink, parts_of
from kechuang.readers.ocr.ocr_tidy import part_row_numbers, tidy, without_spaces
from kechuang.readers.ocr.ocr_upright import Strip, cut_out, turn_upright
from kechuang.readers.pdf.pdf_grid import find_grids
from kechuang.readers.pdf.pdf_grid_boxes import Ruling
from kechuang.readers.pdf.pdf_text import Piece

_STRIP_OVER_PRINT = 1.4
"""The strips that are found are about this much higher than the print in them."""

_USUAL_PRINT = 24.0
"""Pixels; the height of print on a page where none was found."""

_LEAST_MISSED = 0.8
"""Mean sureness of print found outside strips and tables; below it is taken for dirt."""

_TOLERANCE = 0.2
"""Of the height of print: how far rulings that meet may miss each other."""

_DASH = Reading("—", (1.0,), (0.5,))

_STROKES = frozenset(("", "-", "—", "–", "―", "一", "_", "~", "ー", "一一", "——", "--"))
"""What a lone dash may be read as."""


@dataclass(frozen=True, slots=True)
class Written:
    """One strip of print: its characters with their places, and what is doubted among them."""

    pieces: tuple[Piece, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What was read on a page, and its ruling lines. ``size`` is how high its print is, in most lines; ``blots`` are
    spots of ink in cells of a table that nothing could be made of."""

    width: int
    height: int
    size: float
    level: tuple[Ruling, ...]
    upright: tuple[Ruling, ...]
    written: tuple[Written, ...]
    blots: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    strip: Strip
    reading: Reading


def read_page(picture: Picture) -> Page:
    """Everything that can be read on the picture of one page."""
    upright = turn_upright(picture)
    size = median(strip.height for strip in upright.strips) / _STRIP_OVER_PRINT if upright.strips else _USUAL_PRINT
    lines = find_rulings(upright.picture, upright.strips, print_height=size)
    grids = find_grids(lines.level, lines.upright, tolerance=size * _TOLERANCE)
    cells = [Strip(box.left, box.top, box.right, box.bottom) for grid in grids for box in grid.boxes]
    dark = lines.print
    strips = [part for strip in upright.strips for part in parts_of(strip, cells, dark, size)]
    missed = missed_ink(dark, strips, cells, size)
    spots = _read(lines.unruled, [spot for spot in missed if not is_dash(spot, dark, size)])
    legible = [spot for spot in spots if _is_print(spot, cells)]
    found = [_dash(line, dark, size) for line in (*_read(lines.unruled, strips), *legible)]
    found += [_Found(spot, _dashes(spot, size)) for spot in missed if is_dash(spot, dark, size)]
    found = [line for line in found if line.reading.text.strip()]
    whole = with_lost(lines.unruled, dark, [(line.strip, line.reading) for line in found], print_height=size)
    whole = [tidy(reading, width=line.strip.width / size) for line, reading in zip(found, whole, strict=True)]
    whole = _parted(found, whole, size)
    again = second_look(lines.unruled, [(line.strip, reading) for line, reading in zip(found, whole, strict=True)])
    high, wide = upright.picture.shape[:2]
    return Page(
        width=wide,
        height=high,
        size=size,
        level=tuple(lines.level),
        upright=tuple(lines.upright),
        written=tuple(_written(line.strip, reading, size) for line, reading in zip(found, again, strict=True)),
        blots=tuple(_blots(spots, legible, cells)),
    )


def _read(picture: Picture, strips: Sequence[Strip]) -> list[_Found]:
    readings = read_strips([cut_out(picture, strip) for strip in strips])
    return [_Found(strip, without_spaces(reading)) for strip, reading in zip(strips, readings, strict=True)]


def _is_print(spot: _Found, cells: Iterable[Strip]) -> bool:
    """In a cell everything counts that can be read at all; elsewhere only what is plainly print."""
    text = spot.reading.text.strip()
    if not text:
        return False
    if _cell_of(spot.strip, cells) is not None:
        return True
    return any(character.isalnum() for character in text) and line_score(text, spot.reading.sureness) >= _LEAST_MISSED


def _dashes(spot: Strip, size: float) -> Reading:
    """Two before the words of an item (——坚持), one elsewhere; a dash is as long as a character."""
    return Reading("——", (1.0, 1.0), (0.25, 0.75)) if spot.width > size * 1.9 else _DASH


def _dash(line: _Found, dark: Ink, size: float) -> _Found:
    """A lone level stroke reads as a dash, as 一 or as nothing: on its own it is a dash."""
    if line.reading.text.strip() in _STROKES and is_dash(line.strip, dark, size):
        return replace(line, reading=_DASH)
    return line


def _parted(found: Sequence[_Found], readings: Sequence[Reading], size: float) -> list[Reading]:
    """The readings with row numbers parted from names; strips that begin at the same place are a column."""
    columns: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(found):
        columns[round(line.strip.left / (2 * size))].append(index)
    parted = list(readings)
    for indexes in columns.values():
        for index, reading in zip(indexes, part_row_numbers([readings[at] for at in indexes]), strict=True):
            parted[index] = reading
    return parted


def _written(strip: Strip, reading: Reading, size: float) -> Written:
    return Written(tuple(_pieces(strip, reading, size)), tuple(doubts_within(reading.text, reading.sureness)))


def _pieces(strip: Strip, reading: Reading, size: float) -> Iterator[Piece]:
    """The characters with the room between their neighbours, so that no gap opens where none was seen."""
    middles = [strip.left + place * strip.width for place in reading.places]
    halves = [size * (0.28 if character < "\u2000" else 0.55) for character in reading.text]
    room = (strip.height - size) / 2 if strip.height > size else 0.0
    for index, character in enumerate(reading.text):
        left, right = middles[index] - halves[index], middles[index] + halves[index]
        if index:
            left = (middles[index - 1] + middles[index]) / 2
        if index + 1 < len(middles):
            right = (middles[index] + middles[index + 1]) / 2
        top, bottom = strip.top + room, strip.bottom - room
        yield Piece(character, left, top, right, bottom)


def _blots(spots: Iterable[_Found], legible: Sequence[_Found], cells: Sequence[Strip]) -> Iterator[Piece]:
    """Ink in a cell that says nothing to us: somebody should look."""
    for spot in spots:
        if (
            spot not in legible
            and (cell := _cell_of(spot.strip, cells)) is not None
            and spot.strip.height < cell.height
        ):
            strip = spot.strip
            yield Piece(UNKNOWN, strip.left, strip.top, strip.right, strip.bottom)


def _cell_of(strip: Strip, cells: Iterable[Strip]) -> Strip | None:
    x, y = (strip.left + strip.right) / 2, (strip.top + strip.bottom) / 2
    return next((cell for cell in cells if cell.left < x < cell.right and cell.top < y < cell.bottom), None)
