"""Releasing: who may, what is frozen, that nothing moves afterwards, and what is taken back."""

import json
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from kechuang.web.evaluations.states import Stage
from kechuang.web.indicators.actions import Value, keep_observations
from kechuang.web.journal.models import Entry
from kechuang.web.plans.models import Version
from kechuang.web.publication import actions
from kechuang.web.publication.models import Release, ReleasedFile, Withdrawal
from tests.web.publication.conftest import BASE, SLUG, by, release

FILES = {
    "data.json",
    "data.xlsx",
    "datapackage.zip",
    "figures.csv",
    "sdmx-generic.xml",
    "sdmx-specific.xml",
    "sdmx-structure.xml",
    "stratml-1.xml",
    "stratml-2.xml",
}


def content(made):
    return json.loads(bytes(made.content))


def test_a_release_of_progress_holds_values_of_the_whole_and_their_sources(released):
    data = content(released)["dataset"]
    assert data["address"] == f"{BASE}/public/plans/{SLUG}/v1/"
    assert [one["code"] for one in data["areas"]] == ["510000"]
    found = {(one["indicator"], one["period"], one["sense"]): one for one in data["figures"]}
    assert found["rd_intensity", "2026", "actual"]["value"] == "2.2"
    assert "统计调查填报（编号 9-9），市科技局" in found["rd_intensity", "2026", "actual"]["source"]
    assert found["rd_intensity", "2030", "target"]["bound"] == ">="
    assert found["rd_intensity", "2030", "target"]["source"] == "《plan.txt》第4行：研发经费投入强度"
    assert all(one["source"] for one in data["figures"])
    assert {file.name for file in released.files.all()} == FILES


def test_a_release_of_the_plan_alone_holds_nothing_that_was_reached(approved, people, bureau):
    data = content(release(people, bureau, kind="plan"))["dataset"]
    assert {one["sense"] for one in data["figures"]} == {"baseline", "target"}


def test_counties_are_released_only_when_asked_for(approved, people, bureau):
    data = content(release(people, bureau, counties=True))["dataset"]
    assert {one["code"] for one in data["areas"]} == {"510000", "510001", "510002"}


def test_versions_are_numbered_and_what_was_released_does_not_move(released, approved, people, bureau, county):
    before = bytes(released.content)
    keep_observations([Value(approved["研发经费"].pk, bureau.pk, 2026, Decimal("777"))], **by(people["planner"]))
    second = release(people, bureau)
    released.refresh_from_db()
    assert (second.number, bytes(released.content) == before) == (2, True)
    assert "777" in bytes(second.content).decode()


def test_equal_facts_give_equal_bytes(approved, people, bureau):
    """Only what says when and where differs: the data itself is the same byte for byte."""
    who = by(people["director"])
    version = Version.objects.get(plan__organisation=bureau)
    given = {"kind": "progress", "reason": "公开", "base": BASE, "as_of": 2026}
    made = [actions.release(version, **given, **who) for _ in range(2)]
    first, second = (content(one) for one in made)
    for one in (first, second):
        one.pop("snapshot_sha256")
        one["dataset"].pop("number")
        one["dataset"].pop("address")
    assert first == second


def test_an_evaluation_is_released_with_report_opinion_and_index(evaluated, signed):
    shown = content(evaluated)["evaluation"]
    assert [one["text"] for one in shown["opinions"]] == ["数据来源清楚，同意结论。"]
    assert shown["opinions"][0]["organisation"] == "市科技局"
    assert {one["verdict"] for one in shown["outlook"]}
    assert shown["index"]["recipe"]["title"] == "县域创新能力指数"
    names = {file.name for file in evaluated.files.all()}
    assert names == FILES | {"report-zh.docx", "report-zh.pdf", "report-en.docx", "report-en.pdf"}
    signed.refresh_from_db()
    assert signed.stage == Stage.PUBLISHED


def test_an_evaluation_that_is_not_signed_is_not_released(opined, people):
    with pytest.raises(actions.NotSigned):
        actions.release_evaluation(opined, reason="x", base=BASE, **by(people["director"]))
    assert not Release.objects.exists()


def test_no_person_is_named_in_anything_released(evaluated, people):
    everything = bytes(evaluated.content) + b"".join(
        bytes(file.content) for file in evaluated.files.all() if file.name.endswith((".xml", ".csv", ".json"))
    )
    assert not [name for name in people if f'"{name}"'.encode() in everything or f">{name}<".encode() in everything]


@pytest.mark.parametrize(
    "person", ["planner", "evaluator", "reporter", "approver", "auditor", "administrator", "stranger", "nobody"]
)
def test_only_the_director_releases_and_withdraws(person, released, people, bureau):
    version = Version.objects.get(plan__organisation=bureau)
    with pytest.raises(PermissionDenied):
        actions.release(version, kind="plan", reason="x", base=BASE, **by(people[person]))
    with pytest.raises(PermissionDenied):
        actions.withdraw(released, reason="x", **by(people[person]))
    assert (Release.objects.count(), Withdrawal.objects.count()) == (1, 0)


def test_an_address_is_small_letters_digits_and_hyphens(approved, people, bureau):
    for slug in ("A", "a b", "-a", "a--b", "规划", "a/b"):
        with pytest.raises(actions.BadSlug):
            release(people, bureau, slug=slug)
    assert release(people, bureau, slug="eastern-city-15").publication.slug == "eastern-city-15"


def test_a_withdrawal_says_why_and_stands_once(released, people):
    actions.withdraw(released, reason="数据有误", **by(people["director"]))
    with pytest.raises(actions.AlreadyWithdrawn):
        actions.withdraw(released, reason="再来", **by(people["director"]))
    assert Withdrawal.objects.get().reason == "数据有误"
    assert Entry.objects.get(deed="release.withdrawn").reason == "数据有误"


@pytest.mark.parametrize(
    ("model", "change"), [(Release, {"reason": "x"}), (ReleasedFile, {"name": "x"}), (Withdrawal, {"reason": "x"})]
)
def test_what_was_released_is_never_changed_or_removed(model, change, released, people):
    actions.withdraw(released, reason="数据有误", **by(people["director"]))
    for attempt in (
        lambda: model.objects.update(**change),
        lambda: connection.cursor().execute(f"DELETE FROM {model._meta.db_table}"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
