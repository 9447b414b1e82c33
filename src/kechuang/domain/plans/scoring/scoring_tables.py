"""Rows of indicator tables, cells of statistics tables and rows of project tables against the truth: exact or wrong."""

import operator
from collections.abc import Hashable, Iterable, Sequence
from decimal import Decimal

from kechuang.domain.plans.scoring.scoring_indicators import indicator_differences
from kechuang.domain.plans.scoring.scoring_match import Difference, Rules, Score, differing, line_of, score_rows
from kechuang.domain.plans.scoring.scoring_values import Row, decimal, dense, plain_name, same_number

_TEN_THOUSANDS = {"亿元": Decimal(10000), "万元": Decimal(1), "元": Decimal("0.0001"), "千万元": Decimal(1000)}


def score_indicators(wanted: Sequence[Row], plan: Row, *, partial: bool) -> Score:
    """Rows of indicator tables: name, unit, baseline, target, bound, years and nature."""
    rules = Rules(
        kind="indicators",
        keys=lambda row: _places(row.get("line_no"), row.get("name")),
        found_keys=lambda row: _places(line_of(row), row.get("name")),
        likeness=lambda want, found: _named(want, found, "name"),
        differences=indicator_differences,
        words=lambda row: str(row.get("name")),
        found_words=lambda row: str(row.get("name")),
    )
    return score_rows(wanted, plan["indicators"], rules, partial=partial)


def score_statistics(wanted: Sequence[Row], plan: Row, *, partial: bool) -> Score:
    """Cells of statistics tables: measure, unit, region, year and value."""
    rules = Rules(
        kind="statistics",
        keys=lambda row: _cell_places(row.get("line_no"), row),
        found_keys=lambda row: _cell_places(line_of(row), row),
        likeness=_cell_likeness,
        differences=_cell_differences,
        words=lambda row: _cell_words(row, "row_name"),
        found_words=lambda row: _cell_words(row, "measure"),
    )
    return score_rows(wanted, plan["series"], rules, partial=partial)


def score_projects(wanted: Sequence[Row], plan: Row, *, partial: bool) -> Score:
    """Rows of project tables: number, name, builder, content, years, investment and lead."""
    rules = Rules(
        kind="projects",
        keys=lambda row: [("name", dense(row.get("name"))), ("number", str(row.get("no")))],
        found_keys=lambda row: [("name", dense(row.get("name"))), ("number", str(row.get("number")))],
        likeness=lambda want, found: _named(want, found, "name") or 0.5,
        differences=_project_differences,
        words=lambda row: f"{row.get('no')} {row.get('name')}",
        found_words=lambda row: f"{row.get('number')} {row.get('name')}",
    )
    return score_rows(wanted, plan["projects"], rules, partial=partial)


def _places(line: object, name: object) -> Iterable[Hashable]:
    return [("name", plain_name(name)), *([("line", line)] if isinstance(line, int) else [])]


def _named(want: Row, found: Row, key: str) -> float:
    """Likeness of two rows: the same name, then the same line, then the nearest."""
    same = plain_name(want.get(key)) == plain_name(found.get(key))
    line, other = want.get("line_no"), line_of(found)
    if line is None or other is None:
        return 3.0 * same
    near = 1.0 / (1 + abs(line - other))
    return 3.0 * same + near if same or line == other else 0


def _cell_places(line: object, row: Row) -> Iterable[Hashable]:
    return [("line", line), ("value", decimal(row.get("value")), row.get("year"))]


def _cell_likeness(want: Row, found: Row) -> float:
    agreeing = [
        3.0 * same_number(want.get("value"), found.get("value")),
        2.0 * (want.get("line_no") == line_of(found)),
        2.0 * (want.get("year") == found.get("year")),
        1.5 * (dense(want.get("region")) == dense(found.get("region"))),
        1.0 * (plain_name(want.get("column")) == plain_name(found.get("column"))),
        1.0 * _same_measure(want, found),
    ]
    likeness = sum(agreeing)
    return likeness if likeness >= 5 else 0


def _same_measure(want: Row, found: Row) -> bool:
    names = {plain_name(want.get(key)) for key in ("row_name", "row_name_raw", "column") if want.get(key)}
    read = plain_name(found.get("measure"))
    return read in names or any(read.endswith(name) or name.endswith(read) for name in names if len(read) > 2)


def _cell_differences(want: Row, found: Row) -> list[Difference]:
    measure = (
        []
        if _same_measure(want, found)
        else [Difference("measure", _cell_words(want, "row_name"), str(found.get("measure")))]
    )
    words = [("unit", want.get("unit"), found.get("unit")), ("region", want.get("region"), found.get("region"))]
    return [
        *measure,
        *differing(words, lambda one, other: dense(one) == dense(other)),
        *differing([("year", want.get("year"), found.get("year"))], operator.eq),
        *differing([("value", want.get("value"), found.get("value"))], same_number),
    ]


def _cell_words(row: Row, name: str) -> str:
    parts = (row.get("table"), row.get(name), row.get("column"), row.get("region"), row.get("year"), row.get("value"))
    return " · ".join(str(part) for part in parts if part is not None)


def _project_differences(want: Row, found: Row) -> list[Difference]:
    start, _, end = str(want.get("years") or "").partition("-")
    words = [
        ("number", want.get("no"), found.get("number")),
        ("name", want.get("name"), found.get("name")),
        ("builder", want.get("builder"), found.get("builder")),
        ("lead", want.get("lead_unit"), found.get("lead")),
        ("start", start or None, found.get("start")),
        ("end", end or None, found.get("end")),
        ("content", *_contents(want, found)),
    ]
    return [
        *differing(words, lambda one, other: dense(one) == dense(other)),
        *differing([("investment", want.get("investment_wan"), _in_ten_thousands(found))], same_number),
    ]


def _contents(want: Row, found: Row) -> tuple[str | None, str | None]:
    wanted = want.get("content_first_20_chars")
    return (wanted, None if wanted is None else str(found.get("content") or "")[: len(wanted)])


def _in_ten_thousands(found: Row) -> Decimal | None:
    investment = found.get("investment") or {}
    value, scale = decimal(investment.get("value")), _TEN_THOUSANDS.get(dense(investment.get("unit")))
    return value if value is None or scale is None else value * scale
