"""Triggers that were away for a while and put back as they were are named, also where no row differs; what the site does itself is not."""

import json
import os
import sqlite3
import subprocess
import uuid
from contextlib import closing
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from tests.sites import Site
from tests.web.journal.test_outside import by_hand, site, verify  # noqa: F401 - a fixture
from tests.web.journal.test_upgrading import upgrade

ON_POSTGRESQL = connection.vendor == "postgresql"
TABLE = "indicators_plannedvalue"
HOLD = """
import json
from django.utils import timezone
from kechuang.web.journal.models import Entry
from kechuang.web.notices.models import Notice
from kechuang.web.tracing.outside import hold_triggers
found = hold_triggers(at=timezone.now())
last = Entry.objects.latest("number")
after = json.loads(last.after or "{}")
told = [[one.recipient.username, one.key] for one in Notice.objects.all()]
print(json.dumps([list(found), last.deed, after.get("because"), after.get("tables"), told]))
"""
AGAIN = """
from django.db import connection
from kechuang.web.journal import watching
connection.cursor().execute("DROP TRIGGER %s_row_changed" + (" ON %s" if connection.vendor == "postgresql" else ""))
watching.follow(connection)
""".replace("%s", TABLE)


def hold(site):  # noqa: F811
    """What the worker finds: tables, the last entry's deed, why, of which tables; and whom it told what."""
    return json.loads(site.python(HOLD))


@pytest.fixture
def guarded(site):  # noqa: F811
    """A site whose journal says how its triggers stand."""
    assert hold(site) == [[], "triggers.stand", "begun", None, []]
    return site


def test_a_trigger_that_was_dropped_and_made_again_is_named_until_it_is_on_record(guarded):
    assert verify(guarded)[0] == 0
    guarded.python(AGAIN)
    exit_code, said = verify(guarded)
    assert exit_code == 1
    assert f"Yearly target ({TABLE}): its triggers were touched after entry 2" in said
    assert "the triggers of 1 tables were touched" in said
    assert hold(guarded) == [[TABLE], "triggers.touched", None, [TABLE], [["auditor", "triggers-touched"]]]
    assert hold(guarded)[:2] == [[], "triggers.touched"]
    exit_code, said = verify(guarded)
    assert exit_code == 0
    assert "Triggers were touched before: 1 entries are about it" in said


def test_what_was_touched_before_the_site_is_prepared_is_on_record_as_touched(guarded):
    guarded.python(AGAIN)
    guarded.kechuang("prepare")
    assert "Triggers were touched before: 1 entries" in verify(guarded)[1]


def test_preparing_a_site_again_touches_nothing(guarded):
    guarded.kechuang("prepare")
    guarded.kechuang("prepare")
    assert hold(guarded)[:3] == [[], "triggers.stand", "begun"]


def test_an_upgrade_says_itself_how_triggers_stand_afterwards(guarded, tmp_path):
    upgrade(guarded, tmp_path)
    exit_code, said = verify(guarded)
    assert (exit_code, "Nobody has touched the triggers" in said) == (0, True)


def test_triggers_that_are_put_back_are_no_second_alarm(guarded):
    on = f" ON {TABLE}" if ON_POSTGRESQL else ""
    by_hand(guarded, f"DROP TRIGGER {TABLE}_row_added{on}")
    guarded.kechuang("prepare")
    found = hold(guarded)
    assert found[:2] == [[], "rows.watched-again"]
    assert verify(guarded)[0] == 0


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite switches no triggers off")
def test_a_trigger_that_was_switched_off_and_on_is_named(guarded):
    by_hand(
        guarded,
        f"ALTER TABLE {TABLE} DISABLE TRIGGER {TABLE}_row_changed",
        f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {TABLE}_row_changed",
    )
    assert hold(guarded)[0] == [TABLE]


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has no functions of its own")
def test_a_function_that_was_replaced_and_put_back_is_named(guarded):
    guarded.python(
        """
from django.db import connection
from kechuang.web.journal import watching
with connection.cursor() as cursor:
    cursor.execute("CREATE OR REPLACE FUNCTION kechuang_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$")
watching.follow(connection)
"""
    )
    assert hold(guarded)[:2] == [["functions"], "triggers.touched"]


@pytest.mark.skipif(not ON_POSTGRESQL, reason="of PostgreSQL")
def test_a_rule_that_keeps_changes_from_the_journal_is_named(guarded):
    by_hand(guarded, "CREATE RULE quiet AS ON INSERT TO journal_rowchange DO INSTEAD NOTHING")
    assert hold(guarded)[0] == ["journal_rowchange"]


@pytest.mark.skipif(not ON_POSTGRESQL, reason="of PostgreSQL")
def test_tidying_everything_is_no_touching(guarded):
    by_hand(guarded, "VACUUM (FULL, FREEZE)", "REINDEX SCHEMA public", f"CLUSTER {TABLE} USING {TABLE}_pkey", "ANALYZE")
    by_hand(guarded, f"CREATE INDEX of_my_own ON {TABLE} (value)")
    assert hold(guarded)[:3] == [[], "triggers.stand", "begun"]
    assert verify(guarded)[0] == 0


@pytest.mark.skipif(ON_POSTGRESQL, reason="of SQLite")
@pytest.mark.parametrize("done", ["VACUUM", f"CREATE INDEX of_my_own ON {TABLE} (value)", "ANALYZE"])
def test_what_changes_the_schema_alone_is_said_and_no_alarm(guarded, done):
    by_hand(guarded, done)
    exit_code, said = verify(guarded)
    assert (exit_code, "Something was done to the schema after entry 2" in said) == (0, True)
    assert hold(guarded) == [[], "triggers.stand", "elsewhere", None, []]
    assert "Nobody has touched the triggers" in verify(guarded)[1]


@pytest.mark.skipif(ON_POSTGRESQL, reason="of SQLite")
def test_after_tidying_a_trigger_that_is_made_again_is_still_named(guarded):
    by_hand(guarded, "VACUUM")
    guarded.python(AGAIN)
    by_hand(guarded, "VACUUM")
    assert hold(guarded)[:2] == [[TABLE], "triggers.touched"]


@pytest.mark.skipif(ON_POSTGRESQL, reason="of SQLite")
def test_triggers_that_came_last_anyway_are_not_told_from_tidying_but_said(guarded):
    with closing(sqlite3.connect(guarded.folder / "kechuang.sqlite3", isolation_level=None)) as opened:
        (name, text), *_ = opened.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid DESC"
        )
        opened.execute(f"DROP TRIGGER {name}")
        opened.execute(text)
    exit_code, said = verify(guarded)
    assert (exit_code, "Something was done to the schema" in said) == (0, True)


@pytest.fixture
def elsewhere(tmp_path):
    """A place where no site is yet."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    if not ON_POSTGRESQL:
        yield Site(folder)
        return
    name, given = f"elsewhere_{uuid.uuid4().hex}", os.environ["KECHUANG_DATABASE_URL"]
    with closing(psycopg.connect(given, autocommit=True)) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield Site(folder, urlsplit(given)._replace(path=f"/{name}").geturl())
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_backup_that_is_put_back_says_so_itself(guarded, elsewhere, tmp_path):
    guarded.kechuang("backup", str(tmp_path / "backup.tar"))
    elsewhere.kechuang("restore", str(tmp_path / "backup.tar"))
    exit_code, said = verify(elsewhere)
    assert (exit_code, "Nobody has touched the triggers" in said) == (0, True)
    assert hold(elsewhere)[:3] == [[], "triggers.stand", "restored"]


def test_a_copy_somebody_put_back_by_hand_is_said_and_no_alarm(guarded, elsewhere):
    _copy_by_hand(guarded, elsewhere)
    exit_code, said = verify(elsewhere)
    assert (exit_code, "after entry 2" in said or "another one than entry 2 says" in said) == (0, True)
    told = [["auditor", "triggers-elsewhere"]] if ON_POSTGRESQL else []
    assert hold(elsewhere) == [[], "triggers.stand", "elsewhere", None, told]
    assert "Nobody has touched the triggers" in verify(elsewhere)[1]


def _copy_by_hand(one, other):
    if ON_POSTGRESQL:
        ends = [place.surroundings["KECHUANG_DATABASE_URL"] for place in (one, other)]
        dump = subprocess.run(["pg_dump", f"--dbname={ends[0]}"], check=True, capture_output=True).stdout
        subprocess.run(["psql", "-q", f"--dbname={ends[1]}"], input=dump, check=True, capture_output=True)
        return
    files = [place.folder / "kechuang.sqlite3" for place in (one, other)]
    with closing(sqlite3.connect(files[0])) as source, closing(sqlite3.connect(files[1])) as target:
        target.executescript("\n".join(source.iterdump()))
