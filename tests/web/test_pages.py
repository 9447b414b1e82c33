"""What holds for every page: nobody gets in unasked, the policy is strict, both languages are whole, rights per page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.web.journal.models import Entry
from kechuang.web.organisations.roles import VERBS, Role

# the page and the verb it asks for; None is open to everybody who is signed in
PAGES = [
    ("overview:home", None),
    ("overview:inbox", None),
    ("overview:search", None),
    ("overview:monitor", "indicator.see"),
    ("overview:heat-map", "indicator.see"),
    ("overview:changed", "indicator.see"),
    ("overview:screens", "screen.make"),
    ("notices:list", None),
    ("accounts:own", None),
    ("accounts:password", None),
    ("accounts:factor", None),
    ("accounts:delegate", None),
    ("api:tokens", None),
    ("api:docs", None),
    ("collection:list", "return.see"),
    ("collection:open", "round.manage"),
    ("plans:list", "plan.see"),
    ("plans:upload", "plan.upload"),
    ("tasks:list", "task.see"),
    ("tasks:assign", "task.assign"),
    ("tasks:work-plans", "task.see"),
    ("tasks:names", "task.assign"),
    ("tasks:export", "task.assign"),
    ("tasks:import", "task.assign"),
    ("indicators:list", "indicator.see"),
    ("evaluations:list", "evaluation.see"),
    ("evaluations:begin", "evaluation.run"),
    ("evaluations:recipes", "evaluation.see"),
    ("evaluations:add-recipe", "evaluation.run"),
    ("publication:list", "publication.see"),
    ("publication:release", "publication.release"),
    ("publication:webhooks", "webhook.manage"),
    ("publication:add-webhook", "webhook.manage"),
    ("journal:list", "journal.read"),
    ("organisations:list", "organisation.manage"),
    ("organisations:template", "organisation.manage"),
    ("accounts:people", "organisation.manage"),
    ("accounts:add-person", "organisation.manage"),
]


@pytest.mark.parametrize("name", [name for name, _ in PAGES])
def test_who_is_not_signed_in_is_asked_to(name, db):
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("accounts:sign-in"))


@pytest.mark.parametrize(("name", "verb"), PAGES)
def test_a_page_opens_for_the_roles_of_its_verb_and_for_no_others(name, verb, browser):
    opened = {role.value for role in Role if browser(role.value).get(reverse(name)).status_code == 200}
    assert opened == {role.value for role in (VERBS[verb] if verb else Role)}


@pytest.mark.parametrize("name", [name for name, _ in PAGES if name not in ("organisations:template", "tasks:export")])
def test_a_page_has_every_word_in_both_languages(name, browser):
    client = next(
        browser(role)
        for role in ("planner", "director", "auditor", "administrator")
        if browser(role).get(reverse(name)).status_code == 200
    )
    chinese = client.get(reverse(name)).content.decode()
    assert 'lang="zh-hans"' in chinese
    client.cookies["language"] = "en"
    english = client.get(reverse(name)).content.decode()
    assert 'lang="en"' in english
    words = re.sub(r"<[^>]*>|中文", "", re.sub(r"<main[\s\S]*?</main>", "", english))
    assert not re.search(r"[\u4e00-\u9fff]", words)


def test_the_browser_s_own_language_does_not_decide(db):
    assert (
        'lang="zh-hans"' in Client().get("/organisations/sign-in/", headers={"accept-language": "en"}).content.decode()
    )


def test_every_answer_carries_a_policy_without_inline_or_foreign_code(browser):
    for answer in (
        Client().get("/organisations/sign-in/"),
        browser("planner").get("/"),
        browser("planner").get("/none/"),
    ):
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "script-src 'self'" in policy


def test_no_page_has_script_or_style_of_its_own(browser):
    for client, name in ((browser("planner"), "plans:list"), (browser("auditor"), "journal:list")):
        page = client.get(reverse(name)).content.decode()
        assert not re.search(r"<script(?![^>]* src=)|<style|style=|\son\w+=", page)


def test_a_refusal_is_a_page_and_stands_in_the_journal(browser, people):
    answer = browser("reporter").get(reverse("plans:upload"))
    assert answer.status_code == 403
    assert "没有权限" in answer.content.decode()
    entry = Entry.objects.get(deed="refused")
    assert (entry.actor, entry.actor_id) == ("reporter", people["reporter"].pk)
    assert "plan.upload" in entry.after


def test_the_navigation_shows_what_one_may_do(browser):
    assert "上传规划" in browser("planner").get("/").content.decode()
    assert "上传规划" not in browser("auditor").get("/").content.decode()


def test_a_language_is_not_chosen_by_a_link_to_elsewhere(db):
    answer = Client().post(reverse("language"), {"language": "en", "next": "https://example.org/"})
    assert answer.url == "/"
    assert answer.cookies["language"].value == "en"


def test_an_address_that_only_takes_a_form_says_so_when_it_is_opened(browser):
    client = browser("planner")
    answer = client.get(reverse("collection:batch"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "这个地址不能直接打开" in answer.content.decode()
    client.cookies["language"] = "en"
    assert "This address cannot be opened" in client.get(reverse("collection:batch")).content.decode()


def test_choosing_a_language_on_a_page_that_answers_a_form_leads_to_where_the_form_was(browser):
    client, where = browser("administrator"), "http://testserver/organisations/"
    page = client.post(reverse("organisations:import"), {}, headers={"referer": where}).content.decode()
    assert f'name="next" value="{where}"' in page
    assert 'name="next" value="/plans/?page=2"' in browser("planner").get("/plans/?page=2").content.decode()


def test_a_monitor_may_ask_whether_the_site_is_well(db):
    assert Client().get("/healthy/").content == b"ok\n"
