"""The columns of a project table (项目表) by the wording of their heads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kechuang.domain.folding import fold
from kechuang.domain.plans.tables.reading_tables_heads import head_key
from kechuang.domain.vocabulary import Vocabulary

_ROLES = ("name", "builder", "content", "period", "start", "end", "investment", "lead")
_BRACKETED = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class ProjectColumns:
    """The place of each column of a project table, None where it has none."""

    number: int | None = None
    name: int | None = None
    builder: int | None = None
    content: int | None = None
    period: int | None = None
    start: int | None = None
    end: int | None = None
    investment: int | None = None
    lead: int | None = None


@lru_cache(maxsize=4)
def _heads(vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    heads = {role: _keys(vocabulary, f"projects.head_{role}") for role in (*_ROLES, "place")}
    return heads | {"number": _keys(vocabulary, "tables.head_number")}


def _keys(vocabulary: Vocabulary, name: str) -> frozenset[str]:
    return frozenset(head_key(word) for word in vocabulary.words(name))


def find_project_columns(columns: Sequence[tuple[str, ...]], vocabulary: Vocabulary) -> ProjectColumns:
    """Which column holds what; the first that fits counts, part sums (十四五投资) only where there is no total."""
    heads = _heads(vocabulary)
    places: dict[str, int] = {}
    partial = re.compile(vocabulary.alternatives("projects.head_partial_investment"))
    for column, path in enumerate(columns):
        role = _role(path, heads)
        if role is None or role == "place":
            continue
        if role == "investment" and partial.search("".join(path)):
            places.setdefault("partial", column)
        else:
            places.setdefault(role, column)
    if "partial" in places:
        places.setdefault("investment", places.pop("partial"))
    places.pop("partial", None)
    return ProjectColumns(**places)


def is_project_head(columns: Sequence[tuple[str, ...]], vocabulary: Vocabulary) -> bool:
    """Whether these heads are those of a project table: a name, and two of content, builder, years, money, lead."""
    found = find_project_columns(columns, vocabulary)
    if found.name is None:
        return False
    what = found.content is not None or found.investment is not None
    when = any(place is not None for place in (found.period, found.start, found.end))
    who = found.builder is not None or found.lead is not None
    return what and sum((found.content is not None, found.investment is not None, when, who)) >= 2


def _role(path: tuple[str, ...], heads: dict[str, frozenset[str]]) -> str | None:
    for words_of_head in ("".join(path), *reversed(path)):
        part, bare = head_key(words_of_head), head_key(_BRACKETED.sub("", fold(words_of_head)))
        for role, words in heads.items():
            if part in words or bare in words:
                return role
        loose = next((role for role in ("investment", "content", "period") if _ends(bare, heads[role])), None)
        if loose:
            return loose
    return None


def _ends(key: str, words: frozenset[str]) -> bool:
    return any(len(word) > 3 and key.endswith(word) for word in words) or ("总投资" in key and "总投资" in words)
