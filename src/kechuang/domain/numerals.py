"""The number grammar (数的语法): every quantity a text holds, where it stands, how it binds, in what unit.

One number is found first, by its digits or its Chinese numerals; what stands before it (不低于, 超过, 约) and after it
(余, 万, 家, 以上) is read next; what proves to be a name, a date, a label or a list number is dropped. Offsets are those
of the text given; nothing is converted. The cost is linear in the length of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kechuang.domain.folding import fold
from kechuang.domain.numerals_masks import masked_spans
from kechuang.domain.numerals_words import Grammar, number_words
from kechuang.domain.numerals_written import Number, find_numbers, is_whole_number, number_at, read_number
from kechuang.domain.quantity import Bound, Quantity
from kechuang.domain.vocabulary import Vocabulary

# a comma of the sentence, not of the number: 指数为24.2，居第7 against 3，500家
_SENTENCE_COMMA = re.compile(r"(?<=[0-9])，(?![0-9]{3}(?![0-9]))")
_BEFORE = 10  # how far back a word that binds a number may begin
_QUOTED = 30  # how far a quotation mark is looked for
_QUOTES = {"“": "”", '"': '"', "「": "」", "‘": "’", "『": "』"}
_HAN = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class _Tail:
    """What stands after a number: how much more (余), its unit, and where the unit ends."""

    more: bool
    unit: str
    end: int


def scan_quantities(text: str, vocabulary: Vocabulary) -> tuple[Quantity, ...]:
    """Every quantity in ``text``, in order and without overlap; the spans are offsets into ``text`` as given.

    A text that is nothing but a number is a quantity even where the same digits in a sentence would be a year.
    """
    shadow = fold(_SENTENCE_COMMA.sub("、", text))
    return tuple(_Scan(text, shadow, number_words(vocabulary)).quantities())


class _Scan:
    def __init__(self, text: str, shadow: str, grammar: Grammar) -> None:
        self.text = text
        self.shadow = shadow
        self.grammar = grammar
        self.alone = len(shadow) <= 40 and is_whole_number(shadow)

    def quantities(self) -> Iterator[Quantity]:
        done = 0
        masks: list[tuple[int, int]] | None = [] if self.alone else None
        mask = 0
        for found in find_numbers(self.shadow):
            if found.start() < done or self._is_plain_word(found):
                continue
            masks = masked_spans(self.shadow) if masks is None else masks
            while mask < len(masks) and masks[mask][1] <= found.start():
                mask += 1
            if mask < len(masks) and masks[mask][0] < found.end():
                continue
            number = read_number(found)
            quantity = self._quantity(number, done) if number else None
            if quantity:
                yield quantity
                done = quantity.end

    def _is_plain_word(self, found: re.Match[str]) -> bool:
        """一 in 一批, 三 in 三大: the commonest of all, told at a glance; 第三名 may be a place in a ranking."""
        if found["chinese"] is None or found.end() - found.start() > 1 or found["chinese"] in "廿卅":
            return False
        before = self.shadow[max(0, found.start() - 2) : found.start()]
        return not before.rstrip().endswith(("第", "前")) and not self.grammar.one_digit.match(self.shadow, found.end())

    def _quantity(self, first: Number, floor: int) -> Quantity | None:
        before = self.shadow[max(floor, first.start - _BEFORE) : first.start]
        if before.endswith("第") or before.endswith("第 "):
            return self._rank(first)
        if self._is_label(first, before):
            return None
        top = self._top(first, before)
        if top:
            return top
        first = self._signed(first)
        tail = self._tail(first)
        second = self._range_end(first, tail, before)
        last = second or first
        if second:
            tail = self._tail(second)
        if self._is_name(last, tail, chinese=first.chinese):
            return None
        return self._bound_quantity(first, second, tail, before)

    def _bound_quantity(self, first: Number, second: Number | None, tail: _Tail, before: str) -> Quantity:
        bound, start = self._bound_before(first, tail, before)
        closing = self.grammar.closes.match(self.shadow, tail.end)
        end = tail.end
        if closing:
            end = closing.end()
            if bound in (Bound.EQUAL, Bound.ABOUT):
                bound = self.grammar.after[closing["word"]]
        elif bound is Bound.EQUAL and tail.more:
            bound = Bound.ABOVE
        low: Decimal | None = first.value
        high: Decimal | None = second.value if second else first.value
        if second:
            bound = Bound.RANGE
        elif bound in (Bound.AT_LEAST, Bound.ABOVE):
            high = None
        elif bound in (Bound.AT_MOST, Bound.BELOW):
            low = None
        number_end = second.end if second else first.end
        step = min(first.step, second.step) if second else first.step
        return Quantity(low, high, bound, tail.unit, start, end, first.start, number_end, step)

    def _bound_before(self, first: Number, tail: _Tail, before: str) -> tuple[Bound, int]:
        """The bound that a word before the number sets, and where the quantity then begins."""
        found = self.grammar.binds.search(before)
        if not found:
            return Bound.EQUAL, first.start
        word = found.group()
        if word in self.grammar.breaks and tail.unit and self.grammar.broken.match(self.shadow, tail.end):
            return Bound.EQUAL, first.start
        return self.grammar.before[word], first.start - len(before) + found.start()

    def _signed(self, number: Number) -> Number:
        """A minus belongs to the number where nothing stands before it that it could join or subtract from."""
        at = number.start - 1
        if at >= 0 and self.shadow[at] in "-−" and (at == 0 or self.shadow[at - 1] in " \t\n([〔(:,、;"):
            return Number(-number.value, at, number.end, number.step, number.scale, number.unit, number.chinese)
        return number

    def _tail(self, number: Number) -> _Tail:
        """The unit after a number, and 余 or 多 before, inside or behind it."""
        if number.unit:
            return _Tail(False, number.unit, number.end)
        found = self.grammar.unit.match(self.shadow, number.end)
        if not found:
            return _Tail(False, number.scale, number.end)
        more = bool(found["more"] or found["more2"] or found["more3"] or found["more4"])
        unit = number.scale + (found["scale"] or "") + self._as_printed(*found.span("base")) + (found["bare"] or "")
        end = found.end()
        behind = self.grammar.more_after.match(self.shadow, end)
        if behind and found["base"]:
            return _Tail(True, unit, behind.end())
        return _Tail(more, unit, end)

    def _as_printed(self, start: int, end: int) -> str:
        """A unit without spaces; its brackets stay as wide as they were printed (台（套）)."""
        printed = zip(self.shadow[max(start, 0) : max(end, 0)], self.text[max(start, 0) : max(end, 0)], strict=True)
        return "".join(wide if plain in "()" else plain for plain, wide in printed if plain != " ")

    def _range_end(self, first: Number, tail: _Tail, before: str) -> Number | None:
        """The second number of 10—20项, 5%—8%, 3至5家; 由26家到94家 is no range but a change."""
        joined = self.grammar.to.match(self.shadow, tail.end)
        if not joined or before.endswith(("由", "从", "自")):
            return None
        second = number_at(self.shadow, joined.end())
        if second is None or second.chinese != first.chinese:
            return None
        unit = self._tail(second).unit
        if tail.unit and tail.unit != unit and not (tail.unit[-1] in "万亿" and unit.startswith(tail.unit)):
            return None
        return second if first.value < second.value else None

    def _is_label(self, number: Number, before: str) -> bool:
        """专栏2, 5G, 1+3, “1354”, 数百家, 每10万人, COVID-19: digits that count nothing."""
        shadow = self.shadow
        if self.alone:
            return False
        last = before[-1:]
        if number.chinese and self.grammar.vague.search(before):
            return True
        if self.grammar.label.search(before) or self._in_short_quotes(number, last):
            return True
        if last and last in "+×/*_#-" and _is_latin(before[-2:-1]):
            return True
        return bool(last.isascii() and last.isalpha() and not shadow.startswith("%", number.end))

    def _in_short_quotes(self, number: Number, last: str) -> bool:
        closing = _QUOTES.get(last)
        if not closing:
            return self._in_a_sum_quoted(number)
        end = self.shadow.find(closing, number.end, number.end + 12)
        return number.chinese or end >= 0 or self._in_a_sum_quoted(number)

    def _in_a_sum_quoted(self, number: Number) -> bool:
        """“1个中心+3个基地+N个平台”: a sum between quotes is a name."""
        opened = self.shadow.rfind("“", max(0, number.start - _QUOTED), number.start)
        if opened < 0 or "”" in self.shadow[opened : number.start]:
            return False
        end = self.shadow.find("”", number.end, number.end + _QUOTED)
        return end >= 0 and "+" in self.shadow[opened:end]

    def _is_name(self, number: Number, tail: _Tail, *, chinese: bool) -> bool:
        """千亿级, 137队, 3.0版, 4A级, 三大, 一批: a number grown into a word, or a digit that alone means nothing."""
        if self.alone:
            return False
        shadow, end = self.shadow, tail.end
        if self.grammar.name_follows.match(shadow, end):
            return True
        if chinese and shadow[end : end + 1] in ("”", "’", "」"):
            return True
        if chinese:
            one_digit = number.end - number.start == 1 and not number.scale and number.value <= 10
            return not tail.unit or (one_digit and not self.grammar.one_digit.match(shadow, number.end))
        if tail.unit:
            return False
        following = shadow[end : end + 1]
        if (following and following in "+×") or _is_latin(following):
            return True
        following = shadow[end : end + 2].strip()[:1]
        return bool(_HAN.match(following)) and not self.grammar.bare_goes_on.match(shadow, end)

    def _top(self, number: Number, before: str) -> Quantity | None:
        """前10名: a place no lower than the tenth; 前10%: in the first tenth."""
        found = self.grammar.top.search(before)
        if found and self.shadow.startswith("%", number.end):
            start = number.start - len(before) + found.start()
            return Quantity(None, number.value, Bound.AT_MOST, "%", start, number.end + 1, number.start, number.end)
        unit = self.grammar.rank_unit.match(self.shadow, number.end)
        if not found or not unit:
            return None
        name = unit["unit"] or unit["named"] or "位"
        start = number.start - len(before) + found.start()
        return Quantity(None, number.value, Bound.AT_MOST, name, start, unit.end(), number.start, number.end)

    def _rank(self, number: Number) -> Quantity | None:
        """位列全省第7名 is a place in a ranking; 第七届, 第三条 and 第2批 are not quantities."""
        begin = max(0, number.start - 16)
        found = self.grammar.rank_before.search(self.shadow[begin : number.start])
        if not found:
            return None
        unit = self.grammar.rank_unit.match(self.shadow, number.end)
        if not unit:
            return None
        if number.chinese and not (unit["unit"] or unit["named"]):
            return None
        name = unit["unit"] or unit["named"] or "位"
        start = begin + found.start()
        return Quantity(number.value, number.value, Bound.EQUAL, name, start, unit.end(), number.start, number.end)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
