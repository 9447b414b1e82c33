"""Every number on every page is the way to where it came from: whatever pages there are, found by following their links."""

from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from kechuang.web.plans import reviewing
from kechuang.web.plans.actions import propose_adjustment
from kechuang.web.plans.models import Plan
from tests.web.collection.conftest import bring, of
from tests.web.evaluations.conftest import computed, opined, signed
from tests.web.indicators.conftest import by
from tests.web.overview.numbers import links_of, numbers_without_way, read_page, ways_of
from tests.web.publication.conftest import evaluated
from tests.web.tasks.test_work_plans import linked, plan, yearly

__all__ = ("computed", "evaluated", "linked", "opined", "plan", "signed", "yearly")
EACH = 2  # pages of one address that are read
PAGES = {
    "planner": {
        "indicators:break-down", "overview:heat-map", "evaluations:working", "evaluations:outlook", "collection:return",
        "overview:lineage-course", "overview:lineage-observation", "overview:lineage-item", "collection:round",
    },
    "evaluator": {"overview:monitor", "evaluations:index", "evaluations:working", "indicators:indicator"},
    "reporter": {"collection:fill", "overview:monitor", "indicators:list"},
}  # fmt: skip
NOT_PAGES = ("file", "evidence", "export", "workbook", "template", "export-history", "round-workbook")


@pytest.fixture
def whole_site(valued, evaluated, round_, staff, west):
    """A plan with everything that happens to one: values, a return on its way, an evaluation that was signed and released."""
    bring(of(round_, west), staff, "submitted")
    return round_


def walk(client, start):
    """Every page that links lead to, a few of each address: (name, address, page)."""
    waiting, seen, read = [start], set(), Counter()
    while waiting:
        address = waiting.pop(0)
        name = name_of(address)
        if address in seen or name is None or name.partition(":")[2] in NOT_PAGES or read[name] >= EACH:
            continue
        seen.add(address)
        read[name] += 1
        answer = client.get(address)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        page = read_page(answer.content.decode())
        yield name, address, page
        waiting += [within(address, link) for link in links_of(page)]


def name_of(address):
    """The name of an address of the site; None for those elsewhere."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def within(address, link):
    """The address a link on a page leads to."""
    return urljoin(address, link).partition("#")[0]


def ways_that_fail(client, pages):
    """What numbers lead to and is not there."""
    ways = {within(address, way) for _, address, page in pages for way in ways_of(page)}
    return [way for way in sorted(ways) if client.get(way).status_code != 200]


@pytest.mark.parametrize("who", PAGES)
def test_every_number_on_a_page_leads_to_where_it_came_from(who, whole_site, browser):
    client = browser(who)
    pages = list(walk(client, "/"))
    assert PAGES[who] - {name for name, _, _ in pages} == set()
    assert sorted({(name, *one) for name, _, page in pages for one in numbers_without_way(page)}) == []
    assert ways_that_fail(client, pages) == []


def test_every_number_of_tasks_and_work_plans_leads_to_the_sentence(linked, browser):
    client = browser("planner")
    pages = list(walk(client, reverse("tasks:work-plans")))
    assert {"tasks:work-plan", "tasks:task", "tasks:list", "plans:version"} - {name for name, _, _ in pages} == set()
    assert sorted({(name, *one) for name, _, page in pages for one in numbers_without_way(page)}) == []
    assert ways_that_fail(client, pages) == []


@pytest.fixture
def adjusted(whole_site, people):
    """The plan with an adjustment under way: a target raised, a row taken out, one put in."""
    plan = Plan.objects.get(versions__stage="adopted", organisation=people["planner"].organisation)
    version = propose_adjustment(plan, reason="形势变化", basis="〔2027〕5号", **by(people["planner"]))
    first, second = version.items.filter(kind="indicators").order_by("position")[:2]
    reviewing.correct(first, {"target.value": 12_500}, reason="上调", edition=0, **by(people["planner"]))
    reviewing.reject(second, reason="不再考核", edition=0, **by(people["planner"]))
    values = {
        "measure": "技术合同",
        "bound": "=",
        "low": 12,
        "high": 12,
        "unit": "亿元",
        "year": 2030,
        "basis": "level",
    }
    reviewing.add(version, "commitments", values, start=0, end=4, reason="补充", **by(people["planner"]))
    return version


def test_every_number_before_and_after_an_adjustment_leads_to_its_sentence(adjusted, browser):
    client = browser("planner")
    address = reverse("plans:difference", args=[adjusted.pk])
    page = read_page(client.get(address).content.decode())
    assert list(numbers_without_way(page)) == []
    assert ways_that_fail(client, [("plans:difference", address, page)]) == []
    old = adjusted.plan.versions.get(number=1).items.filter(kind="indicators").order_by("position")
    new = adjusted.items.filter(kind="indicators").order_by("position")
    added = adjusted.items.get(kind="commitments")
    way = "/lineage/items/{}/".format
    figures = [one for one in page.walk() if one.tag in ("del", "ins")]
    assert [(one.tag, one.words().strip(), ways_of(one)) for one in figures] == [
        ("ins", "12亿元", [way(added.pk)]),
        ("del", "20", [way(old[0].pk)]),
        ("ins", "12,500", [way(new[0].pk)]),
        ("del", "700亿元", [way(old[1].pk)]),
    ]


def test_every_number_that_was_released_leads_to_its_release(whole_site):
    client = Client()
    pages = list(walk(client, reverse("public:home")))
    assert {"public:plan", "public:indicator", "public:evaluation"} - {name for name, _, _ in pages} == set()
    assert sorted({(name, *one) for name, _, page in pages for one in numbers_without_way(page)}) == []
    assert ways_that_fail(client, pages) == []


def test_a_number_without_its_way_is_found():
    page = read_page('<main><td class="number">3 <span class="quiet">2026</span></td><b class="large">4</b></main>')
    assert list(numbers_without_way(page)) == [("number", "3"), ("large", "4")]
    page = read_page(
        "<main><td>45%</td><td>2026–2030</td><td>2026 全年</td><td>9/12</td><dd>≥ 1.2</dd><td>3个县</td></main>"
    )
    assert [words for _, words in numbers_without_way(page)] == ["45%", "9/12", "≥ 1.2", "3个县"]
    page = read_page(
        '<main><td class="number"><a class="origin" href="/x/">3</a></td><td class="number counted">4</td></main>'
    )
    assert list(numbers_without_way(page)) == []
