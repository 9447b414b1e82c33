"""Running heads, running feet and page numbers (页眉 页脚 页码): lines in the margins that come again page after page."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from kechuang.readers.pdf.pdf_parts import PageContent
from kechuang.readers.pdf.pdf_text import Line

_MARGIN = 0.12
"""Of the page's height: how far from the edge a running line may stand."""
_PAGE_NUMBER = re.compile(
    r"[—–\-－·•.\s]*(?:第\s*)?(\d{1,4}|[ivxlIVXL]{1,6})(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[—–\-－·•.\s]*"
)
_DASHED = re.compile(r"\s*[—–\-－·•]+\s*\d{1,4}\s*[—–\-－·•]+\s*|第\s*\d{1,4}\s*页.*")
_DIGITS = re.compile(r"\d+|\s+")
_SLOT = 4.0
"""Points: the same running line stands at the same height, give or take this."""


def drop_running_lines(pages: Sequence[PageContent]) -> None:
    """Take running heads, feet and page numbers out of the pages' words."""
    for page in pages:
        _open_margin_boxes(page)
    margins = [_margin_rows(page) for page in pages]
    seen = Counter((key, side, slot) for rows in margins for key, side, slot in {_identity(row) for row in rows})
    usual = _usual_slots(margins, seen, len(pages))
    offsets = Counter(
        number - page.number for page, rows in zip(pages, margins, strict=True) for number in _numbers(rows)
    )
    for page, rows in zip(pages, margins, strict=True):
        running: set[int] = set()
        for row in rows:
            key, side, slot = _identity(row)
            repeated = any(seen[key, side, near] >= _enough(len(pages)) for near in _near(slot)) and _alone(row)
            if repeated or (side, slot) in usual or _is_page_number(row, page, offsets, len(pages)):
                running.update(id(word) for word in row.words)
        page.words = [word for word in page.words if id(word) not in running]


def _open_margin_boxes(page: PageContent) -> None:
    """A frame round a page number is an ornament: its words belong to the margin."""
    depth = page.height * _MARGIN
    for box in list(page.boxes):
        outside = box.bottom < depth or box.top > page.height - depth
        if outside and len(box.words) <= 2 and not box.tables:
            page.boxes.remove(box)
            page.words.extend(box.words)


class _Row:
    """The words on one line in a margin; ``rank`` counts from the edge of the page."""

    def __init__(self, words: list[Line], side: str, rank: int) -> None:
        self.words = sorted(words, key=lambda word: word.left)
        self.side = side
        self.rank = rank
        self.text = " ".join(word.text for word in self.words)
        self.middle = (words[0].top + words[0].bottom) / 2


def _margin_rows(page: PageContent) -> list[_Row]:
    """Lines in the upper and lower margin, the outermost first."""
    rows: list[list[Line]] = []
    for word in sorted(page.words, key=lambda word: word.top + word.bottom):
        if rows and word.top < rows[-1][0].bottom - (rows[-1][0].bottom - rows[-1][0].top) / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    depth = page.height * _MARGIN
    upper = [row for row in rows if row[0].bottom < depth][:4]
    lower = [row for row in reversed(rows) if row[0].top > page.height - depth][:4]
    return [
        *(_Row(row, "head", rank) for rank, row in enumerate(upper)),
        *(_Row(row, "foot", rank) for rank, row in enumerate(lower)),
    ]


def _identity(row: _Row) -> tuple[str, str, int]:
    return _DIGITS.sub("#", row.text), row.side, round(row.middle / _SLOT)


def _near(slot: int) -> tuple[int, int, int]:
    return slot - 1, slot, slot + 1


def _enough(pages: int) -> int:
    return 3 if pages > 3 else 2


def _alone(row: _Row) -> bool:
    """A line that could not be the first or last of a paragraph that fills the page."""
    return row.rank < 3 and len(row.text) < 60


def _usual_slots(margins: list[list[_Row]], seen: Counter[tuple[str, str, int]], pages: int) -> set[tuple[str, int]]:
    """Heights at which most lines come again, so that the others there are running lines too (a chapter's title)."""
    lines: dict[tuple[str, int], int] = defaultdict(int)
    again: dict[tuple[str, int], int] = defaultdict(int)
    for rows in margins:
        for row in rows:
            key, side, slot = _identity(row)
            if row.rank == 0 and _DIGITS.sub("", row.text):
                lines[side, slot] += 1
                again[side, slot] += seen[key, side, slot] > 1
    return {
        place for place, count in lines.items() if count >= 4 and again[place] >= count * 0.7 and count > pages * 0.3
    }


def _numbers(rows: list[_Row]) -> Iterator[int]:
    for row in rows:
        for word in row.words:
            match = _PAGE_NUMBER.fullmatch(word.text)
            if match and match[1].isdigit():
                yield int(match[1])


def _is_page_number(row: _Row, page: PageContent, offsets: Counter[int], pages: int) -> bool:
    """Dashed or named numbers at once; a bare number where it keeps step with the pages, or stands alone at the foot."""
    if row.rank > 1:
        return False
    if _DASHED.fullmatch(row.text):
        return True
    match = _PAGE_NUMBER.fullmatch(row.text)
    if match is None:
        return False
    if not match[1].isdigit():
        return row.side == "foot"
    in_step = offsets[int(match[1]) - page.number] > 1
    return in_step or (pages < 3 and row.side == "foot" and row.rank == 0)
