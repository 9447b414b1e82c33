"""Log-ins from elsewhere: against a provider that runs on this machine, honest and not; nobody gets an account by arriving."""

import re
import time
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from kechuang.web.accounts import elsewhere, factors, totp
from kechuang.web.accounts.models import SignedIn
from kechuang.web.journal.models import Entry
from kechuang.web.organisations.models import FailedSignIns, Person
from kechuang.web.settings import elsewhere_of
from tests.web.accounts.provider import CLIENT, SECRET, running

SIGN_IN, OWN = "/organisations/sign-in/", "/organisations/own/"
GO, LINK = "/organisations/sign-in/elsewhere/oidc/", "/organisations/own/link/oidc/"


@pytest.fixture(scope="module")
def server():
    with running() as provider:
        yield provider


@pytest.fixture
def provider(server, settings):
    server.be_honest()
    environment = {
        "OIDC_SERVER": server.address,
        "OIDC_CLIENT": CLIENT,
        "OIDC_SECRET": SECRET,
        "OIDC_NAME": "市统一认证",
    }
    settings.ELSEWHERE = elsewhere_of({f"KECHUANG_{name}": value for name, value in environment.items()})
    return server


def leave(client, address=GO):
    """Where a page sends the browser."""
    page = client.post(address).content.decode()
    return unescape(re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)[1])


def travel(client, provider, address=GO):
    """There and back."""
    way_back = urlsplit(provider.authorise(leave(client, address)))
    return client.get(f"{way_back.path}?{way_back.query}")


def linked(browser, provider, username="planner"):
    client = browser(username)
    assert travel(client, provider, LINK).url == OWN
    return client


def is_in(client):
    return client.get(OWN).status_code == 200


def test_nothing_is_offered_where_nothing_is_switched_on(db):
    assert "其他登录方式" not in Client().get(SIGN_IN).content.decode()
    assert Client().post(GO).status_code == 404
    assert Client().get("/organisations/sign-in/back/oidc/").status_code == 404


def test_whoever_has_linked_it_signs_in_by_it(people, browser, provider):
    linked(browser, provider)
    client = Client()
    assert "市统一认证" in client.get(SIGN_IN).content.decode()
    assert travel(client, provider).url == "/"
    assert is_in(client)
    assert SignedIn.objects.get().way == "oidc"
    deeds = list(Entry.objects.order_by("number").values_list("deed", "actor"))
    assert deeds == [("person.linked", "planner"), ("person.signed-in", "planner")]


def test_whoever_is_not_linked_gets_no_account(people, provider):
    before = Person.objects.count()
    client = Client()
    assert travel(client, provider).url == SIGN_IN
    assert "还没有关联" in client.get(SIGN_IN).content.decode()
    assert (is_in(client), Person.objects.count()) == (False, before)
    assert '"account":"wang@county"' in Entry.objects.get(deed="person.sign-in-failed").after


def test_what_the_other_site_tells_of_a_person_is_not_kept(people, browser, provider):
    provider.claims = {"name": "王五", "email": "wang@example.org"}
    linked(browser, provider)
    travel(Client(), provider)
    assert elsewhere.links_of(people["planner"]).get().extra_data == {}


def test_a_closed_account_and_a_locked_one_do_not_open(people, browser, provider):
    linked(browser, provider)
    FailedSignIns.objects.create(username="planner", count=5, locked_until=timezone.now() + timedelta(minutes=5))
    client = Client()
    assert travel(client, provider).url == SIGN_IN
    FailedSignIns.objects.all().delete()
    Person.objects.filter(username="planner").update(is_active=False)
    assert travel(client, provider).url == SIGN_IN
    assert not is_in(client)


def test_the_second_factor_is_asked_for_all_the_same(people, browser, provider):
    linked(browser, provider)
    secret, step = factors.offer(people["planner"]), int(time.time()) // totp.SECONDS
    factors.confirm(people["planner"], code=totp.code_at(secret, step - 1), origin="", at=timezone.now())
    client = Client()
    assert travel(client, provider).url == "/organisations/sign-in/code/"
    assert not is_in(client)
    client.post("/organisations/sign-in/code/", {"code": totp.code_at(secret, step)})
    assert is_in(client)
    assert SignedIn.objects.get().way == "oidc"


@pytest.mark.parametrize(
    "dishonest",
    [
        {"forged": True},
        {"claims": {"aud": "somebody else"}},
        {"claims": {"iss": "https://example.org"}},
        {"claims": {"exp": 1}},
        {"claims": {"sub": ""}},
        {"claims": {"nonce": "of another request"}},
        {"claims": {"nonce": None}},
        {"unsigned": True},
        {"without_token": True},
    ],
)
def test_a_token_that_proves_nothing_opens_nothing(people, browser, provider, dishonest):
    linked(browser, provider)
    for name, how in dishonest.items():
        setattr(provider, name, how)
    client = Client()
    assert travel(client, provider).url == SIGN_IN
    assert not is_in(client)
    assert Entry.objects.filter(deed="person.sign-in-failed").count() == 1


def test_an_answer_nobody_asked_for_opens_nothing(people, browser, provider):
    linked(browser, provider)
    client, other = Client(), Client()
    way_back = urlsplit(provider.authorise(leave(other)))
    assert client.get(f"{way_back.path}?{way_back.query}").url == SIGN_IN
    assert not is_in(client)
    assert client.get(f"{way_back.path}?error=access_denied").url == SIGN_IN


def stolen(provider, client, other):
    """The way back of ``client`` with the code somebody else was given."""
    mine, theirs = (urlsplit(provider.authorise(leave(one))) for one in (client, other))
    code = parse_qs(theirs.query)["code"][0]
    return f"{mine.path}?{urlencode({'code': code, 'state': parse_qs(mine.query)['state'][0]})}"


@pytest.mark.parametrize("lax", [False, True])
def test_a_code_somebody_else_was_given_opens_nothing_at_a_provider_that_checks_pkce_and_at_one_that_does_not(
    people, browser, provider, lax
):
    linked(browser, provider)
    provider.lax = lax
    client = Client()
    assert client.get(stolen(provider, client, Client())).url == SIGN_IN
    assert not is_in(client)


def test_a_provider_that_says_it_is_another_is_not_believed(people, browser, provider):
    linked(browser, provider)
    client = Client()
    way_back = urlsplit(provider.authorise(leave(client)))
    provider.issuer = "https://login.example.org"
    assert client.get(f"{way_back.path}?{way_back.query}").url == SIGN_IN
    assert client.post(GO).url == SIGN_IN
    assert not is_in(client)


def test_one_account_elsewhere_is_one_person_s(people, browser, provider):
    linked(browser, provider)
    client = linked(browser, provider, "director")
    assert "已关联到另一个人" in client.get(OWN).content.decode()
    assert not elsewhere.links_of(people["director"]).exists()


def test_a_link_is_taken_away_by_its_owner_only(people, browser, provider):
    client = linked(browser, provider)
    found = elsewhere.links_of(people["planner"]).get()
    address = f"/organisations/own/links/{found.pk}/remove/"
    assert browser("director").post(address).status_code == 404
    assert client.post(address).status_code == 302
    assert travel(Client(), provider).url == SIGN_IN


def test_a_provider_that_does_not_answer_is_said_so(people, provider, settings):
    settings.ELSEWHERE["oidc"]["server"] = "http://127.0.0.1:9"
    client = Client()
    assert client.post(GO).url == SIGN_IN
    assert "连不上" in client.get(SIGN_IN).content.decode()


def test_a_provider_that_is_gone_when_one_comes_back_is_said_so(people, browser, provider, settings):
    client = Client()
    way_back = urlsplit(provider.authorise(leave(client)))
    settings.ELSEWHERE["oidc"]["server"] = "http://127.0.0.1:9"
    assert client.get(f"{way_back.path}?{way_back.query}").url == SIGN_IN


def test_what_leaves_carries_a_state_a_challenge_and_a_nonce(db, provider):
    asked = parse_qs(urlsplit(leave(Client())).query)
    assert asked["client_id"] == [CLIENT]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["state"][0]
    assert len(asked["nonce"][0]) >= 43


@pytest.mark.parametrize(
    ("chat", "host"),
    [("weixin", "open.weixin.qq.com"), ("dingtalk", "login.dingtalk.com"), ("feishu", "open.feishu.cn")],
)
def test_the_chats_are_switched_on_by_naming_a_client(db, settings, chat, host):
    settings.ELSEWHERE = elsewhere_of({f"KECHUANG_{chat.upper()}_CLIENT": "app-1"})
    address = urlsplit(leave(Client(), f"/organisations/sign-in/elsewhere/{chat}/"))
    assert address.hostname == host
    assert "app-1" in address.query
    assert f"%2Forganisations%2Fsign-in%2Fback%2F{chat}%2F" in address.query
