"""The plans a plan is based on (上位规划): 根据《四川省“十四五”科技创新规划》…，制定本规划."""

import re
from collections.abc import Iterator

from kechuang.domain.document import Document
from kechuang.domain.folding import fold
from kechuang.domain.plans.structure.numbering import plain_words
from kechuang.domain.plans.structure.reading_identity_title import Title
from kechuang.domain.vocabulary import Vocabulary

_WITHIN = 20_000  # the basis is stated in the preamble or under the guiding ideas
_QUOTED = re.compile(r"《([^《》]{4,80})》")
_SENTENCE = re.compile(r"[^。\n]+")
_SUFFIX = re.compile(r"\s*\([^()]*\)$")


def read_parents(document: Document, title: Title | None, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Titles of plans and outlines quoted in the sentence that says what this plan was made from."""
    text = document.text[:_WITHIN]
    own = _dense(fold(title.text)) if title else None
    found = [parent for parent in _quoted(text, fold(text), vocabulary) if _dense(fold(parent)) != own]
    return tuple(dict.fromkeys(found))


def _quoted(text: str, folded: str, vocabulary: Vocabulary) -> Iterator[str]:
    based = re.compile(vocabulary.alternatives("identity.based_on"))
    made = re.compile(vocabulary.alternatives("identity.made", "identity.this_plan"))
    ends = vocabulary.words("identity.parent_ends")
    for sentence in _SENTENCE.finditer(folded):
        words = sentence.group()
        basis, purpose = based.search(words), made.search(words)
        if "《" not in words or basis is None or purpose is None:
            continue
        for quoted in _QUOTED.finditer(words, basis.end()):
            if _SUFFIX.sub("", quoted.group(1)).endswith(ends) and not _is_made(words, quoted.start(), vocabulary):
                begin = sentence.start() + quoted.start(1)
                yield plain_words(text[begin : begin + len(quoted.group(1))])


def _is_made(words: str, start: int, vocabulary: Vocabulary) -> bool:
    """Whether the quoted plan is the one being made: 特制定《…》."""
    return re.search(rf"(?:{vocabulary.alternatives('identity.made')})[定订成了]*\s*$", words[:start]) is not None


def _dense(words: str) -> str:
    return "".join(words.split())
