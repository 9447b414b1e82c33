"""Reads a snapshot from its bytes: canonical JSON as ``web/evaluations/facts`` freezes it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from kechuang.domain.document import Cell, Document, Paragraph, Table
from kechuang.domain.evaluations.labels import Label
from kechuang.domain.evaluations.snapshot import Course, Followed, Organisation, Snapshot, TaskState, Value
from kechuang.domain.source import Source
from kechuang.readers.plan_json import read_plan_json

Json = Mapping[str, Any]
_KINDS = ("indicators", "series", "commitments", "statements", "tasks", "projects")
# What an item that a reviewer added may leave out.
_YEAR_VALUE = {"year": None, "value": None, "bound": "=", "low": None, "high": None, "cumulative": False, "text": ""}
_CHANGE = {"value": None, "kind": "change", "text": "", "bound": "="}
_NUMBER = {"measure": "", "bound": "=", "low": None, "high": None, "unit": "", "year": None}
_BLANK: Mapping[str, Json] = {
    "indicators": {"table": None, "row": 0, "name": "", "unit": None, "category": None, "binding": None, "flags": []}
    | {"baseline": None, "target": None, "change": None, "actual": None, "others": []},
    "series": {"table": None, "measure": "", "unit": None, "region": None, "column": None, "year": None, "value": None},
    "commitments": {**_NUMBER, "basis": "level", "box": None},
    "statements": {**_NUMBER, "from": None, "to": None, "change": None, "change_kind": None},
    "tasks": {"number": None, "title": "", "lead": None, "support": [], "deadline": None},
    "projects": {"number": None, "name": "", "builder": None, "content": None, "start": None, "end": None, "lead": None}
    | {"investment": {"value": None, "unit": None}},
}


def read_snapshot(data: bytes) -> Snapshot:
    """The snapshot in ``data``; its numbers are exact, its hash is that of the bytes."""
    frozen = json.loads(data, parse_float=Decimal)
    document = _document(frozen["document"])
    items = frozen["items"]
    _, plan = read_plan_json(_plan_json(frozen), name=document.name)
    rows = {item["id"]: place for place, item in enumerate(items["indicators"])}
    sources = {item["id"]: _source(item["values"]["source"]) for kind in _KINDS for item in items[kind]}
    return Snapshot(
        sha256=hashlib.sha256(data).hexdigest(),
        taken_at=datetime.fromisoformat(frozen["taken_at"]),
        as_of=frozen["as_of"],
        title=frozen["plan"]["title"],
        version=frozen["plan"]["version"],
        home=frozen["plan"]["organisation"],
        document=document,
        plan=plan,
        organisations=tuple(Organisation(**one) for one in frozen["organisations"]),
        indicators=tuple(_followed(one, rows) for one in frozen["indicators"]),
        courses=tuple(_course(one) for one in frozen["courses"]),
        values=tuple(_value(one) for one in frozen["values"]),
        tasks=tuple(_task(one, sources) for one in frozen["tasks"]),
        item_sources=sources,
        mark=f"plan-{frozen['plan']['id']}",
        labels={one["finding"]: Label(one["status"], one["reason"], one["on"]) for one in frozen.get("labels", ())},
    )


def _document(frozen: Json) -> Document:
    """The document as far as it is kept: its text, tables and pages; running text is what stands outside the tables."""
    tables = tuple(_table(table, frozen["text"]) for table in frozen["tables"])
    return Document(
        frozen["name"],
        frozen["format"],
        frozen["text"],
        frozen["sha256"],
        paragraphs=tuple(_paragraphs(frozen["text"], tables)),
        tables=tables,
        page_starts=tuple(frozen["page_starts"]),
    )


def _table(table: Json, text: str) -> Table:
    cells = tuple(
        Cell(row, column, start, end, text[start:end], row_span, column_span)
        for row, column, start, end, column_span, row_span in table["cells"]
    )
    return Table(table["start"], table["end"], cells)


def _paragraphs(text: str, tables: tuple[Table, ...]) -> list[Paragraph]:
    inside = [(table.start, table.end) for table in tables]
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip() and not any(first <= start < last for first, last in inside):
            found.append(Paragraph(start, start + len(line)))
        start += len(line) + 1
    return found


def _plan_json(frozen: Json) -> dict[str, Any]:
    """What ``kechuang read`` would print, as the reviewers left it."""
    read, document = frozen["plan"]["identity"], frozen["document"]
    lists = {kind: [_completed(kind, item["values"]) for item in frozen["items"][kind]] for kind in _KINDS}
    return {
        "document": {"name": document["name"], "format": document["format"], "sha256": document["sha256"]},
        "title": read.get("title") or frozen["plan"]["title"],
        "kind": read.get("kind") or "other",
        "region": read.get("region"),
        "period": read.get("period") or {"start": None, "end": None},
        "horizon": read.get("horizon"),
        "parents": read.get("parents") or [],
        "outline": [],
        "boxes": [],
        "problems": [],
        **lists,
    }


def _completed(kind: str, values: Json) -> dict[str, Any]:
    full = {**_BLANK[kind], **values}
    if kind != "indicators":
        return full
    for name in ("baseline", "target", "actual"):
        full[name] = _year_value(full[name], values["source"])
    full["others"] = [_year_value(one, values["source"]) for one in full["others"] if one]
    full["change"] = {**_CHANGE, **full["change"]} if full["change"] else None
    return full


def _year_value(part: Json | None, source: Json) -> dict[str, Any] | None:
    """A baseline or target; its ends follow the value and the bound, which are what a reviewer corrects."""
    if not part:
        return None
    full = {**_YEAR_VALUE, **part, "source": part.get("source") or source}
    value, bound = full["value"], full["bound"]
    if bound != "range" or (value is not None and value not in (full["low"], full["high"])):
        full["low"] = None if bound in ("<=", "<") else value
        full["high"] = None if bound in (">=", ">") else value
    return full


def _followed(one: Json, rows: Mapping[int, int]) -> Followed:
    numbers: dict[str, Any] = {name: _number(one[name]) for name in ("baseline", "low", "high")}
    given = {name: part for name, part in one.items() if name not in numbers}
    return Followed(row=rows[one["item"]], **given, **numbers)


def _course(one: Json) -> Course:
    years = tuple((year, Decimal(value)) for year, value in one["years"])
    ends = (_number(one["base"]), _number(one["target"]))
    return Course(one["indicator"], one["organisation"], one["shape"], *ends, years, one.get("counted", True))


def _value(one: Json) -> Value:
    return Value(**{**one, "value": _number(one["value"])})


def _task(one: Json, sources: Mapping[int, Source]) -> TaskState:
    given = {name: part for name, part in one.items() if name not in ("item", "support")}
    return TaskState(**given, support=tuple(one["support"]), source=sources[one["item"]])


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _source(one: Json) -> Source:
    return Source(one["document"], one["line"], one["page"], one["start"], one["end"], one["text"] or "")
