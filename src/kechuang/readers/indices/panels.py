"""The data of an index from a CSV file, long or wide, every value with the line it stands at."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kechuang.domain.indices.panel import Panel, nearest
from kechuang.domain.indices.spec import Layout, Recipe
from kechuang.domain.indices.unfit import Unfit
from kechuang.readers.errors import Unreadable
from kechuang.readers.indices.csv_columns import Columns, read_csv
from kechuang.readers.indices.panel_text import MISSING, encoding_of, numbers_of

_LARGEST = 1_000_000_000
_MOST_CELLS = 100_000_000

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Asked:
    """Which columns a recipe needs: indicators with their place, and the columns that group regions."""

    indicators: Mapping[str, int]
    groups: tuple[str, ...]


@dataclass
class _Labels:
    """Words in the order they came, each with a number; blanks around a word do not count."""

    numbers: dict[str, int] = field(default_factory=dict)
    as_written: dict[str, int] = field(default_factory=dict)

    def number(self, words: Sequence[str]) -> Ints:
        try:
            return _looked_up(self.as_written, words)
        except KeyError:
            for word in dict.fromkeys(words):
                if word not in self.as_written:
                    self.as_written[word] = self.numbers.setdefault(word.strip(), len(self.numbers))
            return _looked_up(self.as_written, words)


def _looked_up(numbers: Mapping[str, int], words: Sequence[str]) -> Ints:
    return np.fromiter(map(numbers.__getitem__, words), dtype=np.int64, count=len(words))


@dataclass
class _Cells:
    """What was read so far: cell by cell the numbers of period, region and indicator, the value and its line."""

    regions: _Labels = field(default_factory=_Labels)
    periods: _Labels = field(default_factory=_Labels)
    parts: list[tuple[Ints, Ints, Ints, NDArray[np.float64], Ints]] = field(default_factory=list)
    texts: dict[str, dict[int, str]] = field(default_factory=dict)
    seen: Collection[str] = ()


@dataclass(frozen=True, eq=False)
class _Chunk:
    """Some rows, column by column, with the numbers of their regions and periods and their lines."""

    table: Columns
    regions: Ints
    periods: Ints
    lines: Ints
    missing: Collection[str]
    header: Sequence[str]
    name: str


Taker = Callable[[_Chunk, _Cells], None]


def read_panel(path: Path, recipe: Recipe) -> tuple[Panel, str]:
    """The columns of ``path`` that the recipe needs, and the SHA-256 of the file.

    Raises Unfit naming line and column of what does not fit, Unreadable when the file cannot be read.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise Unfit("index.data-too-large", file=path.name, most=_LARGEST)
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable("index.cannot-read", file=str(path), reason=error.strerror or str(error)) from error
    return panel_of(data, recipe, name=path.name), hashlib.sha256(data).hexdigest()


def panel_of(data: bytes, recipe: Recipe, *, name: str = "data") -> Panel:
    """The panel in the bytes of a CSV file."""
    layout = recipe.layout
    asked = Asked({key: place for place, key in enumerate(recipe.needs())}, _groups(recipe))
    encoding = layout.encoding or encoding_of(data)
    try:
        header, blocks = read_csv(data, encoding, name)
        cells = _read(blocks, header, layout, asked, name)
    except LookupError:
        raise Unfit("index.no-such-encoding", encoding=encoding, place="data.encoding") from None
    except UnicodeDecodeError as error:
        raise Unfit("index.not-in-encoding", file=name, encoding=encoding, offset=error.start) from None
    return _panel(cells, asked, layout, name)


def _groups(recipe: Recipe) -> tuple[str, ...]:
    methods = [*recipe.impute, *recipe.treat.methods, recipe.normalise]
    for leaf in recipe.leaves:
        methods += [*(leaf.impute or ()), *(leaf.treat.methods if leaf.treat else ())]
        methods += [leaf.normalise] if leaf.normalise else []
    methods += [method for node in recipe.root.nodes() for method in node.rescale]
    by = [str(method.get("by")) for method in methods if method.get("by")]
    return tuple(dict.fromkeys((*recipe.layout.groups, *recipe.select.where, *by)))


def _read(blocks: Iterator[tuple[Columns, Ints]], header: list[str], layout: Layout, asked: Asked, name: str) -> _Cells:
    if not header:
        raise Unfit("index.data-empty", file=name)
    region = _column(header, layout.region or ("region" if "region" in header else header[0]), "data.region", name)
    period = _period_column(header, layout, name)
    texts = _text_columns(header, layout, asked, name)
    take = _taker(header, layout, asked, name)
    missing = MISSING | set(layout.missing)
    cells = _Cells()
    for table, lines in blocks:
        regions = cells.regions.number(table[region])
        if "" in cells.regions.numbers:
            blank = int(np.flatnonzero(regions == cells.regions.numbers[""])[0])
            raise Unfit("index.region-blank", file=name, line=int(lines[blank]))
        periods = cells.periods.number(table[period]) if period is not None else np.zeros(len(lines), dtype=np.int64)
        for label, column in texts.items():
            pairs = dict.fromkeys(zip(regions.tolist(), table[column], strict=True))
            cells.texts.setdefault(label, {}).update((at, text) for at, text in pairs if text.strip())
        take(_Chunk(table, regions, periods, lines, missing, header, name), cells)
    if not cells.parts:
        raise Unfit("index.data-empty", file=name)
    return cells


def _taker(header: Sequence[str], layout: Layout, asked: Asked, name: str) -> Taker:
    long = layout.form == "long" or (
        layout.form == "auto" and layout.indicator in header and layout.value in header and not layout.columns
    )
    if not long:
        return _wide_taker(_value_columns(header, layout, asked, name))
    indicator = _column(header, layout.indicator, "data.indicator", name)
    return _long_taker(indicator, _column(header, layout.value, "data.value", name), asked)


def _column(header: Sequence[str], column: str, place: str, name: str) -> int:
    found = [at for at, cell in enumerate(header) if cell == column]
    if not found:
        raise Unfit("index.no-such-column", column=column, known=nearest(column, header), file=name, place=place)
    if len(found) > 1:
        raise Unfit("index.column-twice", column=column, file=name)
    return found[0]


def _period_column(header: Sequence[str], layout: Layout, name: str) -> int | None:
    if layout.period:
        return _column(header, layout.period, "data.period", name)
    return next((header.index(column) for column in ("period", "year") if column in header), None)


def _text_columns(header: Sequence[str], layout: Layout, asked: Asked, name: str) -> dict[str, int]:
    texts = {group: _column(header, group, "data.groups", name) for group in asked.groups}
    if layout.name:
        texts["\0name"] = _column(header, layout.name, "data.name", name)
    elif "name" in header:
        texts["\0name"] = header.index("name")
    return texts


def _value_columns(header: Sequence[str], layout: Layout, asked: Asked, name: str) -> list[tuple[int, int, str | None]]:
    """The columns of indicators as (column, indicator, period); the period is None where a column of its own says it."""
    if layout.columns is None:
        return [(_column(header, key, "index", name), place, None) for key, place in asked.indicators.items()]
    if "{indicator}" not in layout.columns or "{period}" not in layout.columns:
        raise Unfit("index.bad-columns", columns=layout.columns, place="data.columns")
    pattern = re.escape(layout.columns).replace(r"\{indicator\}", "(?P<indicator>.+)")
    pattern = pattern.replace(r"\{period\}", "(?P<period>.+)")
    matches = [(at, re.fullmatch(pattern, cell[:500])) for at, cell in enumerate(header)]
    found = [
        (at, asked.indicators[match["indicator"]], match["period"])
        for at, match in matches
        if match and match["indicator"] in asked.indicators
    ]
    there = {place for _, place, _ in found}
    for key, place in asked.indicators.items():
        if place not in there:
            known = nearest(key, [match["indicator"] for _, match in matches if match] or header)
            raise Unfit("index.no-such-column", column=key, known=known, file=name, place="index")
    return found


class _Places(dict[str, int]):
    """The place of an indicator by the word in its cell; -1 for one nobody asked for."""

    def __missing__(self, word: str) -> int:
        self[word] = self.get(word.strip(), -1)
        return self[word]


def _long_taker(indicator: int, value: int, asked: Asked) -> Taker:
    place_of = _Places(asked.indicators)

    def take(chunk: _Chunk, cells: _Cells) -> None:
        words, texts, lines = chunk.table[indicator], chunk.table[value], chunk.lines
        places = _looked_up(place_of, words)
        cells.seen = place_of.keys()
        wanted = np.flatnonzero(places >= 0)
        if len(wanted) < len(lines):
            texts, lines = [texts[place] for place in wanted.tolist()], lines[wanted]
        numbers = numbers_of(texts, chunk.missing, lines, chunk.header[value], chunk.name)
        cells.parts.append((chunk.periods[wanted], chunk.regions[wanted], places[wanted], numbers, lines))

    return take


def _wide_taker(columns: Sequence[tuple[int, int, str | None]]) -> Taker:
    def take(chunk: _Chunk, cells: _Cells) -> None:
        size = len(chunk.lines)
        for column, place, period in columns:
            numbers = numbers_of(chunk.table[column], chunk.missing, chunk.lines, chunk.header[column], chunk.name)
            when = chunk.periods if period is None else np.repeat(cells.periods.number([period]), size)
            cells.parts.append((when, chunk.regions, np.full(size, place), numbers, chunk.lines))

    return take


def _panel(cells: _Cells, asked: Asked, layout: Layout, name: str) -> Panel:
    period, region, indicator, value, line = (np.concatenate(column) for column in zip(*cells.parts, strict=True))
    regions, periods = tuple(cells.regions.numbers), tuple(cells.periods.numbers) or ("",)
    _require_all(asked, indicator, cells.seen, name)
    shape = (len(periods), len(regions), len(asked.indicators))
    if int(np.prod(shape)) > _MOST_CELLS:
        raise Unfit("index.data-too-large", file=name, most=_MOST_CELLS)
    flat = np.ravel_multi_index((period, region, indicator), shape)
    _require_once(flat, line, shape, regions, periods, tuple(asked.indicators), name)
    values, rows = np.full(shape, np.nan), np.zeros(shape, dtype=np.int32)
    values.ravel()[flat] = value
    rows.ravel()[flat] = np.where(np.isnan(value), 0, line)
    order = _in_time(periods)
    groups = {group: _by_region(cells.texts.get(group, {}), len(regions)) for group in asked.groups}
    named = _by_region(cells.texts.get("\0name", {}), len(regions))
    names = tuple(label or code for label, code in zip(named, regions, strict=True))
    ordered = tuple(periods[place] for place in order)
    return Panel(regions, ordered, tuple(asked.indicators), values[order], names, groups, rows[order])


def _require_all(asked: Asked, indicator: Ints, seen: Collection[str], name: str) -> None:
    there = set(np.unique(indicator).tolist())
    for key, place in asked.indicators.items():
        if place not in there:
            known = nearest(key, [word for word in seen if word not in asked.indicators])
            raise Unfit("index.no-such-column", column=key, known=known or "-", file=name, place="index")


def _require_once(
    flat: Ints,
    line: Ints,
    shape: tuple[int, ...],
    regions: Sequence[str],
    periods: Sequence[str],
    indicators: Sequence[str],
    name: str,
) -> None:
    order = np.argsort(flat, kind="stable")
    same = np.flatnonzero(flat[order][1:] == flat[order][:-1])
    if not len(same):
        return
    first, second = line[order[same[0]]], line[order[same[0] + 1]]
    period, region, indicator = (int(axis) for axis in np.unravel_index(int(flat[order[same[0]]]), shape))
    where = " / ".join(part for part in (regions[region], periods[period], indicators[indicator]) if part)
    raise Unfit("index.value-twice", where=where, first=int(first), second=int(second), file=name)


def _in_time(periods: Sequence[str]) -> list[int]:
    """Periods in the order of their numbers when all are numbers, else of their writing."""
    try:
        return sorted(range(len(periods)), key=lambda place: float(periods[place]))
    except ValueError:
        return sorted(range(len(periods)), key=lambda place: periods[place])


def _by_region(texts: Mapping[int, str], size: int) -> tuple[str, ...]:
    return tuple(texts.get(place, "").strip() for place in range(size))
