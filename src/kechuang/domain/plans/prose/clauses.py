"""The running text of a plan as blocks (段): paragraphs outside tables, those broken by a page put together again.

A block knows where each of its characters stands in the document, so what is found in it can be cited.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kechuang.domain.document import Document, Paragraph
from kechuang.domain.folding import fold
from kechuang.domain.plans.plan import Heading
from kechuang.domain.vocabulary import Vocabulary

_LITTER = re.compile(r"\[bookmark:[^\]\n]{0,200}\]|\*\*|</?p>")
_CLOSED = tuple("。；;！!？?：:.…”")
_NEW_ITEM = re.compile(
    r"\s*(?:[一二三四五六七八九十百]{1,3}[、.]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．)）](?!\d)|第[一二三四五六七八九十]{1,3}[章节条]"
    r"|专栏|附件|附表|[表图] ?\d|[①-⑳]|[-—–·•●◆■*])"
)
_LONGEST_SENTENCE = 2000  # a longer stretch without a full stop is no sentence, and is read piece by piece
_SENTENCE = re.compile(rf"[^。！？!?\n]{{1,{_LONGEST_SENTENCE}}}[。！？!?]{{0,9}}")
_NOTE = re.compile(r"[ (\[*]{0,3}(?:注|备注|说明|资料来源|数据来源|注释) ?\d? ?[:：.、]")
_SHORTEST_BROKEN = 15  # a line shorter than this that stops without a full stop is a title, not a broken paragraph
_NOTES_BEGIN = re.compile(r"注 ?[:：] ?1[.．、]")
_LONGEST_NOTE = 600  # a longer paragraph that begins with 注 has swallowed the text after the note
_NUMBERED = re.compile(r"\d{1,2}[.．、]")


@dataclass(frozen=True)
class Block:
    """One paragraph: its text, the same text folded, and for each piece where it begins here and in the document."""

    text: str
    words: str
    begins: tuple[int, ...]
    places: tuple[int, ...]

    def place(self, offset: int) -> int:
        """The offset in the document of the character at ``offset``."""
        piece = bisect_right(self.begins, offset) - 1
        return self.places[piece] + offset - self.begins[piece]

    def is_whole(self, start: int, end: int) -> bool:
        """Whether ``start`` to ``end`` stands unbroken in the document."""
        return self.place(end - 1) - self.place(start) == end - 1 - start

    def piece_start(self, offset: int) -> int:
        """Where the unbroken piece that holds ``offset`` begins."""
        return self.begins[bisect_right(self.begins, offset) - 1]

    def sentences(self) -> Iterator[tuple[int, int]]:
        """The sentences, each with its closing mark."""
        for found in _SENTENCE.finditer(self.words):
            yield found.span()


@lru_cache(maxsize=8)
def _bullet(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{vocabulary.alternatives('clauses.bullets')})")


def is_item(block: Block, vocabulary: Vocabulary) -> bool:
    """Whether a block is an item of a list: a bullet, a number, 一是."""
    return bool(_bullet(vocabulary).match(block.words) or _NEW_ITEM.match(block.words))


def read_blocks(document: Document, outline: tuple[Heading, ...]) -> tuple[Block, ...]:
    """Every paragraph outside tables, contents pages and headings that stand alone."""
    titles = {(heading.source.start, heading.source.end) for heading in outline}
    open_run: list[tuple[int, int]] = []
    blocks = []
    noting = False
    for paragraph in _running(document, titles):
        start, end = _trimmed(document.text, paragraph.start, paragraph.end)
        if start == end:
            continue
        begins = bool(_NOTE.match(document.text, start)) and end - start < _LONGEST_NOTE
        noting = begins or (noting and bool(_NUMBERED.match(document.text, start)))
        skipped, noting = noting, noting or bool(_NOTES_BEGIN.search(document.text, start, end))
        if skipped:
            continue
        if open_run and not _continues(document, open_run, start):
            blocks.append(_block(document.text, open_run))
            open_run = []
        open_run.append((start, end))
    if open_run:
        blocks.append(_block(document.text, open_run))
    return tuple(blocks)


def _running(document: Document, titles: set[tuple[int, int]]) -> Iterator[Paragraph]:
    tables = sorted((table.start, table.end) for table in document.tables if not _is_frame(table.cells))
    starts = [start for start, _ in tables]
    for paragraph in document.paragraphs:
        if paragraph.contents or paragraph.hidden:
            continue
        index = bisect_right(starts, paragraph.start) - 1
        if index >= 0 and paragraph.start < tables[index][1]:
            continue
        if _trimmed(document.text, paragraph.start, paragraph.end) not in titles:
            yield paragraph


def _is_frame(cells: tuple[object, ...]) -> bool:
    return len(cells) <= 1


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _continues(document: Document, run: list[tuple[int, int]], start: int) -> bool:
    """Whether the text at ``start`` goes on with a paragraph that a page or a line broke off."""
    begin, end = run[-1]
    if document.text.endswith(_CLOSED, begin, end) or _NEW_ITEM.match(document.text, start):
        return False
    if any(table.start < start and end < table.end for table in document.tables):
        return False
    between = document.text[end:start]
    line_end = document.text.find("\n", start)
    tabbed = "\t" in document.text[begin:end] or "\t" in document.text[start : line_end if line_end >= 0 else None]
    whole = sum(last - first for first, last in run)
    return whole >= _SHORTEST_BROKEN and not tabbed and not between.strip() and between.count("\n") <= 4


def _block(text: str, run: list[tuple[int, int]]) -> Block:
    pieces = [piece for start, end in run for piece in _without_litter(text, start, end)]
    begins, places, position = [], [], 0
    for start, end in pieces:
        begins.append(position)
        places.append(start)
        position += end - start
    joined = "".join(text[start:end] for start, end in pieces)
    return Block(joined, fold(joined), tuple(begins) or (0,), tuple(places) or (run[0][0],))


def _without_litter(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _LITTER.finditer(text, start, end):
        if start < found.start():
            yield start, found.start()
        start = found.end()
    if start < end:
        yield start, end
