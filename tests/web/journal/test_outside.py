"""A figure that is changed in the database, past the site, is named: table, row, from what, to what; on both engines."""

import os
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from tests.sites import Site

BEGIN = """
from datetime import date
from decimal import Decimal
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
call_command("migrate", verbosity=0)
from kechuang.web.indicators.models import Course, Indicator, PlannedValue
from kechuang.web.journal.actions import record
from kechuang.web.organisations.models import HeldRole, Organisation, Person
from kechuang.web.plans.models import Item, Original, Plan, Version
with transaction.atomic():
    bureau = Organisation.objects.create(code="510000", name="市科技局", kind="bureau")
    auditor = Person.objects.create(username="auditor", name="审计", organisation=bureau)
    HeldRole.objects.create(person=auditor, role="auditor", scope="all", starts_on=date(2020, 1, 1))
    at = timezone.now()
    plan = Plan.objects.create(organisation=bureau, title="规划", added_at=at)
    original = Original.objects.create(sha256="0" * 64, name="x", size=1)
    version = Version.objects.create(plan=plan, number=1, original=original, stage="review", uploaded_by=auditor, uploaded_at=at)
    item = Item.objects.create(version=version, kind="indicator", position=1, values={}, start=0, end=1, line=1, quote="x")
    indicator = Indicator.objects.create(plan=plan, item=item, position=1, name="高新技术企业数", unit="家")
    course = Course.objects.create(indicator=indicator, organisation=bureau)
    PlannedValue.objects.create(course=course, year=2030, value=Decimal("1200.5"))
    record("organisations.imported", bureau)
"""
WRITE_DOWN = """
from django.utils import timezone
from kechuang.web.journal.models import Entry
from kechuang.web.notices.models import Notice
from kechuang.web.tracing.outside import write_down_outside
print(write_down_outside(at=timezone.now()), write_down_outside(at=timezone.now()))
entry = Entry.objects.latest("number")
print(entry.deed, entry.after)
print([(one.recipient.username, one.key, one.details["changes"]) for one in Notice.objects.all()])
"""
IN_THE_SITE = """
from django.core.management import call_command
from kechuang.web.organisations.models import Organisation
Organisation.objects.bulk_create(Organisation(code=f"c{n}", name="村", kind="county") for n in range(3))
Organisation.objects.filter(code="c1").update(name="新村")
Organisation.objects.bulk_update([Organisation(pk=Organisation.objects.get(code="c2").pk, name="大村")], ["name"])
"""


@pytest.fixture
def site(tmp_path):
    """A site of its own, with one figure in it."""
    if connection.vendor == "sqlite":
        made = Site(tmp_path)
        made.python(BEGIN)
        yield made
        return
    name, given = f"outside_{uuid.uuid4().hex}", os.environ["KECHUANG_DATABASE_URL"]
    with closing(psycopg.connect(given, autocommit=True)) as server:
        server.execute(f"CREATE DATABASE {name}")
        made = Site(tmp_path, urlsplit(given)._replace(path=f"/{name}").geturl())
        made.python(BEGIN)
        yield made
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def by_hand(site, *statements):
    """What somebody does in the database itself, each statement on its own."""
    if connection.vendor == "sqlite":
        opened = sqlite3.connect(site.folder / "kechuang.sqlite3", isolation_level=None)
    else:
        opened = psycopg.connect(site.surroundings["KECHUANG_DATABASE_URL"], autocommit=True)
    with closing(opened):
        for statement in statements:
            opened.execute(statement)


def verify(site):
    """What ``kechuang journal verify`` answers, in English: its exit code and words."""
    code = "from kechuang.cli.main import run; run()"
    surroundings = {**site.surroundings, "KECHUANG_LANGUAGE": "en"}
    command = [sys.executable, "-c", code, "journal", "verify"]
    ended = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout + ended.stderr


def test_a_figure_changed_by_hand_in_the_database_is_named(site):
    assert verify(site)[0] == 0
    by_hand(site, "UPDATE indicators_plannedvalue SET value = 99 WHERE year = 2030")
    exit_code, said = verify(site)
    assert exit_code == 1
    assert "Yearly target (indicators_plannedvalue), row 1, Value (value) 1200.5 → 99" in said
    done, entry, told = site.python(WRITE_DOWN).splitlines()
    assert done == "1 0"
    assert entry.startswith("rows.changed-outside {")
    assert '"tables":{"indicators_plannedvalue":1}' in entry
    assert told == "[('auditor', 'rows-changed-outside', '1')]"
    exit_code, said = verify(site)
    assert exit_code == 0
    assert "1 entries are about changes made outside the site" in said


def test_a_row_that_was_put_in_or_taken_out_by_hand_is_named(site):
    by_hand(
        site,
        "INSERT INTO indicators_plannedvalue (course_id, year, value) VALUES (1, 2031, 7)",
        "DELETE FROM indicators_plannedvalue WHERE year = 2030",
    )
    said = verify(site)[1]
    assert "added outside the site: Yearly target (indicators_plannedvalue), row 2" in said
    assert "removed outside the site: Yearly target (indicators_plannedvalue), row 1" in said


def test_bulk_statements_that_no_deed_stands_for_are_named(site):
    site.python(IN_THE_SITE)
    said = verify(site)[1]
    assert said.count("added outside the site: Organisation") == 3
    assert said.count("changed outside the site: Organisation") == 2


def test_a_deed_after_a_change_by_hand_does_not_stand_for_it(site):
    by_hand(site, "UPDATE indicators_plannedvalue SET value = 99")
    site.python(
        """
from django.db import transaction
from kechuang.web.journal.actions import record
from kechuang.web.organisations.models import Organisation
with transaction.atomic():
    Organisation.objects.update(name="局")
    record("organisations.imported")
"""
    )
    said = verify(site)[1]
    assert "Value (value) 1200.5 → 99" in said
    assert "1 changes outside the site are not on record" in said
