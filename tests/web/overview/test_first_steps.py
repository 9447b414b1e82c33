"""The first hour of a site: the first page leads from nothing to the first plan that is followed, each person by their part."""

import re

import pytest

from kechuang.web.indicators.models import Course
from kechuang.web.organisations.models import HeldRole
from kechuang.web.organisations.roles import Role
from kechuang.web.overview import beginning
from tests.web.collection.conftest import open_round


def steps(client):
    """The step that is next, and those that are done, in words."""
    page = client.get("/").content.decode()
    found = re.findall(r'<li class="(\w*)"[^>]*><span class="mark">.*?</span> <(?:a|b)[^>]*>(.*?)</(?:a|b)>', page)
    return [words for kind, words in found if kind == "next"], [words for kind, words in found if kind == "done"]


def test_whoever_manages_a_new_house_imports_organisations_and_opens_accounts(bureau, people, county, browser):
    assert beginning.standing() == beginning.Standing(3, len(people), frozenset({"planner", "director"}))
    assert steps(browser("administrator")) == ([], [])
    HeldRole.objects.filter(role=Role.PLANNER).delete()
    assert steps(browser("administrator")) == (["开设账号"], ["导入单位"])


def test_a_planner_begins_by_uploading_a_plan_and_goes_there_by_one_link(browser):
    assert steps(browser("planner")) == (["上传规划"], [])
    assert 'href="/plans/upload/">上传规划</a>' in browser("planner").get("/").content.decode()


def test_a_director_sees_whose_turn_it_is_and_has_no_link_to_what_others_do(browser):
    assert steps(browser("director")) == (["上传规划"], [])
    assert '<b>上传规划</b> <span class="quiet">规划编制人员</span>' in browser("director").get("/").content.decode()


def test_once_a_plan_is_adopted_it_waits_to_be_followed(adopted, browser):
    assert steps(browser("planner")) == (["开始跟踪指标和任务"], ["上传规划", "审核识读结果", "采用规划"])


def test_a_followed_plan_is_broken_down_and_its_first_round_opened(followed, staff, county, browser):
    before = ["上传规划", "审核识读结果", "采用规划", "开始跟踪指标和任务"]
    assert steps(browser("planner")) == (["分解目标"], before)
    Course.objects.create(indicator=followed["高新技术企业"], organisation=county, base_value=35, target_value=70)
    assert steps(browser("planner")) == (["发起第一次统计调查"], [*before, "分解目标"])
    open_round(staff, followed, [county])
    assert "开始使用" not in browser("planner").get("/").content.decode()


@pytest.mark.parametrize("who", ["reporter", "approver", "evaluator", "auditor"])
def test_who_only_takes_part_later_is_not_asked_to_begin(browser, who):
    assert "开始使用" not in browser(who).get("/").content.decode()


@pytest.mark.parametrize(("who", "where"), [("administrator", "/organisations/people/"), ("auditor", "/journal/")])
def test_those_without_business_find_their_ways_on_the_first_page(browser, who, where):
    page = browser(who).get("/").content.decode()
    assert f'href="{where}"' in page[page.index('<ul class="ways">') :]


def test_a_reporter_s_day_begins_with_what_waits_and_a_director_s_with_the_plan(valued, round_, browser):
    def follows(who, words):
        page = browser(who).get("/").content.decode()
        return page.index(words) > page.index('<ul class="tiles">')

    assert (follows("reporter", "待填报"), follows("director", "没有待办事项")) == (False, True)
