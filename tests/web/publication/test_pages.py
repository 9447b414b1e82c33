"""The pages of those who release."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kechuang.web.publication.models import Release, Withdrawal
from tests.web.publication.conftest import release


def test_a_director_releases_and_withdraws_in_the_page(approved, browser, people):
    client = browser("director")
    version = approved["研发经费"].plan.versions.get().pk
    sent = {"version": version, "kind": "progress", "reason": "定期公开", "slug": "A B"}
    assert client.post("/publication/release/", sent).status_code == 422
    assert client.post("/publication/release/", {**sent, "slug": "eastern"}).status_code == 302
    made = Release.objects.get()
    assert (made.publication.slug, made.kind) == ("eastern", "progress")
    assert client.post(f"/publication/releases/{made.pk}/withdraw/", {"reason": ""}).status_code == 422
    client.post(f"/publication/releases/{made.pk}/withdraw/", {"reason": "有误"})
    assert Withdrawal.objects.get().reason == "有误"
    assert "有误" in client.get("/publication/").content.decode()


def test_a_signed_evaluation_is_released_from_its_page(signed, browser):
    client = browser("director")
    address = f"/publication/release/evaluations/{signed.pk}/"
    assert address in client.get(f"/evaluations/{signed.pk}/").content.decode()
    assert client.post(address, {"reason": "公布"}).status_code == 302
    assert Release.objects.get().evaluation == signed


def test_who_may_not_release_is_refused_or_sees_nothing(signed, released, browser):
    for person in ("planner", "evaluator"):
        assert browser(person).get("/publication/release/").status_code == 403
        assert (
            browser(person).post(f"/publication/releases/{released.pk}/withdraw/", {"reason": "x"}).status_code == 403
        )
        assert browser(person).get(f"/publication/release/evaluations/{signed.pk}/").status_code == 404
    for person in ("reporter", "stranger", "auditor"):
        assert (
            browser(person).post(f"/publication/releases/{released.pk}/withdraw/", {"reason": "x"}).status_code == 404
        )
    assert not Withdrawal.objects.exists()


def test_the_list_asks_the_database_as_often_for_three_as_for_one(released, browser, people, bureau):
    client = browser("director")
    before = queries_of(client, "/publication/")
    release(people, bureau)
    release(people, bureau)
    assert queries_of(client, "/publication/") == before


def queries_of(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
