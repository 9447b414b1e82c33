"""Reads a plan from the JSON of ``kechuang read``: figures with their places, for samples and for results kept on disk.

The document's text is not in the JSON, so sources carry the words the JSON has, which may be none.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from kechuang.domain.document import Document, Problem
from kechuang.domain.plans.plan import (
    Basis,
    Binding,
    Box,
    Change,
    Commitment,
    Heading,
    Identity,
    Indicator,
    Kind,
    Plan,
    Project,
    RegionName,
    SeriesCell,
    Statement,
    Task,
    YearValue,
)
from kechuang.domain.quantity import Bound
from kechuang.domain.source import Source
from kechuang.readers.errors import Unreadable

Json = Mapping[str, Any]
Item = TypeVar("Item")


def read_plan_json(data: Json, *, name: str) -> tuple[Document, Plan]:
    """The document's facts (without its text) and the plan; raises Unreadable("bad-plan-json") naming the missing key."""
    try:
        document = data["document"]
        facts = Document(document["name"], document["format"] or "json", "", document["sha256"] or "")
        return facts, _plan(data)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise Unreadable("bad-plan-json", file=name, reason=f"{type(error).__name__}: {error}") from error


def _plan(data: Json) -> Plan:
    return Plan(
        identity=_identity(data),
        outline=_all(data, "outline", lambda one: Heading(one["level"], one["number"], one["title"], _source(one))),
        boxes=_all(data, "boxes", _box),
        indicators=_all(data, "indicators", _indicator),
        series=_all(data, "series", _series_cell),
        commitments=_all(data, "commitments", _commitment),
        statements=_all(data, "statements", _statement),
        tasks=_all(data, "tasks", _task),
        projects=_all(data, "projects", _project),
        problems=_all(data, "problems", lambda one: Problem(one["code"], _place(one["source"]))),
    )


def _all(data: Json, key: str, read: Callable[[Json], Item]) -> tuple[Item, ...]:
    return tuple(read(one) for one in data[key])


def _identity(data: Json) -> Identity:
    region = data["region"]
    return Identity(
        title=data["title"],
        kind=Kind(data["kind"]),
        region=RegionName(region["name"], region["code"]) if region else None,
        start=data["period"]["start"],
        end=data["period"]["end"],
        horizon=data["horizon"],
        parents=tuple(data["parents"]),
    )


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _place(source: Json | None) -> Source | None:
    if source is None:
        return None
    return Source(
        source["document"], source["line"], source["page"], source["start"], source["end"], source["text"] or ""
    )


def _source(one: Json) -> Source:
    place = _place(one["source"])
    if place is None:
        raise ValueError("source")
    return place


def _box(one: Json) -> Box:
    source = _source(one)
    return Box(one["number"], one["title"], source, source.start, source.end)


def _year_value(value: Json | None) -> YearValue | None:
    if value is None:
        return None
    return YearValue(
        value["year"],
        _number(value["value"]),
        Bound(value["bound"]),
        _number(value["low"]),
        _number(value["high"]),
        value["cumulative"],
        value["text"],
        _source(value),
    )


def _change(change: Json | None) -> Change | None:
    if change is None:
        return None
    return Change(_number(change["value"]), change["kind"], change["text"], Bound(change["bound"]))


def _indicator(one: Json) -> Indicator:
    return Indicator(
        one["table"],
        one["row"],
        one["name"],
        one["unit"],
        one["category"],
        Binding(one["binding"]) if one["binding"] else None,
        tuple(one["flags"]),
        _year_value(one["baseline"]),
        _year_value(one["target"]),
        _change(one["change"]),
        _source(one),
        _year_value(one["actual"]),
        tuple(value for value in map(_year_value, one["others"]) if value is not None),
    )


def _series_cell(one: Json) -> SeriesCell:
    return SeriesCell(
        one["table"],
        one["measure"],
        one["unit"],
        one["region"],
        one["column"],
        one["year"],
        _number(one["value"]),
        _source(one),
    )


def _commitment(one: Json) -> Commitment:
    return Commitment(
        one["measure"],
        Bound(one["bound"]),
        _number(one["low"]),
        _number(one["high"]),
        one["unit"],
        one["year"],
        Basis(one["basis"]),
        one["box"],
        _source(one),
    )


def _statement(one: Json) -> Statement:
    return Statement(
        one["measure"],
        Bound(one["bound"]),
        _number(one["low"]),
        _number(one["high"]),
        one["unit"],
        one["year"],
        _number(one["from"]),
        _number(one["to"]),
        _number(one["change"]),
        one["change_kind"],
        _source(one),
    )


def _task(one: Json) -> Task:
    return Task(one["number"], one["title"], one["lead"], tuple(one["support"]), one["deadline"], _source(one))


def _project(one: Json) -> Project:
    investment = one["investment"]
    return Project(
        one["number"],
        one["name"],
        one["builder"],
        one.get("content"),
        one["start"],
        one["end"],
        _number(investment["value"]),
        investment["unit"],
        one["lead"],
        _source(one),
    )
