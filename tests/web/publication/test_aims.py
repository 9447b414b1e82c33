"""What a plan promises is public as it promises it: both ends of a range, growth a year, a total, words."""

import csv
import io
import json

import pytest
from django.test import Client

from kechuang.web.indicators.actions import follow_plan
from tests.web.indicators.conftest import ROWS, adopt, by, department, indicator, read_of, west
from tests.web.publication.conftest import SLUG, release

__all__ = ("department", "west")
PAGE = f"/public/plans/{SLUG}/v1"


def worded(name, unit, **given):
    """A row that sets no number."""
    row = indicator(name, unit, None, None, quote="研发经费")
    return row | given


GROWTH = {"value": 8, "bound": ">=", "kind": "annual_growth", "text": "8以上"}
WORDS = {**indicator("研发经费", "", None, 1)["target"], "value": None, "low": None, "high": None, "text": "明显提升"}


@pytest.fixture
def released(people, bureau, county, west, department):
    """A plan that promises in every way, its progress released."""
    firms = indicator("科技型中小企业", "家", 46, 100, quote="高新技术企业", bound="range")
    firms["target"] |= {"low": 100, "high": 120, "text": "100—120"}
    rows = [*ROWS, firms, worded("研发经费增长", "亿元", change=GROWTH), worded("创新氛围", "", target=WORDS)]
    follow_plan(adopt(people, bureau, read_of(rows=rows)), **by(people["planner"]))
    return release(people, bureau)


def page_of(address):
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_range_shows_both_ends_and_a_total_says_that_it_is_one(released):
    page = page_of(f"{PAGE}/")
    assert "2030年目标 100–120" in page
    assert "2030年目标 50 期内累计" in page


def test_an_average_growth_is_the_target_and_has_no_unit_of_the_indicator_behind_it(released):
    page = page_of(f"{PAGE}/")
    assert '<span class="big">年均增长 ≥ 8%</span>' in page
    assert "2030年目标 年均增长 ≥ 8%" in page
    english = page_of(f"{PAGE}/?language=en")
    assert "≥ 8% growth a year" in english


def test_the_page_of_an_indicator_lists_the_growth_with_the_sentence_it_stands_in(released):
    rows = json.loads(page_of(f"{PAGE}/data/data.json"))["indicators"]
    code = next(one["code"] for one in rows if one["name"] == "研发经费增长")
    page = page_of(f"{PAGE}/indicators/{code}/")
    assert page.index("年均增长 ≥ 8%") < page.index('id="figures"')
    assert "第" in page[page.index('id="figures"') :]
    assert "没有数据" not in page


def test_words_of_a_plan_are_shown_as_they_stand(released):
    assert "2030年目标 明显提升" in page_of(f"{PAGE}/")


def test_open_data_says_the_same(released):
    read = json.loads(page_of(f"{PAGE}/data/data.json"))
    aims = {one["name"]: (one["aim"], one["aim_text"], one["growth"]) for one in read["indicators"]}
    assert aims["研发经费增长"] == ("annual-growth", "8以上", "8")
    assert aims["创新氛围"] == ("words", "明显提升", None)
    assert aims["技术合同成交额"] == ("total", "50", None)
    answer = Client().get(f"{PAGE}/data/figures.csv")
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    (ends,) = [
        (row["value"], row["upper"])
        for row in rows
        if row["indicator_name"] == "科技型中小企业" and row["sense"] == "target"
    ]
    assert ends == ("100", "120")
