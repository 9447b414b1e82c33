"""Sites in processes of their own, on both engines, with the demo's data."""

import uuid

import pytest

from tests.sites import Site

MAKE_DEMO = """
from django.core.management import call_command
from kechuang.web.operation import demo, work
call_command("migrate", verbosity=0)
demo.make()
while work.run_one("test"):
    pass
"""
MAKE_SMALL = """
from django.core.management import call_command
from django.utils import timezone
from kechuang.web.operation import demo
call_command("migrate", verbosity=0)
demo.open_bureau(at=timezone.now())
"""
TABLES = """
from kechuang.web.operation.tables import content, models
for model in models("default"):
    found = content(model, "default")
    print(model._meta.db_table, found.rows, found.digest)
"""


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory):
    """A site on SQLite with demo data; the invented plan has been read."""
    site = Site(tmp_path_factory.mktemp("demo"))
    site.python(MAKE_DEMO, seconds=900)
    return site


@pytest.fixture
def empty_database(postgresql):
    """The address of an empty database."""
    name = f"empty_{uuid.uuid4().hex}"
    postgresql.ask(f"CREATE DATABASE {name}")
    yield postgresql.url(name)
    postgresql.ask(f"DROP DATABASE {name} WITH (FORCE)")
