"""From an uploaded file to what was read: the two steps that run in a capped process. Knows no Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kechuang.domain.document import Document
from kechuang.domain.plans.missed import find_missed
from kechuang.domain.plans.plan import Plan
from kechuang.domain.plans.reading import read_plan
from kechuang.domain.units import code_of
from kechuang.readers.gate import check_upload
from kechuang.readers.read import OcrMode, read_bytes
from kechuang.readers.regions import read_regions
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.words import read_words
from kechuang.writers.plan_json import plan_to_json, source_to_json

KINDS = ("indicators", "commitments", "tasks", "projects", "series", "statements")


@dataclass(frozen=True)
class Found:
    """One item as read, with what makes it doubtful."""

    kind: str
    position: int
    values: Mapping[str, Any]
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Read:
    """Everything a version keeps of its document."""

    identity: Mapping[str, Any]
    found: Sequence[Found]
    missed: Sequence[Mapping[str, Any]]
    problems: Sequence[Mapping[str, Any]]


def read_original(path: str, name: str) -> Document:
    """The document in an uploaded file; raises Unreadable."""
    data = Path(path).read_bytes()
    check_upload(data)
    return read_bytes(data, name=name, ocr=OcrMode.AUTO)


def read_figures(document: Document) -> Read:
    """What the document holds, each item with its doubts."""
    vocabulary = read_vocabulary()
    plan = read_plan(document, vocabulary, read_regions())
    words = read_words("zh")
    answer = plan_to_json(
        document,
        plan,
        message=lambda problem: words.say(problem.code, **problem.details),
        unit_code=partial(code_of, vocabulary=vocabulary),
    )
    found = [
        Found(kind, position, values, tuple(_doubts(kind, values, document, plan)))
        for kind in KINDS
        for position, values in enumerate(answer[kind])
        if values["source"] is not None
    ]
    identity = {key: answer[key] for key in ("title", "kind", "region", "period", "horizon", "parents")}
    missed = [dict(source_to_json(source) or {}) for source in find_missed(document, plan, vocabulary)]
    problems = [{"code": one["code"], "source": one["source"]} for one in answer["problems"]]
    return Read({**identity, "problems": problems}, found, missed, problems)


def _doubts(kind: str, values: Mapping[str, Any], document: Document, plan: Plan) -> list[str]:
    """Why a person should look: a faint scan, a problem at the place, something unusual, something that is not there."""
    start, end = values["source"]["start"], values["source"]["end"]
    found = []
    if any(one.start < end and start < one.end for one in document.unsure):
        found.append("unsure")
    if any(one.source and one.source.start < end and start < one.source.end for one in plan.problems):
        found.append("problem")
    if values.get("flags"):
        found.append("flagged")
    if kind == "indicators":
        found += _gaps(values)
    if kind == "commitments" and not values.get("year"):
        found.append("no-year")
    return found


def _gaps(values: Mapping[str, Any]) -> list[str]:
    found = []
    if values["target"] is None or (values["target"]["value"] is None and values["target"]["low"] is None):
        found.append("no-target")
    if values["baseline"] is None:
        found.append("no-baseline")
    if not values["unit"]:
        found.append("no-unit")
    return found
