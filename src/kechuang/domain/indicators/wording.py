"""One form for the many ways a measure is written (指标名称归一), so that names can be compared.

``全社会研究与试验发展（R&D）经费支出占地区生产总值的比重`` and ``研发经费支出占GDP比重`` come to the same form. Only what cannot change the
meaning goes: explaining brackets, synonyms, the whole territory in front, counting words behind. A level (省级) or a
direction (新增) stays.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kechuang.domain.folding import fold

_BRACKETS = re.compile(r"[(\[〔【]([^()\[\]〔〕【】]*)[)\]〕】]")
_NOISE = re.compile(r"[\s\"'“”‘’「」『』《》<>*#※★]+")
_LONGEST_NAME = 120


@dataclass(frozen=True)
class WordingRules:
    """The words that normalising knows, from the rulebook ``national/wordings``."""

    synonyms: Mapping[str, str] = field(default_factory=dict)
    prefixes: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    meaningful: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()

    def forms(self, wording: str) -> Iterator[str]:
        """The forms to look a wording up by, best first: with what brackets hold, then without what only explains."""
        text = _NOISE.sub("", fold(wording[:_LONGEST_NAME])).upper()
        yield self._plain(_BRACKETS.sub(r"\1", text))
        yield self._plain(_BRACKETS.sub(self._explaining, text))

    def _explaining(self, bracket: re.Match[str]) -> str:
        inside = bracket[1]
        return inside if any(word in inside for word in self.meaningful) else ""

    def _plain(self, text: str) -> str:
        for word, meant in self.synonyms.items():
            text = text.replace(word, meant)
        for word in self.doubled:
            text = text.replace(word * 2, word)
        return self._without_tails(self._without_prefixes(text.strip(":、,。;-—")))

    def _without_prefixes(self, text: str) -> str:
        prefix = next((word for word in self.prefixes if text.startswith(word) and len(text) > len(word) + 1), None)
        return text if prefix is None else self._without_prefixes(text[len(prefix) :].lstrip(":"))

    def _without_tails(self, text: str) -> str:
        tail = next((word for word in self.tails if text.endswith(word) and len(text) > len(word) + 1), None)
        return text if tail is None else self._without_tails(text.removesuffix(tail))
