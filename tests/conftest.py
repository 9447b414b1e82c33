"""Where the real documents are, for tests that use them; they are data beside the project, and may be absent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.postgresql import Cluster, programs

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser):
    """``--long`` runs the faults as often as docs/operate.md states; without it they run in a short form."""
    parser.addoption("--long", action="store_true", help="run the fault tests in their long form")


@pytest.fixture(scope="session")
def times(request):
    """``times(short, long)``: how often something is done in this run."""
    return lambda short, long: long if request.config.getoption("--long") else short


@pytest.fixture(scope="session")
def real_plans() -> Path:
    """The folder of published plans and hand-checked truth."""
    return _present(SHARED / "plans")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of published numbers."""
    return _present(SHARED / "data")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL server of the tests' own."""
    if programs() is None:
        pytest.skip("PostgreSQL is not on this machine (Debian: postgresql)")
    cluster = Cluster().make()
    try:
        yield cluster.start()
    finally:
        cluster.stop()


@pytest.fixture(autouse=True)
def _entries_at_once(request):
    """A test's transaction never ends: on PostgreSQL its entries get their numbers at once instead of at the end."""
    if request.node.get_closest_marker("django_db") is None and "db" not in request.fixturenames:
        return
    request.getfixturevalue("db")
    entries_at_once()


def entries_at_once():
    """Let the entries of this transaction get their numbers at once."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS journal_waiting_leave, journal_waiting_number IMMEDIATE")


def _present(folder: Path) -> Path:
    if not folder.is_dir():
        pytest.skip("the real documents are not on this machine (shared/ beside the project)")
    return folder
