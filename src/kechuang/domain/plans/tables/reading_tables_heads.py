"""How far the head of a table goes (表头), and which rows below it are data."""

import re
from functools import lru_cache

from kechuang.domain.document import Cell, Table
from kechuang.domain.folding import fold
from kechuang.domain.plans.tables.cells import Holds, is_placeholder, read_cell
from kechuang.domain.plans.tables.cells_units import is_unit
from kechuang.domain.plans.tables.reading_tables_context import Surroundings, is_note
from kechuang.domain.vocabulary import Vocabulary

_MOST_HEAD_ROWS = 4
_YEAR = re.compile(r"(?:19|20)\d\d年?(?:末|底)?")
_LISTS = ("number", "category", "name", "unit", "nature", "lead")


@lru_cache(maxsize=4)
def _head_words(vocabulary: Vocabulary) -> frozenset[str]:
    lists = [f"tables.head_{name}" for name in _LISTS]
    return frozenset(head_key(word) for name in lists for word in vocabulary.words(name))


def head_key(text: str) -> str:
    """The words of a head as they are compared: folded, without blanks and brackets around."""
    return re.sub(r"\s", "", fold(text)).strip("()[]:*")


def find_head(table: Table, around: Surroundings, vocabulary: Vocabulary) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The rows of the head and the rows of the body; both leave out captions, unit lines, notes and repeated heads."""
    rows = [row for row in range(around.first, around.last) if _filled(table, row)]
    height = _height(table, rows, vocabulary)
    head = tuple(rows[:height])
    keys = {_row_key(table, row) for row in head}
    body = tuple(
        row
        for row in rows[height:]
        if not any(_repeats(_row_key(table, row), key) for key in keys) and not _is_note_row(table, row, vocabulary)
    )
    return head, body


def _height(table: Table, rows: list[int], vocabulary: Vocabulary) -> int:
    if not rows or _is_data(table, rows[0], vocabulary):
        return 0
    height = 1
    while height < min(_MOST_HEAD_ROWS, len(rows) - 1):
        row = rows[height]
        if _is_data(table, row, vocabulary) or not _belongs_to_head(table, rows[height - 1], row, vocabulary):
            break
        height += 1
    return height


def _belongs_to_head(table: Table, above: int, row: int, vocabulary: Vocabulary) -> bool:
    """Whether a row goes on with the head above it: covered from above, of head words, or parting its groups."""
    upper, lower = table.grid[above], table.grid[row]
    own = [cell for cell in lower if cell is not None and cell.row == row and cell.text.strip()]
    if not own or (len({cell.start for cell in own}) == 1 and own[0].column == 0):
        return False
    if any(cell is not None and cell.row < row for cell in lower):
        covered = [cell is not None and cell.row < row for cell in lower]
        if all(above_it or _wide(upper, column) for column, above_it in enumerate(covered)):
            return True
        return sum(covered) * 3 >= len(lower) or all(_is_head_word(cell.text, vocabulary) for cell in own)
    if all(_is_head_word(cell.text, vocabulary) for cell in own):
        return True
    return _parts_groups(upper, lower)


def _parts_groups(upper: tuple[Cell | None, ...], lower: tuple[Cell | None, ...]) -> bool:
    """Whether the upper row has wide or blank places and the lower has words only under those."""
    if lower[0] is not None and lower[0].text.strip():
        return False
    wide = [_wide(upper, column) for column in range(len(upper))]
    places = [column for column, cell in enumerate(lower) if cell is not None and cell.text.strip()]
    return any(wide) and all(wide[column] for column in places)


def _wide(row: tuple[Cell | None, ...], column: int) -> bool:
    cell = row[column]
    if cell is None or not cell.text.strip():
        return True
    if cell.column_span > 1:
        return True
    following = row[column + 1] if column + 1 < len(row) else cell
    return following is None or not following.text.strip()


def _is_head_word(text: str, vocabulary: Vocabulary) -> bool:
    key = head_key(text)
    return bool(_YEAR.fullmatch(key)) or key in _head_words(vocabulary) or is_unit(key, vocabulary)


def _is_data(table: Table, row: int, vocabulary: Vocabulary) -> bool:
    """Whether a row holds a value or a row number; a row of nothing but years is still head."""
    cells = [cell for cell in table.grid[row] if cell is not None and cell.row == row and cell.text.strip()]
    numbers = [cell for cell in cells if _is_number(cell.text, vocabulary)]
    years = [cell for cell in numbers if _YEAR.fullmatch(head_key(cell.text))]
    if numbers and len(years) < len(numbers):
        return True
    placeholders = [cell for cell in cells if is_placeholder(cell.text, vocabulary)]
    return bool(placeholders) or (bool(years) and bool(cells) and cells[0] in years and len(years) == 1 < len(cells))


def _is_number(text: str, vocabulary: Vocabulary) -> bool:
    return len(text) < 30 and read_cell(text, vocabulary).holds is Holds.NUMBER


def _is_note_row(table: Table, row: int, vocabulary: Vocabulary) -> bool:
    cells = {cell.start: cell for cell in table.grid[row] if cell is not None and cell.text.strip()}
    return len(cells) == 1 and is_note(next(iter(cells.values())).text, vocabulary)


def _filled(table: Table, row: int) -> bool:
    return any(cell is not None and cell.text.strip() for cell in table.grid[row])


def _repeats(row: tuple[str, ...], head: tuple[str, ...]) -> bool:
    """Whether a row says what the head says, or as much of it as a page had room for (总投资（亿 for 总投资（亿元）)."""
    if row == head:
        return True
    return (
        len(row) > 2
        and row[0] == head[0] != ""
        and all(words and whole.startswith(words) for words, whole in zip(row, head, strict=True))
    )


def _row_key(table: Table, row: int) -> tuple[str, ...]:
    return tuple("" if cell is None else head_key(cell.text) for cell in table.grid[row])
