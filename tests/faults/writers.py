"""Processes that write to a site as its actions do, and acknowledge each deed only once the database has.

    python -m tests.faults.writers kill TIMES           kill -9 of two writers, TIMES times; prints what was lost or torn
    python -m tests.faults.writers write FOLDER COUNT   COUNT writers that go on, also after the server went away
    python -m tests.faults.writers beside TIMES         two writers, and TIMES the journal is verified beside them

A deed is a row and its entry in the journal. It is lost where it was acknowledged and is not there, torn where one of the
two is there without the other.
"""

import contextlib
import json
import os
import random
import signal
import sys
import time
from itertools import count
from pathlib import Path


def deed(label):
    """One deed, as an action of a room does it: change, write down, in one transaction."""
    with transaction.atomic():
        organisation = Organisation.objects.create(code=label, name=label, kind="county")
        record("organisation.added", organisation, after={"code": label})


def write_until_killed(acknowledge, prefix):
    """Do deeds without end; ``acknowledge`` is a file descriptor that takes the label of each that is done."""
    for number in count():
        label = f"{prefix}-{number}"
        with contextlib.suppress(OperationalError, InterfaceError):
            deed(label)
            os.write(acknowledge, f"{label}\n".encode())
            continue
        connection.close()
        time.sleep(0.02)


def start(prefix, acknowledge):
    """A writer in a process of its own, with a connection of its own."""
    connection.close()
    process = os.fork()
    if process == 0:
        try:
            write_until_killed(acknowledge, prefix)
        finally:
            os._exit(1)
    return process


def kill_writers(times, chance):
    """Kill two writers in the middle of their work, again and again; answers every label they acknowledged."""
    acknowledged = set()
    for number in range(times):
        readable, writable = os.pipe()
        writers = [start(f"{number}-{which}", writable) for which in range(2)]
        os.close(writable)
        begun = os.read(readable, 1)  # the kill falls into the work, not into its start
        time.sleep(chance.uniform(0.01, 0.1))
        for writer in writers:
            os.kill(writer, signal.SIGKILL)
            os.waitpid(writer, 0)
        with os.fdopen(readable, "rb") as told:
            acknowledged |= {line.decode() for line in (begun + told.read()).splitlines()}
    return acknowledged


def verify_beside(times):
    """How often the journal was found unsound while it went on."""
    readable, writable = os.pipe()
    writers = [start(f"beside-{which}", writable) for which in range(2)]
    alarms = 0
    for _ in range(times):
        os.read(readable, 1_000_000)  # it went on since the last time
        alarms += not verify().is_sound
    for writer in writers:
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
    return {"alarms": alarms, "sound": verify().is_sound}


def found_of(acknowledged):
    """What became of what was acknowledged."""
    rows = set(Organisation.objects.filter(kind="county").values_list("code", flat=True))
    entries = list(Entry.objects.filter(deed="organisation.added").values_list("label", flat=True))
    return {
        "acknowledged": len(acknowledged),
        "lost": len(acknowledged - rows),
        "torn": len(rows ^ set(entries)) + len(entries) - len(set(entries)),
        "sound": verify().is_sound,
    }


def main(what, *arguments):
    """Run one of the three."""
    if what == "kill":
        found = found_of(kill_writers(int(arguments[0]), random.Random(42)))
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                found["whole"] = cursor.execute("PRAGMA integrity_check").fetchone()[0]
        print(json.dumps(found))
    elif what == "beside":
        print(json.dumps(verify_beside(int(arguments[0]))))
    elif what == "write":
        folder, many = Path(arguments[0]), int(arguments[1])
        files = [os.open(folder / f"{number}", os.O_CREAT | os.O_WRONLY | os.O_APPEND) for number in range(many)]
        writers = [start(f"{number}", file) for number, file in enumerate(files)]
        sys.stdin.read()
        for writer in writers:
            os.kill(writer, signal.SIGKILL)
            os.waitpid(writer, 0)
        labels = {line for number in range(many) for line in (folder / f"{number}").read_text().splitlines()}
        print(json.dumps(found_of(labels)))


if __name__ == "__main__":
    import django

    django.setup()
    from django.db import InterfaceError, OperationalError, connection, transaction

    from kechuang.web.journal.actions import record
    from kechuang.web.journal.models import Entry
    from kechuang.web.journal.verify import verify
    from kechuang.web.organisations.models import Organisation

    main(*sys.argv[1:])
