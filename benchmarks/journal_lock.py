"""How many deeds a second the journal's lock lets through: writers that each do a deed, one after the other, at once.

    KECHUANG_DATABASE_URL=... KECHUANG_DATA=... python benchmarks/journal_lock.py [--seconds 5]

Measured with deeds that end when they are written down, and with deeds that go on for 20 ms, as an approval or an import
does. An empty database with tables is needed (``kechuang prepare``); it is filled with organisations.
"""

import argparse
import os
import time

import django


def write(prefix, until, into, goes_on):
    """Do deeds until the time is over; how many, and how long the slowest took, go into a pipe."""
    took = []
    while not took or time.monotonic() < until:
        began = time.monotonic()
        with transaction.atomic():
            label = f"{prefix}-{len(took)}"
            organisation = Organisation.objects.create(code=label, name=label, kind="county")
            record("organisation.added", organisation, after={"code": label})
            time.sleep(goes_on)
        took.append(time.monotonic() - began)
    took.sort()
    line = f"{len(took)} {took[len(took) // 2] * 1000:.1f} {took[int(len(took) * 0.95)] * 1000:.1f} {took[-1] * 1000:.1f}\n"
    os.write(into, line.encode())


def measure(writers, seconds, goes_on):
    """Run that many writers at once."""
    readable, writable = os.pipe()
    connection.close()
    until = time.monotonic() + seconds + 0.5
    processes = []
    for number in range(writers):
        process = os.fork()
        if process == 0:
            write(f"{writers}-{number}-{os.getpid()}", until, writable, goes_on)
            os._exit(0)
        processes.append(process)
    os.close(writable)
    for process in processes:
        os.waitpid(process, 0)
    with os.fdopen(readable) as told:
        rows = [line.split() for line in told]
    count = sum(int(row[0]) for row in rows)
    slow = max(float(row[3]) for row in rows)
    middle, late = (sorted(float(row[place]) for row in rows)[len(rows) // 2] for place in (1, 2))
    print(
        f"{writers:>3} writers: {count / seconds:>6.0f} deeds a second, median {middle:.1f} ms, 95 % {late:.1f} ms, slowest {slow:.0f} ms"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5)
    arguments = parser.parse_args()
    django.setup()
    from django.db import connection, transaction

    from kechuang.web.journal.actions import record
    from kechuang.web.organisations.models import Organisation

    for goes_on in (0, 0.02):
        print(f"deeds that go on for {goes_on * 1000:.0f} ms after they are written down")
        for writers in (1, 4, 16, 40):
            measure(writers, min(arguments.seconds, 60), goes_on)
