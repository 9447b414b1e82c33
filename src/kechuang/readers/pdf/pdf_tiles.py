"""Cells that are drawn as tiles: shaded one by one (底纹), or framed one by one with a gap between the frames.

Both become the straight rulings of an ordinary table, so that one way of reading serves all. Shaded rows may alternate
with white ones: the sides of the table are drawn through from the first shaded row to the last.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from kechuang.readers.pdf.pdf_grid_boxes import Ruling
from kechuang.readers.pdf.pdf_lines import Area, Drawing
from kechuang.readers.pdf.pdf_text import Piece, text_rows

_WIDEST_GAP = 8.0
"""Points: frames farther apart are no neighbours."""
_NARROWEST_GAP = 2.2
"""Points: lines closer than this are taken as one anyhow."""
_LOWEST = 7.0
"""Points: a lower area is no cell."""
_SAME = 1.5
_MOST_TILES = 4000
_MOST_WORK = 3_000_000
"""Pieces times rows: a page that asks for more is a drawing."""

Pair = tuple[list[Ruling], list[Ruling]]


def tile_rulings(drawing: Drawing, pieces: Sequence[Piece], height: float) -> Pair:
    """The sides of cells that are shaded or framed one by one, as horizontal and vertical rulings."""
    horizontals = drawing.horizontals
    tiles = [
        area for area in sorted(set(drawing.areas)) if min(area.bottom - area.top, area.right - area.left) >= _LOWEST
    ]
    upright: list[Ruling] = []
    rows = _rows(tiles) if len(tiles) <= _MOST_TILES else []
    if len(rows) * len(pieces) > _MOST_WORK or len(rows) * len(horizontals) > _MOST_WORK:
        return [], []
    level = [edge for row in rows if _is_ruled_off(row, horizontals) for edge in _edges(row)]
    for table in _tables(rows, pieces, height):
        held = [*(tile for row in table for tile in row), *_beside(tiles, table)]
        first, last, more = _white_rows(held, pieces)
        if not _is_striped(table) and more and not _is_framed(held, drawing.verticals):
            continue
        level += _edges(held)
        upright += [Ruling(x, tile.top, tile.bottom) for tile in held for x in (tile.left, tile.right)]
        upright += _sides(held, horizontals, pieces, height)
        if _is_striped(table) or last is not None:
            level += [row for row in (first, last) if row is not None]
            upright += [Ruling(x, *_reach(held, first, last)) for x in _ends(held)]
    return level, upright


def _rows(tiles: Iterable[Area]) -> list[list[Area]]:
    """Tiles of one height side by side, several of them; the inner edge of a frame is left out."""
    rows: dict[tuple[float, float], list[Area]] = defaultdict(list)
    for tile in tiles:
        row = rows[round(tile.top, 1), round(tile.bottom, 1)]
        if not row or tile.left >= row[-1].right - _SAME:
            row.append(tile)
    return sorted((row for row in rows.values() if len(row) > 1), key=lambda row: row[0].top)


def _is_ruled_off(row: Sequence[Area], horizontals: Iterable[Ruling]) -> bool:
    """Whether a row of tiles, be it the only one, is as wide as lines on the page: a shaded head."""
    return any(
        abs(rule.start - row[0].left) < _WIDEST_GAP and abs(rule.end - row[-1].right) < _WIDEST_GAP
        for rule in horizontals
    )


def _edges(row: Iterable[Area]) -> Iterator[Ruling]:
    for tile in row:
        yield Ruling(tile.top, tile.left, tile.right)
        yield Ruling(tile.bottom, tile.left, tile.right)


def _tables(rows: list[list[Area]], pieces: Sequence[Piece], height: float) -> Iterator[list[list[Area]]]:
    """Rows that have their inner sides in common with other rows, with no running text between them."""
    table: list[list[Area]] = []
    for row in rows:
        if table and not _is_next(table, row, pieces, height):
            if len(table) > 1:
                yield table
            table = []
        table.append(row)
    if len(table) > 1:
        yield table


def _is_next(table: list[list[Area]], row: list[Area], pieces: Sequence[Piece], height: float) -> bool:
    """Whether a row of tiles belongs to a table: its inner sides do, and no running text lies between."""
    bottom = max(tile.bottom for tile in table[-1])
    slots = {_slot(tile) for other in table for tile in other[1:]}
    if row[0].top - bottom > height * 0.3 or _common(row, slots) < min(len(row) - 1, len(slots)) * 0.5:
        return False
    edges = [tile.left for tile in max(table, key=len)[1:]]
    return _same_sides(table[0], row) and not _is_crossed(edges, bottom, row[0].top, pieces)


def _is_striped(table: Sequence[Sequence[Area]]) -> bool:
    """Whether white rows stand between the shaded ones."""
    return any(after[0].top - before[0].bottom > _WIDEST_GAP for before, after in pairwise(table))


def _is_framed(tiles: Sequence[Area], verticals: Iterable[Ruling]) -> bool:
    """Whether drawn lines go on below the shaded rows on either side."""
    left, right = _ends(tiles)
    top, bottom = min(tile.top for tile in tiles), max(tile.bottom for tile in tiles)
    going = [line for line in verticals if line.start < top + _WIDEST_GAP and line.end > bottom + _LOWEST]
    starts = any(line.at < left + _WIDEST_GAP for line in going)
    return starts and any(line.at > right - _WIDEST_GAP for line in going)


def _ends(tiles: Sequence[Area]) -> tuple[float, float]:
    return min(tile.left for tile in tiles), max(tile.right for tile in tiles)


def _reach(tiles: Sequence[Area], first: Ruling | None, last: Ruling | None) -> tuple[float, float]:
    """From the upper edge of the first row to the lower edge of the last, white ones included."""
    top = first.at if first else min(tile.top for tile in tiles)
    return top, last.at if last else max(tile.bottom for tile in tiles)


def _white_rows(tiles: Sequence[Area], pieces: Sequence[Piece]) -> tuple[Ruling | None, Ruling | None, bool]:
    """The outer edges of a row without a shade just above and just below the shaded ones, and whether more rows of
    the same columns follow below."""
    left, right = _ends(tiles)
    inside = [piece for piece in pieces if left <= (piece.left + piece.right) / 2 <= right and piece.text.strip()]
    top, bottom = min(tile.top for tile in tiles), max(tile.bottom for tile in tiles)
    edges = sorted({round(tile.left) for tile in tiles} - {round(left)})
    rows = text_rows(inside)
    above, _ = _white_row([row for row in reversed(rows) if _middle(row) < top], top, edges)
    below, more = _white_row([row for row in rows if _middle(row) > bottom], bottom, edges)
    return (
        Ruling(above, left, right) if above else None,
        Ruling(below, left, right) if below else None,
        more,
    )


def _white_row(rows: Iterable[Sequence[Piece]], edge: float, columns: Sequence[float]) -> tuple[float | None, bool]:
    """How far the lines of a row reach that lie next to an edge, close to each other and in the columns; and whether
    another line in the columns comes after a gap."""
    end = edge
    more = False
    filled: set[int] = set()
    for row in rows:
        top, bottom = min(piece.top for piece in row), max(piece.bottom for piece in row)
        distance = max(top - end, end - bottom)
        crossed = _is_crossed(columns, top, bottom, row)
        if crossed or distance > (bottom - top) * 0.9:
            places = {sum(piece.left > x - _SAME for x in columns) for piece in row}
            more = not crossed and len(places) > 1 and distance < (bottom - top) * 3
            break
        filled |= {sum(piece.left > x - _SAME for x in columns) for piece in row}
        end = bottom + _SAME if top > edge - _SAME else top - _SAME
    return (end if len(filled) > max(1, len(columns) * 0.4) else None), more


def _middle(row: Sequence[Piece]) -> float:
    return (row[0].top + row[0].bottom) / 2


def _is_crossed(edges: Sequence[float], top: float, bottom: float, pieces: Iterable[Piece]) -> bool:
    """Whether words stand across most of the edges between two heights, as running text does."""
    between = [piece for piece in pieces if top < (piece.top + piece.bottom) / 2 < bottom and piece.text.strip()]
    crossed = sum(any(piece.left < x - 1 and piece.right > x + 1 for piece in between) for x in edges)
    return crossed > len(edges) * 0.4


def _common(row: Sequence[Area], slots: set[int]) -> int:
    """How many inner sides of a row are known."""
    return sum(not slots.isdisjoint((_slot(tile) - 1, _slot(tile), _slot(tile) + 1)) for tile in row[1:])


def _slot(tile: Area) -> int:
    return round(tile.left / _SAME)


def _beside(tiles: Iterable[Area], table: Sequence[Sequence[Area]]) -> list[Area]:
    """Tiles that stand alone at their height: cells merged over rows, and rows of which only one cell is shaded."""
    taken = {tile for row in table for tile in row}
    starts = {_slot(tile) for tile in taken}
    top, bottom = table[0][0].top, max(row[0].bottom for row in table)
    found = []
    for tile in sorted(tiles, key=lambda tile: tile.top):
        ends_at = round(tile.right / _SAME)
        in_step = _slot(tile) in starts or not starts.isdisjoint((ends_at - 1, ends_at, ends_at + 1))
        if tile not in taken and in_step and top - _SAME < tile.top < bottom + 2 * _SAME:
            found.append(tile)
            bottom = max(bottom, tile.bottom)
    return found


def _same_sides(one: list[Area], other: list[Area]) -> bool:
    return min(one[-1].right, other[-1].right) - max(one[0].left, other[0].left) > 0.6 * max(
        one[-1].right - one[0].left, other[-1].right - other[0].left
    )


def _sides(
    tiles: Sequence[Area], horizontals: Sequence[Ruling], pieces: Sequence[Piece], height: float
) -> list[Ruling]:
    """The left and right side of a table, up and down to the rules of its width that are close."""
    left, right = min(tile.left for tile in tiles), max(tile.right for tile in tiles)
    top, bottom = min(tile.top for tile in tiles), max(tile.bottom for tile in tiles)
    inner = sorted({round(tile.left) for tile in tiles} - {round(left)})
    across = [
        rule.at for rule in horizontals if abs(rule.start - left) < _WIDEST_GAP and abs(rule.end - right) < _WIDEST_GAP
    ]
    reach = height * 0.12
    above = max((at for at in across if top - reach < at < top), default=top)
    below = min((at for at in across if bottom < at < bottom + reach), default=bottom)
    top = top if _is_crossed(inner, above, top, pieces) else above
    bottom = bottom if _is_crossed(inner, bottom, below, pieces) else below
    return [Ruling(left, top, bottom), Ruling(right, top, bottom)]


def close_gaps(horizontals: Sequence[Ruling], verticals: Sequence[Ruling]) -> Pair:
    """Frames with a gap between them moved together, where a table has them in both directions; the lines in order."""
    level, upright = list(horizontals), list(verticals)
    heights = _heights(verticals)
    if len(heights) * (len(level) + len(upright)) > _MOST_WORK:
        return level, upright
    for top, bottom in heights:
        across = [index for index, line in enumerate(horizontals) if top <= line.at <= bottom]
        down = [index for index, line in enumerate(verticals) if top <= line.start and line.end <= bottom]
        rows, columns = _gaps(horizontals[index].at for index in across), _gaps(verticals[index].at for index in down)
        work = (len(rows) + len(columns)) * (len(across) + len(down))
        if len(rows) < 2 or len(columns) < 2 or work > _MOST_WORK:
            continue
        for index in across:
            level[index] = _moved(horizontals[index], rows, columns)
        for index in down:
            upright[index] = _moved(verticals[index], columns, rows)
    return level, upright


def _heights(verticals: Iterable[Ruling]) -> list[tuple[float, float]]:
    """From where to where tables reach: stretches of the page without a break in their upright lines."""
    heights: list[tuple[float, float]] = []
    for line in sorted(verticals, key=lambda line: line.start):
        if heights and line.start - _SAME <= heights[-1][1] + _WIDEST_GAP:
            heights[-1] = (heights[-1][0], max(heights[-1][1], line.end + _SAME))
        else:
            heights.append((line.start - _SAME, line.end + _SAME))
    return heights


def _gaps(at: Iterable[float]) -> list[tuple[float, float]]:
    """The gaps between neighbouring parallel lines that are too narrow for text; several together are one."""
    places = sorted({round(place, 1) for place in at})
    gaps: list[tuple[float, float]] = []
    widest = 0.0
    for upper, lower in pairwise(places):
        if gaps and gaps[-1][1] == upper and lower - gaps[-1][0] <= _WIDEST_GAP:
            gaps[-1] = (gaps[-1][0], lower)
        elif lower - upper <= _WIDEST_GAP:
            gaps.append((upper, lower))
        widest = max(widest, lower - upper)
    return [gap for gap in gaps if gap[1] - gap[0] >= _NARROWEST_GAP] if widest > _WIDEST_GAP else []


def _moved(line: Ruling, across: list[tuple[float, float]], along: list[tuple[float, float]]) -> Ruling:
    return Ruling(_place(line.at, across), _place(line.start, along), _place(line.end, along))


def _place(at: float, gaps: list[tuple[float, float]]) -> float:
    return next(((start + end) / 2 for start, end in gaps if start - 0.6 <= at <= end + 0.6), at)
