"""A document, its plan and all its figures, ready to be asked (台账)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from kechuang.domain.audit.figures import Figure, Role
from kechuang.domain.audit.figures_reading import read_figures
from kechuang.domain.document import Document
from kechuang.domain.indicators.catalogue import Catalogue
from kechuang.domain.indicators.definition import Direction
from kechuang.domain.plans.plan import Basis, Plan
from kechuang.domain.plans.tables.reading_tables import read_tables
from kechuang.domain.plans.tables.tables import TitledTable
from kechuang.domain.source import Source
from kechuang.domain.vocabulary import Vocabulary

_ENDS = "。；！？\n"


@dataclass(frozen=True)
class Sentence:
    """One sentence and where it stands."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, eq=False)
class Ledger:
    """What every check is given."""

    document: Document
    plan: Plan
    catalogue: Catalogue
    vocabulary: Vocabulary

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the plan."""
        return tuple(read_figures(self.document, self.plan, self.catalogue, self.vocabulary))

    @cached_property
    def tables(self) -> tuple[TitledTable, ...]:
        """Every table with its caption and what stands around it."""
        return tuple(read_tables(self.document, self.vocabulary, self.plan.identity))

    @cached_property
    def base_year(self) -> int | None:
        """The last year before the plan begins."""
        return None if self.plan.identity.start is None else self.plan.identity.start - 1

    @property
    def end_year(self) -> int | None:
        """The last year of the plan."""
        return self.plan.identity.end

    @cached_property
    def levels(self) -> tuple[Figure, ...]:
        """What is said of the whole of the plan's own region, as amounts."""
        return tuple(one for one in self.amounts if not one.some)

    @cached_property
    def amounts(self) -> tuple[Figure, ...]:
        """What is said of the plan's own region or a part of it; an implied year is the last one before the plan."""
        own = [one for one in self.figures if one.region is None and not one.elsewhere and self._is_amount(one)]
        return tuple(
            replace(one, year=self.base_year) if one.year is None and self._is_past(one) else one for one in own
        )

    @staticmethod
    def _is_amount(figure: Figure) -> bool:
        return figure.basis in (Basis.LEVEL, Basis.SHARE) and not figure.cumulative

    @staticmethod
    def _is_past(figure: Figure) -> bool:
        return figure.role is Role.PAST

    @cached_property
    def by_key(self) -> Mapping[str, tuple[Figure, ...]]:
        """The amounts of each measure."""
        found: defaultdict[str, list[Figure]] = defaultdict(list)
        for figure in self.levels:
            found[figure.key].append(figure)
        return {key: tuple(figures) for key, figures in found.items()}

    def of(self, key: str, year: int | None, role: Role | None = None) -> tuple[Figure, ...]:
        """The amounts of one measure in one year."""
        found = self.by_key.get(key, ())
        return tuple(one for one in found if one.year == year and (role is None or one.role is role))

    def best(self, figures: Iterable[Figure]) -> Figure | None:
        """The most exact of several figures that should be one number: the sure before the implied, the narrow first."""
        return min(figures, key=lambda one: (not one.sure, one.span.width, one.source.start), default=None)

    def falls(self, figure: Figure) -> bool | None:
        """Whether less is better; None where nobody knows."""
        if figure.known:
            return self.catalogue[figure.key].direction is Direction.FALL
        if self.has(figure.measure, "more_is_better"):
            return False
        if self.has(figure.measure, "less_is_better"):
            return True
        return False if self.is_lasting(figure) else None

    def is_lasting(self, figure: Figure) -> bool:
        """Whether what is counted stays once it is there: a park, a centre, a platform."""
        return any(word in figure.measure for word in self.vocabulary.words("audit.lasting"))

    def is_vague(self, figure: Figure) -> bool:
        """Whether the name is too general to be one measure in two places."""
        return not figure.known and (len(figure.key) < 4 or figure.key in self.vocabulary.words("audit.vague"))

    def sentence_of(self, source: Source) -> Sentence:
        """The sentence a source stands in."""
        text = self.document.text
        line = text.rfind("\n", 0, source.start) + 1
        start = max(line, *(text.rfind(mark, line, source.start) + 1 for mark in _ENDS))
        last = text.find("\n", source.end)
        last = len(text) if last < 0 else last
        ends = [found for found in (text.find(mark, source.end, last) for mark in _ENDS) if found >= 0]
        end = min(ends, default=last)
        return Sentence(start, end, text[start:end])

    def says_additional(self, figure: Figure) -> bool:
        """Whether the verb that governs a promise says it comes on top (新增, 新建), not that it is the total."""
        sentence = self.sentence_of(figure.source)
        before = sentence.text[: figure.source.end - sentence.start]
        more = max((before.rfind(word) for word in self.words("additional")), default=-1)
        other = max((before.rfind(word) for word in self.words("other_verbs")), default=-1)
        return more >= 0 and more >= other - 1

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of the running text, outside tables and the contents page."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[Sentence]:
        tables = [(table.start, table.end) for table in self.document.tables if len(table.cells) > 1]
        for paragraph in self.document.paragraphs:
            if paragraph.contents or any(start <= paragraph.start < end for start, end in tables):
                continue
            start = paragraph.start
            text = self.document.text
            for offset in range(paragraph.start, paragraph.end):
                if text[offset] in _ENDS:
                    yield Sentence(start, offset, text[start:offset])
                    start = offset + 1
            if start < paragraph.end:
                yield Sentence(start, paragraph.end, text[start : paragraph.end])

    def kin(self, key: str) -> list[str]:
        """Measures of this plan that people use for another: contracts concluded and contracts registered."""
        pairs = [line.replace("=", " ").split() for line in self.words("interchangeable")]
        return [other for pair in pairs if key in pair for other in pair if other != key and other in self.by_key]

    def words(self, name: str) -> tuple[str, ...]:
        """One of the audit's word lists."""
        return self.vocabulary.words(f"audit.{name}")

    def has(self, text: str, name: str) -> bool:
        """Whether a text holds one of the words of a list."""
        return any(word in text for word in self.words(name))


def ordered(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Figures as they follow each other in the document, each place once."""
    unique = {(one.source.document, one.source.start, one.source.end): one for one in figures}
    return tuple(unique[place] for place in sorted(unique))


def sources_of(figures: Iterable[Figure]) -> tuple[Source, ...]:
    """Where figures stand, in the order of the document."""
    return tuple(figure.source for figure in ordered(figures))


def listed(figures: Iterable[Figure]) -> str:
    """Figures for people: each printed value once, with its line."""
    return "; ".join(dict.fromkeys(f"{one.printed} (L{one.source.line})" for one in ordered(figures)))
