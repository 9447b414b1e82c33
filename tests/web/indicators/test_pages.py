"""The pages of indicators: what they show, to whom, and with how many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kechuang.web.indicators import actions
from kechuang.web.indicators.models import Assessment, Course, Indicator
from kechuang.web.journal.models import Entry
from tests.web.indicators.conftest import ROWS, adopt, by, read_of


def test_an_adopted_plan_that_nobody_follows_is_one_click_away(adopted, browser):
    client = browser("planner")
    page = client.get(reverse("indicators:list")).content.decode()
    assert "尚未开始跟踪指标" in page
    assert client.post(reverse("indicators:follow", args=[adopted.pk])).status_code == 302
    page = client.get(reverse("indicators:list")).content.decode()
    assert "尚未开始跟踪指标" not in page
    assert page.count("<td><a href=") == 5


def test_a_new_version_is_offered_in_its_turn(followed, adopted, people, bureau, browser):
    adopt(people, bureau, read_of(ROWS[:4]), plan=adopted.plan)
    page = browser("planner").get(reverse("indicators:list")).content.decode()
    assert "已采用第 2 版" in page


def test_nobody_else_is_offered_to_follow(adopted, browser):
    for role in ("director", "reporter", "evaluator"):
        assert "尚未开始跟踪" not in browser(role).get(reverse("indicators:list")).content.decode()
    assert browser("director").post(reverse("indicators:follow", args=[adopted.pk])).status_code == 403
    assert browser("stranger").post(reverse("indicators:follow", args=[adopted.pk])).status_code == 404


def test_a_reporter_s_list_opens_on_their_own_organisation_where_it_has_a_share(followed, bureau, county, browser):
    def shown(**asked):
        page = browser("reporter").get(reverse("indicators:list"), asked).content.decode()
        page = page[page.index('id="organisation"') :]
        return [one.pk for one in (bureau, county) if f'<option value="{one.pk}" selected>' in page]

    assert shown() == [bureau.pk]
    Course.objects.create(indicator=followed["高新技术企业"], organisation=county, base_value=35, target_value=70)
    assert (shown(), shown(organisation=bureau.pk)) == ([county.pk], [bureau.pk])


def test_the_list_says_number_odds_and_state(followed, browser):
    page = browser("director").get(reverse("indicators:list")).content.decode()
    for words in ("研发经费投入强度", "≥ 3", "数据不足", "期内累计"):
        assert words in page


def test_a_county_s_reporter_sees_the_whole_and_their_own_and_no_other_county(followed, county, west, bureau, browser):
    money = followed["研发经费"]
    for one in (county, west):
        Course.objects.create(indicator=money, organisation=one, base_value=5, target_value=10)
    address = reverse("indicators:indicator", args=[money.pk])
    page = browser("reporter").get(address).content.decode()
    assert f"?organisation={county.pk}" in page
    assert f"?organisation={bureau.pk}" in page
    assert f"?organisation={west.pk}" not in page
    other = browser("reporter").get(f"{address}?organisation={west.pk}").content.decode()
    assert "西县" not in other
    assert "西县" in browser("planner").get(f"{address}?organisation={west.pk}").content.decode()


def test_every_value_links_to_the_sentence_it_was_read_from(followed, adopted, browser):
    money = followed["研发经费"]
    page = browser("director").get(reverse("indicators:indicator", args=[money.pk])).content.decode()
    item = money.observations.get(year=2024).source["item"]
    assert reverse("overview:lineage-item", args=[item]) in page
    assert f"#item-{money.item_id}" in page


def test_the_working_of_an_assessment_is_on_the_page(followed, people, bureau, browser):
    money = followed["研发经费"]
    value = actions.Value(money.pk, bureau.pk, 2026, 11)
    actions.keep_observations([value], **by(people["planner"]))
    page = browser("director").get(reverse("indicators:indicator", args=[money.pk])).content.decode()
    for words in ("加拿大统计局", "联合国统计司", "亚太经社", "完成率", "时间进度", "今后每年需要", "趋势外推"):
        assert words in page
    short = (
        browser("director").get(reverse("indicators:indicator", args=[followed["高新技术企业"].pk])).content.decode()
    )
    assert "只有一年数据，且无其他地区可参照" in short


def test_odds_that_are_not_enough_to_tell_are_told_nowhere_on_the_page(followed, browser):
    row = followed["研发经费投入强度"]
    judged = row.assessments.first()
    working = {**judged.working, "verdict": "not_enough_to_tell", "reason": "too_wide", "probability": 0.4321}
    Assessment.objects.filter(pk=judged.pk).update(verdict="not_enough_to_tell", probability=0.4321, working=working)
    page = browser("planner").get(reverse("indicators:indicator", args=[row.pk])).content.decode()
    assert "<dt>达标概率</dt><dd>—</dd>" in page
    assert "43%" not in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_word_of_the_pages_exists(language, followed, county, people, bureau, browser):
    firms = followed["高新技术企业"]
    Course.objects.create(indicator=firms, organisation=county, base_value=5, target_value=10)
    client = browser("planner")
    client.cookies["language"] = language
    for name in ("indicator", "break-down", "describe"):
        page = client.get(reverse(f"indicators:{name}", args=[firms.pk])).content.decode()
        for key in ("indicator.", "breakdown.", "working.", "pace.", "column.", "origin.", "aggregation."):
            assert f">{key}" not in page


def test_the_list_asks_as_often_for_three_as_for_one(followed, browser):
    client = browser("planner")
    assert _queries(client, reverse("indicators:list"), 1) == _queries(client, reverse("indicators:list"), 3)


def _queries(client, address, count):
    Indicator.objects.update(followed=False)
    chosen = list(Indicator.objects.order_by("position").values_list("pk", flat=True)[:count])
    Indicator.objects.filter(pk__in=chosen).update(followed=True)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).content.decode().count("<td><a href=") == count
    return len(asked)


def test_an_indicator_s_page_asks_as_often_for_three_organisations_as_for_one(
    followed, county, west, department, browser
):
    firms, client = followed["高新技术企业"], browser("planner")
    address = reverse("indicators:indicator", args=[firms.pk])
    counts = []
    for one in (county, west, department):
        Course.objects.create(indicator=firms, organisation=one, target_value=10)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_the_grid_asks_as_often_for_three_organisations_as_for_one(followed, county, west, department, browser):
    firms, client = followed["高新技术企业"], browser("planner")
    address = reverse("indicators:break-down", args=[firms.pk])
    counts = []
    for one in (county, west, department):
        Course.objects.create(indicator=firms, organisation=one, target_value=10)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_a_planner_has_everything_judged_anew(followed, adopted, browser):
    address = reverse("indicators:assess", args=[adopted.plan_id])
    Assessment.objects.all().delete()
    assert browser("director").post(address).status_code == 403
    assert browser("stranger").post(address).status_code == 404
    assert browser("planner").post(address).status_code == 302
    assert Assessment.objects.count() == len(followed)
    assert Entry.objects.filter(deed="indicators.assessed").count() == 1
