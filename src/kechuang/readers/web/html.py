"""Web pages (html): the document on a page of a government site, or a page saved by a browser or by Word.

What belongs to the site is left out (``html_content``), what the page shows is read line by line (``html_flow``), and
put together with its tables, footnotes and what was hidden.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from kechuang.domain.document import Document, Problem
from kechuang.domain.folding import fold
from kechuang.domain.vocabulary import Vocabulary
from kechuang.readers.assembly import Assembly
from kechuang.readers.errors import Unreadable
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.text import check_length, damaged_stretches, problems_of
from kechuang.readers.web.html_blocks import Attachment, Block, Grid, Line, Picture
from kechuang.readers.web.html_content import Page
from kechuang.readers.web.html_flow import Flow
from kechuang.readers.web.html_page import Element, parse_page

_LONGEST_FRAME_LINE = 80
_LONGEST_TITLE = 150
_SHORTEST_TITLE = 5
_FIRST_LINES = 40
_LARGEST_GRID = 5_000_000
_ATTACHMENTS_NAMED = 5
_TITLE_PARTS = re.compile(r"[_|｜]|\s[-–—]+\s|-{2,}|[—–]{2,}|-(?=\D{2,30}$)")
_NOT_WORD = re.compile(r"[\W_]+")
_LABEL = re.compile(r"[\[〔(（]?(\w{1,4}|\*+)[\]〕)）]?")


def read_html(data: bytes, *, name: str) -> Document:
    """The document on a web page; raises Unreadable for a page without text, too large or nested too deep.

    Text is what a browser shows, but for the site's frame; superscripts are Unicode superscripts; what the page hides
    or strikes through is kept in lines of its own marked hidden; pictures are counted among the problems.
    """
    tree, decoded = parse_page(data)
    vocabulary = read_vocabulary()
    body = tree if tree.tag == "body" else tree.find(".//body")
    if body is None:
        raise Unreadable("no-text")
    page = Page(body, vocabulary)
    names: dict[str, str] = {}
    blocks = Flow(page, names=names).read(body).blocks
    blocks = [block for block in blocks if not _is_frame_line(block, vocabulary)]
    blocks = _with_title(blocks, tree, page, vocabulary)
    if not any(isinstance(block, Line | Grid) for block in blocks):
        raise Unreadable("no-text")
    assembly = Assembly()
    _Placing(assembly, names).place(blocks)
    for problem in (*problems_of(decoded), *_left_unread(blocks)):
        assembly.problem(problem)
    document = assembly.document(name=name, format="html", data=data)
    check_length(document.text)
    return replace(document, unsure=tuple(damaged_stretches(document.text)))


class _Placing:
    """Puts blocks into an assembly; footnotes follow, with the offsets they are anchored at."""

    def __init__(self, assembly: Assembly, names: dict[str, str]) -> None:
        self._assembly = assembly
        self._names = names
        self._anchors: dict[str, int] = {}

    def place(self, blocks: list[Block]) -> None:
        """All blocks in order."""
        for block in blocks:
            if isinstance(block, Line):
                self._line(block)
            elif isinstance(block, Grid):
                self._grid(block)

    def _line(self, line: Line) -> None:
        if line.note and not line.hidden:
            label = _LABEL.match(line.text)
            self._assembly.note(line.text, label=label[1] if label else "", anchor=self._anchors.get(line.note))
            return
        paragraph = self._assembly.paragraph(
            line.text, level=line.level, contents=line.contents, hidden=line.hidden, frame=line.frame
        )
        self._remember((paragraph.start + offset, name) for offset, name in line.anchors)

    def _grid(self, grid: Grid) -> None:
        height = max(cell.row + cell.row_span for cell in grid.cells)
        width = max(cell.column + cell.column_span for cell in grid.cells)
        if height * width > _LARGEST_GRID:
            raise Unreadable("page-table-too-large", rows=f"{height:,}", columns=f"{width:,}")
        table = self._assembly.table(grid.cells)
        if grid.anchors:
            starts = {(cell.row, cell.column): cell.start for cell in table.cells}
            self._remember((starts[row, column] + offset, name) for row, column, offset, name in grid.anchors)

    def _remember(self, anchors: Iterator[tuple[int, str]]) -> None:
        for offset, name in anchors:
            self._anchors.setdefault(self._names.get(name, name), offset)


def _is_frame_line(block: Block, vocabulary: Vocabulary) -> bool:
    """Whether a line belongs to the site: where you are, who may copy, how to print."""
    if not isinstance(block, Line) or len(block.text) > _LONGEST_FRAME_LINE or block.level is not None:
        return False
    text = block.text.lstrip("【[ >·|")
    if block.text.startswith(vocabulary.words("html.frame_lines")) or text.startswith(
        vocabulary.words("html.frame_lines")
    ):
        return True
    return any(sign in block.text for sign in vocabulary.words("html.frame_signs"))


@dataclass(frozen=True, slots=True)
class _Declared:
    """The title that the head of a page declares, and the names of the site that stand behind it."""

    text: str
    sites: frozenset[str]

    def is_given_by(self, line: str) -> bool:
        """Whether a line is this title, or as much of it as was declared."""
        key, title = _key(line[: 2 * _LONGEST_TITLE]), _key(self.text)
        if not _SHORTEST_TITLE < len(key) <= _LONGEST_TITLE or len(title) < _SHORTEST_TITLE or key in self.sites:
            return False
        return title.startswith(key) or any(_key(part) == key for part in _TITLE_PARTS.split(self.text))

    @property
    def alone(self) -> str:
        """The title without the name of the site."""
        parts = [part.strip() for part in _TITLE_PARTS.split(self.text) if part.strip()]
        return next((part for part in parts if _key(part) not in self.sites), "".join(parts[:1]))


def _with_title(blocks: list[Block], tree: Element, page: Page, vocabulary: Vocabulary) -> list[Block]:
    """The blocks with the title first, where it stands outside the content or in the head of the page only."""
    declared = _declared_title(tree, vocabulary)
    blocks = [block for block in blocks if not _names_site(block, declared)]
    first = [block for block in islice(blocks, _FIRST_LINES) if isinstance(block, Line) and not block.hidden]
    if any(line.level == 1 for line in first):
        return blocks
    for line in first:
        if declared.is_given_by(line.text):
            line.level = line.level or 1
            return blocks
    title = _title_outside(page, declared, vocabulary) or declared.alone
    if len(_key(title)) < _SHORTEST_TITLE or any(_key(title) in _key(line.text) for line in first[:5]):
        return blocks
    return [Line(title, level=1), *blocks]


def _declared_title(tree: Element, vocabulary: Vocabulary) -> _Declared:
    """The title of the article, which sites of the state must give, or that of the window."""
    articles = (meta for meta in islice(tree.iter("meta"), 100) if (meta.get("name") or "").lower() == "articletitle")
    windows = ("".join(title.itertext()) for title in islice(tree.iter("title"), 1))
    titles = [" ".join(title.split()) for title in (*((meta.get("content") or "") for meta in articles), *windows)]
    text = next((title for title in titles if title), "")[:_LONGEST_TITLE]
    parts = [part.strip() for part in _TITLE_PARTS.split(text)]
    sites = [part for part in parts if part.endswith(vocabulary.words("html.site_names"))] if len(parts) > 1 else []
    return _Declared(text, frozenset(map(_key, sites)))


def _names_site(block: Block, declared: _Declared) -> bool:
    return isinstance(block, Line) and block.level is not None and _key(block.text) in declared.sites


def _title_outside(page: Page, declared: _Declared, vocabulary: Vocabulary) -> str | None:
    """The title as it stands somewhere on the page outside the content."""
    classes = set(vocabulary.words("html.title_classes"))
    for element in page.body.iter("h1", "h2", "h3", "div", "p", "td", "span"):
        if element.tag[0] != "h" and not page.names(element) & classes:
            continue
        text = " ".join("".join(islice(element.itertext(), 50)).split())[: 2 * _LONGEST_TITLE]
        if declared.is_given_by(text):
            return text
    return None


def _key(text: str) -> str:
    return _NOT_WORD.sub("", fold(text))


def _left_unread(blocks: list[Block]) -> Iterator[Problem]:
    """What the content holds besides text: pictures, and documents it links to."""
    pictures = sum(isinstance(block, Picture) for block in blocks)
    if pictures:
        yield Problem("pictures-not-read", details={"count": str(pictures)})
    names = list(dict.fromkeys(block.name for block in blocks if isinstance(block, Attachment)))
    if names:
        said = "、".join(names[:_ATTACHMENTS_NAMED])
        yield Problem("attachments-not-read", details={"count": str(len(names)), "names": said})
