"""Commitments and statements against the truth: numbers, bound, unit, year and, for promises, basis must agree."""

import operator
from collections.abc import Sequence
from decimal import Decimal

from kechuang.domain.plans.scoring.scoring_match import (
    Difference,
    Differences,
    Rules,
    Score,
    differing,
    line_of,
    score_rows,
)
from kechuang.domain.plans.scoring.scoring_values import Row, decimal, dense, same_number

_OVERLAP = 4  # so many characters in common at the ends of two quotations make them one place


def score_commitments(wanted: Sequence[Row], plan: Row, *, partial: bool) -> Score:
    """Quantified promises; rows of the truth with ``strict: false`` count neither way."""
    return score_rows(wanted, plan["commitments"], _rules("commitments", _commitment_differences), partial=partial)


def score_statements(wanted: Sequence[Row], plan: Row, *, partial: bool) -> Score:
    """Quantified claims about the past."""
    return score_rows(wanted, plan["statements"], _rules("statements", _statement_differences), partial=partial)


def _rules(kind: str, differences: Differences) -> Rules:
    return Rules(
        kind=kind,
        keys=lambda row: [("line", row.get("line_no")), ("numbers", *_numbers(row))],
        found_keys=lambda row: [("line", line_of(row)), ("numbers", *_numbers(row))],
        likeness=_likeness,
        differences=differences,
        words=lambda row: str(row.get("quote")),
        found_words=_found_words,
        borderline=lambda row: row.get("strict") is False,
    )


def _numbers(row: Row) -> tuple[Decimal | None, Decimal | None]:
    return decimal(row.get("low")), decimal(row.get("high"))


def _likeness(want: Row, found: Row) -> float:
    """Same place first: the quotations overlap, on the same line; then the numbers."""
    numbers = same_number(want.get("low"), found.get("low")) and same_number(want.get("high"), found.get("high"))
    quoted = _overlap(dense(want.get("quote")), dense((found.get("source") or {}).get("text")))
    near = want.get("line_no") == line_of(found)
    if not (quoted and (near or numbers)) and not (near and numbers):
        return 0
    return 3.0 * numbers + 2.0 * quoted + 1.0 * near + 0.5 * (dense(want.get("unit")) == dense(found.get("unit")))


def _overlap(one: str, other: str) -> bool:
    if not one or not other:
        return False
    return one in other or other in one or _runs_over(one, other) or _runs_over(other, one)


def _runs_over(first: str, second: str) -> bool:
    """Whether the end of ``first`` is the beginning of ``second``."""
    longest = min(len(first), len(second))
    return any(first.endswith(second[:length]) for length in range(_OVERLAP, longest + 1))


def _commitment_differences(want: Row, found: Row) -> list[Difference]:
    compared = want.get("basis") is not None and "basis" not in (want.get("ambig") or ())
    basis = [("basis", want["basis"], found.get("basis"))] if compared else []
    return _common_differences(want, found) + differing(basis, operator.eq)


def _statement_differences(want: Row, found: Row) -> list[Difference]:
    names = (("from_value", "from"), ("to_value", "to"), ("change_stated", "change"))
    pairs = [(key, want[name], found.get(key)) for name, key in names if want.get(name) is not None]
    return _common_differences(want, found) + differing(pairs, same_number)


def _common_differences(want: Row, found: Row) -> list[Difference]:
    year = want.get("year") if want.get("year") is not None else want.get("year_implied")
    return [
        *differing([(end, want.get(end), found.get(end)) for end in ("low", "high")], same_number),
        *differing([("bound", want.get("op"), found.get("bound"))], operator.eq),
        *differing([("unit", want.get("unit"), found.get("unit"))], lambda one, other: dense(one) == dense(other)),
        *differing([] if year is None else [("year", year, found.get("year"))], operator.eq),
    ]


def _found_words(row: Row) -> str:
    text = " ".join(str((row.get("source") or {}).get("text") or "").split())
    return f"{row.get('measure')}: {text}"[:120]
