"""Word documents (.docx): the story from top to bottom, with nothing lost and nothing invented.

A thin walker of our own, because the libraries lose what plans are made of: automatic numbering in Chinese numerals,
inserted text, text boxes, footnote anchors. What is deleted stays out; what is hidden is kept apart and marked;
what cannot be read (pictures, charts, embedded objects) is listed in the document's problems.
Source: ECMA-376 Part 1 (WordprocessingML), Transitional and Strict.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from kechuang.domain.document import Document, Problem, Unsure
from kechuang.readers.assembly import Assembly, GridCell
from kechuang.readers.errors import Unreadable
from kechuang.readers.word.docx_blocks import EMPTY, Blocks, Place, ReadCell, ReadParagraph
from kechuang.readers.word.docx_flow import NoteMark
from kechuang.readers.word.docx_graphics import Graphics
from kechuang.readers.word.docx_lines import cut_lines
from kechuang.readers.word.docx_notes import USUAL_FORMAT, deleted_notes, note_labels, note_texts
from kechuang.readers.word.docx_numbering import Numbering, read_definitions
from kechuang.readers.word.docx_package import Package, open_package
from kechuang.readers.word.docx_styles import W, read_styles, without_table_styles
from kechuang.readers.word.docx_tables import Placed, Row, RowCell, grid_widths, is_frame, place_cells, read_rows

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_NO_CHARACTER = re.compile("[\ue000-\uf8ff\ufffd]+")  # private codes of a font we do not have, damaged characters
_MOST_PLACES = 4_000_000

Element = Any


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
        styles = read_styles(self._part("styles", without_table_styles))
        numbering = Numbering(read_definitions(self._part("numbering")), styles)
        self._blocks = Blocks(styles, numbering, self._problem)
        self._marks: list[tuple[NoteMark, int]] = []
        self._deleted_notes: set[tuple[str, int | None]] = set()
        self._frames = 0
        self._border: int | None = None  # the frame that the borders of the paragraph before have drawn

    def tell(self) -> None:
        """The body from top to bottom, then its notes."""
        bodies = list(self._root.iterchildren(W + "body"))
        if self._root.tag != W + "document" or not bodies:
            raise Unreadable("docx-no-document")
        self._deleted_notes = deleted_notes(self._root)
        for body in bodies:
            self._walk(body, Place())
        self._notes()

    def document(self, name: str, data: bytes) -> Document:
        """What was told, as a document."""
        document = self._assembly.document(name=name, format="docx", data=data)
        end = len(document.text)
        problems = tuple(
            Problem(code, document.source(min(start, end), min(stop, end)), details)
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

    def _walk(self, parent: Element, place: Place) -> None:
        self._border = None
        for block in self._blocks.content(parent, place):
            if isinstance(block, ReadParagraph):
                self._put_paragraph(block)
            else:
                self._border = None
                self._put_table(*block)
        self._border = None

    def _put_paragraph(self, paragraph: ReadParagraph) -> None:
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

    def _frame_of(self, paragraph: ReadParagraph) -> int | None:
        """The frame of a paragraph: the box it stands in, else the one its own borders draw with its neighbours'."""
        if paragraph.place.frame is not None or not paragraph.boxed:
            self._border = None
            return paragraph.place.frame
        if self._border is None:
            self._border = self._new_frame()
        return self._border

    def _put_hidden(self, text: str, place: Place) -> None:
        if text.strip():
            self._assembly.paragraph(text.strip(), contents=place.contents, hidden=True, frame=place.frame)

    def _put_graphics(self, graphics: Graphics, place: Place, span: tuple[int, int]) -> None:
        for code, details in graphics.problems:
            self._problem(code, details, span)
        for words in graphics.words:
            self._assembly.paragraph(words, frame=self._new_frame())
        for relation in graphics.diagrams:
            self._put_diagram(relation, span)
        border = self._border
        for box, hidden in graphics.boxes:
            self._walk(box, Place(self._new_frame(), place.contents, place.hidden or hidden))
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

    def _put_table(self, element: Element, place: Place) -> None:
        if is_frame(element):
            framed = place._replace(frame=self._new_frame())
            for row in read_rows(element):
                for cell, _ in row.cells:
                    self._walk(cell, framed._replace(hidden=place.hidden or row.hidden))
            return
        hidden: list[Row] = []
        placed = place_cells(self._filled_rows(element, place, hidden), grid_widths(element), EMPTY)
        self._put_cells(placed)
        for filled in placed:
            self._put_rest(filled)
        for row in hidden:
            for cell, _ in row.cells:
                self._walk(cell, place._replace(hidden=True))

    def _filled_rows(self, table: Element, place: Place, hidden: list[Row]) -> Iterator[list[tuple[RowCell, ReadCell]]]:
        """The rows of a table with what their cells hold; hidden rows are set aside."""
        for row in read_rows(table):
            if row.hidden:
                hidden.append(row)
                continue
            filled = [(cell, self._blocks.cell(element, place)) for element, cell in row.cells]
            yield filled
            if not any(content.tables or content.graphics for _, content in filled):
                row.element.clear()  # a table of 100,000 rows need not stand in memory twice

    def _put_cells(self, placed: list[Placed[ReadCell]]) -> None:
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

    def _put_as_lines(self, placed: list[Placed[ReadCell]]) -> None:
        """A table too wide and too long for a grid: its words line by line, and a problem that says so."""
        begin = self._assembly.length
        rows: dict[int, list[str]] = {}
        for cell in placed:
            rows.setdefault(cell.row, []).append(cell.content.text)
        for _, texts in sorted(rows.items()):
            self._assembly.paragraph(" ".join(texts))
        self._problem("table-too-large", {"rows": str(len(rows))}, (begin, self._assembly.length - 1))

    def _put_rest(self, cell: Placed[ReadCell]) -> None:
        """What hangs on a cell: hidden words, the unseen words of cells merged into it, boxes, tables inside it."""
        content = cell.content
        for text in (*content.hidden, *(covered.text for covered in cell.covered)):
            self._put_hidden(text, Place())
        for held in (content, *cell.covered):
            for graphics, place in held.graphics:
                self._put_graphics(graphics, place, (self._assembly.length, self._assembly.length))
            for table, place in held.tables:
                self._put_table(table, place)

    def _notes(self) -> None:
        """Every note as a line of its own, in the order of the references; those that nothing refers to come last."""
        parts = {kind: self._part(kind + "s") for kind in USUAL_FORMAT}
        texts = {(kind, key): text for kind in parts for key, text in note_texts(parts[kind], kind, self._blocks)}
        labels = {kind: note_labels(kind, self._note_properties(kind)) for kind in parts}
        for mark, anchor in self._marks:
            text = texts.pop((mark.kind, mark.number), None)
            if text is None:
                continue
            label = mark.label or next(labels[mark.kind])
            self._assembly.note(text, label=label, anchor=min(anchor, max(0, self._assembly.length - 1)))
        for key, text in texts.items():
            if text and key not in self._deleted_notes:
                self._assembly.note(text, label="", anchor=None)

    def _note_properties(self, kind: str) -> list[Element | None]:
        """Where a document says how its notes are numbered: in its first section, or in its settings."""
        settings = self._part("settings")
        in_settings = settings.find(f"{W}{kind}Pr") if settings is not None else None
        return [self._root.find(f".//{W}sectPr/{W}{kind}Pr"), in_settings]
