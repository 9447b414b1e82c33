"""Where a sentence stands: in a part of the plan that looks back (发展基础) or forward (发展目标), and in which box."""

import re
from bisect import bisect_right
from enum import Enum
from functools import lru_cache

from kechuang.domain.folding import fold
from kechuang.domain.plans.plan import Box, Heading, Identity
from kechuang.domain.plans.prose.years import Mention, named_plan, read_years
from kechuang.domain.vocabulary import Vocabulary

_IN_BRACKETS = re.compile(r"\([^()]{0,40}\)$")
_PLAN_NAME = re.compile(r"十[一二三四五六七八九]?五|[一二三四五六七八九十]+个五年")


class Tense(Enum):
    """What a part of a plan tells: what was, what surrounds it, what shall be."""

    PAST = "past"
    SETTING = "setting"
    FUTURE = "future"


class _Titles:
    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.alternatives
        self.past = re.compile(words("clauses.past_headings"))
        self.problem = re.compile(words("clauses.problem_headings"))
        self.setting = re.compile(rf"(?:{words('clauses.setting_headings')})(?:$|[与和及、,])")
        self.future = re.compile(words("clauses.future_headings"))
        self.acts = re.compile(rf"(?:{words('clauses.heading_verbs')})")


@lru_cache(maxsize=8)
def _titles(vocabulary: Vocabulary) -> _Titles:
    return _Titles(vocabulary)


class Sections:
    """The tense of every place in a document, from its headings; None where no heading tells."""

    def __init__(
        self, outline: tuple[Heading, ...], boxes: tuple[Box, ...], identity: Identity, vocabulary: Vocabulary
    ) -> None:
        self._starts: list[int] = []
        self._tenses: list[Tense | None] = []
        self._boxes = sorted(boxes, key=lambda box: box.start)
        self._box_starts = [box.start for box in self._boxes]
        self._years: list[int | None] = []
        self.tells = _tells(identity, vocabulary)
        stack: list[tuple[int, Tense | None, int | None]] = []
        default: Tense | None = Tense.PAST if self.tells else None
        for heading in sorted(outline, key=lambda heading: heading.source.start):
            if heading.level == 0:
                continue
            while stack and stack[-1][0] >= heading.level:
                stack.pop()
            above = stack[-1][1] if stack else None
            title = fold(heading.title)
            named = None if self.tells else _named_year(title, identity, vocabulary)
            tense = _tense(title, named, above, _titles(vocabulary)) or default
            if tense is Tense.FUTURE and not stack:
                default = Tense.FUTURE
            year = _only_year(title, identity, vocabulary) or (stack[-1][2] if stack else None)
            stack.append((heading.level, tense, year))
            self._starts.append(heading.source.start)
            self._tenses.append(tense)
            self._years.append(year)

        if Tense.FUTURE not in self._tenses:
            self._tenses = [tense or Tense.FUTURE for tense in self._tenses]

    @property
    def are_unknown(self) -> bool:
        """Whether the document has no headings."""
        return not self._starts

    def heading_at(self, offset: int) -> int:
        """The index of the heading that ``offset`` stands under, -1 before the first."""
        return bisect_right(self._starts, offset) - 1

    def tense_at(self, offset: int) -> Tense | None:
        """What the part of the plan at ``offset`` tells."""
        index = self.heading_at(offset)
        return self._tenses[index] if index >= 0 else None

    def year_at(self, offset: int) -> int | None:
        """The one year that the heading above ``offset`` names (2026年重点工作), or the one above that."""
        index = self.heading_at(offset)
        return self._years[index] if index >= 0 else None

    def box_at(self, offset: int) -> Box | None:
        """The box that holds ``offset``."""
        index = bisect_right(self._box_starts, offset) - 1
        return self._boxes[index] if index >= 0 and offset < self._boxes[index].end else None


def _tells(identity: Identity, vocabulary: Vocabulary) -> bool:
    """Whether the whole document tells what was done: a report of an evaluation, a summary of a year."""
    title = _IN_BRACKETS.sub("", fold(identity.title or "")).strip()
    return title.endswith(vocabulary.words("clauses.report_titles"))


def _only_year(title: str, identity: Identity, vocabulary: Vocabulary) -> int | None:
    """The year a heading names where it names no other and no five-year plan."""
    named = {(year.year, year.period) for year in read_years(title, 0, len(title), identity, vocabulary)}
    year, period = named.pop() if len(named) == 1 else (None, True)
    return None if period or _PLAN_NAME.search(title) else year


def _named_year(title: str, identity: Identity, vocabulary: Vocabulary) -> Tense | None:
    """A heading that names a year or a plan speaks of that time: “十三五”科技发展, 2022年重点工作."""
    years = [year.year for year in read_years(title, 0, len(title), identity, vocabulary) if year.mention is Mention.AT]
    year = years[-1] if years else named_plan(title)
    if year is None or identity.start is None:
        return None
    return Tense.PAST if year < identity.start else Tense.FUTURE


def _tense(title: str, named: Tense | None, above: Tense | None, titles: _Titles) -> Tense | None:
    """What a heading says by itself, else the year it names, else what the heading above it says.

    A title that begins with a verb (加快…, 夯实…基础) looks forward, unless it stands in a part that looks back.
    """
    acts = bool(titles.acts.match(title))
    if not acts:
        if titles.past.search(title) or (above is not Tense.FUTURE and titles.problem.search(title)):
            return Tense.PAST
        if titles.future.search(title):
            return Tense.FUTURE
        if titles.setting.search(title):
            return Tense.SETTING
    if named is not None:
        return named
    return above or (Tense.FUTURE if acts else None)
