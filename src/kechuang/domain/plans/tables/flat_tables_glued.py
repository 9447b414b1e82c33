"""Indicator tables run together on one line without anything between the cells (黏连的指标表), as crawled pages hold them.

``指标2015年2020年属性森林覆盖率（%）21.6623.04约束性``: the head is found by its words; each row is a name and as many values as
the head announces; where digits run together, every way to part them is weighed and the likeliest taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kechuang.domain.document import Document
from kechuang.domain.folding import fold
from kechuang.domain.plans.tables.cells_units import is_unit
from kechuang.domain.plans.tables.flat_tables_glued_cells import Parting, cell_grammar, partings
from kechuang.domain.plans.tables.flat_tables_glued_names import SUPERSCRIPTS, Chunk, split_chunks, with_marks
from kechuang.domain.plans.tables.flat_tables_heads import head_words, scan_head
from kechuang.domain.plans.tables.flat_tables_lines import Flattened, Line, Piece, lay_out, piece_at
from kechuang.domain.vocabulary import Vocabulary

_GAP = r"[\s\u3000\xa0]*"
_LONGEST_NAME = 120
_MOST_ROWS = 300
_NOTE_ITEM = re.compile(r"(?<![\d.])(\d{1,2})[.．、]\s*(?!\d)([^。]*。?)")
_DATA_YEAR = re.compile(r"(?:19|20)\d\d年(?:统计|初步|实际)?(?:数据|数值|数|值)")
_NUMBER_MARK = re.compile(r"(\d{1,3})[.．、]?")


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a run-together table: its columns in order, as kind and span in the line."""

    columns: tuple[tuple[str, int, int], ...]
    end: int

    def kinds(self) -> list[str]:
        return [kind for kind, _, _ in self.columns]


@dataclass(frozen=True, slots=True)
class _RawRow:
    """A row before its name is parted: the stretch up to its values, the values, the nature."""

    chunk: tuple[int, int]
    cells: Parting
    nature: tuple[int, int] | None
    number: tuple[int, int] | None = None


class _Words:
    def __init__(self, vocabulary: Vocabulary) -> None:
        patterns = head_words(vocabulary).patterns
        self.starts = re.compile("|".join(f"(?:{patterns[kind]})" for kind in ("number", "category", "name")))
        natures = vocabulary.alternatives(
            "tables.nature_obligatory", "tables.nature_anticipatory", "tables.nature_other"
        )
        self.nature = re.compile(rf"{_GAP}(?P<words>{natures})")
        self.note = re.compile(rf"{_GAP}(?:{vocabulary.alternatives('tables.note_labels')})[：:]")


@lru_cache(maxsize=4)
def _words(vocabulary: Vocabulary) -> _Words:
    return _Words(vocabulary)


def recover_glued(lines: list[Line], document: Document, vocabulary: Vocabulary) -> Iterator[Flattened]:
    """Every indicator table run together on one line."""
    for index, line in enumerate(lines):
        if line.taken or len(line.text) < 40 or "指" not in line.text:
            continue
        head = _find_head(line.text, vocabulary)
        if head is not None:
            found = _Glued(lines, index, head, document, vocabulary).table()
            if found is not None:
                yield found


def _find_head(text: str, vocabulary: Vocabulary) -> _Head | None:
    passed = 0
    for start in _words(vocabulary).starts.finditer(text):
        if start.start() < passed:
            continue
        columns = scan_head(text, start.start(), vocabulary)
        passed = columns[-1][2] if columns else 0
        for first in range(len(columns)):
            if _is_head([kind for kind, _, _ in columns[first:]]):
                return _Head(columns[first:], columns[-1][2])
    return None


def _is_head(kinds: list[str]) -> bool:
    """Whether the columns are those of an indicator table: one of names, two of values, in the usual order."""
    values = kinds.count("value") + kinds.count("change")
    return kinds.count("name") == 1 and "value" in kinds and values >= 2 and _in_order(kinds)


def _in_order(kinds: list[str]) -> bool:
    """Whether the columns stand as such tables have them: number, category, name, unit, values, nature."""
    order = {"number": 0, "category": 1, "name": 2, "unit": 3, "value": 4, "change": 4, "nature": 5}
    places = [order[kind] for kind in kinds]
    return places == sorted(places)


def _shadow(text: str) -> str:
    """The folded text in which a no-break space, here an empty cell, stays one."""
    return "".join(one if one == "\xa0" else other for one, other in zip(text, fold(text), strict=True))


class _Glued:
    """One run-together table on its way from a line to a grid."""

    def __init__(self, lines: list[Line], index: int, head: _Head, document: Document, vocabulary: Vocabulary) -> None:
        self.line = lines[index]
        self.text = self.line.text
        self.shadow = _shadow(self.text)
        self.head = head
        self.document = document
        self.vocabulary = vocabulary
        self.known = _words(vocabulary)
        self.kinds = head.kinds()
        self.value_kinds = tuple(kind for kind in self.kinds if kind in ("value", "change"))
        self.grammar = cell_grammar(vocabulary)
        following = "\n".join(line.text for line in lines[index + 1 : index + 12])
        note = self.known.note.search(self.text, head.end)
        self.end = note.start() if note else len(self.text)
        notes = (self.text[self.end :] if note else "") + "\n" + following
        self.notes: dict[str, str] = dict(_NOTE_ITEM.findall(notes)) if note else {}

    def table(self) -> Flattened | None:
        """The table, None where the line does not hold one after all."""
        raw = self._rows()
        if len(raw) < 2:
            return None
        raw, marked = self._with_value_marks(raw)
        chunks = self._chunks(raw)
        rows = [[self._piece(start, end) for _, start, end in self.head.columns]]
        for row, chunk, mark in zip(raw, chunks, marked, strict=True):
            rows += [[self._group(group)] for group in chunk.groups]
            rows.append(self._grid_row(row, chunk, mark))
        start = self.line.start + self.head.columns[0][1]
        last = raw[-1]
        end = self.line.start + (last.nature[1] if last.nature else last.cells.spans[-1][1])
        return Flattened(lay_out(rows, start, end), (self.line,))

    # rows

    def _rows(self) -> list[_RawRow]:
        rows: list[_RawRow] = []
        at = self.head.end
        number = 0
        while at < self.end and len(rows) < _MOST_ROWS:
            row = self._row(at, number)
            if row is None:
                break
            rows.append(row)
            if row.number is not None:
                number += 1
            at = row.nature[1] if row.nature else row.cells.spans[-1][1]
        return rows

    def _row(self, at: int, number: int) -> _RawRow | None:
        """The next row: the shortest name after which all values of the head follow, and then a row may begin."""
        number_span, begin = self._own_number(at, number + 1)
        for place in range(begin + 2, min(begin + _LONGEST_NAME, self.end)):
            if not self._may_start_values(place) or not re.search(r"[\u3400-\u9fff]", self.text[begin:place]):
                continue
            found = [
                (parting, nature)
                for parting in partings(self.shadow, self.text, place, self.value_kinds, self.grammar, self.end)
                if (nature := self._after(parting.spans[-1][1], number + (number_span is not None))) is not False
            ]
            if found and self._is_mark(place):
                continue
            if found:
                parting, nature = min(found, key=lambda pair: pair[0].cost - (pair[1] is not None))
                span = nature if isinstance(nature, tuple) else None
                return _RawRow((begin, place), parting, span, number_span)
        return None

    def _is_mark(self, place: int) -> bool:
        """Whether the digit there is a footnote mark on the name, with the values right behind it."""
        digits = re.match(r"\d{1,2}", self.shadow[place : place + 2])
        if digits is None or digits[0] not in self.notes or not re.match(r"[\u3400-\u9fff]", self.text[place - 1]):
            return False
        behind = place + len(digits[0])
        parted = partings(self.shadow, self.text, behind, self.value_kinds, self.grammar, self.end)
        return any(self._after(parting.spans[-1][1], 0) is not False for parting in parted)

    def _own_number(self, at: int, expected: int) -> tuple[tuple[int, int] | None, int]:
        while at < self.end and self.text[at].isspace():
            at += 1
        if "number" not in self.kinds:
            return None, at
        found = _NUMBER_MARK.match(self.text, at)
        if found and int(found[1]) == expected:
            return (at, found.end(1)), found.end()
        return None, at

    def _may_start_values(self, place: int) -> bool:
        character, before = self.shadow[place], self.shadow[place - 1]
        starts = character.isdigit() or character in self.grammar.starters
        return starts and not (character.isdigit() and (before.isdigit() or before == "."))

    def _after(self, at: int, number: int) -> tuple[int, int] | bool | None:
        """The nature that follows, None where a new row or the end follows instead, False where neither does."""
        if "nature" in self.kinds:
            found = self.known.nature.match(self.text, at)
            if found:
                return found.span("words")
        if re.match(r"(?:19|20)\d\d年", self.shadow[max(0, at - 4) : at + 1]):
            return False
        while at < self.end and self.text[at].isspace():
            at += 1
        if at >= self.end:
            return None
        if "number" in self.kinds and self.shadow[at].isdigit():
            following = re.match(r"(\d{1,3})[.．、]?\s*(?=[\u3400-\u9fffA-Za-z“])", self.shadow[at : at + 8])
            fits = following is not None and int(following[1]) == number + 1
            return None if fits else False
        numbered = re.match(r"\d{1,2}[.、](?!\d)|\([一二三四五六七八九十\d]{1,3}\)", self.shadow[at : at + 5])
        letter = bool(re.match(r"[\u3400-\u9fffA-Za-z“]", self.text[at]))
        return None if letter or numbered else False

    # marks of footnotes on values

    def _with_value_marks(self, raw: list[_RawRow]) -> tuple[list[_RawRow], list[str]]:
        """A footnote that gives the year of a value is marked on a value: find it among the rows between its neighbours."""
        marks = [""] * len(raw)
        for label, words in self.notes.items():
            if not _DATA_YEAR.search(words):
                continue
            best: tuple[float, int, Parting] | None = None
            for place in self._window(raw, int(label)):
                row = raw[place]
                options = partings(
                    self.shadow, self.text, row.chunk[1], self.value_kinds, self.grammar, self.end, mark=label
                )
                for parting in options:
                    same_end = parting.spans[-1][1] == row.cells.spans[-1][1]
                    gain = row.cells.cost - parting.cost
                    if same_end and gain > 0 and (best is None or gain > best[0]):
                        best = (gain, place, parting)
            if best is not None:
                _, place, parting = best
                raw = [
                    *raw[:place],
                    _RawRow(raw[place].chunk, parting, raw[place].nature, raw[place].number),
                    *raw[place + 1 :],
                ]
                marks[place] = label
        return raw, marks

    def _window(self, raw: list[_RawRow], label: int) -> range:
        """The rows between the names that carry the marks before and after this one."""
        first, last = 0, len(raw)
        for place, row in enumerate(raw):
            found = [
                int(digits)
                for digits in re.findall(
                    r"(?<=[\u3400-\u9fff])(\d{1,2})(?=[\u3400-\u9fff（(]|$)", self.shadow[slice(*row.chunk)]
                )
            ]
            if any(digits == label - 1 for digits in found):
                first = place
            if any(digits == label + 1 for digits in found):
                last = min(last, place + 1)
        return range(first, last)

    # names and groups

    def _chunks(self, raw: list[_RawRow]) -> list[Chunk]:
        chunks = [(row.chunk[0], with_marks(self.text[slice(*row.chunk)], self.notes)) for row in raw]
        return split_chunks(chunks, self._elsewhere(), self.vocabulary, "category" in self.kinds)

    def _elsewhere(self) -> str:
        """The document without the rows of this table."""
        whole, line = self.document.text, self.line
        return "\n".join((whole[: line.start + self.head.end], whole[line.start + self.end :]))

    def _grid_row(self, row: _RawRow, chunk: Chunk, mark: str) -> list[Piece | None]:
        pieces: list[Piece | None] = []
        name, unit = self._name_and_unit(chunk)
        values = iter(row.cells.spans)
        marked = row.cells.marked
        for place, kind in enumerate(self.kinds):
            if kind == "number":
                pieces.append(self._piece(*row.number) if row.number else None)
            elif kind == "category":
                pieces.append(self._words_piece(chunk.category))
            elif kind == "name":
                pieces.append(self._words_piece(name))
            elif kind == "unit":
                pieces.append(self._words_piece(unit))
            elif kind == "nature":
                pieces.append(self._piece(*row.nature) if row.nature else None)
            else:
                span = next(values)
                is_marked = mark and place - self.kinds.index("value") == marked
                pieces.append(
                    self._piece(*span, suffix="".join(SUPERSCRIPTS[int(digit)] for digit in mark) if is_marked else "")
                )
        return pieces

    def _name_and_unit(self, chunk: Chunk) -> tuple[tuple[int, str], tuple[int, str] | None]:
        start, words = chunk.name
        if "unit" not in self.kinds:
            return (start, words), None
        stripped = words.rstrip()
        for length in range(min(10, len(stripped) - 2), 0, -1):
            if is_unit(stripped[-length:], self.vocabulary):
                cut = len(stripped) - length
                return (start, stripped[:cut]), (start + cut, stripped[cut:])
        return (start, words), None

    def _group(self, group: tuple[int, str]) -> Piece:
        piece = self._words_piece(group)
        assert piece is not None
        return Piece(piece.start, piece.end, piece.text, 1, len(self.kinds))

    def _words_piece(self, words: tuple[int, str] | None) -> Piece | None:
        """A piece whose text may carry superscripts where the line has the digits of footnotes."""
        if words is None or not words[1].strip():
            return None
        start, text = words
        begin = self.line.start + start + len(text) - len(text.lstrip())
        stripped = text.strip()
        return Piece(begin, begin + len(stripped), stripped)

    def _piece(self, start: int, end: int, suffix: str = "") -> Piece | None:
        piece = piece_at(self.document.text, self.line.start + start, self.line.start + end)
        return piece and Piece(piece.start, piece.end, piece.text + suffix)
