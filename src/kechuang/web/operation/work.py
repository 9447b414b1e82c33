"""Every kind of job, and the worker that does them one after the other."""

import logging
import os
import socket
import threading
import time
from contextlib import contextmanager

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from kechuang.web.collection.reminding import remind as call_for_returns
from kechuang.web.evaluations import jobs as evaluations
from kechuang.web.evaluations.actions import COMPUTING
from kechuang.web.indicators import jobs as indicators
from kechuang.web.indicators.jobs import JUDGING
from kechuang.web.jobs import actions as jobs
from kechuang.web.jobs import chores
from kechuang.web.journal.checkpoints import FILE, last_size
from kechuang.web.journal.models import Head
from kechuang.web.journal.verify import write_checkpoint
from kechuang.web.notices.delivery import deliver
from kechuang.web.operation.clearing import clear
from kechuang.web.plans import jobs as plans
from kechuang.web.plans.actions import AUDITING, READING
from kechuang.web.publication.webhooks import deliver as tell_targets
from kechuang.web.tasks.reminding import remind
from kechuang.web.tracing.outside import hold_rows, hold_triggers, write_down_outside

# kind -> what does it, and what to do when no worker survives it
KINDS = {
    READING: (plans.read, plans.give_up),
    AUDITING: (plans.audit, plans.give_up_audit),
    COMPUTING: (evaluations.compute, evaluations.give_up),
    JUDGING: (indicators.judge, indicators.give_up),
}
# what is done beside jobs: its name, what does it, and how many seconds lie between two times, whichever worker does it
CHORES = (
    ("notices", deliver, 10),
    ("tasks", remind, 600),
    ("returns", call_for_returns, 600),
    ("webhooks", tell_targets, 10),
    ("indicators", indicators.ask_anew, 3_600),
    ("clearing", clear, 86_400),
    ("outside", write_down_outside, 60),
    ("rows", hold_rows, 86_400),
    ("triggers", hold_triggers, 60),
)
_SECONDS_ASKED = 60
_ENTRIES_A_CHECKPOINT = 1_000
_SECONDS_A_CHECKPOINT = 60
_log = logging.getLogger(__name__)


def worker_name():
    """A name no other worker has: machine, process, thread."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{threading.get_ident()}"


def run(stop, *, pause=1.0):
    """Do jobs until ``stop`` is set, and write checkpoints when they are due."""
    name, last = worker_name(), timezone.now()
    asked = {}
    while not stop.is_set():
        try:
            close_old_connections()
            busy = run_one(name)
            last = write_checkpoint_if_due(last)
            do_chores(asked)
        except Exception:  # the outer door of the worker: a database that is away comes back
            _log.exception("worker")
            busy = False
        if not busy:
            stop.wait(pause)
    connection.close()


def run_one(name):
    """Do the next job; answers whether there was one. A job that fails unexpectedly is tried again after its lease."""
    for dead in jobs.reap(at=timezone.now()):
        KINDS[dead.kind][1](dead)
    job = jobs.take(name, at=timezone.now())
    if job is None:
        return False
    try:
        with _held(job):
            KINDS[job.kind][0](job, progress=lambda percent: jobs.renew(job, at=timezone.now(), progress=percent))
    except jobs.LeaseLost:
        _log.warning("job %s was taken over by another worker", job.pk)
    return True


def do_chores(asked):
    """Do what is due beside jobs; ``asked`` says when this worker asked last, so that it does not ask every second."""
    for name, chore, seconds in CHORES:
        if time.monotonic() - asked.get(name, float("-inf")) >= min(seconds, _SECONDS_ASKED):
            asked[name] = time.monotonic()
            at = timezone.now()
            if chores.claim(name, seconds, at=at):
                chore(at=at)


def write_checkpoint_if_due(last):
    """Write a checkpoint a minute or a thousand entries after ``last``; answers when one was last written or tried."""
    size = Head.objects.values_list("size", flat=True).get(pk=1)
    now = timezone.now()
    new = size - last_size(settings.CHECKPOINTS / FILE) if (now - last).total_seconds() >= 5 else 0
    if new >= _ENTRIES_A_CHECKPOINT or (new and (now - last).total_seconds() >= _SECONDS_A_CHECKPOINT):
        try:
            write_checkpoint()
        except OSError as away:  # the folder may lie on another machine: mail and reminders go on without it
            _log.error("no checkpoint of the journal could be written, tried again in a minute: %s", away)
        return now
    return last


@contextmanager
def _held(job):
    """Renew the lease while the job is at work, from a thread of its own."""
    done = threading.Event()
    thread = threading.Thread(target=_renew, args=(job, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _renew(job, done):
    while not done.wait(settings.JOB_LEASE_SECONDS / 3):
        try:
            jobs.renew(job, at=timezone.now())
        except Exception:  # the job itself finds out when it ends
            _log.exception("lease of job %s", job.pk)
    connection.close()
