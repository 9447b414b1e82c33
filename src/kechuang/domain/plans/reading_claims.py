"""Every quantity of the running text with all that decides what it is: item, measure, years, part of the plan, box."""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from kechuang.domain.document import Document
from kechuang.domain.numerals import scan_quantities
from kechuang.domain.plans.clauses import Block, is_item, read_blocks
from kechuang.domain.plans.clauses_context import Sections, Tense
from kechuang.domain.plans.clauses_items import Item, read_items
from kechuang.domain.plans.measures import read_measure
from kechuang.domain.plans.plan import Box, Heading, Identity
from kechuang.domain.plans.years import Mention, Year, read_years
from kechuang.domain.source import Source
from kechuang.domain.vocabulary import Vocabulary

# nothing else names a year that could govern the sentences after it
_A_YEAR = re.compile(r"20\d\d|二[〇零○]|五”?[期时末]|[今去上来后]年|规划期|五年|5年")


@dataclass(frozen=True)
class Claim:
    """One quantity in its place. ``sentence`` is its span in the block; ``years`` all that the sentence mentions;
    ``nowhere`` is true where the document has no headings; ``led`` is the year that an earlier sentence set for this one (到2025年，……： —— ……)."""

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

    def year_before(self) -> Year | None:
        """The last year that governs the number: named in its own clause, or at the head of one before it.

        获得2016年度奖项；建成3家 leaves 3家 without a year; 2020年末，拥有5件；建成3家 does not. Years that something is
        compared with govern nothing.
        """
        words = self.block.words
        for year in reversed(self.years):
            if year.start >= self.item.quantity.start or year.mention is not Mention.AT:
                continue
            if year.start >= self.item.start or _at_head(words, self.sentence[0], year.start):
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
    sections = Sections(outline, boxes, vocabulary)
    lead: int | None = None
    section: tuple[int, Box | None] | None = None
    for block in read_blocks(document, outline):
        offset = block.place(0)
        here = (sections.heading_at(offset), sections.box_at(offset))
        item = is_item(block, vocabulary)
        if here != section or not item:
            lead, section = None, here
        led = yield from _claims_of(document, block, sections, lead, identity, vocabulary)
        lead = lead if item else led


def _claims_of(
    document: Document, block: Block, sections: Sections, lead: int | None, identity: Identity, vocabulary: Vocabulary
) -> Generator[Claim, None, int | None]:
    scanned = scan_quantities(block.text, vocabulary)
    quantities = [quantity for quantity in scanned if block.is_whole(quantity.start, quantity.end)]
    index = 0
    led = lead
    subject = ""
    for start, end in block.sentences():
        first = index
        while index < len(quantities) and quantities[index].start < end:
            index += 1
        if first == index and not _A_YEAR.search(block.words, start, end):
            continue
        years = tuple(read_years(block.words, start, end, identity, vocabulary))
        for item in read_items(block, start, end, quantities[first:index], vocabulary):
            offset = block.place(item.quantity.start)
            measure, place = read_measure(block, item, subject, vocabulary)
            subject = measure
            yield Claim(
                block,
                (start, end),
                item,
                measure,
                place,
                years,
                led,
                sections.tense_at(offset),
                sections.box_at(offset),
                sections.are_unknown,
            )
        led = _leading(years, identity) or led
    return led


def _leading(years: tuple[Year, ...], identity: Identity) -> int | None:
    """The year to come that a sentence sets for those after it."""
    base = identity.start
    coming = [year.year for year in years if year.mention is Mention.AT and (base is None or year.year >= base)]
    return coming[-1] if coming else None


_HEADS = (
    "",
    "其中",
    "并",
    "即",
    "力争",
    "截至",
    "截止",
    "到",
    "至",
    "自",
    "从",
    "和",
    "另",
    "确保",
    "争取",
    "计划",
    "预计",
    "“",
    "经过",
    "当前",
)


def _at_head(words: str, start: int, at: int) -> bool:
    """Whether the words at ``at`` open a clause."""
    begin = max(words.rfind(mark, start, at) for mark in ",;:。、)")
    return words[max(begin + 1, start) : at].strip(" \t　-—·*●1234567890.") in _HEADS
