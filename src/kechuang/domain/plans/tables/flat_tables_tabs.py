"""Tables flattened to tabs: a row a line (from PDF), or a cell a line with blank lines between the rows (from Word)."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kechuang.domain.document import Document
from kechuang.domain.plans.tables.flat_tables_groups import is_ragged_head, spread_ragged_head
from kechuang.domain.plans.tables.flat_tables_lines import Flattened, Line, Piece, Row, lay_out, piece_at
from kechuang.domain.vocabulary import Vocabulary

_LEADERS = re.compile(r"[.．…·]{3,}\s*\t|\t\s*[.．…·]{3,}")
_COUNTS = re.compile("序号|编号|序")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")
_FEWEST_COLUMNS = 3  # so many are left where a category is merged down
_LONGEST_INNER = 40  # a line without a tab between two rows
_LONGEST_GROUP = 12  # words that head a group of rows
_LONGEST_HEAD = 20  # words that a cell of the head may have on a further line
_LONGEST_TAIL = 30  # a line without a tab that still belongs to the last cell of a row


def recover_tabbed(lines: list[Line], document: Document, vocabulary: Vocabulary) -> Iterator[Flattened]:
    """Every table whose cells are parted by tabs."""
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.taken or "\t" not in line.text or _LEADERS.search(line.text):
            index += 1
            continue
        reading = _cells if _is_cell(line) else _rows
        found, index = reading(lines, index, document, vocabulary)
        if found is not None:
            yield found


def _is_cell(line: Line) -> bool:
    """Whether the line is one cell: a tab, then words."""
    return line.text.lstrip(" \u3000\xa0").startswith("\t") and "\t" not in line.text.lstrip()


# a row a line


def _rows(lines: list[Line], first: int, document: Document, vocabulary: Vocabulary) -> tuple[Flattened | None, int]:
    used = [first]
    index = first + 1
    while index < len(lines):
        line = lines[index]
        tabbed = "\t" in line.text
        inner = not tabbed and _stands_inside(lines, used, index)
        if line.taken or not (
            tabbed or inner or line.blank or line.page_number or _continues(lines, index, vocabulary)
        ):
            break
        if tabbed and not _LEADERS.search(line.text):
            if _is_cell(line) or not _same_width(lines, used, index):
                break
            used.append(index)
        elif inner:
            used.append(index)
        index += 1
    after = used[-1] + 1
    rows = _dropped_repeats(_assembled([lines[number] for number in used], document))
    if len(rows) < 2 or max(map(len, rows)) < 2 or _is_contents(rows):
        return None, after
    width = max(map(_width, rows))
    table = lay_out([_padded(row, width) for row in rows], lines[used[0]].start, lines[used[-1]].end)
    return Flattened(table, tuple(lines[first:after])), after


def _stands_inside(lines: list[Line], used: list[int], index: int) -> bool:
    """Whether a line without tabs stands between two rows: a heading in the table, or the first half of a name."""
    words = lines[index].text.strip()
    if index != used[-1] + 1 or index + 1 >= len(lines) or lines[index].page_number:
        return False
    following = lines[index + 1]
    goes_on = not _is_cell(following) and following.text.count("\t") == lines[used[0]].text.count("\t")
    return 0 < len(words) <= _LONGEST_INNER and goes_on and not words.endswith(("。", "；", "：", "，"))


def _assembled(lines: list[Line], document: Document) -> list[list[Piece | None]]:
    """The rows of the lines: a row broken over two lines is one, a line without tabs heads a group or begins a name."""
    width = lines[0].text.count("\t")
    rows: list[list[Piece | None]] = []
    waiting: Piece | None = None
    at = 0
    while at < len(lines):
        row = _split(lines[at], document)
        tabs = lines[at].text.count("\t")
        following = lines[at + 1] if at + 1 < len(lines) else None
        if tabs == 0:
            heading = row[0]
            if heading is not None and _begins_name(heading.text, following, rows[0]):
                waiting = heading
            elif heading is not None:
                rows.append([Piece(heading.start, heading.end, heading.text, 1, width + 1)])
            at += 1
            continue
        if following and at and 0 < tabs < width and tabs + following.text.count("\t") == width:
            rest = _split(following, document)
            row = [*row[:-1], _joined(row[-1], rest[0], document), *rest[1:]]
            at += 1
        rows.append([_joined(waiting, row[0], document), *row[1:]] if waiting else row)
        waiting = None
        at += 1
    return rows


def _begins_name(words: str, following: Line | None, head: Sequence[Piece | None]) -> bool:
    """Whether a line between rows is the first half of the name in the next row rather than a heading."""
    counted = head[0] is not None and _COUNTS.fullmatch("".join(head[0].text.split()))
    return following is not None and not counted and len(words) > _LONGEST_GROUP and not _NUMBERED.match(words)


def _joined(first: Piece | None, second: Piece | None, document: Document) -> Piece | None:
    """Both pieces as one cell."""
    if first is None or second is None:
        return first or second
    return Piece(first.start, second.end, document.text[first.start : second.end])


def _width(row: Row) -> int:
    return sum(piece.column_span if piece is not None else 1 for piece in row)


def _padded(row: Row, width: int) -> Row:
    if len(row) == 1 and row[0] is not None and row[0].column_span > 1:
        return [_wider(row[0], width)]
    return [*row, *[None] * (width - len(row))]


def _continues(lines: list[Line], index: int, vocabulary: Vocabulary) -> bool:
    """Whether the line only says that the table goes on."""
    words = lines[index].text.strip()
    return len(words) < 20 and any(word in words for word in vocabulary.words("tables.continued"))


def _same_width(lines: list[Line], used: list[int], index: int) -> bool:
    """Whether a row goes with those before it: right below them, or as wide after blank lines."""
    if index == used[-1] + 1:
        return True
    widths = {lines[number].text.count("\t") for number in used[-3:]}
    return lines[index].text.count("\t") in widths


def _split(line: Line, document: Document) -> list[Piece | None]:
    edges = [-1, *(tab.start() for tab in re.finditer("\t", line.text)), len(line.text)]
    return [piece_at(document.text, line.start + left + 1, line.start + right) for left, right in pairwise(edges)]


def _dropped_repeats(rows: list[list[Piece | None]]) -> list[list[Piece | None]]:
    """The rows without heads repeated at the top of a page."""
    head = _key(rows[0])
    return [rows[0], *(row for row in rows[1:] if _key(row) != head)]


def _key(row: Sequence[Piece | None]) -> tuple[str, ...]:
    return tuple("".join(piece.text.split()) if piece else "" for piece in row)


def _is_contents(rows: Sequence[Row]) -> bool:
    """Whether the lines are a table of contents: words and a page number that never falls, from the first line on."""
    last = [row[-1].text if row and row[-1] is not None else "" for row in rows]
    if any(len(row) != 2 for row in rows) or not all(word.isdigit() and len(word) < 4 for word in last):
        return False
    pages = [int(word) for word in last]
    return pages == sorted(pages)


# a cell a line


def _cells(lines: list[Line], first: int, document: Document, vocabulary: Vocabulary) -> tuple[Flattened | None, int]:
    groups, after = _groups(lines, first)
    rows = [_pieces(lines, group, document) for group in groups]
    width = max(len(row) for row in rows)
    if len(rows) < 2 or width < 2 or len(rows[0]) < 2:
        return None, _next_group(groups, first)
    last = groups[-1][-1]
    if is_ragged_head(rows, width):
        head = spread_ragged_head(rows[0], rows[1], width, vocabulary)
        if head is None:
            return Flattened(None, tuple(lines[first : last + 1])), after
        rows[:2] = [list(row) for row in head]
    fitted = _fitted(rows, width)
    if fitted is None:
        return None, _next_group(groups, first)
    table = lay_out(fitted, lines[first].start, lines[last].end)
    return Flattened(table, tuple(lines[first : last + 1])), after


def _next_group(groups: list[list[int]], first: int) -> int:
    return groups[0][-1] + 1 if groups else first + 1


def _groups(lines: list[Line], first: int) -> tuple[list[list[int]], int]:
    """The lines of each row: rows are parted by blank lines, a line without a tab goes on with the cell above it."""
    groups: list[list[int]] = []
    index, width = first, 0
    while index < len(lines) and not lines[index].taken and _is_cell(lines[index]):
        group = [index]
        index += 1
        while index < len(lines) and not lines[index].blank and not lines[index].taken:
            cells = sum(_is_cell(lines[number]) for number in group)
            if not _is_cell(lines[index]) and not _goes_on(lines, index, cells, width):
                break
            if "\t" in lines[index].text.strip():
                break
            group.append(index)
            index += 1
        groups.append(group)
        width = max(width, sum(_is_cell(lines[number]) for number in group))
        if index < len(lines) and not lines[index].blank:
            break
        index = _skip_blank(lines, index)
    return groups, groups[-1][-1] + 1


def _goes_on(lines: list[Line], index: int, cells: int, width: int) -> bool:
    """Whether a line without a tab belongs to the cell above: heads are short, full rows end, others go on."""
    if not width:
        return len(lines[index].text.strip()) <= _LONGEST_HEAD
    return cells < width or _is_tail(lines, index)


def _skip_blank(lines: list[Line], index: int) -> int:
    """The next row: past one blank line and page numbers; two blank lines end a table."""
    blank = 0
    while index < len(lines) and (lines[index].blank or lines[index].page_number):
        blank += lines[index].blank
        index += 1
    return index if blank < 3 else len(lines)


def _is_tail(lines: list[Line], index: int) -> bool:
    """Whether a line after a full row still belongs to its last cell: short, and the row ends with it."""
    words = lines[index].text.strip()
    ends = index + 1 >= len(lines) or lines[index + 1].blank
    goes_on = index + 2 < len(lines) and _is_cell(lines[index + 2])
    return ends and (goes_on or (len(words) <= _LONGEST_TAIL and not words.endswith(("。", "："))))


def _pieces(lines: list[Line], group: list[int], document: Document) -> list[Piece | None]:
    starts = [number for number in group if _is_cell(lines[number])]
    pieces: list[Piece | None] = []
    for number, following in zip(starts, [*starts[1:], group[-1] + 1], strict=True):
        pieces.append(piece_at(document.text, lines[number].start, lines[following - 1].end))
    return pieces


def _fitted(rows: list[list[Piece | None]], width: int) -> list[Row] | None:
    """The rows at one width: a lone cell covers its row, a short row lacks the cells merged down before its first."""
    fitted: list[Row] = []
    for number, row in enumerate(rows):
        if _width(row) == width:
            fitted.append(row)
        elif len(row) == 1 and row[0] is not None:
            fitted.append([_wider(row[0], width)])
        elif number == 0 and len(rows) > 1:
            fitted.append(_spread_head(row, rows[1], width))
        else:
            fitted.append([*[None] * (width - len(row)), *row])
    whole = sum(_width(row) == width for row in rows)
    return fitted if whole * 2 > len(rows) or len(rows) == 2 or _lacks_merged_only(rows, width) else None


def _lacks_merged_only(rows: list[list[Piece | None]], width: int) -> bool:
    """Whether the head is whole and no row lacks more than the one cell that was merged down (类别)."""
    return len(rows[0]) == width > _FEWEST_COLUMNS and all(len(row) in (1, width - 1, width) for row in rows)


def _wider(piece: Piece, span: int) -> Piece:
    return Piece(piece.start, piece.end, piece.text, 1, span)


def _spread_head(head: list[Piece | None], below: list[Piece | None], width: int) -> Row:
    """A head whose groups lie over several columns, spread by the blanks and words of the row below it."""
    missing = width - len(head)
    run = [column for column, piece in enumerate(below) if piece is not None]
    contiguous = bool(run) and run[-1] - run[0] + 1 == len(run)
    if len(below) == width and contiguous and run[0] < len(head) and len(run) > missing:
        groups = len(run) - missing
        if groups and len(run) % groups == 0:
            span = len(run) // groups
            inside = [_wider(piece, span) if piece else None for piece in head[run[0] : run[0] + groups]]
            return [*head[: run[0]], *inside, *head[run[0] + groups :]]
    return [*head, *[None] * missing]
