"""Styles (样式): what a paragraph or run inherits along ``basedOn``, as far as reading needs it.

Source: ECMA-376 Part 1 §17.7 (styles), §17.7.3 (toggle properties), §17.3.1.20 (outline level).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from kechuang.readers.rulebooks import read_vocabulary

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
BODY_TEXT = 9  # the outline level that means "no heading"

_OFF = frozenset({"0", "false", "off", "none"})
_LEVEL = re.compile(r"(.*?)\s*([1-9])?")
_STYLE_END = b"</w:style>"
_LONGEST_CHAIN = 64
_LONGEST_NAME = 64
_NOTHING: Mapping[str, Any] = {}

Element = Any
Properties = Mapping[str, Any]


def properties_of(element: Element | None) -> Properties:
    """The children of a properties element by tag; nothing where there is no such element."""
    return {child.tag: child for child in element} if element is not None and len(element) else _NOTHING


def on(element: Element | None) -> bool | None:
    """Whether a toggle property is set; None where it is not there at all."""
    if element is None:
        return None
    return (element.get(VAL) or "1").lower() not in _OFF


def integer(element: Element | None, name: str = VAL) -> int | None:
    """An attribute as a whole number within ±2³¹; None where it is missing or is none."""
    text = element.get(name) if element is not None else None
    try:
        number = int(text[:20]) if text else None
    except ValueError:
        return None
    return None if number is None else max(-(2**31), min(number, 2**31))


@dataclass(frozen=True, slots=True)
class Style:
    """One style: what it says itself, before inheritance."""

    key: str
    name: str = ""
    based_on: str | None = None
    outline: int | None = None
    list_number: int | None = None
    list_level: int | None = None
    hidden: bool | None = None
    raised: str | None = None
    boxed: bool | None = None
    centred: bool | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a paragraph style comes to after inheritance."""

    level: int | None
    contents: bool
    boxed: bool
    centred: bool
    listed: bool


@dataclass(frozen=True)
class Styles:
    """All styles of a document, looked up by their key (``w:styleId``) and read when first asked for."""

    elements: Mapping[str, Element] = field(default_factory=dict)
    default: str | None = None

    def chain(self, key: str | None) -> tuple[Style, ...]:
        """The style and those it is based on, nearest first; a paragraph without a style has the default one."""
        found = self._chains.get(key or "")
        return self._remember(key or "") if found is None else found

    def summary(self, key: str | None) -> Summary:
        """What the paragraph style ``key`` comes to; the default style where a paragraph names none."""
        found = self._summaries.get(key or "")
        if found is None:
            chain = self.chain(key)
            found = Summary(
                self._heading_level(chain),
                bool(chain) and _name_parts(chain[0])[0] in _words("contents"),
                bool(next((style.boxed for style in chain if style.boxed is not None), False)),
                bool(next((style.centred for style in chain if style.centred is not None), False)),
                any(style.list_number is not None for style in chain),
            )
            self._summaries[key or ""] = found
        return found

    def _heading_level(self, chain: tuple[Style, ...]) -> int | None:
        """The heading level (1 the highest) that a style gives, by its outline level or by its name."""
        for style in chain:
            if style.outline is not None:
                return style.outline + 1 if 0 <= style.outline < BODY_TEXT else None
            word, level = _name_parts(style)
            if word in _words("headings") and level:
                return level
        return None

    def hidden(self, paragraph: str | None, run: str | None) -> bool:
        """Whether text is hidden by its styles; set in both, the two cancel out (§17.7.3)."""
        of_paragraph = next((s.hidden for s in self.chain(paragraph) if s.hidden is not None), False)
        of_run = next((s.hidden for s in self.chain(run) if s.hidden is not None), False) if run else False
        return bool(of_paragraph) != bool(of_run)

    def raised(self, paragraph: str | None, run: str | None) -> str | None:
        """``superscript``, ``subscript`` or None, by the styles of the run and the paragraph."""
        styles = (*(self.chain(run) if run else ()), *self.chain(paragraph))
        return next((style.raised for style in styles if style.raised is not None), None)

    @cached_property
    def _chains(self) -> dict[str, tuple[Style, ...]]:
        return {}

    @cached_property
    def _summaries(self) -> dict[str, Summary]:
        return {}

    def _remember(self, key: str) -> tuple[Style, ...]:
        self._chains[key] = chain = tuple(self._climb(key))
        return chain

    def _climb(self, key: str) -> Iterator[Style]:
        seen: set[str] = set()
        step: str | None = key or self.default
        if step is not None and step not in self.elements:
            yield Style(step, name=step)  # the name of a built-in style, in a file that lost its styles
            return
        while step is not None and step in self.elements and step not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(step)
            style = _read_style(step, self.elements[step])
            yield style
            step = style.based_on


def read_styles(root: Element | None) -> Styles:
    """The styles of ``word/styles.xml``; none where the part is missing."""
    if root is None:
        return Styles()
    elements = {element.get(W + "styleId") or "": element for element in root.iterchildren(W + "style")}
    defaults = (
        key
        for key, element in elements.items()
        if element.get(W + "type") == "paragraph" and (element.get(W + "default") or "0").lower() not in _OFF
    )
    return Styles(elements, next(defaults, None))


def without_table_styles(data: bytes) -> bytes:
    """The bytes of ``word/styles.xml`` without the looks of tables, which fill most of it and say nothing read here."""
    kept = []
    *styles, rest = data.split(_STYLE_END)
    for style in styles:
        start = style.rfind(b"<w:style ")
        tag = style[start : style.find(b">", start) + 1] if start >= 0 else b""
        is_table = b'w:type="table"' in tag and not tag.endswith(b"/>")
        kept.append(style[:start] if is_table else style + _STYLE_END)
    return b"".join(kept) + rest


def is_boxed(properties: Properties) -> bool | None:
    """Whether a paragraph has a line at its left and its right side; None where it does not say."""
    border = properties.get(W + "pBdr")
    if border is None:
        return None
    sides = [border.find(W + side) for side in ("left", "right")]
    sides = [
        side if side is not None else border.find(W + other)
        for side, other in zip(sides, ("start", "end"), strict=True)
    ]
    return all(side is not None and (side.get(VAL) or "none") not in ("none", "nil") for side in sides)


def is_centred(properties: Properties) -> bool | None:
    """Whether a paragraph is centred; None where it does not say."""
    justification = properties.get(W + "jc")
    return None if justification is None else justification.get(VAL) == "center"


def _read_style(key: str, element: Element) -> Style:
    parts = properties_of(element)
    name, based_on = parts.get(W + "name"), parts.get(W + "basedOn")
    paragraph, run = properties_of(parts.get(W + "pPr")), properties_of(parts.get(W + "rPr"))
    number, raised = properties_of(paragraph.get(W + "numPr")), run.get(W + "vertAlign")
    return Style(
        key,
        name=(name.get(VAL) or "") if name is not None else "",
        based_on=based_on.get(VAL) if based_on is not None else None,
        outline=integer(paragraph.get(W + "outlineLvl")),
        list_number=integer(number.get(W + "numId")),
        list_level=integer(number.get(W + "ilvl")),
        hidden=on(run.get(W + "vanish")),
        raised=raised.get(VAL) if raised is not None else None,
        boxed=is_boxed(paragraph),
        centred=is_centred(paragraph),
    )


def _name_parts(style: Style) -> tuple[str, int | None]:
    found = _LEVEL.fullmatch((style.name or style.key)[:_LONGEST_NAME].strip().casefold())
    if found is None:
        return "", None
    return found[1].replace(" ", ""), int(found[2]) if found[2] else None


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(word.casefold().replace(" ", "") for word in read_vocabulary().words(f"word.{name}"))
