"""Workers of a site that are killed at their work, until every job is done; prints what became of the jobs.

python -m tests.faults.workers JOBS KILLS
"""

import json
import os
import random
import signal
import sys
import threading
import time
from collections import Counter

KIND = "test.count"
DEED = "plan.read"
_WORKERS = 3


def count_once(job, *, progress):
    """A job as those of the rooms are: some work, then the effect and the end of the job in one transaction."""
    time.sleep(0.002)
    progress(50)
    with transaction.atomic():
        record(DEED, job, after={"subject": job.subject})
        jobs.end(job, at=timezone.now())


def start():
    """A worker in a process of its own."""
    connection.close()
    process = os.fork()
    if process == 0:
        try:
            work.run(threading.Event(), pause=0.05)
        finally:
            os._exit(1)
    return process


def end(process):
    """Kill a worker, whatever it is doing."""
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def main(many, kills):
    """Queue ``many`` jobs, kill ``kills`` workers while they are done, and wait for what the dead left behind."""
    settings.JOB_LEASE_SECONDS = 2
    work.KINDS[KIND] = (count_once, lambda job: None)
    with transaction.atomic():
        for subject in range(many):
            jobs.queue(KIND, subject, at=timezone.now())
    chance, workers = random.Random(42), [start() for _ in range(_WORKERS)]
    for number in range(1, kills + 1):
        while left() > many - number * many // (kills + 2):  # spread over all jobs
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.02))
        end(workers.pop(0))
        workers.append(start())
    until = time.monotonic() + 2 * settings.JOB_LEASE_SECONDS + 600
    while left() and time.monotonic() < until:
        time.sleep(0.1)
    for worker in workers:
        end(worker)
    entries = Entry.objects.filter(deed=DEED).values_list("after", flat=True)
    done = Counter(json.loads(after)["subject"] for after in entries)
    taken_over = Job.objects.filter(tries__gt=1).count()
    states = dict(Counter(Job.objects.values_list("state", flat=True)))
    twice = sum(count > 1 for count in done.values())
    print(json.dumps({"states": states, "once": len(done), "twice": twice, "taken_over": taken_over}))


def left():
    """How many jobs are not done."""
    return Job.objects.filter(state__in=["waiting", "running"]).count()


if __name__ == "__main__":
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection, transaction
    from django.utils import timezone

    from kechuang.web.jobs import actions as jobs
    from kechuang.web.jobs.models import Job
    from kechuang.web.journal.actions import record
    from kechuang.web.journal.models import Entry
    from kechuang.web.operation import work

    main(*map(int, sys.argv[1:]))
