"""The journal in parts is the same journal: it goes on, is verified, and still lets nothing be changed."""

from tests.sites import Site
from tests.web.operation.test_moving import TRY_TO_FORGE

GROW = """
from django.core.management import call_command
from kechuang.web.journal.actions import record
call_command("migrate", verbosity=0)
for number in range(25):
    record("plan.read", after={"n": number})
call_command("partition_journal", size=10, ahead=3)
for number in range(30):
    record("plan.read", after={"n": number})
call_command("partition_journal", size=10, ahead=3)
for number in range(20):
    record("plan.read", after={"n": number})
"""


def test_a_parted_journal_goes_on_and_is_sound(postgresql, tmp_path):
    postgresql.ask("DROP DATABASE IF EXISTS parted")
    postgresql.ask("CREATE DATABASE parted")
    site = Site(tmp_path, postgresql.url("parted"))
    site.python(GROW)
    site.kechuang("journal", "checkpoint")
    site.kechuang("journal", "verify")
    assert site.python(TRY_TO_FORGE).split() == ["refused", "refused"]
    counted = "SELECT tableoid::regclass, count(*) FROM journal_entry GROUP BY 1 ORDER BY min(number)"
    parts = [line.split("|") for line in postgresql.ask(counted, "parted").splitlines()]
    assert [part for _, part in parts][:2] == ["30", "10"]
    assert sum(int(part) for _, part in parts) == 75
