"""What to doubt in recognised text: above all its numbers, since a wrong digit looks as good as a right one.

Line score below 0.9 is the gate that was measured to catch every wrongly read line of a sample of scans; the rest looks
at single characters, because one unsure digit does not lower the score of a long line.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

LEAST_SCORE = 0.9
"""Mean sureness of a line below which all of it is doubted."""

LEAST_DIGIT = 0.9
"""Sureness of one digit or decimal point below which its number is doubted."""

LEAST_BRACKET = 0.75
"""Sureness of a bracket at a number: 〔 〕 changes its meaning."""

NUMBER = re.compile(r"\d(?:[\d.,．，]*\d)?")
_ALIKE = frozenset("-—–―一~～ ()（）,，:：;；.．")
"""Characters whose kinds look alike, so that their sureness says little."""

_CONFUSED = re.compile(r"(?<=\d)[OoIlDSBZ|](?=[\d.])|(?<![A-Za-z])[OoIl|](?=[\d.]\d)")
_RUN_TOGETHER = re.compile(r"(?:19|20)\d\d(?:19|20)\d\d")
_YEARS = re.compile(r"((?:19|20)\d\d)年?[-—–―~～至](20\d\d)(?!\d)")
_GROUPED = re.compile(r"\d{1,3}(?:[,，]\d{3})+(?:[.．]\d+)?")
_PLAIN = re.compile(r"\d+(?:[.．]\d+)?")
_DATE = re.compile(r"(?:19|20)\d\d[.．]\d{1,2}(?:[.．]\d{1,2})?|\d{1,2}(?:[.．]\d{1,2}){1,3}")
_OPENING, _CLOSING = "〔[（(［", "〕]）)］"


class Doubt(NamedTuple):
    """Characters ``start`` to ``end`` of a text that may be misread, and how sure they are."""

    start: int
    end: int
    confidence: float


def doubts_within(text: str, sureness: Sequence[float]) -> Iterator[Doubt]:
    """What to doubt in one line, from how sure its characters are and from numbers that cannot be."""
    score = line_score(text, sureness)
    if text and score < LEAST_SCORE:
        yield Doubt(0, len(text), score)
    for number in NUMBER.finditer(text):
        least = min(sureness[number.start() : number.end()])
        if least < LEAST_DIGIT:
            yield Doubt(number.start(), number.end(), least)
        elif not _can_be(number.group()):
            yield Doubt(number.start(), number.end(), min(least, 0.5))
        yield from _bracket_doubt(text, sureness, number.start(), number.end())
    for found in _CONFUSED.finditer(text):
        yield Doubt(max(0, found.start() - 1), found.end() + 1, min(sureness[found.start()], 0.5))
    for found in _YEARS.finditer(text):
        if found.group(1) >= found.group(2):
            yield Doubt(found.start(), found.end(), 0.5)


def line_score(text: str, sureness: Sequence[float]) -> float:
    """Mean sureness of the characters; which kind of dash, bracket or point stands there does not count."""
    counted = [value for character, value in zip(text, sureness, strict=True) if character not in _ALIKE]
    return sum(counted) / len(counted) if counted else 1.0


def numbers_of(text: str) -> list[str]:
    """The numbers of a text, written alike."""
    return [number.replace("．", ".").replace("，", ",") for number in NUMBER.findall(text)]


def _can_be(number: str) -> bool:
    """Not two years run together, two decimal points, or thousands parted in the wrong place."""
    if _RUN_TOGETHER.fullmatch(number):
        return False
    return any(shape.fullmatch(number) for shape in (_PLAIN, _GROUPED, _DATE))


def _bracket_doubt(text: str, sureness: Sequence[float], start: int, end: int) -> Iterator[Doubt]:
    before = start - 1 if start and text[start - 1] in _OPENING else start
    after = end + 1 if end < len(text) and text[end] in _CLOSING else end
    least = min((sureness[at] for at in (before, after - 1) if at < start or at >= end), default=1.0)
    if least < LEAST_BRACKET:
        yield Doubt(before, after, least)
