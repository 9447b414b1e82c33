"""The text of a paragraph as it is gathered: words, lines, marks of notes, drawings."""

from dataclasses import dataclass, field
from typing import NamedTuple

from kechuang.readers.word.docx_graphics import Graphics


class NoteMark(NamedTuple):
    """A reference to a footnote or endnote; ``label`` where the author typed the mark himself."""

    kind: str
    number: int
    label: str | None = None


@dataclass(slots=True)
class Flow:
    """What the runs of one paragraph give. Offsets count characters of the visible text."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    breaks: list[int] = field(default_factory=list)
    page_breaks: set[int] = field(default_factory=set)
    notes: list[tuple[int, NoteMark]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    graphics: Graphics | None = None
    contents: bool = False

    @property
    def text(self) -> str:
        """The visible text."""
        return "".join(self.parts)

    def drawn(self) -> Graphics:
        """What is drawn in the paragraph, begun when first asked for."""
        if self.graphics is None:
            self.graphics = Graphics()
        return self.graphics

    def put(self, text: str) -> None:
        """Append visible text."""
        self.parts.append(text)
        self.length += len(text)

    def break_line(self, *, page: bool = False) -> None:
        """Append a line break: one blank, and remember where it stands."""
        self.breaks.append(self.length)
        if page:
            self.page_breaks.add(self.length)
        self.put(" ")
