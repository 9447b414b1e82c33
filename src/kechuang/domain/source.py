"""Where a value comes from (出处): the document, the line, the page, the characters, and the words themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a document.

    ``line`` is 1-based; ``page`` is 1-based or None where the carrier has none; ``start`` and ``end`` are character
    offsets into the document's text, so that ``document.text[start:end] == text`` always holds.
    """

    document: str
    line: int
    page: int | None
    start: int
    end: int
    text: str
