"""What a numbered line looks like: a heading by itself, a heading run in with its text, or an item of a list."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from kechuang.domain.plans.structure.numbering import Style
from kechuang.domain.plans.structure.reading_outline_segments import Segment
from kechuang.domain.vocabulary import Vocabulary

_LONGEST_ALONE = 80
_LONGEST_ALONE_FINE = 45  # from 1. downwards
_LONGEST_RUN_IN = 45
_LONGEST_FORM_LINE = 200
_LONGEST_LABEL = 22  # 总体目标：…
_SHORT_SENTENCE = 45
# a form to fill in (户数      户，), choices to tick
_BLANK = re.compile(r"(?<=\S)\s{3,40}(?=[^\s,;。]{1,4}(?:[,;。()]|$|\s{2}))|_{2,}|[①-⑳].*[①-⑳]")
_GAP = re.compile(r"\s{2,}")
_BOLD = re.compile(r"\*\*|__")


class Form(Enum):
    """How a numbered line reads."""

    ALONE = "alone"  # 一、总体要求
    SENTENCE = "sentence"  # （二）基本原则。
    RUN_IN = "run_in"  # 1.创新氛围不浓。正文……
    ITEM = "item"  # 1.一句完整的话，带有逗号和数字。


@dataclass(frozen=True, slots=True)
class Reading:
    """The form of a numbered line, and the span of its title counted from the beginning of the segment."""

    form: Form
    start: int
    end: int


def read_form(segment: Segment, vocabulary: Vocabulary) -> Reading:
    """The form of a numbered line (``segment.marker`` is not None)."""
    marker = segment.marker
    assert marker is not None
    text = segment.folded
    start = _skip(text, marker.end)
    end = len(text.rstrip())
    if _BLANK.search(text, start, min(end, start + _LONGEST_ALONE)) and end - start <= _LONGEST_FORM_LINE:
        return Reading(Form.ITEM, start, end)
    stop = text.find("。", start, end)
    if stop < 0:
        return _without_stop(text, start, end, marker.style)
    if stop == end - 1 and not _has_parts(text, start, stop):
        title = text[start:stop]
        states = _is_clause(title) or _states_a_fact(title, marker.style, vocabulary)
        form = Form.SENTENCE if stop - start <= _SHORT_SENTENCE and not states else Form.ITEM
        return Reading(form, start, stop)
    return _with_text(text, start, stop, marker.style, vocabulary)


def tidy_end(text: str, start: int, end: int) -> int:
    """The end of a title without the blanks, colons and markup behind it."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in ":*。"):
        end -= 1
    return end


def _skip(text: str, start: int) -> int:
    while start < len(text) and (text[start].isspace() or text[start] in "*、."):
        start += 1
    return start


def _has_parts(text: str, start: int, stop: int) -> bool:
    """Whether a label or a wide gap parts a title from its text."""
    label = text.find(":", start, stop) - start
    return 0 < label <= _LONGEST_LABEL or _GAP.search(text, start + 2, stop) is not None


def _is_clause(title: str, *, commas: int = 2) -> bool:
    return any(mark in title for mark in ";!?") or title.count(",") > commas


def _without_stop(text: str, start: int, end: int, style: Style) -> Reading:
    gap = _GAP.search(text, start + 2, end)
    if gap and end - gap.end() > _LONGEST_ALONE:
        return Reading(Form.RUN_IN, start, gap.start())
    coarse = style <= Style.CHINESE_BRACKET
    longest = _LONGEST_ALONE if coarse else _LONGEST_ALONE_FINE
    title = text[start:end]
    if not title or title[-1] in ";," or _is_clause(title, commas=4 if coarse else 2) or len(title) > longest:
        return Reading(Form.ITEM, start, end)
    colon = title.find(":")
    if 0 < colon <= _LONGEST_LABEL and ("," in title[colon:] or len(title) > _LONGEST_LABEL + 8):
        return Reading(Form.RUN_IN, start, start + colon)
    return Reading(Form.ALONE, start, tidy_end(text, start, end))


def _with_text(text: str, start: int, stop: int, style: Style, vocabulary: Vocabulary) -> Reading:
    gap = _GAP.search(text, start + 2, stop)
    if gap and gap.start() - start <= _LONGEST_RUN_IN and stop - gap.end() > 20:
        return Reading(Form.RUN_IN, start, gap.start())
    colon = text.find(":", start, stop)
    if 0 < colon - start <= _LONGEST_LABEL and stop - colon > 4:
        return Reading(Form.RUN_IN, start, colon)
    title = text[start:stop]
    if len(title) > _LONGEST_RUN_IN or _is_clause(title) or _states_a_fact(title, style, vocabulary):
        return Reading(Form.ITEM, start, stop)
    return Reading(Form.RUN_IN, start, tidy_end(text, start, stop))


def _states_a_fact(title: str, style: Style, vocabulary: Vocabulary) -> bool:
    return style >= Style.ARABIC and _counted(vocabulary).search(title) is not None


@cache
def _counted(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\d\s*(?:{vocabulary.alternatives('outline.counts')})")
