"""What stands around a table (表外文字): its caption above, below or in its first row, its unit line, its notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kechuang.domain.document import Cell, Document, Paragraph, Table
from kechuang.domain.folding import fold
from kechuang.domain.plans.tables.cells_units import read_unit
from kechuang.domain.plans.tables.reading_tables_neighbours import Neighbours
from kechuang.domain.plans.tables.tables import TableNote
from kechuang.domain.source import Source
from kechuang.domain.vocabulary import Vocabulary

_LONGEST_CAPTION = 70
_MOST_NOTES = 20
_NUMBER = r"[\dA-Z一二三四五六七八九十]{1,4}(?:[-—–.．·]\d{1,3}){0,2}"
_NO_CAPTION = re.compile(r"[。；;！!？?，,：:]|如下|见表|下表|见附|所示")
_LIST_NUMBER = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六七八九十]{1,3}[章节])\s*"
)
_SENTENCE = re.compile(r"[。；;！!？?]")
_LABELS = re.compile(
    r"(?P<mark>[①-⑳])|(?<![\d.A-Za-z—-])(?P<number>\d{1,2})\s*[.．、](?!\d)|[（(](?P<round>\d{1,2})[）)]|"
    r"(?:(?:带|标|注|有|加|以|表中|其中)*[“\"'‘]?(?P<star>[*＊※#＃△▲▼★☆◆]+)[”\"'’]?)"
)
_MARK = re.compile(r"\s*([①-⑳])")
_STARTS_ITEM = re.compile(r"\s*(?:[①-⑳]|\d{1,2}\s*[.．、](?!\d)|[（(]\d{1,2}[）)]|[“\"]?[*＊※△▲★☆◆〔\[])")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Caption, unit and notes of one table; ``first`` and ``last`` bound the grid rows that are neither."""

    number: str | None
    title: str | None
    caption: Source | None
    unit: str | None
    notes: tuple[TableNote, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Caption:
    number: str | None
    title: str | None
    unit: str | None
    source: Source


class _Patterns:
    def __init__(self, vocabulary: Vocabulary) -> None:
        labels = vocabulary.alternatives("tables.caption_labels")
        self.numbered = re.compile(
            rf"\s*(?P<number>(?:{labels})\s*(?:{_NUMBER})?)(?![\d%]|\s*年)\s*[：:.．、\s]?\s*(?P<title>.*)", re.DOTALL
        )
        self.inner = re.compile(rf"[（(](?P<number>(?:专栏|表)\s*{_NUMBER})[，,、：:\s]*(?P<title>[^）)]*)[）)]")
        self.words = re.compile(vocabulary.alternatives("tables.caption_words"))
        unit = vocabulary.alternatives("tables.unit_labels")
        self.unit = re.compile(
            rf"[（(\[【]?\s*(?:{unit})\s*[：:]\s*(?P<unit>[^（()）\n]*(?:[（(][^（()）]*[）)])?[^（()）\n]*?)\s*[）)\]】]?\s*$"
        )
        self.note = re.compile(
            rf"\s*[（(【\[]?\s*(?:{vocabulary.alternatives('tables.note_labels')})\s*\d{{0,2}}\s*(?:[（(][^（()）]{{1,12}}[）)])?\s*[】\]]?\s*[：:，,\s]"
        )
        self.continued = re.compile(vocabulary.alternatives("tables.continued"))


@lru_cache(maxsize=4)
def _patterns(vocabulary: Vocabulary) -> _Patterns:
    return _Patterns(vocabulary)


def read_surroundings(neighbours: Neighbours, table: Table, vocabulary: Vocabulary) -> Surroundings:
    """Caption, unit line and notes of a table, from the text above and below it and from its own first and last rows."""
    patterns, document = _patterns(vocabulary), neighbours.document
    caption, unit, first = _inside_first_rows(document, table, patterns)
    above, unit_above = _above(neighbours, table, patterns) if caption is None or unit is None else (None, None)
    if caption is None or (caption.number is None and above is not None and above.number is not None):
        caption = above
    caption = caption or _below(neighbours, table, patterns)
    notes_inside, last = _inside_last_rows(document, table, patterns)
    words = unit or unit_above or (caption.unit if caption else None)
    return Surroundings(
        number=caption.number if caption else None,
        title=caption.title if caption else None,
        caption=caption.source if caption else None,
        unit=read_unit(words, vocabulary) if words else None,
        notes=(*notes_inside, *_notes_below(neighbours, table, patterns), *_foot_notes(document, table)),
        first=first,
        last=last,
    )


def is_note(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line begins a note below a table: 注：…, 资料来源：…"""
    return bool(_patterns(vocabulary).note.match(text))


def is_unit_line(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line says nothing but in what units the table is: 单位：件."""
    return bool(_patterns(vocabulary).unit.fullmatch(text.strip()))


def is_caption(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line is a numbered caption: 表1 …, 专栏2 …"""
    words = text.strip()
    found = _patterns(vocabulary).numbered.match(words) if len(words) <= _LONGEST_CAPTION else None
    return bool(found and _has_number(found["number"]) and not _SENTENCE.search(words))


def may_be_caption(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line is a caption, with or without a number: 重大项目表."""
    words = text.strip()
    short = len(words) <= _LONGEST_CAPTION * 2 // 3
    unnumbered = short and bool(_patterns(vocabulary).words.search(words)) and not _NO_CAPTION.search(words)
    return unnumbered or is_caption(words, vocabulary)


def _inside_first_rows(
    document: Document, table: Table, patterns: _Patterns
) -> tuple[_Caption | None, str | None, int]:
    """Caption and unit that stand in merged rows on top of the table, and the row below them."""
    caption, unit, row = None, None, 0
    width = len(table.grid[0]) if table.grid else 0
    while row < len(table.grid) - 1 and width > 1:
        alone = _alone(table, row)
        if alone is None:
            break
        words = alone.text.strip()
        found_unit = patterns.unit.match(words)
        found = None if found_unit else _caption(document, alone.start, alone.end, patterns, loose=True)
        if found_unit:
            unit = found_unit["unit"]
        elif found is not None and caption is None and row < 2:
            caption = found
        else:
            break
        row = alone.row + alone.row_span
    return caption, unit or (caption.unit if caption else None), row


def _alone(table: Table, row: int) -> Cell | None:
    """The cell that fills a row by itself, None where the row has several."""
    cells = {cell.start: cell for cell in table.grid[row] if cell is not None and cell.text.strip()}
    return next(iter(cells.values())) if len(cells) == 1 else None


def _above(neighbours: Neighbours, table: Table, patterns: _Patterns) -> tuple[_Caption | None, str | None]:
    unit, document = None, neighbours.document
    above = neighbours.before(table)
    for distance, paragraph in enumerate(above):
        words = document.text[paragraph.start : paragraph.end].strip()
        found_unit = patterns.unit.match(words)
        if found_unit and unit is None:
            unit = found_unit["unit"]
            continue
        caption = _caption(document, paragraph.start, paragraph.end, patterns, loose=distance == 0 or unit is not None)
        if caption is None and paragraph.level is not None and patterns.words.search(words):
            caption = _caption(document, paragraph.start, paragraph.end, patterns, loose=True)
        if caption is not None:
            return _numbered_above(caption, above, document, patterns), unit
        if distance and (_SENTENCE.search(words) and len(words) > _LONGEST_CAPTION):
            break
    return None, unit


def _numbered_above(caption: _Caption, above: Iterator[Paragraph], document: Document, patterns: _Patterns) -> _Caption:
    """A caption without a number takes the number that stands alone on the line above it."""
    paragraph = next(above, None) if caption.number is None else None
    found = _caption(document, paragraph.start, paragraph.end, patterns, loose=False) if paragraph else None
    return caption if found is None or found.title is not None else replace(caption, number=found.number)


def _caption(document: Document, start: int, end: int, patterns: _Patterns, *, loose: bool) -> _Caption | None:
    """The caption in a line; ``loose`` lets a short line with a caption's words be one without a number."""
    words = document.text[start:end].strip()
    if not words or len(words) > _LONGEST_CAPTION * 2:
        return None
    source = document.source(start, end)
    bare, unit = _without_unit(words, patterns)
    numbered = patterns.numbered.match(bare)
    if numbered and _is_numbered(numbered["number"], numbered["title"]):
        return _Caption(_tidy(numbered["number"]), _title(numbered["title"]), unit, source)
    inner = patterns.inner.search(bare)
    if inner:
        return _Caption(_tidy(inner["number"]), _title(inner["title"]), unit, source)
    short = len(bare) <= _LONGEST_CAPTION * 2 // 3
    if loose and short and patterns.words.search(bare) and not _NO_CAPTION.search(bare):
        return _Caption(None, _title(_LIST_NUMBER.sub("", bare)), unit, source)
    return None


def _is_numbered(number: str, title: str) -> bool:
    if len(title) > _LONGEST_CAPTION or title.endswith(("。", "；")):
        return False
    return _has_number(number) or (bool(title.strip()) and number.strip() in {"附表", "附件", "续表", "专栏"})


def _has_number(number: str) -> bool:
    return bool(re.search(r"[\dA-Z一二三四五六七八九十]", number))


def _without_unit(words: str, patterns: _Patterns) -> tuple[str, str | None]:
    found = patterns.unit.search(words)
    return (words[: found.start()].strip(), found["unit"]) if found else (words, None)


def _tidy(number: str) -> str:
    return re.sub(r"\s", "", fold(number))


def _title(words: str) -> str | None:
    return re.sub(r"\s+", " ", words).strip(" ：:") or None


def _below(neighbours: Neighbours, table: Table, patterns: _Patterns) -> _Caption | None:
    """A numbered caption right below a table, unless it belongs to the table that follows."""
    document = neighbours.document
    following = next(neighbours.after(table), None)
    if following is None:
        return None
    after = neighbours.next_table(table)
    if after is not None and not document.text[following.end : after].strip():
        return None
    words = document.text[following.start : following.end]
    return (
        _caption(document, following.start, following.end, patterns, loose=False)
        if len(words) < _LONGEST_CAPTION
        else None
    )


def _inside_last_rows(document: Document, table: Table, patterns: _Patterns) -> tuple[tuple[TableNote, ...], int]:
    """Notes that stand in merged rows at the foot of the table, and the row where they begin."""
    last = len(table.grid)
    notes: list[TableNote] = []
    while last > 1:
        alone = _alone(table, last - 1)
        if alone is None or not patterns.note.match(alone.text):
            break
        notes[:0] = _items(document, alone.start, alone.end)
        last = alone.row
    return tuple(notes), last


def _notes_below(neighbours: Neighbours, table: Table, patterns: _Patterns) -> Iterator[TableNote]:
    begun, document = False, neighbours.document
    for count, paragraph in enumerate(neighbours.after(table)):
        words = document.text[paragraph.start : paragraph.end]
        starts = bool(patterns.note.match(words)) or (not begun and bool(re.match(r"\s*[“\"]?[*＊※]", words)))
        starts = starts or _explains_mark(document, table, words)
        unit_first = not begun and bool(patterns.unit.match(words.strip()))
        if unit_first:
            continue
        goes_on = begun and paragraph.level is None and bool(_STARTS_ITEM.match(words))
        if count > _MOST_NOTES or not (starts or goes_on):
            return
        begun = True
        yield from _items(document, paragraph.start, paragraph.end)


def _explains_mark(document: Document, table: Table, words: str) -> bool:
    """Whether a line begins with a mark that stands in the table: ② 基期值为2024年数据."""
    marked = _MARK.match(words)
    return marked is not None and marked[1] in document.text[table.start : table.end]


def _items(document: Document, start: int, end: int) -> list[TableNote]:
    """The notes of one line, parted at their marks: ``注：①… ②…``."""
    words = document.text[start:end]
    found = list(_LABELS.finditer(words))
    if not found:
        return [TableNote(None, words.strip(), document.source(start, end))]
    notes = []
    edges = [match.start() for match in found] + [len(words)]
    if words[: edges[0]].strip():
        notes.append(TableNote(None, words[: edges[0]].strip(), document.source(start, start + edges[0])))
    for match, left, right in zip(found, edges, edges[1:], strict=False):
        label = match["mark"] or match["number"] or match["round"] or match["star"]
        notes.append(TableNote(label, words[left:right].strip(), document.source(start + left, start + right)))
    return notes


def _foot_notes(document: Document, table: Table) -> Iterator[TableNote]:
    """The document's own footnotes that are anchored in the table."""
    for note in document.notes:
        if note.anchor is not None and table.start <= note.anchor <= table.end:
            yield TableNote(note.label, document.text[note.start : note.end], document.source(note.start, note.end))
