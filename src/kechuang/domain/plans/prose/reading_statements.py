"""Quantified claims about the past (成绩与现状): what there was, in which year, and how much it had changed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from kechuang.domain.document import Document
from kechuang.domain.plans.plan import Box, Heading, Identity, Statement
from kechuang.domain.plans.prose.clauses_change import (
    ANNUAL,
    RATIO,
    change_kind,
    comes_to,
    is_bare_change,
    is_change,
    is_earlier,
    is_multiple,
    is_start,
)
from kechuang.domain.plans.prose.clauses_context import Tense
from kechuang.domain.plans.prose.reading_claims import Claim, read_claims
from kechuang.domain.plans.prose.years import Mention
from kechuang.domain.quantity import Bound
from kechuang.domain.vocabulary import Vocabulary


class _Claims:
    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.alternatives
        self.past = re.compile(words("clauses.past_words"))
        self.reached = re.compile(words("statements.reached"))
        self.running = re.compile(rf"(?:{words('statements.running')}) ?$")
        self.policy = re.compile(words("commitments.policy"))
        self.name_after = re.compile(rf"[^,;。、]{{0,12}}?(?:{words('statements.attributive_after')})")
        self.among = re.compile(r"[^,;:。、\d]{0,16}(?<!其)中 ?(?=,|综合|排|位|列|居|名列|评)")
        self.whole_year = re.compile(words("years.whole_year"))
        self.durations = frozenset(vocabulary.words("units.durations"))


@lru_cache(maxsize=8)
def _grammar(vocabulary: Vocabulary) -> _Claims:
    return _Claims(vocabulary)


def read_statements(
    document: Document, outline: tuple[Heading, ...], boxes: tuple[Box, ...], identity: Identity, vocabulary: Vocabulary
) -> tuple[Statement, ...]:
    """Every quantified claim about the past outside tables, in order; a stated change belongs to the value it changed."""
    claims = tuple(read_claims(document, outline, boxes, identity, vocabulary))
    return find_statements(claims, document, identity, vocabulary)


def find_statements(
    claims: Sequence[Claim], document: Document, identity: Identity, vocabulary: Vocabulary
) -> tuple[Statement, ...]:
    """The claims about the past among the quantities of a document."""
    past = [claim for claim in claims if _is_past(claim, identity, vocabulary)]
    return tuple(_statements(past, document, identity, vocabulary))


def _statements(
    claims: Sequence[Claim], document: Document, identity: Identity, vocabulary: Vocabulary
) -> Iterator[Statement]:
    held: Statement | None = None
    last: Claim | None = None
    start: Claim | None = None
    for claim, following in zip(claims, [*claims[1:], None], strict=False):
        if is_start(claim, following, vocabulary):
            start = claim
            continue
        near = held is not None and last is not None and _follows(claim, last)
        if near and held is not None and is_earlier(claim, vocabulary) and held.from_value is None:
            held, last = replace(held, from_value=claim.item.quantity.value, to_value=held.low), claim
            continue
        if near and held is not None and held.change is None and is_multiple(claim, vocabulary):
            held, last = replace(_changed(held, claim, identity, vocabulary), change_kind=RATIO), claim
            continue
        if near and held is not None and held.change is None and is_bare_change(claim, vocabulary):
            held, last = _changed(held, claim, identity, vocabulary), claim
            continue
        if held is not None:
            yield held
        held, last = _statement(claim, start, document, identity, vocabulary), claim
        start = None
    if held is not None:
        yield held


def _follows(claim: Claim, last: Claim) -> bool:
    """Whether a number comes right after the one before, in the same sentence."""
    between = claim.block.words[last.item.end : claim.item.start]
    return claim.block is last.block and claim.sentence == last.sentence and not between.strip(" ,(、")


def _changed(held: Statement, claim: Claim, identity: Identity, vocabulary: Vocabulary) -> Statement:
    return replace(
        held,
        change=claim.item.quantity.value,
        change_kind=change_kind(claim, vocabulary),
        to_value=held.to_value if held.to_value is not None else held.low,
        year=held.year if held.year is not None else _base(identity) if _against_a_period(claim) else None,
    )


def _against_a_period(claim: Claim) -> bool:
    return any(year.mention is Mention.SINCE for year in claim.years)


def _statement(
    claim: Claim, start: Claim | None, document: Document, identity: Identity, vocabulary: Vocabulary
) -> Statement:
    quantity = claim.item.quantity
    alone = is_change(claim, vocabulary) and quantity.unit in ("%", "倍", "番", "个百分点", "百分点")
    kind = change_kind(claim, vocabulary)
    alone = alone and kind != ANNUAL
    source = claim.source(document)
    if start is not None:
        source = document.source(min(start.source(document).start, source.start), source.end)
    return Statement(
        measure=start.measure if start is not None and start.measure else claim.measure,
        bound=quantity.bound,
        low=quantity.low,
        high=quantity.high,
        unit=quantity.unit,
        year=_year(claim, changed=start is not None, identity=identity, vocabulary=vocabulary),
        from_value=start.item.quantity.value if start is not None else None,
        to_value=quantity.value if start is not None or comes_to(claim, vocabulary) else None,
        change=quantity.value if alone else None,
        change_kind=kind if alone else None,
        source=source,
    )


def _year(claim: Claim, *, changed: bool, identity: Identity, vocabulary: Vocabulary) -> int | None:
    """The year a claim is about: the one its sentence names, or the last before the plan where it tells what was reached."""
    named = claim.year_before()
    if named is not None and not named.period:
        return named.year
    reached = changed or bool(_grammar(vocabulary).reached.search(claim.item.level))
    if named is not None and reached:
        return named.year
    if named is None and not changed:
        return _told(claim, identity, vocabulary) or _year_of_section(claim, identity, vocabulary)
    return _base(identity) if changed else None


def _told(claim: Claim, identity: Identity, vocabulary: Vocabulary) -> int | None:
    """The year an earlier sentence began with; in a plan of several years it dates levels, what was added may be of all of them."""
    grammar = _grammar(vocabulary)
    one_year = identity.start is not None and identity.start == identity.end
    said = grammar.whole_year.search(claim.block.words, claim.item.start, claim.item.quantity.start)
    return claim.told if one_year or said or grammar.reached.search(claim.item.level) else None


def _year_of_section(claim: Claim, identity: Identity, vocabulary: Vocabulary) -> int | None:
    """The year of the heading above; in a report on one year, 全年 and 一年来 are that year."""
    if claim.tense is not Tense.PAST:
        return None
    if claim.headed is not None:
        return claim.headed
    said = _grammar(vocabulary).whole_year.search(claim.block.words, claim.sentence[0], claim.item.quantity.start)
    one_year = identity.start is not None and identity.start == identity.end
    return identity.start if said and one_year and claim.tells else _base(identity) if said and one_year else None


def _base(identity: Identity) -> int | None:
    return identity.start - 1 if identity.start is not None else None


def _is_past(claim: Claim, identity: Identity, vocabulary: Vocabulary) -> bool:
    """Whether a number tells what was: by its years and words, and by the part of the plan it stands in."""
    grammar = _grammar(vocabulary)
    item = claim.item
    words = claim.block.words
    if len(claim.measure) < 2 and not is_bare_change(claim, vocabulary) and not is_earlier(claim, vocabulary):
        return False
    if (
        item.which
        or grammar.name_after.match(words, item.quantity.end)
        or grammar.among.match(words, item.quantity.end)
    ):
        return False
    if item.quantity.unit in grammar.durations and not grammar.running.search(words[item.start : item.quantity.start]):
        return False
    if not item.quantity.unit and not (item.level or item.quantity.bound is not Bound.EQUAL):
        return False
    return _speaks_of_past(claim, identity, grammar)


def _speaks_of_past(claim: Claim, identity: Identity, grammar: _Claims) -> bool:
    base = identity.start
    year = claim.year_before()
    if (
        claim.tells
        and claim.tense is Tense.PAST
        and (year is None or year.year != identity.end or base == identity.end)
    ):
        return True
    if year is not None and base is not None:
        if year.year >= base and year.mention is Mention.AT:
            return False
        return claim.tense is not None or claim.box is None
    if claim.tense is Tense.PAST:
        return True
    left = claim.block.words[claim.item.start : claim.item.quantity.start]
    if claim.tense is Tense.SETTING:
        return bool(grammar.past.search(left) or claim.item.level)
    return bool(grammar.past.search(left)) and not grammar.policy.search(claim.clause())
