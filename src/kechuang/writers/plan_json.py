"""A plan as the JSON others rely on: keys are stable, numbers as printed, missing is null and zero is 0."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from kechuang.domain.document import Document, Problem
from kechuang.domain.plans.plan import (
    Box,
    Change,
    Commitment,
    Heading,
    Indicator,
    Plan,
    Project,
    SeriesCell,
    Statement,
    Task,
    YearValue,
)
from kechuang.domain.quantity import Quantity
from kechuang.domain.source import Source

Json = dict[str, Any]
_LISTS = (
    "parents",
    "outline",
    "boxes",
    "indicators",
    "series",
    "commitments",
    "statements",
    "tasks",
    "projects",
    "problems",
    "unsure",
)


def plan_to_json(
    document: Document, plan: Plan, *, message: Callable[[Problem], str], unit_code: Callable[[str | None], str | None]
) -> Json:
    """One document and what was read from it.

    ``message`` words a problem in the reader's language; ``unit_code`` gives the one spelling of a printed unit.
    """
    identity = plan.identity
    region = identity.region
    return {
        "document": document_to_json(document),
        "title": identity.title,
        "kind": identity.kind.value,
        "region": {"name": region.name, "code": region.code} if region else None,
        "period": {"start": identity.start, "end": identity.end},
        "horizon": identity.horizon,
        "parents": list(identity.parents),
        "outline": [_heading(heading) for heading in plan.outline],
        "boxes": [_box(box) for box in plan.boxes],
        "indicators": [{**_indicator(row), "unit_code": unit_code(row.unit)} for row in plan.indicators],
        "series": [{**_series_cell(cell), "unit_code": unit_code(cell.unit)} for cell in plan.series],
        "commitments": [{**_commitment(one), "unit_code": unit_code(one.unit)} for one in plan.commitments],
        "statements": [{**_statement(one), "unit_code": unit_code(one.unit)} for one in plan.statements],
        "tasks": [_task(task) for task in plan.tasks],
        "projects": [_project(project) for project in plan.projects],
        "problems": [_problem(problem, message) for problem in plan.problems],
        "unsure": [_unsure(document, index) for index in range(len(document.unsure))],
    }


def unread_to_json(name: str, code: str, message: str) -> Json:
    """The place of a document that could not be read among several: every key, nothing in it, and the reason."""
    document = {"name": name, "format": None, "pages": None, "characters": None, "sha256": None}
    single = {"title": None, "kind": None, "region": None, "period": {"start": None, "end": None}, "horizon": None}
    return {
        "document": document,
        "error": {"code": code, "message": message},
        **single,
        **{kind: [] for kind in _LISTS},
    }


def pointed_to_json(quantity: Quantity, source: Source) -> Json:
    """A number in a sentence that a language model pointed at."""
    return {
        "bound": quantity.bound.value,
        "low": number(quantity.low),
        "high": number(quantity.high),
        "unit": quantity.unit,
        "source": source_to_json(source),
    }


def document_to_json(document: Document) -> Json:
    """What the file is: its name, format, pages, length in characters and fingerprint."""
    return {
        "name": document.name,
        "format": document.format,
        "pages": document.pages,
        "characters": len(document.text),
        "sha256": document.sha256,
    }


def number(value: Decimal | None) -> int | float | None:
    """A number as JSON has it: whole numbers as integers, others as printed."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def source_to_json(source: Source | None) -> Json | None:
    """A place in a document, ``line`` and ``page`` 1-based, ``start`` and ``end`` offsets into its text."""
    if source is None:
        return None
    return {
        "document": source.document,
        "line": source.line,
        "page": source.page,
        "start": source.start,
        "end": source.end,
        "text": source.text,
    }


def _heading(heading: Heading) -> Json:
    return {
        "level": heading.level,
        "number": heading.number,
        "title": heading.title,
        "source": source_to_json(heading.source),
    }


def _box(box: Box) -> Json:
    return {"number": box.number, "title": box.title, "source": source_to_json(box.source)}


def _indicator(indicator: Indicator) -> Json:
    return {
        "table": indicator.table,
        "row": indicator.row,
        "name": indicator.name,
        "unit": indicator.unit,
        "category": indicator.category,
        "binding": indicator.binding.value if indicator.binding else None,
        "flags": list(indicator.flags),
        "baseline": _year_value(indicator.baseline),
        "target": _year_value(indicator.target),
        "change": _change(indicator.change),
        "actual": _year_value(indicator.actual),
        "others": [_year_value(value) for value in indicator.others],
        "source": source_to_json(indicator.source),
    }


def _year_value(value: YearValue | None) -> Json | None:
    if value is None:
        return None
    return {
        "year": value.year,
        "value": number(value.value),
        "bound": value.bound.value,
        "low": number(value.low),
        "high": number(value.high),
        "cumulative": value.cumulative,
        "text": value.text,
        "source": source_to_json(value.source),
    }


def _change(change: Change | None) -> Json | None:
    if change is None:
        return None
    return {"value": number(change.value), "bound": change.bound.value, "kind": change.kind, "text": change.text}


def _series_cell(cell: SeriesCell) -> Json:
    return {
        "table": cell.table,
        "measure": cell.measure,
        "unit": cell.unit,
        "region": cell.region,
        "column": cell.column,
        "year": cell.year,
        "value": number(cell.value),
        "source": source_to_json(cell.source),
    }


def _commitment(commitment: Commitment) -> Json:
    return {
        "measure": commitment.measure,
        "bound": commitment.bound.value,
        "low": number(commitment.low),
        "high": number(commitment.high),
        "unit": commitment.unit,
        "year": commitment.year,
        "basis": commitment.basis.value,
        "box": commitment.box,
        "source": source_to_json(commitment.source),
    }


def _statement(statement: Statement) -> Json:
    return {
        "measure": statement.measure,
        "bound": statement.bound.value,
        "low": number(statement.low),
        "high": number(statement.high),
        "unit": statement.unit,
        "year": statement.year,
        "from": number(statement.from_value),
        "to": number(statement.to_value),
        "change": number(statement.change),
        "change_kind": statement.change_kind,
        "source": source_to_json(statement.source),
    }


def _task(task: Task) -> Json:
    return {
        "number": task.number,
        "title": task.title,
        "lead": task.lead,
        "support": list(task.support),
        "deadline": task.deadline,
        "source": source_to_json(task.source),
    }


def _project(project: Project) -> Json:
    return {
        "number": project.number,
        "name": project.name,
        "builder": project.builder,
        "content": project.content,
        "start": project.start,
        "end": project.end,
        "investment": {"value": number(project.investment), "unit": project.investment_unit},
        "lead": project.lead,
        "source": source_to_json(project.source),
    }


def _problem(problem: Problem, message: Callable[[Problem], str]) -> Json:
    return {"code": problem.code, "message": message(problem), "source": source_to_json(problem.source)}


def _unsure(document: Document, index: int) -> Json:
    stretch = document.unsure[index]
    source = document.source(stretch.start, stretch.end)
    return {"confidence": stretch.confidence, "source": source_to_json(source)}
