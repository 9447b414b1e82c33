"""Jobs: taken once, taken over when a worker dies, and given up when they kill every worker."""

from datetime import UTC, datetime, timedelta

import pytest

from kechuang.web.jobs import actions as jobs
from kechuang.web.jobs.models import Job, State

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)

pytestmark = pytest.mark.django_db


def test_a_job_that_waits_is_not_queued_twice():
    assert jobs.queue("plans.read", 1, at=NOW).pk == jobs.queue("plans.read", 1, at=NOW).pk
    assert jobs.queue("plans.read", 2, at=NOW).pk != jobs.queue("plans.read", 1, at=NOW).pk


def test_the_oldest_job_is_taken_first_and_by_one_worker_only():
    jobs.queue("plans.read", 2, at=LATER)
    jobs.queue("plans.read", 1, at=NOW)
    assert [jobs.take(name, at=LATER).subject for name in ("a", "b")] == [1, 2]
    assert jobs.take("c", at=LATER) is None


def test_a_job_is_held_while_its_worker_renews_it():
    jobs.queue("plans.read", 1, at=NOW)
    job = jobs.take("a", at=NOW)
    jobs.renew(job, at=NOW + timedelta(seconds=50), progress=40)
    assert jobs.take("b", at=NOW + timedelta(seconds=80)) is None
    assert Job.objects.get().progress == 40


def test_a_job_whose_worker_died_is_taken_over_and_the_dead_one_cannot_end_it():
    jobs.queue("plans.read", 1, at=NOW)
    dead = jobs.take("a", at=NOW)
    alive = jobs.take("b", at=LATER)
    assert (alive.subject, alive.tries) == (1, 2)
    for late in (lambda: jobs.end(dead, at=LATER), lambda: jobs.renew(dead, at=LATER)):
        with pytest.raises(jobs.LeaseLost):
            late()
    jobs.end(alive, at=LATER)
    assert Job.objects.get().state == State.DONE


def test_a_worker_that_comes_back_under_its_own_name_does_not_hold_its_old_lease():
    jobs.queue("plans.read", 1, at=NOW)
    before = jobs.take("a", at=NOW)
    jobs.take("a", at=LATER)
    with pytest.raises(jobs.LeaseLost):
        jobs.end(before, at=LATER)


def test_a_job_that_kills_three_workers_is_given_up():
    jobs.queue("plans.read", 1, at=NOW)
    for number in range(3):
        assert jobs.take(f"worker {number}", at=NOW + number * timedelta(minutes=5)) is not None
    assert jobs.take("another", at=NOW + timedelta(hours=1)) is None
    assert [job.subject for job in jobs.reap(at=NOW + timedelta(hours=1))] == [1]
    assert (Job.objects.get().state, Job.objects.get().problem) == (State.FAILED, "job-worker-died")


def test_a_job_that_has_ended_may_be_queued_again():
    jobs.queue("plans.read", 1, at=NOW)
    jobs.end(jobs.take("a", at=NOW), at=NOW, problem="empty-file")
    assert jobs.queue("plans.read", 1, at=LATER).state == State.WAITING
