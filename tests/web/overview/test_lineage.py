"""Every number knows where it came from: the sentence, the file, the parts, the revisions."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from kechuang.web.indicators.actions import Value, break_down, keep_observations
from kechuang.web.indicators.dividing import Draft
from kechuang.web.indicators.models import Assessment, Course, Observation
from kechuang.web.overview.courses import together_of
from tests.web.indicators.conftest import by


def page(client, name, pk):
    """The words of the main part of a page."""
    answer = client.get(reverse(name, args=[pk]))
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1]


def test_a_value_from_a_file_names_file_and_row(valued, browser, county):
    value = Observation.objects.get(indicator=valued, organisation=county, year=2026)
    shown = page(browser("planner"), "overview:lineage-observation", value.pk)
    assert "年报.xlsx" in shown
    assert "记入指标数据" in shown
    assert "planner" in shown


def test_a_sum_leads_to_its_parts(valued, browser, bureau):
    whole = Observation.objects.get(indicator=valued, organisation=bureau, year=2027)
    shown = page(browser("planner"), "overview:lineage-observation", whole.pk)
    for part in Observation.objects.filter(indicator=valued, year=2027).exclude(pk=whole.pk):
        assert reverse("overview:lineage-observation", args=[part.pk]) in shown
    assert "<b>84</b>" in shown


def test_a_value_from_the_plan_shows_the_sentence_in_its_document(valued, browser):
    value = Observation.objects.filter(origin="plan").first()
    shown = page(browser("planner"), "overview:lineage-observation", value.pk)
    assert "<mark>" in shown
    assert reverse("plans:version", args=[valued.item.version_id]) in shown


def test_a_value_that_was_replaced_says_so_and_leads_to_what_counts(valued, browser, county, people):
    first = Observation.objects.get(indicator=valued, organisation=county, year=2026)
    again = Value(valued.pk, county.pk, 2026, Decimal(43), origin="imported", source={"file": "更正.xlsx"})
    keep_observations([again], actor=people["planner"], origin="", at=timezone.now())
    newest = Observation.objects.get(indicator=valued, organisation=county, year=2026, revision=2)
    shown = page(browser("planner"), "overview:lineage-observation", first.pk)
    assert "之后已有更新" in shown
    assert reverse("overview:lineage-observation", args=[newest.pk]) in shown


def test_a_target_leads_to_the_words_of_the_plan_and_who_accepted_them(valued, browser):
    shown = page(browser("planner"), "overview:lineage-item", valued.item_id)
    assert "<mark>高新技术企业</mark>" in shown
    assert "采用规划" in shown


def test_what_is_not_of_ones_plans_is_not_there(valued, browser):
    for name, pk in (("lineage-item", valued.item_id), ("lineage-observation", Observation.objects.first().pk)):
        assert browser("stranger").get(reverse(f"overview:{name}", args=[pk])).status_code == 404


def test_a_number_on_a_page_is_the_way_to_its_lineage(valued, county):
    value = Observation.objects.get(indicator=valued, organisation=county, year=2026)
    shown = Template("{% number value '家' %}{% number none %}").render(Context({"value": value, "none": None}))
    assert f'href="{reverse("overview:lineage-observation", args=[value.pk])}"' in shown
    assert ">41</a>" in shown
    assert shown.endswith("—")


def test_beside_the_odds_of_a_sum_stands_what_its_parts_imply(followed, people, county, west, bureau, browser):
    firms = followed["高新技术企业"]
    parts = [Draft(county.pk, "along", Decimal(35), Decimal(70)), Draft(west.pk, "along", Decimal(25), Decimal(50))]
    break_down(firms, Draft(bureau.pk, "linear"), parts, edition=firms.edition, **by(people["planner"]))
    rows = {county: (30, 35, 41), west: (22, 25, 30)}
    values = [
        Value(firms.pk, place.pk, 2024 + at, Decimal(number))
        for place, row in rows.items()
        for at, number in enumerate(row)
    ]
    keep_observations(values, **by(people["planner"]))
    course = Course.objects.get(indicator=firms, organisation=bureau)
    together = together_of(course, people["planner"], on=timezone.localdate())
    workings = [one.working for one in Assessment.objects.filter(indicator=firms).exclude(organisation=bureau)]
    ends = [one["path"][-1]["expected"] for one in workings]
    assert (together.parts, together.expected) == (2, pytest.approx(sum(ends), rel=1e-5))
    assert (
        min(one["probability"] for one in workings) < together.probability < max(one["probability"] for one in workings)
    )
    address = reverse("overview:lineage-course", args=[course.pk])
    assert "2 个下级单位合计，2030 年约为" in browser("planner").get(address).content.decode()
    assert "个下级单位合计" not in browser("reporter").get(address).content.decode()


def test_a_sum_one_of_whose_parts_nobody_judged_implies_nothing(valued, people, bureau, county):
    Assessment.objects.filter(indicator=valued, organisation=county).delete()
    course = Course.objects.get(indicator=valued, organisation=bureau)
    assert together_of(course, people["planner"], on=timezone.localdate()) is None
