"""The running text of a Word paragraph: what its reader sees, and apart from it notes, hidden text and text boxes.

Inserted text (w:ins, w:moveTo) counts, deleted text (w:del, w:moveFrom) does not; of a field its result counts, its
instruction does not. Source: ECMA-376 Part 1 §17.3 (runs), §17.13 (revisions), §17.16 (fields).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kechuang.readers.word.docx_flow import Flow, NoteMark
from kechuang.readers.word.docx_graphics import MC_ALTERNATE, choose
from kechuang.readers.word.docx_math import SUPERSCRIPTS, M, read_equation_field, read_formula
from kechuang.readers.word.docx_styles import VAL, Properties, Styles, W, integer, on, properties_of
from kechuang.readers.word.docx_symbols import read_symbol

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PRIVATE = re.compile("[\uf020-\uf0ff]")
_LONGEST_INSTRUCTION = 2_000
_CONTENTS_BOOKMARK = "_Toc"
_PAGE_OF_HEADING = re.compile(r"\s*PAGEREF\s+_Toc", re.IGNORECASE)

Element = Any


@dataclass(slots=True)
class _Field:
    """A field that has begun: its instruction, and whether its result has begun too."""

    instruction: str = ""
    shown: bool = False
    contents: bool = False
    withheld: list[str] = field(default_factory=list)


class _Look(NamedTuple):
    """How a run appears, and in which paragraph style it stands."""

    style: str | None
    hidden: bool = False
    raised: bool = False
    font: str = ""


class Inline:
    """Reads runs into flows. Fields may reach over paragraphs, so one reader serves one story from its beginning."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[_Field] = []
        self._looks: dict[tuple[str | None, str | None], _Look] = {}

    def read(self, paragraph: Element, flow: Flow, *, style: str | None, hidden: bool = False) -> None:
        """Append what ``paragraph`` shows to ``flow``."""
        self._fields = [begun for begun in self._fields if begun.shown]
        self._children(paragraph, flow, _Look(style, hidden))
        for begun in self._fields:
            flow.hidden.extend(begun.withheld)
            begun.withheld.clear()

    def close_contents(self) -> None:
        """A heading of the body stands here: a table of contents cannot still be open, whatever the fields say."""
        self._fields = [begun for begun in self._fields if not begun.contents]

    @property
    def in_contents(self) -> bool:
        """Whether a table of contents is open."""
        return any(begun.contents for begun in self._fields)

    def _children(self, parent: Element, flow: Flow, look: _Look) -> None:
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                self._run(child, flow, look)
            elif tag not in _SKIPPED:
                handler = _HANDLERS.get(tag, Inline._children)
                handler(self, child, flow, look)

    def _run(self, run: Element, flow: Flow, look: _Look) -> None:
        properties = run[0] if len(run) and run[0].tag == _RUN_PROPERTIES else run.find(_RUN_PROPERTIES)
        self._pieces(run, flow, self._look(properties_of(properties), look))

    def _pieces(self, parent: Element, flow: Flow, look: _Look) -> None:
        """The content of a run, in order; a mark the author typed for a note is its label, not text."""
        marks: list[str] | None = None
        for child in parent:
            tag = child.tag
            if tag in (_TEXT, _SYMBOL):
                text = _text_of(child, look)
                if marks is None:
                    self._put(flow, text, look)
                else:
                    marks.append(text)
            elif tag in _NOTES:
                marks = [] if on_off(child.get(W + "customMarkFollows")) else None
                self._note(child, flow, look, marks)
            elif tag not in _SKIPPED:
                handler = _HANDLERS.get(tag, Inline._children)
                handler(self, child, flow, look)
        if marks:
            offset, mark = flow.notes.pop()
            flow.notes.append((offset, NoteMark(mark.kind, mark.number, "".join(marks).strip() or None)))

    def _put(self, flow: Flow, text: str, look: _Look) -> None:
        if not text:
            return
        if look.raised:
            text = text.translate(SUPERSCRIPTS)
        if self._fields:
            muted = next((begun for begun in self._fields if not begun.shown), None)
            if muted is not None:
                muted.withheld.append(text)
                return
            flow.contents = flow.contents or self.in_contents
        if look.hidden:
            flow.hidden.append(text)
        else:
            flow.put(text)

    def _look(self, properties: Properties, look: _Look) -> _Look:
        """The appearance of a run: its own properties before those of its style before those of the paragraph's."""
        if not properties:
            inherited = self._inherited(look.style, None)
            return inherited if not look.hidden else _Look(look.style, True, inherited.raised)
        key = properties.get(W + "rStyle")
        inherited = self._inherited(look.style, key.get(VAL) if key is not None else None)
        vanish, raised = on(properties.get(W + "vanish")), properties.get(W + "vertAlign")
        fonts = properties.get(W + "rFonts")
        return _Look(
            look.style,
            look.hidden or (inherited.hidden if vanish is None else vanish),
            inherited.raised if raised is None else raised.get(VAL) == "superscript",
            (fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "") if fonts is not None else "",
        )

    def _inherited(self, paragraph: str | None, run: str | None) -> _Look:
        look = self._looks.get((paragraph, run))
        if look is None:
            hidden = self._styles.hidden(paragraph, run)
            look = _Look(paragraph, hidden, self._styles.raised(paragraph, run) == "superscript")
            self._looks[(paragraph, run)] = look
        return look

    def _note(self, reference: Element, flow: Flow, look: _Look, marks: list[str] | None) -> None:
        number = integer(reference, W + "id")
        if number is None:
            return
        flow.notes.append((flow.length, NoteMark(_NOTES[reference.tag], number)))

    def _field_mark(self, mark: Element, flow: Flow, look: _Look) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            begun = self._fields[-1]
            begun.shown, begun.contents = True, _is_contents(begun.instruction)
            flow.contents = flow.contents or _PAGE_OF_HEADING.match(begun.instruction) is not None
            begun.withheld.clear()
        elif kind == "end" and self._fields:
            self._end_field(self._fields.pop(), flow, look)

    def _end_field(self, ended: _Field, flow: Flow, look: _Look) -> None:
        instruction = ended.instruction.strip()
        if ended.shown or not instruction.upper().startswith("EQ"):
            return
        shown = read_equation_field(instruction)
        if shown is None:
            flow.drawn().problems.append(("formula-not-read", {"formula": instruction}))
        else:
            self._put(flow, shown, look)

    def _instruction(self, element: Element, flow: Flow, look: _Look) -> None:
        if self._fields and not self._fields[-1].shown:
            begun = self._fields[-1]
            begun.instruction = (begun.instruction + (element.text or ""))[:_LONGEST_INSTRUCTION]

    def _link(self, element: Element, flow: Flow, look: _Look) -> None:
        """A link to a heading's bookmark (``_Toc…``) is an entry of a table of contents, even one without its field."""
        if _CONTENTS_BOOKMARK in (element.get(W + "anchor") or ""):
            flow.contents = True
        self._children(element, flow, look)

    def _simple_field(self, element: Element, flow: Flow, look: _Look) -> None:
        self._fields.append(_Field(shown=True, contents=_is_contents(element.get(W + "instr") or "")))
        self._children(element, flow, look)
        self._fields.pop()

    def _break(self, element: Element, flow: Flow, look: _Look) -> None:
        if look.hidden or any(not begun.shown for begun in self._fields):
            return
        flow.break_line(page=element.get(W + "type") in ("page", "column"))

    def _tab(self, element: Element, flow: Flow, look: _Look) -> None:
        self._put(flow, "\t", look)

    def _hyphen(self, element: Element, flow: Flow, look: _Look) -> None:
        self._put(flow, "-", look)

    def _alternate(self, element: Element, flow: Flow, look: _Look) -> None:
        chosen = choose(element)
        if chosen is not None:
            self._pieces(chosen, flow, look)

    def _graphic(self, element: Element, flow: Flow, look: _Look) -> None:
        flow.drawn().collect(element, hidden=look.hidden)

    def _control(self, element: Element, flow: Flow, look: _Look) -> None:
        """A content control (内容控件); the prompt of one that was never filled in is no text of the author's."""
        content = element.find(W + "sdtContent")
        if content is None:
            return
        if on(element.find(f"{W}sdtPr/{W}showingPlcHdr")):
            look = _Look(look.style, True)
        self._children(content, flow, look)

    def _ruby(self, element: Element, flow: Flow, look: _Look) -> None:
        base = element.find(W + "rubyBase")
        if base is not None:
            self._children(base, flow, look)

    def _formula(self, element: Element, flow: Flow, look: _Look) -> None:
        self._put(flow, read_formula(element), look)


def on_off(text: str | None) -> bool:
    """An on/off attribute; missing means off."""
    return (text or "0").lower() not in ("0", "false", "off")


def _text_of(element: Element, look: _Look) -> str:
    if element.tag == _SYMBOL:
        code = element.get(W + "char") or ""
        try:
            return read_symbol(int(code[:6], 16), element.get(W + "font") or "")
        except (ValueError, OverflowError):
            return ""
    text: str = element.text or ""
    if text and (text[0].isspace() or text[-1].isspace()) and element.get(_SPACE) != "preserve":
        text = text.strip(" \t\r\n")
    if _PRIVATE.search(text):
        return _PRIVATE.sub(lambda found: read_symbol(ord(found[0]), look.font), text)
    return text


def _is_contents(instruction: str) -> bool:
    return instruction.strip()[:4].upper().rstrip() == "TOC"


_RUN = W + "r"
_RUN_PROPERTIES = W + "rPr"
_TEXT = W + "t"
_SYMBOL = W + "sym"
_NOTES: Mapping[str, str] = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_SKIPPED = frozenset(
    {
        *(W + name for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "proofErr")),
        *(W + name for name in ("del", "moveFrom", "delText", "delInstrText", "rt", "rubyPr", "softHyphen")),
        *(W + name for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd")),
        *(W + name for name in ("commentReference", "annotationRef", "footnoteRef", "endnoteRef", "separator")),
        *(W + name for name in ("continuationSeparator", "lastRenderedPageBreak", "ffData", "fldData", "pgNum")),
    }
)
_Handler = Callable[[Inline, Element, Flow, _Look], None]
_HANDLERS: Mapping[str, _Handler] = {
    W + "r": Inline._run,
    W + "fldSimple": Inline._simple_field,
    W + "hyperlink": Inline._link,
    W + "sdt": Inline._control,
    W + "tab": Inline._tab,
    W + "ptab": Inline._tab,
    W + "br": Inline._break,
    W + "cr": Inline._break,
    W + "noBreakHyphen": Inline._hyphen,
    W + "fldChar": Inline._field_mark,
    W + "instrText": Inline._instruction,
    W + "drawing": Inline._graphic,
    W + "pict": Inline._graphic,
    W + "object": Inline._graphic,
    W + "ruby": Inline._ruby,
    MC_ALTERNATE: Inline._alternate,
    M + "oMath": Inline._formula,
    M + "oMathPara": Inline._formula,
}
