"""The second factor: the codes of an authenticator app, recovery codes, and who must have one."""

import base64
import re
import time

import pytest
from django.test import Client
from django.utils import timezone

from kechuang.web.accounts import factors, totp
from kechuang.web.accounts.models import RecoveryCode, SecondFactor, SignedIn
from kechuang.web.journal.models import Entry
from kechuang.web.organisations.models import FailedSignIns
from tests.web.conftest import PASSWORD

SIGN_IN, CODE, OWN = "/organisations/sign-in/", "/organisations/sign-in/code/", "/organisations/own/"
FACTOR = "/organisations/own/factor/"


@pytest.fixture(autouse=True)
def _asked_for(settings):
    settings.SECOND_FACTOR_ROLES = ["administrator", "auditor"]


def code_of(person, ahead=0):
    """What the app of ``person`` shows now, or some steps from now."""
    return totp.code_at(factors.offer(person), int(time.time()) // totp.SECONDS + ahead)


def set_up(person):
    """An app for ``person``; answers the recovery codes."""
    factors.offer(person)
    return factors.confirm(person, code=code_of(person, -1), origin="10.0.0.8", at=timezone.now())


def sign_in(client, username="planner"):
    return client.post(SIGN_IN, {"username": username, "password": PASSWORD})


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_rfc_6238(seconds, code):
    assert totp.code_at(b"12345678901234567890", seconds // 30) == code


def test_the_password_alone_does_not_open_where_there_is_an_app(people):
    set_up(people["planner"])
    client = Client()
    assert sign_in(client).url == CODE
    assert client.get(OWN).status_code == 302
    assert client.post(CODE, {"code": code_of(people["planner"])}).url == "/"
    assert client.get(OWN).status_code == 200
    assert SignedIn.objects.get().person == people["planner"]


def test_a_code_opens_once(people):
    set_up(people["planner"])
    code = code_of(people["planner"])
    for status in (302, 422):
        client = Client()
        sign_in(client)
        assert client.post(CODE, {"code": code}).status_code == status


def test_a_recovery_code_opens_once_in_place_of_the_app(people):
    codes = set_up(people["planner"])
    assert len(set(codes)) == 10
    assert {len(code) for code in codes} == {27}  # 24 letters of 31: more than the 112 bits that need no slow hash
    for status in (302, 422):
        client = Client()
        sign_in(client)
        assert client.post(CODE, {"code": codes[3].upper()}).status_code == status
    assert RecoveryCode.objects.filter(used_at=None).count() == 9


def test_wrong_codes_lock_like_wrong_passwords(people):
    set_up(people["planner"])
    client = Client()
    sign_in(client)
    for _ in range(5):
        assert client.post(CODE, {"code": "000000x"}).status_code == 422
    assert client.post(CODE, {"code": code_of(people["planner"])}).status_code == 429
    assert FailedSignIns.objects.get(username="planner").locked_until is not None
    assert Entry.objects.filter(deed="person.sign-in-failed").count() == 6


def test_no_code_is_asked_without_a_password_and_not_long_after_it(people, settings):
    set_up(people["planner"])
    client = Client()
    assert client.get(CODE).url == SIGN_IN
    sign_in(client)
    settings.CODE_MINUTES = 0
    assert client.post(CODE, {"code": code_of(people["planner"])}).url == SIGN_IN


@pytest.mark.parametrize("username", ["administrator", "auditor"])
def test_administrators_and_auditors_set_one_up_before_anything_else(people, username):
    client = Client()
    sign_in(client, username)
    assert client.get("/").url == FACTOR
    page = client.get(FACTOR).content.decode()
    picture = base64.b64decode(re.search(r"data:image/svg\+xml;base64,([\w+/=]+)", page)[1])
    assert picture.lstrip().startswith((b"<?xml", b"<svg"))
    assert totp.readable(factors.offer(people[username])) in page
    answer = client.post(FACTOR, {"code": code_of(people[username])})
    assert len(re.findall(r"<li><code>\w{6}(?:-\w{6}){3}</code>", answer.content.decode())) == 10
    assert client.get("/").status_code == 200


def test_others_are_not_asked_for_one(browser):
    assert browser("planner").get("/").status_code == 200


def test_a_wrong_first_code_sets_nothing_up(people, browser):
    client = browser("planner")
    client.get(FACTOR)
    assert client.post(FACTOR, {"code": "123"}).status_code == 422
    assert not factors.has_factor(people["planner"])


def test_the_key_is_enciphered_and_stands_in_no_journal(people):
    set_up(people["planner"])
    kept = SecondFactor.objects.get().secret
    key = factors.offer(people["planner"])
    assert totp.readable(key) not in kept
    assert totp.readable(key) not in str(list(Entry.objects.values_list()))


def test_under_another_key_of_the_site_only_a_recovery_code_opens(people, settings):
    codes = set_up(people["planner"])
    code = code_of(people["planner"])
    hashes = list(RecoveryCode.objects.values_list("hash", flat=True))
    settings.SECRET_KEY = "another key of the site, as after a restore without its file"
    assert not factors.accept(people["planner"], code=code, at=timezone.now())
    assert len(codes) == len(hashes)


def test_one_takes_one_s_factor_away_by_a_code_unless_a_role_asks_for_it(people, browser):
    for username, left in (("planner", False), ("auditor", True)):
        set_up(people[username])
        client = browser(username)
        client.post("/organisations/own/factor/remove/", {"code": "1"})
        assert factors.has_factor(people[username])
        client.post("/organisations/own/factor/remove/", {"code": code_of(people[username])})
        assert factors.has_factor(people[username]) is left


def test_new_recovery_codes_replace_the_old(people, browser):
    old = set_up(people["planner"])
    client = browser("planner")
    client.post("/organisations/own/factor/codes/", {"code": code_of(people["planner"])})
    assert not factors.accept(people["planner"], code=old[0], at=timezone.now())
    assert RecoveryCode.objects.filter(used_at=None).count() == 10


def test_an_administrator_takes_a_lost_factor_away_with_a_reason(people, browser):
    set_up(people["administrator"])
    set_up(people["planner"])
    address = f"/organisations/people/{people['planner'].pk}/factor/"
    client = browser("administrator")
    client.post(address, {"reason": ""})
    assert factors.has_factor(people["planner"])
    client.post(address, {"reason": "手机丢失"})
    assert not factors.has_factor(people["planner"])
    assert Entry.objects.get(deed="person.factor-removed").reason == "手机丢失"
