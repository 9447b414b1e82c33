"""A site moves from SQLite to PostgreSQL and back: every table the same, or nothing at all."""

import subprocess
import sys

from tests.sites import Site
from tests.web.operation.conftest import MAKE_SMALL, TABLES

TRY_TO_FORGE = """
from django.db import connection, transaction, DatabaseError
for sql in ("UPDATE journal_entry SET reason = 'x'", "DELETE FROM journal_entry"):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError:
        print("refused")
"""
SEARCH = """
from kechuang.web.search.queries import found_for
for query in ("规划", "研发", "县", "高新技术企业", "2030"):
    print(query, sorted(found_for(query).values_list("kind", "subject")))
"""
STANDING = """
import json
from kechuang.web.journal import standing
from kechuang.web.journal.models import Entry
print(standing.difference(), json.loads(Entry.objects.latest("number").after)["because"])
"""
GO_ON = """
from django.db import transaction
from kechuang.web.journal.actions import record
from kechuang.web.organisations.models import Organisation
with transaction.atomic():
    record("plan.read", Organisation.objects.create(code="1", name="x", kind="county"))
"""


def test_there_and_back_every_table_is_the_same_and_the_site_goes_on(demo_site, empty_database, tmp_path):
    there = Site(tmp_path / "there", empty_database)
    back = Site(tmp_path / "back")
    back.folder.mkdir()
    before, found = demo_site.python(TABLES), demo_site.python(SEARCH)
    assert "plans_item 1" in before
    assert "[]" not in found

    said = demo_site.kechuang("move", "--to", empty_database)
    assert all(line.split()[-1] in said for line in before.splitlines() if "django_" not in line)
    assert (there.python(TABLES), there.python(SEARCH)) == (before, found)
    assert there.python(TRY_TO_FORGE).split() == ["refused", "refused"]

    there.kechuang("move", "--to", f"sqlite:///{tmp_path}/back/kechuang.sqlite3")
    assert (back.python(TABLES), back.python(SEARCH)) == (before, found)
    assert back.python(TRY_TO_FORGE).split() == ["refused", "refused"]

    for site in (there, back):
        site.python(GO_ON)
        site.kechuang("journal", "verify", "--checkpoints", str(tmp_path / "none"))


def test_that_triggers_are_other_ones_after_moving_is_explained(empty_database, tmp_path):
    here, there = Site(tmp_path / "here"), Site(tmp_path / "there", empty_database)
    here.folder.mkdir()
    here.python(MAKE_SMALL)
    here.kechuang("prepare")
    here.kechuang("move", "--to", empty_database)
    assert there.python(STANDING).split() == ["None", "moved"]
    there.kechuang("prepare")
    assert there.python(STANDING).split() == ["None", "moved"]
    there.kechuang("journal", "checkpoint")
    there.kechuang("journal", "verify")


def test_a_database_that_holds_a_site_is_not_moved_to(demo_site, tmp_path):
    taken = f"sqlite:///{demo_site.folder}/kechuang.sqlite3"
    before = demo_site.python(TABLES)
    refused = subprocess.run(
        [sys.executable, "-c", "from kechuang.cli.main import run; run()", "move", "--to", taken],
        env={**demo_site.surroundings, "KECHUANG_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert refused.returncode == 2
    assert "already contains a site" in refused.stderr
    assert demo_site.python(TABLES) == before


def test_a_table_that_does_not_arrive_as_it_left_leaves_nothing_behind(demo_site, empty_database, tmp_path):
    target = Site(tmp_path, empty_database)
    answer = target.python(
        """
import sys
from unittest.mock import patch
from django.core.management import CommandError, call_command
from kechuang.web.operation import moving
copied = moving._copy
def losing_one(model):
    copied(model)
    if model.__name__ == "Placement":
        from django.db import connection
        connection.cursor().execute("DELETE FROM organisations_placement WHERE id = 2")
with patch.object(moving, "_copy", losing_one):
    try:
        call_command("move", source=sys.argv[1])
    except CommandError as refused:
        print(refused)
from kechuang.web.organisations.models import Person
print(Person.objects.count())
""",
        f"sqlite:///{demo_site.folder}/kechuang.sqlite3",
    )
    assert "organisations_placement" in answer
    assert answer.splitlines()[-1] == "0"
