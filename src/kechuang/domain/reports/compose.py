"""From values to words (成文): each sentence in the language asked for, each figure with its mark, each heading its number."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from string import Formatter

from kechuang.domain.document import Document
from kechuang.domain.reports.layout import Grid, HeadingLine, Item, LaidOut, Lines, Picture, Piece, Pieces
from kechuang.domain.reports.references import References
from kechuang.domain.reports.report import (
    Block,
    Cited,
    Column,
    CompletionChart,
    Computed,
    CourseChart,
    Detail,
    Heading,
    Origin,
    Paragraph,
    Report,
    Sentence,
    Table,
)
from kechuang.domain.source import Source

Say = Callable[[str], str]

_ORDINAL = Column(Sentence("report.column.number"), 8)
_ANNEX = (
    Column(Sentence("report.column.mark"), 8),
    Column(Sentence("report.column.figures"), 24),
    Column(Sentence("report.column.place"), 18),
    Column(Sentence("report.column.evidence"), 50),
)

_NUMERALS = "零一二三四五六七八九十"
_LONGEST_QUOTE = 54
_PAIRS = {"“": "”", "‘": "’", "（": "）", "(": ")", "《": "》", "〔": "〕", "【": "】", "「": "」"}
_MOST_FIGURES = 24
_LONGEST_FIGURE = 24
_BETWEEN = "; "
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_SENTENCE = re.compile(r"[，。：“”]|[a-z]{3,} [a-z]{2,}")
_CHART_WORDS = ("observed", "expected", "interval", "target", "planned", "year", "value", "completion", "time")


def compose(report: Report, documents: Mapping[str, Document], *, say: Say, language: str) -> LaidOut:
    """The report in words; ``say`` gives the wording of a key with its ``{circumstances}`` left in place."""
    return _Composer(documents, say, language).compose(report)


class _Composer:
    def __init__(self, documents: Mapping[str, Document], say: Say, language: str) -> None:
        self._documents = documents
        self._say = say
        self._language = language
        self._references = References()
        self._counts = [0, 0, 0]
        self._tables = 0
        self._pictures = 0

    def compose(self, report: Report) -> LaidOut:
        title = self._plain(report.title)
        body = tuple(self._item(block) for block in report.blocks)
        self._references.close()
        return LaidOut(
            language=self._language,
            title=title,
            subtitle=self._say("report.draft"),
            body=body,
            closing=(self._say("report.closing.office"), self._say("report.closing.date")),
            annex_title=self._say("report.annex.title"),
            annex=(Lines((Piece(self._say("report.annex.about")),)), *self._files(), self._annex()),
        )

    def _item(self, block: Block) -> Item:
        match block:
            case Heading(level, title):
                return HeadingLine(level, self._number(level), self._plain(title))
            case Paragraph(sentences):
                return Lines(tuple(piece for one in sentences for piece in self._pieces(one)))
            case Table(caption, columns, rows):
                return self._grid(caption, columns, rows)
            case CourseChart() | CompletionChart():
                return self._picture(block)

    def _picture(self, chart: CourseChart | CompletionChart) -> Picture:
        self._pictures += 1
        title = self._say("report.figure-number").format(number=self._pictures, caption=self._plain(chart.caption))
        return Picture(title, chart, {word: self._say(f"report.chart.{word}") for word in _CHART_WORDS})

    def _grid(self, caption: Sentence, columns: tuple[Column, ...], rows: tuple[tuple[Detail, ...], ...]) -> Grid:
        self._tables += 1
        title = self._say("report.table-number").format(number=self._tables, caption=self._plain(caption))
        titled = tuple((self._pieces(column.title), column) for column in (_ORDINAL, *columns))
        cells = tuple(
            ((Piece(str(number)),), *(self._pieces(cell) for cell in row)) for number, row in enumerate(rows, start=1)
        )
        return Grid(title, titled, cells)

    def _number(self, level: int) -> str:
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (len(self._counts) - level)
        if self._language != "zh":
            return ".".join(map(str, self._counts[:level])) + " "
        own = self._counts[level - 1]
        return (f"{chinese_ordinal(own)}、", f"（{chinese_ordinal(own)}）", f"{own}.")[level - 1]

    def _plain(self, sentence: Sentence) -> str:
        return "".join(piece.text for piece in self._pieces(sentence))

    def _pieces(self, detail: Detail) -> Pieces:
        """The runs of one sentence or cell, each mark behind the last figure that rests on its entry."""
        runs = list(self._runs(detail))
        marked: set[int] = set()
        pieces: list[Piece] = []
        for text, cited in reversed(runs):
            number = self._references.number(cited) if cited is not None else None
            marks = (number,) if number is not None and number not in marked else ()
            marked.update(marks)
            pieces.append(Piece(text, cited is not None, marks))
        return self._behind_measure_words(tuple(reversed(pieces)))

    def _behind_measure_words(self, pieces: Pieces) -> Pieces:
        """The same with every mark behind the measure word of its figure: 63项[3], not 63[3]项."""
        words = self._say("report.measure-words").split("|")
        moved = list(pieces)
        for place, (piece, after) in enumerate(pairwise(pieces)):
            word = next((word for word in words if after.text.startswith(word)), "")
            if piece.marks and word and not after.figure:
                moved[place] = replace(piece, text=moved[place].text + word)
                moved[place + 1] = replace(after, text=after.text.removeprefix(word))
        return tuple(piece for piece in moved if piece.text or piece.marks)

    def _runs(self, detail: Detail) -> Iterator[tuple[str, Cited | None]]:
        if isinstance(detail, str):
            yield detail, None
        elif isinstance(detail, Cited):
            self._references.number(detail)
            yield detail.figure, detail
        elif isinstance(detail, Sentence):
            yield from self._worded(detail)
        else:
            for place, part in enumerate(detail):
                if place:
                    yield self._say("report.separator"), None
                yield from self._runs(part)

    def _worded(self, sentence: Sentence) -> Iterator[tuple[str, Cited | None]]:
        for words, name, _, _ in Formatter().parse(self._say(sentence.key)):
            if words:
                yield words, None
            if name is not None:
                yield from self._runs(sentence.details.get(name, "{" + name + "}"))

    def _annex(self) -> Grid:
        titled = tuple((self._pieces(column.title), column) for column in _ANNEX)
        entries = tuple(enumerate(self._references.origins, start=1))
        rows = tuple(self._entry(number, origin) for number, origin in entries)
        caption = self._say("report.table.annex")
        return Grid(caption, titled, rows, anchors=tuple(number for number, _ in entries))

    def _entry(self, number: int, origin: Origin) -> tuple[Pieces, ...]:
        cited = self._references.figures[number - 1]
        figures = list(dict.fromkeys(shown for figure in cited for shown in _numbers_in(figure)))
        vouched = _BETWEEN.join(figures[:_MOST_FIGURES])
        more = "……" if len(figures) > _MOST_FIGURES else ""
        marked = ((Piece(f"[{number}]"),), (Piece(vouched + more),))
        if isinstance(origin, Source):
            return (*marked, (Piece(self._place(origin)),), (Piece(self._quote(origin)),))
        return (*marked, (Piece(self._say("report.annex.computed")),), tuple(self._working(origin)))

    def _files(self) -> Iterator[Lines]:
        """The documents cited, each with the short name the annex calls it by."""
        for name in self._cited_files():
            yield Lines((Piece(self._say("report.annex.file").format(file=self._short(name), name=name)),))

    def _cited_files(self) -> list[str]:
        return list(dict.fromkeys(one.document for one in self._references.origins if isinstance(one, Source)))

    def _short(self, name: str) -> str:
        number = self._cited_files().index(name) + 1
        shown = chinese_ordinal(number) if self._language == "zh" else str(number)
        return self._say("report.annex.short").format(number=shown)

    def _place(self, source: Source) -> str:
        key = "report.annex.line" if source.page is None else "report.annex.page"
        return self._say(key).format(file=self._short(source.document), line=source.line, page=source.page)

    def _quote(self, source: Source) -> str:
        """The line a figure stands in, or a stretch around the figure where the line is long."""
        document = self._documents.get(source.document)
        if document is None:
            return _shortened(source.text, _LONGEST_QUOTE)
        first = document.line_starts[source.line - 1]
        last = document.text.find("\n", first)
        last = len(document.text) if last < 0 else last
        start = max(first, min(source.start - _LONGEST_QUOTE // 3, last - _LONGEST_QUOTE))
        quote = document.text[start : min(last, start + _LONGEST_QUOTE)]
        ends = ("…" if start > first else "", "…" if start + _LONGEST_QUOTE < last else "")
        return balanced(" ".join((ends[0] + quote.replace("\t", " | ") + ends[1]).split()))

    def _working(self, computed: Computed) -> Iterator[Piece]:
        inputs = dict(computed.inputs)
        for words, name, _, _ in Formatter().parse(self._say(computed.rule)):
            if words:
                yield Piece(words)
            if name is not None:
                yield from self._input(inputs[name])

    def _input(self, value: Cited | tuple[Cited, ...]) -> Iterator[Piece]:
        if isinstance(value, Cited):
            yield Piece(value.figure, True, (self._references.number(value),))
            return
        numbers = sorted({self._references.number(cited) for cited in value})
        yield Piece(self._say("report.separator").join(ranges_of(numbers)))


def ranges_of(numbers: list[int]) -> list[str]:
    """Annex numbers with runs of three and more drawn together.

    >>> ranges_of([1, 2, 3, 4, 7, 9, 10])
    ['[1]—[4]', '[7]', '[9]', '[10]']
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        words
        for run in runs
        for words in ([f"[{run[0]}]—[{run[-1]}]"] if len(run) > 2 else [f"[{number}]" for number in run])
    ]


def chinese_ordinal(number: int) -> str:
    """The Chinese numeral of a heading, up to 99.

    >>> chinese_ordinal(3), chinese_ordinal(10), chinese_ordinal(12), chinese_ordinal(21)
    ('三', '十', '十二', '二十一')
    """
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else ("" if tens == 1 else _NUMERALS[tens]) + "十") + (_NUMERALS[ones] if ones else "")


def _numbers_in(figure: str) -> list[str]:
    """A cited figure where it is short; of cited words the numbers that stand in them.

    >>> _numbers_in("1.05%"), _numbers_in("只有450亿元，比2020年的753.3亿元少40.3%，须重新测算总量目标")
    (['1.05%'], ['450', '2020', '753.3', '40.3%'])
    """
    if len(figure) <= _LONGEST_FIGURE and not _SENTENCE.search(figure):
        return [figure] if any(letter.isdigit() for letter in figure) else []
    return [found[0] for found in _NUMBER.finditer(figure)]


def _shortened(text: str, most: int) -> str:
    flat = " ".join(text.replace("\t", " | ").split())
    return flat if len(flat) <= most else balanced(flat[: most - 1] + "…")


def balanced(text: str) -> str:
    """A cut quotation with every quotation mark and bracket paired again.

    >>> balanced("建设“一区…"), balanced("…多园”格局（含县区）")
    ('建设“一区…”', '…“多园”格局（含县区）')
    """
    lead = "…" if text.startswith("…") else ""
    text = text.removeprefix("…")
    opened: list[str] = []
    for letter in text:
        if letter in _PAIRS:
            opened.append(_PAIRS[letter])
        elif letter in opened:
            opened.remove(letter)
        elif letter in _PAIRS.values():
            lead += next(first for first, last in _PAIRS.items() if last == letter)
    return lead + text + "".join(reversed(opened))
