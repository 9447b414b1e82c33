"""Tables flattened to one cell a line without any tabs (一格一行的表), as text copied from a web page is.

The head is a run of lines that are each a head word; the lines that follow are dealt into rows as wide as the head, each cell
checked against what its column may hold. A category or a nature that was merged down is missing in the rows below.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from kechuang.domain.document import Document
from kechuang.domain.plans.tables.cells import Holds, read_cell
from kechuang.domain.plans.tables.cells_units import is_unit
from kechuang.domain.plans.tables.flat_tables_heads import head_words
from kechuang.domain.plans.tables.flat_tables_lines import Flattened, Line, Piece, Row, lay_out, piece_at
from kechuang.domain.plans.tables.reading_tables_context import is_note
from kechuang.domain.plans.tables.reading_tables_heads import head_key
from kechuang.domain.vocabulary import Vocabulary

_LONGEST_HEAD, _LONGEST_NAME, _LONGEST_TEXT = 20, 80, 600
_LONGEST_VALUE = 30
_MOST_EXTRA = 8  # further lines a content may be broken over
_MONEY, _PERIOD = re.compile("投资|经费|资金"), re.compile("年限|时间|期限|周期|工期|建设期")
_CONTENT = re.compile("内容|规模|任务")
_MERGED = ("category", "nature")  # kinds of columns whose cells are often merged down


def recover_listed(lines: list[Line], document: Document, vocabulary: Vocabulary) -> Iterator[Flattened]:
    """Every table that stands as one cell a line."""
    filled = [index for index, line in enumerate(lines) if not line.blank]
    place = 0
    while place < len(filled):
        kinds = _head(lines, filled, place, vocabulary)
        if not kinds:
            place += 1
            continue
        found, after = _table(lines, filled, place, kinds, document, vocabulary)
        if found is not None:
            yield found
        place = after if found is not None else place + len(kinds)


def _head(lines: list[Line], filled: list[int], place: int, vocabulary: Vocabulary) -> list[str]:
    """The kinds of columns of a head that begins at a line; nothing where none does."""
    kinds: list[str] = []
    words = head_words(vocabulary)
    for index in filled[place : place + 14]:
        line = lines[index]
        text = line.text.strip()
        kind = words.kind(text) if not line.taken and "\t" not in text and len(text) <= _LONGEST_HEAD else None
        if kind is None:
            break
        kinds.append(kind)
    values = kinds.count("value") + kinds.count("change")
    named = "name" in kinds or "category" in kinds or "region" in kinds
    counted = kinds[:1] == ["number"] and kinds.count("text") >= 3
    return kinds if len(kinds) >= 3 and (counted or (named and (values >= 1 or kinds.count("text") >= 3))) else []


def _table(
    lines: list[Line], filled: list[int], place: int, kinds: list[str], document: Document, vocabulary: Vocabulary
) -> tuple[Flattened | None, int]:
    first = place
    pieces = [
        piece_at(document.text, lines[index].start, lines[index].end) for index in filled[place : place + len(kinds)]
    ]
    rows: list[Row] = [pieces]
    kinds = _checked(kinds, pieces)
    content = next((column for column, piece in enumerate(pieces) if piece and _CONTENT.search(piece.text)), None)
    place += len(kinds)
    while place < len(filled):
        row, after = _row(lines, filled, place, kinds, document, vocabulary)
        if row is None and content is not None:
            row, after = _long_row(lines, filled, place, kinds, content, document, vocabulary)
        if row is None or not _counts_on(rows[-1], row, kinds):
            break
        rows.append(row)
        place = after
    used = filled[first:place]
    if sum(len(row) == len(kinds) for row in rows) < 3:
        return None, place
    table = lay_out(rows, lines[used[0]].start, lines[used[-1]].end)
    return Flattened(table, tuple(lines[used[0] : used[-1] + 1])), place


def _row(
    lines: list[Line], filled: list[int], place: int, kinds: list[str], document: Document, vocabulary: Vocabulary
) -> tuple[Row | None, int]:
    """The row that begins at a line: whole, without cells merged from above, or a heading before such a row."""
    for present in _variants(kinds):
        taken = filled[place : place + len(present)]
        if len(taken) == len(present) and _fits(lines, taken, [kinds[column] for column in present], vocabulary):
            pieces: list[Piece | None] = [None] * len(kinds)
            for column, index in zip(present, taken, strict=True):
                pieces[column] = piece_at(document.text, lines[index].start, lines[index].end)
            return pieces, place + len(present)
    line = lines[filled[place]]
    heading = len(line.text.strip()) <= _LONGEST_HEAD * 2 and not line.taken and not is_note(line.text, vocabulary)
    if (
        heading
        and place + 1 < len(filled)
        and any(
            _fits(
                lines, filled[place + 1 : place + 1 + len(present)], [kinds[column] for column in present], vocabulary
            )
            for present in _variants(kinds)
            if place + 1 + len(present) <= len(filled)
        )
    ):
        piece = piece_at(document.text, line.start, line.end)
        if piece is not None and read_cell(piece.text, vocabulary).holds is Holds.WORDS:
            return [Piece(piece.start, piece.end, piece.text, 1, len(kinds))], place + 1
    return None, place


def _counts_on(above: Row, row: Row, kinds: list[str]) -> bool:
    """Whether a row number is greater than the one above; rows without a number are not held against it."""
    if "number" not in kinds or len(row) < len(kinds) or len(above) < len(kinds):
        return True
    column = kinds.index("number")
    before, after = above[column], row[column]
    numbers = [int(digits[0]) for piece in (before, after) if piece and (digits := re.search(r"\d+", piece.text))]
    return len(numbers) < 2 or numbers[0] < numbers[1]


def _long_row(
    lines: list[Line],
    filled: list[int],
    place: int,
    kinds: list[str],
    content: int,
    document: Document,
    vocabulary: Vocabulary,
) -> tuple[Row | None, int]:
    """A row whose content goes over several lines: with those taken together, every other cell fits its column."""
    for extra in range(1, _MOST_EXTRA):
        behind = place + len(kinds) + extra
        if behind > len(filled):
            break
        starts = [*range(place, place + content + 1), *range(place + content + 1 + extra, behind)]
        ends = [*range(place, place + content), *range(place + content + extra, behind)]
        if _fits(lines, [filled[start] for start in starts], kinds, vocabulary):
            spans = zip(starts, ends, strict=True)
            return [piece_at(document.text, lines[filled[a]].start, lines[filled[b]].end) for a, b in spans], behind
    return None, place


def _checked(kinds: list[str], pieces: list[Piece | None]) -> list[str]:
    """The kinds of columns with those told apart whose cells can be checked: sums of money, and periods."""
    told = []
    for kind, piece in zip(kinds, pieces, strict=True):
        words = piece.text if piece and kind == "text" else ""
        told.append("money" if _MONEY.search(words) else "period" if _PERIOD.search(words) else kind)
    return told


def _variants(kinds: list[str]) -> list[tuple[int, ...]]:
    """The columns that may be present in a row: all of them, or without those that were merged down."""
    merged = [column for column, kind in enumerate(kinds) if kind in _MERGED and ("name" in kinds or kind == "nature")]
    left_out = [out for count in range(len(merged) + 1) for out in combinations(merged, count)]
    return [tuple(column for column in range(len(kinds)) if column not in out) for out in left_out]


def _fits(lines: list[Line], taken: list[int], kinds: list[str], vocabulary: Vocabulary) -> bool:
    return all(may_hold(lines[index], kind, vocabulary) for index, kind in zip(taken, kinds, strict=True)) and any(
        kind in ("value", "change", "text", "money", "period") for kind in kinds
    )


def may_hold(line: Line, kind: str, vocabulary: Vocabulary) -> bool:
    """Whether a line may be a cell of such a column."""
    text = line.text.strip()
    if line.taken or "\t" in text or not text or is_note(text, vocabulary):
        return False
    holds = read_cell(text, vocabulary).holds if len(text) <= _LONGEST_TEXT else Holds.WORDS
    if kind == "number":
        return text.strip(".．、()（）").isdigit() and len(text) < 6
    if kind in ("value", "change"):
        return holds is not Holds.WORDS or (
            len(text) <= _LONGEST_VALUE and not is_unit(text, vocabulary) and not _is_nature(text, vocabulary)
        )
    if kind == "unit":
        return is_unit(text, vocabulary) or holds is Holds.NOTHING
    if kind == "nature":
        return _is_nature(text, vocabulary) or holds is Holds.NOTHING
    if kind == "text":
        return len(text) <= _LONGEST_TEXT
    if kind == "money":
        return holds is not Holds.WORDS
    if kind == "period":
        return len(text) <= _LONGEST_VALUE and (holds is Holds.NOTHING or bool(re.search(r"\d{4}|十.五|长期", text)))
    return holds is Holds.WORDS and len(text) <= _LONGEST_NAME and not text.endswith(("。", "；"))


def _is_nature(text: str, vocabulary: Vocabulary) -> bool:
    lists = ("tables.nature_obligatory", "tables.nature_anticipatory", "tables.nature_other")
    return any(head_key(text) == head_key(word) for name in lists for word in vocabulary.words(name))
