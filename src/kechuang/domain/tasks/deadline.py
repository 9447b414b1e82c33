"""The deadline as a plan prints it (完成时限): 2030年12月, 2028年底前, 每年, as a day or as something that recurs."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from kechuang.domain.folding import fold
from kechuang.domain.vocabulary import Vocabulary

_DAY = re.compile(r"(20\d\d)[年./-](1[0-2]|0?[1-9])[月./-](3[01]|[12]\d|0?[1-9])日?")
_MONTH = re.compile(r"(20\d\d)[年./-](1[0-2]|0?[1-9])月?")
_QUARTER = re.compile(r"(20\d\d)年?第?([1-4一二三四])季度")
_YEAR = re.compile(r"(20\d\d)年?")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, None where no day is meant or understood; ``recurring`` for what is done anew each year."""

    day: date | None
    recurring: bool = False


def read_deadline(text: str, vocabulary: Vocabulary) -> Deadline:
    """The last day the words allow: the end of the month, quarter, half or year they name; the last of several."""
    plain = "".join(fold(text).split())
    if any(word in plain for word in vocabulary.words("supervision.recurring")):
        return Deadline(None, recurring=True)
    days = sorted(_days(plain, vocabulary))
    return Deadline(days[-1] if days else None)


def _days(text: str, vocabulary: Vocabulary) -> list[date]:
    found: list[date] = []
    while match := _YEAR.search(text):
        rest = text[match.start() :]
        found += [day for day in (_first(rest, vocabulary),) if day is not None]
        text = text[match.end() :]
    return found


def _first(text: str, vocabulary: Vocabulary) -> date | None:
    if match := _DAY.match(text):
        return _on(int(match[1]), int(match[2]), int(match[3]))
    if match := _QUARTER.match(text):
        quarter = _QUARTERS.get(match[2]) or int(match[2])
        return _end_of(int(match[1]), quarter * 3)
    if match := _MONTH.match(text):
        return _end_of(int(match[1]), int(match[2]))
    year = int(text[:4])
    half = any(text[4:].removeprefix("年").startswith(word) for word in vocabulary.words("supervision.first_half"))
    return _end_of(year, 6 if half else 12)


def _on(year: int, month: int, day: int) -> date | None:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
