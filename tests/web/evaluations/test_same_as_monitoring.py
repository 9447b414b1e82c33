"""An evaluation that is frozen on a day judges as monitoring does on that day: every indicator, every organisation."""

import io
import json
import re
import zipfile
from decimal import Decimal

import pytest
from django.utils import timezone

from kechuang.web.evaluations import actions
from kechuang.web.evaluations.computing import compute
from kechuang.web.indicators.actions import Value, break_down, follow_plan, keep_observations
from kechuang.web.indicators.dividing import Draft
from kechuang.web.indicators.models import Assessment, Indicator
from tests.web.indicators.conftest import ROWS, adopt, by, indicator, read_of

FROZEN = ("baseline", "latest", "target")  # an evaluation names their sources, monitoring their rows
APART = {"indicator", "region", *FROZEN, "basis"}


@pytest.fixture
def version(people, bureau, county, west, department):
    """The plan with a row that asks an average growth and sets no number, followed, divided and reported on."""
    growth = indicator("全社会研发经费增长", "%", None, None, quote="研发经费")
    growth |= {"change": {"value": 8, "bound": ">", "kind": "annual_growth", "text": "＞8"}}
    adopted = adopt(people, bureau, read_of(rows=[*ROWS, growth]))
    follow_plan(adopted, **by(people["planner"]))
    rows = {one.name: one for one in Indicator.objects.filter(plan=adopted.plan)}
    firms, money = rows["高新技术企业"], rows["研发经费"]
    years = {2026: Decimal(62), 2027: Decimal(64), 2028: Decimal(70), 2029: Decimal(90), 2030: Decimal(120)}
    whole = Draft(bureau.pk, "typed", Decimal(60), Decimal(120), years=years)
    part, aimless = Draft(county.pk, "along", Decimal(40), Decimal(70)), Draft(west.pk, "along", Decimal(20))
    break_down(firms, whole, [part, aimless], edition=firms.edition, **by(people["planner"]))
    values = [(rows["全社会研发经费增长"], bureau, 2026, 7), (firms, bureau, 2024, 57), (firms, bureau, 2026, 66)]
    values += [(firms, county, 2024, 36), (firms, county, 2025, 40), (firms, county, 2026, 43), (firms, west, 2026, 22)]
    values += [(money, bureau, 2026, "11.5"), (money, county, 2026, 7)]
    given = [Value(row.pk, place.pk, year, Decimal(value)) for row, place, year, value in values]
    keep_observations(given, **by(people["planner"]))
    return adopted


def told(working):
    """What is judged, without the names that rows and frozen values go by."""
    ends = {
        end: working[end] and {name: part for name, part in working[end].items() if name != "source"} for end in FROZEN
    }
    basis = {name: part for name, part in working["basis"].items() if name != "points"}
    return {name: part for name, part in working.items() if name not in APART} | ends | basis


def test_the_pages_of_an_evaluation_show_the_growth_that_is_asked_and_its_working(version, people, browser):
    asked = {"kind": "monitoring", "as_of": timezone.localdate().year, "recipe": None}
    begun = actions.begin(version, **asked, **by(people["planner"]))
    actions.keep_results(
        begun, compute(bytes(begun.snapshot.content), kind="monitoring", recipe=None), at=timezone.now()
    )
    growth = Indicator.objects.get(name="全社会研发经费增长")
    planner = browser("planner")
    assert re.search(r">年均增长 &gt; 8%</a>", planner.get(f"/evaluations/{begun.pk}/").content.decode())
    page = planner.get(f"/evaluations/{begun.pk}/outlooks/{growth.pk}/").content.decode()
    assert "2025年以来至2026年共1年，年均 7%，要求 8%。 余下各年须年均 8.25%。" in page
    report = begun.results.get(name="report-zh.docx").content
    with zipfile.ZipFile(io.BytesIO(bytes(report))) as word:
        text = re.sub(r"<[^>]+>", "", word.read("word/document.xml").decode())
    assert "研判为“存在风险”" in text
    assert "各年增速" in text


def test_the_report_holds_a_typed_path_against_its_own_years(version, people):
    asked = {"kind": "monitoring", "as_of": timezone.localdate().year, "recipe": None}
    begun = actions.begin(version, **asked, **by(people["planner"]))
    files = {one.name: one for one in compute(bytes(begun.snapshot.content), kind="monitoring", recipe=None).files}
    with zipfile.ZipFile(io.BytesIO(files["report-zh.docx"].content)) as word:
        text = re.sub(r"<[^>]+>|\[\d+\]", "", word.read("word/document.xml").decode())
    # 66 of a path that asks for 62 in 2026, where a straight line would have asked for 72
    assert "逐年确定的年度目标为2026年62家，已达到" in text
    assert "任务分解时逐年确定的年度目标，期末为120家" in text


def test_an_evaluation_judges_as_monitoring_did_when_it_was_frozen(version, people):
    asked = {"kind": "monitoring", "as_of": timezone.localdate().year, "recipe": None}
    begun = actions.begin(version, **asked, **by(people["planner"]))
    files = compute(bytes(begun.snapshot.content), kind="monitoring", recipe=None).files
    outlooks = json.loads(next(one.content for one in files if one.name == "results.json"))["outlook"]
    frozen = {
        (one.pop("indicator_id"), one.pop("organisation_id")): told(one) for one in outlooks
    }  # fmt: skip
    watched = {(one.indicator_id, one.organisation_id): told(one.working) for one in Assessment.objects.all()}
    assert frozen == watched
    growth = Indicator.objects.get(name="全社会研发经费增长")
    judged = frozen[growth.pk, version.plan.organisation_id]
    assert (judged["verdict"], judged["average_growth"]["mean"], judged["average_growth"]["needed"]) == (
        "at_risk",
        7.0,
        8.251457,
    )
