"""Tables flattened to lines of as many words as they have columns (每行词数相同的表), below a caption.

``地区 2019年 2020年`` over ``甲县 6.15 7.04``: no cell is blank and none holds a blank, so each word is a cell. A head of two rows
has groups above (地区 2019年 2020年) and as many words under each of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kechuang.domain.document import Document
from kechuang.domain.plans.tables.cells import Holds, read_cell
from kechuang.domain.plans.tables.flat_tables_lines import Flattened, Line, Piece, Row, lay_out
from kechuang.domain.plans.tables.reading_tables_context import is_note, is_unit_line, may_be_caption
from kechuang.domain.vocabulary import Vocabulary

_TOKEN = re.compile(r"[^\s\u3000\xa0]+")
_SENTENCE = re.compile(r"[。；;！!？?]")
_LONGEST_LINE, _LONGEST_HEAD_WORD, _LONGEST_GROUP = 300, 40, 20
_FEWEST_COLUMNS, _MOST_COLUMNS, _FEWEST_ROWS = 3, 24, 2
_CAPTION_WITHIN = 3  # lines above the head: caption, unit line, a blank


@dataclass(frozen=True, slots=True)
class _Head:
    rows: tuple[Row, ...]
    columns: int
    lines: int


def recover_even(lines: list[Line], document: Document, vocabulary: Vocabulary) -> Iterator[Flattened]:
    """Every table below a caption whose rows have as many words as its head."""
    index = 0
    while index < len(lines):
        found = _table(lines, index, document, vocabulary) if _may_begin(lines, index, vocabulary) else None
        if found is not None:
            yield found
        index += len(found.lines) if found is not None else 1


def _may_begin(lines: list[Line], index: int, vocabulary: Vocabulary) -> bool:
    """Whether a line is free, could be a head, and a caption or unit line stands right above it."""
    if not _is_plain(lines[index]) or len(_words(lines[index])) < _FEWEST_COLUMNS:
        return False
    above = [line.text for line in lines[max(0, index - _CAPTION_WITHIN) : index] if not line.blank]
    return any(may_be_caption(words, vocabulary) or is_unit_line(words, vocabulary) for words in above)


def _is_plain(line: Line) -> bool:
    return not line.taken and "\t" not in line.text and 0 < len(line.text.strip()) <= _LONGEST_LINE


def _words(line: Line) -> list[Piece]:
    return [Piece(line.start + one.start(), line.start + one.end(), one[0]) for one in _TOKEN.finditer(line.text)]


def _table(lines: list[Line], index: int, document: Document, vocabulary: Vocabulary) -> Flattened | None:
    head = _single_head(lines, index, vocabulary) or _double_head(lines, index, vocabulary)
    if head is None:
        return None
    rows: list[Row] = list(head.rows)
    count, at, last = 0, index + head.lines, index
    pending: list[Row] = []
    while at < len(lines) and _is_plain(lines[at]) and not is_note(lines[at].text, vocabulary):
        words = _words(lines[at])
        if len(words) == head.columns and _holds_numbers(words, vocabulary):
            rows += [*pending, words]
            pending, count, last = [], count + 1, at
        elif len(words) == 1 and len(words[0].text) <= _LONGEST_GROUP and not pending:
            pending.append([replace(words[0], column_span=head.columns)])
        else:
            break
        at += 1
    if count < _FEWEST_ROWS:
        return None
    table = lay_out(rows, lines[index].start, lines[last].end)
    return Flattened(table, tuple(lines[index : last + 1]))


def _single_head(lines: list[Line], index: int, vocabulary: Vocabulary) -> _Head | None:
    words = _words(lines[index])
    return (
        _Head((words,), len(words), 1) if _is_head(words, vocabulary) and _follows(lines, index, len(words)) else None
    )


def _double_head(lines: list[Line], index: int, vocabulary: Vocabulary) -> _Head | None:
    """A head of groups and the words under them, as many under each."""
    if index + 1 >= len(lines) or not _is_plain(lines[index + 1]):
        return None
    upper, lower = _words(lines[index]), _words(lines[index + 1])
    groups = len(upper) - 1
    if not (_is_head(upper, vocabulary) and _is_head(lower, vocabulary)) or len(lower) <= groups or len(lower) % groups:
        return None
    if not _follows(lines, index + 1, len(lower) + 1):
        return None
    width = len(lower) // groups
    first = [replace(upper[0], row_span=2), *(replace(word, column_span=width) for word in upper[1:])]
    return _Head((first, [None, *lower]), len(lower) + 1, 2)


def _is_head(words: Sequence[Piece], vocabulary: Vocabulary) -> bool:
    """Words only, years among them: no value, no sentence."""
    return 1 < len(words) <= _MOST_COLUMNS and all(
        len(word.text) <= _LONGEST_HEAD_WORD
        and not _SENTENCE.search(word.text)
        and (word.text.endswith("年") or read_cell(word.text, vocabulary).holds is Holds.WORDS)
        for word in words
    )


def _follows(lines: list[Line], index: int, columns: int) -> bool:
    """Whether a line of so many words follows, with at most one heading of a group between."""
    return any(_is_plain(line) and len(_words(line)) == columns for line in lines[index + 1 : index + 3])


def _holds_numbers(words: Sequence[Piece], vocabulary: Vocabulary) -> bool:
    return any(read_cell(word.text, vocabulary).holds is Holds.NUMBER for word in words[1:])
