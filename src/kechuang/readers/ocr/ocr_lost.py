"""Characters that were passed over inside a line: where Chinese print, set at an even pitch, shows ink but no character.

The recogniser skips a 〇 between other numerals (二〇三五年 reads 二三五年) and single figures between words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from kechuang.readers.ocr.ocr_engine import Picture, Reading, read_strips
from kechuang.readers.ocr.ocr_rulings import Ink
from kechuang.readers.ocr.ocr_upright import Strip, cut_out

UNKNOWN = "\ufffd"
"""Stands for ink that could not be read."""

_WIDE_GAP = 1.6
"""Of the pitch: two neighbours this far apart have room for a character between them."""

_LEAST_STEPS = 6
"""Steps from character to character that tell the pitch of a line."""

_LEAST_INK = 0.4
"""Of the height of print: lower ink in the gap is punctuation or dirt."""

_GUESSED = 0.5
"""How sure a character is that was found in a gap."""

_NUMERALS = "一二三四五六七八九十〇零"
_RINGS = "0OoQ○◯口"


@dataclass(frozen=True, slots=True)
class _Gap:
    line: int
    after: int
    place: float
    strip: Strip


def with_lost(
    picture: Picture, dark: Ink, held: Sequence[tuple[Strip, Reading]], *, print_height: float
) -> list[Reading]:
    """The readings with what stands in their gaps, doubted; a character that cannot be read is the unknown one."""
    gaps = [
        gap for line, (strip, reading) in enumerate(held) for gap in _gaps(line, strip, reading, dark, print_height)
    ]
    found = read_strips([cut_out(picture, gap.strip) for gap in gaps])
    readings = [reading for _, reading in held]
    for gap, seen in reversed(list(zip(gaps, found, strict=True))):
        readings[gap.line] = _filled(readings[gap.line], gap, seen.text.strip())
    return readings


def _gaps(line: int, strip: Strip, reading: Reading, dark: Ink, print_height: float) -> list[_Gap]:
    middles = [strip.left + place * strip.width for place in reading.places]
    wide = [_is_ideograph(character) for character in reading.text]
    steps = [right - left for (left, right), both in zip(pairwise(middles), pairwise(wide), strict=True) if all(both)]
    if len(steps) < _LEAST_STEPS:
        return []
    pitch = median(steps)
    gaps = []
    for at, (left, right) in enumerate(pairwise(middles)):
        if not (wide[at] and wide[at + 1]) or right - left < pitch * _WIDE_GAP or not _shifts(middles, at, pitch):
            continue
        room = Strip(left + pitch * 0.5, strip.top, right - pitch * 0.5, strip.bottom)
        rows = np.flatnonzero(cut_out(dark[:, :, None], room).any(axis=(1, 2)))
        if len(rows) and rows[-1] - rows[0] >= print_height * _LEAST_INK:
            place = ((left + right) / 2 - strip.left) / strip.width
            gaps.append(_Gap(line, at, place, Strip(room.left - 2, room.top, room.right + 2, room.bottom)))
    return gaps


def _shifts(middles: Sequence[float], at: int, pitch: float) -> bool:
    """Whether a wide step is not made good by narrow steps beside it, as where a place was merely measured badly."""
    first, last = max(0, at - 1), min(len(middles) - 1, at + 2)
    return middles[last] - middles[first] >= pitch * (last - first + 0.6)


def _filled(reading: Reading, gap: _Gap, seen: str) -> Reading:
    cut = gap.after + 1
    text = reading.text
    character = seen if len(seen) == 1 else UNKNOWN
    if text[cut - 1] in _NUMERALS and text[cut] in _NUMERALS and character in _RINGS + UNKNOWN:
        character = "〇"
    return Reading(
        text[:cut] + character + text[cut:],
        (*reading.sureness[:cut], _GUESSED, *reading.sureness[cut:]),
        (*reading.places[:cut], gap.place, *reading.places[cut:]),
    )


def _is_ideograph(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or character == "〇"
