"""The plan at a glance: the number first, the odds next, and nothing of what one may not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kechuang.web.indicators.models import Indicator, Observation
from kechuang.web.overview import monitoring


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
