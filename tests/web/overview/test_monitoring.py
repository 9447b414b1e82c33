"""The plan at a glance: the number first, the odds next, and nothing of what one may not see."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kechuang.web.indicators.actions import Value, follow_plan, keep_observations
from kechuang.web.indicators.models import Assessment, Course, Indicator, Observation, VerdictChange
from kechuang.web.overview import monitoring
from kechuang.web.overview.screens import make_screen
from kechuang.web.overview.tips import LATELY, tips_since
from kechuang.web.words import say
from tests.web.indicators.conftest import ROWS, adopt, by, indicator, read_of


def content(client, name, *args, **query):
    """The words of a page."""
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_followed_indicator_stands_with_its_number_and_verdict(valued, people):
    on = timezone.localdate()
    plan = valued.plan
    found = {one.indicator.name: one for one in monitoring.standings_of(plan, people["director"], on=on)}
    assert set(found) == set(Indicator.objects.filter(plan=plan, followed=True).values_list("name", flat=True))
    enterprises = found["高新技术企业"]
    assert (enterprises.latest.value, enterprises.latest.year) == (84, 2027)
    assert enterprises.planned == 84
    assert enterprises.assessment.verdict == enterprises.verdict
    assert sum(count for _, count in monitoring.count_verdicts(found.values())) == len(found)


def test_a_target_that_is_no_number_stands_as_the_plan_puts_it_on_every_page(people, bureau, browser):
    growth = indicator("研发经费增长", "亿元", None, None, quote="研发经费")
    growth |= {"change": {"value": 8, "bound": ">=", "kind": "annual_growth", "text": "8以上"}}
    words = indicator("创新氛围", "", None, None, quote="研发经费")
    words["target"] |= {"text": "明显提升"}
    follow_plan(adopt(people, bureau, read_of(rows=[*ROWS, growth, words])), **by(people["planner"]))
    for page in ("overview:monitor", "indicators:list"):
        told = content(browser("planner"), page)
        assert "年均增长 ≥ 8%" in told, page
        assert "明显提升" in told, page
    row = Indicator.objects.get(name="研发经费增长")
    assert "年均增长 ≥ 8%</a></b>" in content(browser("planner"), "indicators:indicator", row.pk)


def test_the_overview_can_be_narrowed_to_a_verdict(valued, browser):
    page = content(browser("planner"), "overview:monitor", verdict="reached")
    assert "高新技术企业" not in page
    assert "没有这样的指标" in page


def test_the_map_shows_a_cell_where_an_indicator_has_a_course(valued, people, county, west):
    shown = monitoring.map_of(valued.plan, people["planner"], on=timezone.localdate())
    assert [one.name for one in shown.organisations] == ["市科技局", "东县", "西县"]
    cells = {one.name: row for one, row in shown.rows}
    assert [cell.latest.value for cell in cells["高新技术企业"]] == [84, 48, 36]
    assert [cell is None for cell in cells["技术合同成交额"]] == [False, True, True]


def test_a_county_sees_itself_and_the_whole_and_not_its_neighbour(valued, people, browser):
    shown = monitoring.map_of(valued.plan, people["reporter"], on=timezone.localdate())
    assert [one.name for one in shown.organisations] == ["市科技局", "东县"]
    west = Observation.objects.get(organisation__name="西县", year=2027)
    assert browser("reporter").get(reverse("overview:lineage-observation", args=[west.pk])).status_code == 404
    whole = Observation.objects.get(indicator=valued, organisation__name="市科技局", year=2027)
    page = content(browser("reporter"), "overview:lineage-observation", whole.pk)
    assert "您无权查看的数据" in page
    assert reverse("overview:lineage-observation", args=[west.pk]) not in page


def test_a_plan_one_may_not_see_is_not_there(valued, browser):
    assert browser("stranger").get(reverse("overview:monitor"), {"plan": valued.plan_id}).status_code == 404
    assert "还没有开始跟踪" in content(browser("stranger"), "overview:monitor")


def test_what_changed_stands_with_what_was_before(valued, browser, people):
    page = content(browser("planner"), "overview:changed", since="2020-01-01")
    assert "高新技术企业" in page
    later = timezone.localdate().replace(year=timezone.localdate().year + 1)
    assert "没有数据变化" in content(browser("planner"), "overview:changed", since=later.isoformat())
    assert browser("planner").get(reverse("overview:changed"), {"since": "gestern"}).status_code == 200


@pytest.mark.parametrize("name", ["overview:monitor", "overview:heat-map"])
def test_a_page_asks_as_much_for_one_indicator_as_for_all(valued, browser, name):
    client = browser("planner")
    content(client, name)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            content(client, name)
        return len(queries)

    many = asked()
    Indicator.objects.exclude(pk=valued.pk).update(followed=False)
    assert asked() == many


@pytest.fixture
def tipped(valued, people):
    """The last change of the whole's verdict of the enterprises: at risk by the years so far, then a poor value of this year."""
    whole = valued.plan.organisation_id
    for number, value in enumerate((52, 56, 60, 62)):
        at = timezone.now()
        given = {"origin": "imported", "source": {"file": "年报.xlsx", "row": number}}
        place = Value(valued.pk, whole, 2023 + number, Decimal(value), **given)
        keep_observations([place], actor=people["planner"], origin="", at=at)
    return VerdictChange.objects.filter(indicator=valued, organisation=whole).order_by("pk").last()


def test_a_verdict_that_has_just_changed_is_marked_on_the_overview_the_map_and_the_wall(tipped, people, browser):
    was = f"原“{say(f'outlook.verdict.{tips_before(tipped)}')}”"
    assert was in content(browser("planner"), "overview:monitor")
    assert was in content(browser("planner"), "overview:heat-map")
    _, token = make_screen(tipped.indicator.plan, place="会议室", days=1, **by(people["planner"]))
    assert "两周内研判有变化（1 项）" in Client().get(reverse("overview:wall", args=[token])).content.decode()


def tips_before(tipped):
    """What the first verdict was that said something."""
    rows = VerdictChange.objects.filter(indicator=tipped.indicator, organisation=tipped.organisation)
    return rows.exclude(verdict="not_enough_to_tell").order_by("pk").first().verdict


def test_what_changed_begins_with_the_verdicts_and_leads_to_their_working(tipped, browser, people):
    page = content(browser("planner"), "overview:changed", since="2020-01-01")
    course = Course.objects.get(indicator=tipped.indicator, organisation=tipped.organisation)
    address = reverse("overview:lineage-course", args=[course.pk])
    assert page.index("研判变化") < page.index("<h2>数据</h2>")
    assert f"{address}#verdict" in page
    history = content(browser("planner"), "overview:lineage-course", course.pk)
    assert history.count(timezone.localtime(tipped.at).strftime("%Y-%m-%d %H:%M")) >= 1
    assert "历次研判" in history


def test_a_plan_that_has_just_been_followed_has_no_news(valued, people):
    found = tips_since(timezone.now() - LATELY, [valued], people["planner"], on=timezone.localdate())
    assert found == {}


def test_marking_what_has_changed_costs_the_same_however_much_has(tipped, people):
    on, since = timezone.localdate(), timezone.now() - LATELY

    def cost():
        with CaptureQueriesContext(connection) as asked:
            monitoring.map_of(tipped.indicator.plan, people["planner"], on=on, since=since)
        return len(asked)

    cost()
    before = cost()
    for one in Assessment.objects.exclude(indicator=tipped.indicator):
        VerdictChange.objects.create(
            indicator=one.indicator, organisation=one.organisation, before=one.verdict, verdict="reached", at=tipped.at
        )
    assert cost() == before


def test_what_went_back_to_what_it_was_has_not_changed(tipped, people):
    on, place = timezone.localdate(), (tipped.indicator_id, tipped.organisation_id)
    assert place in tips_since(timezone.now() - LATELY, [tipped.indicator], people["planner"], on=on)
    back = {"before": tipped.verdict, "verdict": tips_before(tipped), "at": timezone.now()}
    VerdictChange.objects.create(indicator=tipped.indicator, organisation=tipped.organisation, **back)
    found = tips_since(tipped.at - timedelta(days=1), [tipped.indicator], people["planner"], on=on)
    assert place not in found
