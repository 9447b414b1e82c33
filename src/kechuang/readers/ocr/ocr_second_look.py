"""A second look at every number: read again at another size. What reads alike twice is as sure as the surer reading."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from kechuang.readers.ocr.ocr_doubt import NUMBER, numbers_of
from kechuang.readers.ocr.ocr_engine import Picture, Reading, read_strips, vision
from kechuang.readers.ocr.ocr_upright import Strip, cut_out

_NEAR = 3
"""Characters: numbers this close are looked at together."""

_MARGIN = 1.0
"""Of the strip's height: how much is shown on each side of a number."""

_DIFFERENT = 0.5
"""How sure a number is, at most, that read differently the second time."""


def second_look(picture: Picture, held: Sequence[tuple[Strip, Reading]]) -> list[Reading]:
    """What each strip said, its numbers more or less sure now that they were looked at again."""
    looks = [(index, start, end) for index, (_, first) in enumerate(held) for start, end in _groups(first.text)]
    again = read_strips([_closer(picture, *held[index], start, end) for index, start, end in looks])
    sureness = [list(first.sureness) for _, first in held]
    for (index, start, end), second in zip(looks, again, strict=True):
        for at, value in _compared(held[index][1].text, start, end, second):
            sureness[index][at] = (
                max(sureness[index][at], value) if value > _DIFFERENT else min(sureness[index][at], value)
            )
    return [replace(first, sureness=tuple(values)) for (_, first), values in zip(held, sureness, strict=True)]


def _compared(text: str, start: int, end: int, second: Reading) -> Iterator[tuple[int, float]]:
    """For each character of the numbers between ``start`` and ``end``, how sure the second reading is of it."""
    if _squeezed(text[start:end]) in _squeezed(second.text) and " " in text[start:end]:
        return
    wanted = list(NUMBER.finditer(text, start, end))
    seen = list(NUMBER.finditer(second.text))
    first = _place_of(numbers_of(text[start:end]), numbers_of(second.text))
    for offset, number in enumerate(wanted):
        for at in range(number.start(), number.end()):
            if first is None:
                yield at, _DIFFERENT
            else:
                twin = seen[first + offset]
                yield at, second.sureness[twin.start() + at - number.start()]


def _squeezed(text: str) -> str:
    return text.replace(" ", "")


def _place_of(wanted: list[str], numbers: list[str]) -> int | None:
    """Where the wanted numbers stand side by side in the list; what stands at the margins may be cut off."""
    places = range(len(numbers) - len(wanted) + 1)
    return next((at for at in places if numbers[at : at + len(wanted)] == wanted), None)


def _groups(text: str) -> list[tuple[int, int]]:
    groups: list[tuple[int, int]] = []
    for number in NUMBER.finditer(text):
        if groups and number.start() - groups[-1][1] <= _NEAR:
            groups[-1] = (groups[-1][0], number.end())
        else:
            groups.append((number.start(), number.end()))
    return groups


def _closer(picture: Picture, strip: Strip, reading: Reading, start: int, end: int) -> Picture:
    """The number with a margin, on more paper than before: its print comes out smaller to the recogniser."""
    left = strip.left + reading.places[start] * strip.width - strip.height * _MARGIN
    right = strip.left + reading.places[end - 1] * strip.width + strip.height * _MARGIN
    part = cut_out(picture, Strip(max(left, strip.left), strip.top, min(right, strip.right), strip.bottom))
    room = max(2, round(part.shape[0] * 0.12))
    paper = [int(value) for value in np.percentile(part.reshape(-1, 3), 90, axis=0)]
    cv2 = vision()
    padded: Picture = cv2.copyMakeBorder(part, room, room, 2 * room, 2 * room, cv2.BORDER_CONSTANT, value=paper)
    return padded
