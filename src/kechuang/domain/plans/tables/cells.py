"""The values in the cells of tables (单元格): a number with its bound, a five-year sum 〔〕, words, or nothing at all."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from kechuang.domain.folding import fold
from kechuang.domain.numerals import scan_quantities
from kechuang.domain.quantity import Bound, Quantity
from kechuang.domain.vocabulary import Vocabulary


class Holds(Enum):
    """What a cell holds."""

    NUMBER = "number"
    WORDS = "words"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class CellValue:
    """What one cell says.

    ``cumulative`` is a sum over the years of the plan (〔10〕); ``annual`` an average of a year (年均); ``year`` a year
    printed beside the value (``2.4（2019年）``); ``marks`` the footnote marks on it; ``doubling`` 翻一番 and the like;
    ``moves`` says that the number is how far the value is to go (年均增长8%, 较2025年下降10%), not where it is to stand.
    """

    holds: Holds
    value: Decimal | None = None
    bound: Bound = Bound.EQUAL
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    cumulative: bool = False
    annual: bool = False
    year: int | None = None
    marks: tuple[str, ...] = ()
    doubling: bool = False
    moves: bool = False


NOTHING = CellValue(Holds.NOTHING)
SQUARE_BRACKETS = frozenset("〔[【［")
_CLOSING = dict(zip("〔[【［(（", "〕]】］)）", strict=True))
_BLANK = re.compile(r"[-—–―－─━_/／\\*＊…\.·、~～∕⁄ー‐‑−‒]*")
# a footnote mark that is a link: —[¹¹]
_LINKED = re.compile(r"\[([⁰¹²³⁴⁵⁶⁷⁸⁹]+)\]")
_MARKS = re.compile(r"[*＊※#＃△▲▼★☆◆①-⑳†‡¹²³⁴⁵⁶⁷⁸⁹⁰]+$|^[*＊※△▲▼★☆◆①-⑳†‡]+")
_WHOLE_BRACKET = re.compile(
    r"(?P<bound>[≥≤≧≦>＞<＜]=?)?(?P<opening>[〔\[【［(（])(?P<inside>[^〔〕\[\]【】［］()（）]*)[〕\]】］)）]"
    r"(?P<behind>[^〔〕\[\]【】［］()（）\d]*)"
)
_LAST_BRACKET = re.compile(r"[〔\[【［(（]([^〔〕\[\]【】［］()（）]*)[〕\]】］)）]$")
_YEAR = re.compile(r"((?:19|20)\d\d)年?(?:数据?|值|末)?")
_FOOT_LABEL = re.compile(r"\[?注?\d{1,2}\]?|注")
_RANK = re.compile(r"(?P<first>前|进入前)?(?P<ordinal>第)?(?P<number>\d{1,4})(?P<unit>位|名)?")
_MORE = re.compile(r"(\d+(?:\.\d+)?)(?:余|多|\+)")
_GROUPED = re.compile(r"(?<=\d)[  ](?=\d{3}(?:\D|$))")
_LONGEST = 200  # a cell with more words than this is a text, whatever numbers it holds


class _Words:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.placeholders = frozenset(vocabulary.words("tables.placeholders"))
        fillers = vocabulary.alternatives("tables.fillers", "tables.cumulative_words", "tables.annual_words")
        self.only_fillers = re.compile(rf"(?:{fillers}|[，,、;；:：\s])*")
        self.cumulative = re.compile(vocabulary.alternatives("tables.cumulative_words"))
        self.annual = re.compile(vocabulary.alternatives("tables.annual_words"))
        self.doubling = re.compile(vocabulary.alternatives("tables.doubling_words"))
        sums = vocabulary.alternatives("tables.cumulative_words")
        self.sum_before = re.compile(rf"(?:[〔\[【［(（](?:{sums})[〕\]】］)）]|{sums})[:：]?(?=.*\d)")
        self.moves = re.compile(
            rf"(?:{vocabulary.alternatives('tables.moves')})(?!{vocabulary.alternatives('tables.arrives')})"
        )
        self.compares = re.compile(
            rf"(?:{vocabulary.alternatives('tables.change_compares')})"
            rf"(?:(?:19|20)\d\d年?[末底]?|{vocabulary.alternatives('tables.compared_with')})(?:相比)?[，,]?"
        )


@lru_cache(maxsize=4)
def _words(vocabulary: Vocabulary) -> _Words:
    return _Words(vocabulary)


def is_placeholder(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a cell says that there is nothing: blank, —, ---, /, …, 无."""
    words = re.sub(r"\s", "", _LINKED.sub("", text))
    return bool(_BLANK.fullmatch(words)) or words in _words(vocabulary).placeholders


def read_cell(text: str, vocabulary: Vocabulary, *, sums: frozenset[str] = SQUARE_BRACKETS) -> CellValue:
    """The value in the text of one cell; ``sums`` are the opening brackets that mean a sum over the years here.

    >>> from kechuang.readers.rulebooks import read_vocabulary
    >>> read_cell("〔1.38〕", read_vocabulary()).cumulative
    True
    """
    if is_placeholder(text, vocabulary):
        return NOTHING
    if len(text) > _LONGEST:
        return CellValue(Holds.WORDS)
    linked = "".join(_LINKED.findall(text))
    words = _compact(_LINKED.sub("", text))
    marks = tuple("".join(_MARKS.findall(words)) + linked)
    words = _MARKS.sub("", words)
    summed = _words(vocabulary).sum_before.match(words)
    words = words[summed.end() :] if summed else words
    bracket = _WHOLE_BRACKET.fullmatch(words)
    if bracket:
        cell = _read_plain((bracket["bound"] or "") + bracket["inside"] + bracket["behind"], vocabulary)
        return _with(cell, marks, cumulative=bool(summed) or cell.cumulative or bracket["opening"] in sums)
    cell = _read_with_note(words, vocabulary)
    return _with(cell, marks, cumulative=bool(summed) or cell.cumulative)


def _compact(text: str) -> str:
    grouped = _GROUPED.sub("", fold(text.strip()).replace("\u3000", " "))
    return re.sub(r"\s", "", grouped)


def _with(cell: CellValue, marks: tuple[str, ...], *, cumulative: bool | None = None) -> CellValue:
    summed = cell.cumulative if cumulative is None else cumulative
    return replace(cell, cumulative=summed, marks=(*cell.marks, *marks))


def _read_with_note(words: str, vocabulary: Vocabulary) -> CellValue:
    """A value and perhaps a bracket behind it that says of what year it is, that it is a year's, or counts what."""
    bracket = _LAST_BRACKET.search(words)
    if not bracket or not bracket.start():
        return _read_plain(words, vocabulary)
    before, note = words[: bracket.start()], bracket[1]
    cell = _read_plain(before, vocabulary)
    if cell.holds is not Holds.NUMBER:
        return _read_plain(words, vocabulary)
    year = _YEAR.search(note)
    if _FOOT_LABEL.fullmatch(note) and words[bracket.start()] not in SQUARE_BRACKETS - {"["}:
        return _with(cell, (note.strip("[]注"),))
    known = _words(vocabulary)
    return replace(
        cell,
        unit=cell.unit or (note if _is_bare_unit(note, vocabulary) else ""),
        cumulative=cell.cumulative or bool(known.cumulative.fullmatch(note)),
        annual=cell.annual or bool(known.annual.search(note)),
        year=int(year[1]) if year else cell.year,
    )


def _is_bare_unit(note: str, vocabulary: Vocabulary) -> bool:
    found = scan_quantities("1" + note, vocabulary)
    return len(found) == 1 and found[0].unit == note


def _read_plain(words: str, vocabulary: Vocabulary) -> CellValue:
    known = _words(vocabulary)
    if is_placeholder(words, vocabulary):
        return NOTHING
    moves = known.moves.search(words)
    words = known.compares.sub("", words, count=1) if moves else words
    doubling = bool(known.doubling.search(words))
    rank = _RANK.fullmatch(words)
    if rank and (rank["first"] or rank["ordinal"]):
        number = Decimal(rank["number"])
        first = bool(rank["first"])
        low, bound = (None, Bound.AT_MOST) if first else (number, Bound.EQUAL)
        return CellValue(Holds.NUMBER, number, bound, low, number, rank["unit"] or "")
    more = _MORE.fullmatch(words)
    if more:
        number = Decimal(more[1])
        return CellValue(Holds.NUMBER, number, Bound.ABOVE, number)
    found = [] if doubling else scan_quantities(words, vocabulary)
    if len(found) != 1 or not _covers(found[0], words, known):
        return CellValue(Holds.WORDS, doubling=doubling)
    return _number(found[0], words, known)


def _covers(quantity: Quantity, words: str, known: _Words) -> bool:
    """Whether the cell says nothing but this quantity."""
    rest = words[: quantity.start] + "，" + words[quantity.end :]
    return bool(known.only_fillers.fullmatch(rest))


def _number(quantity: Quantity, words: str, known: _Words) -> CellValue:
    return CellValue(
        Holds.NUMBER,
        quantity.value,
        quantity.bound,
        quantity.low,
        quantity.high,
        quantity.unit,
        cumulative=bool(known.cumulative.search(words)),
        annual=bool(known.annual.search(words)),
        moves=bool(known.moves.search(words)),
    )
