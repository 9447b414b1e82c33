"""The few marks of Markdown that carry meaning in a plan: headings, pipe tables, emphasis, links."""

import re
from collections.abc import Sequence
from itertools import pairwise

from kechuang.domain.document import Cell, Table

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t　]+")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_RULE_OR_BULLET = re.compile(r"[ \t]*(?:[-*+]|>)[ \t]+")
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_WIDEST_DIVIDER = 10_000
_DIVIDER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_BAR = re.compile(r"(?<!\\)\|")
# Bounded, so that a line of a million brackets costs no more than a line of words.
_INLINE = (
    (re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,600}\)"), ""),
    (re.compile(r"\[([^\]\n]{0,300})\]\((?:https?:|/|\.|#|mailto:)[^)\n]{0,600}\)"), r"\1"),
    (re.compile(r"(?<![*\w])(\*{1,3})(?=[^\s*])([^*\n]*[^\s*])\1(?!\*)"), r"\2"),
    (re.compile(r"(\*\*)(?=[^\s*])([^*\n]*[^\s*])\1"), r"\2"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"<br ?/?>", re.IGNORECASE), " "),
    (re.compile(r"\\([*_#~>\[\]])"), r"\1"),
)


def clean_inline(text: str) -> str:
    """The text without marks of emphasis, code, links and pictures; every line stays on its line."""
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text


def heading_of(line: str) -> tuple[int, int, int | None]:
    """Where the words of a line begin and end, and its heading level if it is a heading.

    >>> heading_of("## 二、发展目标")
    (3, 9, 2)
    >>> heading_of("- 新增企业")
    (2, 6, None)
    """
    heading = _HEADING.match(line)
    if heading:
        words = line.rstrip(" \t#")
        return min(heading.end(), len(words)), len(words), len(heading[1])
    if _RULE.match(line):
        return 0, 0, None
    bullet = _RULE_OR_BULLET.match(line)
    return (bullet.end() if bullet else 0), len(line), None


def is_underline(lines: Sequence[str], index: int) -> int | None:
    """The level of the heading that the line at ``index`` underlines, None where it underlines none."""
    underline = _UNDERLINE.match(lines[index])
    above = lines[index - 1].strip() if index else ""
    if not underline or not above or above.startswith("#") or "|" in above or _RULE_OR_BULLET.match(lines[index - 1]):
        return None
    return 1 if underline[1][0] == "=" else 2


def table_at(lines: Sequence[str], index: int, offset: int) -> tuple[Table | None, int]:
    """The pipe table that begins at the line ``index`` and its height in lines; (None, 1) where none begins."""
    if not _begins_table(lines, index):
        return None, 1
    cells: list[Cell] = []
    position, row, last = offset, 0, index
    end = offset
    while last < len(lines) and "|" in lines[last]:
        if last != index + 1:
            cells += _cells(lines[last], row, position)
            end = position + len(lines[last])
            row += 1
        position += len(lines[last]) + 1
        last += 1
    return Table(offset, end, tuple(cells)), last - index


def _begins_table(lines: Sequence[str], index: int) -> bool:
    if index + 1 >= len(lines) or "|" not in lines[index] or "|" not in lines[index + 1]:
        return False
    if len(lines[index + 1]) > _WIDEST_DIVIDER:
        return False
    return bool(_DIVIDER.match(lines[index + 1])) and len(_spans(lines[index])) == len(_spans(lines[index + 1]))


def _cells(line: str, row: int, offset: int) -> list[Cell]:
    cells = []
    for column, (start, end) in enumerate(_spans(line)):
        words = line[start:end]
        begin = start + len(words) - len(words.lstrip())
        text = words.strip()
        cells.append(Cell(row, column, offset + begin, offset + begin + len(text), text))
    return cells


def _spans(line: str) -> list[tuple[int, int]]:
    """Where the cells of a line lie between its bars; the outer bars are optional."""
    bars = [bar.start() for bar in _BAR.finditer(line)]
    edges = [-1, *bars, len(line)]
    spans = [(left + 1, right) for left, right in pairwise(edges)]
    outer = [span for span in spans[:1] + spans[-1:] if not line[span[0] : span[1]].strip()]
    return [span for span in spans if span not in outer]
