"""A sentence as items (数项): each quantity with the words that lead to it, the verb that governs it and what it counts.

An item is the stretch from the last comma, or from the item before, to the end of its quantity (新增高新技术企业10家) or of
the noun that follows it (打造10家服务机构). A list goes on with the verb it began with (开发新技术10项、新产品300个).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kechuang.domain.plans.prose.clauses import Block
from kechuang.domain.plans.prose.clauses_words import ClauseWords, clause_words
from kechuang.domain.quantity import Bound, Quantity
from kechuang.domain.vocabulary import Vocabulary

_BRACKETS = re.compile(r"\([^()\n]{0,80}\)")
_HARD = ",;:"
_HAN = re.compile(r"[㐀-鿿“《]")
_CLAUSE_END = re.compile(r"[,;:。()!?\n]")
_LONGEST_NOUN = 60
_LONGEST_ITEM = 200  # an item goes back over numbers that only tell which, but not for ever
_TOP_SHARE = re.compile(r"前 ?\d{1,2}(?:\.\d)?%(?=[\u3400-\u9fff])")  # 全球前1%学科 names which


@dataclass(frozen=True, slots=True)
class Item:
    """One quantity in its sentence; all offsets are the block's.

    ``start`` is where its words begin, ``body`` where they begin without adverbs, ``measure`` the span of what is counted;
    ``verb`` governs it and ``inherited`` says it was taken over from the item before; ``level`` are the words between the
    measure and the number (达到); ``before`` is true where the number stands before what it counts (打造10家机构);
    ``turn`` is its place among numbers told apart by 分别, and how many they are; ``inside`` is true in brackets; ``which`` where it only tells which are meant (200万元以上的企业).
    """

    quantity: Quantity
    start: int
    body: int
    measure: tuple[int, int]
    end: int
    verb: str
    verb_end: int
    level: str
    before: bool
    inside: bool
    which: bool
    inherited: bool = False
    turn: tuple[int, int] | None = None
    joined: str = ""


def read_items(
    block: Block, start: int, end: int, quantities: Sequence[Quantity], vocabulary: Vocabulary
) -> list[Item]:
    """The items of the sentence ``block.words[start:end]`` whose quantities are given, in order."""
    reader = _Reader(block.words, start, end, clause_words(vocabulary))
    items: list[Item] = []
    for index, quantity in enumerate(quantities):
        following = quantities[index + 1].start if index + 1 < len(quantities) else end
        items.append(reader.item(quantity, items[-1] if items else None, following))
    return _distributed(block.words, items)


class _Reader:
    def __init__(self, words: str, start: int, end: int, grammar: ClauseWords) -> None:
        self.words = words
        self.start = start
        self.end = end
        self.grammar = grammar
        # brackets blanked out, so that their commas and verbs do not count
        sentence = words[start:end]
        self.flat = _BRACKETS.sub(lambda found: "□" * len(found.group()), sentence)

    def item(self, quantity: Quantity, previous: Item | None, following: int) -> Item:
        inside = self.flat[quantity.start - self.start] == "□"
        begin = self._begin(quantity.start, previous, inside=inside)
        joined = self._joined(begin, previous)
        body = self.grammar.lead.match(self.words, begin, quantity.start)
        body_start = body.end() if body else begin
        level, level_start, measure_end = self._level(body_start, quantity)
        verb, verb_end = self._verb(body_start, level_start)
        item = Item(
            quantity, begin, body_start, (verb_end, max(verb_end, measure_end)), quantity.end, verb, verb_end, level,
            before=False, inside=inside, which=self._which(begin, body_start, quantity), joined=joined,
        )  # fmt: skip
        item = self._counted_after(item, following)
        return self._inheriting(item, previous)

    def _begin(self, number: int, previous: Item | None, *, inside: bool) -> int:
        """Where the item begins: after the last comma, the item before, or the bracket it stands in."""
        floor = self.start
        if previous and previous.end <= number:
            floor = max(previous.start, number - _LONGEST_ITEM) if previous.which else previous.end
        position = number - 1
        source = self.words if inside else self.flat
        shift = 0 if inside else self.start
        while position >= floor:
            character = source[position - shift]
            if character in _HARD or character == "(":
                return position + 1
            position -= 1
        if previous and previous.which:
            return max(previous.start, number - _LONGEST_ITEM)
        begin = floor
        while begin < number and self.words[begin] in "、, ;+":
            begin += 1
        for word in ("以及", "和", "及", "与", "并"):
            if previous and begin > self.start and self.words.startswith(word, begin):
                return begin + len(word) if word != "并" else begin
        return begin

    def _joined(self, begin: int, previous: Item | None) -> str:
        """What stands between the item before and this one, where that is nothing but a joint."""
        if previous is None or begin < previous.end:
            return ""
        between = self.words[previous.end : begin].strip()
        return (
            between
            if between and len(between) <= 12 and all(character in "、,;和及与以+或" for character in between)
            else ""
        )

    def _level(self, body: int, quantity: Quantity) -> tuple[str, int, int]:
        """The words that say the number is a level or a change, where they begin, and where the measure before them ends."""
        left = self.words[body : quantity.start]
        found = None if self.grammar.adds.search(left) else self.grammar.level.search(left)
        level, cut = (found.group(), found.start()) if found else ("", len(left))
        adverbs = self.grammar.adverbs.search(left[:cut])
        if adverbs and (found or quantity.bound is not Bound.EQUAL):
            return level, body + cut, body + adverbs.start()
        return level, body + cut, body + cut

    def _verb(self, body: int, stop: int) -> tuple[str, int]:
        """The verb that governs the number and where it ends: at the head of the item, else the first inside it."""
        shift = self.start
        head = self.grammar.head.match(self.flat, body - shift, stop - shift)
        if head and head["verb"]:
            end = self._verb_chain(head.end() + shift, stop)
            return self.words[body:end], end
        for found in self.grammar.verb.finditer(self.flat, body - shift, stop - shift):
            if found["verb"] and self._stands_free(found.start() + shift):
                end = self._verb_chain(found.end() + shift, stop)
                return self.words[found.start() + shift : end], end
        weak = self.grammar.weak.search(self.words[body:stop])
        return (weak.group(), stop) if weak else ("", body)

    def _verb_chain(self, position: int, stop: int) -> int:
        """引进和转化, 引进、培育, 争取实施: verbs side by side are one; a weak verb right after a strong one is a noun (建设储备林)."""
        while True:
            joint = position
            while joint < stop and self.words[joint] in "、和及与并或/":
                joint += 1
            pattern = self.grammar.verb if joint == position else self.grammar.head
            found = pattern.match(self.flat, joint - self.start, stop - self.start)
            if not found or found["noun"] or (joint == position and found.end() + self.start == stop):
                break
            position = found.end() + self.start
        return position + 1 if self.words.startswith("了", position) else position

    def _stands_free(self, at: int) -> bool:
        """A verb inside an item governs only where no noun swallows it: not after 的 or an opening quote."""
        return self.words[at - 1 : at] not in ("的", "“")

    def _which(self, begin: int, body: int, quantity: Quantity) -> bool:
        """200万元以上的企业, 35蒸吨以下锅炉: the number tells which are meant. 10%的稳定增长 and 90%的村庄达到 count."""
        grammar = self.grammar
        if _TOP_SHARE.match(self.words, quantity.start):
            return True
        if grammar.growth_noun.match(self.words, quantity.end) or self._is_share_of(body, quantity):
            return False
        left = self.words[body : quantity.start].strip()
        if quantity.bound is Bound.EQUAL and left and grammar.head.fullmatch(left):
            return False
        if grammar.condition.match(self.words, begin) and grammar.described.match(self.words, quantity.end):
            return True
        base = quantity.unit.partition("(")[0].partition("（")[0].lstrip("十百千万亿") or quantity.unit
        promoted = grammar.promotes.search(self.words[begin : quantity.start].strip())
        if base in grammar.plain_units and (grammar.head.fullmatch(left) or promoted):
            return False
        if grammar.entity.match(self.words, quantity.end):
            return True
        of = self.words.startswith("的", quantity.end)
        if of and (grammar.condition.match(self.words, begin) or quantity.bound not in (Bound.EQUAL, Bound.ABOUT)):
            return True
        over = quantity.bound is not Bound.EQUAL and self.words[quantity.end - 1] in "上下内"
        following = self.words[quantity.end : quantity.end + 1]
        if not over or of or not _HAN.match(following) or grammar.follows.match(self.words, quantity.end):
            return False
        if base in grammar.plain_units or not base:
            return not base and bool(quantity.unit)
        return base not in grammar.money or bool(grammar.plain_entity.match(self.words, quantity.end))

    def _is_share_of(self, body: int, quantity: Quantity) -> bool:
        """实现90%的村庄得到治理: a share of what the sentence goes on to tell of."""
        if quantity.unit not in self.grammar.shares and quantity.unit:
            return False
        if not self.grammar.realises.fullmatch(self.words, body, quantity.start):
            return False
        closing = _CLAUSE_END.search(self.flat, quantity.end - self.start)
        end = closing.start() + self.start if closing else self.end
        return bool(self.grammar.predicate.search(self.words, quantity.end, end))

    def _counted_after(self, item: Item, following: int) -> Item:
        """打造10家服务机构: the noun stands after the number, unless a level binds the number to one before it."""
        after = self.words[item.quantity.end : self.end].lstrip()[:1]
        begins = item.quantity.end
        if self.words.startswith("的", begins) and item.verb and item.verb_end >= item.measure[1]:
            begins, after = begins + 1, self.words[begins + 1 : begins + 2]
        if not _HAN.match(after) or (
            self.grammar.follows.match(self.words, begins) and not self._is_share_of(item.body, item.quantity)
        ):
            return item
        if item.which:
            return item
        if item.quantity.unit in self.grammar.uncounted:
            shared = self._is_share_of(item.body, item.quantity)
            return (
                replace(item, measure=(item.quantity.end, self._noun_end(item.quantity.end, following)), before=True)
                if shared
                else item
            )
        left = self.words[item.verb_end : item.measure[1]].strip(" 的了")
        if item.level and left:
            return item
        end = self._noun_end(begins, following)
        if end - begins < 2:
            return item
        return replace(item, measure=(begins, end), end=end, before=True)

    def _noun_end(self, begin: int, following: int) -> int:
        """Where the noun after a number ends: at a comma, a verb, or what leads to the next number."""
        end = begin
        stop = min(self.end, begin + _LONGEST_NOUN)
        closing = _CLAUSE_END.search(self.flat, begin - self.start, stop - self.start)
        end = closing.start() + self.start if closing else stop
        if following < end:
            joint = self.words.rfind("、", begin, following)
            end = joint if joint > begin else following
        for found in self.grammar.verb.finditer(self.flat, begin - self.start + 2, end - self.start):
            if found["verb"] and following <= self.end and found.end() + self.start >= following - 1:
                return found.start() + self.start
        while end > begin and self.words[end - 1] in "、和及与 ":
            end -= 1
        return end

    def _inheriting(self, item: Item, previous: Item | None) -> Item:
        """A list goes on with its verb: no verb, no level of its own, joined to the item before."""
        if item.verb or previous is None or not previous.verb or item.inside != previous.inside:
            return item
        if not item.joined:
            return item
        return replace(item, verb=previous.verb, inherited=True)


def _distributed(words: str, items: list[Item]) -> list[Item]:
    """高新技术企业、科技型中小企业分别达到100家、200家: each number with its own measure."""
    for index, item in enumerate(items):
        if item.turn or "分别" not in words[item.measure[0] : item.quantity.start]:
            continue
        names = list(_listed(words, *item.measure))
        run = [item]
        for following in items[index + 1 :]:
            if not following.joined or following.quantity.start - run[-1].quantity.end > 3:
                break
            run.append(following)
        if len(run) == 1 or len(names) not in (1, len(run)):
            continue
        shared = names if len(names) > 1 else names * len(run)
        for place, (member, name) in enumerate(zip(run, shared, strict=True)):
            quantity = _bound_like(item.quantity, member.quantity)
            turn = (place, len(run))
            items[index + place] = replace(
                member, quantity=quantity, measure=name, level=item.level, verb=item.verb, turn=turn
            )
    return items


def _bound_like(first: Quantity, other: Quantity) -> Quantity:
    """分别超过90家和870家: the word before the first number binds the others too."""
    if first.start == first.number_start or other.bound is not Bound.EQUAL or first.bound is Bound.RANGE:
        return other
    low = None if first.low is None else other.low
    high = None if first.high is None else other.high
    return replace(other, bound=first.bound, low=low, high=high)


def _listed(words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    for found in re.compile(r"、|以及|和|与|及").finditer(words, start, end):
        if found.start() > position:
            yield position, found.start()
        position = found.end()
    if position < end:
        yield position, end
