"""Evaluating: nothing moves under an evaluation, the same facts give the same bytes, and each verb has its people."""

import hashlib
import io
import json
import zipfile
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from lxml import etree

from kechuang.readers.snapshot import read_snapshot
from kechuang.web.evaluations import actions
from kechuang.web.evaluations.computing import compute
from kechuang.web.evaluations.models import Evaluation, Opinion, Recipe, Result, Signature, Snapshot
from kechuang.web.evaluations.states import NoSuchStep, Stage
from kechuang.web.indicators.actions import Value, keep_observations, withdraw_observations
from kechuang.web.indicators.models import Course
from kechuang.web.journal.models import Entry
from kechuang.web.operation.work import run_one
from kechuang.web.plans.models import Version
from tests.web.evaluations.conftest import RECIPE, results_of
from tests.web.indicators.conftest import by


def results(evaluation):
    """The JSON all is in."""
    return json.loads(bytes(evaluation.results.get(name="results.json").content))


def test_a_snapshot_holds_what_counted_and_names_no_person(begun, people):
    snapshot = read_snapshot(bytes(begun.snapshot.content))
    assert snapshot.sha256 == begun.snapshot.sha256 == hashlib.sha256(bytes(begun.snapshot.content)).hexdigest()
    assert snapshot.title == "东市科技创新规划"
    assert [one.name for one in snapshot.indicators] == [
        "研发经费",
        "地区生产总值",
        "研发经费投入强度",
        "高新技术企业",
        "技术合同成交额",
    ]
    assert {one.name for one in snapshot.organisations} == {"市科技局", "东县", "西县", "市经信局"}
    intensity = next(one for one in snapshot.indicators if one.name == "研发经费投入强度")
    east = next(one for one in snapshot.organisations if one.name == "东县")
    assert [(one.year, one.value) for one in snapshot.yearly[east.id, intensity.id]] == [
        (2025, Decimal("2.2")),
        (2026, Decimal("2.6")),
    ]
    text = bytes(begun.snapshot.content).decode()
    assert '"made_of":{"cell":"1","on":"' in text
    assert not any(f'"{name}"' in text for name in people)


def test_later_values_change_nothing_in_an_evaluation(begun, approved, people, county):
    before = bytes(begun.snapshot.content)
    row = approved["研发经费投入强度"]
    keep_observations([Value(row.pk, county.pk, 2026, Decimal("9.9"), source={"return": 1})], **by(people["planner"]))
    withdraw_observations([(row.pk, county.pk, 2025, "Y")], reason="有误", **by(people["planner"]))
    Course.objects.filter(indicator=row).update(target_value=99)
    row.name = "改了"
    row.save()
    begun.refresh_from_db()
    assert bytes(begun.snapshot.content) == before
    first = compute(before, kind="midterm", recipe=RECIPE)
    assert first.digest == results_of(begun).digest


def test_the_same_snapshot_gives_the_same_bytes(begun):
    frozen = bytes(begun.snapshot.content)
    again = compute(frozen, kind="midterm", recipe=RECIPE)
    assert [(one.name, one.sha256) for one in again.files] == [
        (one.name, one.sha256) for one in results_of(begun).files
    ]
    assert [one.name for one in again.files] == [
        "results.json",
        "report-zh.docx",
        "report-zh.pdf",
        "report-en.docx",
        "report-en.pdf",
    ]


def test_another_value_gives_other_bytes(begun, approved, people, county):
    row = approved["研发经费投入强度"]
    keep_observations([Value(row.pk, county.pk, 2026, Decimal("9.9"), source={"return": 1})], **by(people["planner"]))
    other = actions.begin(begun.snapshot.version, kind="midterm", as_of=2026, **by(people["planner"]))
    assert other.snapshot.sha256 != begun.snapshot.sha256


def test_values_after_the_year_are_not_looked_at(begun, approved, people, county):
    row = approved["研发经费投入强度"]
    keep_observations([Value(row.pk, county.pk, 2027, Decimal("9.9"), source={"return": 1})], **by(people["planner"]))
    frozen = actions.freeze(begun.snapshot.version, as_of=2026, actor=people["planner"], at=timezone.now())
    assert max(one.year for one in read_snapshot(bytes(frozen.content)).values) == 2026


def test_the_results_say_by_which_rules_they_were_judged(computed, recipe):
    found = results(computed)
    assert found["snapshot_sha256"] == computed.snapshot.sha256
    assert found["recipe_sha256"] == recipe.sha256
    assert len(found["rulebooks_sha256"]) == 64
    assert found["kind"] == "midterm"
    assert found["as_of"] == 2026
    home = [one for one in found["outlook"] if one["organisation_id"] == computed.plan.organisation_id]
    assert {one["indicator"] for one in home} >= {"研发经费", "研发经费投入强度", "高新技术企业"}
    assert {one["verdict"] for one in found["outlook"]} <= {
        "reached",
        "on_course",
        "at_risk",
        "off_course",
        "not_enough_to_tell",
    }


def test_the_worker_computes_an_evaluation(begun):
    run_one("worker")  # the reading of the plan that the fixtures did by hand
    while run_one("worker"):
        pass
    begun.refresh_from_db()
    assert (begun.stage, begun.problem) == (Stage.COMPUTED, "")
    assert begun.results.count() == 5
    assert begun.digest == results_of(begun).digest


def test_the_report_cites_the_approved_value_and_not_the_approver(computed, people):
    pdf = {one.name: bytes(one.content) for one in computed.results.all()}
    assert pdf["report-zh.pdf"].startswith(b"%PDF")
    text = _words_of(pdf["report-zh.docx"])
    assert "统计调查填报（编号 9-9），市科技局" in text
    assert "平台内经审核的数据" in text
    assert "planner" not in text


def _words_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(etree.fromstring(archive.read("word/document.xml")).itertext())


def test_an_opinion_is_kept_as_a_statement_on_what_was_seen(computed, people):
    given = {"text": "数据来源清楚。", "digest": computed.digest}
    opinion = actions.give_opinion(computed, **given, **by(people["evaluator"]))
    said = json.loads(opinion.statement)
    assert (said["name"], said["seen"], said["text"]) == ("evaluator", computed.digest, "数据来源清楚。")
    assert opinion.sha256 == hashlib.sha256(opinion.statement.encode()).hexdigest()
    entry = Entry.objects.get(deed="evaluation.opinion-given")
    assert opinion.sha256 in entry.after
    computed.refresh_from_db()
    assert computed.stage == Stage.OPINION_GIVEN


def test_who_saw_other_results_gives_no_opinion(computed, people):
    with pytest.raises(actions.ChangedMeanwhile):
        actions.give_opinion(computed, text="同意", digest="0" * 64, **by(people["evaluator"]))
    assert not Opinion.objects.exists()


def test_a_signature_covers_results_and_opinions(signed):
    said = json.loads(signed.signature.statement)
    assert said["digest"] == signed.digest
    assert said["opinions"] == [signed.opinions.get().sha256]
    assert signed.stage == Stage.SIGNED


def test_nothing_is_signed_before_the_third_party_spoke(computed, people):
    with pytest.raises(NoSuchStep):
        actions.sign(computed, digest=computed.digest, **by(people["director"]))


def test_a_signed_evaluation_is_withdrawn_by_who_signs_only(signed, people):
    with pytest.raises(PermissionDenied):
        actions.withdraw(signed, reason="数据有误", **by(people["planner"]))
    actions.withdraw(signed, reason="数据有误", **by(people["director"]))
    signed.refresh_from_db()
    assert (signed.stage, signed.reason) == (Stage.WITHDRAWN, "数据有误")


def test_a_planner_withdraws_what_is_not_signed(computed, people):
    actions.withdraw(computed, reason="口径待定", **by(people["planner"]))
    computed.refresh_from_db()
    assert computed.stage == Stage.WITHDRAWN


@pytest.mark.parametrize(
    "person", ["director", "evaluator", "reporter", "approver", "auditor", "administrator", "stranger", "nobody"]
)
def test_only_a_planner_of_the_bureau_begins_an_evaluation(person, approved, people, bureau):
    version = Version.objects.get(plan__organisation=bureau)
    with pytest.raises(PermissionDenied):
        actions.begin(version, kind="monitoring", as_of=2026, **by(people[person]))
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize(
    "person", ["planner", "director", "reporter", "approver", "auditor", "administrator", "stranger"]
)
def test_only_the_third_party_gives_an_opinion(person, computed, people):
    with pytest.raises(PermissionDenied):
        actions.give_opinion(computed, text="同意", digest=computed.digest, **by(people[person]))


@pytest.mark.parametrize(
    "person", ["planner", "evaluator", "reporter", "approver", "auditor", "administrator", "stranger"]
)
def test_only_the_director_signs(person, opined, people):
    with pytest.raises(PermissionDenied):
        actions.sign(opined, digest=opined.digest, **by(people[person]))


def test_a_version_under_review_is_not_evaluated(approved, people, bureau):
    version = Version.objects.get(plan__organisation=bureau)
    version.stage = "review"
    with pytest.raises(actions.NotAdopted):
        actions.begin(version, kind="monitoring", as_of=2026, **by(people["planner"]))


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Snapshot, {"as_of": 1}),
        (Recipe, {"text": ""}),
        (Result, {"sha256": ""}),
        (Opinion, {"text": "别的"}),
        (Signature, {"statement": ""}),
    ],
)
def test_what_was_said_is_never_changed_or_removed(model, change, signed):
    table = model._meta.db_table
    for attempt in (
        lambda: model.objects.update(**change),
        lambda: connection.cursor().execute(f"DELETE FROM {table}"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_computing_twice_keeps_the_first_results(computed):
    actions.keep_results(computed, results_of(computed), at=timezone.now())
    assert computed.results.count() == 5
    assert Entry.objects.filter(deed="evaluation.computed").count() == 1


def test_an_evaluation_that_failed_is_queued_again(begun, people):
    actions.give_up(begun, problem="job-worker-died", at=timezone.now())
    actions.compute_again(Evaluation.objects.get(pk=begun.pk), **by(people["planner"]))
    begun.refresh_from_db()
    assert begun.problem == ""


def test_a_recipe_that_does_not_fit_is_refused(bureau, people):
    given = {"name": "x", "text": "index: {key: a, parts: [{key: no_such}]}", "reason": ""}
    with pytest.raises(actions.Unfit):
        actions.keep_recipe(bureau, **given, **by(people["planner"]))


def test_an_amended_recipe_is_a_further_version(recipe, bureau, people):
    text = RECIPE.replace("seed: 2026", "seed: 2027")
    again = actions.keep_recipe(bureau, name=recipe.name, text=text, reason="调整", **by(people["planner"]))
    assert (again.number, again.sha256 != recipe.sha256) == (2, True)
