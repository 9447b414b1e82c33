"""Heads of two rows of a flattened table whose merged cells left nothing behind (合并表头): which cells of the first are groups.

``年份 总量（万人） 研发人员 技能人才`` over ``人数（人） 占比（%） 人数（人） 占比（%）`` and rows of six: only the two last are groups, for the
others have a unit or name the rows. Where that cannot be told the head is given up rather than guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from kechuang.domain.plans.tables.cells_units import read_name
from kechuang.domain.plans.tables.flat_tables_heads import head_words
from kechuang.domain.plans.tables.flat_tables_lines import Piece, Row
from kechuang.domain.vocabulary import Vocabulary

_NO_GROUPS = ("number", "name", "unit", "nature", "category", "region")
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?")
_FEWEST_ROWS = 4  # two of the head and two below it


def is_ragged_head(rows: Sequence[Row], width: int) -> bool:
    """Whether the first two rows are both narrower than the table, and wider together: a head with groups."""
    if len(rows) < _FEWEST_ROWS or any(len(row) != width for row in rows[2:4]):
        return False
    upper, lower = len(rows[0]), len(rows[1])
    whole = all(piece is not None for row in rows[:2] for piece in row)
    return whole and 1 < upper < width and 1 < lower < width and upper + lower > width


def spread_ragged_head(upper: Row, lower: Row, width: int, vocabulary: Vocabulary) -> tuple[Row, Row] | None:
    """Both rows in their columns; None where several ways are possible."""
    cells = [piece for piece in upper if piece is not None]
    count = len(cells) + len(lower) - width
    groups = [place for place, piece in enumerate(cells) if place and _may_group(piece, vocabulary)]
    spans = _spans([cells[place] for place in groups], lower, vocabulary) if len(groups) == count else None
    if spans is None:
        return None
    first: list[Piece | None] = []
    second: list[Piece | None] = []
    below = iter(lower)
    for place, piece in enumerate(cells):
        span = spans[groups.index(place)] if place in groups else 0
        first.append(replace(piece, column_span=span) if span else replace(piece, row_span=2))
        second += [next(below) for _ in range(span)] if span else [None]
    return first, second


def _may_group(piece: Piece, vocabulary: Vocabulary) -> bool:
    """Whether a cell of the head may stand over others: it names no column of labels, and has no unit of its own."""
    values = re.compile(vocabulary.alternatives("tables.value_baseline", "tables.value_target"))
    if values.fullmatch("".join(piece.text.split())):
        return True
    kind = head_words(vocabulary).kind(piece.text)
    return kind not in _NO_GROUPS and read_name(piece.text, vocabulary).unit is None


def _spans(groups: Sequence[Piece], lower: Row, vocabulary: Vocabulary) -> list[int] | None:
    """How many cells stand under each group: as many under each, or one year under the baseline and the rest shared."""
    if not groups:
        return None
    if len(lower) % len(groups) == 0:
        return [len(lower) // len(groups)] * len(groups)
    baseline = re.compile(vocabulary.alternatives("tables.value_baseline"))
    based = [bool(baseline.search(piece.text)) for piece in groups]
    years = all(piece is not None and _YEAR.fullmatch(piece.text) for piece in lower)
    others = len(groups) - 1
    if not years or based.count(True) != 1 or not based[0] or others < 1 or (len(lower) - 1) % others:
        return None
    return [1, *[(len(lower) - 1) // others] * others]
