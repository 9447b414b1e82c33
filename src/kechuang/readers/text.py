"""Plain text and Markdown (txt, md): the text as it is, one paragraph per line, pipe tables as tables."""

import hashlib
import re
from collections.abc import Iterator

from kechuang.domain.document import Document, Paragraph, Problem, Table, Unsure
from kechuang.readers.errors import Unreadable
from kechuang.readers.text_encoding import REPLACEMENT, Decoded, decode
from kechuang.readers.text_markdown import clean_inline, heading_of, is_underline, table_at

# A plan of a province has some 100,000 characters, the national one 350,000; more than this is no document.
MOST_CHARACTERS = 20_000_000
_MOST_BYTES = 4 * MOST_CHARACTERS
LONGEST_LINE = 1_000_000
_MOST_UNSURE = 1000

_LITTER = re.compile(r"\[bookmark: [^\]\n]{0,200}\]")
_LINE_END = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_DAMAGED = re.compile(REPLACEMENT + "+")
_MARKDOWN_NAMES = (".md", ".markdown")


def read_text(data: bytes, *, name: str) -> Document:
    """The document in a text file; ``name`` says whether it is Markdown.

    The text is verbatim but for line endings, control characters, conversion litter (``[bookmark: …]``) and the inline
    marks of Markdown; its lines are the lines of the file. A form feed begins a new page. Raises Unreadable for bytes
    that are no text, and for more text than a document can hold.
    """
    if len(data) > _MOST_BYTES:
        raise Unreadable("too-much-text", characters=f"{len(data) // 4:,}", most=f"{MOST_CHARACTERS:,}")
    decoded = decode(data)
    check_length(decoded.text)
    markdown = name.lower().endswith(_MARKDOWN_NAMES)
    text, pages = _pages(_clean(decoded.text, markdown=markdown))
    if not text.strip():
        raise Unreadable("no-text")
    paragraphs, tables = _blocks(text, markdown=markdown)
    return Document(
        name=name,
        format="md" if markdown else "txt",
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        paragraphs=tuple(paragraphs),
        tables=tuple(tables),
        unsure=tuple(damaged_stretches(text)),
        page_starts=pages,
        problems=tuple(problems_of(decoded)),
    )


def check_length(text: str) -> None:
    """Raise Unreadable for more text, or a longer line, than any document has."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("too-much-text", characters=f"{len(text):,}", most=f"{MOST_CHARACTERS:,}")
    longest = max(map(len, text.split("\n")))
    if longest > LONGEST_LINE:
        raise Unreadable("line-too-long", characters=f"{longest:,}", most=f"{LONGEST_LINE:,}")


def problems_of(decoded: Decoded) -> Iterator[Problem]:
    """What decoding lost: damaged characters and control characters."""
    if decoded.damaged:
        yield Problem("damaged-characters", details={"count": str(decoded.damaged)})
    if decoded.controls:
        yield Problem("control-characters", details={"count": str(decoded.controls)})


def damaged_stretches(text: str) -> Iterator[Unsure]:
    """Where characters were damaged: nothing that touches them is sure."""
    for found, _ in zip(_DAMAGED.finditer(text), range(_MOST_UNSURE), strict=False):
        yield Unsure(found.start(), found.end(), 0.0)


def _clean(text: str, *, markdown: bool) -> str:
    plain = _LITTER.sub("", _LINE_END.sub("\n", text).replace("\v", " "))
    return clean_inline(plain) if markdown else plain


def _pages(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without its form feeds, and where the pages begin; no pages where there is no form feed."""
    pages = text.split("\f")
    starts = [0]
    for page in pages[:-1]:
        starts.append(starts[-1] + len(page))
    return "".join(pages), tuple(starts) if len(pages) > 1 else ()


def _blocks(text: str, *, markdown: bool) -> tuple[list[Paragraph], list[Table]]:
    lines = text.split("\n")
    paragraphs: list[Paragraph] = []
    tables: list[Table] = []
    offset = index = 0
    while index < len(lines):
        table, height = table_at(lines, index, offset)
        if table:
            tables.append(table)
        elif markdown and is_underline(lines, index):
            paragraphs[-1:] = [Paragraph(last.start, last.end, is_underline(lines, index)) for last in paragraphs[-1:]]
        else:
            paragraphs.extend(_paragraph(lines[index], offset, markdown=markdown))
        offset += sum(len(line) + 1 for line in lines[index : index + height])
        index += height
    return paragraphs, tables


def _paragraph(line: str, offset: int, *, markdown: bool) -> Iterator[Paragraph]:
    start, end, level = heading_of(line) if markdown else (0, len(line), None)
    words = line[start:end]
    blank = len(words) - len(words.lstrip())
    stripped = words.strip()
    if stripped:
        yield Paragraph(offset + start + blank, offset + start + blank + len(stripped), level)
