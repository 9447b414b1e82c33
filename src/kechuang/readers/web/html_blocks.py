"""What the content of a page is made of: lines, tables, pictures and attachments."""

from dataclasses import dataclass, field

from kechuang.readers.assembly import GridCell


@dataclass(slots=True)
class Line:
    """One line of running text; ``anchors`` are the offsets at which footnotes are anchored, with their names."""

    text: str
    level: int | None = None
    contents: bool = False
    hidden: bool = False
    frame: int | None = None
    note: str | None = None
    anchors: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A table; ``anchors`` are (row, column, offset in the cell, name of the footnote)."""

    cells: list[GridCell]
    anchors: list[tuple[int, int, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Picture:
    """A picture in the content, whose words are not read."""

    description: str


@dataclass(slots=True)
class Attachment:
    """A document that the content links to or shows in a frame, and that is not read."""

    name: str


Block = Line | Grid | Picture | Attachment
