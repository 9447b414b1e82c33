"""An adopted plan of the bureau with five indicators, and two counties and a department to divide them among."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from kechuang.web.indicators import actions
from kechuang.web.indicators.dividing import Draft
from kechuang.web.indicators.models import Indicator
from kechuang.web.organisations.roles import Kind
from kechuang.web.plans import actions as plans
from kechuang.web.plans import reviewing
from kechuang.web.plans.carry import Found, Read
from tests.web.conftest import make_organisation

NAMES = ("研发经费", "地区生产总值", "研发经费投入强度", "高新技术企业", "技术合同成交额")
TEXT = "主要指标\n" + "\n".join(NAMES) + "\n历年数据\n"


def by(person):
    """Who, from where, when."""
    return {"actor": person, "origin": "10.0.0.8", "at": timezone.now()}


def source(quote):
    """Where ``quote`` stands in the text, as a line of its own."""
    start = TEXT.index(f"\n{quote}\n") + 1
    line = TEXT.count("\n", 0, start) + 1
    place = {"document": "plan.txt", "line": line, "page": None, "start": start}
    return {**place, "end": start + len(quote), "text": quote}


def year_value(year, value, *, bound="=", cumulative=False):
    """A baseline or target as the JSON of the reader has it."""
    part = {"year": year, "value": value, "bound": bound, "cumulative": cumulative, "text": str(value)}
    low = None if bound in ("<=", "<") else value
    high = None if bound in (">=", ">") else value
    return {**part, "low": low, "high": high, "source": None}


def indicator(name, unit, base, target, *, quote=None, **target_words):
    """A row of an indicator table."""
    return {
        "table": "表1",
        "row": 1,
        "name": name,
        "unit": unit,
        "category": None,
        "binding": "anticipatory",
        "flags": [],
        "baseline": None if base is None else year_value(2025, base),
        "target": year_value(2030, target, **target_words),
        "change": None,
        "actual": None,
        "others": [],
        "source": source(quote or name),
    }


def cell(measure, unit, year, value, region=None):
    """A cell of a statistics table."""
    place = {"table": "表2", "column": None, "source": source("历年数据")}
    return {**place, "measure": measure, "unit": unit, "region": region, "year": year, "value": value}


ROWS = [
    indicator("研发经费", "亿元", 10, 20),
    indicator("地区生产总值", "亿元", 500, 700),
    indicator("研发经费投入强度", "%", 2, 3, bound=">="),
    indicator("高新技术企业", "家", 60, 120),
    indicator("技术合同成交额", "亿元", None, 50, cumulative=True),
]
SERIES = [
    cell("研发经费", "亿元", 2023, 8),
    cell("研发经费", "亿元", 2024, 9),
    cell("研发经费", "亿元", 2025, 6, region="东县"),
    cell("研发经费", "万元", 2025, 40_000, region="西县"),
]


def read_of(rows=ROWS, series=SERIES):
    """What was read of the plan."""
    found = [Found("indicators", at, row, ()) for at, row in enumerate(rows)]
    found += [Found("series", at, one, ()) for at, one in enumerate(series)]
    identity = {"title": "东市科技创新规划", "kind": "five_year_plan", "region": None}
    return Read({**identity, "period": {"start": 2026, "end": 2030}, "problems": []}, found, [], [])


DOCUMENT = SimpleNamespace(text=TEXT, format="text", page_starts=(), tables=())


def adopt(people, bureau, read, *, plan=None):
    """A version that was adopted as it was read."""
    name = {"name": "plan.txt", "organisation": bureau, "plan": plan}
    version = plans.upload(b"plan", **name, **by(people["planner"]))
    plans.keep_reading(version, DOCUMENT, read, at=timezone.now())
    reviewing.accept(version, version.items.values_list("pk", flat=True), **by(people["planner"]))
    return plans.adopt(version, **by(people["director"]))


@pytest.fixture
def west(bureau):
    """A second county."""
    return make_organisation("510002", "西县", parent=bureau)


@pytest.fixture
def department(bureau):
    """A department of the city."""
    return make_organisation("510010", "市经信局", Kind.DEPARTMENT, parent=bureau)


@pytest.fixture
def adopted(people, bureau, county, west, department):
    """The plan, adopted."""
    return adopt(people, bureau, read_of())


@pytest.fixture
def followed(adopted, people):
    """The plan's indicators by name, followed."""
    actions.follow_plan(adopted, **by(people["planner"]))
    return {row.name: row for row in Indicator.objects.filter(plan=adopted.plan)}


@pytest.fixture
def firms(followed):
    """High-tech enterprises, 60 now, 120 wanted."""
    return followed["高新技术企业"]


@pytest.fixture
def drafts(firms, bureau, county, west):
    """Half of it for either county."""
    parts = [Draft(one.pk, base=Decimal(30), target=Decimal(60)) for one in (county, west)]
    return {"whole": Draft(bureau.pk, "linear"), "parts": parts}
