"""A backup of very many rows, put back where nothing was: how long the two commands of docs/operate.md take, on PostgreSQL.

    python benchmarks/restore_drill.py [--rows 5000000] [--entries 500000]

Rows are observations and entries of the journal beside the demo's data. The bar: `kechuang restore`, which also reads the whole
journal, ends within 5 minutes, and every table holds as many rows as before. A server of its own, in a temporary folder.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.postgresql import Cluster, programs
from tests.sites import Site
from tests.web.operation.conftest import MAKE_DEMO

_SECONDS = 300
_OBSERVE = """
WITH places AS (
    SELECT i.id AS indicator, o.id AS organisation, count(*) OVER () AS many
    FROM indicators_indicator i CROSS JOIN organisations_organisation o
)
INSERT INTO indicators_observation (indicator_id, organisation_id, year, period, revision, state, value, origin, source, at)
SELECT indicator, organisation, 1990 + r %% 36, 'Y', 1000 + r, 'value', r / 100.0, origin, '{"file": "drill"}', now()
FROM places CROSS JOIN LATERAL generate_series(%(part)s * (%(rows)s / many) + 1, (%(part)s + 1) * (%(rows)s / many)) r
    CROSS JOIN (SELECT origin FROM indicators_observation LIMIT 1) known
"""
_GROW = """
import sys
from django.db import transaction
from kechuang.domain.journal import leaf_hash
from kechuang.web.journal.entries import COLUMNS, bytes_of, frontier_of, peaks_of
from kechuang.web.journal.models import Entry, Head

with transaction.atomic():
    head = Head.objects.select_for_update().get(pk=1)
    frontier, together = frontier_of(head.size, head.peaks), []
    for number in range(head.size + 1, int(sys.argv[1]) + 1):
        entry = Entry(number=number, at="2026-01-01T00:00:00.000000+00:00", deed="return.filled", after=f'{{"1":{number}}}')
        leaf = leaf_hash(bytes_of(getattr(entry, column) for column in COLUMNS))
        entry.leaf, frontier = leaf.hex(), frontier.append(leaf)
        together.append(entry)
        if len(together) == 10_000:
            Entry.objects.bulk_create(together)
            together = []
    Entry.objects.bulk_create(together)
    Head.objects.update(size=frontier.size, peaks=peaks_of(frontier))
"""
_COUNTED = """
SELECT string_agg(name || ' ' || many, E'\\n' ORDER BY name) FROM (
    SELECT table_name AS name, (xpath('/row/c/text()', query_to_xml('SELECT count(*) AS c FROM ' || table_name, false, true, '')))[1]::text AS many
    FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE') t
"""


def timed(told, deed, *arguments, **more):
    """Do something and print how long it took; answers the seconds."""
    began = time.monotonic()
    deed(*arguments, **more)
    seconds = time.monotonic() - began
    print(f"{told}: {seconds:.1f} s", flush=True)
    return seconds


def main(rows, entries):
    """Fill, back up, restore, compare; 1 where the bar is missed."""
    if programs() is None:
        print("PostgreSQL is not installed; nothing was done")
        return 0
    server = Cluster(settings=("-cmax_wal_size=4GB", "-cshared_buffers=512MB")).make().start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            return drill(server, Path(folder), rows, entries)
    finally:
        server.stop()


def observe(server, rows):
    """Observations of every indicator in every organisation, in ten parts."""
    for part in range(10):
        server.ask(_OBSERVE % {"rows": rows // 10, "part": part}, "filled")


def drill(server, folder, rows, entries):
    """The drill on a server that is up."""
    for name in ("filled", "empty"):
        server.ask(f"CREATE DATABASE {name}")
    site, new = (Site(folder / name, server.url(name)) for name in ("filled", "empty"))
    timed("demo's data", site.python, MAKE_DEMO, seconds=1_800)
    timed("entries", site.python, _GROW, str(entries), seconds=1_800)
    timed("observations", observe, server, rows - entries)
    site.kechuang("journal", "checkpoint", seconds=600)
    packed = folder / "backup.tar"
    timed("backup", site.kechuang, "backup", str(packed), seconds=1_800)
    seconds = timed("restore, journal read", new.kechuang, "restore", str(packed), seconds=1_800)
    before, after = server.ask(_COUNTED, "filled"), server.ask(_COUNTED, "empty")
    many = sum(int(line.rpartition(" ")[2]) for line in after.splitlines())
    print(
        f"{many:,} rows, {packed.stat().st_size / 2**20:.0f} MB packed; the same rows in each table: {before == after}"
    )
    return 0 if before == after and seconds <= _SECONDS else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--entries", type=int, default=500_000)
    asked = parser.parse_args()
    sys.exit(main(asked.rows, asked.entries))
