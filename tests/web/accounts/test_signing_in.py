"""Signing in: what 等保 level 3 asks of it, and what the journal keeps of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils import timezone

from kechuang.web.accounts.passwords import ThreeOfFourClasses, generate_password
from kechuang.web.journal.models import Entry
from kechuang.web.organisations.models import FailedSignIns, Person
from kechuang.web.origin import origin_of
from tests.web.conftest import PASSWORD

SIGN_IN = "/organisations/sign-in/"


def sign_in(client, username="planner", password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"username": username, "password": password, **extra})


def deeds():
    return list(Entry.objects.order_by("number").values_list("deed", "actor"))


def test_the_right_password_opens_and_is_written_down(people):
    answer = sign_in(Client(), next="/plans/")
    assert (answer.status_code, answer.url) == (302, "/plans/")
    assert deeds() == [("person.signed-in", "planner")]


def test_nobody_is_sent_elsewhere_after_signing_in(people):
    assert sign_in(Client(), next="https://example.org/").url == "/"


@pytest.mark.parametrize("username", ["planner", "whoever"])
def test_a_wrong_password_and_a_wrong_name_get_the_same_answer(people, username):
    answer = sign_in(Client(), username, "wrong")
    assert answer.status_code == 422
    assert "用户名或密码不对" in answer.content.decode()
    assert deeds() == [("person.sign-in-failed", "")]
    assert "wrong" not in Entry.objects.get().after


def test_after_five_failures_the_right_password_does_not_open_either(people):
    client = Client()
    for _ in range(5):
        sign_in(client, password="wrong")
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "15 分钟" in answer.content.decode()
    assert len(deeds()) == 6


def test_the_lock_opens_by_itself(people):
    client = Client()
    for _ in range(5):
        sign_in(client, password="wrong")
    FailedSignIns.objects.update(locked_until=timezone.now() - timedelta(seconds=1))
    assert sign_in(client).status_code == 302
    assert FailedSignIns.objects.get().count == 0


def test_an_account_that_was_closed_does_not_open(people):
    Person.objects.filter(username="planner").update(is_active=False)
    assert sign_in(Client()).status_code == 422


def test_after_half_an_hour_of_nothing_one_is_signed_out(browser):
    client = browser("planner")
    client.get("/")
    session = client.session
    session["seen"] -= 31 * 60
    session.save()
    assert client.get("/").status_code == 302
    assert deeds() == [("person.timed-out", "planner")]


def test_a_page_that_asks_by_itself_does_not_keep_one_signed_in(browser):
    client = browser("planner")
    client.get("/")
    seen = client.session["seen"] - 60
    session = client.session
    session["seen"] = seen
    session.save()
    client.get("/plans/?polling=1")
    assert client.session["seen"] == seen


def test_a_password_that_was_handed_out_is_changed_first(people):
    Person.objects.filter(username="planner").update(must_change_password=True)
    client = Client()
    sign_in(client)
    assert client.get("/plans/").url == "/organisations/password/"
    new = "Another-Dense-43"
    answer = client.post("/organisations/password/", {"old": PASSWORD, "new": new, "again": new})
    assert answer.url == "/"
    assert client.get("/plans/").status_code == 200
    assert sign_in(Client(), password=new).status_code == 302


def test_a_password_of_ninety_days_is_changed_first(people):
    Person.objects.filter(username="planner").update(password_changed_at=timezone.now() - timedelta(days=90))
    client = Client()
    sign_in(client)
    assert client.get("/plans/").url == "/organisations/password/"


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", "Another-Dense-43", "Another-Dense-43"),
        (PASSWORD, "Another-Dense-43", "Another-Dense-44"),
        (PASSWORD, PASSWORD, PASSWORD),
        (PASSWORD, "Short-1", "Short-1"),
        (PASSWORD, "onlysmallletters", "onlysmallletters"),
    ],
)
def test_a_poor_new_password_is_refused(browser, people, old, new, again):
    answer = browser("planner").post("/organisations/password/", {"old": old, "new": new, "again": again})
    assert answer.status_code == 422
    people["planner"].refresh_from_db()
    assert people["planner"].check_password(PASSWORD)


def test_three_kinds_of_characters_are_enough_and_two_are_not():
    ThreeOfFourClasses().validate("abcdefgH1")
    with pytest.raises(ValidationError):
        ThreeOfFourClasses().validate("abcdefgh1")


@pytest.mark.parametrize("word", ["KeChuang", "科创", "510000", "市科技局"])
def test_a_password_holds_no_word_that_anybody_here_would_guess(people, word):
    with pytest.raises(ValidationError, match=word.casefold()):
        validate_password(f"Quiet-{word}-42", people["planner"])
    validate_password("Quiet-Dense-Mill-42", people["planner"])


def test_passwords_that_are_given_out_are_good_ones():
    given = {generate_password() for _ in range(200)}
    assert len(given) == 200
    for password in given:
        assert len(password) == 14
        ThreeOfFourClasses().validate(password)


def test_a_forwarded_address_counts_only_behind_proxies_of_our_own(settings):
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.9.9.9")
    assert origin_of(request) == "10.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert origin_of(request) == "10.9.9.9"


def test_signing_out_is_written_down_and_ends_the_session(browser):
    client = browser("planner")
    client.post("/organisations/sign-out/")
    assert client.get("/").status_code == 302
    assert deeds() == [("person.signed-out", "planner")]
