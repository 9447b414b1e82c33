"""A token acts for a person and never beyond them; what goes wrong says what, where and what next."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import JSONField, Value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kechuang.web.api.actions import make_token, revoke_token
from kechuang.web.api.models import Token
from kechuang.web.journal.models import Entry
from tests.web.api.conftest import code

HERE = {"origin": "10.0.0.8"}


def test_a_token_says_whom_it_acts_for(program, people):
    answer = program("planner", ["plan.see"]).get("me").json()
    assert (answer["username"], answer["verbs"], answer["within"]) == (
        "planner", ["plan.see"], people["planner"].organisation_id
    )  # fmt: skip


def test_only_a_fingerprint_is_kept(program):
    one = program("planner")
    kept = json.dumps(list(Token.objects.values()), default=str)
    assert one.shown not in kept
    assert Token.objects.get().digest in kept


def test_without_a_token_nothing_opens_and_a_session_is_none(browser, db):
    assert code(Client().get("/api/v1/plans")) == (401, "no-token")
    answer = browser("planner").get("/api/v1/plans")
    assert code(answer) == (401, "no-token")
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"


def test_without_https_a_program_is_told_so_and_not_led_on(program, settings):
    one = program("planner", ["plan.see"])
    settings.SECURE_SSL_REDIRECT = True
    assert code(one.get("me")) == (403, "not-secure")
    assert code(Client().get("/api/v1/plans")) == (403, "not-secure")
    assert Client().get("/plans/").status_code == 301


def test_a_wrong_token_opens_nothing(program):
    one = program("planner")
    one.shown = one.shown[:-1] + "_"
    assert code(one.get("plans")) == (401, "no-token")


def test_a_revoked_token_opens_nothing_and_the_deed_is_on_record(program, people):
    one = program("planner")
    revoke_token(one.token, actor=people["planner"], at=timezone.now(), **HERE)
    assert code(one.get("plans")) == (401, "no-token")
    assert [entry.deed for entry in Entry.objects.filter(kind="token").order_by("number")] == [
        "token.made",
        "token.revoked",
    ]


def test_an_expired_token_opens_nothing(program, long_ago):
    assert code(program("planner", at=long_ago).get("plans")) == (401, "no-token")


def test_a_token_of_a_closed_account_opens_nothing(program, people):
    one = program("planner")
    people["planner"].is_active = False
    people["planner"].save()
    assert code(one.get("plans")) == (401, "no-token")


def test_nobody_gives_a_token_what_they_may_not_do(people, bureau):
    asked = {"name": "x", "organisation": bureau, "days": 30, "at": timezone.now(), **HERE}
    with pytest.raises(PermissionDenied):
        make_token(verbs=["plan.adopt"], actor=people["planner"], **asked)
    with pytest.raises(PermissionDenied):
        make_token(verbs=[], actor=people["planner"], **asked)


def test_nobody_keeps_a_token_to_an_organisation_they_do_not_reach(people, bureau):
    with pytest.raises(PermissionDenied):
        make_token(
            name="x", verbs=["return.fill"], organisation=bureau, days=30, actor=people["reporter"], at=timezone.now(), **HERE
        )  # fmt: skip


def test_a_token_leaves_out_the_verbs_it_was_not_given(program, followed):
    one = program("planner", ["plan.see"])
    assert one.get("plans").status_code == 200
    assert code(one.get("indicators")) == (403, "not-allowed")
    assert Entry.objects.get(deed="refused").origin.endswith(f"token {one.token.pk}")


def test_a_token_reaches_no_further_than_its_organisation(program, followed, county):
    assert program("planner").get("plans").json()["count"] == 1
    within = program("planner", organisation=county)
    assert within.get("organisations").json()["items"][0]["id"] == county.pk
    assert within.get("organisations").json()["count"] == 1


def test_a_role_that_ends_takes_the_right_from_the_token(program, people, followed):
    one = program("planner")
    people["planner"].roles.update(ends_on=timezone.localdate())
    assert code(one.get("plans")) == (403, "not-allowed")


def test_too_many_requests_wait(program, settings):
    settings.API_CALLS_A_MINUTE = 2
    one = program("planner")
    answers = [one.get("me") for _ in range(5)]
    assert answers[0].status_code == 200
    assert code(answers[-1]) == (429, "too-many")
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


def test_the_last_use_is_known(program):
    one = program("planner")
    one.get("me")
    used = Token.objects.get()
    assert timezone.now() - used.last_used_at < timedelta(minutes=1)
    assert used.last_origin == "127.0.0.1"


def test_a_problem_speaks_the_language_asked_for(program):
    one = program("planner")
    chinese, english = one.get("plans/99"), one.get("plans/99", language="en-GB,en;q=0.9")
    assert (chinese["Content-Language"], english["Content-Language"]) == ("zh-hans", "en")
    assert chinese.json()["title"] == "没有找到，或不可见"
    assert english.json() == {
        "type": "urn:kechuang:problem:not-found",
        "title": "Not there, or not for you to see",
        "status": 404,
        "code": "not-found",
        "where": "/api/v1/plans/99",
        "next": "Take the id from an operation that lists.",
    }


def test_a_page_makes_a_token_shows_it_once_and_takes_it_back(browser, people, bureau):
    client = browser("planner")
    asked = {"name": "统计平台", "organisation": bureau.pk, "days": 30, "verbs": ["plan.see"]}
    made = client.post(reverse("api:tokens"), asked).content.decode()
    assert made.count("kc_") == 1
    assert "kc_" not in client.get(reverse("api:tokens")).content.decode()
    token = Token.objects.get()
    assert browser("director").post(reverse("api:revoke", args=[token.pk])).status_code == 404
    assert client.post(reverse("api:revoke", args=[token.pk])).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_a_page_refuses_verbs_one_does_not_hold(browser, bureau):
    asked = {"name": "x", "organisation": bureau.pk, "days": 30, "verbs": ["plan.adopt"]}
    assert browser("planner").post(reverse("api:tokens"), asked).status_code == 422
    assert not Token.objects.exists()


@pytest.mark.parametrize("address", ["none", "tasks/%0A/report", "tasks/1%2F/report", "..%2F..", "%00", "%FF", ""])
def test_an_address_that_is_none_is_answered_in_the_interfaces_own_words(program, address):
    answer = program("planner").get(address)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.status_code in (400, 404, 405)


def test_too_large_a_request_is_said_to_be_so(program, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = program("planner").post("versions/1/accept", {"items": [1] * 100})
    assert code(answer) == (413, "too-large")


def test_a_request_larger_than_any_file_is_refused_before_it_is_read_and_before_anybody_is_asked(settings):
    size = settings.LARGEST_UPLOAD + 2**21
    answer = Client().post("/api/v1/plans", CONTENT_LENGTH=str(size), headers={"accept-language": "en"})
    assert code(answer) == (413, "too-large")
    assert answer.json()["title"] == "The request is too large"


def test_what_fails_is_said_in_the_interfaces_own_words(program):
    one = program("planner")
    one.client.raise_request_exception = False
    Token.objects.update(verbs=Value(None, JSONField()))  # as nothing of the site would write it
    answer = one.get("plans", **{"accept-language": "en"})
    assert code(answer) == (500, "failed")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/problem+json", "no-store")
    assert answer.json()["next"].startswith("Nothing was changed")


def test_a_request_to_a_name_of_no_host_of_ours_is_refused_in_the_interfaces_own_words(db):
    answer = Client().get("/api/v1/plans", HTTP_HOST="example.org")
    assert code(answer) == (400, "not-readable")
