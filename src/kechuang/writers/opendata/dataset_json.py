"""Open data as JSON: numbers as printed, missing is null and zero is 0, keys in one order."""

import json
from decimal import Decimal
from typing import Any

from kechuang.domain.publication.dataset import Area, Dataset, Figure, Measure, Undertaking
from kechuang.writers.cells import number_text

Json = dict[str, Any]


def write_dataset_json(dataset: Dataset) -> bytes:
    """The file; the same data set gives the same bytes."""
    return canonical(dataset_to_json(dataset), indent=1)


def canonical(value: Any, *, indent: int | None = None) -> bytes:
    """JSON with sorted keys in UTF-8; a Decimal is written digit for digit."""
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=separators, indent=indent, allow_nan=False)
    return (text + "\n").encode("utf-8")


def dataset_to_json(dataset: Dataset) -> Json:
    """The whole data set as plain data; numbers are text, so that no reader rounds them."""
    return {
        "key": dataset.key,
        "number": dataset.number,
        "title": dataset.title,
        "publisher": dataset.publisher,
        "region": dataset.region,
        "start": dataset.start,
        "end": dataset.end,
        "released_on": dataset.released_on.isoformat(),
        "plan_version": dataset.plan_version,
        "address": dataset.address,
        "notes": dict(dataset.notes),
        "indicators": [_measure(one) for one in dataset.measures],
        "areas": [_area(one) for one in dataset.areas],
        "figures": [_figure(one) for one in dataset.figures],
        "tasks": [_undertaking(one) for one in dataset.undertakings],
    }


def _measure(one: Measure) -> Json:
    return {
        "code": one.code,
        "name": one.name,
        "english": one.english,
        "unit": one.unit,
        "rising": one.rising,
        "binding": one.binding,
        "definition": one.definition,
        "english_definition": one.english_definition,
        "basis": one.basis,
        "source": one.source,
        "aim": one.aim.value if one.aim else None,
        "aim_text": one.aim_text,
        "growth": _number(one.growth),
        "growth_bound": one.growth_bound if one.growth is not None else None,
    }


def _area(one: Area) -> Json:
    return {"code": one.code, "name": one.name, "kind": one.kind, "above": one.above}


def _figure(one: Figure) -> Json:
    return {
        "indicator": one.measure,
        "area": one.area,
        "period": one.period,
        "sense": one.sense.value,
        "status": one.status.value,
        "bound": one.bound,
        "value": _number(one.value),
        "upper": _number(one.upper),
        "source": one.source,
    }


def _undertaking(one: Undertaking) -> Json:
    return {
        "number": one.number,
        "title": one.title,
        "lead": one.lead,
        "support": list(one.support),
        "deadline": one.deadline,
        "state": one.state,
        "source": one.source,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else number_text(value)
