"""The paragraphs and tables that lie around a table."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from kechuang.domain.document import Document, Paragraph, Table

_REACH = 4  # paragraphs above a table that may hold its caption and unit line


_PAGE_NUMBER = re.compile(r"[-—–\s·]*\d{1,4}[-—–\s·]*|第\s*\d+\s*页.*")


class Neighbours:
    """The paragraphs and tables of a document by where they lie; made once for all its tables."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.paragraphs = document.paragraphs
        self._starts = [paragraph.start for paragraph in document.paragraphs]
        self._table_starts = sorted(table.start for table in document.tables)
        self._table_ends = sorted(table.end for table in document.tables)

    def before(self, table: Table) -> Iterator[Paragraph]:
        """The nearest paragraphs above a table, nearest first, up to the table before it."""
        ended = bisect_right(self._table_ends, table.start)
        floor = self._table_ends[ended - 1] if ended else -1
        given = 0
        for index in range(bisect_left(self._starts, table.start) - 1, -1, -1):
            paragraph = self.paragraphs[index]
            if paragraph.end <= floor or given == _REACH:
                return
            if not paragraph.contents and not paragraph.hidden and self._says_something(paragraph):
                given += 1
                yield paragraph

    def after(self, table: Table) -> Iterator[Paragraph]:
        """The paragraphs below a table, down to the next table."""
        ceiling = self.next_table(table)
        for index in range(bisect_left(self._starts, table.end), len(self.paragraphs)):
            paragraph = self.paragraphs[index]
            if ceiling is not None and paragraph.start >= ceiling:
                return
            if self._says_something(paragraph):
                yield paragraph

    def next_table(self, table: Table) -> int | None:
        """Where the next table begins."""
        index = bisect_left(self._table_starts, max(table.end, table.start + 1))
        return self._table_starts[index] if index < len(self._table_starts) else None

    def _says_something(self, paragraph: Paragraph) -> bool:
        words = self.document.text[paragraph.start : min(paragraph.end, paragraph.start + 200)].strip()
        return bool(words) and not _PAGE_NUMBER.fullmatch(words)
