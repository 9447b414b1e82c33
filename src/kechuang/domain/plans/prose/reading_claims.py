"""Every quantity of the running text with all that decides what it is: item, measure, years, part of the plan, box."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kechuang.domain.document import Document
from kechuang.domain.numerals import scan_quantities
from kechuang.domain.plans.plan import Box, Heading, Identity
from kechuang.domain.plans.prose.clauses import Block, is_item, read_blocks
from kechuang.domain.plans.prose.clauses_context import Sections, Tense
from kechuang.domain.plans.prose.clauses_items import Item, read_items
from kechuang.domain.plans.prose.measures import read_measure, subject_before
from kechuang.domain.plans.prose.years import Mention, Year, read_years
from kechuang.domain.source import Source
from kechuang.domain.vocabulary import Vocabulary

# nothing else names a year that could govern the sentences after it
_A_YEAR = re.compile(r"20\d\d|二[〇零○]|五”?[期时末]|[今去上来后]年|一年|规划期|五年|5年")
# 130余家 has been counted; nobody promises it
_COUNTED = re.compile("[余多]")


@dataclass(frozen=True)
class Claim:
    """One quantity in its place. ``sentence`` is its span in the block; ``years`` all that the sentence mentions;
    ``nowhere`` is true where the document has no headings, ``tells`` where all of it tells what was done; ``headed`` is the year of the heading
    above, ``told`` the last year before the plan, where an earlier sentence of the paragraph began with it; ``led`` is the year that an earlier sentence set for this one (到2025年，……： —— ……)."""

    block: Block
    sentence: tuple[int, int]
    item: Item
    measure: str
    place: int
    years: tuple[Year, ...]
    led: int | None
    tense: Tense | None
    box: Box | None
    nowhere: bool
    heads: tuple[str, ...]
    tells: bool = False
    headed: int | None = None
    told: int | None = None

    def year_before(self) -> Year | None:
        """The last year that governs the number: named in its own clause, or at the head of one before it.

        获得2016年度奖项；建成3家 leaves 3家 without a year; 2020年末，拥有5件；建成3家 does not. Years that something is
        compared with govern nothing.
        """
        words = self.block.words
        if self.item.turn:
            place, count = self.item.turn
            listed = _listed_years(words, self.years)
            if len(listed) == count:
                return listed[place]
        for year in reversed(self.years):
            if year.start >= self.item.quantity.start or year.mention is not Mention.AT:
                continue
            if year.start >= self.item.start or _at_head(words, self.sentence[0], year.start, self.heads):
                return year
        return None

    def clause(self) -> str:
        """The words from the comma before the number to the one after it."""
        words = self.block.words
        end = self.item.end
        while end < self.sentence[1] and words[end] not in ",;。":
            end += 1
        return words[self.item.start : end]

    def source(self, document: Document) -> Source:
        """The quoted clause, within the line its number stands in."""
        start = max(min(self.place, self.item.quantity.start), self.block.piece_start(self.item.quantity.start))
        end = max(self.item.quantity.end, self.item.end)
        return document.source(self.block.place(start), self.block.place(end - 1) + 1)


def read_claims(
    document: Document, outline: tuple[Heading, ...], boxes: tuple[Box, ...], identity: Identity, vocabulary: Vocabulary
) -> Iterator[Claim]:
    """Every quantity of the running text, in order."""
    reading = _Reading(Sections(outline, boxes, identity, vocabulary), identity, vocabulary)
    for block in read_blocks(document, outline):
        yield from reading.claims(block)


class _Reading:
    """What a document has said so far that still governs: the year that was set, and whether it tells or promises."""

    def __init__(self, sections: Sections, identity: Identity, vocabulary: Vocabulary) -> None:
        self.sections = sections
        self.identity = identity
        self.vocabulary = vocabulary
        self.heads = vocabulary.words("years.heads")
        self.lead: int | None = None
        self.told: int | None = None
        self.mood: Tense | None = None
        self.section: tuple[int, Box | None] | None = None

    def claims(self, block: Block) -> Iterator[Claim]:
        """The claims of one block; a paragraph before a list sets the year for its items, an item for none but itself."""
        offset = block.place(0)
        here = (self.sections.heading_at(offset), self.sections.box_at(offset))
        item = is_item(block, self.vocabulary) or block.words.rstrip().endswith(":")
        if here != self.section or not item:
            self.lead, self.section = None, here
        lead = self.lead
        yield from self._sentences(block)
        self.lead = lead if item else self.lead

    def _sentences(self, block: Block) -> Iterator[Claim]:
        scanned = scan_quantities(block.text, self.vocabulary)
        quantities = [quantity for quantity in scanned if block.is_whole(quantity.start, quantity.end)]
        if any(_COUNTED.search(block.words, one.number_end, one.end) for one in quantities):
            self.mood = Tense.PAST
        index = 0
        subject = ""
        self.told = None
        for start, end in block.sentences():
            first = index
            while index < len(quantities) and quantities[index].start < end:
                index += 1
            if first == index and not _A_YEAR.search(block.words, start, end):
                continue
            years = tuple(read_years(block.words, start, end, self.identity, self.vocabulary))
            self._turn(years)
            done = start
            for item in read_items(block, start, end, quantities[first:index], self.vocabulary):
                subject = subject_before(block, done, item.start, self.vocabulary) or subject
                measure, place = read_measure(block, item, subject, self.vocabulary)
                subject, done = measure, max(done, item.end)
                yield self._claim(block, (start, end), item, measure, place, years)
            self.lead = _leading(block.words, years, self.identity) or self.lead
            self.told = _last_told(block.words, start, years, self.identity, self.heads, self.told)

    def _claim(
        self, block: Block, sentence: tuple[int, int], item: Item, measure: str, place: int, years: tuple[Year, ...]
    ) -> Claim:
        offset = block.place(item.quantity.start)
        return Claim(
            block=block,
            sentence=sentence,
            item=item,
            measure=measure,
            place=place,
            years=years,
            led=self.lead,
            tense=self.sections.tense_at(offset) or self.mood,
            box=self.sections.box_at(offset),
            nowhere=self.sections.are_unknown,
            heads=self.heads,
            tells=self.sections.tells,
            headed=self.sections.year_at(offset),
            told=self.told,
        )

    def _turn(self, years: tuple[Year, ...]) -> None:
        """Where no heading tells, the last year named does: “十三五”时期 looks back, 到2025年 forward, 较“十二五” back."""
        base = self.identity.start
        if base is None or not years:
            return
        named = [year.year for year in years if year.mention is Mention.AT]
        if named:
            self.mood = Tense.FUTURE if named[-1] >= base else Tense.PAST
        elif min(year.year for year in years) < base - 1:
            self.mood = Tense.PAST


def _leading(words: str, years: tuple[Year, ...], identity: Identity) -> int | None:
    """The year to come that a sentence sets for those after it; 2028年前 in the middle of a plan sets none."""
    base = identity.start
    coming = [
        year.year
        for year in years
        if year.mention is Mention.AT
        and (base is None or year.year >= base)
        and (year.year == identity.end or not words.startswith("前", year.end - 1))
    ]
    return coming[-1] if coming else None


def _last_told(
    words: str,
    start: int,
    years: tuple[Year, ...],
    identity: Identity,
    heads: tuple[str, ...],
    before: int | None,
) -> int | None:
    """The last year before the plan, where a sentence begins with it; another year ends its reign."""
    named = [year for year in years if year.mention is Mention.AT]
    if not named:
        return before
    first, last = named[0], identity.start - 1 if identity.start is not None else None
    begins = first.year == last and not first.period and _at_head(words, start, first.start, heads)
    return last if begins and all(year.year == last for year in named) else None


def _listed_years(words: str, years: tuple[Year, ...]) -> list[Year]:
    """The years of 到2023年、2025年 where nothing else stands between them."""
    at = [year for year in years if year.mention is Mention.AT]
    gaps = [words[one.end : other.start].strip() for one, other in pairwise(at)]
    return at if all(gap in ("、", "和", "及", "与") for gap in gaps) else []


def _at_head(words: str, start: int, at: int, heads: tuple[str, ...]) -> bool:
    """Whether the words at ``at`` open a clause."""
    begin = max(words.rfind(mark, start, at) for mark in ",;:。、)")
    return words[max(begin + 1, start) : at].strip(" \t　-—·*●1234567890.") in ("", *heads)
