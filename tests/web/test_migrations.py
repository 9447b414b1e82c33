"""The tables can be made, unmade and made again, and say what the models say; on the engine the tests run on."""

import os
import uuid
from contextlib import closing
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from tests.sites import Site

THERE_AND_BACK = """
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
call_command("migrate", verbosity=0)
call_command("makemigrations", "--check", verbosity=0)
for room in sorted(MigrationLoader(connection).migrated_apps):
    call_command("migrate", room, "zero", verbosity=0)
print(connection.introspection.table_names())
call_command("migrate", verbosity=0)
from kechuang.web.journal.verify import verify
print(verify().is_sound)
"""


@pytest.fixture
def empty_site(tmp_path):
    """A site whose database has no tables yet, beside the one of the tests."""
    if connection.vendor == "sqlite":
        yield Site(tmp_path)
        return
    name, given = f"migrations_{uuid.uuid4().hex}", os.environ["KECHUANG_DATABASE_URL"]
    with closing(psycopg.connect(given, autocommit=True)) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield Site(tmp_path, urlsplit(given)._replace(path=f"/{name}").geturl())
        server.execute(f"DROP DATABASE {name}")


def test_the_tables_go_and_come_back_and_say_what_the_models_say(empty_site):
    tables, sound = empty_site.python(THERE_AND_BACK).splitlines()
    assert tables == "['django_migrations']"
    assert sound == "True"
