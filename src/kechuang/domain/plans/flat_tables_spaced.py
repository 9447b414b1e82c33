"""Tables flattened to lines whose cells are parted by blanks (以空格分列的表), as text taken out of a PDF is.

``1 研发经费投入强度 % 0.67 1.05 预期性``: the head is a line of nothing but head words; a row is read from its end: nature, values,
unit, and what is left is number and name. A name that was broken over two lines is put together again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kechuang.domain.document import Document
from kechuang.domain.plans.cells import Holds, read_cell
from kechuang.domain.plans.cells_units import is_unit
from kechuang.domain.plans.flat_tables_heads import head_words, scan_head
from kechuang.domain.plans.flat_tables_lines import Flattened, Line, Piece, Row, lay_out, piece_at
from kechuang.domain.plans.reading_tables_context import is_note
from kechuang.domain.plans.reading_tables_heads import head_key
from kechuang.domain.vocabulary import Vocabulary

_TOKEN = re.compile(r"[^\s\u3000\xa0]+")
_WIDE_GAP = re.compile(r"[ \xa0]{2,}|\u3000+")
_LONGEST_LINE, _LONGEST_HEADING = 160, 40
_FARTHEST = 8  # lines from one row to the next, over a page break


@dataclass(frozen=True, slots=True)
class _Head:
    kinds: tuple[str, ...]
    pieces: tuple[Piece, ...]


def recover_spaced(lines: list[Line], document: Document, vocabulary: Vocabulary) -> Iterator[Flattened]:
    """Every table whose cells are parted by blanks."""
    index = 0
    while index < len(lines):
        head = _head(lines[index], vocabulary)
        if head is None:
            index += 1
            continue
        found, index = _Spaced(lines, index, head, document, vocabulary).table()
        if found is not None:
            yield found


def _head(line: Line, vocabulary: Vocabulary) -> _Head | None:
    text = line.text
    if line.taken or len(text) > _LONGEST_LINE or "\t" in text.strip() or not _TOKEN.search(text.strip()):
        return None
    columns = _columns(text, vocabulary)
    kinds = tuple(kind for kind, _, _ in columns)
    values = kinds.count("value") + kinds.count("change")
    if not values or kinds[0] in ("value", "change", "nature", "unit") or not (values >= 2 or "nature" in kinds):
        return None
    if not _in_order(kinds):
        return None
    pieces = [piece_at(line.text, start, end) for _, start, end in columns]
    return _Head(kinds, tuple(_moved(piece, line.start) for piece in pieces if piece))


def _columns(text: str, vocabulary: Vocabulary) -> tuple[tuple[str, int, int], ...]:
    """The columns of a line that is nothing but head words, by their words or, where widely parted, by the gaps."""
    columns = scan_head(text, 0, vocabulary)
    if columns and not text[columns[-1][2] :].strip(" \u3000\xa00123456789"):
        return columns
    edges = [0, *(edge for gap in _WIDE_GAP.finditer(text.rstrip()) for edge in gap.span()), len(text.rstrip())]
    spans = [(left, right) for left, right in zip(edges[::2], edges[1::2], strict=False) if text[left:right].strip()]
    if len(spans) < 3:
        spans = [token.span() for token in _TOKEN.finditer(text)]
    words = head_words(vocabulary)
    found = [(words.kind(text[left:right]), left, right) for left, right in spans]
    return (
        tuple((kind, left, right) for kind, left, right in found if kind) if all(kind for kind, _, _ in found) else ()
    )


def _in_order(kinds: tuple[str, ...]) -> bool:
    order = {"number": 0, "category": 1, "region": 1, "name": 2, "unit": 3, "value": 4, "change": 4, "nature": 5}
    places = [order.get(kind, 9) for kind in kinds]
    return (
        places == sorted(places) and 9 not in places and any(kind in kinds for kind in ("name", "category", "region"))
    )


def _moved(piece: Piece, offset: int) -> Piece:
    return Piece(piece.start + offset, piece.end + offset, piece.text)


class _Spaced:
    """One table of lines parted by blanks."""

    def __init__(self, lines: list[Line], index: int, head: _Head, document: Document, vocabulary: Vocabulary) -> None:
        self.lines = lines
        self.first = index
        self.head = head
        self.document = document
        self.vocabulary = vocabulary
        self.values = sum(kind in ("value", "change") for kind in head.kinds)

    def table(self) -> tuple[Flattened | None, int]:
        """The table and the line behind it."""
        rows: list[Row] = [list(self.head.pieces)]
        index, last, pending = self.first + 1, self.first, None
        while index < len(self.lines) and index - last <= _FARTHEST:
            line = self.lines[index]
            if line.blank or line.page_number or (len(rows) > 1 and self._repeats_head(line)):
                index += 1
                continue
            if line.taken or is_note(line.text, self.vocabulary):
                break
            row = self._row(line, pending)
            if row is None:
                if pending is not None or not self._may_wait(line):
                    break
                pending = line
            else:
                if pending is not None and row[0] is not None and not self._joined(row, pending):
                    rows.append([self._heading(pending)])
                rows.append(row)
                pending, last = None, index
            index += 1
        if sum(len(row) == len(self.head.kinds) for row in rows) < 3:
            return None, self.first + 1
        table = lay_out(rows, self.lines[self.first].start, self.lines[last].end)
        return Flattened(table, tuple(self.lines[self.first : last + 1])), last + 1

    def _repeats_head(self, line: Line) -> bool:
        return head_key(line.text) == head_key(self.lines[self.first].text)

    def _may_wait(self, line: Line) -> bool:
        """Whether a line without values may be a heading, or the first half of a name."""
        text = line.text.strip()
        return len(text) <= _LONGEST_HEADING and not text.endswith(("。", "；", "：", "，"))

    def _heading(self, line: Line) -> Piece:
        piece = piece_at(self.document.text, line.start, line.end)
        assert piece is not None
        return Piece(piece.start, piece.end, piece.text, 1, len(self.head.kinds))

    def _joined(self, row: Row, pending: Line) -> bool:
        return any(piece is not None and piece.start < pending.end for piece in row)

    def _row(self, line: Line, pending: Line | None) -> list[Piece | None] | None:
        """The cells of a line read from its end; ``pending`` is the line above if it had no values."""
        tokens = [
            (found.start() + line.start, found.end() + line.start, found[0]) for found in _TOKEN.finditer(line.text)
        ]
        pieces: dict[str, Piece | None] = {}
        if "nature" in self.head.kinds:
            pieces["nature"] = self._last(tokens, "nature")
        values: list[Piece] = []
        while tokens and len(values) < self.values and self._is_value(tokens[-1][2]):
            values.insert(0, Piece(*tokens.pop()))
        if len(values) < self.values or not tokens:
            return None
        if "unit" in self.head.kinds:
            pieces["unit"] = self._last(tokens, "unit")
        pieces["number"] = self._number(tokens, pending)
        name = self._name(tokens, line, pending, pieces["number"])
        if name is None:
            return None
        pieces |= name
        return self._ordered(pieces, values)

    def _ordered(self, pieces: dict[str, Piece | None], values: list[Piece]) -> list[Piece | None]:
        following = iter(values)
        return [next(following) if kind in ("value", "change") else pieces.get(kind) for kind in self.head.kinds]

    def _last(self, tokens: list[tuple[int, int, str]], kind: str) -> Piece | None:
        if not tokens:
            return None
        word = tokens[-1][2]
        fits = self._is_nature(word) if kind == "nature" else is_unit(word, self.vocabulary)
        return Piece(*tokens.pop()) if fits and len(tokens) > 1 else None

    def _number(self, tokens: list[tuple[int, int, str]], pending: Line | None) -> Piece | None:
        if "number" not in self.head.kinds or not tokens:
            return None
        word = tokens[0][2].strip(".．、")
        return Piece(*tokens.pop(0)) if word.isdigit() and len(word) < 4 and len(tokens) > 1 else None

    def _name(
        self, tokens: list[tuple[int, int, str]], line: Line, pending: Line | None, number: Piece | None
    ) -> dict[str, Piece | None] | None:
        """What is left of a row: the name, before it a category where a wide gap parts them."""
        labels = [kind for kind in self.head.kinds if kind in ("category", "region", "name")]
        if not tokens:
            return None
        start, end = tokens[0][0], tokens[-1][1]
        words = self.document.text[start:end]
        gap = _WIDE_GAP.search(words)
        if len(labels) > 1 and gap:
            first, rest = (
                Piece(start, start + gap.start(), words[: gap.start()]),
                piece_at(self.document.text, start + gap.end(), end),
            )
            return {labels[0]: first, labels[-1]: rest}
        if pending is not None and number is None and "number" in self.head.kinds:
            begun = re.match(r"\s*\d{1,3}[.．、]?\s+", pending.text)
            if begun:
                start = pending.start + begun.end()
                return {
                    labels[-1]: Piece(start, end, self.document.text[start:end]),
                    "number": piece_at(self.document.text, pending.start, start),
                }
        if not re.search(r"[\u3400-\u9fffA-Za-z]", words):
            return None
        return {labels[-1]: Piece(start, end, words)}

    def _is_value(self, word: str) -> bool:
        return read_cell(word, self.vocabulary).holds is not Holds.WORDS

    def _is_nature(self, word: str) -> bool:
        lists = ("tables.nature_obligatory", "tables.nature_anticipatory", "tables.nature_other")
        return any(head_key(word) == head_key(one) for name in lists for one in self.vocabulary.words(name))
