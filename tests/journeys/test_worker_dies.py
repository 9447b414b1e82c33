"""A worker is killed while it reads: another takes the job over, and what was read is kept once."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

KECHUANG = Path(sys.executable).with_name("kechuang")
MAKE = """
import django; django.setup()
from django.core.management import call_command; call_command("migrate", verbosity=0)
from django.utils import timezone
from kechuang.web.operation import demo; demo.open_bureau(at=timezone.now())
"""


def test_a_job_of_a_worker_that_was_killed_is_done_by_another_and_once(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KECHUANG", "DJANGO"))}
    surroundings = {**kept, "KECHUANG_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kechuang.web.settings"}
    subprocess.run([sys.executable, "-c", MAKE], env=surroundings, check=True, timeout=60)
    with closing(sqlite3.connect(tmp_path / "kechuang.sqlite3", timeout=20, isolation_level=None)) as database:
        with subprocess.Popen([KECHUANG, "worker"], env=surroundings) as worker:
            wait_until(lambda: one(database, "SELECT state = 'running' AND progress >= 10 FROM jobs_job"))
            worker.kill()
        assert one(database, "SELECT state FROM jobs_job") == "running"
        assert one(database, "SELECT count(*) FROM plans_item") == 0
        database.execute("UPDATE jobs_job SET lease_until = '2026-01-01 00:00:00'")
        subprocess.run([KECHUANG, "worker", "--once"], env=surroundings, check=True, timeout=90)
        assert database.execute("SELECT state, tries FROM jobs_job ORDER BY id").fetchall() == [
            ("done", 2),
            ("done", 1),
        ]
        assert one(database, "SELECT stage FROM plans_version") == "review"
        assert one(database, "SELECT count(*) FROM journal_entry WHERE deed = 'plan.read'") == 1
        assert one(database, "SELECT count(*) FROM plans_item") > 100


def one(database, question):
    return database.execute(question).fetchone()[0]


def wait_until(condition, seconds=40):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)
