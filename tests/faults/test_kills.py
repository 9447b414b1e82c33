"""``kill -9`` of writers and of the whole server: nothing acknowledged is lost, nothing is there by half."""

import json
import random
import subprocess
import sys
import time

import pytest

from tests.sites import Site

MIGRATE = "from django.core.management import call_command; call_command('migrate', verbosity=0)"
WORKERS = [sys.executable, "-m", "tests.faults.workers"]
WRITERS = [sys.executable, "-m", "tests.faults.writers"]


def told_by(site, program, *arguments, seconds):
    ended = subprocess.run(
        [*program, *arguments], env=site.surroundings, capture_output=True, text=True, timeout=seconds, check=True
    )
    return json.loads(ended.stdout)


def site_on(engine, request, folder, name):
    """A site with empty tables."""
    url = None
    if engine == "postgresql":
        server = request.getfixturevalue("postgresql")
        server.ask(f"DROP DATABASE IF EXISTS {name}")
        server.ask(f"CREATE DATABASE {name}")
        url = server.url(name)
    site = Site(folder, url)
    site.python(MIGRATE)
    return site


def test_writers_on_sqlite_are_killed(tmp_path, times):
    site = Site(tmp_path)
    site.python(MIGRATE)
    found = told_by(site, WRITERS, "kill", str(times(20, 200)), seconds=900)
    assert found.pop("acknowledged") > times(40, 400)
    assert found == {"lost": 0, "torn": 0, "sound": True, "whole": "ok"}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_journal_that_goes_on_is_verified_without_a_false_alarm(engine, request, tmp_path, times):
    site = site_on(engine, request, tmp_path, "beside")
    found = told_by(site, WRITERS, "beside", str(times(20, 200)), seconds=900)
    assert found == {"alarms": 0, "sound": True}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_workers_are_killed_and_every_job_is_done_once(engine, request, tmp_path, times):
    site = site_on(engine, request, tmp_path, "workers")
    many = times(150, 2_000)
    found = told_by(site, WORKERS, str(many), str(times(6, 50)), seconds=1_500)
    print(found)
    del found["taken_over"]  # a kill between two jobs leaves none behind
    assert found == {"states": {"done": many}, "once": many, "twice": 0}


def test_the_postgresql_server_is_killed_and_is_back_within_ten_seconds(postgresql, tmp_path, times):
    postgresql.ask("DROP DATABASE IF EXISTS killed")
    postgresql.ask("CREATE DATABASE killed")
    site = Site(tmp_path, postgresql.url("killed"))
    site.python(MIGRATE)
    chance, away = random.Random(42), []
    writers = subprocess.Popen(
        [*WRITERS, "write", str(tmp_path), "4"], env=site.surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with writers:
        time.sleep(3)
        for _ in range(times(3, 30)):
            time.sleep(chance.uniform(0.2, 1.5))
            began = time.monotonic()
            postgresql.kill()
            postgresql.start()
            away.append(time.monotonic() - began)
        time.sleep(1)
        said, _ = writers.communicate(timeout=300)
    found = json.loads(said)
    print(f"away: median {sorted(away)[len(away) // 2]:.1f} s, longest {max(away):.1f} s; {found}")
    assert found.pop("acknowledged") > times(20, 1_000)
    assert found == {"lost": 0, "torn": 0, "sound": True}
    assert max(away) <= times(30, 10)  # the short form runs beside other tests
