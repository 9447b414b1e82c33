"""Word documents (.docx): the story from top to bottom, with nothing lost and nothing invented.

A thin walker of our own, because the libraries lose what plans are made of: automatic numbering in Chinese numerals,
inserted text, text boxes, footnote anchors. What is deleted stays out; what is hidden is kept apart and marked;
what cannot be read (pictures, charts, embedded objects) is listed in the document's problems.
Source: ECMA-376 Part 1 (WordprocessingML), Transitional and Strict.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple
from unicodedata import category

from kechuang.domain.document import Document, Problem, Unsure
from kechuang.readers.assembly import Assembly, GridCell
from kechuang.readers.docx_graphics import Graphics, walk_children
from kechuang.readers.docx_lines import cut_lines
from kechuang.readers.docx_numbering import Label, Numbering, read_definitions
from kechuang.readers.docx_numerals import write_counter
from kechuang.readers.docx_package import Package, open_package
from kechuang.readers.docx_styles import (
    BODY_TEXT,
    VAL,
    Properties,
    Summary,
    W,
    integer,
    is_boxed,
    is_centred,
    on,
    properties_of,
    read_styles,
    without_table_styles,
)
from kechuang.readers.docx_tables import Placed, Row, RowCell, grid_widths, is_frame, place_cells, read_rows
from kechuang.readers.docx_text import Flow, Inline, NoteMark
from kechuang.readers.errors import Unreadable

_P, _TBL, _SDT = W + "p", W + "tbl", W + "sdt"
_LEFT_OUT = frozenset(W + name for name in ("del", "moveFrom", "sectPr", "tcPr", "tblPr", "sdtPr", "sdtEndPr"))
_MARK_DELETED = frozenset({W + "del", W + "moveFrom"})
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_USUAL_NOTE_FORMAT = {"footnote": "decimal", "endnote": "lowerRoman"}
_CONTENTS_GALLERY = "table of contents"
_NO_CHARACTER = re.compile("[\ue000-\uf8ff\ufffd]+")  # private codes of a font we do not have, damaged characters
_MOST_PLACES = 4_000_000

Element = Any


class _Place(NamedTuple):
    """What a block stands in."""

    frame: int | None = None
    contents: bool = False
    hidden: bool = False


class _Paragraph(NamedTuple):
    """A paragraph that has been read and not yet put into the document."""

    flow: Flow
    place: _Place
    label: Label | None = None
    level: int | None = None
    contents: bool = False
    centred: bool = False
    boxed: bool = False
    goes_on: bool = False  # its paragraph mark was deleted: the next paragraph continues it


class _Cell(NamedTuple):
    """What a cell holds."""

    text: str = ""
    notes: tuple[tuple[int, NoteMark], ...] = ()
    hidden: tuple[str, ...] = ()
    graphics: tuple[tuple[Graphics, _Place], ...] = ()
    tables: tuple[tuple[Element, _Place], ...] = ()


_EMPTY = _Cell()


def read_docx(data: bytes, *, name: str) -> Document:
    """Read the bytes of a .docx; ``name`` is what sources call the document.

    Lines stand in the order of the file; a text box, a nested table and hidden words follow the paragraph or table
    that holds them, notes stand at the end. Raises Unreadable with the codes of ``docx_package.open_package`` and
    ``Package.xml`` for a file that is not a readable Word document.
    """
    package = open_package(data)
    try:
        story = _Story(package)
        story.tell()
        return story.document(name, data)
    except RecursionError as depth:
        raise Unreadable("docx-too-deep", part=package.main) from depth


class _Story:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._assembly = Assembly()
        self._problems: list[tuple[str, dict[str, str], int, int]] = []
        self._root = package.xml(package.main)
        self._styles = read_styles(self._part("styles", without_table_styles))
        self._numbering = Numbering(read_definitions(self._part("numbering")), self._styles)
        self._inline = Inline(self._styles)
        self._marks: list[tuple[NoteMark, int]] = []
        self._deleted_notes: set[tuple[str, int | None]] = set()
        self._frames = 0
        self._border: int | None = None  # the frame that the borders of the paragraph before have drawn

    def tell(self) -> None:
        """The body from top to bottom, then its notes."""
        bodies = list(self._root.iterchildren(W + "body"))
        if self._root.tag != W + "document" or not bodies:
            raise Unreadable("docx-no-document")
        self._deleted_notes = _deleted_notes(self._root)
        for body in bodies:
            self._walk(body, _Place())
        self._notes()

    def document(self, name: str, data: bytes) -> Document:
        """What was told, as a document."""
        document = self._assembly.document(name=name, format="docx", data=data)
        end = len(document.text)
        problems = tuple(
            Problem(code, document.source(min(start, end), min(stop, end)), MappingProxyType(details))
            for code, details, start, stop in self._problems
        )
        strange = tuple(Unsure(found.start(), found.end(), 0.0) for found in _NO_CHARACTER.finditer(document.text))
        return replace(document, problems=problems, unsure=strange)

    def _part(self, kind: str, trim: Callable[[bytes], bytes] | None = None) -> Element | None:
        """The root of a part that the main part refers to; one that is damaged is a problem, not the end."""
        folder = self._package.main.rpartition("/")[0]
        part = self._package.related(self._package.main, kind) or f"{folder}/{kind}.xml"
        if not self._package.has(part):
            return None
        try:
            return self._package.xml(part, trim)
        except Unreadable as damage:
            if damage.code not in ("docx-xml-damaged", "docx-damaged"):
                raise
            self._problem("docx-part-damaged", {"part": part})
            return None

    def _problem(self, code: str, details: dict[str, str], span: tuple[int, int] | None = None) -> None:
        start, end = span or (self._assembly.length, self._assembly.length)
        self._problems.append((code, details, start, end))

    def _new_frame(self) -> int:
        self._frames += 1
        return self._frames

    def _walk(self, parent: Element, place: _Place) -> None:
        self._border = None
        for block in self._content(parent, place):
            if isinstance(block, _Paragraph):
                self._put_paragraph(block)
            else:
                self._border = None
                self._put_table(*block)
        self._border = None

    def _content(self, parent: Element, place: _Place) -> Iterator["_Paragraph | tuple[Element, _Place]"]:
        """The paragraphs and tables of a body, cell or box; one whose mark was deleted runs into the next."""
        carried: _Paragraph | None = None
        for element, at in self._blocks(parent, place):
            if element.tag == _TBL:
                if carried is not None:
                    yield carried
                carried = None
                yield element, at
                continue
            paragraph = self._read_paragraph(element, at, carried.flow if carried is not None else Flow())
            carried = paragraph if paragraph.goes_on else None
            if carried is None:
                yield paragraph
        if carried is not None:
            yield carried

    def _blocks(self, parent: Element, place: _Place) -> Iterator[tuple[Element, _Place]]:
        for child in walk_children(parent):
            tag = child.tag
            if tag in (_P, _TBL):
                yield child, place
            elif tag == _SDT:
                content = child.find(W + "sdtContent")
                if content is not None:
                    yield from self._blocks(content, _place_in_control(child, place))
            elif tag == W + "altChunk":
                self._problem("embedded-document-not-read", {})
            elif tag not in _LEFT_OUT:
                yield from self._blocks(child, place)

    def _read_paragraph(self, element: Element, place: _Place, flow: Flow) -> _Paragraph:
        properties = properties_of(element.find(W + "pPr"))
        named = properties.get(W + "pStyle")
        style = named.get(VAL) if named is not None else None
        summary = self._styles.summary(style)
        contents = place.contents or summary.contents
        level = None if contents else _level(properties, summary)
        if level is not None and self._inline.in_contents:
            self._inline.close_contents()
        self._inline.read(element, flow, style=style, hidden=place.hidden)
        contents = contents or flow.contents
        goes_on = not _MARK_DELETED.isdisjoint(properties_of(properties.get(W + "rPr")))
        unseen = not flow.text.strip() and (bool(flow.hidden) or place.hidden)
        counted = not goes_on and not unseen
        boxed, centred = is_boxed(properties), is_centred(properties)
        return _Paragraph(
            flow,
            place,
            label=self._numbering.label(properties, style) if counted else None,
            level=None if contents else level,
            contents=contents,
            centred=summary.centred if centred is None else centred,
            boxed=summary.boxed if boxed is None else boxed,
            goes_on=goes_on,
        )

    def _put_paragraph(self, paragraph: _Paragraph) -> None:
        flow, place = paragraph.flow, paragraph.place
        frame = self._frame_of(paragraph)
        words = flow.text.lstrip()
        label = paragraph.label.before(words) if paragraph.label is not None and words else ""
        begin = self._assembly.length
        whole = paragraph.level is not None or paragraph.centred
        for line in cut_lines(flow, label, whole=whole):
            start = self._assembly.length
            if line.text:
                self._assembly.paragraph(line.text, level=paragraph.level, contents=paragraph.contents, frame=frame)
            self._marks.extend((mark, start + offset) for offset, mark in line.notes)
        span = (begin, max(begin, self._assembly.length - 1))
        self._put_hidden("".join(flow.hidden), place._replace(frame=frame))
        if flow.graphics is not None:
            self._put_graphics(flow.graphics, place, span)

    def _frame_of(self, paragraph: _Paragraph) -> int | None:
        """The frame of a paragraph: the box it stands in, else the one its own borders draw with its neighbours'."""
        if paragraph.place.frame is not None or not paragraph.boxed:
            self._border = None
            return paragraph.place.frame
        if self._border is None:
            self._border = self._new_frame()
        return self._border

    def _put_hidden(self, text: str, place: _Place) -> None:
        if text.strip():
            self._assembly.paragraph(text.strip(), contents=place.contents, hidden=True, frame=place.frame)

    def _put_graphics(self, graphics: Graphics, place: _Place, span: tuple[int, int]) -> None:
        for code, details in graphics.problems:
            self._problem(code, details, span)
        for words in graphics.words:
            self._assembly.paragraph(words, frame=self._new_frame())
        for relation in graphics.diagrams:
            self._put_diagram(relation, span)
        border = self._border
        for box, hidden in graphics.boxes:
            self._walk(box, _Place(self._new_frame(), place.contents, place.hidden or hidden))
        self._border = border

    def _put_diagram(self, relation: str, span: tuple[int, int]) -> None:
        """The words of a diagram (SmartArt), which stand in a part of their own."""
        _, part = self._package.targets(self._package.main).get(relation, ("", ""))
        try:
            root = self._package.xml(part)
        except Unreadable:
            self._problem("diagram-not-read", {}, span)
            return
        frame = self._new_frame()
        for paragraph in root.iter(_A + "p"):
            text = "".join(piece.text or "" for piece in paragraph.iter(_A + "t")).strip()
            if text:
                self._assembly.paragraph(text, frame=frame)

    def _put_table(self, element: Element, place: _Place) -> None:
        if is_frame(element):
            framed = place._replace(frame=self._new_frame())
            for row in read_rows(element):
                for cell, _ in row.cells:
                    self._walk(cell, framed._replace(hidden=place.hidden or row.hidden))
            return
        hidden: list[Row] = []
        placed = place_cells(self._filled_rows(element, place, hidden), grid_widths(element), _EMPTY)
        self._put_cells(placed)
        for filled in placed:
            self._put_rest(filled)
        for row in hidden:
            for cell, _ in row.cells:
                self._walk(cell, place._replace(hidden=True))

    def _filled_rows(self, table: Element, place: _Place, hidden: list[Row]) -> Iterator[list[tuple[RowCell, _Cell]]]:
        """The rows of a table with what their cells hold; hidden rows are set aside."""
        for row in read_rows(table):
            if row.hidden:
                hidden.append(row)
                continue
            filled = [(cell, self._read_cell(element, place)) for element, cell in row.cells]
            yield filled
            if not any(content.tables or content.graphics for _, content in filled):
                row.element.clear()  # a table of 100,000 rows need not stand in memory twice

    def _put_cells(self, placed: list[Placed[_Cell]]) -> None:
        if not any(cell.content.text for cell in placed):
            for cell in placed:
                self._marks.extend((mark, self._assembly.length) for _, mark in cell.content.notes)
            return
        height = max(cell.row + cell.row_span for cell in placed)
        width = max(cell.column + cell.column_span for cell in placed)
        if height * width > _MOST_PLACES:
            self._put_as_lines(placed)
            return
        table = self._assembly.table(
            GridCell(cell.row, cell.column, cell.content.text, cell.row_span, cell.column_span) for cell in placed
        )
        starts = {(cell.row, cell.column): cell.start for cell in table.cells}
        for cell in placed:
            begin = starts[(cell.row, cell.column)]
            self._marks.extend((mark, begin + offset) for offset, mark in cell.content.notes)

    def _put_as_lines(self, placed: list[Placed[_Cell]]) -> None:
        """A table too wide and too long for a grid: its words line by line, and a problem that says so."""
        begin = self._assembly.length
        rows: dict[int, list[str]] = {}
        for cell in placed:
            rows.setdefault(cell.row, []).append(cell.content.text)
        for _, texts in sorted(rows.items()):
            self._assembly.paragraph(" ".join(texts))
        self._problem("table-too-large", {"rows": str(len(rows))}, (begin, self._assembly.length - 1))

    def _put_rest(self, cell: Placed[_Cell]) -> None:
        """What hangs on a cell: hidden words, the unseen words of cells merged into it, boxes, tables inside it."""
        content = cell.content
        for text in (*content.hidden, *(covered.text for covered in cell.covered)):
            self._put_hidden(text, _Place())
        for held in (content, *cell.covered):
            for graphics, place in held.graphics:
                self._put_graphics(graphics, place, (self._assembly.length, self._assembly.length))
            for table, place in held.tables:
                self._put_table(table, place)

    def _read_cell(self, element: Element, place: _Place) -> _Cell:
        text, upright = "", False  # upright: words set down the cell, one character a paragraph (竖排)
        notes: list[tuple[int, NoteMark]] = []
        hidden: list[str] = []
        graphics: list[tuple[Graphics, _Place]] = []
        tables: list[tuple[Element, _Place]] = []
        for block in self._content(element, place):
            if not isinstance(block, _Paragraph):
                tables.append(block)
                continue
            flow = block.flow
            words, marks = _words_of(block)
            gap = " " if text and words and not (upright and _is_ideograph(words)) else ""
            upright = _is_ideograph(words) and (upright or not text)
            notes.extend((len(text) + len(gap) + at, mark) for at, mark in marks)
            text += gap + words
            if flow.hidden:
                hidden.append("".join(flow.hidden))
            if flow.graphics is not None:
                graphics.append((flow.graphics, block.place))
        if text or notes or hidden or graphics or tables:
            return _Cell(text, tuple(notes), tuple(hidden), tuple(graphics), tuple(tables))
        return _EMPTY

    def _notes(self) -> None:
        """Every note as a line of its own, in the order of the references; those that nothing refers to come last."""
        texts = {(kind, key): text for kind in _USUAL_NOTE_FORMAT for key, text in self._note_texts(kind)}
        counts = {kind: self._note_counting(kind) for kind in _USUAL_NOTE_FORMAT}
        for mark, anchor in self._marks:
            text = texts.pop((mark.kind, mark.number), None)
            if text is None:
                continue
            label = mark.label or next(counts[mark.kind])
            self._assembly.note(text, label=label, anchor=min(anchor, max(0, self._assembly.length - 1)))
        for key, text in texts.items():
            if text and key not in self._deleted_notes:
                self._assembly.note(text, label="", anchor=None)

    def _note_texts(self, kind: str) -> Iterator[tuple[int, str]]:
        root = self._part(kind + "s")
        for element in root.iterchildren(W + kind) if root is not None else ():
            key, use = integer(element, W + "id"), element.get(W + "type") or "normal"
            if key is not None and use == "normal":
                self._inline = Inline(self._styles)
                yield key, " ".join(self._plain(element))

    def _plain(self, parent: Element) -> Iterator[str]:
        """The paragraphs of a note as strings, those in tables cell by cell."""
        for block in self._content(parent, _Place()):
            if isinstance(block, _Paragraph):
                words = block.flow.text.strip()
                label = block.label.before(words) if block.label is not None else ""
                if words:
                    yield label + words
            else:
                for row in read_rows(block[0]):
                    for cell, _ in row.cells:
                        yield from self._plain(cell)

    def _note_counting(self, kind: str) -> Iterator[str]:
        settings = self._part("settings")
        homes = (
            self._root.find(f".//{W}sectPr/{W}{kind}Pr"),
            settings.find(f"{W}{kind}Pr") if settings is not None else None,
        )
        said = [home for home in homes if home is not None]
        formats = (home.find(W + "numFmt") for home in said)
        starts = (integer(home.find(W + "numStart")) for home in said)
        form = next((found.get(VAL) for found in formats if found is not None), None) or _USUAL_NOTE_FORMAT[kind]
        number = next((start for start in starts if start is not None), 1)
        while True:
            yield write_counter(number, form)
            number += 1


def _deleted_notes(root: Element) -> set[tuple[str, int | None]]:
    """The notes whose reference was deleted."""
    return {
        (kind, integer(reference, W + "id"))
        for change in root.iter(W + "del", W + "moveFrom")
        for kind in _USUAL_NOTE_FORMAT
        for reference in change.iter(f"{W}{kind}Reference")
    }


def _words_of(paragraph: _Paragraph) -> tuple[str, list[tuple[int, NoteMark]]]:
    """A paragraph of a cell on one line, with its label, and the notes anchored in it."""
    text, label = paragraph.flow.text, paragraph.label
    words = text.strip()
    front = label.before(words) if label is not None else ""
    if not words:
        front = front.rstrip()
    skipped = len(front) - (len(text) - len(text.lstrip()))
    line = front + words
    return line, [(min(max(at + skipped, len(front)), len(line)), mark) for at, mark in paragraph.flow.notes]


def _is_ideograph(words: str) -> bool:
    return len(words) == 1 and category(words) == "Lo"


def _level(properties: Properties, summary: Summary) -> int | None:
    """The heading level of a paragraph: its own outline level before that of its style."""
    outline = integer(properties.get(W + "outlineLvl"))
    if outline is None:
        return summary.level
    return outline + 1 if 0 <= outline < BODY_TEXT else None


def _place_in_control(control: Element, place: _Place) -> _Place:
    """What a content control makes of its content: a table of contents, or a prompt that was never filled in."""
    properties = control.find(W + "sdtPr")
    if properties is None:
        return place
    gallery = properties.find(f"{W}docPartObj/{W}docPartGallery")
    contents = gallery is not None and (gallery.get(VAL) or "").casefold() == _CONTENTS_GALLERY
    return place._replace(
        contents=place.contents or contents,
        hidden=place.hidden or bool(on(properties.find(W + "showingPlcHdr"))),
    )
