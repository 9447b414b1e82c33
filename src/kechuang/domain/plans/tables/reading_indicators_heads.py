"""What each column of an indicator table holds, from its head and its cells (指标表的列)."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from kechuang.domain.document import Cell
from kechuang.domain.folding import fold
from kechuang.domain.plans.tables.cells import Holds, is_placeholder, read_cell
from kechuang.domain.plans.tables.cells_units import is_unit
from kechuang.domain.plans.tables.reading_indicators_columns import ChangeColumn, Columns, Role, Sense, ValueColumn
from kechuang.domain.plans.tables.reading_tables_heads import head_key
from kechuang.domain.plans.tables.tables import TitledTable
from kechuang.domain.vocabulary import Vocabulary

_YEAR = re.compile(r"(?<!\d)((?:19[89]|20[0-6])\d)(?!\d)")
_CHINESE_YEAR = re.compile(r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PLAN = re.compile(
    r"[“\"']?(?P<number>十[一二三四五六七八]?|[七八九])五[”\"']?(?=规划|时期|期间|末|目标|年均|累计|以来|$|[^年月日])"
)
_NUMERALS = {"七": 7, "八": 8, "九": 9, "十": 10} | {
    f"十{digit}": 11 + place for place, digit in enumerate("一二三四五六七八")
}
_LONGEST_WORDS = 40  # of a target in words; a longer cell is a sentence
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]")
_SERIAL = re.compile(r"[(（]?\d{1,3}[)）.．、]?|[(（]?[一二三四五六七八九十]{1,3}[)）.、]?|[①-⑳]")


def plan_end(text: str) -> int | None:
    """The last year of the five-year plan named in a text: 十四五 is 2025; None where none or several are named.

    >>> plan_end("“十四五”科技创新主要指标")
    2025
    """
    ends = {2005 + 5 * (_NUMERALS[found["number"]] - 10) for found in _PLAN.finditer(text)}
    return ends.pop() if len(ends) == 1 else None


def years_in(text: str) -> list[int]:
    """The years printed in a text, in order."""
    return [int(year) for year in _YEAR.findall(_CHINESE_YEAR.sub(_in_digits, fold(text)))]


def _in_digits(found: re.Match[str]) -> str:
    return found[0].translate(_DIGITS)


class _Heads:
    def __init__(self, vocabulary: Vocabulary) -> None:
        def keys(*names: str) -> frozenset[str]:
            return frozenset(head_key(word) for name in names for word in vocabulary.words(name))

        def search(name: str) -> re.Pattern[str]:
            return re.compile(vocabulary.alternatives(name))

        self.number = keys("tables.head_number")
        self.category = keys("tables.head_category")
        self.name = keys("tables.head_name")
        self.unit = keys("tables.head_unit")
        self.nature = keys("tables.head_nature")
        self.lead = keys("tables.head_lead")
        self.regions = keys("indicators.region_heads")
        self.no_measures = keys("tables.no_measures")
        self.natures = keys("tables.nature_obligatory", "tables.nature_anticipatory", "tables.nature_other")
        self.baseline = search("tables.value_baseline")
        self.target = search("tables.value_target")
        self.actual = search("tables.value_actual")
        self.change = search("tables.value_change")
        self.beside = re.compile(rf"[\\/|]|{vocabulary.alternatives('tables.head_beside')}")
        self.values = search("tables.value_words")
        self.progress = re.compile(rf"(?:{vocabulary.alternatives('tables.progress')})%?$")
        self.annual = search("tables.change_annual")
        self.cumulative = search("tables.change_cumulative")
        self.compares = search("tables.change_compares")
        self.grows = search("tables.value_growth")


@lru_cache(maxsize=4)
def heads_of(vocabulary: Vocabulary) -> _Heads:
    """The head words of the vocabulary, prepared once."""
    return _Heads(vocabulary)


def find_columns(table: TitledTable, vocabulary: Vocabulary) -> Columns:
    """What each column of a table holds, read as an indicator table."""
    heads = heads_of(vocabulary)
    paths = table.columns
    roles = [_role(table, column, path, vocabulary, heads) for column, path in enumerate(paths)]
    roles = _with_sums(table, roles, heads)
    roles = _with_names(table, roles, heads)
    names, categories = _names(table, roles)
    values = tuple(
        _value_column(column, path, heads) for column, path in enumerate(paths) if roles[column] is Role.VALUE
    )
    changes = tuple(
        ChangeColumn(column, _change_kind("".join(path), heads), _only_year("".join(path)))
        for column, path in enumerate(paths)
        if roles[column] is Role.CHANGE
    )
    return Columns(
        number=_first(roles, Role.NUMBER),
        categories=categories,
        names=names,
        unit=_first(roles, Role.UNIT),
        nature=_first(roles, Role.NATURE),
        values=values,
        changes=changes,
        named=any(_says_indicator(paths[column], heads) for column in names),
    )


def _only_year(text: str) -> int | None:
    years = set(years_in(text))
    return years.pop() if len(years) == 1 else None if years else plan_end(text)


def _first(roles: Sequence[Role], role: Role) -> int | None:
    return roles.index(role) if role in roles else None


def _says_indicator(path: tuple[str, ...], heads: _Heads) -> bool:
    keys = [head_key(_BRACKETED.sub("", part)) for part in path]
    return any(key in heads.name or "指标" in key for key in keys) and not any(key in heads.regions for key in keys)


def _role(table: TitledTable, column: int, path: tuple[str, ...], vocabulary: Vocabulary, heads: _Heads) -> Role:
    cells = column_cells(table, column)
    keys = [head_key(_BRACKETED.sub("", part)) or head_key(part) for part in path]
    whole = head_key("".join(path))
    if _mostly(cells, lambda text: head_key(text) in heads.natures):
        return Role.NATURE
    if any(key in heads.number for key in keys) or (
        not (set(keys) & heads.unit) and not years_in(whole) and _serial(cells, whole, heads)
    ):
        return Role.NUMBER
    if any(key in heads.no_measures | heads.regions for key in keys):
        return Role.OTHER
    value = _value_role(path, cells, vocabulary, heads)
    if value is not None:
        return value
    return _label_role(keys, cells, vocabulary, heads)


def _label_role(keys: list[str], cells: list[Cell], vocabulary: Vocabulary, heads: _Heads) -> Role:
    if any(key in heads.unit for key in keys) and _mostly(cells, lambda text: len(text) < 16):
        return Role.UNIT
    if not keys and _mostly(cells, lambda text: is_unit(text, vocabulary)):
        return Role.UNIT
    if any(key in heads.lead for key in keys):
        return Role.OTHER
    if any(key in heads.nature - heads.category for key in keys):
        return Role.NATURE
    if any(key in heads.category for key in keys):
        return Role.CATEGORY
    if any(_is_name(key, heads) or _is_name(heads.beside.sub("", key), heads) for key in keys):
        return Role.NAME
    return Role.OTHER


def _is_name(key: str, heads: _Heads) -> bool:
    return key in heads.name or key.endswith(("指标", "指标名称"))


def _only_grows(path: tuple[str, ...], heads: _Heads) -> bool:
    """Whether a column below a year holds its growth beside its value: 2030年 over 目标值 and 年均增长（%）."""
    return len(path) > 1 and bool(heads.grows.fullmatch(head_key(_BRACKETED.sub("", path[-1]))))


def _value_role(path: tuple[str, ...], cells: list[Cell], vocabulary: Vocabulary, heads: _Heads) -> Role | None:
    """VALUE or CHANGE where the head speaks of years, baselines, targets or growth and the cells can be values."""
    whole = head_key("".join(path))
    if heads.progress.search(_BRACKETED.sub("", whole)):
        return None
    years = years_in(whole)
    change = bool(heads.change.search(whole))
    dated = bool(years) or plan_end(whole) is not None
    compared = len(set(years)) > 1 or bool(heads.compares.search(whole)) or _only_grows(path, heads)
    if change and (not years or compared):
        return Role.CHANGE if _can_be_values(cells, vocabulary, wordy=True) else None
    said = any(words.search(whole) for words in (heads.baseline, heads.target, heads.actual))
    if dated or said or heads.values.fullmatch(whole):
        return Role.VALUE if _can_be_values(cells, vocabulary, wordy=dated) else None
    return None


def _can_be_values(cells: list[Cell], vocabulary: Vocabulary, *, wordy: bool) -> bool:
    """Whether the cells may be values: numbers, blanks, and words in place of a number, not names or sentences.

    ``wordy`` says that the head leaves no doubt, so that all of them may be words (与经济增长同步).
    """
    if not cells:
        return True
    read = [read_cell(cell.text, vocabulary).holds for cell in cells]
    words = [cell for cell, holds in zip(cells, read, strict=True) if holds is Holds.WORDS]
    if any(len(cell.text) > _LONGEST_WORDS for cell in words):
        return False
    return wordy or not words or (Holds.NUMBER in read and len(words) * 2 <= len(cells))


def column_cells(table: TitledTable, column: int) -> list[Cell]:
    """The cells of a column in the body that hold something, each once."""
    grid = table.table.grid
    found = {cell.start: cell for row in table.body if (cell := grid[row][column]) is not None and cell.text.strip()}
    return [cell for cell in found.values() if cell.column_span < len(grid[0]) or len(grid[0]) == 1]


def _mostly(cells: list[Cell], holds: object) -> bool:
    return bool(cells) and callable(holds) and sum(bool(holds(cell.text.strip())) for cell in cells) * 2 > len(cells)


def _serial(cells: list[Cell], whole: str, heads: _Heads) -> bool:
    """Whether the cells count the rows: 1, 2, 3 … under a head that is blank or shared with the names."""
    if len(cells) < 2 or (whole and not any(whole.startswith(key) for key in heads.name)):
        return False
    words = [cell.text.strip() for cell in cells]
    numbers = [int(word) for word in words if word.isdigit() and len(word) < 4]
    counted = all(_SERIAL.fullmatch(word) for word in words)
    return counted and (len(numbers) < 2 or all(left < right for left, right in pairwise(numbers)))


def _with_sums(table: TitledTable, roles: list[Role], heads: _Heads) -> list[Role]:
    """Sums of two plans beside each other are the values of a table that has no others: “十四五”累计, “十五五”累计."""
    wholes = ["".join(path) for path in table.columns]
    sums = {
        column: plan_end(wholes[column])
        for column, role in enumerate(roles)
        if role is Role.CHANGE and _change_kind(wholes[column], heads) == "cumulative"
    }
    if Role.VALUE in roles or len({end for end in sums.values() if end is not None}) < 2:
        return roles
    return [Role.VALUE if sums.get(column) is not None else role for column, role in enumerate(roles)]


def _with_names(table: TitledTable, roles: list[Role], heads: _Heads) -> list[Role]:
    """The roles with a column of names: without one, the last column of words before the values."""
    values = [column for column, role in enumerate(roles) if role in (Role.VALUE, Role.CHANGE)]
    limit = values[0] if values else len(roles)
    if Role.NAME in roles[:limit]:
        return roles
    regions = [
        column for column in range(limit) if any(head_key(part) in heads.regions for part in table.columns[column])
    ]
    candidates = [
        column
        for column in range(limit)
        if column not in regions
        and (roles[column] is Role.CATEGORY or (roles[column] is Role.OTHER and not table.columns[column]))
        and len(column_cells(table, column)) * 2 > len(table.body)
    ]
    if candidates:
        roles[candidates[-1]] = Role.NAME
    return roles


def _names(table: TitledTable, roles: list[Role]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The columns of names and those of categories: of two name columns the left one is mostly a category."""
    names = [column for column, role in enumerate(roles) if role is Role.NAME]
    categories = [column for column, role in enumerate(roles) if role is Role.CATEGORY]
    blank = [
        column
        for column, role in enumerate(roles)
        if role is Role.OTHER and not table.columns[column] and names and column < names[0]
    ]
    while len(names) > 1 and not _splits_names(table, names[0], names[1]):
        categories.append(names.pop(0))
    return tuple(names), tuple(sorted([*categories, *blank]))


def _splits_names(table: TitledTable, left: int, right: int) -> bool:
    """Whether most rows have one cell over both columns, so that the right one only holds parts (执业医师, 注册护士)."""
    grid = table.table.grid
    same = sum(grid[row][left] is grid[row][right] or grid[row][right] is None for row in table.body)
    return same * 2 >= len(table.body)


def _value_column(column: int, path: tuple[str, ...], heads: _Heads) -> ValueColumn:
    whole = head_key("".join(path))
    years = years_in(whole)
    year = years[-1] if years else plan_end(whole)
    annual, cumulative = bool(heads.annual.search(whole)), bool(heads.cumulative.search(whole))
    return ValueColumn(column, _sense(whole, heads), year, annual, cumulative)


def _sense(whole: str, heads: _Heads) -> Sense:
    target, actual = heads.target.search(whole), heads.actual.search(whole)
    if actual and (not target or actual.start() > target.start() or "实际" in whole):
        return Sense.ACTUAL
    if target:
        return Sense.TARGET
    return Sense.BASELINE if heads.baseline.search(whole) else Sense.UNSAID


def _change_kind(text: str, heads: _Heads) -> str:
    annual, cumulative = heads.annual.search(text), heads.cumulative.search(text)
    if len(set(years_in(text))) > 1 and heads.compares.search(text) and not annual:
        return "change"
    if annual and cumulative:
        return "both"
    if annual:
        return "annual_growth"
    return "cumulative" if cumulative else "change"


def is_blank(cell: Cell | None, vocabulary: Vocabulary) -> bool:
    """Whether a cell holds nothing to read."""
    return cell is None or is_placeholder(cell.text, vocabulary)
