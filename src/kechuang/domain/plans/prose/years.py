"""Years a sentence speaks of (年份): the year a promise is meant for, the year a claim is about, and what it is compared with."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from kechuang.domain.plans.plan import Identity
from kechuang.domain.vocabulary import Vocabulary

_PLAN_YEARS = 5
_FIRST_PLAN_ENDS = 1955  # the tenth five-year plan ended in 2005, the fourteenth in 2025: five years a plan since
_PLAN = re.compile(r"[“‘\"](?P<plan>十[一二三四五六七八九]?)五[”’\"]")
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", 1)}


class Mention(Enum):
    """What a year in a sentence is there for."""

    AT = "at"
    SINCE = "compared with"


@dataclass(frozen=True, slots=True)
class Year:
    """A year that a sentence mentions: where, which, what for; ``period`` where a five-year plan is named."""

    start: int
    end: int
    year: int
    mention: Mention
    period: bool = False


class _Years:
    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.alternatives
        against = words("years.against")
        self.pattern = re.compile(
            rf"(?P<against>{against})?(?P<lead>{words('years.leads')})? ?"
            r"(?:(?P<from>(?:19|20)\d{2}) ?年? ?[-—–~至到]{1,2} ?(?=(?:19|20)\d{2} ?年))?"
            r"(?:(?P<year>(?:19|20)\d{2}) ?年(?!代)(?: ?\d{1,2} ?月份?)?"
            r"|(?P<chinese>二[〇零○O][〇零○O一二三四五六七八九]{2})年"
            r"|[“‘\"]?(?P<plan>[一二三四五六七八九]?十?[一二三四五六七八九])五[”’\"]?(?=期间|时期|末|以来|规划期|期末|[,，])"
            rf"|(?P<now>{words('years.this_year')})|(?P<last>{words('years.last_year')})|(?P<coming>{words('years.plan_period')}))"
            rf"(?P<tail>{words('years.tails')})?(?P<after>[^,，。;；]{{0,6}}(?:相比|基础上|为基数|为基期))?"
        )


@lru_cache(maxsize=8)
def _years(vocabulary: Vocabulary) -> _Years:
    return _Years(vocabulary)


def read_years(words: str, start: int, end: int, identity: Identity, vocabulary: Vocabulary) -> list[Year]:
    """The years that ``words[start:end]``, folded text, mentions."""
    return [
        Year(
            *found.span(),
            year,
            Mention.SINCE if found["against"] or found["after"] else Mention.AT,
            bool(found["plan"]),
        )
        for found in _years(vocabulary).pattern.finditer(words, start, end)
        if (year := _year(found, identity)) is not None
    ]


def _year(found: re.Match[str], identity: Identity) -> int | None:
    if found["year"]:
        return int(found["year"])
    if found["chinese"]:
        return int("".join(str("〇一二三四五六七八九".find(digit.translate(_ZEROS))) for digit in found["chinese"]))
    if found["plan"]:
        return _plan_end(found["plan"])
    if found["now"]:
        return identity.start if identity.start == identity.end else None
    if found["last"]:
        return identity.start - 1 if identity.start is not None and identity.start == identity.end else None
    if identity.start is not None and identity.start == identity.end:
        return identity.start - identity.start % _PLAN_YEARS + _PLAN_YEARS  # 今后五年, said in a report on one year
    return identity.end


_ZEROS = str.maketrans("零○O", "〇〇〇")


def named_plan(title: str) -> int | None:
    """The last year of the five-year plan that a title names (“十三五”科技发展情况)."""
    found = _PLAN.search(title)
    return _plan_end(found["plan"]) if found else None


def _plan_end(numeral: str) -> int | None:
    """The last year of the n-th five-year plan, from the tenth on (before it they did not follow each other)."""
    tens, found, ones = numeral.rpartition("十")
    number = (_NUMERALS.get(tens, 1) * 10 if found else 0) + _NUMERALS.get(ones, 0)
    return _FIRST_PLAN_ENDS + 5 * number if number >= 10 else None
