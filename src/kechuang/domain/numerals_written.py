"""A number as it is written (数的写法): digits, fractions, ratios, 百分之十五, 三分之二, 一百二十; its span and its value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kechuang.domain.numerals_chinese import read_chinese_number

_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,6}(?![\d,])|\d{1,18})(?:\.\d{1,12})?(?!\d|\.\d)"
_NUMERALS = "零〇一二两三四五六七八九十百千万亿廿卅"
_CANDIDATE = re.compile(
    rf"(?P<parts>[{_NUMERALS}百]{{1,8}}分之(?:(?P<parts_digits>{_DIGITS})|(?P<parts_of>[{_NUMERALS}点]{{1,16}})))"
    # 10.5∶43.1∶46.4 parts a whole: no number of it stands for itself
    rf"|(?<![\d.])(?P<chain>\d{{1,6}}(?:\.\d{{1,6}})?(?:[∶:]\d{{1,6}}(?:\.\d{{1,6}})?){{2,6}})"
    rf"|(?<![\d.])(?P<fraction>[1-9]\d?/[1-9]\d?)(?![\d/万])"
    rf"|(?<![\d.])(?P<ratio>\d{{1,6}}(?:\.\d{{1,6}})?[∶:]1(?![\d.]))"
    rf"|(?<![\d.])(?P<digits>{_DIGITS})"
    rf"|(?P<chinese>[{_NUMERALS}]{{1,24}}(?:点[零〇一二三四五六七八九]{{1,6}}[万亿]{{0,2}})?)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the span of its digits; ``scale`` is 万 or 亿 written in Chinese, ``unit`` one that it brings itself."""

    value: Decimal
    start: int
    end: int
    step: Decimal = Decimal(1)
    scale: str = ""
    unit: str = ""
    chinese: bool = False


def find_numbers(shadow: str, start: int = 0) -> Iterator[re.Match[str]]:
    """Everything in a folded text that could be a number, from ``start`` on; ``read_number`` says what it is."""
    return _CANDIDATE.finditer(shadow, start)


def number_at(shadow: str, start: int) -> Number | None:
    """The number that begins at ``start``, None where none does."""
    found = _CANDIDATE.match(shadow, start)
    return read_number(found) if found else None


def read_number(found: re.Match[str]) -> Number | None:
    """The number that was found, None where a run of numerals is none."""
    start, end = found.span()
    if found["digits"] is not None:
        return _plain(found["digits"], start, end)
    if found["ratio"] is not None:
        number = _plain(found["ratio"][:-2], start, end)
        return Number(number.value, start, end, number.step, unit=found["ratio"][-2:])
    if found["chain"] is not None:
        return None
    if found["fraction"] is not None:
        top, bottom = found["fraction"].split("/")
        return Number(Decimal(top) / Decimal(bottom), start, end) if int(top) < int(bottom) else None
    if found["parts"] is not None:
        return _part(found)
    read = read_chinese_number(found["chinese"])
    if read is None:
        return None
    places = len(found["chinese"].partition("点")[2].rstrip("万亿"))
    return Number(read[0], start, end, Decimal(1).scaleb(-places), scale=read[1], chinese=True)


def _plain(digits: str, start: int, end: int) -> Number:
    value = Decimal(digits.replace(",", ""))
    return Number(value, start, end, Decimal(1).scaleb(-len(digits.partition(".")[2])))


def _part(found: re.Match[str]) -> Number | None:
    """百分之十五点五 is 15.5 %, 千分之三 3 ‰, 三分之二 two thirds."""
    bottom, _, top = found["parts"].partition("分之")
    if found["parts_digits"] is not None:
        number = _plain(found["parts_digits"], 0, 0)
        read: tuple[Decimal, str] | None = (number.value, "")
    else:
        read = read_chinese_number(top)
    if read is None or read[1]:
        return None
    signs = {"百": "%", "千": "‰"}
    places = len(top.partition("点")[2] or top.partition(".")[2])
    if bottom in signs:
        return Number(read[0], *found.span(), Decimal(1).scaleb(-places), unit=signs[bottom])
    whole = read_chinese_number(bottom)
    return Number(read[0] / whole[0], *found.span()) if whole and whole[0] and read[0] < whole[0] else None


_ALONE = re.compile(rf"\s*[-−]?{_DIGITS}\s*")


def is_whole_number(shadow: str) -> bool:
    """Whether a text is nothing but a number."""
    return bool(_ALONE.fullmatch(shadow))
