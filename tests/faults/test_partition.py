"""The journal in parts, entries and changes of rows, is the same journal: it goes on, is verified, and still lets nothing be changed."""

from tests.sites import Site
from tests.web.operation.test_moving import TRY_TO_FORGE

GROW = """
from django.core.management import call_command
from django.db import transaction
from kechuang.web.journal.actions import record
from kechuang.web.organisations.models import Organisation
call_command("migrate", verbosity=0)
def name_one(number):
    with transaction.atomic():
        Organisation.objects.create(code=f"c{number}", name="县", kind="county")
        record("organisations.imported")
for number in range(7):
    name_one(number)
for number in range(25):
    record("plan.read", after={"n": number})
call_command("partition_journal", size=10, ahead=3)
for number in range(20):
    record("plan.read", after={"n": number})
for number in range(7, 18):
    name_one(number)
call_command("partition_journal", size=10, ahead=3)
for number in range(20):
    record("plan.read", after={"n": number})
"""

PART_AGAIN = """
import json
from django.core.management import call_command
from kechuang.web.journal import standing
from kechuang.web.journal.models import Entry
call_command("partition_journal", size=10, ahead=6, verbosity=0, stdout=open("/dev/null", "w"))
print(standing.difference(), json.loads(Entry.objects.latest("number").after)["because"])
"""


def test_a_parted_journal_goes_on_and_is_sound(postgresql, tmp_path):
    postgresql.ask("DROP DATABASE IF EXISTS parted")
    postgresql.ask("CREATE DATABASE parted")
    site = Site(tmp_path, postgresql.url("parted"))
    site.python(GROW)
    site.kechuang("journal", "checkpoint")
    site.kechuang("journal", "verify")
    assert site.python(TRY_TO_FORGE).split() == ["refused", "refused"]
    assert _parts(postgresql, "journal_entry", "number") == [40, 10, 10, 10, 10, 3]
    assert _parts(postgresql, "journal_rowchange", "id") == [10, 8]
    site.kechuang("prepare")
    assert site.python(PART_AGAIN).split() == ["None", "parted"]


def _parts(postgresql, table, key):
    """How many rows each part of a table holds, those that hold some."""
    counted = f"SELECT count(*) FROM {table} GROUP BY tableoid ORDER BY min({key})"
    return [int(line) for line in postgresql.ask(counted, "parted").splitlines()]
