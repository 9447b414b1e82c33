"""Sentences with a number that no reading claimed (漏读), and numbers parsed from a quote somebody pointed at.

Nothing here is part of a plan: these are places for a person, or a language model, to look at again.
"""

import re
from collections.abc import Iterable, Iterator

from kechuang.domain.document import Document
from kechuang.domain.numerals import scan_quantities
from kechuang.domain.plans.plan import Plan
from kechuang.domain.quantity import Quantity
from kechuang.domain.source import Source
from kechuang.domain.vocabulary import Vocabulary

_SENTENCE = re.compile(r"[^。；;！？]+[。；;！？]?")


def find_missed(document: Document, plan: Plan, vocabulary: Vocabulary) -> tuple[Source, ...]:
    """The sentences of running text that hold a quantity which no item of the plan rests on, in order."""
    claimed = _claimed(plan, len(document.text))
    return tuple(
        document.source(start, end)
        for start, end in _sentences(document)
        if any(
            not any(claimed[start + found.number_start : start + found.number_end])
            for found in scan_quantities(document.text[start:end], vocabulary)
            if found.unit
        )
    )


def parse_quote(
    document: Document, sentence: Source, quote: str, vocabulary: Vocabulary
) -> list[tuple[Quantity, Source]]:
    """The quantities in ``quote``, which stands word for word in ``sentence``; numbers come from here and nowhere else."""
    start = sentence.start + sentence.text.index(quote)
    source = document.source(start, start + len(quote))
    return [(quantity, source) for quantity in scan_quantities(quote, vocabulary)]


def _sentences(document: Document) -> Iterator[tuple[int, int]]:
    for paragraph in document.paragraphs:
        if paragraph.contents or paragraph.hidden:
            continue
        for sentence in _SENTENCE.finditer(document.text, paragraph.start, paragraph.end):
            yield sentence.span()


def _claimed(plan: Plan, length: int) -> bytearray:
    """One byte a character, 1 where an item rests on it."""
    claimed = bytearray(length)
    for source in _sources(plan):
        claimed[source.start : source.end] = b"\1" * (source.end - source.start)
    return claimed


def _sources(plan: Plan) -> Iterable[Source]:
    yield from (item.source for item in plan.outline)
    yield from (item.source for item in plan.indicators)
    yield from (item.source for item in plan.series)
    yield from (item.source for item in plan.commitments)
    yield from (item.source for item in plan.statements)
    yield from (item.source for item in plan.projects)
