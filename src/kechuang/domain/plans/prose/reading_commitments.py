"""Quantified promises (量化承诺) in prose and boxes: how much of what, by which year, as a level, an addition, a share."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from kechuang.domain.document import Document
from kechuang.domain.plans.plan import Basis, Box, Commitment, Heading, Identity, Indicator
from kechuang.domain.plans.prose.clauses_change import is_start
from kechuang.domain.plans.prose.clauses_context import Tense
from kechuang.domain.plans.prose.reading_claims import Claim, read_claims
from kechuang.domain.plans.prose.reading_commitments_basis import is_growth, is_metric, is_new, read_basis
from kechuang.domain.quantity import Bound
from kechuang.domain.vocabulary import Vocabulary


class _Promises:
    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.alternatives
        self.policy = re.compile(words("commitments.policy"))
        self.policy_money = re.compile(words("commitments.policy_money"))
        self.payments = (*vocabulary.words("units.money"), *vocabulary.words("units.shares"))
        # 占地 is a fact about a building, 占地区生产总值 a share
        fact = rf"(?<!年度)(?:{words('commitments.project_facts')})(?!区)"
        self.facts = re.compile(rf"{fact}[^,;]{{0,4}}$")
        self.counted = re.compile(words("numerals.above_after"))
        self.fact = re.compile(fact)
        self.name_after = re.compile(rf" ?[^,;。、]{{0,10}}?(?:{words('commitments.name_after')})")
        self.announces = re.compile(words("commitments.announces"))
        self.past = re.compile(words("clauses.past_words"))
        self.future = re.compile(words("clauses.future_words"))
        self.comes_to = re.compile(rf"(?<=%) ?(?:{words('commitments.comes_to')})")
        self.parts = re.compile(rf" ?(?:{words('commitments.parts')})")
        self.expected = re.compile(words("commitments.expected"))
        self.realises = re.compile(words("commitments.realise"))
        self.promotes = re.compile(rf"[^,;。]{{0,6}}(?:{words('commitments.promotes')})")
        self.comes_true = re.compile(words("commitments.comes_true"))
        self.reaches = re.compile(words("commitments.reaches"))
        self.others = re.compile(rf"(?:{words('commitments.other_verbs')})")
        self.from_ = re.compile(rf"(?:{words('statements.from_words')})[^,;。]{{0,20}}$")
        self.to = re.compile(rf"^(?:以上|左右)?(?:{words('statements.to_words')})")
        self.durations = frozenset(vocabulary.words("units.durations"))
        self.each_year = re.compile(rf"(?:[^,;。]{{0,6}}财政)?(?:{words('commitments.each_year')})")
        self.whole = {
            years: re.compile(rf"[,;。] ?(?:{words(f'commitments.{said}')})")
            for years, said in ((3, "three_years"), (5, "five_years"))
        }
        self.yearly = re.compile(rf" ?(?:{words('commitments.per_year_before')})(?![值业量出能])")
        self.finished = re.compile(
            rf"[^,;。]{{0,12}}, ?(?:力争|计划|预计|于|到)?(?P<year>20\d\d) ?年(?:\d{{1,2}}月)?(?:年底|底|末)?(?:之?前)?(?:全面|正式|基本)?(?:{words('years.finished')})[^,;。\d]{{0,4}}[,;。]"
        )


@lru_cache(maxsize=8)
def _promises(vocabulary: Vocabulary) -> _Promises:
    return _Promises(vocabulary)


def read_commitments(
    document: Document,
    outline: tuple[Heading, ...],
    boxes: tuple[Box, ...],
    identity: Identity,
    vocabulary: Vocabulary,
    indicators: Sequence[Indicator] = (),
) -> tuple[Commitment, ...]:
    """Every quantified promise outside tables, in order.

    ``indicators`` are the rows of the plan's own tables: a promise that repeats a row's target means its level, whatever
    its verb (打造高新技术企业5家, where the table says 5 in the last year).
    """
    claims = tuple(read_claims(document, outline, boxes, identity, vocabulary))
    return find_commitments(claims, document, identity, vocabulary, indicators)


def find_commitments(
    claims: Sequence[Claim],
    document: Document,
    identity: Identity,
    vocabulary: Vocabulary,
    indicators: Sequence[Indicator] = (),
) -> tuple[Commitment, ...]:
    """The promises among the quantities of a document."""
    grammar = _promises(vocabulary)
    promised: Claim | None = None
    start: Claim | None = None
    found: list[Commitment] = []
    for claim, following in zip(claims, [*claims[1:], None], strict=False):
        if is_start(claim, following, vocabulary):
            start = claim
        elif _is_promise(claim, promised, identity, grammar, vocabulary):
            whole = replace(claim, measure=start.measure or claim.measure) if start else claim
            found.append(_commitment(whole, document, identity, indicators, vocabulary))
            promised, start = claim, None
        else:
            start = None
    return tuple(found)


def _commitment(
    claim: Claim, document: Document, identity: Identity, indicators: Sequence[Indicator], vocabulary: Vocabulary
) -> Commitment:
    quantity = claim.item.quantity
    annual = identity.start is not None and identity.start == identity.end
    basis = read_basis(
        claim.block.words, claim.sentence[0], claim.item, claim.measure, annual=annual, vocabulary=vocabulary
    )
    if (
        basis is Basis.INCREMENT
        and not is_new(claim.item, vocabulary)
        and any(_repeats(claim, indicator) for indicator in indicators)
    ):
        basis = Basis.LEVEL
    return Commitment(
        measure=claim.measure,
        bound=quantity.bound,
        low=quantity.low,
        high=quantity.high,
        unit=quantity.unit,
        year=_year(claim, identity, vocabulary),
        basis=basis,
        box=claim.box.number if claim.box else None,
        source=claim.source(document),
    )


def _repeats(claim: Claim, indicator: Indicator) -> bool:
    """Whether a promise repeats the target of a row: the same number, and one name holding most of the other."""
    target = indicator.target
    quantity = claim.item.quantity
    if target is None or target.value is None or target.value != quantity.value or quantity.bound is Bound.RANGE:
        return False
    name = set(indicator.name)
    shared = len(name & set(claim.measure))
    return shared >= 0.75 * len(set(claim.measure)) and shared >= 0.6 * len(name)


def _year(claim: Claim, identity: Identity, vocabulary: Vocabulary) -> int | None:
    """The year a promise is meant for: said in the sentence, set by an earlier one, in the box's title, or the plan's end."""
    governing = claim.year_before()
    if governing is not None and _is_coming(governing.year, identity.start):
        return identity.end if _is_of_all_years(claim, governing.end, identity, vocabulary) else governing.year
    finished = _finished(claim, vocabulary)
    if finished is not None:
        return finished
    headed = claim.headed if claim.headed is not None and _is_coming(claim.headed, identity.start) else None
    return claim.led or headed or identity.end


def _is_of_all_years(claim: Claim, since: int, identity: Identity, vocabulary: Vocabulary) -> bool:
    """Whether a clause after the year begins with 五年 or 三年, as many years as the plan has: 2024年建成园区，三年入驻50家."""
    if identity.start is None or identity.end is None:
        return False
    said = _promises(vocabulary).whole.get(identity.end - identity.start + 1)
    return said is not None and bool(said.search(claim.block.words, since, claim.item.quantity.start))


def _finished(claim: Claim, vocabulary: Vocabulary) -> int | None:
    """The year in which what was just promised is finished: 建设用房3000平方米，2027年建成投用."""
    found = _promises(vocabulary).finished.match(claim.block.words, claim.item.end)
    return int(found["year"]) if found else None


def _is_coming(year: int, base: int | None) -> bool:
    return base is None or year >= base


def _is_promise(
    claim: Claim, promised: Claim | None, identity: Identity, grammar: _Promises, vocabulary: Vocabulary
) -> bool:
    if len(claim.measure) < 2 or not _stands_forward(claim, identity, grammar):
        return False
    if _is_parameter(claim, grammar) or _is_baseline(claim, grammar):
        return False
    return _is_governed(claim, promised, identity, grammar, vocabulary)


def _stands_forward(claim: Claim, identity: Identity, grammar: _Promises) -> bool:
    """Whether the sentence speaks of what shall be, by its years, its words, and the part of the plan it stands in."""
    base = identity.start
    year = claim.year_before()
    if claim.tells and claim.tense is Tense.PAST:
        return False
    sentence = claim.block.words[claim.sentence[0] : claim.item.quantity.start]
    if year is not None and base is not None:
        if year.year < base:
            return False
        if claim.tense is Tense.FUTURE or year.year > base or year.period:
            return True
    if claim.tense in (Tense.PAST, Tense.SETTING):
        return False
    if grammar.past.search(claim.block.words[claim.item.start : claim.item.quantity.start]):
        return False
    return (
        claim.tense is Tense.FUTURE
        or bool(claim.led)
        or bool(claim.box)
        or (claim.nowhere and _is_plan(identity))
        or bool(grammar.future.search(sentence))
    )


def _is_plan(identity: Identity) -> bool:
    return identity.start is not None and identity.end is not None


def _is_parameter(claim: Claim, grammar: _Promises) -> bool:
    """A threshold, a subsidy, a fact about a building, a number that names a thing, 130余家 (counted), a stretch of time."""
    item = claim.item
    words = claim.block.words
    if item.which or grammar.policy.search(claim.clause()):
        return True
    if item.quantity.unit.endswith(grammar.payments) and grammar.policy_money.search(claim.clause()):
        return True
    if grammar.expected.search(claim.clause()) or grammar.facts.search(words[item.start : item.quantity.start]):
        return True
    if not item.verb and grammar.name_after.match(words, item.quantity.end) and not item.level:
        return True
    if grammar.parts.match(words, item.start) and grammar.fact.search(words, claim.sentence[0], item.start):
        return True
    if grammar.counted.search(words, item.quantity.number_end, item.quantity.end):
        return True
    if item.quantity.unit in grammar.durations and not grammar.reaches.search(item.level):
        return True
    return not item.quantity.unit and not (item.level or item.quantity.bound is not Bound.EQUAL)


def _is_baseline(claim: Claim, grammar: _Promises) -> bool:
    """The first number of 由75%提高至100%."""
    words = claim.block.words
    item = claim.item
    return bool(grammar.from_.search(words[item.start : item.quantity.start])) and bool(
        grammar.to.match(words[item.quantity.end : item.quantity.end + 30].lstrip())
        or "的" in words[item.quantity.end : item.quantity.end + 1]
    )


def _is_governed(
    claim: Claim, promised: Claim | None, identity: Identity, grammar: _Promises, vocabulary: Vocabulary
) -> bool:
    """Whether something makes the number a promise: a verb, a level, a growth, a bound, the list it continues, or a year."""
    item = claim.item
    words = claim.block.words
    joined = (
        promised is not None
        and bool(item.joined)
        and promised.block is claim.block
        and promised.item.quantity.end <= item.start
    )
    if item.inside and not item.verb and not item.level:
        return promised is not None and promised.block is claim.block and bool(grammar.parts.match(words, item.start))
    if item.inherited:
        return joined
    if item.verb:
        return True
    if grammar.reaches.search(item.level) or _is_bound_before(claim) or is_growth(words, item, vocabulary):
        return True
    if grammar.comes_to.match(words, item.quantity.end):
        return True
    if not item.before and (grammar.each_year.match(words, item.start) or grammar.yearly.match(words, item.start)):
        return True
    if item.before:
        return joined or _comes_true(claim, grammar)
    if grammar.realises.search(words[item.start : item.quantity.start]):
        return True
    left = words[item.body : item.quantity.start].strip()
    if not left and not item.level:
        return False
    binding = item.quantity.bound is not Bound.EQUAL
    announced = _announced(claim, grammar) or claim.led is not None
    if is_metric(claim.measure, vocabulary) and (binding or announced):
        return True
    if joined:
        return not grammar.others.match(left)
    year = claim.year_before()
    return not grammar.others.match(left) and (bool(year) or _announced(claim, grammar))


def _is_bound_before(claim: Claim) -> bool:
    """不低于70%, 超过70%: the word before the number already says that it shall be reached."""
    quantity = claim.item.quantity
    return (
        quantity.start < quantity.number_start
        and quantity.bound not in (Bound.EQUAL, Bound.RANGE)
        and not claim.item.before
    )


def _comes_true(claim: Claim, grammar: _Promises) -> bool:
    """推动2万吨甲、30万吨乙项目投产: a number of things named is promised to come true."""
    words = claim.block.words
    begin = max(words.rfind(mark, claim.sentence[0], claim.item.start) for mark in ",;:。")
    end = min((at for mark in ",;。" if (at := words.find(mark, claim.item.end)) >= 0), default=claim.sentence[1])
    begin = max(begin + 1, claim.sentence[0])
    return bool(grammar.promotes.match(words, begin)) and bool(
        grammar.comes_true.search(words, claim.item.end - 6, end)
    )


def _announced(claim: Claim, grammar: _Promises) -> bool:
    return bool(grammar.announces.search(claim.block.words[claim.sentence[0] : claim.item.quantity.start])) or bool(
        claim.year_before()
    )
