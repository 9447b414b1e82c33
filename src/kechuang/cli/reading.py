"""One document read to the end: the step every command that reads shares, small enough to run in a worker process."""

from functools import partial
from pathlib import Path
from typing import Any

from kechuang.domain.document import Document, Problem
from kechuang.domain.plans.missed import find_missed, parse_quote
from kechuang.domain.plans.plan import Plan
from kechuang.domain.plans.reading import read_plan
from kechuang.domain.units import code_of
from kechuang.readers.language_model import Endpoint, point_at
from kechuang.readers.read import OcrMode, read_document
from kechuang.readers.regions import read_regions
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.readers.words import Words, read_words
from kechuang.writers.plan_json import plan_to_json, pointed_to_json


def read_file(path: Path, *, ocr: OcrMode = OcrMode.AUTO) -> tuple[Document, Plan]:
    """The document at ``path`` and the plan read from it; raises Unreadable."""
    document = read_document(path, ocr=ocr)
    return document, read_plan(document, read_vocabulary(), read_regions())


def read_to_json(path: Path, *, ocr: OcrMode, language: str, endpoint: Endpoint | None = None) -> dict[str, Any]:
    """The JSON of one document, problems worded in ``language``; raises Unreadable.

    With an ``endpoint`` the key ``pointed`` lists what a language model pointed at among the sentences nobody claimed,
    the numbers parsed from its quotes by our own grammar; they are not part of the plan.
    """
    document, plan = read_file(path, ocr=ocr)
    words = read_words(language)
    answer = plan_to_json(
        document,
        plan,
        message=partial(message_of, words=words),
        unit_code=partial(code_of, vocabulary=read_vocabulary()),
    )
    if endpoint is not None:
        answer["pointed"] = _pointed(document, plan, endpoint)
    return answer


def _pointed(document: Document, plan: Plan, endpoint: Endpoint) -> list[dict[str, Any]]:
    vocabulary = read_vocabulary()
    quotes = point_at(find_missed(document, plan, vocabulary), endpoint)
    return [
        pointed_to_json(quantity, source)
        for sentence, quote in quotes
        for quantity, source in parse_quote(document, sentence, quote, vocabulary)
    ]


def message_of(problem: Problem, words: Words) -> str:
    """What to tell a person about something that could not be read."""
    return words.say(problem.code, **problem.details)
