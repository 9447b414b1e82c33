"""How much something changed (变化幅度): 由26家增加到94家，环比增长261.5%, 较“十二五”末增长6.5倍."""

import re
from functools import lru_cache

from kechuang.domain.plans.prose.reading_claims import Claim
from kechuang.domain.vocabulary import Vocabulary

PERCENT, TIMES, POINTS, ABSOLUTE, ANNUAL = "percent", "times", "points", "absolute", "annual_growth"
RATIO = "ratio"  # 是2015年的2.1倍: the value itself in times of the earlier one
_KINDS = {"%": PERCENT, "‰": PERCENT, "成": PERCENT, "倍": TIMES, "番": TIMES, "个百分点": POINTS, "百分点": POINTS}


class _Changes:
    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.alternatives
        self.change = re.compile(rf"(?:{words('statements.change_words')})(?:了|约|近|超|达|到)?[^,;。]{{0,2}}$")
        against = rf"(?:(?:{words('statements.against')})[^,;。]{{0,16}}?)?"
        self.bare = re.compile(
            rf"[ ,(]*(?:并|且|总体|整体|实际)?{against}(?:{words('statements.change_words')})(?:了|约|近|超|达|到|率|幅)*[ ]*$"
        )
        self.annual = re.compile(words("statements.annual"))
        self.from_ = re.compile(rf"(?:{words('statements.from_words')})[^,;。]{{0,14}}$")
        self.to = re.compile(rf" ?(?:以上|左右|的[^,;。]{{0,8}})?[,]?(?:{words('statements.to_words')})")
        self.came = re.compile(words("statements.came_to"))
        self.multiple = re.compile(
            rf"[ ,(]*(?:约|已|已经)?(?:{words('statements.multiple_of')})[^,;。\d]{{0,8}}(?:(?:19|20)\d\d ?年)?[^,;。\d]{{0,8}}的 ?(?:近|约|超)?$"
        )
        self.than = re.compile(rf"(?:{words('statements.than')})[^,;。]{{0,14}}$")


@lru_cache(maxsize=8)
def _changes(vocabulary: Vocabulary) -> _Changes:
    return _Changes(vocabulary)


def is_change(claim: Claim, vocabulary: Vocabulary) -> bool:
    """Whether the number says how much something changed, not how much there is."""
    quantity = claim.item.quantity
    left = claim.block.words[claim.item.start : quantity.start]
    return bool(_changes(vocabulary).change.search(left)) and not left.rstrip().endswith(("到", "至", "为"))


def change_kind(claim: Claim, vocabulary: Vocabulary) -> str:
    """Percent, growth a year, times, percentage points, or an amount in the measure's own unit."""
    kind = _KINDS.get(claim.item.quantity.unit, ABSOLUTE)
    left = claim.block.words[claim.item.start : claim.item.quantity.start]
    return ANNUAL if kind == PERCENT and _changes(vocabulary).annual.search(left) else kind


def is_start(claim: Claim, following: Claim | None, vocabulary: Vocabulary) -> bool:
    """Whether a number is where a change begins: 由26家 in 由26家增加到94家."""
    if following is None or following.block is not claim.block or following.sentence != claim.sentence:
        return False
    grammar = _changes(vocabulary)
    words = claim.block.words
    begins = grammar.from_.search(words[claim.item.start : claim.item.quantity.start])
    between = words[claim.item.quantity.end : following.item.quantity.start]
    return bool(begins) and len(between) <= 30 and bool(grammar.to.search(between))


def comes_to(claim: Claim, vocabulary: Vocabulary) -> bool:
    """Whether the number is what a change came to (提高至8.5%), even where its beginning is not told."""
    return bool(_changes(vocabulary).came.search(claim.item.level))


def is_earlier(claim: Claim, vocabulary: Vocabulary) -> bool:
    """Whether a number is the earlier value a change is measured against: 比2015年的0.19件 in 比2015年的0.19件增长2.4倍."""
    left = claim.block.words[claim.item.start : claim.item.quantity.start]
    after = claim.block.words[claim.item.quantity.end : claim.item.quantity.end + 8]
    return bool(_changes(vocabulary).than.search(left)) and bool(re.match(rf" ?(?:{_grown(vocabulary)})", after))


@lru_cache(maxsize=8)
def _grown(vocabulary: Vocabulary) -> str:
    return vocabulary.alternatives("statements.change_words")


def is_bare_change(claim: Claim, vocabulary: Vocabulary) -> bool:
    """Whether a change has no measure of its own, so that it speaks of the value before it (，较“十二五”末增长6.5倍)."""
    left = claim.block.words[claim.item.start : claim.item.quantity.start]
    return (
        claim.item.turn is None
        and bool(_changes(vocabulary).bare.match(left))
        and change_kind(claim, vocabulary) != ANNUAL
    )


def is_multiple(claim: Claim, vocabulary: Vocabulary) -> bool:
    """Whether the number says how many times an earlier value the one before it is: ，是2015年的2.1倍."""
    quantity = claim.item.quantity
    left = claim.block.words[claim.item.start : quantity.start]
    return quantity.unit == "倍" and bool(_changes(vocabulary).multiple.fullmatch(left))
