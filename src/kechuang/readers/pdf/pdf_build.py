"""Pages one after the other become a document: what ends one page and what begins the next may be one and the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from kechuang.domain.document import Document, Problem, Unsure
from kechuang.domain.source import Source
from kechuang.readers.assembly import Assembly
from kechuang.readers.pdf.pdf_notes import FootNote, find_mark, part_notes
from kechuang.readers.pdf.pdf_order import Part, reading_order
from kechuang.readers.pdf.pdf_paragraphs import Paragraphs, Placed, Region, usual_gap
from kechuang.readers.pdf.pdf_parts import BoxPart, PageContent, TablePart
from kechuang.readers.pdf.pdf_stitch import TableDraft, page_breaks
from kechuang.readers.pdf.pdf_text import Line
from kechuang.readers.rulebooks import read_vocabulary

_SAME_EDGE = 5.0
_TOUCHING = 6.0
"""Points: a table that begins so close below another of the same columns is the same table."""
_MANY_LINES = 8
_LONGEST_CONTINUED = 30
_UNKNOWN = "\ufffd"


@dataclass
class _Ended:
    """Where the table or box that is still open ended last."""

    page: int
    bottom: float

    def meets(self, part: TablePart | BoxPart) -> bool:
        """Whether a part follows at once: below it on the page, or on the next page."""
        if part.page == self.page:
            return part.top - self.bottom <= _TOUCHING
        return part.page == self.page + 1


class Builder:
    """Takes pages in order and keeps open, at the end of a page, the table, box or paragraph that may go on."""

    def __init__(self, pages: Sequence[PageContent]) -> None:
        words = read_vocabulary()
        self._pages = pages
        self._count = max((page.number for page in pages), default=-1) + 1
        self._assembly = Assembly()
        self._paragraphs = Paragraphs(frozenset(words.words("pdf.contents")))
        self._continued = words.words("pdf.continued")
        self._box_titles = words.words("pdf.box_titles")
        self._table: TableDraft | None = None
        self._box: BoxPart | None = None
        self._ended = _Ended(-1, 0.0)
        self._frame: int | None = None
        self._frames = 0
        self._marked = 0
        self._noted = 0
        self._paragraph_page = 0
        self._notes: dict[int, list[FootNote]] = {}
        self._written: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self._margins: dict[tuple[int, int], Region] = {}

    def build(self) -> Assembly:
        """The whole document, put together."""
        ordered = []
        for page in self._pages:
            self._notes[page.number] = part_notes(page)
            ordered.append(reading_order(page.words, [*page.tables, *page.boxes]))
        self._margins = _usual_margins(self._pages, ordered)
        for page, regions in zip(self._pages, ordered, strict=True):
            for parts in regions:
                self._add_region(page, parts)
        self._close_all()
        self._advance(self._count)
        return self._assembly

    def _add_region(self, page: PageContent, parts: list[Part]) -> None:
        lines = [part for part in parts if isinstance(part, Line)]
        region = _region(lines, self._margins.get(_kind(page)))
        gap = usual_gap(lines)
        for index, part in enumerate(parts):
            if isinstance(part, TablePart):
                self._add_table(part)
            elif isinstance(part, BoxPart):
                self._add_box(part)
            elif not self._is_continued_line(part, parts[index + 1 : index + 2]):
                self._close_table()
                self._close_box()
                self._add_line(Placed(part, page.number, region, gap))

    def _add_line(self, placed: Placed) -> None:
        fresh = not self._paragraphs.lines
        started = self._paragraph_page
        text = self._paragraphs.add(placed)
        if text is not None:
            self._write(text, started)
        if fresh or text is not None:
            self._paragraph_page = placed.page

    def _close_paragraph(self) -> None:
        text = self._paragraphs.finish()
        if text is not None:
            self._write(text, self._paragraph_page)

    def _write(self, text: str, page: int) -> None:
        self._advance(page)
        contents = self._paragraphs.is_contents(text)
        paragraph = self._assembly.paragraph(text, contents=contents, frame=self._frame)
        self._written[page].append((paragraph.start, text))

    def _add_table(self, part: TablePart) -> None:
        self._close_paragraph()
        self._close_box()
        if self._table is not None and self._ended.meets(part) and self._table.takes(part):
            self._table.add(part)
        else:
            self._close_table()
            self._table = TableDraft.of(part)
        self._ended = _Ended(part.page, part.bottom)

    def _close_table(self) -> None:
        if self._table is None:
            return
        pages = self._table.row_pages
        self._advance(pages[0])
        table = self._assembly.table(self._table.grid_cells(), page_breaks=page_breaks(pages))
        self._marked += pages[-1] - pages[0]
        for cell in table.cells:
            self._written[pages[cell.row]].append((cell.start, cell.text))
        self._table = None

    def _add_box(self, part: BoxPart) -> None:
        self._close_table()
        lines = reading_order(part.words, part.tables)
        if not self._goes_on(part, lines):
            self._close_box()
            self._close_paragraph()
            self._frames += 1
            self._frame = self._frames
        self._box = part
        self._ended = _Ended(part.page, part.bottom)
        for parts in lines:
            self._fill_box(part, parts)

    def _goes_on(self, part: BoxPart, regions: list[list[Part]]) -> bool:
        """Whether a box is the rest of the one that is open."""
        if self._box is None or not self._ended.meets(part):
            return False
        same = abs(part.left - self._box.left) < _SAME_EDGE and abs(part.right - self._box.right) < _SAME_EDGE
        first = regions[0][0] if regions and regions[0] else None
        titled = isinstance(first, Line) and first.text.startswith(self._box_titles)
        return same and not titled

    def _fill_box(self, box: BoxPart, parts: list[Part]) -> None:
        lines = [part for part in parts if isinstance(part, Line)]
        region = _box_region(box, lines)
        gap = usual_gap(lines)
        row = 0
        for part in parts:
            while row + 1 < box.grid.rows and part.top >= box.grid.ys[row + 1] - 1:
                row += 1
                self._close_paragraph()
            if isinstance(part, TablePart):
                self._close_paragraph()
                self._table = TableDraft.of(part)
                self._close_table()
            elif isinstance(part, Line):
                self._add_line(Placed(part, box.page, region, gap))

    def _close_box(self) -> None:
        if self._box is not None:
            self._close_paragraph()
            self._box = None
            self._frame = None

    def _close_all(self) -> None:
        self._close_table()
        self._close_box()
        self._close_paragraph()

    def _is_continued_line(self, line: Line, following: Sequence[Part]) -> bool:
        """Whether a line only says that the table of the page before goes on (续表)."""
        after = following[0] if following else None
        if self._table is None or not isinstance(after, TablePart) or len(line.text) > _LONGEST_CONTINUED:
            return False
        if after.page != self._ended.page + 1 or not self._table.takes(after):
            return False
        return any(word in line.text for word in self._continued)

    def _advance(self, page: int) -> None:
        """Bring the page marks up to a page, and before each the notes at the foot of the page it ends."""
        while self._marked <= page:
            while self._noted < self._marked:
                self._write_notes(self._noted)
                self._noted += 1
            if self._marked == self._count:
                return
            self._assembly.page()
            self._marked += 1

    def _write_notes(self, page: int) -> None:
        for note in self._notes.pop(page, []):
            self._assembly.note(note.text, label=note.label, anchor=self._anchor(page, note.label))
        self._written.pop(page - 1, None)

    def _anchor(self, page: int, label: str) -> int | None:
        for start, text in [*self._written.get(page, []), *reversed(self._written.get(page - 1, []))]:
            place = find_mark(text, label)
            if place is not None:
                return start + place
        return None


def _kind(page: PageContent) -> tuple[int, int]:
    """Pages of one width and one side of the sheet share their margins."""
    return round(page.width), page.number % 2


def _usual_margins(pages: Sequence[PageContent], ordered: Sequence[list[list[Part]]]) -> dict[tuple[int, int], Region]:
    found: dict[tuple[int, int], list[Region]] = defaultdict(list)
    for page, regions in zip(pages, ordered, strict=True):
        lines = [part for parts in regions for part in parts if isinstance(part, Line)]
        if len(regions) == 1 and len(lines) >= _MANY_LINES:
            found[_kind(page)].append(_own_region(lines))
    return {
        kind: Region(median(one.left for one in regions), median(one.right for one in regions))
        for kind, regions in found.items()
    }


def _region(lines: Sequence[Line], usual: Region | None) -> Region:
    """Where the lines of a page or column begin and end; pages with few full lines are taken to be as wide as others."""
    if not lines:
        return usual or Region(0.0, 0.0)
    own = _own_region(lines)
    if usual is None:
        return own
    overlap = min(own.right, usual.right) - max(own.left, usual.left)
    if overlap < (usual.right - usual.left) * 0.6 and len(lines) >= _MANY_LINES:
        return own
    left = usual.left if own.left > usual.left else own.left
    return Region(left, max(own.right, usual.right) if overlap > 0 else own.right)


def _own_region(lines: Sequence[Line]) -> Region:
    starts = Counter(round(line.left / 3) for line in lines)
    enough = max(2, len(lines) // 10)
    usual = [start for start in starts if starts[start - 1] + starts[start] + starts[start + 1] >= enough]
    left = min(usual) * 3 - 1.5 if usual else min(line.left for line in lines)
    return Region(left, max(line.right for line in lines))


def _box_region(box: BoxPart, lines: Sequence[Line]) -> Region:
    if not lines:
        return Region(box.left, box.right)
    left = min(line.left for line in lines)
    padding = min(max(0.0, left - box.left), 20.0)
    return Region(left, max(box.right - padding, *(line.right for line in lines), 0.0))


def problems(pages: Iterable[PageContent], document: Document) -> list[Problem]:
    """What a person should look at: struck-out text, slanted text, pages too full to be read to the end; each with the
    place beside it, or where its page begins."""
    found = []
    for page in pages:
        number = str(page.number + 1)
        begins = _source(document, page.number)
        for struck in page.struck:
            source = _source(document, page.number, struck.beside)
            found.append(Problem("struck-text", source, {"page": number, "text": struck.text}))
        if page.slanted.strip():
            found.append(Problem("slanted-text", begins, {"page": number, "text": page.slanted.strip()[:80]}))
        if page.unseen:
            found.append(Problem("font-missing", begins, {"page": number, "count": str(page.unseen)}))
        if not page.complete:
            found.append(Problem("page-not-complete", begins, {"page": number}))
    return found


def _source(document: Document, page: int, words: str = "") -> Source | None:
    """Where words stand on a page; without words, or where they are not found, where the page begins."""
    if page >= len(document.page_starts):
        return None
    start = document.page_starts[page]
    end = document.page_starts[page + 1] if page + 1 < len(document.page_starts) else len(document.text)
    place = document.text.find(words, start, end) if words else -1
    return document.source(place, place + len(words)) if place >= 0 else document.source(start, start)


def with_damage_marked(document: Document) -> Document:
    """The document with every character that the file does not name marked as unsure."""
    places = [place for place, character in enumerate(document.text) if character == _UNKNOWN]
    if not places:
        return document
    unsure = tuple(Unsure(place, place + 1, 0.0) for place in places)
    first = document.source(places[0], places[0] + 1)
    damage = Problem("damaged-characters", first, {"count": str(len(places))})
    return replace(document, unsure=document.unsure + unsure, problems=(*document.problems, damage))
