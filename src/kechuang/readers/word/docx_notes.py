"""Footnotes and endnotes (脚注、尾注): their words, their labels, and those whose reference was deleted."""

from collections.abc import Iterator
from typing import Any

from kechuang.readers.word.docx_blocks import Blocks, Place, ReadParagraph
from kechuang.readers.word.docx_numerals import write_counter
from kechuang.readers.word.docx_styles import VAL, W, integer
from kechuang.readers.word.docx_tables import read_rows

USUAL_FORMAT = {"footnote": "decimal", "endnote": "lowerRoman"}

Element = Any


def deleted_notes(root: Element) -> set[tuple[str, int | None]]:
    """The notes whose reference was deleted, as (kind, id)."""
    return {
        (kind, integer(reference, W + "id"))
        for change in root.iter(W + "del", W + "moveFrom")
        for kind in USUAL_FORMAT
        for reference in change.iter(f"{W}{kind}Reference")
    }


def note_texts(root: Element | None, kind: str, blocks: Blocks) -> Iterator[tuple[int, str]]:
    """The notes of ``word/footnotes.xml`` or ``endnotes.xml`` by id; separators are none."""
    for element in root.iterchildren(W + kind) if root is not None else ():
        key, use = integer(element, W + "id"), element.get(W + "type") or "normal"
        if key is not None and use == "normal":
            blocks.begin_story()
            yield key, " ".join(_words(element, blocks))


def note_labels(kind: str, homes: list[Element | None]) -> Iterator[str]:
    """The labels 1, 2, 3 … as the document prints them; ``homes`` are the properties that may say so, in order."""
    said = [home for home in homes if home is not None]
    formats = (home.find(W + "numFmt") for home in said)
    starts = (integer(home.find(W + "numStart")) for home in said)
    form = next((found.get(VAL) for found in formats if found is not None), None) or USUAL_FORMAT[kind]
    number = next((start for start in starts if start is not None), 1)
    while True:
        yield write_counter(number, form)
        number += 1


def _words(parent: Element, blocks: Blocks) -> Iterator[str]:
    """The paragraphs of a note as strings, those in tables cell by cell."""
    for block in blocks.content(parent, Place()):
        if isinstance(block, ReadParagraph):
            words = block.flow.text.strip()
            label = block.label.before(words) if block.label is not None else ""
            if words:
                yield label + words
        else:
            for row in read_rows(block[0]):
                for cell, _ in row.cells:
                    yield from _words(cell, blocks)
