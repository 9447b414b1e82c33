"""Programs do what pages do: the same actions, the same refusals, nothing overwritten, nothing done twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kechuang.web.api.models import Answer
from kechuang.web.collection import actions as collection
from kechuang.web.journal.models import Entry
from kechuang.web.plans import actions as plans
from kechuang.web.plans.models import Item
from tests.web.api.conftest import code
from tests.web.indicators.conftest import DOCUMENT, by, read_of


@pytest.fixture
def version(people, bureau):
    """A version to review, with nine items."""
    made = plans.upload(b"plan", name="plan.txt", organisation=bureau, **by(people["planner"]))
    plans.keep_reading(made, DOCUMENT, read_of(), at=timezone.now())
    return made


@pytest.fixture
def asked(followed, people, county):
    """A round that asks the county for two indicators, and its return."""
    today = timezone.localdate()
    chosen = [(followed["高新技术企业"], True), (followed["研发经费"], False)]
    made = collection.open_round(
        followed["研发经费"].plan,
        title="2026年度统计",
        year=2026,
        period="Y",
        opens_on=today,
        closes_on=today + timedelta(days=9),
        indicators=chosen,
        units=[county],
        **by(people["planner"]),
    )
    return made.returns.get()


def test_items_are_reviewed_and_the_version_adopted(program, version):
    planner = program("planner")
    page = planner.get(f"versions/{version.pk}/items?kind=indicators&size=2").json()
    assert (page["count"], page["pages"], len(page["items"])) == (5, 3, 2)
    first = page["items"][0]
    struck = planner.post(f"items/{first['id']}/reject", {"reason": "误读", "edition": first["edition"]}).json()
    assert struck["edition"] == first["edition"] + 1
    rest = [one.pk for one in Item.objects.filter(standing="pending")]
    assert planner.post(f"versions/{version.pk}/accept", {"items": rest}).json()["changed"] == 8
    assert program("director").post(f"versions/{version.pk}/adopt", {}).status_code == 200
    assert planner.get(f"versions/{version.pk}").json()["stage"] == "adopted"


def test_a_correction_is_checked_as_in_the_page(program, version):
    planner = program("planner")
    item = Item.objects.filter(kind="indicators").first()
    right = {"values": {"target.value": "130"}, "reason": "原文为130", "edition": 0}
    assert code(planner.post(f"items/{item.pk}/correct", {**right, "values": {"target.value": "many"}})) == (
        422,
        "unfit",
    )
    assert code(planner.post(f"items/{item.pk}/correct", {**right, "values": {"source": "x"}})) == (422, "unfit")
    assert planner.post(f"items/{item.pk}/correct", right).status_code == 200
    item.refresh_from_db()
    assert (item.standing, str(item.values["target"]["value"])) == ("corrected", "130")


def test_what_somebody_else_changed_is_not_overwritten(program, version):
    planner, item = program("planner"), Item.objects.first()
    given = {"reason": "误读", "edition": 0}
    assert planner.post(f"items/{item.pk}/reject", given).status_code == 200
    assert code(planner.post(f"items/{item.pk}/reject", given)) == (409, "changed-meanwhile")
    assert code(planner.post(f"items/{item.pk}/put-back", {"edition": 1}, **{"if-match": '"0"'})) == (
        409,
        "changed-meanwhile",
    )


def test_an_edition_is_an_etag(program, version):
    planner, item = program("planner"), Item.objects.first()
    answer = planner.get(f"items/{item.pk}")
    assert answer["ETag"] == '"0"'
    again = planner.get(f"items/{item.pk}", **{"if-none-match": '"0"'})
    assert (again.status_code, again.content) == (304, b"")


def test_a_deed_with_a_key_is_done_once(program, asked):
    reporter = program("reporter")
    given = {"edition": 0, "cells": [{"asked": asked.cells.first().asked_id, "value": "39"}]}
    answers = [reporter.post(f"returns/{asked.pk}/fill", given, **{"idempotency-key": "k1"}).json() for _ in range(3)]
    assert answers[0] == answers[1] == answers[2] == {"id": asked.pk, "edition": 1, "changed": 1}
    assert Entry.objects.filter(deed="return.filled").count() == 1
    other = {**given, "edition": 1}
    assert code(reporter.post(f"returns/{asked.pk}/fill", other, **{"idempotency-key": "k1"})) == (422, "key-used")


def test_what_failed_may_be_tried_again_with_its_key(program, asked):
    reporter, field = program("reporter"), asked.cells.first().asked_id
    wrong = {"edition": 7, "cells": [{"asked": field, "value": "39"}]}
    assert code(reporter.post(f"returns/{asked.pk}/fill", wrong, **{"idempotency-key": "k1"})) == (
        409,
        "changed-meanwhile",
    )
    assert not Answer.objects.exists()
    right = {**wrong, "edition": 0}
    assert reporter.post(f"returns/{asked.pk}/fill", right, **{"idempotency-key": "k1"}).status_code == 200


def test_a_return_goes_up_the_levels(program, asked):
    reporter, field = program("reporter"), asked.cells.first().asked_id
    given = {"edition": 0, "cells": [{"asked": field, "value": 39}]}
    assert reporter.post(f"returns/{asked.pk}/fill", given).json()["changed"] == 1
    assert reporter.post(f"returns/{asked.pk}/submit", {"edition": 1}).status_code == 200
    assert code(reporter.post(f"returns/{asked.pk}/approve")) == (403, "not-allowed")
    assert program("approver").post(f"returns/{asked.pk}/approve").status_code == 200
    assert program("planner").post(f"returns/{asked.pk}/approve").status_code == 200
    found = program("planner").get("observations?year=2026").json()["items"]
    assert {(one["organisation"], one["state"], one["value"]) for one in found} >= {
        (asked.organisation_id, "value", "39")
    }
    sent_back = {"reason": "口径有误"}
    assert code(program("planner").post(f"returns/{asked.pk}/send-back", sent_back)) == (409, "no-such-step")
    assert program("planner").post(f"returns/{asked.pk}/unapprove", sent_back).status_code == 200


def test_what_the_checks_find_stands_in_the_way(program, asked):
    answer = program("reporter").post(f"returns/{asked.pk}/submit", {"edition": 0})
    assert code(answer) == (422, "findings-stand")


@pytest.mark.parametrize(
    "value",
    ["NaN", "Infinity", "-Infinity", "1e30", '"1e30"', "true", '"12,5"', '"1.1234567"', "1234567890123456", "[1]"],
)
def test_a_number_is_exact_finite_and_in_range(program, asked, value):
    field = asked.cells.first().asked_id
    body = f'{{"edition": 0, "cells": [{{"asked": {field}, "value": {value}}}]}}'
    answer = program("reporter").post(f"returns/{asked.pk}/fill", body)
    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("not-readable", "unfit")


def test_a_number_keeps_every_digit(program, asked):
    field, reporter = asked.cells.first().asked_id, program("reporter")
    body = f'{{"edition": 0, "cells": [{{"asked": {field}, "value": 123456789.123456}}]}}'
    assert reporter.post(f"returns/{asked.pk}/fill", body).status_code == 200
    cells = reporter.get(f"returns/{asked.pk}").json()["cells"]
    assert [one["value"] for one in cells if one["asked"] == field] == ["123456789.123456"]


def test_a_field_too_much_is_named(program, version):
    answer = (
        program("planner")
        .post(f"items/{Item.objects.first().pk}/reject", {"reason": "x", "edition": 0, "evil": 1})
        .json()
    )
    assert answer["errors"] == [{"where": "body.given.evil", "what": "多余，未定义的字段", "code": "extra_forbidden"}]


@pytest.mark.parametrize(
    "body",
    ["", "{", "\x00", '{"reason": "\\u0000", "edition": 0}', '{"reason": "\\ud800", "edition": 0}', "[" * 90_000],
)
def test_what_cannot_be_kept_is_not_taken(program, version, body):
    answer = program("planner").post(f"items/{Item.objects.first().pk}/reject", body)
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"


def test_a_form_with_the_character_nul_is_refused_in_the_interfaces_own_words(program, version):
    answer = program("planner").send(f"plans/{version.plan_id}/adjust", {"reason": "a\0b", "basis": "x"})
    assert code(answer) == (400, "not-readable")
    assert answer.json()["where"] == "body"


def test_what_one_may_not_see_is_not_there(program, version, people):
    assert code(program("reporter").get(f"versions/{version.pk}")) == (404, "not-found")
    assert code(program("stranger").get(f"plans/{version.plan_id}")) == (404, "not-found")


def test_what_one_sees_and_may_not_do_is_refused(program, version):
    answer = program("director").post(f"items/{Item.objects.first().pk}/reject", {"reason": "x", "edition": 0})
    assert code(answer) == (403, "not-allowed")
    assert answer.json()["where"] == "plan.review"


def test_an_auditor_reads_the_journal_and_nobody_else_does(program, version):
    rows = program("auditor").get("journal?deed=plan.uploaded").json()["items"]
    assert [row["actor"] for row in rows] == ["planner"]
    assert code(program("planner").get("journal")) == (403, "not-allowed")


def test_indicators_and_their_search(program, followed):
    planner = program("planner")
    row = planner.get("indicators?size=1").json()["items"][0]
    assert (row["name"], row["baseline_value"], row["target_low"]) == ("研发经费", "10", "20")
    assert planner.get(f"indicators/{row['id']}/courses").json()["items"][0]["years"][-1] == {
        "year": 2030,
        "value": "20",
    }
    assert planner.get("search?q=技术合同&kind=indicator").json()["items"][0]["id"] == str(
        followed["技术合同成交额"].pk
    )
    given = {"definition": "期末数", "edition": row["edition"]}
    assert planner.post(f"indicators/{row['id']}/describe", given).json()["edition"] == row["edition"] + 1


def test_a_list_asks_the_database_as_often_for_three_as_for_one(program, followed):
    planner, counts = program("planner"), {}
    planner.get("me")  # its first request notes when it was used
    for address in ("plans", "indicators", "observations", "organisations", "notices", "tasks", "rounds", "returns"):
        for size in (1, 3):
            with CaptureQueriesContext(connection) as asked:
                assert planner.get(f"{address}?size={size}").status_code == 200
            counts[address, size] = len(asked)
    assert {address for address, _ in counts if counts[address, 1] != counts[address, 3]} == set()
