"""Headings and boxes against the truth: line, level, number and title must agree."""

import operator
from collections.abc import Iterable, Mapping, Sequence

from kechuang.domain.plans.scoring.scoring_match import (
    Difference,
    Differences,
    Rules,
    Score,
    differing,
    line_of,
    score_rows,
)
from kechuang.domain.plans.scoring.scoring_values import Row, dense, plain_number

_LOST_BOX = "专栏"  # what the truth says of a lost heading that was a box's


def score_headings(wanted: Sequence[Row], gaps: Sequence[Row], plan: Row, *, partial: bool) -> Score:
    """The outline; what was read at a line where the truth notes a lost heading counts neither way."""
    lines = {row.get("line_no") for row in gaps}
    return score_rows(wanted, plan["outline"], _rules("headings", lines, _heading_differences), partial=partial)


def score_boxes(wanted: Sequence[Row], gaps: Sequence[Row], plan: Row, *, partial: bool) -> Score:
    """The boxes; one reported without a title where the truth notes a lost heading counts neither way.

    Other carriers of the text count their lines differently, so as many boxes without number and title are left out as
    headings of boxes were lost.
    """
    lines = {row.get("line_no") for row in gaps}
    lost = sum(_LOST_BOX in f"{row.get('inferred')} {row.get('title')}" for row in gaps)
    nameless = [box for box in plan["boxes"] if box.get("number") is None and not box.get("title")]
    left_out = [box for box in nameless if line_of(box) not in lines][:lost]
    boxes = [box for box in plan["boxes"] if not any(box is other for other in left_out)]
    return score_rows(wanted, boxes, _rules("boxes", lines, _box_differences), partial=partial)


def _rules(kind: str, gaps: set[int | None], differences: Differences) -> Rules:
    return Rules(
        kind=kind,
        keys=_keys,
        found_keys=_found_keys,
        likeness=_likeness,
        differences=differences,
        words=_words,
        found_words=_words,
        ignored=lambda row: line_of(row) in gaps,
    )


def _keys(row: Row) -> Iterable[object]:
    return [("title", _title(row)), *([("line", row["line_no"])] if row.get("line_no") else [])]


def _found_keys(row: Row) -> Iterable[object]:
    return [("title", _title(row)), ("line", line_of(row))]


def _title(row: Row) -> str:
    return _plain_title(row.get("title"))


def _plain_title(title: object) -> str:
    return dense(title).rstrip("。:")


def _likeness(want: Row, found: Row) -> float:
    return 3.0 * (_title(want) == _title(found)) + 2.0 * _same_line(want, found) + 0.5 * _same_number(want, found)


def _same_line(want: Row, found: Row) -> bool:
    return want.get("line_no") is None or want["line_no"] == line_of(found)


def _same_number(want: Row, found: Row) -> bool:
    return plain_number(want.get("number")) == plain_number(found.get("number"))


def _heading_differences(want: Row, found: Row) -> list[Difference]:
    level = [] if want.get("level") is None else [("level", want["level"], found.get("level"))]
    return _box_differences(want, found) + differing(level, operator.eq)


def _box_differences(want: Row, found: Row) -> list[Difference]:
    line = [] if want.get("line_no") is None else [("line", want["line_no"], line_of(found))]
    return [
        *differing(line, operator.eq),
        *differing(
            [("number", want.get("number"), found.get("number"))],
            lambda one, other: plain_number(one) == plain_number(other),
        ),
        *differing(
            [("title", want.get("title"), found.get("title"))],
            lambda one, other: _plain_title(one) == _plain_title(other),
        ),
    ]


def _words(row: Mapping[str, object]) -> str:
    return f"{row.get('number') or ''} {row.get('title') or ''}".strip()
