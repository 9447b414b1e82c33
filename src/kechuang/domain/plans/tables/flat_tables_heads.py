"""The words of heads in flattened tables (压平的表头): which kind of column a cell or a stretch of a line announces."""

import re
from functools import lru_cache

from kechuang.domain.plans.tables.reading_tables_heads import head_key
from kechuang.domain.vocabulary import Vocabulary

_YEAR = r"(?:19|20)\d\d"
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]")
_GAP = r"[\s\u3000\xa0]*"
_MOST_COLUMNS = 16
_PROJECT_ROLES = ("name", "builder", "content", "period", "start", "end", "investment", "lead", "place")


class HeadWords:
    """The head words of the vocabulary by kind of column."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.words
        values = [word for word in words("tables.glued_value_words") if not word.startswith("年")]
        years = "|".join(_loose(word) for word in _longest_first(words("tables.glued_value_words")))
        changes = "|".join(_loose(word) for word in _longest_first(words("tables.glued_change_words")))
        natures = [word for word in words("tables.head_nature") if word not in words("tables.head_category")]
        names = [word for word in words("tables.head_name") if "指标" in word]
        self.patterns = {
            "change": rf"{_YEAR}年?[比较]{_YEAR}年?(?:增长|提高|增减|变化|下降)?(?:幅度)?"
            rf"|[〔\[（(]?(?:{changes})[〕\]）)]?(?:{_GAP}[/、]?{_GAP}[〔\[（(]?{_GAP}累计{_GAP}[〕\]）)]?)?",
            "value": rf"(?:{_YEAR}{_GAP}(?:{years})|(?:{'|'.join(values)}))",
            "number": _any(words("tables.head_number")),
            "nature": _any(natures),
            "name": _any(names),
            "unit": _any(words("tables.head_unit")),
            "category": _any(words("tables.head_category")),
        }
        self.keys = {
            "number": _keys(words("tables.head_number")),
            "nature": _keys(natures),
            "unit": _keys(words("tables.head_unit")),
            "category": _keys(words("tables.head_category")),
            "name": _keys(words("tables.head_name")),
            "text": _keys(
                tuple(word for role in _PROJECT_ROLES for word in words(f"projects.head_{role}"))
                + words("tables.head_lead")
            ),
            "region": _keys(words("statistics.region_heads")),
        }
        bracket = r"(?:[（(][^（()）\s]{1,6}[）)])?"
        self.tokens = [
            (kind, re.compile(rf"{_GAP}(?P<words>(?:{pattern}){bracket})(?:\d{{1,2}}(?![\d年.]))?"))
            for kind, pattern in self.patterns.items()
        ]
        self.value = re.compile(
            rf"(?:“?十[一二三四五六]五”?(?:末|期末)?)?(?:{_YEAR}年?)?(?:{self.patterns['value']}|{_YEAR})"
        )
        self.change = re.compile(self.patterns["change"])

    def kind(self, text: str) -> str | None:
        """The kind of column that one cell of a head announces, None where it is no head."""
        key = head_key(text)
        bare = head_key(_BRACKETED.sub("", text))
        for kind, keys in self.keys.items():
            if key in keys or bare in keys:
                return kind
        if self.change.fullmatch(key) or self.change.fullmatch(bare):
            return "change"
        return "value" if self.value.fullmatch(key) or self.value.fullmatch(bare) else None


def _any(words: tuple[str, ...] | list[str]) -> str:
    return "|".join(_loose(word) for word in _longest_first(words))


def _longest_first(words: tuple[str, ...] | list[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


def _loose(word: str) -> str:
    return _GAP.join(map(re.escape, word))


def _keys(words: tuple[str, ...] | list[str]) -> frozenset[str]:
    return frozenset(head_key(word) for word in words)


@lru_cache(maxsize=4)
def head_words(vocabulary: Vocabulary) -> HeadWords:
    """The head words, prepared once."""
    return HeadWords(vocabulary)


def scan_head(text: str, at: int, vocabulary: Vocabulary) -> tuple[tuple[str, int, int], ...]:
    """The columns announced by the head words that follow one another from ``at`` on, as kind and span."""
    known = head_words(vocabulary)
    columns: list[tuple[str, int, int]] = []
    while len(columns) < _MOST_COLUMNS:
        for kind, pattern in known.tokens:
            found = pattern.match(text, at)
            if found and found["words"]:
                columns.append((kind, found.start("words"), found.end("words")))
                at = found.end()
                break
        else:
            break
    return tuple(columns)
