"""Following an adopted plan: its indicators, their paths, and the history its tables give."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from kechuang.web.indicators import actions
from kechuang.web.indicators.models import Assessment, Course, Indicator, Observation, PlannedValue
from kechuang.web.indicators.queries import newest_observations
from kechuang.web.journal.models import Entry
from kechuang.web.organisations.roles import VERBS, Role
from tests.web.indicators.conftest import ROWS, SERIES, adopt, by, indicator, read_of


def test_what_the_plan_says_of_its_indicators_is_followed(followed):
    rows = Indicator.objects.order_by("position").values_list(
        "name", "key", "unit", "direction", "kind", "aggregation", "baseline_year", "baseline_value", "target_low"
    )
    assert list(rows) == [
        ("研发经费", "gerd", "亿元", "rise", "flow", "sum", 2025, 10, 20),
        ("地区生产总值", "gdp", "亿元", "rise", "flow", "sum", 2025, 500, 700),
        ("研发经费投入强度", "rd_intensity", "%", "rise", "ratio", "ratio", 2025, 2, 3),
        ("高新技术企业", "high_tech_enterprises", "家", "rise", "stock", "sum", 2025, 60, 120),
        ("技术合同成交额", "technology_contract_value", "亿元", "rise", "flow", "sum", 2025, None, 50),
    ]


def test_a_ratio_knows_its_numerator_and_denominator(followed):
    ratio = followed["研发经费投入强度"]
    assert (ratio.numerator, ratio.denominator, ratio.scale) == (followed["研发经费"], followed["地区生产总值"], 100)


def test_the_whole_has_an_even_path_to_its_target(followed):
    course = Course.objects.get(indicator=followed["研发经费"])
    assert list(course.years.order_by("year").values_list("year", "value")) == [
        (2026, 12), (2027, 14), (2028, 16), (2029, 18), (2030, 20),
    ]  # fmt: skip


def test_a_sum_over_the_period_is_parted_into_what_each_year_adds(followed):
    course = Course.objects.get(indicator=followed["技术合同成交额"])
    assert [one.value for one in course.years.order_by("year")] == [10] * 5


def test_history_is_taken_for_the_region_and_for_counties_that_are_named_in_the_plan_s_unit(followed):
    found = newest_observations(indicators=[followed["研发经费"]]).order_by("organisation__code", "year")
    assert [(one.organisation.name, one.year, one.value, one.origin) for one in found] == [
        ("市科技局", 2023, 8, "plan"),
        ("市科技局", 2024, 9, "plan"),
        ("市科技局", 2025, 10, "plan"),
        ("东县", 2025, 6, "plan"),
        ("西县", 2025, 4, "plan"),
    ]


def test_every_value_of_the_past_names_the_item_it_was_read_from(followed, adopted):
    value = Observation.objects.get(indicator=followed["研发经费"], organisation__name="西县")
    assert adopted.items.get(pk=value.source["item"]).values["value"] == 40_000


def test_every_target_with_a_number_is_judged_with_its_working(followed, bureau):
    found = {one.indicator.name: one for one in Assessment.objects.filter(organisation=bureau)}
    assert set(found) == set(followed)
    assert found["研发经费"].working["pace"]["needed"]["per_year"] == 2
    assert found["高新技术企业"].working["reason"] == "one_point_and_no_panel"


def test_a_further_version_changes_the_rows_that_are_there(followed, adopted, people, bureau):
    kept = {name: row.pk for name, row in followed.items()}
    renamed = indicator("全社会研发经费", "亿元", 10, 25, quote="研发经费")
    rows = [renamed, *ROWS[3:], indicator("科技特派员", "名", 80, 100, quote="地区生产总值")]
    version = adopt(people, bureau, read_of(rows, SERIES[:1]), plan=adopted.plan)
    actions.follow_plan(version, **by(people["planner"]))
    now = {row.name: row for row in Indicator.objects.filter(followed=True)}
    assert {name: row.pk for name, row in now.items() if row.pk in kept.values()} == {
        "全社会研发经费": kept["研发经费"],
        "高新技术企业": kept["高新技术企业"],
        "技术合同成交额": kept["技术合同成交额"],
    }
    assert now["全社会研发经费"].target_low == 25
    assert PlannedValue.objects.get(course__indicator=kept["研发经费"], year=2030).value == 25
    assert set(Indicator.objects.filter(followed=False).values_list("pk", flat=True)) == {
        kept["地区生产总值"],
        kept["研发经费投入强度"],
    }
    assert Observation.objects.filter(indicator=kept["研发经费"]).count() == 5


def test_following_twice_changes_nothing(followed, adopted, people):
    before = list(Observation.objects.order_by("pk").values())
    actions.follow_plan(adopted, **by(people["planner"]))
    assert list(Observation.objects.order_by("pk").values()) == before
    assert Indicator.objects.filter(plan=adopted.plan).count() == len(followed)


def test_what_a_table_says_of_the_last_period_is_history_and_no_target(people, bureau):
    past = indicator("高新技术企业", "家", 20, 60)
    past["baseline"]["year"], past["target"]["year"] = 2020, 2025
    past["flags"] = ["completed_value_not_target"]
    version = adopt(people, bureau, read_of([past, ROWS[3]], []))
    actions.follow_plan(version, **by(people["planner"]))
    row = Indicator.objects.get()
    assert (row.baseline_year, row.target_year) == (2025, 2030)
    values = row.observations.order_by("year").values_list("year", "value")
    assert list(values) == [(2020, 20), (2025, Decimal(60))]


def test_a_corrected_target_is_followed_as_corrected(people, bureau):
    row = indicator("高新技术企业", "家", 60, 120)
    row["target"] = {**row["target"], "value": 130}  # what a reviewer changes is the value; the ends stay as read
    version = adopt(people, bureau, read_of([row], []))
    actions.follow_plan(version, **by(people["planner"]))
    assert Indicator.objects.get().target_low == 130


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_only_planners_begin_to_follow_a_plan(role, adopted, people):
    if role in {one.value for one in VERBS["indicator.break-down"]}:
        actions.follow_plan(adopted, **by(people[role]))
        assert Entry.objects.filter(deed="indicators.followed").count() == 1
    else:
        with pytest.raises(PermissionDenied, match=r"indicator\.break-down"):
            actions.follow_plan(adopted, **by(people[role]))


def test_a_version_under_review_is_not_followed(adopted, people, bureau):
    adopted.stage = "review"
    with pytest.raises(actions.NotAdopted):
        actions.follow_plan(adopted, **by(people["planner"]))


def test_an_average_growth_that_is_asked_is_judged_by_the_growth_so_far(people, bureau, county, west, department):
    growth = indicator("全社会研发经费增长", "%", None, None, quote="研发经费")
    growth |= {"change": {"value": 8, "bound": ">", "kind": "annual_growth", "text": "＞8"}}
    version = adopt(people, bureau, read_of(rows=[*ROWS, growth]))
    actions.follow_plan(version, **by(people["planner"]))
    row = Indicator.objects.get(name="全社会研发经费增长")
    waiting = Assessment.objects.get(indicator=row, organisation=bureau)
    assert (waiting.verdict, waiting.working["reason"]) == ("not_enough_to_tell", "nothing_observed")
    actions.keep_observations([actions.Value(row.pk, bureau.pk, 2026, Decimal(7))], **by(people["planner"]))
    judged = Assessment.objects.get(indicator=row, organisation=bureau)
    assert (judged.verdict, judged.probability) == ("at_risk", None)
    assert judged.working["average_growth"] == {
        "since": 2025, "last": 2026, "years": 1, "mean": 7.0, "asked": 8.0, "needed": 8.251457, "unknown": 0,
    }  # fmt: skip
