"""Frozen content that was altered, its length kept, while what refuses that was away, is named by its hash."""

from tests.web.journal.test_outside import site, verify  # noqa: F401 - a fixture

FREEZE = """
import hashlib
from django.db import transaction
from django.utils import timezone
from kechuang.web.evaluations.models import Snapshot
from kechuang.web.journal.actions import record
from kechuang.web.organisations.models import Person
from kechuang.web.plans.models import Version
content = b'{"value": 1200}'
with transaction.atomic():
    kept = {"content": content, "sha256": hashlib.sha256(content).hexdigest(), "values_count": 1}
    made = Snapshot.objects.create(
        version=Version.objects.get(), as_of=2026, by=Person.objects.get(), at=timezone.now(), **kept
    )
    record("evaluation.begun", made)
"""
ALTER = """
from django.db import connection
from kechuang.web.journal import watching
with connection.cursor() as cursor:
    if connection.vendor == "postgresql":
        cursor.execute("ALTER TABLE evaluations_snapshot DISABLE TRIGGER USER")
    else:
        for name in ("no_update", "row_changed"):
            cursor.execute(f"DROP TRIGGER evaluations_snapshot_{name}")
    cursor.execute("UPDATE evaluations_snapshot SET content = %s", [b'{"value": 1300}'])
watching.follow(connection)
"""


def test_content_that_was_altered_is_named_though_its_length_is_the_same(site):  # noqa: F811
    site.python(FREEZE)
    assert verify(site)[0] == 0
    site.python(ALTER)
    exit_code, said = verify(site)
    assert exit_code == 1
    assert "(evaluations_snapshot), row 1: its content is not what its SHA-256 says" in said
    assert "0 rows are not as their changes say" in said
