"""What stands on one page of a PDF: tables and boxes where they lie, and the words outside them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium

from kechuang.readers.pdf.pdf_characters import Characters, read_characters, text_quarters, without_struck
from kechuang.readers.pdf.pdf_grid import Grid, find_grids, join_rulings, pieces_by_box
from kechuang.readers.pdf.pdf_grid_boxes import Ruling
from kechuang.readers.pdf.pdf_lines import Drawing, read_drawing
from kechuang.readers.pdf.pdf_missing_lines import (
    with_head_layers,
    with_missing_lines,
    with_missing_rows,
    without_needless_lines,
)
from kechuang.readers.pdf.pdf_page import Frame, read_frame
from kechuang.readers.pdf.pdf_parts import BoxPart, Held, PageContent, Struck, TablePart
from kechuang.readers.pdf.pdf_text import Line, Piece, make_line, split_row, text_lines, text_rows
from kechuang.readers.pdf.pdf_tiles import close_gaps, tile_rulings
from kechuang.readers.pdf.pdf_whitespace import Columns, find_ruled_off
from kechuang.readers.pdf.pdf_whitespace_gaps import WORD_GAP
from kechuang.readers.rulebooks import read_vocabulary

_SEGMENT_GAP = 1.0
"""Of the type size: words further apart than this may stand in different columns."""
_BORDER = 0.85
"""Of the page: a box that high and wide is the border of the page, no box in it."""


_TALLEST_IMPRINT = 4


def read_content(page: Any, textpage: Any, number: int, carried: Columns | None = None) -> PageContent:
    """The content of a page; ``page`` and ``textpage`` are open handles of pdfium, ``carried`` the columns of a table
    that the page before left open."""
    frame = read_frame(page, quarters=text_quarters(textpage))
    drawing = read_drawing(page, frame)
    characters = _characters(page, textpage, frame, drawing)
    content = PageContent(number, frame.width, frame.height)
    content.images = drawing.images
    content.slanted = characters.slanted
    content.unseen = drawing.unseen
    content.characters = sum(bool(piece.text.strip()) for piece in characters.pieces)
    content.complete = drawing.complete and characters.complete
    lay_out(content, drawing, characters, carried)
    return content


def _characters(page: Any, textpage: Any, frame: Frame, drawing: Drawing) -> Characters:
    """The characters of a page, its text read anew where the drawing brought some back."""
    anew = pdfium.FPDFText_LoadPage(page) if drawing.revived else None
    try:
        return read_characters(anew or textpage, frame, turned=drawing.turned)
    finally:
        if anew:
            pdfium.FPDFText_ClosePage(anew)


def lay_out(content: PageContent, drawing: Drawing, characters: Characters, carried: Columns | None = None) -> None:
    """Fill in the words, tables and boxes of a page from its lines and characters, whatever carrier they come from."""
    drawn, grids = _grids(content, drawing, characters.pieces)
    free = [rule for rule in drawn if not any(_on_grid(rule, grid) for grid in grids)]
    pieces, struck = without_struck(characters.pieces, free)
    content.struck = [_struck(line, pieces) for line in text_lines(struck)]
    content.rules = join_rulings(free)
    grids = [_mended(grid, pieces) for grid in _worth_reading(grids, pieces)]
    outer = [grid for grid in grids if not any(_inside(grid, other) for other in grids)]
    rest = pieces
    for grid in outer:
        held, rest = _parted(rest, grid)
        inner = [other for other in grids if _inside(other, grid)]
        if grid.columns == 1 or len(grid.boxes) == 1:
            table = _without_verticals(grid, held, drawn, content.height) if not inner else None
            if table is None:
                content.boxes.append(_box(content.number, grid, held, inner))
            else:
                content.tables.append(_table(content.number, table, held))
        else:
            content.tables.append(_table(content.number, grid, held))
    free_grids, content.columns = find_ruled_off(rest, _rules_and_shades(content, drawing), content.height, carried)
    for grid in free_grids:
        held, others = _parted(rest, grid)
        if not _is_imprint(grid, held):
            rest = others
            content.tables.append(_table(content.number, grid, held))
    content.words = segments(rest)


def _struck(line: Line, pieces: Iterable[Piece]) -> Struck:
    """The struck words of a line with the word nearest to them."""
    level = [piece for piece in pieces if piece.top < (line.top + line.bottom) / 2 < piece.bottom]
    words = [word for row in text_rows(level) for part in split_row(row, WORD_GAP) if (word := make_line(part))]
    nearest = min(words, key=lambda word: max(line.left - word.right, word.left - line.right), default=None)
    return Struck(line.text, nearest.text if nearest else "")


def _grids(content: PageContent, drawing: Drawing, pieces: Sequence[Piece]) -> tuple[list[Ruling], list[Grid]]:
    """The horizontal lines drawn on a page, frames with gaps between them moved together, and the ruled tables."""
    level, upright = tile_rulings(drawing, pieces, content.height)
    level, upright = close_gaps([*drawing.horizontals, *level], [*drawing.verticals, *upright])
    grids = [grid for grid in find_grids(level, upright) if not _is_border(grid, content)]
    return level[: len(drawing.horizontals)], grids


def _mended(grid: Grid, pieces: Sequence[Piece]) -> Grid:
    """The grid with the lines its words ask for, and without those that part none."""
    mended = with_head_layers(without_needless_lines(grid, pieces), pieces)
    mended = with_missing_lines(mended, pieces)
    return with_missing_rows(mended, pieces) if grid.columns > 1 else mended


def _without_verticals(grid: Grid, pieces: Sequence[Piece], drawn: Sequence[Ruling], height: float) -> Grid | None:
    """The table in a frame that has rules between its rows but none between its columns; None for a box of text."""
    if grid.rows < 2:
        return None
    partial = [line for line in join_rulings(drawn) if _on_grid(line, grid) and not _is_across(line, grid)]
    whole = [y for y in grid.ys if not any(abs(line.at - y) < 4 for line in partial)]
    rules = [*partial, *(Ruling(y, grid.xs[0], grid.xs[-1]) for y in whole)]
    found, _ = find_ruled_off(pieces, rules, height)
    is_all = len(found) == 1 and found[0].ys[-1] - found[0].ys[0] > (grid.ys[-1] - grid.ys[0]) * 0.9
    return found[0] if is_all and found[0].columns > 2 else None


def segments(pieces: Iterable[Piece]) -> list[Line]:
    """Lines, cut wherever words stand so far apart that they may belong to different columns."""
    return [
        line
        for row in text_rows(pieces)
        for part in split_row(row, _SEGMENT_GAP)
        if (line := make_line(part)) is not None
    ]


def _table(number: int, grid: Grid, pieces: Iterable[Piece]) -> TablePart:
    held = pieces_by_box(grid, pieces if grid.ruled else _words(pieces))
    return TablePart(
        number, grid, [Held(box, text_lines(inside)) for box, inside in zip(grid.boxes, held, strict=True)]
    )


def _words(pieces: Iterable[Piece]) -> list[Piece]:
    """Characters that stand together as one piece: white space may part columns, a word may not be parted."""
    words = []
    for row in text_rows(pieces):
        for part in split_row(row, WORD_GAP):
            line = make_line(part)
            if line is not None:
                words.append(Piece(line.text, line.left, line.top, line.right, line.bottom))
    return words


def _box(number: int, grid: Grid, pieces: Sequence[Piece], inner: list[Grid]) -> BoxPart:
    tables = []
    rest = list(pieces)
    for nested in inner:
        if nested.columns > 1 and not any(_inside(nested, other) for other in inner):
            held, rest = _parted(rest, nested)
            tables.append(_table(number, nested, held))
    return BoxPart(number, grid, segments(rest), tables)


def _parted(pieces: Iterable[Piece], grid: Grid) -> tuple[list[Piece], list[Piece]]:
    inside: list[Piece] = []
    outside: list[Piece] = []
    left, top, right, bottom = grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1]
    for piece in pieces:
        held = left <= (piece.left + piece.right) / 2 <= right and top <= (piece.top + piece.bottom) / 2 <= bottom
        (inside if held else outside).append(piece)
    return inside, outside


def _is_border(grid: Grid, content: PageContent) -> bool:
    high = grid.ys[-1] - grid.ys[0] > content.height * _BORDER
    wide = grid.xs[-1] - grid.xs[0] > content.width * _BORDER
    return high and wide and len(grid.boxes) == 1


def _is_imprint(grid: Grid, pieces: Iterable[Piece]) -> bool:
    """Whether lines between rules are the imprint of an official document (版记): who printed it, on what day."""
    ends = read_vocabulary().words("pdf.imprint")
    lines = text_lines(pieces) if grid.rows <= _TALLEST_IMPRINT else ()
    return any(line.text.replace(" ", "").endswith(ends) for line in lines)


def _on_grid(rule: Ruling, grid: Grid) -> bool:
    """Whether a horizontal rule is one of the lines of a grid."""
    across = grid.xs[0] - 4 <= rule.start and rule.end <= grid.xs[-1] + 4
    return across and any(abs(y - rule.at) < 4 for y in grid.ys)


def _is_across(rule: Ruling, grid: Grid) -> bool:
    return rule.end - rule.start > (grid.xs[-1] - grid.xs[0]) * 0.95


def _worth_reading(grids: list[Grid], pieces: Sequence[Piece]) -> list[Grid]:
    """Grids with words in them; a chart's axes and an empty frame are none."""
    kept = []
    for grid in grids:
        enough = 2 if len(grid.boxes) > 2 else 1
        if len(set(islice(_filled(grid, pieces), enough))) == enough:
            kept.append(grid)
    return kept


def _filled(grid: Grid, pieces: Iterable[Piece]) -> Iterator[int]:
    """The cells with words in them, each once."""
    seen: set[int] = set()
    for piece in pieces:
        index = grid.box_at((piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2)
        if index is not None and index not in seen and piece.text.strip():
            seen.add(index)
            yield index


def _inside(inner: Grid, outer: Grid) -> bool:
    """Whether one grid lies within a single cell of another."""
    if inner is outer:
        return False
    return any(
        box.left - 3 <= inner.xs[0]
        and inner.xs[-1] <= box.right + 3
        and box.top - 3 <= inner.ys[0]
        and inner.ys[-1] <= box.bottom + 3
        for box in outer.boxes
    )


def _rules_and_shades(content: PageContent, drawing: Drawing) -> list[Ruling]:
    """Rules, and the upper and lower edges of shaded rows, which part rows as rules do."""
    shades = [
        edge
        for area in drawing.areas
        if area.bottom - area.top < content.height * 0.2
        for edge in (Ruling(area.top, area.left, area.right), Ruling(area.bottom, area.left, area.right))
    ]
    return join_rulings([*content.rules, *shades]) if shades else content.rules
