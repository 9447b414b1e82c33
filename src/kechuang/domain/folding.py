"""A shadow of a text in which look-alike characters are one (折叠): the same length, so that every offset holds.

Full-width digits and letters, compatibility forms and the radical characters that text layers of PDF files contain
(⼀ ⺠ ⻅ ⻔) are folded to the ordinary character. Superscripts, subscripts and circled numbers stay: ``km²`` is not km2.
"""

import unicodedata
from functools import cache

# Unicode gives these radicals no decomposition; the ordinary characters are those of its data file
# EquivalentUnifiedIdeograph.txt, or the character the radical belongs to where that file leaves the common plane.
_SUPPLEMENT = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼"
    "⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_ORDINARY = (
    "厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尢巳幺彑彐忄㣺扌攵旡日月歺民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒㓁冇㓁羊羊羊耂肀聿肉"
    "臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶邑钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_RADICALS = dict(zip(_SUPPLEMENT, _ORDINARY, strict=True))


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
