"""Where the document stands on a web page: what belongs to the site (navigation, sidebars, footers) is set aside.

Judged by what a block is made of, not by one site's templates: links against words, the names authors give to parts of
the frame, and the part of the page that holds nearly all words that are not links.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from kechuang.domain.vocabulary import Vocabulary
from kechuang.readers.web.html_page import Element, is_hidden, own_cells, own_rows

_UNREAD = (
    "script style noscript template svg math iframe object embed applet audio video canvas select option button input "
    "textarea head title meta link base map xml datalist progress meter"
)
UNREAD = frozenset(_UNREAD.split())
_FRAME_TAGS = frozenset({"nav", "footer", "aside"})
_FRAME_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})
_CONTAINERS = frozenset({"div", "section", "article", "main", "center", "form", "td", "body", "span", "font"})
_MAY_BE_FRAME = (
    _CONTAINERS | _FRAME_TAGS | {"ul", "ol", "dl", "p", "header", "table", "fieldset", "li", "h2", "h3", "h4"}
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset({"p", "div", "br", "li", *_HEADINGS})
_STOPS = re.compile("[。；！？]")
_BLANKS = re.compile(r"\s+")
_TOKEN = re.compile(r"[A-Za-z]+")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SITE = 0.3  # a part of the frame never holds this share of the page's words
_NEARLY_ALL = 0.85
_VALUES = 4  # cells with digits make a table of values
_MOSTLY_HIDDEN = 5


@dataclass(slots=True)
class Measure:
    """What stands inside an element: characters, those of them in links, links, ends of sentences, blocks, ..."""

    words: int = 0
    linked: int = 0
    links: int = 0
    stops: int = 0
    blocks: int = 0
    cells: int = 0
    figures: int = 0  # cells with digits and without links
    digits: int = 0
    titles: int = 0  # h1
    headings: int = 0  # h1 to h3
    tables: int = 0
    judged: int = 0  # elements that are measured on their own

    def add(self, other: "Measure", sign: int = 1) -> None:
        """Take in, or with ``sign`` -1 take out, what stands in a part."""
        self.words += sign * other.words
        self.linked += sign * other.linked
        self.links += sign * other.links
        self.stops += sign * other.stops
        self.blocks += sign * other.blocks
        self.cells += sign * other.cells
        self.figures += sign * other.figures
        self.digits += sign * other.digits
        self.titles += sign * other.titles
        self.headings += sign * other.headings
        self.tables += sign * other.tables
        self.judged += sign * other.judged

    @property
    def prose(self) -> int:
        """Characters outside links."""
        return self.words - self.linked

    @property
    def matters(self) -> bool:
        """Whether a cell is worth judging on its own."""
        return self.words > 40 or self.links > 0 or self.judged > 0

    def take_tag(self, element: Element) -> None:
        """Count the element itself."""
        tag = element.tag
        self.links += is_link_away(element)
        self.blocks += tag in _BLOCKS
        self.cells += tag in ("td", "th")
        self.titles += tag == "h1"
        self.headings += tag in ("h1", "h2", "h3")
        self.tables += tag == "table"

    def take_words(self, text: str | None, *, linked: bool) -> None:
        """Count a stretch of text."""
        words = _BLANKS.sub("", text) if text else ""
        if words:
            self.words += len(words)
            self.linked += len(words) if linked else 0
            self.stops += len(_STOPS.findall(words))
            self.digits += any(map(str.isdigit, words))


class Page:
    """A page that has been measured: which elements are left out, and which tables are only layout.

    ``shows_all`` is True where nearly all words are hidden until a script shows them: they count as shown.
    """

    def __init__(self, body: Element, vocabulary: Vocabulary) -> None:
        self.body = body
        self._frame_classes = frozenset(vocabulary.words("html.frame_classes"))
        self.measures, self._outer, hidden = _measure(body, hide=True)
        self.shows_all = hidden > _MOSTLY_HIDDEN * max(20, self.measures[body].words)
        if self.shows_all:
            self.measures, self._outer, _ = _measure(body, hide=False)
        self.left_out: set[Element] = set()
        self._layouts: dict[Element, bool] = {}
        self._total = max(1, self.measures[body].prose)
        self._leave_out_frame()
        self.trunk = self._find_trunk()
        self._leave_out_around()
        if not self.measures[body].words:  # a page of nothing but links is what its author wanted to say
            self.left_out.clear()

    def is_layout(self, table: Element) -> bool:
        """Whether a table only arranges the page: it holds prose with headings, or tables, and not a grid of values."""
        if table not in self._layouts:
            self._layouts[table] = self._only_arranges(table)
        return self._layouts[table]

    def _only_arranges(self, table: Element) -> bool:
        measure = self.measures.get(table)
        if measure is None or not measure.words:
            return False
        if (table.get("role") or "") in ("presentation", "none"):
            return True
        rows = [own_cells(row) for row in own_rows(table)]
        cells = [cell for row in rows for cell in row]
        if not cells:
            return True
        largest = max((self._of(cell) for cell in cells), key=lambda inside: inside.words)
        share = largest.words / measure.words
        if share >= 0.5 and (largest.tables or largest.titles):
            return share >= 0.8 or sum(_is_full(row) for row in rows) < 2
        alone = max(map(len, rows)) == 1 and largest.words >= 0.7 * self._of(self.body).words
        return (alone or share >= 0.8) and largest.words > 600 and largest.blocks >= 6 and largest.stops >= 3

    def _of(self, element: Element) -> Measure:
        return self.measures.get(element) or Measure()

    def _leave_out_frame(self) -> None:
        """Leave out every part of the frame, inner parts first: an outer one is judged by what is left of it."""
        gone: dict[Element, Measure] = {}
        for element, measure in self.measures.items():
            inside = gone.pop(element, None) or Measure()
            measure.add(inside, -1)
            if element is not self.body and self._is_frame(element):
                self.left_out.add(element)
                inside.add(measure)
            outer = self._outer.get(element)
            if outer is not None and inside.words:
                gone.setdefault(outer, Measure()).add(inside)

    def _is_frame(self, element: Element) -> bool:
        measure = self.measures[element]
        if measure.prose > _SITE * self._total:
            return False
        if element.tag in _FRAME_TAGS or element.get("role") in _FRAME_ROLES:
            return True
        if element.tag != "p" and self.names(element) & self._frame_classes and measure.figures < _VALUES:
            return True
        if measure.links < 3 or measure.cells > 3 * measure.links:
            return False
        share = measure.linked / max(1, measure.words)
        return share >= 0.8 or (share >= 0.5 and measure.stops == 0)

    @staticmethod
    def names(element: Element) -> set[str]:
        """The words in the class and id of an element, in small letters."""
        words = f"{element.get('class') or ''} {element.get('id') or ''}"
        return {token.lower() for token in _TOKEN.findall(_CAPITAL.sub(" ", words))} if len(words) > 1 else set()

    def _find_trunk(self) -> list[Element]:
        """From the body down to the block that holds nearly all words."""
        trunk = [self.body]
        bar = _NEARLY_ALL * max(1, self._of(self.body).prose)
        while True:
            steps = [
                child for child in self._inner(trunk[-1]) if self._of(child).prose >= bar and self._leads_on(child)
            ]
            if not steps:
                return trunk
            trunk.append(steps[0])

    def _inner(self, element: Element) -> Iterator[Element]:
        """The blocks inside an element; the cells of a layout table count as blocks."""
        for child in element:
            if child.tag == "table" and child not in self.left_out and self.is_layout(child):
                yield from (cell for row in own_rows(child) for cell in own_cells(row))
            else:
                yield child

    def _leads_on(self, element: Element) -> bool:
        return element.tag in _CONTAINERS and element not in self.left_out

    def _leave_out_around(self) -> None:
        for parent, chosen in zip(self.trunk, self.trunk[1:], strict=False):
            for child in self._inner(parent):
                if child is not chosen and child not in self.left_out and not self._belongs(child):
                    self.left_out.add(child)
                    self._of(self.body).add(self._of(child), -1)

    def _belongs(self, element: Element) -> bool:
        """Whether a block beside the main one is part of the document: a heading, sentences, or a grid of values."""
        measure = self.measures.get(element)
        if measure is None:
            return self.shows_all or not is_hidden(element)
        if element.tag not in _CONTAINERS and element.tag != "header":
            return measure.links < 3
        if measure.titles:
            return True
        if measure.linked > 0.3 * max(1, measure.words):
            return False
        return (measure.stops >= 1 and measure.words >= 20) or measure.figures >= _VALUES


def _is_full(cells: list[Element]) -> bool:
    """Whether a row has words in two cells at least, as rows of a grid of values have."""
    full = (cell for cell in cells if any(text.strip() for text in islice(cell.itertext(), 20)))
    return len(list(islice(full, 2))) == 2


def is_link_away(element: Element) -> bool:
    """Whether an element is a link to elsewhere, not to a place on its own page."""
    return element.tag == "a" and bool(element.get("href")) and not element.get("href").startswith("#")


def _measure(body: Element, *, hide: bool) -> tuple[dict[Element, Measure], dict[Element, Element], int]:
    """What stands in each element that may be judged, inner ones first; which of them it stands in; hidden characters.

    A small cell counts in its table only.
    """
    measures: dict[Element, Measure] = {}
    outer: dict[Element, Element] = {}
    stack = [Measure()]
    around: list[Element] = []
    links = hidden = 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        away = is_link_away(element)
        may_be_judged = element.tag in _MAY_BE_FRAME
        if event == "start":
            measure = Measure()
            stack.append(measure)
            if element.tag in UNREAD or (hide and is_hidden(element)):
                hidden += 0 if element.tag in UNREAD else sum(map(len, element.itertext()))
                walk.skip_subtree()
            else:
                measure.take_tag(element)
                measure.take_words(element.text, linked=away or links > 0)
            links += away
            if may_be_judged:
                around.append(element)
            continue
        links -= away
        measure = stack.pop()
        measure.figures += element.tag == "td" and measure.digits > 0 and not measure.links
        if may_be_judged:
            around.pop()
            if (element.tag != "td" or measure.matters) and not (hide and is_hidden(element)):
                measures[element] = measure
                outer.update({element: around[-1]} if around else {})
                measure.judged += 1
        stack[-1].add(measure)
        if element is not body:
            stack[-1].take_words(element.tail, linked=links > 0)
    measures.setdefault(body, Measure())
    return measures, outer, hidden
