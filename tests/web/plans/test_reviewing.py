"""Reviewing what was read of a plan: who may, what a correction keeps, what is added and put back."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kechuang.web.jobs.models import Job
from kechuang.web.journal.models import Entry
from kechuang.web.plans import actions, queries, reviewing
from kechuang.web.plans.models import Item, Original, Version
from kechuang.web.plans.originals import path_of
from kechuang.web.plans.states import Stage, Standing
from tests.web.plans.conftest import DOCUMENT, READ, TEXT, by
from tests.web.plans.reviewed import VERBS, deeds, first

NOBODY_ELSE = ["director", "reporter", "approver", "evaluator", "auditor", "administrator", "stranger", "nobody"]


def test_what_is_uploaded_is_kept_under_its_fingerprint_and_waits_to_be_read(people, bureau):
    version = actions.upload(b"plan", name="../a/plan.txt", organisation=bureau, **by(people["planner"]))
    assert (version.stage, version.number) == (Stage.READING, 1)
    assert path_of(version.original.sha256).read_bytes() == b"plan"
    assert Job.objects.get().subject == version.pk
    assert deeds() == ["plan.uploaded"]


@pytest.mark.parametrize("username", NOBODY_ELSE)
def test_only_a_planner_of_the_place_uploads(people, bureau, username):
    with pytest.raises(PermissionDenied):
        actions.upload(b"plan", name="plan.txt", organisation=bureau, **by(people[username]))
    assert (Version.objects.count(), Original.objects.count()) == (0, 0)


def test_what_was_read_is_kept_once_however_often_the_job_runs(version):
    actions.keep_reading(version, DOCUMENT, READ, at=timezone.now())
    assert version.items.count() == 4
    assert version.plan.title == "东市科技创新规划" or Version.objects.get().plan.title == "东市科技创新规划"
    assert deeds() == ["plan.uploaded", "plan.read"]


def test_doubtful_items_come_first(version):
    assert [item.values["measure"] for item in queries.items_to_review(version, "commitments")] == [
        "发明专利",
        "研发经费",
        "高新技术企业",
    ]


def test_a_correction_keeps_what_was_read_and_its_source_and_says_who(version, people):
    item = first(version)
    reviewing.correct(item, {"low": 12, "unit": "亿元"}, reason="附表为准", edition=0, **by(people["planner"]))
    item.refresh_from_db()
    assert (item.read["low"], item.values["low"], item.values["source"]) == (10, 12, item.read["source"])
    assert (item.standing, item.changed_by, item.edition) == (Standing.CORRECTED, "planner", 1)
    entry = Entry.objects.get(deed="plan.item-corrected")
    assert (json.loads(entry.before), json.loads(entry.after), entry.reason) == ({"low": 10}, {"low": 12}, "附表为准")


def test_a_correction_that_changes_nothing_is_an_acceptance(version, people):
    item = reviewing.correct(first(version), {"low": 10}, reason="", edition=0, **by(people["planner"]))
    assert item.standing == Standing.ACCEPTED


def test_what_was_rejected_can_be_put_back(version, people):
    item = first(version)
    reviewing.reject(item, reason="是现状", edition=0, **by(people["planner"]))
    reviewing.put_back(item, edition=1, **by(people["planner"]))
    item.refresh_from_db()
    assert (item.standing, item.values) == (Standing.PENDING, item.read)


def test_two_reviewers_do_not_overwrite_each_other(version, people):
    item = first(version)
    reviewing.reject(item, reason="", edition=0, **by(people["planner"]))
    with pytest.raises(reviewing.ChangedMeanwhile):
        reviewing.correct(item, {"low": 12}, reason="", edition=0, **by(people["planner"]))


def test_what_was_missed_is_added_at_its_place(version, people):
    start = TEXT.index("35件")
    item = reviewing.add(
        version, "commitments", {"measure": "专利", "low": 35}, start=start, end=start + 3, **by(people["planner"])
    )
    assert (item.quote, item.line, item.read, item.standing, item.position) == ("35件", 4, None, Standing.ADDED, 3)
    assert item.values["source"]["text"] == "35件"


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (0, 9_999), (4, 5)])
def test_what_stands_nowhere_cannot_be_added(version, people, start, end):
    with pytest.raises(reviewing.NotInDocument):
        reviewing.add(version, "tasks", {"title": "x"}, start=start, end=end, **by(people["planner"]))


@pytest.mark.parametrize("verb", VERBS)
def test_a_planner_of_the_place_may_review(version, people, verb):
    VERBS[verb](version, by(people["planner"]))
    assert len(deeds()) == 3


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("username", NOBODY_ELSE)
def test_nobody_else_may_review(version, people, verb, username):
    before = list(Item.objects.values_list())
    with pytest.raises(PermissionDenied):
        VERBS[verb](version, by(people[username]))
    assert list(Item.objects.values_list()) == before
