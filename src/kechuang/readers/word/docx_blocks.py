"""The blocks of a Word story, read one after the other: paragraphs with their labels, cells with what hangs on them.

Reading a block counts its automatic number and moves through open fields, so blocks are read once and in order.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from unicodedata import category

from kechuang.readers.word.docx_flow import Flow, NoteMark
from kechuang.readers.word.docx_graphics import Graphics, walk_children
from kechuang.readers.word.docx_numbering import Label, Numbering
from kechuang.readers.word.docx_styles import (
    BODY_TEXT,
    VAL,
    Properties,
    Styles,
    Summary,
    W,
    integer,
    is_boxed,
    is_centred,
    on,
    properties_of,
)
from kechuang.readers.word.docx_text import Inline

_P, _TBL, _SDT = W + "p", W + "tbl", W + "sdt"
_LEFT_OUT = frozenset(W + name for name in ("del", "moveFrom", "sectPr", "tcPr", "tblPr", "sdtPr", "sdtEndPr"))
_MARK_DELETED = frozenset({W + "del", W + "moveFrom"})
_CONTENTS_GALLERY = "table of contents"

Element = Any


class Place(NamedTuple):
    """What a block stands in."""

    frame: int | None = None
    contents: bool = False
    hidden: bool = False


class ReadParagraph(NamedTuple):
    """A paragraph that has been read and not yet put into the document."""

    flow: Flow
    place: Place
    label: Label | None = None
    level: int | None = None
    contents: bool = False
    centred: bool = False
    boxed: bool = False
    goes_on: bool = False  # its paragraph mark was deleted: the next paragraph continues it


class ReadCell(NamedTuple):
    """What a cell holds."""

    text: str = ""
    notes: tuple[tuple[int, NoteMark], ...] = ()
    hidden: tuple[str, ...] = ()
    graphics: tuple[tuple[Graphics, Place], ...] = ()
    tables: tuple[tuple[Element, Place], ...] = ()


EMPTY = ReadCell()


class Blocks:
    """Reads the blocks of one document; ``report`` is told of what cannot be read."""

    def __init__(self, styles: Styles, numbering: Numbering, report: Callable[[str, dict[str, str]], None]) -> None:
        self._styles = styles
        self._numbering = numbering
        self._report = report
        self._inline = Inline(styles)

    def begin_story(self) -> None:
        """Another story begins (a note): no field is open in it yet."""
        self._inline = Inline(self._styles)

    def content(self, parent: Element, place: Place) -> Iterator["ReadParagraph | tuple[Element, Place]"]:
        """The paragraphs and tables of a body, cell or box; one whose mark was deleted runs into the next."""
        carried: ReadParagraph | None = None
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

    def cell(self, element: Element, place: Place) -> ReadCell:
        """What a cell holds; EMPTY where it holds nothing."""
        text, upright = "", False  # upright: words set down the cell, one character a paragraph (竖排)
        notes: list[tuple[int, NoteMark]] = []
        hidden: list[str] = []
        graphics: list[tuple[Graphics, Place]] = []
        tables: list[tuple[Element, Place]] = []
        for block in self.content(element, place):
            if not isinstance(block, ReadParagraph):
                tables.append(block)
                continue
            flow = block.flow
            words, marks = words_of(block)
            gap = " " if text and words and not (upright and _is_ideograph(words)) else ""
            upright = _is_ideograph(words) and (upright or not text)
            notes.extend((len(text) + len(gap) + at, mark) for at, mark in marks)
            text += gap + words
            if flow.hidden:
                hidden.append("".join(flow.hidden))
            if flow.graphics is not None:
                graphics.append((flow.graphics, block.place))
        if text or notes or hidden or graphics or tables:
            return ReadCell(text, tuple(notes), tuple(hidden), tuple(graphics), tuple(tables))
        return EMPTY

    def _blocks(self, parent: Element, place: Place) -> Iterator[tuple[Element, Place]]:
        for child in walk_children(parent):
            tag = child.tag
            if tag in (_P, _TBL):
                yield child, place
            elif tag == _SDT:
                content = child.find(W + "sdtContent")
                if content is not None:
                    yield from self._blocks(content, _place_in_control(child, place))
            elif tag == W + "altChunk":
                self._report("embedded-document-not-read", {})
            elif tag not in _LEFT_OUT:
                yield from self._blocks(child, place)

    def _read_paragraph(self, element: Element, place: Place, flow: Flow) -> ReadParagraph:
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
        return ReadParagraph(
            flow,
            place,
            label=self._numbering.label(properties, style) if counted else None,
            level=None if contents else level,
            contents=contents,
            centred=summary.centred if centred is None else centred,
            boxed=summary.boxed if boxed is None else boxed,
            goes_on=goes_on,
        )


def words_of(paragraph: ReadParagraph) -> tuple[str, list[tuple[int, NoteMark]]]:
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


def _place_in_control(control: Element, place: Place) -> Place:
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
