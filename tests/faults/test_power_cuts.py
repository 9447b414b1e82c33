"""Simulated power cuts of SQLite under the site's own settings: nothing acknowledged is lost; with less, it would be."""

import contextlib
import random
import shutil
import sqlite3
from contextlib import closing

import pytest

from kechuang.web.databases import database_of
from tests.sites import Site

apsw = pytest.importorskip("apsw")
power = pytest.importorskip("tests.faults.power")

MIGRATE = "from django.core.management import call_command; call_command('migrate', verbosity=0)"
OPTIONS = database_of("sqlite:///any")["OPTIONS"]
ROW = "INSERT INTO organisations_organisation (code, name, kind) VALUES (?, ?, 'county')"
ENTRY = (
    "INSERT INTO journal_entry (number, at, actor_id, actor, origin, deed, kind, subject, label, before, after, reason, leaf) "
    "VALUES (?, '', NULL, '', '', 'organisation.added', '', '', ?, '', '', '', '')"
)
HEAD = "UPDATE journal_head SET size = ? WHERE id = 1"


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """A database file with the site's tables and triggers."""
    site = Site(tmp_path_factory.mktemp("tables"))
    site.python(MIGRATE)
    with closing(sqlite3.connect(site.folder / "kechuang.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return site.folder / "kechuang.sqlite3"


def write_until_the_power_goes(file, cut, settings, chance):
    """Deeds as the site does them; answers the disk, and which deeds were acknowledged."""
    disk, acknowledged = power.Disk(cut), []
    with contextlib.suppress(power.PowerCut, apsw.Error):
        database = apsw.Connection(str(file), vfs="disk")
        for statement in settings.split(";"):
            database.execute(statement)
        database.execute("PRAGMA wal_autocheckpoint = 60")  # a checkpoint now and then, so that cuts fall into one
        for number in range(1, 400):
            database.execute(f"BEGIN {OPTIONS['transaction_mode']}")
            database.execute(ROW, (f"c{number}", "x" * chance.randrange(90)))
            database.execute(ENTRY, (number, f"c{number}"))
            database.execute(HEAD, (number,))
            database.execute("COMMIT")
            acknowledged.append(number)
    return disk, acknowledged


def lost_and_torn(folder, acknowledged):
    """Deeds that were acknowledged and are gone, or are there by half, or all of them where the file is broken."""
    with closing(sqlite3.connect(folder / "kechuang.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        rows = {code for (code,) in database.execute("SELECT code FROM organisations_organisation")}
        entries = {label for (label,) in database.execute("SELECT label FROM journal_entry")}
        size = database.execute("SELECT size FROM journal_head").fetchone()[0]
    return len({f"c{number}" for number in acknowledged} - rows), len(rows ^ entries) + abs(size - len(entries))


def lose_power(times, tables, folder, settings):
    """Cut the power ``times`` times; answers how many deeds were acknowledged, lost and torn."""
    chance, acknowledged, lost, torn = random.Random(42), 0, 0, 0
    for number in range(times):
        live, after = folder / f"live{number}", folder / f"after{number}"
        live.mkdir()
        after.mkdir()
        shutil.copy(tables, live)
        disk, told = write_until_the_power_goes(live / tables.name, chance.randrange(60, 2_000), settings, chance)
        disk.leave(after, chance)
        disk.unregister()
        found = lost_and_torn(after, told)
        acknowledged, lost, torn = acknowledged + len(told), lost + found[0], torn + found[1]
        shutil.rmtree(live)
        shutil.rmtree(after)
    return acknowledged, lost, torn


def test_with_the_site_s_settings_nothing_is_lost(tables, tmp_path, times):
    acknowledged, lost, torn = lose_power(times(25, 500), tables, tmp_path, OPTIONS["init_command"])
    print(f"{times(25, 500)} cuts, {acknowledged} acknowledged, {lost} lost, {torn} torn")
    assert acknowledged > times(300, 6_000)
    assert (lost, torn) == (0, 0)


def test_with_a_sync_less_it_would_be(tables, tmp_path):
    weaker = OPTIONS["init_command"].replace("FULL", "NORMAL")
    assert weaker != OPTIONS["init_command"]
    _, lost, torn = lose_power(10, tables, tmp_path, weaker)
    assert lost > 0
    assert torn == 0
