"""The numbers that a browser puts before the items of an ordered list; they stand in no text of the page."""

import re
from collections.abc import Callable

from kechuang.readers.web.html_page import Element, style_of

_DIGITS = "〇一二三四五六七八九"
_NUMBERED = re.compile(
    r"[（(]?[0-9０-９一二三四五六七八九十]+[)）.．、]|[①-⑳]|第[0-9一二三四五六七八九十百]{1,5}[章节条款]"
)
_LIST_STYLE = re.compile(r"list-style(?:-type)?:([a-z-]+)")
_MOST = 99_999


def _chinese(number: int) -> str:
    """
    >>> [_chinese(number) for number in (3, 10, 12, 20, 47)]
    ['三', '十', '十二', '二十', '四十七']
    """
    if number >= 100:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    if number >= 4000:
        return str(number)
    signs = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
    text = ""
    for value, sign in (*signs, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        text += sign * (number // value)
        number %= value
    return text


_STYLES: dict[str, Callable[[int], str]] = {
    "1": lambda number: f"{number}.",
    "decimal": lambda number: f"{number}.",
    "a": lambda number: f"{_letters(number)}.",
    "A": lambda number: f"{_letters(number).upper()}.",
    "lower-alpha": lambda number: f"{_letters(number)}.",
    "lower-latin": lambda number: f"{_letters(number)}.",
    "upper-alpha": lambda number: f"{_letters(number).upper()}.",
    "upper-latin": lambda number: f"{_letters(number).upper()}.",
    "i": lambda number: f"{_roman(number)}.",
    "I": lambda number: f"{_roman(number).upper()}.",
    "lower-roman": lambda number: f"{_roman(number)}.",
    "upper-roman": lambda number: f"{_roman(number).upper()}.",
    "cjk-ideographic": lambda number: f"{_chinese(number)}、",
    "cjk-decimal": lambda number: f"{_chinese(number)}、",
    "simp-chinese-informal": lambda number: f"{_chinese(number)}、",
    "trad-chinese-informal": lambda number: f"{_chinese(number)}、",
}


class Counter:
    """Counts the items of one list."""

    def __init__(self, first: int, style: Callable[[int], str] | None) -> None:
        self._next = first
        self._style = style

    def next(self, value: str | None) -> str:
        """What stands before the next item; ``value`` is the number the item itself gives."""
        number = _number(value, self._next)
        self._next = number + 1
        return self._style(number) if self._style and 0 < number <= _MOST else ""

    @staticmethod
    def stands_before(text: str) -> bool:
        """Whether the text brings a number of its own, as pages do whose style sheet hides that of the list."""
        return bool(_NUMBERED.match(text))


def counter_of(element: Element) -> Counter:
    """The counter of a list; it counts nothing for a list without numbers."""
    if element.tag != "ol":
        return Counter(1, None)
    declared = _LIST_STYLE.search(style_of(element))
    name = declared[1] if declared else (element.get("type") or "1")
    return Counter(_number(element.get("start"), 1), _STYLES.get(name))


def _number(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else otherwise
