"""What a number measures (指标名称): the noun without verb, adverbs and region, and where in the block it begins."""

import re
from functools import lru_cache

from kechuang.domain.plans.prose.clauses import Block
from kechuang.domain.plans.prose.clauses_items import Item
from kechuang.domain.vocabulary import Vocabulary

_LONGEST = 80
# the last clause of a stretch, where it is short and holds no number
_CLAUSE = re.compile(r"(?:^|[,;:。、])?(?P<words>[^,;:。!?\d()]{2,30})[,;] ?$")
_EDGES = " \t　、,;:。和及与并以的了—-·~<>≥≤"


class _Measures:
    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.alternatives
        self.lead = re.compile(
            rf"(?:有(?![效机色限关])|{words('clauses.territories', 'measures.leads')}|[ \t　]|(?:到|至)?20\d{{2}} ?年(?:度|底前|年底|底|末|前)?|“?十?[一二三四五六七八九]五”?(?:期间|时期|期内|末)?)+"
        )
        self.trail = re.compile(rf"(?:{words('clauses.adverbs', 'measures.trails')}|[ \t　、和及与])+$")
        self.since = re.compile(
            r"(?:比|较|在|以|自|从|由|与)(?:20\d{2}|上年|去年|“?十[一二三四五六七八九]?五”?|历史).*$"
        )
        self.against = re.compile(
            rf"(?:并|且)? ?(?:(?:{words('measures.against')})(?![为好高大强多快完])|(?:是|为|相当于)(?:20\d{{2}}|“?十[一二三四五六七八]?五|上年|去年))"
        )
        self.circumstance = re.compile(words("measures.circumstances"))
        self.new = re.compile(words("commitments.new_words"))
        self.acts = re.compile(
            rf"(?:(?:{words('clauses.heading_verbs', 'measures.leads', 'clauses.territories')}|提高|降低|加大|[ \t]))+"
        )
        self.goes_on = re.compile(rf"(?:{words('measures.continuations')})")


@lru_cache(maxsize=8)
def _measures(vocabulary: Vocabulary) -> _Measures:
    return _Measures(vocabulary)


def read_measure(block: Block, item: Item, subject: str, vocabulary: Vocabulary) -> tuple[str, int]:
    """The measure of an item and the offset in the block where its words begin.

    ``subject`` is the measure of the item before: 占地区生产总值比重 goes on with it.
    """
    grammar = _measures(vocabulary)
    if item.before:
        return _after_the_number(block, item), item.body if item.verb and not item.inherited else item.quantity.start
    start, end = _own_words(block, item, grammar)
    if grammar.against.match(block.words[start:end]):
        return subject, start
    first, last = _trimmed(block.words, start, end, grammar)
    text = block.text[first:last].strip(_EDGES).removesuffix("占")
    place = block.text.find(text, first) if text else start
    text = "" if text == item.verb else text
    if not text or grammar.goes_on.match(block.words[place:last]):
        text = _joined(subject, text)
    return text[-_LONGEST:], place


def subject_before(block: Block, start: int, end: int, vocabulary: Vocabulary) -> str:
    """What the clause right before an item speaks of, for an item without a measure: 提高转化率，力争达到30%."""
    begin = max(start, end - _LONGEST // 2)
    clause = _CLAUSE.search(block.words[begin:end])
    if not clause:
        return ""
    first, last = begin + clause.start("words"), begin + clause.end("words")
    verb = _measures(vocabulary).acts.match(block.words, first, last)
    return block.text[verb.end() if verb else first : last].strip(_EDGES)


def _own_words(block: Block, item: Item, grammar: _Measures) -> tuple[int, int]:
    """The words of the measure; those before a verb belong to it where the verb adds (城镇新增就业) or ends it (专项立项7项)."""
    start, end = item.measure
    inside = bool(item.verb) and not item.inherited and item.verb_end - len(item.verb) > item.body
    adds = bool(grammar.new.search(item.verb)) and not grammar.circumstance.match(block.words, item.body)
    if inside and (adds or not block.words[start:end].strip(_EDGES)):
        return item.body, end
    return start, end


def _trimmed(words: str, start: int, end: int, grammar: _Measures) -> tuple[int, int]:
    """Without what leads to the measure (其中, 力争), what follows it (达到), and what it is compared with (比2020年)."""
    lead = grammar.lead.match(words, start, end)
    first = lead.end() if lead else start
    trail = grammar.trail.search(words, first, end)
    last = trail.start() if trail and trail.start() > first else end
    since = grammar.since.search(words, first, last)
    if since and since.start() > first:
        return _trimmed(words, first, since.start(), grammar)
    return first, last


def _joined(subject: str, rest: str) -> str:
    return subject + rest if not rest or not subject.endswith(rest) else rest


def _after_the_number(block: Block, item: Item) -> str:
    """The noun after the number; a description that lists things (成长潜力大、……的创新产品) is left out."""
    noun = block.text[item.measure[0] : item.measure[1]].strip(_EDGES)
    described, found, head = noun.rpartition("的")
    return head if found and len(head) >= 2 and ("、" in described or len(noun) > 24) else noun
