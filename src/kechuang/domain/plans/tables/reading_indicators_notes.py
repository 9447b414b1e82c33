"""What the notes below an indicator table change (表注): a year, what 〔〕 and （） mean, which rows are doubled or obligatory."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kechuang.domain.folding import fold
from kechuang.domain.plans.plan import Binding
from kechuang.domain.plans.tables.cells import SQUARE_BRACKETS
from kechuang.domain.plans.tables.tables import TableNote, TitledTable
from kechuang.domain.vocabulary import Vocabulary

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹＊＃", "0123456789*#")
_YEAR = re.compile(
    r"(?:为|是|系|采用|使用|取|指|按)?\s*((?:19|20)\d\d)\s*年(?:度)?(?:末|底)?(?:的)?(?:统计|初步|实际|最新|决算|快报)?(?:数据|数值|数|值)(?!.{0,6}增长)"
)
_BRACKETS = re.compile(
    r"([〔\[【［(（])\s*(?:[〕\]】］)）]|[〕\]】］)）]?)\s*(?:内|中|里)?\s*(?:的)?(?:数据|数字|数值|数|指标)?\s*(?:均|都)?\s*(?:为|是|表示|指|系)"
)


@dataclass(frozen=True)
class Notes:
    """What the notes of one table say, by mark."""

    years: Mapping[str, int]
    sums: frozenset[str]
    doubled: frozenset[str]
    natures: Mapping[str, Binding]

    def year(self, marks: Iterable[str]) -> int | None:
        """The year that a mark on a value puts in place of the year in the head."""
        return next((self.years[mark] for mark in _plain_all(marks) if mark in self.years), None)

    def doubling(self, marks: Iterable[str]) -> bool:
        """Whether a mark says that the indicator is to double."""
        return any(mark in self.doubled for mark in _plain_all(marks))

    def nature(self, marks: Iterable[str]) -> Binding | None:
        """The nature that a mark gives an indicator."""
        return next((self.natures[mark] for mark in _plain_all(marks) if mark in self.natures), None)


def read_notes(table: TitledTable, vocabulary: Vocabulary) -> Notes:
    """What the notes of a table change in its values."""
    years: dict[str, int] = {}
    doubled: set[str] = set()
    natures: dict[str, Binding] = {}
    sums = set(SQUARE_BRACKETS)
    doubling = re.compile(vocabulary.alternatives("tables.doubling_words"))
    for note in table.notes:
        sums |= _sums(note, vocabulary)
        if note.label is None:
            continue
        label = _plain(note.label)
        found = _YEAR.search(fold(note.text))
        if found:
            years.setdefault(label, int(found[1]))
        if doubling.search(note.text):
            doubled.add(label)
        nature = _nature(note.text, vocabulary)
        if nature is not None:
            natures[label] = nature
    return Notes(years, frozenset(sums), frozenset(doubled), natures)


def _sums(note: TableNote, vocabulary: Vocabulary) -> set[str]:
    found = _BRACKETS.search(note.text)
    summed = any(word in note.text for word in vocabulary.words("indicators.cumulative_note"))
    return {found[1], fold(found[1])} if found and summed else set()


def _nature(text: str, vocabulary: Vocabulary) -> Binding | None:
    found = {
        binding
        for binding, name in ((Binding.OBLIGATORY, "obligatory"), (Binding.ANTICIPATORY, "anticipatory"))
        if vocabulary.words(f"tables.nature_{name}")[0] in text
    }
    return found.pop() if len(found) == 1 else None


def _plain_all(marks: Iterable[str]) -> Iterator[str]:
    return (_plain(mark) for mark in marks)


def _plain(label: str) -> str:
    """A mark as it is compared: raised and circled digits are the number they show."""
    words = label.strip().translate(_RAISED)
    return str(ord(words) - ord("①") + 1) if len(words) == 1 and "①" <= words <= "⑳" else words
