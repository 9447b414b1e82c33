"""The short form of ``benchmarks/deadline_hour.py``: who was told that a return was submitted finds it submitted."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_submission_that_was_acknowledged_is_lost(tmp_path):
    command = [sys.executable, "benchmarks/deadline_hour.py", "--returns", "24", "--indicators", "4", "--at-once", "8"]
    where = {"KECHUANG_DATA": str(tmp_path), "KECHUANG_DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3"}
    ran = subprocess.run(command, cwd=ROOT, env={**os.environ, **where}, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr[-2000:]
    measured = json.loads(ran.stdout)
    assert (measured["acknowledged"], measured["in_database"], measured["lost"]) == (24, 24, 0)
