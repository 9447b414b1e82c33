"""Drawings in Word text: the text boxes (文本框) they hold, and pictures, charts and objects that hold no text to read.

Newer files hold each drawing twice, as DrawingML and as VML for older programs (mc:AlternateContent); one is taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kechuang.readers.word.docx_styles import W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MC_ALTERNATE = MC + "AlternateContent"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_EMU_PER_MM = 36_000
_MM_PER_POINT = 25.4 / 72
_SIZE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]{1,9})(pt|in|cm|mm|px)?")
_MM_PER_UNIT = {"pt": _MM_PER_POINT, "in": 25.4, "cm": 10.0, "mm": 1.0, "px": 25.4 / 96, None: _MM_PER_POINT}
# A picture smaller than this is a seal or an ornament; a larger one may be a table that somebody pasted as a picture.
_TABLE_WIDTH_MM, _TABLE_HEIGHT_MM = 50.0, 25.0

Element = Any


@dataclass(slots=True)
class Graphics:
    """What drawings hold: the contents of text boxes, diagrams by relationship, drawn words, and what is not read."""

    boxes: list[tuple[Element, bool]] = field(default_factory=list)
    diagrams: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    problems: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def collect(self, element: Element, *, hidden: bool) -> None:
        """Walk through a drawing, picture or embedded object."""
        tag = element.tag
        if tag == W + "txbxContent":
            self.boxes.append((element, hidden))
            return
        if tag == MC_ALTERNATE:
            chosen = choose(element)
            children = [] if chosen is None else [chosen]
        else:
            self._note(element, tag)
            children = element
            properties = element.find(_WP + "docPr") if tag.startswith(_WP) else None
            hidden = hidden or (properties is not None and properties.get("hidden") in ("1", "true"))
        for child in children:
            self.collect(child, hidden=hidden)

    def _note(self, element: Element, tag: str) -> None:
        if tag == _DIAGRAM and element.get(R + "dm"):
            self.diagrams.append(element.get(R + "dm"))
        elif tag == _CHART:
            self.problems.append(("chart-not-read", {}))
        elif tag == _O + "OLEObject":
            self.problems.append(("object-not-read", {"program": element.get("ProgID") or "?"}))
        elif tag == _V + "textpath" and (element.get("string") or "").strip():
            self.words.append(element.get("string").strip())
        elif tag == _A + "blip" or tag == _V + "imagedata":
            self._picture(element)

    def _picture(self, element: Element) -> None:
        width, height = _size(element)
        if width >= _TABLE_WIDTH_MM and height >= _TABLE_HEIGHT_MM:
            self.problems.append(("picture-not-read", {"millimetres": f"{width:.0f} × {height:.0f}"}))


def choose(alternate: Element) -> Element | None:
    """The branch of a choice that is read: the first that holds text or a drawing, the newer form before the older."""
    branches = [branch for branch in alternate if branch.tag in (MC + "Choice", MC + "Fallback")]
    with_text = (
        branch for branch in branches if next(branch.iter(W + "t", W + "sym", W + "instrText"), None) is not None
    )
    return next(with_text, branches[0] if branches else None)


def walk_children(parent: Element) -> Iterator[Element]:
    """The children of an element, those of the branch taken in place of a choice (mc:AlternateContent)."""
    for child in parent:
        if child.tag == MC_ALTERNATE:
            chosen = choose(child)
            yield from walk_children(chosen) if chosen is not None else ()
        else:
            yield child


def _size(element: Element) -> tuple[float, float]:
    """Width and height in millimetres of the nearest frame around a picture; nothing known counts as nothing."""
    for ancestor in element.iterancestors():
        if ancestor.tag in (_WP + "inline", _WP + "anchor"):
            extent = ancestor.find(_WP + "extent")
            return (_millimetres(extent, "cx"), _millimetres(extent, "cy")) if extent is not None else (0.0, 0.0)
        if ancestor.tag in (W + "object", W + "p"):
            break
        style = ancestor.get("style")
        if style and ancestor.tag.startswith(_V):
            sizes = {
                name: float(number.strip(".") or 0) * _MM_PER_UNIT[unit or None] for name, number, unit in _sizes(style)
            }
            return sizes.get("width", 0.0), sizes.get("height", 0.0)
    return 0.0, 0.0


def _sizes(style: str) -> list[tuple[str, str, str]]:
    return [found for found in _SIZE.findall(style[:500]) if found[1].count(".") <= 1]


def _millimetres(extent: Element, name: str) -> float:
    text = extent.get(name) or ""
    return int(text) / _EMU_PER_MM if text.isascii() and text.isdigit() and len(text) < 12 else 0.0
