"""How digits that run together may be parted into cells (黏连数字的切分), and which parting is the likeliest.

``21.6623.04〔1.38〕`` may be 21.6 and 623.04, 21.66 and 23.04, 21.662 and 3.04; 23.04 less 21.66 is 1.38, so it is the second.
Two numbers of one row have like sizes and like decimals; a stated change settles the rest.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from math import log

from kechuang.domain.plans.tables.cells import read_cell
from kechuang.domain.vocabulary import Vocabulary

_MOST_PARTINGS = 2000
_MOST_DIGITS = 9
_MOST_DECIMALS = 4
_BRACKET = re.compile(r"[〔\[【]\s*([^〕\]】]{1,12})[〕\]】]")
_PLACEHOLDER = re.compile(r"(?:[-—–－/]{1,3}|\xa0)")
_PERCENT_ERROR = 0.011
_NEAR_ZERO = 0.01  # so that a zero is very unlike a large number
_FIT, _MISFIT = -5.0, 1.5


@dataclass(frozen=True, slots=True)
class Parting:
    """One way to part a stretch into cells; ``marked`` is the place of the cell that carries the footnote mark."""

    spans: tuple[tuple[int, int], ...]
    cost: float
    marked: int | None = None


@dataclass(frozen=True, slots=True)
class _Lexed:
    start: int
    end: int
    next: int
    value: float | None
    decimals: int
    percent: bool = False
    points: bool = False
    summed: bool = False
    marked: bool = False


class CellGrammar:
    """The patterns of cells, from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        bounds = vocabulary.alternatives(
            "numerals.at_least", "numerals.above", "numerals.at_most", "numerals.below", "numerals.about"
        )
        suffixes = vocabulary.alternatives("tables.glued_suffixes")
        self.bound = re.compile(rf"(?:{bounds})?\s*")
        self.suffix = re.compile(rf"(?:{suffixes})+")
        self.range = re.compile(r"[—–~～-]")
        self.starters = frozenset("≥≤><＞＜〔[【-—–－约/\xa0") | {
            word[0] for word in vocabulary.words("numerals.at_least")
        }
        self.vocabulary = vocabulary


@lru_cache(maxsize=4)
def cell_grammar(vocabulary: Vocabulary) -> CellGrammar:
    """The patterns of cells, prepared once."""
    return CellGrammar(vocabulary)


def partings(
    shadow: str, text: str, at: int, kinds: Sequence[str], grammar: CellGrammar, end: int, *, mark: str | None = None
) -> list[Parting]:
    """Every way to read one cell for each of ``kinds`` from ``at`` on; with ``mark``, one number carries that digit."""
    found = []
    for cells in islice(_sequences(shadow, at, kinds, grammar, end, mark), _MOST_PARTINGS):
        marked = next((place for place, cell in enumerate(cells) if cell.marked), None)
        if mark is None or marked is not None:
            spans = (*((cell.start, cell.end) for cell in cells[:-1]), (cells[-1].start, cells[-1].next))
            found.append(Parting(spans, _cost(cells, kinds), marked))
    return found


def _sequences(
    shadow: str, at: int, kinds: Sequence[str], grammar: CellGrammar, end: int, mark: str | None
) -> Iterator[tuple[_Lexed, ...]]:
    if not kinds:
        yield ()
        return
    for cell in _cells(shadow, at, kinds[0], grammar, end, mark):
        for rest in _sequences(shadow, cell.next, kinds[1:], grammar, end, None if cell.marked else mark):
            yield (cell, *rest)


def _cells(shadow: str, at: int, kind: str, grammar: CellGrammar, end: int, mark: str | None) -> Iterator[_Lexed]:
    """Every way to read one cell at a place."""
    while at < end and shadow[at] in " \u3000":
        at += 1
    if at >= end:
        return
    bracket = _BRACKET.match(shadow, at, end)
    if bracket:
        value = read_cell(bracket[1], grammar.vocabulary).value
        yield _Lexed(at, bracket.end(), bracket.end(), None if value is None else float(value), 0, summed=True)
        return
    placeholder = _PLACEHOLDER.match(shadow, at, end)
    if placeholder:
        for stop in range(at + 1, placeholder.end() + 1):
            yield _Lexed(at, stop, stop, None, 0)
    yield from _numbers(shadow, at, kind, grammar, end, mark)


def _numbers(shadow: str, at: int, kind: str, grammar: CellGrammar, end: int, mark: str | None) -> Iterator[_Lexed]:
    bound = grammar.bound.match(shadow, at, end)
    digits = bound.end() if bound else at
    if kind == "change" and digits < end and shadow[digits] in "-−－":
        digits += 1
    for stop, decimals in _stops(shadow, digits, end):
        value = float(shadow[digits:stop])
        suffix = grammar.suffix.match(shadow, stop, end)
        tail = suffix[0] if suffix else ""
        last = suffix.end() if suffix else stop
        negative = shadow[digits - 1 : digits] in ("-", "−", "－") and digits > at
        yield _Lexed(at, last, last, -value if negative else value, decimals, "%" in tail, "百分点" in tail)
        if mark and shadow.startswith(mark, stop) and not suffix:
            yield _Lexed(at, stop, stop + len(mark), value, decimals, marked=True)
        if not suffix and grammar.range.match(shadow, stop, end):
            yield from _ranges(shadow, at, stop + 1, value, decimals, grammar, end)


def _ranges(
    shadow: str, at: int, start: int, low: float, decimals: int, grammar: CellGrammar, end: int
) -> Iterator[_Lexed]:
    for stop, _ in _stops(shadow, start, end):
        if float(shadow[start:stop]) > low:
            suffix = grammar.suffix.match(shadow, stop, end)
            last = suffix.end() if suffix else stop
            yield _Lexed(at, last, last, low, decimals + 1)


def _stops(shadow: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a number that begins at ``start`` may end, and how many decimals it has then."""
    stop = start
    while stop < end and shadow[stop].isdigit() and stop - start < _MOST_DIGITS:
        stop += 1
        whole = stop - start
        if shadow[start] == "0" and whole > 1:
            return
        if stop < end and shadow[stop] == ".":
            point = stop + 1
            while point < end and shadow[point].isdigit() and point - stop <= _MOST_DECIMALS:
                point += 1
                if not (point < end and shadow[point] == "."):
                    yield point, point - stop - 1
            return
        yield stop, 0


def _cost(cells: Sequence[_Lexed], kinds: Sequence[str]) -> float:
    values = [cell for cell, kind in zip(cells, kinds, strict=True) if kind == "value"]
    numbers = [cell for cell in values if cell.value is not None]
    cost = 0.0
    for left, right in pairwise(numbers):
        cost += _unlike(left, right)
    changes = [cell for cell, kind in zip(cells, kinds, strict=True) if kind == "change" and cell.value is not None]
    if len(numbers) >= 2:
        cost += sum(_FIT if _fits(numbers[0], numbers[-1], change) else _MISFIT for change in changes)
    return cost


def _unlike(left: _Lexed, right: _Lexed) -> float:
    """How unlike two numbers of one row are in size and decimals."""
    low, high = sorted((left.value or 0.0, right.value or 0.0))
    size = log((high + _NEAR_ZERO) / (low + _NEAR_ZERO)) if low >= 0 else _MISFIT
    return size + 0.5 * abs(left.decimals - right.decimals)


def _fits(first: _Lexed, last: _Lexed, change: _Lexed) -> bool:
    """Whether a stated change is the one from the first to the last number: a sum, points, or per cent."""
    before, after, stated = first.value or 0.0, last.value or 0.0, change.value or 0.0
    step = 0.6 * 10.0 ** -max(first.decimals, last.decimals)
    if change.percent and before > 0:
        return abs(after / before - 1 - stated / 100) <= _PERCENT_ERROR
    return abs(after - before - stated) <= step
