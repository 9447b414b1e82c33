"""What a promised number measures (口径): a level, an addition, growth a year, each year, a share."""

import re
from functools import lru_cache

from kechuang.domain.plans.plan import Basis
from kechuang.domain.plans.prose.clauses_items import Item
from kechuang.domain.vocabulary import Vocabulary

_SHARES = ("%", "‰", "成")


class _Bases:
    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.alternatives
        self.annual_growth = re.compile(words("commitments.annual_growth"))
        self.growth_after = re.compile(rf" ?的?(?:{words('commitments.annual_growth_after')})")
        self.growth = re.compile(rf"(?:{words('commitments.growths')})(?:了|约|率)? ?$")
        self.per_year = re.compile(words("commitments.per_year"))
        self.per_year_before = re.compile(rf"(?:{words('commitments.per_year_before')}) ?$")
        self.each_year = re.compile(rf"(?:^|[,;:。]) ?(?:\S{{0,4}}期间,?)?(?:{words('commitments.each_year')})")
        self.yearly = re.compile(rf" ?(?:{words('commitments.per_year_before')})(?![值业量出能])")
        self.anew = re.compile(words("commitments.whole_period"))
        self.metric = re.compile(rf"(?:{words('commitments.metrics')})(?:[(（][^()（）]*[)）])?$")
        self.new = re.compile(words("commitments.new_words"))
        self.reaches = re.compile(words("commitments.reaches"))
        self.changes = frozenset(["个百分点", "百分点", "倍", "番"])


@lru_cache(maxsize=8)
def _bases(vocabulary: Vocabulary) -> _Bases:
    return _Bases(vocabulary)


def is_metric(measure: str, vocabulary: Vocabulary) -> bool:
    """Whether a measure is an amount, a rate or a stock by its name (营业收入, 覆盖率, 总量)."""
    return bool(_bases(vocabulary).metric.search(measure))


def is_new(item: Item, vocabulary: Vocabulary) -> bool:
    """Whether the verb itself says that the number comes on top (新增, 净增)."""
    return bool(_bases(vocabulary).new.search(item.verb))


def is_growth(words: str, item: Item, vocabulary: Vocabulary) -> bool:
    """Whether the number is a change: 增长10%, 下降5个百分点, 翻一番."""
    grammar = _bases(vocabulary)
    left = words[item.start : item.quantity.number_start]
    return bool(grammar.growth.search(words[item.start : item.quantity.start])) or bool(
        item.quantity.unit in _SHARES and grammar.annual_growth.search(left)
    )


def read_basis(words: str, sentence: int, item: Item, measure: str, *, annual: bool, vocabulary: Vocabulary) -> Basis:
    """The basis of a promised number in the sentence that begins at ``sentence``; ``annual`` where the plan is for one year, whose growth is growth a year."""
    grammar = _bases(vocabulary)
    unit = item.quantity.unit
    left = words[item.start : item.quantity.start]
    left = left if left.endswith(item.level) else left + item.level
    if unit in _SHARES and (grammar.annual_growth.search(left) or grammar.growth_after.match(words, item.quantity.end)):
        return Basis.ANNUAL_GROWTH
    if unit in _SHARES:
        changed = grammar.growth.search(left)
        return (Basis.ANNUAL_GROWTH if annual else Basis.INCREMENT) if changed else Basis.SHARE
    if unit in grammar.changes:
        return Basis.INCREMENT
    if grammar.per_year.search(left) or grammar.per_year_before.search(left):
        return Basis.PER_YEAR
    if grammar.new.search(left):
        return Basis.INCREMENT
    reaches = bool(grammar.reaches.search(item.level))
    if not reaches and (
        grammar.yearly.match(words, item.start) or _each_year(words[sentence : item.quantity.start], grammar)
    ):
        return Basis.PER_YEAR
    if reaches or (item.quantity.bound.value in (">", "<") and not item.verb):
        return Basis.LEVEL
    if is_metric(measure, vocabulary):
        return Basis.INCREMENT if grammar.growth.search(left) else Basis.LEVEL
    return Basis.INCREMENT if item.verb or item.before or grammar.growth.search(left) else Basis.LEVEL


def _each_year(left: str, grammar: _Bases) -> bool:
    """Whether 每年, said at the head of an earlier clause, still holds: 五年, 累计 and the like end it."""
    said = list(grammar.each_year.finditer(left))
    return bool(said) and not grammar.anew.search(left, said[-1].end())
