"""The body of a table without vertical rules: lines, one below the other, that keep the same white gaps free."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kechuang.readers.pdf.pdf_grid_boxes import Ruling
from kechuang.readers.pdf.pdf_whitespace_gaps import FAR, Gap, crossed_by, inner_gaps, left_free, middle_of
from kechuang.readers.pdf.pdf_whitespace_rows import Words, gap_between

_NARROWED = 0.25
"""Of the type size: what is left of a gap where a line hangs over the edge of its column."""
TALLEST_ROW = 20
"""Lines that one cell may have beside empty ones."""


@dataclass
class Body:
    """Lines that keep the same gaps free: those found so far, the rules passed, and where it ended."""

    rows: list[Words]
    gaps: list[Gap]
    rules: list[float]
    closed: bool


@dataclass(frozen=True)
class Lines:
    """The lines between the ends of rules of one width, those rules, and the height of the page."""

    rows: Sequence[Words]
    rules: Sequence[Ruling]
    height: float

    def walk(self, start: int, gaps: list[Gap]) -> Body:
        """Down from a line as long as lines keep the gaps free."""
        body = Body([], gaps, [], closed=True)
        widest = 0.0
        for index in range(start, len(self.rows)):
            row = self.rows[index]
            if body.rows:
                between = gap_between(body.rows[-1], row)
                passed = self._rules_between(body.rows[-1], row)
                far = between > max(widest * 2.0, row[0].size * 2.2) or self._stands_alone(index, body, between, widest)
                if (far and not passed) or (passed and not self._resumes(index, body, between, widest)):
                    body.rules += passed
                    return body
                body.rules += passed
                widest = max(widest, between)
            if not self._takes(index, body):
                return self._closed(body, index)
            body.rows.append(row)
        return self._closed(body, len(self.rows))

    def _takes(self, index: int, body: Body) -> bool:
        """Take a line into the body if it leaves most gaps free; one across gaps only if the next is in columns."""
        row = self.rows[index]
        inner = inner_gaps(body.gaps)
        if not body.rows:
            body.gaps = left_free(body.gaps, row)
            return any(len(other) > 1 for other in self.rows[index : index + TALLEST_ROW])
        crossed = crossed_by(row, inner)
        if crossed and len(row) == 1:
            after = self.rows[index + 1] if index + 1 < len(self.rows) else row
            near = gap_between(row, after) <= row[0].size
            return near and len(after) > max(1, len(inner) * 0.5) and not crossed_by(after, inner)
        left = left_free(body.gaps, row, least=_NARROWED)
        if len(inner_gaps(left)) < len(inner) * 0.6:
            return False
        body.gaps = left
        return True

    def _closed(self, body: Body, index: int) -> Body:
        """Close the body with the rule below it; without one it is open if nothing but the foot of the page follows."""
        if not body.rows:
            return body
        foot = max(word.bottom for word in body.rows[-1])
        below = next((rule.at for rule in self.rules if rule.at > foot - 1), FAR)
        if below - foot < body.rows[-1][0].size * 2.5:
            body.rules.append(below)
        else:
            rest = self.rows[index] if index < len(self.rows) else None
            body.closed = rest is not None and rest[0].top < self.height * 0.86
        return body

    def _rules_between(self, upper: Words, lower: Words) -> list[float]:
        return [rule.at for rule in self.rules if middle_of(upper) < rule.at < middle_of(lower)]

    def _resumes(self, index: int, body: Body, between: float, widest: float) -> bool:
        """Whether the lines under a rule are still the table's: close below it, in its columns, across no gap."""
        row = self.rows[index]
        if between > max(widest * 1.6, row[0].size * 1.3):
            return False
        inner = inner_gaps(body.gaps)
        following = self.rows[index + 1 : index + 6]
        if len(row) == 1 and crossed_by(row, inner):
            return bool(following) and len(following[0]) > 1 and not crossed_by(following[0], inner)
        several = len(row) > 1 or any(len(other) > 1 and not crossed_by(other, inner) for other in following)
        return several and len(crossed_by(row, inner)) <= len(inner) * 0.4

    def _stands_alone(self, index: int, body: Body, between: float, widest: float) -> bool:
        """Whether a line is no part of a cell: a single word, clearly set off, and no full row close below it."""
        row = self.rows[index]
        if len(row) > 1 or between <= max(widest * 1.4, row[0].size * 0.9):
            return False
        inner = inner_gaps(body.gaps)
        for upper, lower in pairwise(self.rows[index : index + TALLEST_ROW]):
            if gap_between(upper, lower) > row[0].size * 0.9 or crossed_by(upper, inner):
                return True
            if len(lower) > 1 and not crossed_by(lower, inner):
                return False
        return True
