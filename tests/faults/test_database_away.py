"""Disk full, read-only, database gone: a page that says so in the reader's language, and nothing half-written."""

import json

import pytest

from tests.sites import Site

MAKE = """
from django.core.management import call_command
from django.utils import timezone
from kechuang.web.operation import demo
call_command("migrate", verbosity=0)
demo.open_bureau(at=timezone.now())
"""
# Asks for a page and sends a form while something is away, then once more when it is back.
VISIT = """
import json, sys
from django.test import Client
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from kechuang.web.api.actions import make_token
from kechuang.web.operation.tables import content, models
from kechuang.web.organisations.models import Organisation, Person

def rows():
    return {model._meta.db_table: content(model, "default").digest for model in models("default")}

planner, bureau = Person.objects.get(username="demo_planner"), Organisation.objects.get(code="990100")
planner.must_change_password = False
planner.save()
program = Client(raise_request_exception=False, SERVER_NAME="localhost")
token, shown = make_token(name="x", verbs=["plan.upload", "plan.see"], organisation=bureau, days=9, actor=planner, origin="", at=timezone.now())
client = Client(raise_request_exception=False, SERVER_NAME="localhost")
client.force_login(planner)
client.get("/")

def ask(language):
    client.cookies["language"] = language
    shown = client.get("/plans/")
    # nobody can have read more of it than the form itself: the upload fails where its row or its file is written
    sent = client.post("/plans/upload/", {"organisation": bureau.pk, "document": SimpleUploadedFile("a.docx", b"x" * 300_000)})
    return [(answer.status_code, answer.content.decode(), answer.headers.get("Retry-After")) for answer in (shown, sent)]

def send(language):
    headers = {"authorization": f"Bearer {shown}", "accept-language": language}
    body = {"organisation": bureau.pk, "document": SimpleUploadedFile("a.docx", b"x" * 300_000)}
    answer = program.post("/api/v1/plans", body, headers=headers)
    return answer.status_code, answer["Content-Type"], answer.headers.get("Retry-After"), json.loads(answer.content)["title"]

def fetch(address):
    answer = program.get(f"/api/v1/{address}", headers={"authorization": f"Bearer {shown}"})
    return answer.status_code, answer["Content-Type"].partition(";")[0]

before = rows()
with away():
    answers = [ask(language) for language in ("zh-hans", "en")]
    sent = [send(language) for language in ("zh", "en")]
    fetched = fetch("plans"), fetch("journal")
    healthy = client.get("/healthy/").status_code
print(json.dumps({"answers": answers, "programs": sent, "fetched": fetched, "healthy": healthy, "same": rows() == before, "back": client.get("/plans/").status_code}))
"""
GONE = """
from contextlib import contextmanager
from django.db import connection
from pathlib import Path
@contextmanager
def away():
    connection.close()
    file = Path(connection.settings_dict["NAME"])
    moved = file.rename(file.with_name("elsewhere"))
    file.mkdir()
    yield
    connection.close()
    file.rmdir()
    moved.rename(file)
"""
READ_ONLY = """
from contextlib import contextmanager
from django.db import connection
@contextmanager
def away():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = OFF")
"""
FULL = """
import resource, signal
from contextlib import contextmanager
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
@contextmanager
def away():
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
"""
READ_ONLY_SERVER = """
from contextlib import contextmanager
from django.db import connection
@contextmanager
def away():
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = off")
"""
CUT_OFF = """
from contextlib import contextmanager
from django.db import connection
@contextmanager
def away():
    connection.close()
    known = dict(connection.settings_dict)
    connection.settings_dict["HOST"] = "/nowhere"
    yield
    connection.close()
    connection.settings_dict["HOST"] = known["HOST"]
"""


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory):
    """A site of its own on SQLite."""
    site = Site(tmp_path_factory.mktemp("away"))
    site.python(MAKE)
    return site


@pytest.fixture(scope="module")
def on_postgresql(postgresql, tmp_path_factory):
    """A site of its own on PostgreSQL."""
    postgresql.ask("CREATE DATABASE away")
    site = Site(tmp_path_factory.mktemp("away"), postgresql.url("away"))
    site.python(MAKE)
    yield site
    postgresql.ask("DROP DATABASE away WITH (FORCE)")


def visited(site, fault):
    return json.loads(site.python(fault + VISIT).splitlines()[-1])


def assert_said_and_nothing_kept(found, *, reading):
    """What was sent was refused with 503 in both languages; what was asked for was answered where reading still works."""
    for (shown, sent), words in zip(found["answers"], ("暂时不能服务", "Not available at the moment"), strict=True):
        assert shown[0] == (200 if reading else 503)
        assert sent[0] == 503
        assert words in sent[1]
        assert sent[2] == "30"
    problem = [503, "application/problem+json", "30"]
    assert found["programs"] == [[*problem, "暂时不能服务"], [*problem, "Not available at the moment"]]
    # the list of plans only asks; that the journal was refused would have to be put on record
    refused = [503, "application/problem+json"]
    assert found["fetched"] == [[200, "application/json"] if reading else refused, refused]
    assert found["healthy"] == (200 if reading else 503)
    assert found["same"]
    assert found["back"] == 200


@pytest.mark.parametrize(("fault", "reading"), [(GONE, False), (READ_ONLY, True), (FULL, True)])
def test_sqlite_away(on_sqlite, fault, reading):
    assert_said_and_nothing_kept(visited(on_sqlite, fault), reading=reading)


@pytest.mark.parametrize(("fault", "reading"), [(CUT_OFF, False), (READ_ONLY_SERVER, True)])
def test_postgresql_away(on_postgresql, fault, reading):
    assert_said_and_nothing_kept(visited(on_postgresql, fault), reading=reading)
