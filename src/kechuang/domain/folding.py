"""A shadow of a text in which look-alike characters are one (折叠): the same length, so that every offset holds.

Full-width digits and letters, compatibility forms and the radical characters that text layers of PDF files contain
(⼀ ⺠ ⻅ ⻔) are folded to the ordinary character. Superscripts, subscripts and circled numbers stay: ``km²`` is not km2.
"""

import unicodedata
from functools import cache

# Unicode gives these supplement radicals no decomposition (Unicode 15, block CJK Radicals Supplement).
_RADICALS = dict(
    zip("⺠⻅⻔⻓⻋⻛⻢⻝⻚⻜⻥⻦⻨⻩⻬⻮⻰⻳⻁⻄⻆", "民见门长车风马食页飞鱼鸟麦黄齐齿龙龟虎西角", strict=True)
)


@cache
def _fold_character(character: str) -> str:
    if unicodedata.category(character) == "No":
        return character
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


class _Folding(dict[int, str]):
    def __missing__(self, code: int) -> str:
        folded = _RADICALS.get(chr(code)) or _fold_character(chr(code))
        self[code] = folded
        return folded


_TABLE = _Folding()


def fold(text: str) -> str:
    """The shadow of ``text``, character by character.

    >>> fold("２．６２亿元，１km²")
    '2.62亿元,1km²'
    """
    return text.translate(_TABLE)
