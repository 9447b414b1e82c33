"""Pages are read from a streaming copy; what is sent goes to the original, and whoever sent it sees it at once."""

import json

import pytest

from tests.postgresql import Cluster
from tests.sites import Site

MAKE = """
from django.core.management import call_command
from django.utils import timezone
from kechuang.web.operation import demo
call_command("migrate", verbosity=0)
demo.open_bureau(at=timezone.now())
"""
VISIT = """
import json
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from kechuang.web.organisations.models import Person
from kechuang.web.journal.models import Entry
client = Client(SERVER_NAME="localhost")
Person.objects.update(must_change_password=False)
client.force_login(Person.objects.get(username="demo_planner"))

def asked(ask):
    with CaptureQueriesContext(connections["default"]) as home, CaptureQueriesContext(connections["replica"]) as copy:
        status = ask().status_code
    told = lambda queries: sum("plans_" in one["sql"] for one in queries)
    return status, told(home), told(copy)

read = asked(lambda: client.get("/plans/"))
sent = asked(lambda: client.post("/plans/upload/", {}))
after = asked(lambda: client.get("/plans/"))
del client.cookies["sent"]
later = asked(lambda: client.get("/plans/"))
print(json.dumps([read, sent, after, later]))
"""


@pytest.fixture
def copy(postgresql):
    """A streaming copy of the tests' server."""
    cluster = Cluster().follow(postgresql)
    try:
        yield cluster.start()
    finally:
        cluster.stop()


def test_pages_come_from_the_copy_and_what_was_sent_from_the_original(postgresql, tmp_path, request):
    postgresql.ask("DROP DATABASE IF EXISTS copied")
    postgresql.ask("CREATE DATABASE copied")
    Site(tmp_path, postgresql.url("copied")).python(MAKE)
    copy = request.getfixturevalue("copy")
    site = Site(tmp_path, postgresql.url("copied"), KECHUANG_REPLICA_URL=copy.url("copied"))
    read, sent, after, later = json.loads(site.python(VISIT).splitlines()[-1])
    for status, home, copied in (read, later):
        assert (status, home, copied > 0) == (200, 0, True)
    assert (sent[2], after[2]) == (0, 0)
    assert after[1] > 0
    assert postgresql.ask("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") == "1"
