"""Queueing, taking, holding and ending jobs. Whoever does a job holds a lease and must renew it while at work."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from kechuang.web.jobs.models import Job, State


class LeaseLost(Exception):
    """Another worker has taken the job over; what was done must not be kept."""


def queue(kind, subject, *, at):
    """Put a job in line, once: one that already waits or runs is answered instead."""
    job, _ = Job.objects.get_or_create(
        kind=kind, subject=subject, state__in=[State.WAITING, State.RUNNING], defaults={"queued_at": at}
    )
    return job


def take(worker, *, at):
    """The next job for ``worker``, None where there is none; one whose lease has run out is taken over."""
    free = Q(state=State.WAITING) | Q(state=State.RUNNING, lease_until__lt=at)
    for job in Job.objects.filter(free, tries__lt=settings.JOB_TRIES).order_by("queued_at", "pk")[:10]:
        lease = at + timedelta(seconds=settings.JOB_LEASE_SECONDS)
        if _update_if_same(job, state=State.RUNNING, worker=worker, lease_until=lease, tries=job.tries + 1, progress=0):
            return Job.objects.get(pk=job.pk)
    return None


def renew(job, *, at, progress=None):
    """Hold on to a job; raises LeaseLost."""
    changes = {"lease_until": at + timedelta(seconds=settings.JOB_LEASE_SECONDS)}
    if progress is not None:
        changes["progress"] = progress
    if not _held(job).update(**changes):
        raise LeaseLost


def end(job, *, at, problem=""):
    """Done, or failed where there is a problem; raises LeaseLost, which undoes the transaction it stands in."""
    state = State.FAILED if problem else State.DONE
    if not _held(job).update(state=state, ended_at=at, problem=problem[:300], progress=100, lease_until=None):
        raise LeaseLost


def reap(*, at):
    """Give up jobs that killed every worker that tried them; answers them, for whoever asked for them to be told."""
    with transaction.atomic():
        dead = list(
            Job.objects.select_for_update().filter(
                state=State.RUNNING, lease_until__lt=at, tries__gte=settings.JOB_TRIES
            )
        )
        Job.objects.filter(pk__in=[job.pk for job in dead]).update(
            state=State.FAILED, ended_at=at, problem="job-worker-died", lease_until=None
        )
    return dead


def _held(job):
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, tries=job.tries)


def _update_if_same(job, **changes):
    same = Job.objects.filter(pk=job.pk, state=job.state, worker=job.worker, tries=job.tries)
    return same.update(**changes)
