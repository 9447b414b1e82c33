"""A plan goes to JSON and comes back the same, but for the text of the document."""

from dataclasses import replace
from pathlib import Path

import pytest

from kechuang.cli.reading import read_file, read_to_json
from kechuang.readers.errors import Unreadable
from kechuang.readers.plan_json import read_plan_json
from kechuang.readers.read import OcrMode

SAMPLE = Path(__file__).parents[2] / "src/kechuang/samples/invented/yunling_county_plan_2026_2030.txt"


def test_what_was_written_is_what_comes_back():
    _, plan = read_file(SAMPLE)
    _, again = read_plan_json(read_to_json(SAMPLE, ocr=OcrMode.NEVER, language="en"), name="plan.json")
    boxes = tuple(replace(box, start=box.source.start, end=box.source.end) for box in plan.boxes)
    problems = tuple(replace(problem, details={}) for problem in plan.problems)
    assert again == replace(plan, boxes=boxes, problems=problems)


def test_a_file_of_another_shape_is_refused_with_what_is_missing():
    with pytest.raises(Unreadable) as caught:
        read_plan_json({"document": {"name": "x", "format": "txt", "sha256": ""}}, name="x.json")
    assert (caught.value.code, caught.value.details["file"]) == ("bad-plan-json", "x.json")
