"""The page of the review, and who gets to see it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kechuang.web.plans import actions, reviewing
from kechuang.web.plans.states import Standing
from tests.web.plans.conftest import TEXT, by
from tests.web.plans.reviewed import first


def addresses(version):
    item = first(version).pk
    return [
        ("get", f"/plans/{version.plan_id}/"),
        ("get", f"/plans/{version.plan_id}/adjust/"),
        ("get", f"/plans/versions/{version.pk}/"),
        ("get", f"/plans/versions/{version.pk}/progress/"),
        ("get", f"/plans/versions/{version.pk}/difference/"),
        ("get", f"/plans/versions/{version.pk}/add/"),
        ("get", f"/plans/versions/{version.pk}/discard/"),
        ("post", f"/plans/versions/{version.pk}/accept/"),
        ("post", f"/plans/versions/{version.pk}/adopt/"),
        ("post", f"/plans/versions/{version.pk}/again/"),
        ("get", f"/plans/items/{item}/"),
        ("get", f"/plans/items/{item}/correct/"),
        ("post", f"/plans/items/{item}/reject/"),
        ("post", f"/plans/items/{item}/put-back/"),
    ]


@pytest.mark.parametrize("username", ["reporter", "approver", "auditor", "administrator", "stranger", "nobody"])
def test_whoever_may_not_see_a_draft_is_told_there_is_none(version, browser, username):
    client = browser(username)
    answers = {address: getattr(client, method)(address).status_code for method, address in addresses(version)}
    assert set(answers.values()) == {404}


def test_whoever_may_look_but_not_touch_is_refused(version, browser):
    client = browser("evaluator")
    touching = [
        one for one in addresses(version) if one[0] == "post" or one[1].endswith(("add/", "correct/", "discard/"))
    ]
    answers = {address: getattr(client, method)(address).status_code for method, address in touching}
    assert set(answers.values()) == {403}
    assert client.get(f"/plans/versions/{version.pk}/").status_code == 200


def test_the_review_shows_the_document_beside_what_was_read(version, browser):
    page = browser("planner").get(f"/plans/versions/{version.pk}/").content.decode()
    item = first(version)
    assert f'data-start="{TEXT.index("到2030年")}"' in page
    assert f'id="item-{item.pk}" tabindex="-1" data-start="{item.start}" data-end="{item.end}"' in page
    assert "共 4 条，待审核 4 条，其中存疑 1 条" in page


def test_one_item_is_accepted_in_place(version, browser):
    client = browser("planner")
    item = first(version)
    answer = client.post(
        f"/plans/versions/{version.pk}/accept/",
        {"item": item.pk, "kind": "commitments"},
        headers={"hx-request": "true"},
    )
    page = answer.content.decode()
    assert "已确认" in page
    assert "待审核 3 条" in page
    assert 'hx-swap-oob="true"' in page


def test_all_without_doubts_are_accepted_at_once_and_the_doubtful_stay(version, browser):
    browser("planner").post(f"/plans/versions/{version.pk}/accept/", {"all-sure": "commitments"})
    pending = version.items.filter(standing=Standing.PENDING)
    assert sorted(pending.values_list("kind", "weight")) == [("commitments", 5), ("tasks", 0)]


def test_an_item_is_corrected_through_its_form(version, browser):
    client = browser("planner")
    item = first(version)
    values = {"measure": "研发经费", "bound": ">=", "low": "1,200", "unit": "亿元", "basis": "level", "reason": "更正"}
    client.post(f"/plans/items/{item.pk}/correct/", {**values, "edition": 0})
    item.refresh_from_db()
    assert (item.values["bound"], item.values["low"], item.values["year"]) == (">=", 1200, None)


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("low", "1e99", "请填数字"),
        ("low", "NaN", "请填数字"),
        ("year", "30", "请填年份"),
        ("measure", "", "请填写这一项"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_at_its_field(version, browser, path, text, says):
    item = first(version)
    values = {"measure": "x", "bound": "=", "basis": "level", "reason": "y", "edition": 0, path: text}
    answer = browser("planner").post(f"/plans/items/{item.pk}/correct/", values)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_what_somebody_else_changed_meanwhile_is_said(version, browser):
    client = browser("planner")
    address = f"/plans/items/{first(version).pk}/reject/"
    client.post(address, {"edition": 0})
    answer = client.post(address, {"edition": 0}, headers={"hx-request": "true"})
    assert answer.status_code == 409
    assert "刚被别人改过" in answer.content.decode()


def test_the_page_leads_from_adoption_to_the_plan(version, browser, people):
    reviewing.accept(version, version.items.values_list("pk", flat=True), **by(people["planner"]))
    page = browser("director").post(f"/plans/versions/{version.pk}/adopt/", follow=True).content.decode()
    assert "已采用，此后不再改动" in page
    assert "动态调整" not in page
    assert "动态调整" in browser("planner").get(f"/plans/{version.plan_id}/").content.decode()


def test_lists_ask_the_database_as_often_for_three_as_for_one(version, browser, people, bureau):
    client = browser("planner")
    addresses = ["/plans/", "/", f"/plans/versions/{version.pk}/"]
    asked = []
    for number in range(3):
        actions.upload(str(number).encode(), name="more.txt", organisation=bureau, **by(people["planner"]))
        start = TEXT.index("35件")
        reviewing.add(version, "commitments", {"measure": "x"}, start=start, end=start + 3, **by(people["planner"]))
        asked.append([queries_of(client, address) for address in addresses])
    assert asked[0] == asked[2]


def queries_of(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
