"""A document made of lines, as the tests of a plan's structure need it."""

from kechuang.domain.document import Document
from kechuang.domain.plans.plan import Box, Heading, Identity, Task
from kechuang.domain.plans.structure.reading_boxes import read_boxes
from kechuang.domain.plans.structure.reading_identity import read_identity
from kechuang.domain.plans.structure.reading_outline import read_outline
from kechuang.domain.plans.structure.reading_tasks import read_tasks
from kechuang.readers.assembly import Assembly
from kechuang.readers.regions import read_regions
from kechuang.readers.rulebooks import read_vocabulary

WORDS = read_vocabulary()


def document(*lines: str, level: int | None = None) -> Document:
    """One paragraph a line; ``level`` is what the carrier declares for lines that begin with #."""
    assembly = Assembly()
    for line in lines:
        declared = len(line) - len(line.lstrip("#")) if line.startswith("#") else None
        assembly.paragraph(line.lstrip("#"), level=declared or level)
    return assembly.document(name="规划.txt", format="txt", data=b"")


def identity_of(read: Document) -> Identity:
    return read_identity(read, WORDS, read_regions())


def headings(read: Document) -> tuple[Heading, ...]:
    return read_outline(read, WORDS, identity_of(read))


def outline(*lines: str) -> list[tuple[int, str | None, str]]:
    """Level, number and title of each heading."""
    return [(heading.level, heading.number, heading.title) for heading in headings(document(*lines))]


def boxes(*lines: str) -> list[tuple[str | None, str, int, int]]:
    """Number, title, first and last line of each box."""
    read = document(*lines)
    found, _ = read_boxes(read, WORDS, headings(read))
    return [described(read, box) for box in found]


def described(read: Document, box: Box) -> tuple[str | None, str, int, int]:
    return box.number, box.title, read.line_at(box.start), read.line_at(box.end)


def tasks(*lines: str) -> tuple[Task, ...]:
    read = document(*lines)
    found = headings(read)
    framed, _ = read_boxes(read, WORDS, found)
    return read_tasks(read, found, framed, identity_of(read), WORDS)
