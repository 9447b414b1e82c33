"""The content of a page as lines and tables in reading order: what a browser would show, line by line."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from kechuang.readers.assembly import GridCell
from kechuang.readers.web.html_blocks import Attachment, Block, Grid, Line, Picture
from kechuang.readers.web.html_content import UNREAD, Page
from kechuang.readers.web.html_lists import Counter, counter_of
from kechuang.readers.web.html_page import Element, is_hidden, own_cells, own_rows, style_of
from kechuang.readers.web.html_tables import place_cells
from kechuang.readers.web.html_words import collapse

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SUPERSCRIPT = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_SUBSCRIPT = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_STRUCK = frozenset({"del", "s", "strike"})
_OUTLINE = re.compile(r"mso-outline-level:([1-9])")
_CONTENTS = re.compile(r"(?:^|\s)(?:msotoc\d|toc\d?|catalog|mulu)(?:$|\s)", re.IGNORECASE)
_NOTE = re.compile(r"_?(?:ftn|edn|fn|footnote|endnote|cite_note)[-_:]?\d+$")
_REFERENCE = re.compile(r"\s*[\[〔(（]?(?:[0-9]{1,3}|[*※①-⑳])[\]〕)）]?\s*$")
_ICON = re.compile(r"\.gif(?:$|\?)|icon|ico_|/ico|logo|button|btn", re.IGNORECASE)
_ATTACHED = re.compile(r"\.(?:docx?|wps|pdf|ofd|xlsx?|rtf|zip|rar|pptx?)(?:$|[?#&])", re.IGNORECASE)
_SMALL = 80  # pixels: a smaller picture is an ornament
# An indent in the middle of a line begins a paragraph where the page forgot to: only after the end of a sentence.
_INDENT = re.compile(r"(?<=[。；！？])(?:\u3000{2,}|\xa0{4,})")
_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\xad\x00\x02-\x08]")
_MARK = "\x01"  # stands in raw text where a footnote is anchored; decoding leaves no control characters


@dataclass(frozen=True, slots=True)
class _Look:
    """How the words at a place look: what an element hands down to those inside it."""

    level: int | None = None
    hidden: bool = False
    pre: bool = False
    script: str | None = None
    contents: bool = False
    frame: int | None = None
    note: str | None = None
    counter: Counter | None = None


class Flow:
    """Walks a part of the page and collects its blocks; never deeper in calls than the tables it finds are long."""

    def __init__(self, page: Page, *, names: dict[str, str], in_cell: bool = False) -> None:
        self._page = page
        self._names = names  # every name inside a footnote, to the name of the footnote
        self._in_cell = in_cell
        self.blocks: list[Block] = []
        self.tables: deque[Element] = deque()  # tables met inside a cell
        self._shown: list[str] = []
        self._unshown: list[str] = []
        self._anchors: list[str] = []
        self._marker = ""
        self._look = _Look()
        self._frames = 0

    def read(self, root: Element) -> "Flow":
        """Collect everything inside ``root``."""
        looks = [self._look]
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                looks.append(self._look)
                self._look = self._enter(element, looks[-1])
                if self._is_passed(element, root) or self._take_whole(element, root):
                    walk.skip_subtree()
                else:
                    self._words(element.text)
                continue
            if element.tag in _BLOCKS and element.tag not in UNREAD:
                self._flush()
            self._look = looks.pop()
            if element is not root:
                self._words(element.tail)
        self._flush()
        return self

    def _is_passed(self, element: Element, root: Element) -> bool:
        source = element.get("src") or element.get("data") or ""
        if element.tag in ("iframe", "embed", "object") and _ATTACHED.search(source):
            self.blocks.append(Attachment(source.rpartition("/")[2][:80]))
        return element.tag in UNREAD or (element in self._page.left_out and element is not root)

    def _take_whole(self, element: Element, root: Element) -> bool:
        """Take a picture, a line break or a table of values as one; False where the walk shall go inside."""
        tag = element.tag
        if tag == "img":
            self._picture(element)
            return True
        if tag == "br":
            self._words("\n") if self._look.level is not None or self._look.pre else self._flush()
            return True
        return tag == "table" and element is not root and self._table(element)

    def _enter(self, element: Element, outer: _Look) -> _Look:
        """The look inside an element; ends the line before a block, and anchors footnotes."""
        tag = element.tag
        if tag in _BLOCKS and element not in self._page.left_out:
            self._flush()
        look = outer
        if not self._page.shows_all and is_hidden(element):
            look = replace(look, hidden=True)
        if tag in _STRUCK or "text-decoration:line-through" in style_of(element):
            look = replace(look, hidden=True)
        if tag in ("sup", "sub"):
            look = replace(look, script=tag)
        elif tag == "pre":
            look = replace(look, pre=True)
        elif tag == "a":
            look = self._link(element, look)
        elif tag in ("ol", "ul", "menu"):
            look = replace(look, counter=counter_of(element))
        elif tag == "li" and look.counter:
            self._marker = look.counter.next(element.get("value"))
        if tag in _BLOCKS:
            look = self._block_look(element, look)
        name = element.get("id") or element.get("name")
        if name and look.note:
            self._names.setdefault(name, look.note)
        return look

    def _block_look(self, element: Element, look: _Look) -> _Look:
        level = _level(element)
        if level:
            look = replace(look, level=level)
        if _CONTENTS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            look = replace(look, contents=True)
        name = element.get("id") or ""
        if _NOTE.match(name):
            self._names[name] = name
            look = replace(look, note=name)
        return look

    def _link(self, element: Element, look: _Look) -> _Look:
        """A link to a footnote is an anchor, and its label a superscript."""
        target = element.get("href") or ""
        if _ATTACHED.search(target):
            self.blocks.append(Attachment(collapse("".join(element.itertext()))[:80]))
        if look.note or not target.startswith("#") or not _REFERENCE.match("".join(element.itertext())[:12]):
            return look
        self._shown.append(_MARK)
        self._anchors.append(target[1:])
        return replace(look, script="sup")

    def _words(self, text: str | None) -> None:
        if not text:
            return
        text = _UNSEEN.sub("", text).replace(_MARK, "")
        if self._look.script:
            text = text.translate(_SUPERSCRIPT if self._look.script == "sup" else _SUBSCRIPT)
        if self._look.pre:
            *lines, text = text.split("\n")
            for line in lines:
                self._shown.append(line)
                self._flush()
        (self._unshown if self._look.hidden else self._shown).append(text)

    def _flush(self) -> None:
        """End the line: what is shown first, what is hidden after it."""
        shown, unshown, anchors = "".join(self._shown), "".join(self._unshown), self._anchors
        if not shown and not unshown:
            return
        self._shown, self._unshown, self._anchors = [], [], []
        for part in _INDENT.split(shown):
            self._line(part, anchors, hidden=False)
        self._line(unshown, [], hidden=True)

    def _line(self, raw: str, anchors: list[str], *, hidden: bool) -> None:
        text = collapse(raw)
        places = []
        while _MARK in text:
            places.append((text.index(_MARK), anchors.pop(0)))
            text = text.replace(_MARK, "", 1)
        if not text:
            return
        marker, self._marker = self._marker, ""
        if marker and not Counter.stands_before(text):
            text = marker + text
            places = [(offset + len(marker), name) for offset, name in places]
        look = self._look
        self.blocks.append(Line(text, look.level, look.contents, hidden, look.frame, look.note, places))

    def _picture(self, element: Element) -> None:
        sizes = [element.get("width") or "", element.get("height") or ""]
        small = any(size.rstrip("px").isdecimal() and int(size.rstrip("px")[:6]) < _SMALL for size in sizes)
        source = (element.get("src") or "")[:500]
        if source and not small and not _ICON.search(source) and not self._look.hidden:
            self.blocks.append(Picture(collapse(element.get("alt") or "")))

    def _table(self, table: Element) -> bool:
        """Take a table of values as one; False for a table that only arranges the page, and for a box."""
        if self._in_cell:
            self.tables.append(table)
            return True
        if self._page.is_layout(table):
            return False
        if _width(table) <= 1:
            self._frames += 1
            self._look = replace(self._look, frame=self._frames)
            return False
        self._grids(table)
        return True

    def _grids(self, outermost: Element) -> None:
        """A table, and after it the tables inside its cells."""
        waiting = deque([outermost])
        while waiting:
            table = waiting.popleft()
            for caption in table.iterchildren("caption"):
                self.blocks.extend(self._part(caption).blocks)
            blocks, inner = self._grid(table) if _width(table) > 1 else self._column(table)
            waiting.extend(inner)
            self.blocks.extend(blocks)

    def _column(self, table: Element) -> tuple[list[Block], deque[Element]]:
        """A table of one column inside a cell: lines."""
        part = self._part(table)
        return part.blocks, part.tables

    def _grid(self, table: Element) -> tuple[list[Block], deque[Element]]:
        hidden = self._look.hidden
        cells: list[GridCell] = []
        anchors: list[tuple[int, int, int, str]] = []
        after: list[Block] = []
        inner: deque[Element] = deque()
        rows, covered = self._seen(table)
        after.extend(covered)
        for cell, place in place_cells(rows):
            if len(cell) == 0:
                text = collapse(_UNSEEN.sub("", cell.text or "").replace(_MARK, ""))
            else:
                part = self._part(cell)
                inner.extend(part.tables)
                after.extend(block for block in part.blocks if not isinstance(block, Line) or block.hidden)
                text, offsets = _joined(line for line in part.blocks if isinstance(line, Line) and not line.hidden)
                anchors.extend((place.row, place.column, offset, name) for offset, name in offsets)
            cells.append(replace(place, text=text))
        if hidden:
            lines: list[Block] = [Line(cell.text, hidden=True) for cell in cells if cell.text]
            return lines + after, inner
        grid: list[Block] = [Grid(cells, anchors)] if any(cell.text for cell in cells) else []
        return grid + after, inner

    def _seen(self, table: Element) -> tuple[list[list[Element]], list[Block]]:
        """The cells that the page shows, row by row, and the words of those it hides as hidden lines."""
        rows: list[list[Element]] = []
        covered: list[str] = []
        for row in own_rows(table):
            cells = own_cells(row)
            hidden = set() if self._page.shows_all else {cell for cell in cells if is_hidden(row) or is_hidden(cell)}
            covered += [collapse("".join(cell.itertext())) for cell in cells if cell in hidden]
            rows.append([cell for cell in cells if cell not in hidden])  # a hidden row still counts for a rowspan
        return rows, [Line(text, hidden=True) for text in covered if text]

    def _part(self, element: Element) -> "Flow":
        return Flow(self._page, names=self._names, in_cell=True).read(element)


def _width(table: Element) -> int:
    return max((len(own_cells(row)) for row in own_rows(table)), default=0)


def _joined(lines: Iterator[Line]) -> tuple[str, list[tuple[int, str]]]:
    text, anchors = "", []
    for line in lines:
        text += "\n" if text else ""
        anchors += [(len(text) + offset, name) for offset, name in line.anchors]
        text += line.text
    return text, anchors


def _level(element: Element) -> int | None:
    tag = element.tag
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return int(tag[1])
    outline = _OUTLINE.search(style_of(element))
    return int(outline[1]) if outline else None
