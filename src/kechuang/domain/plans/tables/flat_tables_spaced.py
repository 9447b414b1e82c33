"""Tables flattened to lines whose cells are parted by blanks (以空格分列的表), as text taken out of a PDF is.

``1 研发经费投入强度 % 0.67 1.05 预期性``: the head is nothing but head words; a row is read from its end: nature, values, unit, and
what is left is number and name. Names broken over lines are put together again; a line far shorter than those below it was
not broken, so it is a heading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kechuang.domain.document import Document
from kechuang.domain.plans.tables.cells import Holds, read_cell
from kechuang.domain.plans.tables.cells_units import is_unit
from kechuang.domain.plans.tables.flat_tables_heads import head_words, scan_head
from kechuang.domain.plans.tables.flat_tables_lines import Flattened, Line, Piece, Row, lay_out, piece_at
from kechuang.domain.plans.tables.reading_tables_context import is_caption, is_note
from kechuang.domain.plans.tables.reading_tables_heads import head_key
from kechuang.domain.vocabulary import Vocabulary

_YEAR = re.compile(r"(?:19|20)\d\d")
_TOKEN = re.compile(r"[^\s\u3000\xa0]+")
_WIDE_GAP = re.compile(r"[ \xa0]{2,}|\u3000+")
_NUMBER = re.compile(r"\s*(\d{1,3})[.．、]?(?:\s+|(?=[\u3400-\u9fff“]))")
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、])")
_SHORT_CATEGORY = re.compile(r"([\u3400-\u9fff]{2,6})\s(?=[\u3400-\u9fff“])")
_LONGEST_LINE, _LONGEST_PIECE = 160, 60
_MOST_HEAD_LINES, _MOST_PENDING, _LONGEST_HEAD_LINE = 8, 8, 24
_FARTHEST = 12  # lines from one row to the next, over a page break
_BROKEN = 0.7  # a line that goes on below is at least this full


@dataclass(frozen=True, slots=True)
class _Head:
    kinds: tuple[str, ...]
    pieces: tuple[Piece, ...]
    lines: int
    key: str


@dataclass(frozen=True, slots=True)
class _Tail:
    """The end of a row: its values, unit and nature, and where they begin."""

    values: tuple[Piece, ...]
    unit: Piece | None
    nature: Piece | None
    start: int


def recover_spaced(lines: list[Line], document: Document, vocabulary: Vocabulary) -> Iterator[Flattened]:
    """Every table whose cells are parted by blanks."""
    index = 0
    while index < len(lines):
        head = _head(lines, index, document, vocabulary)
        if head is None:
            index += 1
            continue
        found, index = _Spaced(lines, index, head, document, vocabulary).table()
        if found is not None:
            yield found


def _head(lines: list[Line], index: int, document: Document, vocabulary: Vocabulary) -> _Head | None:
    """The head that begins at a line and goes over as few lines as make one."""
    first = lines[index]
    if first.taken or len(first.text) > _LONGEST_LINE or "\t" in first.text.strip():
        return None
    if not scan_head(first.text, 0, vocabulary) and not _columns(first.text, vocabulary):
        return None
    best = None
    for count in range(1, _MOST_HEAD_LINES + 1):
        if index + count > len(lines) or (count > 1 and not _may_join(lines[index + count - 1])):
            break
        found = _head_of(document.text[first.start : lines[index + count - 1].end], first.start, count, vocabulary)
        best = found or best
        if best is not None and found is None:
            break
    return best


def _may_join(line: Line) -> bool:
    return not line.taken and not line.blank and len(line.text.strip()) <= _LONGEST_HEAD_LINE and "\t" not in line.text


def _head_of(text: str, offset: int, lines: int, vocabulary: Vocabulary) -> _Head | None:
    columns = _columns(text, vocabulary)
    kinds = tuple(kind for kind, _, _ in columns)
    values = kinds.count("value") + kinds.count("change")
    if not values or kinds[0] in ("value", "change", "nature", "unit") or not (values >= 2 or "nature" in kinds):
        return None
    if not _in_order(kinds):
        return None
    pieces = [piece_at(text, start, end) for _, start, end in columns]
    moved = tuple(Piece(one.start + offset, one.end + offset, one.text) for one in pieces if one)
    return _Head(kinds, moved, lines, head_key(text))


def _columns(text: str, vocabulary: Vocabulary) -> tuple[tuple[str, int, int], ...]:
    """The columns of a text that is nothing but head words, by their words or, where widely parted, by the gaps."""
    columns = scan_head(text, 0, vocabulary)
    if columns and not text[columns[-1][2] :].strip(" \u3000\xa0\n0123456789"):
        return columns
    if "\n" in text:
        return ()
    edges = [0, *(edge for gap in _WIDE_GAP.finditer(text.rstrip()) for edge in gap.span()), len(text.rstrip())]
    spans = [(left, right) for left, right in zip(edges[::2], edges[1::2], strict=False) if text[left:right].strip()]
    if len(spans) < 3:
        spans = [token.span() for token in _TOKEN.finditer(text)]
    words = head_words(vocabulary)
    found = [(words.kind(text[left:right]), left, right) for left, right in spans[:16]]
    return (
        tuple((kind, left, right) for kind, left, right in found if kind) if all(kind for kind, _, _ in found) else ()
    )


def _in_order(kinds: tuple[str, ...]) -> bool:
    order = {"number": 0, "category": 1, "region": 1, "name": 2, "unit": 3, "value": 4, "change": 4, "nature": 5}
    places = [order.get(kind, 9) for kind in kinds]
    return (
        places == sorted(places) and 9 not in places and any(kind in kinds for kind in ("name", "category", "region"))
    )


class _Spaced:
    """One table of lines parted by blanks."""

    def __init__(self, lines: list[Line], index: int, head: _Head, document: Document, vocabulary: Vocabulary) -> None:
        self.lines = lines
        self.first = index
        self.head = head
        self.document = document
        self.vocabulary = vocabulary
        self.values = sum(kind in ("value", "change") for kind in head.kinds)
        changes_last = "change" in head.kinds and "value" not in head.kinds[head.kinds.index("change") :]
        self.sure = head.kinds.count("value") if changes_last and "value" in head.kinds else self.values
        suffixes = vocabulary.alternatives("numerals.about_after", "numerals.at_least_after", "numerals.at_most_after")
        self._tokens = re.compile(rf"[^\s\u3000\xa0]+(?:(?<=[\d%％])[ \xa0](?:{suffixes})(?!\S))?")
        self.labels = [kind for kind in head.kinds if kind in ("category", "region", "name")]
        self.rows: list[Row] = [list(head.pieces)]
        self.number = 0
        self.width = 0
        self.wide = bool(re.search(r"\S\s{4,}\S", lines[index].text))

    def table(self) -> tuple[Flattened | None, int]:
        """The table and the line behind it."""
        index = begin = self.first + self.head.lines
        last = begin - 1
        pending: list[Line] = []
        while index < len(self.lines) and index - last <= _FARTHEST:
            line = self.lines[index]
            repeated = self._repeated_head(index) if len(self.rows) > 1 else 0
            if repeated or line.blank or line.page_number:
                index += repeated or 1
                continue
            if is_caption(line.text, self.vocabulary):
                break
            tail = None if line.taken else self._tail(line)
            if tail is None:
                if not self._may_wait(line, pending):
                    break
                pending.append(line)
            elif self._is_drawn(pending, line):
                return Flattened(None, tuple(self.lines[self.first : begin])), begin
            elif self._add(pending, line, tail):
                pending, last = [], index
            else:
                break
            index += 1
        if sum(len(row) == len(self.head.kinds) for row in self.rows) < 3:
            return None, begin
        table = lay_out(self.rows, self.lines[self.first].start, self.lines[last].end)
        return Flattened(table, tuple(self.lines[self.first : last + 1])), last + 1

    def _is_drawn(self, pending: list[Line], line: Line) -> bool:
        """Whether the text draws the page: values at half height of names of several lines, not behind them.

        Which lines belong to which name cannot be told then, so such a table is given up rather than guessed.
        """
        if not pending or not self.wide or self.head.lines > 1:
            return False
        indent = len(line.text) - len(line.text.lstrip())
        heading = len(pending) == 1 and (
            _HEADING.match(pending[0].text) or len(pending[0].text) - len(pending[0].text.lstrip()) < indent
        )
        return not heading

    def _repeated_head(self, index: int) -> int:
        """How many lines at a place repeat the head, 0 where it is not repeated."""
        lines = self.lines[index : index + self.head.lines]
        return self.head.lines if head_key("\n".join(line.text for line in lines)) == self.head.key else 0

    def _may_wait(self, line: Line, pending: list[Line]) -> bool:
        """Whether a line without values may be a heading, or a part of a name."""
        text = line.text.strip()
        fits = len(pending) < _MOST_PENDING and len(text) <= _LONGEST_PIECE and "\t" not in text
        return fits and not line.taken and not is_note(text, self.vocabulary) and not text.endswith(("。", "；", "："))

    def _tail(self, line: Line) -> _Tail | None:
        """The cells at the end of a line, None where it does not end a row."""
        if len(line.text) > _LONGEST_LINE:
            return None
        tokens = [
            (one.start() + line.start, one.end() + line.start, one[0]) for one in self._tokens.finditer(line.text)
        ]
        nature = unit = None
        if "nature" in self.head.kinds and tokens and self._is_nature(tokens[-1][2]):
            nature = Piece(*tokens.pop())
        values: list[Piece] = []
        while tokens and len(values) < self.values and self._is_value(tokens[-1][2]):
            values.insert(0, Piece(*tokens.pop()))
        if len(values) < self.values and not (len(values) == self.sure and (nature or self._ends_in_unit(tokens))):
            return None
        if self._is_wider(tokens):
            return None
        if "unit" in self.head.kinds and tokens and is_unit(tokens[-1][2], self.vocabulary):
            unit = Piece(*tokens.pop())
        return _Tail(tuple(values), unit, nature, (unit or values[0]).start)

    def _is_wider(self, tokens: list[tuple[int, int, str]]) -> bool:
        """Whether more values stand in a line than the head has columns for: 甲县 6.15 1.98 7.04 2.13 below two years."""
        if "unit" in self.head.kinds or len(tokens) < 2:
            return False
        return read_cell(tokens[-1][2], self.vocabulary).holds is Holds.NUMBER and not _YEAR.fullmatch(tokens[-1][2])

    def _ends_in_unit(self, tokens: list[tuple[int, int, str]]) -> bool:
        """Whether a unit stands before the values: then a blank last cell left nothing behind."""
        return "unit" in self.head.kinds and bool(tokens) and is_unit(tokens[-1][2], self.vocabulary)

    def _add(self, pending: list[Line], line: Line, tail: _Tail) -> bool:
        """Add the row that ends here, and before it the headings that stand above its name; False where it has no name."""
        parts = [piece_at(self.document.text, one.start, one.end) for one in pending]
        parts.append(piece_at(self.document.text, line.start, tail.start))
        stretches = [part for part in parts if part is not None]
        if not stretches:
            return False
        number, headings, names = self._parted(stretches)
        if not names or not re.search(r"[\u3400-\u9fffA-Za-z]", names[0].text):
            return False
        category, name = self._category(names)
        for heading in headings:
            self.rows.append([Piece(heading.start, heading.end, heading.text, 1, len(self.head.kinds))])
        if category is not None and len(self.labels) < 2:
            self.rows.append([Piece(category.start, category.end, category.text, 1, len(self.head.kinds))])
        pieces = {"number": number, "unit": tail.unit, "nature": tail.nature, self.labels[-1]: name}
        if len(self.labels) > 1:
            pieces[self.labels[0]] = category
        values = iter(tail.values)
        self.rows.append(
            [next(values, None) if kind in ("value", "change") else pieces.get(kind) for kind in self.head.kinds]
        )
        return True

    def _parted(self, parts: list[Piece]) -> tuple[Piece | None, list[Piece], list[Piece]]:
        """The row number, the headings before it, and the parts of the name (with a category that stands before it)."""
        if "number" in self.head.kinds:
            for place, part in enumerate(parts):
                found = _NUMBER.match(part.text)
                if found and int(found[1]) > self.number and (place == 0 or int(found[1]) == self.number + 1):
                    self.number = int(found[1])
                    number = piece_at(self.document.text, part.start, part.start + found.end(1))
                    rest = piece_at(self.document.text, part.start + found.end(), part.end)
                    return number, parts[:place], [*([rest] if rest else []), *parts[place + 1 :]]
        self.width = max(self.width, *(len(part.text) for part in parts))
        ended = [place for place, part in enumerate(parts[:-1]) if len(part.text) < self.width * _BROKEN]
        cut = ended[-1] + 1 if ended and len(self.labels) < 2 else 0
        return None, parts[:cut], parts[cut:]

    def _category(self, names: list[Piece]) -> tuple[Piece | None, Piece]:
        """A category in front of a name: a known word, what a wide gap parts off, or a short word and a blank."""
        whole = self._joined(names)
        if len(self.labels) < 2:
            found = _SHORT_CATEGORY.match(whole.text) if len(self.rows) > 1 or len(names) == 1 else None
            return self._cut(whole, found.end(1)) if found and "unit" not in self.head.kinds else (None, whole)
        flat = re.sub(r"\s", "", whole.text)
        known = sorted(self.vocabulary.words("tables.categories"), key=len, reverse=True)
        word = next((one for one in known if flat.startswith(one) and len(flat) > len(one) + 1), None)
        if word is not None:
            return self._cut(whole, _length_of(word, whole.text))
        gap = _WIDE_GAP.search(whole.text) or re.match(r"()[\u3400-\u9fff]{2,8}(?=\s)", whole.text)
        if gap and gap.start() == 0:
            return self._cut(whole, gap.end())
        return self._cut(whole, gap.start()) if gap else (None, whole)

    def _cut(self, whole: Piece, at: int) -> tuple[Piece, Piece]:
        rest = whole.text[at:]
        begin = at + len(rest) - len(rest.lstrip())
        return Piece(whole.start, whole.start + at, whole.text[:at]), Piece(
            whole.start + begin, whole.end, whole.text[begin:]
        )

    def _joined(self, parts: list[Piece]) -> Piece:
        """The parts of a name as one piece; page numbers between them are not in its words."""
        start, end = parts[0].start, parts[-1].end
        words = "\n".join(part.text for part in parts)
        verbatim = self.document.text[start:end]
        return Piece(start, end, verbatim if re.sub(r"\s", "", verbatim) == re.sub(r"\s", "", words) else words)

    def _is_value(self, word: str) -> bool:
        return read_cell(word, self.vocabulary).holds is not Holds.WORDS

    def _is_nature(self, word: str) -> bool:
        lists = ("tables.nature_obligatory", "tables.nature_anticipatory", "tables.nature_other")
        return any(head_key(word) == head_key(one) for name in lists for one in self.vocabulary.words(name))


def _length_of(word: str, text: str) -> int:
    """How far the words reach in a text that may break them with blanks."""
    at = 0
    for letter in word:
        at = text.index(letter, at) + 1
    return at
