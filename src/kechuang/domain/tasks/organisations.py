"""Which organisation a printed name means (单位名称匹配): 县科技局 is the 科学技术局 of a county, whatever the county is called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kechuang.domain.folding import fold

_BRACKETS = re.compile(r"[(〔【\[][^()〔〕【】\[\]]*[)〕】\]]")
_LEVELS = "省市州县区"
_LONGEST = 60


@dataclass(frozen=True)
class NamingRules:
    """``short`` says what an abbreviation stands for; ``together`` are words whose first character names no level (市场)."""

    short: Mapping[str, str] = field(default_factory=dict)
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its parts: 云岭 县 科学技术局; place and level are "" where nothing is said."""

    place: str
    level: str
    body: str


def read_name(printed: str, rules: NamingRules) -> Name:
    """The parts of a printed name, brackets gone, abbreviations written out."""
    text = _BRACKETS.sub("", "".join(fold(printed[:_LONGEST]).split()))
    at = next((index for index in range(len(text) - 1) if _is_level(text, index, rules)), None)
    place, level, body = ("", "", text) if at is None else (text[:at], text[at], text[at + 1 :])
    for short in sorted(rules.short, key=len, reverse=True):
        if body.endswith(short) and not body.endswith(rules.short[short]):
            return Name(place, level, body.removesuffix(short) + rules.short[short])
    return Name(place, level, body)


def _is_level(text: str, index: int, rules: NamingRules) -> bool:
    return text[index] in _LEVELS and not any(text.startswith(word, index) for word in rules.together)


def match_organisation(printed: str, known: Mapping[int, str], rules: NamingRules) -> int | None:
    """The one organisation of ``known`` (id to name) that ``printed`` can mean, None for none or several.

    Places and levels must agree where both names say them; an exact name goes before all others.
    """
    exact = [one for one, name in known.items() if name.strip() == printed.strip()]
    if len(exact) == 1:
        return exact[0]
    wanted = read_name(printed, rules)
    fitting = [one for one, name in known.items() if wanted.body and _agree(wanted, read_name(name, rules))]
    return fitting[0] if len(fitting) == 1 else None


def _agree(first: Name, second: Name) -> bool:
    pairs = ((first.place, second.place), (first.level, second.level))
    return first.body == second.body and all(not one or not other or one == other for one, other in pairs)
