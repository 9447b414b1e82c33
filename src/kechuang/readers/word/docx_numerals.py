"""Counters as Word prints them (编号格式): 1 -> 一, 壹, 甲, ①, I, a, 가 …

Sources: ECMA-376 Part 1 §17.18.59 (ST_NumberFormat) for the character sets; [MS-OI29500] 2.1.540 for where Word itself
differs (ideographEnclosedCircle is ㈠; kana start again after their last character). A set that runs out goes on in
decimal, as Word does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

_IDEOGRAPHS = "一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN_STEPS = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MOST_ROMAN = 32_767
_KOREAN_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_KOREAN_ONES = ("", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉")


@dataclass(frozen=True, slots=True)
class _Counting:
    """A counting system: its digits 1-9, its tens, hundreds, thousands, its ten thousand, its zero between digits."""

    digits: str
    units: str
    myriad: str
    zero: str = ""
    bare_units: str = ""  # units before which a one is never written: 百, not 一百
    bare_ten: bool = False  # 10-19 are written 十, 十一, not 一十, 一十一

    def write(self, number: int) -> str:
        if not 0 < number < 1_000_000:
            return str(number)
        high, low = divmod(number, 10_000)
        text = self._group(high) + self.myriad if high else ""
        if self.zero and high and 0 < low < 1_000:
            text += self.zero
        text += self._group(low)
        if self.bare_ten and text.startswith(self.digits[0] + self.units[0]):
            return text[1:]
        return text

    def _group(self, number: int) -> str:
        text, gap = "", False
        for power in (3, 2, 1, 0):
            digit = number // 10**power % 10
            if digit == 0:
                gap = bool(text)
                continue
            unit = self.units[power - 1] if power else ""
            text += self.zero if gap else ""
            text += unit if digit == 1 and unit and unit in self.bare_units else self.digits[digit - 1] + unit
            gap = False
        return text


def _digits(number: int, *, digits: str) -> str:
    return "".join(digits[int(figure)] for figure in str(number)) if number >= 0 else str(number)


def _limited(number: int, *, characters: str) -> str:
    return characters[number - 1] if 1 <= number <= len(characters) else str(number)


def _cycle(number: int, *, characters: str) -> str:
    return characters[(number - 1) % len(characters)] if number >= 1 else str(number)


def _letters(number: int, *, characters: str) -> str:
    """A … Z, AA, BB …: Word repeats the letter, it does not carry."""
    if not 1 <= number <= 30 * len(characters):
        return str(number)
    return characters[(number - 1) % len(characters)] * ((number - 1) // len(characters) + 1)


def _counting_to_99(number: int, *, counting: _Counting, digits: str) -> str:
    return counting.write(number) if number < 100 else _digits(number, digits=digits)


def _roman(number: int) -> str:
    if not 1 <= number <= _MOST_ROMAN:
        return str(number)
    text = ""
    for value, letters in _ROMAN_STEPS:
        text += letters * (number // value)
        number %= value
    return text


def _ordinal(number: int) -> str:
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _zodiac(number: int) -> str:
    if not 1 <= number <= 60:
        return str(number)
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


def _korean_native(number: int) -> str:
    """Native Korean numerals exist up to 99; from there on the Chinese-derived ones are used."""
    return _KOREAN_TENS[number // 10] + _KOREAN_ONES[number % 10] if 1 <= number <= 99 else _KOREAN.write(number)


def _chicago(number: int) -> str:
    return "*†‡§"[(number - 1) % 4] * ((number - 1) // 4 + 1) if 1 <= number <= 400 else str(number)


def _none(_: int) -> str:
    return ""


_PLAIN = _Counting(_IDEOGRAPHS, "十百千", "万", bare_ten=True)
_THOUSAND = _Counting(_IDEOGRAPHS, "十百千", "万", zero="〇", bare_ten=True)
_THOUSAND_TRADITIONAL = _Counting(_IDEOGRAPHS, "十百千", "萬", zero="零", bare_ten=True)
_LEGAL_SIMPLIFIED = _Counting("壹贰叁肆伍陆柒捌玖", "拾佰仟", "万", zero="零")
_LEGAL_TRADITIONAL = _Counting("壹貳參肆伍陸柒捌玖", "拾佰仟", "萬", zero="零")
_JAPANESE = _Counting(_IDEOGRAPHS, "十百千", "万", bare_units="十百千")
_JAPANESE_LEGAL = _Counting("壱弐参四伍六七八九", "拾百阡", "萬")
_KOREAN = _Counting("일이삼사오육칠팔구", "십백천", "만", bare_units="십백천")

_WRITERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": partial(_counting_to_99, counting=_PLAIN, digits="○" + _IDEOGRAPHS),
    "chineseCountingThousand": _THOUSAND.write,
    "chineseLegalSimplified": _LEGAL_SIMPLIFIED.write,
    "taiwaneseCounting": partial(_counting_to_99, counting=_PLAIN, digits="○" + _IDEOGRAPHS),
    "taiwaneseCountingThousand": _THOUSAND_TRADITIONAL.write,
    "taiwaneseDigital": partial(_digits, digits="○" + _IDEOGRAPHS),
    "ideographDigital": partial(_digits, digits="〇" + _IDEOGRAPHS),
    "ideographLegalTraditional": _LEGAL_TRADITIONAL.write,
    "ideographTraditional": partial(_limited, characters=_STEMS),
    "ideographZodiac": partial(_limited, characters=_BRANCHES),
    "ideographZodiacTraditional": _zodiac,
    "ideographEnclosedCircle": partial(_limited, characters="㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"),
    "japaneseCounting": _JAPANESE.write,
    "japaneseLegal": _JAPANESE_LEGAL.write,
    "japaneseDigitalTenThousand": partial(_digits, digits="〇" + _IDEOGRAPHS),
    "aiueo": partial(_cycle, characters="ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"),
    "aiueoFullWidth": partial(
        _cycle,
        characters="アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    ),
    "iroha": partial(_cycle, characters="ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ"),
    "irohaFullWidth": partial(
        _cycle,
        characters="イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
    ),
    "koreanDigital": partial(_digits, digits="영일이삼사오육칠팔구"),
    "koreanDigital2": partial(_digits, digits="零" + _IDEOGRAPHS),
    "koreanCounting": _KOREAN.write,
    "koreanLegal": _korean_native,
    "ganada": partial(_cycle, characters="가나다라마바사아자차카타파하"),
    "chosung": partial(_cycle, characters="ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
    "decimal": str,
    "decimalZero": "{:02d}".format,
    "decimalHalfWidth": str,
    "decimalFullWidth": partial(_digits, digits="０１２３４５６７８９"),
    "decimalFullWidth2": partial(_digits, digits="０１２３４５６７８９"),
    "decimalEnclosedCircle": partial(_limited, characters="①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": partial(_limited, characters="①②③④⑤⑥⑦⑧⑨⑩"),
    "decimalEnclosedParen": partial(_limited, characters="⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": partial(_limited, characters="⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "numberInDash": "- {} -".format,
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": partial(_letters, characters="ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerLetter": partial(_letters, characters="abcdefghijklmnopqrstuvwxyz"),
    "russianUpper": partial(_letters, characters="АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
    "russianLower": partial(_letters, characters="абвгдежзиклмнопрстуфхцчшщыэюя"),
    "thaiNumbers": partial(_digits, digits="๐๑๒๓๔๕๖๗๘๙"),
    "hindiNumbers": partial(_digits, digits="०१२३४५६७८९"),
    "hex": "{:X}".format,
    "ordinal": _ordinal,
    "chicago": _chicago,
    "none": _none,
}


def write_counter(number: int, number_format: str, picture: str = "") -> str:
    """``number`` in a numbering format of Word; one that is not known is written in decimal.

    ``picture`` is the pattern of the format ``custom``: ``001, 002, 003, ...`` pads with zeros.

    >>> write_counter(101, "chineseCountingThousand"), write_counter(101, "chineseCounting"), write_counter(12, "none")
    ('一百〇一', '一○一', '')
    """
    if number_format == "custom":
        return str(number).zfill(len(picture.split(",")[0].strip()))
    return _WRITERS.get(number_format, str)(number)
