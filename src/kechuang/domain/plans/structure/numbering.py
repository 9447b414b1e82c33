"""Heading numbers (标题序号): 第一章, 第一节, 一、, （一）, 1., 1.1, （1）, 1）, ①, whatever the width of their characters.

Older documents set ⒈, ⑴ and ㈠ as one character of GB 2312; they number as 1., （1） and （一） do.

All functions take text that has been folded (``domain.folding.fold``), so that offsets hold for the printed text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from kechuang.domain.folding import fold
from kechuang.domain.numerals_chinese import read_chinese_number


class Style(IntEnum):
    """How a heading is numbered, in the order in which official documents (GB/T 9704) nest them."""

    PART = 1  # 第一篇
    CHAPTER = 2  # 第一章
    SECTION = 3  # 第一节
    CHINESE = 4  # 一、
    CHINESE_BRACKET = 5  # （一）
    ARABIC = 6  # 1.
    DECIMAL = 7  # 1.1
    DECIMAL_DEEP = 8  # 1.1.1
    ARABIC_BRACKET = 9  # （1）
    ARABIC_HALF_BRACKET = 10  # 1）
    CIRCLED = 11  # ①


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the head of a line: its style, its ordinal, and where it stands in the text it was found in."""

    style: Style
    number: int
    start: int
    end: int


_SINGLE = {
    chr(first + value): (style, value + 1)
    for first, count, style in (
        (0x2460, 20, Style.CIRCLED),  # ①
        (0x2474, 20, Style.ARABIC_BRACKET),  # ⑴
        (0x2488, 20, Style.ARABIC),  # ⒈
        (0x3220, 10, Style.CHINESE_BRACKET),  # ㈠
    )
    for value in range(count)
}
_CHINESE = "[一二三四五六七八九十百零]{1,5}"
_PART_WORDS = {"篇": Style.PART, "编": Style.PART, "部分": Style.PART, "章": Style.CHAPTER, "节": Style.SECTION}

_MARKER = re.compile(
    rf"第\s*(?P<ordinal>{_CHINESE}|\d{{1,3}})\s*(?P<division>篇|编|部分|章|节)(?=[\s、:.]|[^\W\d_]|[“《(]|(?:19|20)\d\d年|$)"
    rf"|\(\s*(?P<bracket>{_CHINESE})\s*\)[、.]?"
    rf"|(?P<chinese>{_CHINESE})\s*(?:、|\.(?!\d))"
    r"|(?P<decimal>\d{1,2}(?:\.\d{1,2}){1,3}(?!\d))\.?(?=[\s、]+[^\W\d_]|(?![万亿千百])[\u4e00-\u9fff]{4})"
    r"|(?P<arabic>\d{1,2})\s*(?:、|\.(?!\d(?!\d{3}\s*年)))"
    r"|\(\s*(?P<arabic_bracket>\d{1,2})\s*\)[、.]?"
    r"|(?P<half>\d{1,2})\s*\)[、.]?"
    r"|(?P<single>[①-⑳⑴-⒇⒈-⒛㈠-㈩])"
)
_RADICAL = re.compile(r"[\u2e80-\u2fdf]")
_LITTER = re.compile(r"(?:[\s*#>•●◆■□▪]|-(?=\s)|</?[A-Za-z][^<>]{0,30}>)*")
# 一、二、三产业 and 三、四线城市 are words, not numbers
_NOT_A_NUMBER = re.compile(rf"\s*{_CHINESE}\s*(?:、|[产线类级])")
_ITEM = re.compile(
    rf"(?<=[。;:)])\s*(?=\d{{1,2}}\s*(?:、|\.(?!\d(?!\d{{3}}\s*年)))|\(\d{{1,2}}\)|\({_CHINESE}\)|{_CHINESE}、|[①-⑳])"
)
_GLUED = re.compile(
    rf"(?<=[。!?)])\s*(?={_CHINESE}、|\({_CHINESE}\)|第{_CHINESE}[篇章节])"
    rf"|\s{{2,40}}(?={_CHINESE}、|\({_CHINESE}\))"
    rf"|\s{{1,40}}(?=第{_CHINESE}[篇章节])"
    rf"|(?<=[\u4e00-\u9fff])(?=\({_CHINESE}\)[\u4e00-\u9fff])"
)


def ordinal(words: str) -> int:
    """The value of an ordinal in Chinese or Arabic figures; 0 for a run of figures that is no number.

    >>> [ordinal(words) for words in ("七", "十二", "二十", "一百零三", "12", "一一")]
    [7, 12, 20, 103, 12, 0]
    """
    if words.isdecimal():
        return int(words)
    read = read_chinese_number(words)
    return int(read[0]) if read else 0


def skip_litter(folded: str) -> int:
    """How many characters of blanks, bullets and markup stand before the first word."""
    found = _LITTER.match(folded)
    return found.end() if found else 0


def plain_words(printed: str) -> str:
    """Words as printed, without emphasis marks, with ordinary characters for the radicals of damaged text layers.

    >>> plain_words("**⼆、总体要求**")
    '二、总体要求'
    """
    words = printed.replace("**", "").replace("\t", " ").strip()
    return _RADICAL.sub(lambda radical: fold(radical.group()), words)


def read_marker(folded: str, start: int = 0) -> Marker | None:
    """The number a line begins with, blanks and bullets before it left out; None where it begins with none."""
    start += skip_litter(folded[start:])
    found = _MARKER.match(folded, start)
    if found is None:
        return None
    style, number = _value(found)
    if style is Style.CHINESE and _NOT_A_NUMBER.match(folded, found.end()):
        return None
    return Marker(style, number, start, found.end()) if number else None


def find_glued(folded: str) -> Iterator[int]:
    """Where, inside a line, a numbered heading may begin: after a full stop or a wide gap, or glued to a heading."""
    return (found.end() for found in _GLUED.finditer(folded))


def find_items(folded: str) -> Iterator[int]:
    """Where, inside a text, a numbered item may begin: right after a mark that ends what stood before."""
    return (found.end() for found in _ITEM.finditer(folded))


def _value(found: re.Match[str]) -> tuple[Style, int]:
    kind = found.lastgroup or ""
    words = found.group(kind)
    if kind == "division":
        return _PART_WORDS[words], ordinal(found.group("ordinal"))
    if kind == "decimal":
        parts = words.split(".")
        return (Style.DECIMAL if len(parts) == 2 else Style.DECIMAL_DEEP), int(parts[-1])
    if kind == "single":
        return _SINGLE[words]
    return _STYLES[kind], ordinal(words)


_STYLES = {
    "bracket": Style.CHINESE_BRACKET,
    "chinese": Style.CHINESE,
    "arabic": Style.ARABIC,
    "arabic_bracket": Style.ARABIC_BRACKET,
    "half": Style.ARABIC_HALF_BRACKET,
}
