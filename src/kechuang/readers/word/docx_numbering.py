"""Automatic numbering (自动编号): the labels 一、 （一） 1. that Word prints but does not store in the text.

Source: ECMA-376 Part 1 §17.9 (numbering): abstract definitions, instances with overrides, restarts, legal style,
numbering through styles. Lists that share an abstract definition go on counting together, as they do in Word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kechuang.readers.word.docx_numerals import write_counter
from kechuang.readers.word.docx_styles import VAL, Properties, Styles, W, integer, on
from kechuang.readers.word.docx_symbols import read_bullet

_LEVELS = range(9)
_PLACE = re.compile(r"%([1-9])")
_CLOSING = frozenset("、。，．：；）〕】》」』〉)]}")
_LONGEST_PATTERN = 255
_GLUE = re.compile(r"[0-9A-Za-z]")

Element = Any


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its counter looks, where it starts, what restarts it."""

    start: int = 1
    number_format: str = "decimal"
    picture: str = ""
    pattern: str = ""
    restart: int | None = None  # None: any higher level restarts it; 0: nothing; n: levels 1..n
    legal: bool = False
    suffix: str = "tab"
    style: str | None = None
    font: str = ""


@dataclass(frozen=True, slots=True)
class Instance:
    """A list in use (``w:num``): its abstract definition, the levels it redefines, the counts it starts again at."""

    abstract: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Definitions:
    """What ``word/numbering.xml`` defines."""

    abstracts: dict[str, dict[int, Level]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)  # abstract definition -> numbering style it defers to
    instances: dict[int, Instance] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, and what Word puts between it and the text."""

    text: str
    suffix: str

    def before(self, text: str) -> str:
        """The label with the gap that keeps it apart from ``text``; none after 、 or ）, where the eye needs none.

        >>> Label("一、", "tab").before("总则"), Label("1.", "nothing").before("5G建设"), Label("第一章", "tab").before("总则")
        ('一、', '1. ', '第一章 ')
        """
        if not self.text or self.text[-1] in _CLOSING or self.text[-1].isspace():
            return self.text
        if self.suffix != "nothing" or _GLUE.match(text):
            return self.text + " "
        return self.text


class Numbering:
    """Counts the paragraphs of a document, in order, and writes their labels."""

    def __init__(self, definitions: Definitions, styles: Styles) -> None:
        self._definitions = definitions
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()

    def label(self, properties: Properties, style: str | None) -> Label | None:
        """Count this paragraph and give its label; None where the paragraph is in no list."""
        place = self._place(properties, style)
        if place is None:
            return None
        number, depth = place
        instance = self._definitions.instances[number]
        abstract = self._abstract(instance)
        level = self._level(instance, abstract, depth)
        if level is None:
            return None
        counts = self._counts.setdefault(abstract, [None] * len(_LEVELS))
        self._count(counts, instance, abstract, number, depth)
        return Label(self._write(counts, instance, abstract, depth, level), level.suffix)

    def _place(self, properties: Properties, style: str | None) -> tuple[int, int] | None:
        """The list and the level of a paragraph, said by itself or by its style; list 0 takes it out of all lists."""
        own = properties.get(W + "numPr")
        if own is None and not self._styles.summary(style).listed:
            return None
        number = integer(own.find(W + "numId")) if own is not None else None
        depth = integer(own.find(W + "ilvl")) if own is not None else None
        chain = self._styles.chain(style)
        if number is None:
            number = next((step.list_number for step in chain if step.list_number is not None), None)
            if number in self._definitions.instances and depth is None:
                depth = self._level_of_style(self._definitions.instances[number], [step.key for step in chain])
            if depth is None:
                depth = next((step.list_level for step in chain if step.list_level is not None), None)
        if number not in self._definitions.instances:
            return None
        depth = depth or 0
        return (number, depth) if depth in _LEVELS else None

    def _level_of_style(self, instance: Instance, keys: list[str]) -> int | None:
        levels = {**self._definitions.abstracts.get(self._abstract(instance), {}), **instance.levels}
        by_style = {level.style: depth for depth, level in levels.items() if level.style}
        return next((by_style[key] for key in keys if key in by_style), None)

    def _abstract(self, instance: Instance) -> str:
        """The abstract definition that counts, followed through numbering styles (``numStyleLink``)."""
        abstract, seen = instance.abstract, {instance.abstract}
        while abstract in self._definitions.links:
            chain = self._styles.chain(self._definitions.links[abstract])
            number = next((style.list_number for style in chain if style.list_number is not None), None)
            if number not in self._definitions.instances:
                break
            abstract = self._definitions.instances[number].abstract
            if abstract in seen:
                break
            seen.add(abstract)
        return abstract

    def _level(self, instance: Instance, abstract: str, depth: int) -> Level | None:
        return instance.levels.get(depth) or self._definitions.abstracts.get(abstract, {}).get(depth)

    def _start(self, instance: Instance, abstract: str, depth: int) -> int:
        level = self._level(instance, abstract, depth)
        return instance.starts.get(depth, level.start if level is not None else 1)

    def _count(self, counts: list[int | None], instance: Instance, abstract: str, number: int, depth: int) -> None:
        begins = depth in instance.starts and (number, depth) not in self._begun
        self._begun.add((number, depth))
        count = counts[depth]
        counts[depth] = self._start(instance, abstract, depth) if begins or count is None else count + 1
        for higher in range(depth):  # a level that was skipped counts as begun, so the next one of it is the second
            if counts[higher] is None:
                counts[higher] = self._start(instance, abstract, higher)
        for deeper in range(depth + 1, len(_LEVELS)):
            level = self._level(instance, abstract, deeper)
            if level is None or level.restart is None or depth < level.restart:
                counts[deeper] = None

    def _write(self, counts: list[int | None], instance: Instance, abstract: str, depth: int, level: Level) -> str:
        if level.number_format == "bullet":
            return read_bullet(level.pattern, level.font)

        def counter(place: re.Match[str]) -> str:
            wanted = int(place[1]) - 1
            shown = self._level(instance, abstract, wanted)
            count = counts[wanted]
            if shown is None or count is None:
                return ""
            plain = level.legal and shown.number_format not in ("none", "decimalZero")
            return write_counter(count, "decimal" if plain else shown.number_format, shown.picture)

        return _PLACE.sub(counter, level.pattern)


def read_definitions(root: Element | None) -> Definitions:
    """The lists that ``word/numbering.xml`` defines; none where the part is missing."""
    definitions = Definitions()
    if root is None:
        return definitions
    for element in root.iterchildren(W + "abstractNum"):
        key = element.get(W + "abstractNumId") or ""
        definitions.abstracts[key] = dict(_read_levels(element))
        link = element.find(W + "numStyleLink")
        if link is not None and link.get(VAL):
            definitions.links[key] = link.get(VAL)
    for element in root.iterchildren(W + "num"):
        number, abstract = integer(element, W + "numId"), element.find(W + "abstractNumId")
        if number and abstract is not None:
            definitions.instances[number] = _read_instance(element, abstract.get(VAL) or "")
    return definitions


def _read_instance(element: Element, abstract: str) -> Instance:
    instance = Instance(abstract)
    for override in element.iterchildren(W + "lvlOverride"):
        depth = integer(override, W + "ilvl") or 0
        for _, level in _read_levels(override):
            instance.levels[depth] = level
        start = integer(override.find(W + "startOverride"))
        if start is not None:
            instance.starts[depth] = start
    return instance


def _read_levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for element in parent.iterchildren(W + "lvl"):
        yield integer(element, W + "ilvl") or 0, _read_level(element)


def _read_level(element: Element) -> Level:
    number_format = next(element.iter(W + "numFmt"), None)  # also inside a choice of newer and older formats
    pattern, suffix = element.find(W + "lvlText"), element.find(W + "suff")
    style, fonts = element.find(W + "pStyle"), element.find(f"{W}rPr/{W}rFonts")
    start = integer(element.find(W + "start"))
    has_picture = element.find(W + "lvlPicBulletId") is not None
    written = "" if pattern is None or has_picture else pattern.get(VAL) or ""
    return Level(
        start=0 if start is None else start,
        number_format=number_format.get(VAL) or "decimal" if number_format is not None else "decimal",
        picture=(number_format.get(W + "format") or "")[:_LONGEST_PATTERN] if number_format is not None else "",
        pattern=written[:_LONGEST_PATTERN],
        restart=integer(element.find(W + "lvlRestart")),
        legal=bool(on(element.find(W + "isLgl"))),
        suffix=suffix.get(VAL) or "tab" if suffix is not None else "tab",
        style=style.get(VAL) if style is not None else None,
        font=(fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "") if fonts is not None else "",
    )
