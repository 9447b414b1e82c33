"""The page on which an indicator is broken down: what it fills in, checks at once, proposes and saves."""

import re

from django.urls import reverse

from kechuang.web.indicators import actions
from tests.web.conftest import make_organisation
from tests.web.indicators.conftest import by
from tests.web.indicators.divided import grid, shares


def misfits(page):
    """What a page says does not add up."""
    found = re.findall(r'<li class="misfit \w+"><span class="word">(.*?)</span> (.*?)</li>', page)
    return [f"{word}：{text}" for word, text in found]


def test_the_page_saves_what_was_filled_in(firms, bureau, county, west, browser):
    address = reverse("indicators:break-down", args=[firms.pk])
    rows = ((county, "counted", "30", "70", "along"), (west, "counted", "30", "５0", "typed", 31, 35, 40, 45, 50))
    answer = browser("planner").post(address, grid(firms, bureau, *rows, save=1))
    assert answer.status_code == 302
    assert shares(firms)["西县"] == (30, 50, "typed", [31, 35, 40, 45, 50])
    assert shares(firms)["东县"][:3] == (30, 70, "along")


def test_the_page_says_at_once_what_does_not_add_up_and_keeps_nothing(firms, bureau, county, west, browser):
    address = reverse("indicators:break-down", args=[firms.pk])
    rows = ((county, "counted", "30", "60", "along"), (west, "counted", "", "50", "typed", 31, 35, 34, 45, 49))
    posted = grid(firms, bureau, *rows, check=1)
    page = browser("planner").post(address, posted).content.decode()
    said = [
        "对不上：西县的路径到 2030 年 为 49，达不到目标 50。",
        "对不上：目标值：各单位合计 110，不够总目标 120，差 10。",
        "请核对：西县 2028 年 的年度目标 34 比上年 35 倒退。",
        "请核对：西县没有基期值。",
    ]
    assert [one for one in misfits(page) if "年：" not in one] == said
    live = browser("planner").post(address, posted, headers={"HX-Request": "true"}).content.decode()
    assert "目标值：各单位合计 110，不够总目标 120，差 10。" in live
    assert "<html" not in live
    assert set(shares(firms)) == {"市科技局"}


def test_a_live_check_never_replaces_a_cell_that_is_being_typed_in(firms, bureau, county, west, browser):
    address = reverse("indicators:break-down", args=[firms.pk])
    rows = ((county, "counted", "30", "60", "along"), (west, "counted", "30", "60", "typed", 31))
    was = {f"was-{county.pk}": "along", f"was-{west.pk}": "typed", f"was-{bureau.pk}": "linear"}
    posted = grid(firms, bureau, *rows, **was)
    live = browser("planner").post(address, posted, headers={"HX-Request": "true"}).content.decode()
    assert f'id="y-{county.pk}-2026"' in live
    assert f'id="y-{west.pk}-2026"' not in live
    assert f'id="target-{west.pk}"' not in live


def test_a_cell_that_is_no_number_is_named_and_nothing_is_saved(firms, bureau, county, browser):
    address = reverse("indicators:break-down", args=[firms.pk])
    answer = browser("planner").post(address, grid(firms, bureau, (county, "counted", "三十", "1e30", "along"), save=1))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "三十" in page
    assert "不是数" in page
    assert "太大" in page
    assert set(shares(firms)) == {"市科技局"}


def test_what_somebody_filled_in_is_not_lost_when_somebody_else_saved_first(firms, bureau, county, browser):
    address = reverse("indicators:break-down", args=[firms.pk])
    posted = grid(firms, bureau, (county, "counted", "30", "77", "along"), save=1)
    assert browser("planner").post(address, posted).status_code == 302
    posted[f"target-{county.pk}"] = "88"
    answer = browser("planner").post(address, posted)
    assert answer.status_code == 409
    assert 'value="88"' in answer.content.decode()
    assert shares(firms)["东县"][1] == 77


def test_a_proposal_fills_the_grid_and_saves_nothing(firms, bureau, county, west, browser):
    address = reverse("indicators:break-down", args=[firms.pk])
    rows = ((county, "counted", "40", "", "along"), (west, "counted", "20", "", "along"))
    page = browser("planner").post(address, grid(firms, bureau, *rows, way="baseline-share")).content.decode()
    assert f'id="target-{county.pk}" value="80"' in page
    assert f'id="target-{west.pk}" value="40"' in page
    assert misfits(page) == []
    assert set(shares(firms)) == {"市科技局"}


def test_the_grid_begins_with_the_counties_and_what_was_observed_there(followed, county, west, department, browser):
    page = browser("planner").get(reverse("indicators:break-down", args=[followed["研发经费"].pk])).content.decode()
    assert f'id="base-{county.pk}" value="6"' in page
    assert f'id="base-{west.pk}" value="4"' in page
    assert f'<tr id="row-{department.pk}" class="out">' in page


def test_what_is_wanting_in_several_counties_is_said_once(followed, county, west, browser):
    page = browser("planner").get(reverse("indicators:break-down", args=[followed["研发经费投入强度"].pk]))
    said = misfits(page.content.decode())
    assert "请核对：东县、西县还没有目标值。" in said
    assert len({one for one in said if "没有权重" in one}) == 1


def test_the_weights_of_a_ratio_are_its_denominators(followed, county, west, bureau, people, browser):
    product, ratio = followed["地区生产总值"], followed["研发经费投入强度"]
    rows = [actions.Value(product.pk, one.pk, 2025, value) for one, value in ((county, 300), (west, 200))]
    actions.keep_observations(rows, **by(people["planner"]))
    given = ((county, "counted", "2.2", "3", "along"), (west, "counted", "1.7", "2", "along"))
    page = (
        browser("planner")
        .post(reverse("indicators:break-down", args=[ratio.pk]), grid(ratio, bureau, *given, check=1))
        .content.decode()
    )
    assert misfits(page)[0] == "对不上：目标值：各单位加权平均 2.6，达不到总目标 3，差 0.4。"


def test_a_county_s_share_is_divided_further_among_its_towns(firms, drafts, county, people, browser):
    town = make_organisation("51000107", "七镇", parent=county)
    actions.break_down(firms, **drafts, edition=firms.edition, **by(people["planner"]))
    address = reverse("indicators:break-down", args=[firms.pk]) + f"?of={county.pk}"
    client = browser("planner")
    assert "七镇" in client.get(address).content.decode()
    posted = grid(firms, county, (town, "counted", "30", "50", "along"))
    assert "各单位合计 50，不够总目标 60，差 10" in client.post(address, {**posted, "check": 1}).content.decode()
    assert client.post(address, {**posted, "save": 1}).status_code == 302
    assert shares(firms)["七镇"][:2] == (30, 50)
    assert set(shares(firms)) == {"市科技局", "东县", "西县", "七镇"}
    assert client.get(address.replace(f"of={county.pk}", "of=999999")).status_code == 404
