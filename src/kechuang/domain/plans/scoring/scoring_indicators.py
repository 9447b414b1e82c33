"""What differs between a row of an indicator table and the truth.

The truth may give numbers (``baseline``, ``target`` with ``target_bound``) or the cells as printed (``"≥50"``, ``"15左右"``,
words for a target without a number); a table of what was planned and what was reached has ``expected`` and ``actual``.
"""

import operator
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kechuang.domain.plans.scoring.scoring_match import Difference, differing
from kechuang.domain.plans.scoring.scoring_values import (
    Row,
    decimal,
    dense,
    plain_name,
    printed_bounds,
    same_number,
    span,
)

_NATURES = {"约束性": "obligatory", "预期性": "anticipatory"}


def indicator_differences(want: Row, found: Row) -> list[Difference]:
    """Everything that differs, nothing where the row is exact."""
    names = {plain_name(want.get(key)) for key in ("name", "name_raw") if want.get(key)}
    name = [] if plain_name(found.get("name")) in names else [("name", want.get("name"), found.get("name"))]
    nature = _NATURES.get(dense(want.get("nature")))
    return [
        *differing(name, operator.eq),
        *differing([("unit", want.get("unit"), found.get("unit"))], lambda one, other: dense(one) == dense(other)),
        *_value_differences(want, found),
        *differing([("nature", nature, found.get("binding"))] if nature else [], operator.eq),
    ]


def _value_differences(want: Row, found: Row) -> Iterator[Difference]:
    if "expected" in want:
        yield from _reached(want, found)
        return
    yield from _baseline(want, found.get("baseline") or {})
    yield from _target(want, found)


def _reached(want: Row, found: Row) -> Iterator[Difference]:
    """A table of planned and reached values: the planned one is the target; the reached one stands beside it."""
    target, other = found.get("target") or {}, found.get("baseline") or {}
    yield from differing([("target", want["expected"], target.get("value"))], same_number)
    yield from differing([("actual", want.get("actual"), other.get("value"))], same_number)


def _baseline(want: Row, found: Row) -> Iterator[Difference]:
    wanted = _first_number(want.get("baseline"))
    yield from differing([("baseline", wanted, found.get("value"))], same_number)
    years = [want[key] for key in ("baseline_year", "baseline_year_footnote") if want.get(key) is not None]
    if wanted is not None and years and found.get("year") not in years:
        yield Difference("baseline year", " / ".join(map(str, years)), str(found.get("year")))


def _target(want: Row, found: Row) -> Iterator[Difference]:
    target = found.get("target") or {}
    bounds = _wanted_bounds(want)
    if bounds is None:
        yield from _third_column(want, found)
        return
    bound, low, high = bounds
    yield from differing([("bound", bound, target.get("bound"))], operator.eq)
    yield from differing([("low", low, target.get("low")), ("high", high, target.get("high"))], same_number)
    if want.get("target_year") is not None:
        yield from differing([("target year", want["target_year"], target.get("year"))], operator.eq)


def _wanted_bounds(want: Row) -> tuple[str, Decimal | None, Decimal | None] | None:
    target = want.get("target")
    if isinstance(target, str):
        return printed_bounds(target)
    value = decimal(target)
    if value is None:
        return None
    bound = str(want.get("target_bound") or "=")
    return bound, *span(bound, value)


def _third_column(want: Row, found: Row) -> Iterator[Difference]:
    """A row whose only number stands in the third column (累计、年均), as target or as change; or that has none."""
    wanted = _first_number(want.get("cumulative") or want.get("annual_or_cumulative"))
    target, change = found.get("target") or {}, found.get("change") or {}
    read = [target.get("value"), change.get("value")]
    if wanted is None:
        yield from differing([("target", None, target.get("value"))], same_number)
    elif not any(same_number(wanted, value) for value in read):
        yield Difference("third column", str(wanted), str(read))


def _first_number(printed: Any) -> Decimal | None:
    if not isinstance(printed, str):
        return decimal(printed)
    bounds = printed_bounds(printed)
    return None if bounds is None else bounds[1] if bounds[1] is not None else bounds[2]
