"""Names and units of measure in the cells of tables: ``高新技术企业（家）*`` is 高新技术企业, counted in 家."""

import re
from dataclasses import dataclass
from functools import lru_cache

from kechuang.domain.folding import fold
from kechuang.domain.numerals_words import UNIT_LISTS
from kechuang.domain.vocabulary import Vocabulary

_MARKS = re.compile(r"[*＊※#＃△▲▼★☆◆●〇①-⑳⑴-⒇¹²³⁴⁵⁶⁷⁸⁹⁰†‡]")
_LEADING_MARKS = re.compile(r"^(?:[*＊※#＃△▲▼★☆◆●①-⑳†‡·•])+\s*")
_TRAILING_MARKS = re.compile(
    r"\s*(?:[*＊※#＃△▲▼★☆◆①-⑳⑴-⒇†‡]|[¹²³⁴⁵⁶⁷⁸⁹⁰]|〔注\d*〕|［注\d*］|\[注\d*\]|（注\d*）|\(注\d*\)|注\d{0,2}(?=$))+$"
)
_LAST_BRACKET = re.compile(
    r"\s*[（(【\[〔［]([^（()）【】\[\]〔〕［］]*(?:[（(][^（()）]*[）)][^（()）]*)?)[）)】\]〕］]$"
)
_RAISED = re.compile(r"(?<=[\u3400-\u9fff）)”])[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_INSIDE = re.compile(r"(?<=[㐀-鿿，、。；：（）《》“”])\s+(?=[㐀-鿿，、。；：（）《》“”])|\s*[\n\r]\s*")
_ROW_NUMBER = re.compile(r"^(?:(\d{1,3})\s*[.．、,，)）]\s*(?!\d*\s*[%％])|[（(](\d{1,3})[）)]\s*|([①-⑳])\s*)")
_UNIT_AFTER_COMMA = re.compile(r"^(.+?)[，,/、:：]\s*(?:单位[:：])?([^，,/、:：]{1,8})$")


@dataclass(frozen=True, slots=True)
class Name:
    """The name of an indicator as people say it: without number, unit and marks; ``part`` where it is 其中 of another."""

    text: str
    unit: str | None = None
    number: int | None = None
    marks: tuple[str, ...] = ()
    part: bool = False


class _Units:
    def __init__(self, vocabulary: Vocabulary) -> None:
        base = vocabulary.alternatives(*UNIT_LISTS, "tables.units")
        scale = vocabulary.alternatives("units.scales")
        one = rf"(?:{scale})?(?:{base})(?:\((?:{base})\))?|(?:{scale})"
        each = rf"(?:每)?\d{{0,5}}(?:{one})"
        self.whole = re.compile(
            rf"(?:当年)?(?:{one})(?:[/／·每](?:{each}|\d{{0,5}}(?:GDP|国内生产总值|地区生产总值)))*|[∶:]1|1[∶:]|以[^，]{{1,6}}为1(?:00)?"
        )
        parts = vocabulary.alternatives("tables.parts")
        self.part = re.compile(rf"^(?:[#＃]|[（(]?(?:{parts})[）)]?\s*[：:、]?|[-—–·]+\s*(?=[㐀-鿿]))\s*")


@lru_cache(maxsize=4)
def _units(vocabulary: Vocabulary) -> _Units:
    return _Units(vocabulary)


def is_unit(text: str, vocabulary: Vocabulary) -> bool:
    """Whether the words are a unit of measure and nothing else: 万人次, 件/万人, 吨标准煤/万元, %; not 含临展."""
    return bool(_units(vocabulary).whole.fullmatch(re.sub(r"\s", "", fold(text))))


def read_unit(text: str, vocabulary: Vocabulary) -> str | None:
    """The unit in the words of a unit column, a bracket or a unit line, None where there is none or more than one."""
    words = re.sub(r"\s", "", fold(text)).strip("()[]")
    words = re.sub(r"^(?:计量单位|单位)[:：]?", "", words)
    words = words if is_unit(words, vocabulary) else re.sub(r"(?<=.)\([^()]*\)?$", "", words)
    first, *more = re.split(r"[,;、；。]", words) if words else [""]
    if not is_unit(first, vocabulary) or any(is_unit(other, vocabulary) for other in more):
        return None
    return first


def read_name(text: str, vocabulary: Vocabulary) -> Name:
    """The name, unit, row number and footnote marks in the cell that names a row.

    The last bracket is the unit only where it is one: 省级工程研究中心（实验室）（个） is 个, 陈列展览数量（含临展） has none.
    """
    words, raised = _without_raised(tidy(text))
    marks = list(_MARKS.findall("".join(_LEADING_MARKS.findall(words))))
    number, words = _row_number(words)
    units = _units(vocabulary)
    part = units.part.match(words)
    words = units.part.sub("", words, count=1) if part else _LEADING_MARKS.sub("", words)
    words, unit = _strip_tail(words, vocabulary, marks)
    marks += raised
    return Name(words.strip(" \t　:："), unit, number, tuple(mark for mark in marks if mark not in "#＃·•"), bool(part))


def _without_raised(words: str) -> tuple[str, list[str]]:
    """The words without raised digits behind Chinese characters: they are footnotes, unlike the ones in km²."""
    raised = _RAISED.findall(words)
    return _RAISED.sub("", words), raised


def tidy(text: str) -> str:
    """The words of a cell in one line, without the blanks that only fill or break the line."""
    return _INSIDE.sub("", text.strip().replace("\u3000", " ").replace("\xa0", " ")).strip()


def _row_number(words: str) -> tuple[int | None, str]:
    found = _ROW_NUMBER.match(words)
    if not found:
        return None, words
    digits = found[1] or found[2]
    number = int(digits) if digits else ord(found[3]) - ord("①") + 1
    return number, words[found.end() :]


def _strip_tail(words: str, vocabulary: Vocabulary, marks: list[str]) -> tuple[str, str | None]:
    """The words without marks and unit at their end."""
    unit = None
    while True:
        trailing = _TRAILING_MARKS.search(words)
        if trailing and trailing.start() > 0:
            marks += re.findall(r"\d+|[^\s\d〔〕［］\[\]（）()注]", trailing[0])
            words = words[: trailing.start()]
            continue
        bracket = _LAST_BRACKET.search(words)
        found = read_unit(bracket[1], vocabulary) if bracket and bracket.start() > 0 and unit is None else None
        if bracket and found:
            words, unit = words[: bracket.start()], found
            continue
        break
    after = _UNIT_AFTER_COMMA.match(words) if unit is None else None
    if after and is_unit(after[2], vocabulary) and not after[1].endswith(("每", "每百", "每千", "每万")):
        return after[1].strip(), after[2].strip()
    return words.strip(), unit
