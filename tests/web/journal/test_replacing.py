"""SQLite's REPLACE takes rows out of the way without a word: kept rows refuse it, watched ones write it down."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from kechuang.web.journal.actions import record
from kechuang.web.journal.models import Entry, RowChange
from kechuang.web.journal.watched import KEPT, WATCHED
from kechuang.web.journal.watching import unwatched
from kechuang.web.organisations.models import Organisation

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has REPLACE")
_INTO = "INTO organisations_organisation (id, code, name, kind) VALUES"


def raw(sql, *values):
    """Ask the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def towns(db):
    """Two organisations, and nothing changed since."""
    made = [Organisation.objects.create(pk=pk, code=f"c{pk}", name=f"镇{pk}", kind="county") for pk in (901, 902)]
    record("organisations.imported")
    return made


def since(towns):
    """What became of rows of organisations after the towns were made."""
    changes = RowChange.objects.filter(table_name="organisations_organisation").order_by("id")[len(towns) :]
    return [(one.done, *(json.loads(text) if text else None for text in (one.before, one.after))) for one in changes]


def row(pk, code, name):
    """A row of an organisation, whole."""
    return {"id": pk, "code": code, "name": name, "kind": "county"}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            f"REPLACE {_INTO} (901, 'c901', '新镇', 'county')",
            [("removed", row(901, "c901", "镇901"), None), ("added", None, row(901, "c901", "新镇"))],
        ),
        (
            f"REPLACE {_INTO} (903, 'c901', '新镇', 'county')",
            [("removed", row(901, "c901", "镇901"), None), ("added", None, row(903, "c901", "新镇"))],
        ),
        (
            f"REPLACE {_INTO} (901, 'c902', '新镇', 'county')",
            [
                ("removed", row(901, "c901", "镇901"), None),
                ("removed", row(902, "c902", "镇902"), None),
                ("added", None, row(901, "c902", "新镇")),
            ],
        ),
        (
            "UPDATE OR REPLACE organisations_organisation SET code = 'c902' WHERE id = 901",
            [("changed", {"code": "c901"}, {"code": "c902"}), ("removed", row(902, "c902", "镇902"), None)],
        ),
        (
            "UPDATE OR REPLACE organisations_organisation SET id = 902 WHERE id = 901",
            [("changed", {"id": 901}, {"id": 902}), ("removed", row(902, "c902", "镇902"), None)],
        ),
        (f"INSERT OR IGNORE {_INTO} (901, 'c901', '新镇', 'county')", []),
        (
            f"INSERT OR IGNORE {_INTO} (901, 'c901', '新镇', 'county'), (904, 'c904', '村', 'county')",
            [("added", None, row(904, "c904", "村"))],
        ),
        (
            f"INSERT {_INTO} (901, 'c901', '新镇', 'county') ON CONFLICT (id) DO UPDATE SET name = excluded.name",
            [("changed", {"name": "镇901"}, {"name": "新镇"})],
        ),
    ],
    ids=[
        "same key",
        "same code",
        "two in the way",
        "changed into",
        "key changed into",
        "ignored",
        "one ignored",
        "upsert",
    ],
)
def test_what_was_in_the_way_is_written_down(towns, statement, expected):
    raw(statement)
    found = since(towns)
    assert sorted(found, key=str) == sorted(expected, key=str)
    if "added" in dict.fromkeys(done for done, _, _ in found):
        assert found[-1][0] == "added"


def test_what_was_only_ignored_is_forgotten_when_something_else_is_put_in(towns):
    raw(f"INSERT OR IGNORE {_INTO} (901, 'c901', '新镇', 'county')")
    raw("DELETE FROM organisations_organisation WHERE id = 901")
    raw(f"INSERT {_INTO} (905, 'c905', '村', 'county')")
    assert [done for done, _, _ in since(towns)] == ["removed", "added"]


@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "INSERT OR IGNORE", "INSERT"])
def test_an_entry_is_not_replaced(towns, verb):
    columns = ", ".join(field.column for field in Entry._meta.concrete_fields)
    forged = columns.replace("label", "'forged'")
    before = Entry.objects.values_list().get(number=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        raw(f"{verb} INTO journal_entry ({columns}) SELECT {forged} FROM journal_entry WHERE number = 1")
    assert Entry.objects.values_list().get(number=1) == before


def test_every_kept_table_refuses_to_be_replaced(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = dict(cursor.fetchall())
    for table, condition in KEPT.items():
        assert {f"{table}_no_replace", *([f"{table}_no_replacing"] if condition else [])} <= triggers.keys()
    refusing = {name.removesuffix("_no_delete") for name in triggers if name.endswith("_no_delete")}
    assert refusing == {table for table, condition in KEPT.items() if not condition}


def test_a_guard_that_is_gone_is_named(towns):
    raw("DROP TRIGGER journal_entry_no_replace")
    raw("DROP TRIGGER indicators_observation_no_delete")
    raw("DROP TRIGGER tasks_task_row_in_the_way")
    assert sorted(unwatched(connection)) == ["indicators_observation", "journal_entry", "tasks_task"]


def test_what_is_kept_exists():
    assert {table for table in KEPT if not table.startswith("journal_")} - {"indicators_verdictchange"} <= set(WATCHED)
