"""The title line of a box: 专栏1 重点科技创新平台."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kechuang.domain.plans.structure.numbering import find_glued, skip_litter
from kechuang.domain.plans.structure.reading_outline_segments import Segment
from kechuang.domain.vocabulary import Vocabulary

_LONGEST_TITLE = 60
_LONGEST_GLUED = 30
_LIST_FROM = 3
_LINE_BREAK = 4  # so many characters between two lines are no more than line breaks


@dataclass(frozen=True, slots=True)
class BoxTitle:
    """A box's title line: its number as printed, the span of its title counted from the beginning of the text."""

    number: str | None
    begin: int
    start: int
    end: int


def read_box_title(folded: str, vocabulary: Vocabulary) -> BoxTitle | None:
    """The box that a line opens, None where it opens none; a box continued over the page (续) is not opened again."""
    begin = skip_litter(folded)
    found = _pattern(vocabulary).match(folded, begin)
    if found is None:
        return None
    start = found.end()
    end: int | None = _title_end(folded, start, vocabulary)
    title = folded[start:end]
    if "。" in title or len(title) > _LONGEST_TITLE:
        spaced = found.group("number") is not None and found.end() > found.end("number")
        end = _first_clause(folded, start) if spaced else None
    if end is None or _continued(title, vocabulary):
        return None
    if found.group("number") is None and (not title or found.end() == found.end("word")):
        return None
    return BoxTitle(_compact(found.group("number")), begin, start, end)


def box_titles(segments: Sequence[Segment], vocabulary: Vocabulary) -> set[int]:
    """The segments that open a box; three or more in a row with nothing under them only list the boxes there are."""
    titles = [
        index
        for index, segment in enumerate(segments)
        if segment.leading and read_box_title(segment.folded, vocabulary) is not None
    ]
    rows: list[list[int]] = []
    for index in titles:
        if rows and _right_below(segments, rows[-1][-1], index):
            rows[-1].append(index)
        else:
            rows.append([index])
    return {index for row in rows if len(row) < _LIST_FROM for index in row}


def _right_below(segments: Sequence[Segment], above: int, below: int) -> bool:
    return below == above + 1 and segments[below].start - segments[above].end <= _LINE_BREAK


@cache
def _pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    words = "|".join(r"\s*".join(map(re.escape, word)) for word in vocabulary.words("boxes.titles"))
    return re.compile(
        rf"[【\[(]?\s*(?P<word>{words})\s*(?P<number>\d{{1,3}}(?:\s*[-—.]\s*\d{{1,2}}(?!\d))?|[一二三四五六七八九十百]{{1,5}}(?![、\w]))?"
        r"\s*[】\])]?\s*[:、.]?\s*"
    )


def _title_end(folded: str, start: int, vocabulary: Vocabulary) -> int:
    end = len(folded)
    spread = _table_head(vocabulary).search(folded, start + 2)
    cuts = [start + cut for cut in find_glued(folded[start:])]
    cuts += [spread.start()] if spread else []
    end = min([end, *cuts])
    while end > start and (folded[end - 1].isspace() or folded[end - 1] in "*>"):
        end -= 1
    return end


def _first_clause(folded: str, start: int) -> int | None:
    """Where a title may end that was run together with its text: at the first mark, if that comes soon."""
    found = re.compile(r"[,。;:]").search(folded, start, start + _LONGEST_GLUED)
    return found.start() if found else None


@cache
def _table_head(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Where the head of a table begins that was run together with the title."""
    return re.compile(rf"{vocabulary.alternatives('boxes.table_heads')}|指\s+标|指标\s*(?=20\d\d)|类\s+别")


def _continued(title: str, vocabulary: Vocabulary) -> bool:
    return title.strip("() ").startswith(vocabulary.words("boxes.continued")) and len(title) <= 8


def _compact(number: str | None) -> str | None:
    return "".join(number.split()) if number else None
