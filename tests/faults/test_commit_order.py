"""On PostgreSQL an entry gets its number when its transaction ends: nobody waits for the whole of another's deed."""

import json

import pytest

from tests.sites import Site

MIGRATE = "from django.core.management import call_command; call_command('migrate', verbosity=0)"
BEGIN = """
import json
from threading import Event, Thread
from django.db import connection, transaction
from kechuang.web.journal.actions import record
from kechuang.web.journal.models import Entry
from kechuang.web.journal.verify import verify
from kechuang.web.organisations.models import Organisation

def told():
    said = list(Entry.objects.order_by("number").values_list("number", "deed"))
    print(json.dumps([said, verify().is_sound]))
"""
SLOW = """
written, done = Event(), Event()

def approve():
    with transaction.atomic():
        record("return.approved")
        written.set()
        assert done.wait(30)
        record("observation.kept")
    connection.close()

slow = Thread(target=approve)
slow.start()
written.wait(30)
record("return.filled")
done.set()
slow.join()
told()
"""
UNDONE = """
class Refused(Exception):
    pass

with transaction.atomic():
    record("plan.read")
    try:
        with transaction.atomic():
            record("plan.adopted")
            raise Refused
    except Refused:
        record("plan.refused")
    print(Entry.objects.count(), end=" ")
try:
    with transaction.atomic():
        record("plan.adopted")
        raise Refused
except Refused:
    told()
"""
BY_HAND = """
record("plan.read", after={"n": 1})
with connection.cursor() as cursor:
    columns = "at, actor_id, actor, origin, deed, kind, subject, label, before, after, reason, leaf"
    cursor.execute(f"INSERT INTO journal_waiting ({columns}) SELECT {columns} FROM journal_entry")
    cursor.execute("SELECT count(*) FROM journal_waiting")
    print(cursor.fetchone()[0], end=" ")
told()
"""


@pytest.fixture
def site(postgresql, tmp_path):
    """A site on PostgreSQL with empty tables."""
    postgresql.ask("DROP DATABASE IF EXISTS ordered")
    postgresql.ask("CREATE DATABASE ordered")
    made = Site(tmp_path, postgresql.url("ordered"))
    made.python(MIGRATE)
    return made


def test_entries_stand_in_the_order_in_which_they_took_effect_and_the_quick_pass_the_slow(site):
    entries, sound = json.loads(site.python(BEGIN + SLOW, seconds=60))
    assert entries == [[1, "return.filled"], [2, "return.approved"], [3, "observation.kept"]]
    assert sound


def test_what_is_undone_leaves_no_gap(site):
    during, said = site.python(BEGIN + UNDONE).split(" ", 1)
    entries, sound = json.loads(said)
    assert during == "0"
    assert entries == [[1, "plan.read"], [2, "plan.refused"]]
    assert sound


def test_an_entry_put_in_by_hand_is_numbered_like_any_other(site):
    left, said = site.python(BEGIN + BY_HAND).split(" ", 1)
    entries, sound = json.loads(said)
    assert left == "0"
    assert entries == [[1, "plan.read"], [2, "plan.read"]]
    assert sound
