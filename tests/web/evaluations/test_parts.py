"""What the counties imply together stands beside the odds of the whole, in an evaluation as in monitoring."""

import io
import json
import re
import zipfile
from decimal import Decimal

import pytest
from django.utils import timezone

from kechuang.web.evaluations import actions
from kechuang.web.evaluations.computing import compute
from kechuang.web.indicators.actions import Value, break_down, keep_observations
from kechuang.web.indicators.dividing import Draft
from kechuang.web.indicators.models import Course, Observation
from kechuang.web.overview.courses import together_of
from tests.web.indicators.conftest import by

ROWS = {"510001": (30, 35, 41), "510002": (22, 25, 30)}


@pytest.fixture
def divided(followed, people, county, west, department, bureau):
    """An indicator that two counties make, three years of each reported; a department's share is not counted."""
    firms = followed["高新技术企业"]
    ends = {county: (35, 70), west: (25, 50)}
    parts = [Draft(place.pk, "along", *map(Decimal, pair)) for place, pair in ends.items()]
    parts.append(Draft(department.pk, "along", Decimal(5), Decimal(10), counted=False))
    break_down(firms, Draft(bureau.pk, "linear"), parts, edition=firms.edition, **by(people["planner"]))
    values = [
        Value(firms.pk, place.pk, 2024 + at, Decimal(number))
        for place in (county, west)
        for at, number in enumerate(ROWS[place.code])
    ]
    keep_observations(values, **by(people["planner"]))
    return firms


def evaluated(indicator, people):
    """An evaluation of the plan, computed."""
    version = indicator.item.version
    begun = actions.begin(
        version, kind="monitoring", as_of=timezone.localdate().year, recipe=None, **by(people["planner"])
    )
    computed = compute(bytes(begun.snapshot.content), kind="monitoring", recipe=None)
    actions.keep_results(begun, computed, at=timezone.now())
    return begun


def told_of(evaluation):
    return json.loads(bytes(evaluation.results.get(name="results.json").content))["together"]


def test_what_the_parts_imply_is_frozen_as_monitoring_has_it(divided, people, county, west, bureau):
    course = Course.objects.get(indicator=divided, organisation=bureau)
    watched = together_of(course, people["planner"], on=timezone.localdate())
    (told,) = told_of(evaluated(divided, people))
    assert told["indicator_id"] == divided.pk
    assert (told["parts"], told["probability"], told["expected"]) == (
        watched.parts,
        pytest.approx(watched.probability, abs=1e-5),
        pytest.approx(watched.expected, rel=1e-5),
    )
    members = told["members"]
    assert [(one["organisation_id"], one["year"], one["latest"]) for one in members] == [
        (county.pk, 2026, 41.0),
        (west.pk, 2026, 30.0),
    ]
    assert sum(one["expected"] for one in members) == pytest.approx(told["expected"])


def test_a_whole_one_of_whose_counties_took_its_values_back_implies_nothing(divided, people, west):
    years = enumerate(ROWS["510002"])
    gone = [Value(divided.pk, west.pk, 2024 + at, None, state="withdrawn") for at, _ in years]
    keep_observations(gone, **by(people["planner"]))
    assert told_of(evaluated(divided, people)) == []


def test_the_pages_of_an_evaluation_show_the_parts_beside_the_whole_and_each_frozen_value(
    divided, people, browser, county
):
    evaluation = evaluated(divided, people)
    (told,) = told_of(evaluation)
    short = f"合计推算 {told['probability']:.0%}"
    planner = browser("planner")
    assert short in planner.get(f"/evaluations/{evaluation.pk}/").content.decode()
    page = planner.get(f"/evaluations/{evaluation.pk}/outlooks/{divided.pk}/").content.decode()
    assert "2 个下级单位合计，2030 年约为" in page
    value = Observation.objects.get(indicator=divided, organisation=county, year=2026)
    assert re.search(rf'东县</th><td class="number"><a class="origin" href="[^"]*/{value.pk}/"[^>]*>41</a>', page)


def test_the_report_says_what_the_parts_imply_and_from_which_values(divided, people):
    report = evaluated(divided, people).results.get(name="report-zh.docx").content
    with zipfile.ZipFile(io.BytesIO(bytes(report))) as word:
        text = re.sub(r"<[^>]+>", "", word.read("word/document.xml").decode())
    assert re.search(r"2个\[\d+\]下级单位合计推算，2030年\[\d+\]约为\d+家", text)
    assert "设各单位同涨同落的合计推算" in text
