"""Sessions: listed, limited, ended; addresses that keep failing; passwords that come again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kechuang.web.accounts.models import FailuresFrom, SignedIn
from kechuang.web.journal.models import Entry
from kechuang.web.organisations.models import FailedSignIns
from tests.web.conftest import PASSWORD

SIGN_IN, OWN = "/organisations/sign-in/", "/organisations/own/"


def signed_in(username="planner", **extra):
    client = Client(**extra)
    assert client.post(SIGN_IN, {"username": username, "password": PASSWORD}).status_code == 302
    return client


def is_in(client):
    return client.get(OWN).status_code == 200


def test_one_sees_one_s_sessions_and_ends_one_of_them(people):
    here, there = signed_in(), signed_in(HTTP_USER_AGENT="Elsewhere/1.0")
    page = here.get(OWN).content.decode()
    assert "Elsewhere/1.0" in page
    row = SignedIn.objects.get(agent="Elsewhere/1.0")
    here.post(f"/organisations/own/sessions/{row.pk}/end/")
    row.refresh_from_db()
    assert (is_in(here), is_in(there), row.key, row.ending) == (True, False, "", "ended")


def test_nobody_ends_the_sessions_of_others(people, browser):
    client = signed_in()
    row = SignedIn.objects.get()
    assert browser("director").post(f"/organisations/own/sessions/{row.pk}/end/").status_code == 404
    assert is_in(client)


def test_one_ends_all_others_at_once(people):
    here, there = signed_in(), signed_in()
    here.post("/organisations/own/sessions/end/")
    assert (is_in(here), is_in(there)) == (True, False)
    assert SignedIn.objects.get(ended_at=None).key == here.session.session_key


def test_a_new_password_ends_the_other_sessions(people):
    here, there = signed_in(), signed_in()
    new = "Another-Dense-43"
    here.post("/organisations/password/", {"old": PASSWORD, "new": new, "again": new})
    assert (is_in(here), is_in(there)) == (True, False)
    assert [row.key for row in SignedIn.objects.filter(ended_at=None)] == [here.session.session_key]


def test_of_too_many_sessions_the_oldest_ends(people, settings):
    settings.SESSIONS_AT_ONCE = 2
    clients = [signed_in() for _ in range(3)]
    assert [is_in(client) for client in clients] == [False, True, True]
    assert SignedIn.objects.get(ending="replaced").ended_at is not None


def test_signing_out_and_time_that_runs_out_are_told_apart(people):
    signed_in().post("/organisations/sign-out/")
    client = signed_in()
    client.get(OWN)
    session = client.session
    session["seen"] -= 31 * 60
    session.save()
    client.get(OWN)
    assert list(SignedIn.objects.order_by("pk").values_list("ending", flat=True)) == ["signed-out", "timed-out"]


def test_a_session_ends_after_twelve_hours_however_busy(people):
    client = signed_in()
    session = client.session
    session["began"] -= 12 * 3600 - 60
    session.save()
    assert is_in(client)
    session["began"] -= 120
    session.save()
    assert not is_in(client)
    assert SignedIn.objects.get().ending == "timed-out"


def test_whoever_signs_in_is_told_when_and_from_where_they_did_before(people):
    signed_in(REMOTE_ADDR="10.1.2.3")
    Client().post(SIGN_IN, {"username": "planner", "password": "wrong"})
    page = signed_in().get("/").content.decode()
    assert "来自 10.1.2.3" in page
    assert "此前有 1 次登录失败" in page


def test_an_address_that_keeps_failing_is_locked_whatever_the_name(people, settings):
    settings.ADDRESS_TRIES = 10
    client = Client(REMOTE_ADDR="10.6.6.6")
    for number in range(10):
        client.post(SIGN_IN, {"username": f"guess{number}", "password": "x"})
    assert client.post(SIGN_IN, {"username": "planner", "password": PASSWORD}).status_code == 429
    assert is_in(signed_in())
    FailuresFrom.objects.filter(origin="10.6.6.6").update(since=timezone.now() - timedelta(minutes=16))
    assert client.post(SIGN_IN, {"username": "planner", "password": PASSWORD}).status_code == 302


def test_a_name_in_capitals_is_the_same_name(people):
    assert Client().post(SIGN_IN, {"username": " Planner", "password": PASSWORD}).status_code == 302
    assert FailedSignIns.objects.get().username == "planner"


@pytest.mark.parametrize(("changes", "status"), [(5, 422), (6, 302)])
def test_the_last_five_passwords_are_not_taken_again(people, changes, status):
    client, had = signed_in(), PASSWORD
    for number in range(changes):
        new = f"Another-Dense-{number}"
        client.post("/organisations/password/", {"old": had, "new": new, "again": new})
        had = new
    answer = client.post("/organisations/password/", {"old": had, "new": PASSWORD, "again": PASSWORD})
    assert answer.status_code == status


def test_a_password_stands_in_no_entry(people):
    client = signed_in()
    client.post("/organisations/password/", {"old": PASSWORD, "new": "Another-Dense-9", "again": "Another-Dense-9"})
    assert "Dense" not in str(list(Entry.objects.values_list()))
