"""What print looks like and means in this field, where the recogniser cannot tell: spaces, and brackets at numbers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from kechuang.readers.ocr.ocr_engine import Reading

_PAIR = re.compile(r"([〔\[［(（])([^〔〕\[\]［］()（）]*\d[^〔〕\[\]［］()（）]*)([〕\]］)）])")
_ALONE = re.compile(r"[\[［][^〔〕\[\]［］]*\d[^〔〕\[\]［］]*[\]］]")
_YEARS = re.compile(r"((?:19|20)\d\d)[-–―一]((?:19|20)\d\d)(?!\d)")
_HALF_OPEN = re.compile(r"\((?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\(")
_HALF_CLOSE = re.compile(r"(?<=[\u4e00-\u9fff%])\)|\)(?=[\u4e00-\u9fff])")
_NUMBERED = re.compile(r"(\d{1,2})[.．、]\D")
_FUSED = re.compile(r"(\d{1,2})[.．](?=\d+[\u4e00-\u9fff])")
_PAGE_NUMBER = re.compile(r"^[-–—―一](\d{1,4})[-–—―一]$")
_CLOSE = re.compile(r"[\d.,．，]{2}|.*[，。、；：,;:“”‘’《》（）()].*")
_GAP = 0.6
"""Of the height of print: so much white between two characters is a space."""

_ROUND = "(（)）"
_TORTOISE = "〔〕"
_GUESSED = 0.5
"""How sure a bracket is that was put right from its partner."""


def tidy(reading: Reading, *, width: float) -> Reading:
    """The reading with spaces only where words stand apart, with brackets that match, and with the dash and the brackets
    of this field where narrow ones cannot be told from them. ``width`` is that of the strip, in heights of print."""
    return _with_wide_signs(_with_brackets(_with_gaps(without_spaces(reading), width)))


def part_row_numbers(column: Sequence[Reading]) -> list[Reading]:
    """The readings of a column, whose rows are numbered 11. 12. 13., with a space where a number and a name that
    begins with a figure look like one number: 12.3岁以下 between 11.养老 and 13.人均 is number 12."""
    numbers = {int(found.group(1)) for reading in column if (found := _NUMBERED.match(reading.text))}
    return [_with_number_parted(reading, numbers) for reading in column]


def _with_number_parted(reading: Reading, numbers: set[int]) -> Reading:
    found = _FUSED.match(reading.text)
    if not found or not {int(found.group(1)) - 1, int(found.group(1)) + 1} <= numbers:
        return reading
    cut = found.end()
    return Reading(
        reading.text[:cut] + " " + reading.text[cut:],
        (*reading.sureness[:cut], 1.0, *reading.sureness[cut:]),
        (*reading.places[:cut], reading.places[cut - 1], *reading.places[cut:]),
    )


def _with_gaps(reading: Reading, width: float) -> Reading:
    """A space wherever the print leaves room for a character, as between the number of a heading and its words."""
    text, sureness, places = reading.text[:1], reading.sureness[:1], reading.places[:1]
    for before, after in pairwise(range(len(reading.text))):
        middles = (reading.places[after] - reading.places[before]) * width
        empty = middles - _half(reading.text[before]) - _half(reading.text[after])
        wanted = empty >= _GAP and not (reading.text[before] + reading.text[after]).isspace()
        if wanted and not _CLOSE.fullmatch(reading.text[before] + reading.text[after]):
            text += " "
            sureness += (1.0,)
            places += (reading.places[before],)
        text += reading.text[after]
        sureness += (reading.sureness[after],)
        places += (reading.places[after],)
    return Reading(text, sureness, places)


def _half(character: str) -> float:
    """Half the width of a character, in heights of print."""
    return 0.35 if character < "\u2000" else 0.5


def _with_wide_signs(reading: Reading) -> Reading:
    text = _HALF_OPEN.sub("（", _HALF_CLOSE.sub("）", reading.text))
    text = _YEARS.sub(r"\1—\2", text)
    return replace(reading, text=_PAGE_NUMBER.sub(r"—\1—", text))


def without_spaces(reading: Reading) -> Reading:
    """Chinese is written without spaces; one stays where it parts two Latin words or numbers."""
    text = reading.text
    kept = [
        at
        for at, character in enumerate(text)
        if not character.isspace()
        or (_parts_words(text[:at].rstrip()[-1:], text[at:].lstrip()[:1]) and not text[at - 1].isspace())
    ]
    return _only(reading, kept)


def _parts_words(before: str, after: str) -> bool:
    return (before + after).isascii() and before.isalnum() and after.isalnum()


def _with_brackets(reading: Reading) -> Reading:
    """〔17〕 is often seen as (17〕 or [17]: a cumulative figure. A pair that does not match is put right, and doubted."""
    text, sureness = reading.text, list(reading.sureness)
    for pair in _PAIR.finditer(text):
        opening, closing = pair.group(1), pair.group(3)
        matching = opening + closing in ("〔〕", "[]", "［］") or (opening in _ROUND and closing in _ROUND)
        if matching and not _ALONE.fullmatch(text):
            continue
        if opening in _ROUND and closing in _ROUND:
            continue
        text = _replaced(text, ((pair.start(), "〔"), (pair.end() - 1, "〕")))
        if not matching:
            sureness[pair.start()] = min(sureness[pair.start()], _GUESSED)
    return replace(reading, text=text, sureness=tuple(sureness))


def _replaced(text: str, characters: Iterable[tuple[int, str]]) -> str:
    for at, character in characters:
        text = text[:at] + character + text[at + 1 :]
    return text


def _only(reading: Reading, kept: list[int]) -> Reading:
    return Reading(
        "".join(reading.text[at] for at in kept),
        tuple(reading.sureness[at] for at in kept),
        tuple(reading.places[at] for at in kept),
    )
