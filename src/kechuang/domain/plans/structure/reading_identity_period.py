"""The years of a plan (规划期): “十四五” is 2021-2025; a horizon (展望至2035年) lies beyond them."""

import re

from kechuang.domain.plans.structure.numbering import ordinal
from kechuang.domain.vocabulary import Vocabulary

_NUMBER = "[一二三四五六七八九十]"
_YEAR = r"(?:19|20)\d\d"
_TO = r"\s{0,3}年?\s{0,3}(?:-|—|–|~|至|到|－){1,4}\s{0,3}"
_RANGE = re.compile(rf"(?<!\d)(?P<start>{_YEAR}){_TO}(?P<end>{_YEAR})(?!\d)\s*年?")
_NAMED = re.compile(
    rf"[“\"'《〈]?(?P<short>{_NUMBER}{{1,3}})五[”\"'》〉]|第(?P<long>{_NUMBER}{{1,3}})个五年|(?P<bare>十[一二三四五六七八九]|二十)五(?=[时期规发科])"
)
_ONE_YEAR = re.compile(rf"(?<!\d)(?P<year>{_YEAR})\s*年(?!\s*(?:-|—|至|到|\d+\s*月))")
_DATED = re.compile(rf"(?<!\d)(?P<year>{_YEAR})\s*年")
_CHINESE_DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
_CHINESE_YEAR = re.compile("二[〇零○][一二三四五六七八九〇零○]{2}年")
_OPENING = 1500


def five_years(number: int) -> tuple[int, int]:
    """The years of the national five-year plan of that number.

    >>> five_years(14)
    (2021, 2025)
    """
    return 1951 + 5 * number, 1955 + 5 * number


def read_period(name: str, opening: str, vocabulary: Vocabulary) -> tuple[int | None, int | None]:
    """First and last year: from the title (a range, a five-year period, one year), else from the opening."""
    reports = name.endswith(vocabulary.words("identity.congress_reports"))
    return _period(name) or (_dated(opening) if reports else _period_in_opening(opening)) or (None, None)


def read_horizon(name: str, text: str, end: int | None, vocabulary: Vocabulary) -> int | None:
    """The year a plan looks out to, beyond its last; None where it names none."""
    words = vocabulary.alternatives("identity.outlook")
    ranges = rf"(?:{words})\s{{0,3}}[至到]?\s{{0,3}}(?P<year>{_YEAR})\s{{0,3}}年"
    titled = rf"(?P<year>{_YEAR})\s*年远景目标"
    found = re.search(titled, _plain_years(name)) or re.search(ranges, _plain_years(text))
    year = int(found.group("year")) if found else None
    return year if year is not None and (end is None or year > end) else None


def _plain_years(text: str) -> str:
    return _CHINESE_YEAR.sub(lambda year: "".join(_CHINESE_DIGITS.get(digit, digit) for digit in year.group()), text)


def _period(name: str) -> tuple[int, int] | None:
    explicit = _RANGE.search(name)
    if explicit and 0 <= int(explicit.group("end")) - int(explicit.group("start")) <= 20:
        return int(explicit.group("start")), int(explicit.group("end"))
    named = _NAMED.search(name)
    if named:
        return five_years(_ordinal(named))
    single = [int(found.group("year")) for found in _ONE_YEAR.finditer(_plain_years(name))]
    # 2024年工作总结和2025年工作计划 is the plan for 2025
    return (single[-1], single[-1]) if single and single[-1] - single[0] in (0, 1) else None


def _ordinal(named: re.Match[str]) -> int:
    return ordinal(named.group("short") or named.group("long") or named.group("bare"))


def _period_in_opening(opening: str) -> tuple[int, int] | None:
    """The stated term (规划期2021-2025年), else the latest five-year period named near the beginning, else its year."""
    term = re.search(rf"规划期[^。]{{0,12}}?(?P<start>{_YEAR}){_TO}(?P<end>{_YEAR})", opening)
    if term:
        return int(term.group("start")), int(term.group("end"))
    named = [_ordinal(found) for found in _NAMED.finditer(opening[:_OPENING])]
    if named:
        return five_years(max(named))
    return _dated(opening)


def _dated(opening: str) -> tuple[int, int] | None:
    dated = _DATED.search(opening[:_OPENING])
    return (int(dated.group("year")), int(dated.group("year"))) if dated else None
