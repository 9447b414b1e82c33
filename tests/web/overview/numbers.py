"""Reading a page as whoever looks at it: its numbers, whether each is the way to where it came from, and its links."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

NUMBERS = frozenset({"number", "figure", "large", "great", "huge", "big", "odds"})  # what a number on a page looks like
BESIDE = frozenset(
    {"quiet", "unit", "count", "counted", "unseen"}
)  # years, units and counts of rows that stand beside one
CELLS = frozenset({"td", "dd", "b", "strong"})  # where a number may stand that does not look like one
PASSED = frozenset({"moment", "day"})  # when something was
_FIGURE = re.compile(r"[≥≤≈<>]?\s*[-−+]?[\d,]*\.?\d+(?:\s*[–/-]\s*[\d,.]+)?\s*(?:%|\w{1,3})?")
_YEARS = re.compile(r"[12]\d{3}(?:[-–]\d\d(?:-\d\d)?|[-–][12]\d{3})?\s*[年\w]{0,3}")
_VOID = frozenset({"input", "br", "img", "meta", "link", "source", "hr", "wbr"})


@dataclass
class Element:
    """One element of a page."""

    tag: str
    attributes: dict
    above: "Element | None" = None
    inside: list = field(default_factory=list)

    @property
    def classes(self):
        """The classes of the element."""
        return set((self.attributes.get("class") or "").split())

    def walk(self):
        """The element and all inside it."""
        yield self
        for one in self.inside:
            if isinstance(one, Element):
                yield from one.walk()

    def line(self):
        """The element and all it stands in."""
        found = self
        while found is not None:
            yield found
            found = found.above

    def words(self):
        """What is printed in it, what only stands beside its number left out."""
        return "".join(
            one if isinstance(one, str) else one.words()
            for one in self.inside
            if isinstance(one, str) or not (one.classes & BESIDE or one.tag in ("script", "small", "del"))
        )


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.top = Element("", {})
        self.here = self.top

    def handle_starttag(self, tag, attrs):
        one = Element(tag, dict(attrs), self.here)
        self.here.inside.append(one)
        if tag not in _VOID:
            self.here = one

    def handle_endtag(self, tag):
        open_ = next((one for one in self.here.line() if one.tag == tag), None)
        if open_ is not None and open_.above is not None:
            self.here = open_.above

    def handle_data(self, data):
        self.here.inside.append(data)


def read_page(text):
    """The page as a tree."""
    reader = _Reader()
    reader.feed(text)
    return reader.top


def links_of(page):
    """The addresses a page leads to."""
    return [one.attributes["href"] for one in page.walk() if one.tag == "a" and one.attributes.get("href")]


def ways_of(page):
    """The addresses its numbers lead to."""
    return [one.attributes["href"] for one in page.walk() if _is_way(one)]


def numbers_without_way(page):
    """Numbers that are no way to where they came from, as (class, words): what looks like a number on a page, and every cell of a table
    and every emphasis that holds a figure and nothing else, and is no link, as counts are to the list they count.

    Counts of rows say so (class ``count`` or ``counted``); ``data-origin="here"`` says that the page itself is where a number came from.
    The table behind a chart leads there as a whole.
    """
    main = next((one for one in page.walk() if one.tag == "main"), page)
    for one in main.walk():
        if _counts(one):
            continue
        words = one.words().strip()
        looks = one.tag not in ("th", "table") and one.classes & NUMBERS and any(sign.isdigit() for sign in words)
        plain = one.tag in CELLS and _is_figure(words) and not _is_linked(one)
        if (looks or plain) and not _leads(one):
            yield " ".join(sorted(one.classes)), words


def _counts(one):
    """Whether it is a count of rows, or stands in one, or says when something was."""
    return bool(one.classes & (BESIDE | PASSED)) or any(part.classes & BESIDE for part in one.line())


def _is_linked(one):
    """Whether it is a link, such as a count to the list it counts."""
    return any(part.tag == "a" for part in (*one.walk(), *one.line()))


def _is_figure(words):
    return bool(_FIGURE.fullmatch(words)) and not _YEARS.fullmatch(words)


def _is_way(one):
    return one.tag == "a" and "origin" in one.classes


def _leads(one):
    if any(_is_way(part) for part in (*one.walk(), *one.line())):
        return True
    if any(part.attributes.get("data-origin") == "here" for part in one.line()):
        return True
    chart = next((part for part in one.line() if part.tag == "figure"), None)
    return chart is not None and any(_is_way(part) for part in chart.walk())
