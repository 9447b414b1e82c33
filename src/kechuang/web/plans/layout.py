"""A document's text as blocks to show: lines of running text, tables with their merged cells, and where pages begin."""

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the offset of its words in the text, and how many columns and rows it covers."""

    start: int
    text: str
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Block:
    """A line of text or a table; ``page`` is the page that begins with it."""

    start: int
    text: str = ""
    rows: list[list[Cell]] = field(default_factory=list)
    page: int | None = None


def blocks_of(text, *, tables, page_starts):
    """Everything a text holds, in order, without blank lines; ``tables`` as ``cells_of`` gives them."""
    waiting = sorted(tables, key=lambda table: table["start"])
    blocks, offset, last = [], 0, 0
    for words in text.split("\n"):
        while waiting and waiting[0]["end"] <= offset:
            waiting.pop(0)
        inside = bool(waiting) and waiting[0]["start"] <= offset
        page = bisect_right(page_starts, offset)
        first = page if page != last else None
        if inside and offset == waiting[0]["start"]:
            blocks.append(Block(offset, rows=_rows(text, waiting[0]["cells"]), page=first))
            last = page
        elif words.strip() and not inside:
            blocks.append(Block(offset, words, page=first))
            last = page
        offset += len(words) + 1
    return blocks


def cells_of(table):
    """A table of a document as plain data: where it stands, and its cells by row and column."""
    cells = [
        [cell.row, cell.column, cell.start, cell.end, cell.column_span, cell.row_span]
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    ]
    return {"start": table.start, "end": table.end, "cells": cells}


def _rows(text, cells):
    rows = {}
    for row, _, start, end, columns, height in cells:
        rows.setdefault(row, []).append(Cell(start, text[start:end], columns, height))
    return [rows[row] for row in sorted(rows)]
