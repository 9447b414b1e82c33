"""Where headings of groups end and names begin in a table run together (黏连的类别与指标名).

``2.水环境质量地表水质量劣Ⅴ类水体比例（%）``: nothing parts heading and name. What helps: a unit in brackets ends a heading; names of one
group begin alike; the name, or the heading, stands elsewhere in the document too; headings end in like words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kechuang.domain.plans.tables.cells_units import read_unit
from kechuang.domain.vocabulary import Vocabulary

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NUMBERED = re.compile(
    r"(?<![\d.（(、])(?:\d{1,2}\s*[.．、](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)"
)
_MARK = re.compile(r"(?<=[\u3400-\u9fff）)])(\d{1,2})(?=[\u3400-\u9fff（(]|$)")
_UNIT_BRACKET = re.compile(r"[（(]([^（()）]{1,12})[）)]")


@dataclass(frozen=True, slots=True)
class Chunk:
    """What stood before the values of a row, parted: headings of groups, category, name; each with its offset."""

    name: tuple[int, str]
    groups: tuple[tuple[int, str], ...] = ()
    category: tuple[int, str] | None = None


def with_marks(words: str, notes: Mapping[str, str]) -> str:
    """The words with the digits of footnotes raised (城市2空气 → 城市²空气): as long as before."""

    def raised(found: re.Match[str]) -> str:
        if found[1] not in notes:
            return found[1]
        return "".join(SUPERSCRIPTS[int(digit)] for digit in found[1])

    return _MARK.sub(raised, words)


def split_chunks(
    chunks: Sequence[tuple[int, str]], elsewhere: str, vocabulary: Vocabulary, has_category: bool
) -> list[Chunk]:
    """Every chunk parted into headings and name; ``elsewhere`` is the rest of the document."""
    numbered = [bool(_NUMBERED.search(words)) for _, words in chunks]
    parted = []
    for place, (start, words) in enumerate(chunks):
        following = next((later for later in range(place + 1, len(chunks)) if numbered[later]), len(chunks))
        siblings = [words for _, words in chunks[place + 1 : following]]
        parted.append(_split(start, words, siblings, elsewhere, vocabulary, has_category))
    return parted


def _split(
    start: int, words: str, siblings: list[str], elsewhere: str, vocabulary: Vocabulary, has_category: bool
) -> Chunk:
    category = _category(words, vocabulary) if has_category else 0
    if category:
        return Chunk((start + category, words[category:]), (), (start, words[:category]))
    groups: list[tuple[int, str]] = []
    number = _NUMBERED.search(words)
    if number and number.start() > 1:
        groups.append((start, words[: number.start()]))
        start, words = start + number.start(), words[number.start() :]
    cut = _after_unit(words, vocabulary)
    if not cut and number and siblings:
        cut = _likeliest(words, siblings, elsewhere, vocabulary)
    if cut:
        groups.append((start, words[:cut]))
        start, words = start + cut, words[cut:]
    return Chunk((start, words), tuple(groups))


def _category(words: str, vocabulary: Vocabulary) -> int:
    stripped = len(words) - len(words.lstrip())
    known = sorted(vocabulary.words("tables.categories"), key=len, reverse=True)
    found = next(
        (word for word in known if words.startswith(word, stripped) and len(words) > stripped + len(word) + 1), ""
    )
    return stripped + len(found) if found else 0


def _after_unit(words: str, vocabulary: Vocabulary) -> int:
    """Where a heading with its unit in brackets ends, 0 where the only such bracket ends the words."""
    for bracket in _UNIT_BRACKET.finditer(words):
        if len(words.rstrip()) - bracket.end() >= 2 and read_unit(bracket[1], vocabulary):
            rest = words[bracket.end() :].strip()
            return bracket.end() if re.match(r"[\u3400-\u9fffA-Za-z“]", rest) else 0
    return 0


def _likeliest(words: str, siblings: list[str], elsewhere: str, vocabulary: Vocabulary) -> int:
    number = _NUMBERED.match(words)
    begin = number.end() if number else 0
    endings = tuple(vocabulary.words("tables.group_endings"))
    scored = []
    for cut in range(begin + 2, min(begin + 16, len(words) - 2)):
        scored.append((_evidence(words[begin:cut], words[cut:], siblings, elsewhere, endings), -cut))
    best = max(scored, default=(0.0, 0))
    return -best[1] if best[0] > 0 else 0


def _evidence(heading: str, name: str, siblings: list[str], elsewhere: str, endings: tuple[str, ...]) -> float:
    """How much speaks for this parting."""
    bare = re.sub(r"[（(][^（()）]*[）)]\s*$", "", name).strip()
    like = max((_shared(name, sibling) for sibling in siblings), default=0)
    score = 0.0
    if like >= 3:
        score += 3 + 0.1 * like
    if len(bare) >= 4 and not re.search(f"[{SUPERSCRIPTS}]", bare) and bare in elsewhere:
        score += 3
    if bare.endswith(heading) and any(heading in sibling for sibling in siblings):
        score += 2 + 0.1 * len(heading)
    if heading in elsewhere:
        score += 1
    if heading.endswith(endings):
        score += 1 + 0.01 * len(heading)
    if name.startswith(endings):
        score -= 0.5
    return score


def _shared(left: str, right: str) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count
