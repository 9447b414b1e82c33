"""When a year begins, what was judged in the one before is judged anew: by the worker, once, and on record."""

import json
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from kechuang.web.indicators import jobs
from kechuang.web.indicators.assessing import assess_all
from kechuang.web.indicators.models import Assessment, VerdictChange
from kechuang.web.jobs.models import Job
from kechuang.web.journal.models import Entry
from kechuang.web.operation.work import CHORES, run_one

OLD = datetime(2025, 11, 2, 9, tzinfo=UTC)
NEW_YEAR = datetime(2025, 12, 31, 16, 0, 1, tzinfo=UTC)  # a second into 2026 in Beijing


@pytest.fixture
def judged(followed, adopted):
    """The plan, judged in 2025 for the last time."""
    assess_all(adopted.plan, at=OLD)
    return adopted.plan


def test_a_plan_that_was_judged_last_year_is_judged_anew_once(judged):
    assert jobs.ask_anew(at=NEW_YEAR) == 1
    assert jobs.ask_anew(at=NEW_YEAR) == 1
    assert Job.objects.filter(kind=jobs.JUDGING).count() == 1
    assert run_one("worker")
    assert set(Assessment.objects.filter(at__lte=NEW_YEAR)) == set()
    assert jobs.ask_anew(at=NEW_YEAR) == 0
    assert list(Job.objects.filter(kind=jobs.JUDGING).values_list("state", flat=True)) == ["done"]


def test_it_stands_in_the_journal_how_many_were_judged_and_how_many_verdicts_changed(judged):
    jobs.ask_anew(at=NEW_YEAR)
    changes = VerdictChange.objects.count()
    run_one("worker")
    entry = Entry.objects.get(deed="indicators.assessed-by-calendar")
    assert (entry.actor_id, entry.subject) == (None, str(judged.pk))
    assert json.loads(entry.after) == {
        "assessments": Assessment.objects.count(),
        "changed": VerdictChange.objects.count() - changes,
        "year": timezone.localdate().year,
    }


def test_before_the_year_is_over_nothing_is_asked_anew(judged):
    assert jobs.ask_anew(at=datetime(2025, 12, 31, 15, 59, 59, tzinfo=UTC)) == 0


def test_a_value_that_the_calendar_has_made_too_old_is_said_to_be_so(judged, bureau):
    firms = judged.indicators.get(name="研发经费")
    assess_all(judged, at=datetime(2029, 2, 1, tzinfo=UTC))
    now = Assessment.objects.get(indicator=firms, organisation=bureau)
    last = VerdictChange.objects.filter(indicator=firms, organisation=bureau).order_by("pk").last()
    assert (now.working["reason"], last.reason) == ("latest_value_too_old", "latest_value_too_old")


def test_the_worker_looks_by_itself():
    assert jobs.ask_anew in {chore for _, chore, _ in CHORES}
