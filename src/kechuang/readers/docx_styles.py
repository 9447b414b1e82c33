"""Styles (样式): what a paragraph or run inherits along ``basedOn``, as far as reading needs it.

Source: ECMA-376 Part 1 §17.7 (styles), §17.7.3 (toggle properties), §17.3.1.20 (outline level).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from kechuang.readers.rulebooks import read_vocabulary

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
BODY_TEXT = 9  # the outline level that means "no heading"

_OFF = frozenset({"0", "false", "off", "none"})
_LEVEL = re.compile(r"(.*?)\s*([1-9])?")
_LONGEST_CHAIN = 64
_LONGEST_NAME = 64

Element = Any


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


@dataclass(frozen=True)
class Styles:
    """All styles of a document, looked up by their key (``w:styleId``)."""

    by_key: dict[str, Style] = field(default_factory=dict)
    default: str | None = None

    def chain(self, key: str | None) -> tuple[Style, ...]:
        """The style and those it is based on, nearest first; a paragraph without a style has the default one."""
        return self._chains.get(key or "") or self._remember(key or "")

    def heading_level(self, key: str | None) -> int | None:
        """The heading level (1 the highest) that the style gives, by its outline level or by its name."""
        for style in self.chain(key):
            if style.outline is not None:
                return style.outline + 1 if 0 <= style.outline < BODY_TEXT else None
            word, level = _name_parts(style)
            if word in _words("headings") and level:
                return level
        return None

    def is_contents(self, key: str | None) -> bool:
        """Whether the style is one of a table of contents (目录)."""
        return any(_name_parts(style)[0] in _words("contents") for style in self.chain(key))

    def hidden(self, paragraph: str | None, run: str | None) -> bool:
        """Whether text is hidden by its styles; set in both, the two cancel out (§17.7.3)."""
        of_paragraph = next((s.hidden for s in self.chain(paragraph) if s.hidden is not None), False)
        of_run = next((s.hidden for s in self.chain(run) if s.hidden is not None), False) if run else False
        return bool(of_paragraph) != bool(of_run)

    def raised(self, paragraph: str | None, run: str | None) -> str | None:
        """``superscript``, ``subscript`` or None, by the styles of the run and the paragraph."""
        styles = (*(self.chain(run) if run else ()), *self.chain(paragraph))
        return next((style.raised for style in styles if style.raised is not None), None)

    def boxed(self, key: str | None) -> bool:
        """Whether the style draws a frame around its paragraphs."""
        return bool(next((style.boxed for style in self.chain(key) if style.boxed is not None), False))

    def centred(self, key: str | None) -> bool:
        """Whether the style centres its paragraphs."""
        return bool(next((style.centred for style in self.chain(key) if style.centred is not None), False))

    @cached_property
    def _chains(self) -> dict[str, tuple[Style, ...]]:
        return {}

    def _remember(self, key: str) -> tuple[Style, ...]:
        self._chains[key] = chain = tuple(self._climb(key))
        return chain

    def _climb(self, key: str) -> Iterator[Style]:
        seen: set[str] = set()
        step: str | None = key or self.default
        if step is not None and step not in self.by_key:
            yield Style(step, name=step)  # the name of a built-in style, in a file that lost its styles
            return
        while step is not None and step in self.by_key and step not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(step)
            yield self.by_key[step]
            step = self.by_key[step].based_on


def read_styles(root: Element | None) -> Styles:
    """The styles of ``word/styles.xml``; none where the part is missing."""
    if root is None:
        return Styles()
    by_key: dict[str, Style] = {}
    default = None
    for element in root.iterchildren(W + "style"):
        key = element.get(W + "styleId") or ""
        by_key[key] = _read_style(key, element)
        is_default = (element.get(W + "default") or "0").lower() not in _OFF
        if is_default and element.get(W + "type") == "paragraph":
            default = key
    return Styles(by_key, default)


def is_boxed(properties: Element | None) -> bool | None:
    """Whether a paragraph has a line at its left and its right side; None where it does not say."""
    border = properties.find(W + "pBdr") if properties is not None else None
    if border is None:
        return None
    sides = [border.find(W + side) for side in ("left", "right")]
    sides = [
        side if side is not None else border.find(W + other)
        for side, other in zip(sides, ("start", "end"), strict=True)
    ]
    return all(side is not None and (side.get(VAL) or "none") not in ("none", "nil") for side in sides)


def is_centred(properties: Element | None) -> bool | None:
    """Whether a paragraph is centred; None where it does not say."""
    justification = properties.find(W + "jc") if properties is not None else None
    return None if justification is None else justification.get(VAL) == "center"


def _read_style(key: str, element: Element) -> Style:
    name, based_on = element.find(W + "name"), element.find(W + "basedOn")
    paragraph, run = element.find(W + "pPr"), element.find(W + "rPr")
    number = paragraph.find(W + "numPr") if paragraph is not None else None
    raised = run.find(W + "vertAlign") if run is not None else None
    return Style(
        key,
        name=(name.get(VAL) or "") if name is not None else "",
        based_on=based_on.get(VAL) if based_on is not None else None,
        outline=integer(paragraph.find(W + "outlineLvl")) if paragraph is not None else None,
        list_number=integer(number.find(W + "numId")) if number is not None else None,
        list_level=integer(number.find(W + "ilvl")) if number is not None else None,
        hidden=on(run.find(W + "vanish")) if run is not None else None,
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
