"""Every number knows where it came from: the sentence, the file, the parts, the revisions."""

from decimal import Decimal

from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from kechuang.web.indicators.actions import Value, keep_observations
from kechuang.web.indicators.models import Observation


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
