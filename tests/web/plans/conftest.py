"""A version under review with four items, one of them doubtful."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from kechuang.web.plans import actions, reviewing
from kechuang.web.plans.carry import Found, Read

TEXT = "总体目标\n到2030年，研发经费达到10亿元。\n高新技术企业达到120家以上。\n发明专利达到35件。\n"


def source(quote):
    """Where ``quote`` stands in the text."""
    start = TEXT.index(quote)
    line = TEXT.count("\n", 0, start) + 1
    return {
        "document": "plan.txt",
        "line": line,
        "page": None,
        "start": start,
        "end": start + len(quote),
        "text": quote,
    }


def commitment(measure, low, unit, quote, year=2030):
    """A commitment as the JSON of the reader has it."""
    return {
        "measure": measure,
        "bound": "=",
        "low": low,
        "high": low,
        "unit": unit,
        "year": year,
        "basis": "level",
        "box": None,
        "unit_code": unit,
        "source": source(quote),
    }


READ = Read(
    identity={"title": "东市科技创新规划", "region": None, "period": {"start": 2026, "end": 2030}, "problems": []},
    found=[
        Found("commitments", 0, commitment("研发经费", 10, "亿元", "研发经费达到10亿元"), ()),
        Found("commitments", 1, commitment("高新技术企业", 120, "家", "高新技术企业达到120家以上"), ()),
        Found("commitments", 2, commitment("发明专利", 35, "件", "发明专利达到35件", year=None), ("no-year",)),
        Found("tasks", 0, {"number": "1", "title": "总体目标", "lead": None, "source": source("总体目标")}, ()),
    ],
    missed=[source("到2030年")],
    problems=[],
)
DOCUMENT = SimpleNamespace(text=TEXT, format="text", page_starts=(), tables=())


def by(person):
    """Who, from where, when."""
    return {"actor": person, "origin": "10.0.0.8", "at": timezone.now()}


@pytest.fixture
def version(people, bureau):
    """A version under review."""
    uploaded = actions.upload(b"plan", name="plan.txt", organisation=bureau, **by(people["planner"]))
    actions.keep_reading(uploaded, DOCUMENT, READ, at=timezone.now())
    uploaded.refresh_from_db()
    return uploaded


@pytest.fixture
def adopted(version, people):
    """A version that was adopted as it was read."""
    reviewing.accept(version, version.items.values_list("pk", flat=True), **by(people["planner"]))
    return actions.adopt(version, **by(people["director"]))
