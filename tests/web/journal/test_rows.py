"""Changes of rows: written down whoever makes them, bound by the deed's entry, and named when they are not as they were."""

import json

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from kechuang.domain.journal import FaultKind
from kechuang.web.journal.actions import record, record_all
from kechuang.web.journal.binding import Bound, read_bound
from kechuang.web.journal.models import Binding, Entry, RowChange
from kechuang.web.journal.rows import changes_of_entry
from kechuang.web.journal.verify import verify
from kechuang.web.journal.verify_rows import RowFault
from kechuang.web.journal.watched import NOT_WATCHED, WATCHED
from kechuang.web.journal.watching import follow, unwatched
from kechuang.web.organisations.models import Organisation, Person
from kechuang.web.tracing.telling import changes_told, in_lines

TABLE = "organisations_organisation"


@pytest.fixture
def town(db):
    """An organisation that was added with its entry."""
    made = Organisation.objects.create(code="9", name="旧镇", kind="county")
    record("organisations.imported", made)
    return made


def since(entry, table=TABLE):
    """What became of rows of a table since an entry: done, before, after."""
    last = Binding.objects.filter(entry=entry.number).latest("last").last
    changes = RowChange.objects.filter(id__gt=last, table_name=table).order_by("id")
    return [(one.done, _loaded(one.before), _loaded(one.after)) for one in changes]


def _loaded(text):
    return json.loads(text) if text else None


def raw(sql, *values):
    """Ask the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def as_owner(table, sql, *values):
    """Change what is kept, as somebody would who owns the database."""
    if connection.vendor == "postgresql":
        raw(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    else:
        raw(f"DROP TRIGGER IF EXISTS {table}_no_update")
        raw(f"DROP TRIGGER IF EXISTS {table}_no_delete")
    raw(sql, *values)


def test_every_table_is_watched_or_says_why_not():
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert WATCHED.keys() & NOT_WATCHED.keys() == set()
    assert WATCHED.keys() | NOT_WATCHED.keys() == tables
    assert all(NOT_WATCHED.values())


def test_what_the_list_says_of_columns_are_columns():
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    for table, watch in WATCHED.items():
        columns = {field.column for field in models[table]._meta.local_concrete_fields}
        assert {*watch.secret, *watch.long, *watch.unseen, *watch.personal} <= columns
        assert models[table]._meta.pk.column == "id"


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="on PostgreSQL the triggers name no columns but those left out"
)
def test_the_triggers_name_the_columns_of_the_models(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = dict(cursor.fetchall())
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if table in WATCHED:
            seen = {field.column for field in model._meta.local_concrete_fields} - set(WATCHED[table].unseen)
            for column in seen:
                assert f"'{column}'" in triggers[f"{table}_row_added"]
                assert f'NEW."{column}"' in triggers[f"{table}_row_changed"]
                assert f"'{column}'" in triggers[f"{table}_row_removed"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite the whole statement is compared")
@pytest.mark.parametrize("when", ["AFTER UPDATE OF code", "AFTER UPDATE", "BEFORE UPDATE"])
def test_a_trigger_that_fires_less_often_is_named(db, when):
    condition = "WHEN (false)" if when == "AFTER UPDATE" else ""
    raw(
        f"CREATE OR REPLACE TRIGGER {TABLE}_row_changed {when} ON {TABLE} FOR EACH STATEMENT {condition} "
        "EXECUTE FUNCTION kechuang_row_changed('', '', '')"
    )
    raw(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {TABLE}_row_changed")
    assert unwatched(connection) == [TABLE]
    follow(connection)
    assert unwatched(connection) == []


def test_every_table_has_its_triggers(db):
    assert unwatched(connection) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda: Organisation.objects.filter(code="9").update(name="新镇"),
            [("changed", {"name": "旧镇"}, {"name": "新镇"})],
        ),
        (
            lambda: raw("UPDATE organisations_organisation SET name = '新镇'"),
            [("changed", {"name": "旧镇"}, {"name": "新镇"})],
        ),
        (lambda: raw("UPDATE organisations_organisation SET name = name"), []),
        (
            lambda: Organisation.objects.bulk_update(
                [Organisation(pk=Organisation.objects.get().pk, name="新镇")], ["name"]
            ),
            [("changed", {"name": "旧镇"}, {"name": "新镇"})],
        ),
        (
            lambda: Organisation.objects.bulk_create([Organisation(pk=8801, code="8", name="村", kind="county")]),
            [("added", None, {"id": 8801, "code": "8", "name": "村", "kind": "county"})],
        ),
        (
            lambda: raw(
                "INSERT INTO organisations_organisation (id, code, name, kind) VALUES (8802, '8', '村', 'county')"
            ),
            [("added", None, {"id": 8802, "code": "8", "name": "村", "kind": "county"})],
        ),
    ],
    ids=["update", "raw update", "no change", "bulk update", "bulk create", "raw insert"],
)
def test_bulk_and_raw_statements_are_seen(town, change, expected):
    change()
    assert since(Entry.objects.latest("number")) == expected


def test_a_removed_row_is_kept_whole(town):
    raw("DELETE FROM organisations_organisation WHERE code = '9'")
    whole = {"id": town.pk, "code": "9", "name": "旧镇", "kind": "county"}
    assert since(Entry.objects.latest("number")) == [("removed", whole, None)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_truncating_is_removing_every_row(town):
    raw("SET CONSTRAINTS ALL IMMEDIATE")
    raw("TRUNCATE indicators_plannedvalue")
    raw("TRUNCATE collection_evidence")
    assert since(Entry.objects.latest("number"), "collection_evidence") == []
    whole = {"id": town.pk, "code": "9", "name": "旧镇", "kind": "county"}
    raw("CREATE TABLE truncated (LIKE organisations_organisation)")
    raw(f"INSERT INTO truncated VALUES ({town.pk}, '9', '旧镇', 'county')")
    raw("CREATE TRIGGER t BEFORE TRUNCATE ON truncated EXECUTE FUNCTION kechuang_row_truncated('', '', '')")
    raw("TRUNCATE truncated")
    assert since(Entry.objects.latest("number"), "truncated") == [("removed", whole, None)]


def test_secrets_are_named_without_their_values(town):
    Person.objects.create(username="wang", name="王小明", organisation=town, password="hash-of-one")
    Person.objects.update(password="hash-of-another")
    Person.objects.update(last_login="2026-01-01T00:00Z")
    assert "hash-of" not in "".join(RowChange.objects.values_list("after", flat=True))
    assert since(Entry.objects.latest("number"), "organisations_person")[1:] == [
        ("changed", {"password": "***"}, {"password": "***"})
    ]


def test_a_name_is_masked_for_whoever_has_no_need_of_it(town):
    Person.objects.create(username="wang", name="王小明", organisation=town)
    Person.objects.update(name="王大明", password="other")
    change = RowChange.objects.filter(table_name="organisations_person").latest("id")
    (line,) = in_lines([change])
    assert ("姓名（name）王＊＊ → 王＊＊" in line, "密码（password）（不留值） → （不留值）" in line) == (True, True)
    ((_, columns),) = changes_told([change])
    assert [(one.before[0][0].text, one.after[0][0].text) for one in columns if one.raw == "name"] == [
        ("王小明", "王大明")
    ]


def test_the_entry_of_a_deed_binds_what_the_deed_changed(town):
    first = Entry.objects.latest("number")
    with transaction.atomic():
        Organisation.objects.create(code="10", name="甲", kind="county")
        Organisation.objects.filter(pk=town.pk).update(name="乙")
        record("organisations.imported")
    second = Entry.objects.latest("number")
    changes = RowChange.objects.filter(id__gt=read_bound(first.rows).ranges[-1][1])
    ids = sorted(changes.values_list("id", flat=True))
    bound = read_bound(second.rows)
    assert (bound.ranges, bound.count) == (((ids[0], ids[-1]),), 2)
    assert list(Binding.objects.filter(entry=second.number).values_list("first", "last", "outside")) == [
        (ids[0], ids[-1], False)
    ]
    assert verify().is_sound
    assert verify().rows.unbound == ()


def test_what_a_deed_left_undone_is_bound_by_the_next(town):
    with transaction.atomic():
        Organisation.objects.filter(pk=town.pk).update(name="乙")
        with transaction.atomic():
            record("plan.read")
            transaction.set_rollback(True)
        record("organisations.imported")
    assert verify().rows.unbound == ()


def test_of_a_deed_done_to_many_each_entry_binds_its_own(town):
    other = Organisation.objects.create(code="10", name="甲", kind="county")
    record("organisations.imported", other)
    with transaction.atomic():
        Organisation.objects.update(name="乙")
        record_all("task.assigned", [(town, None, {"n": 1}), (other, None, {"n": 2})])
    entries = Entry.objects.order_by("-number")[:2]
    bound = [[change.row_key for change in changes_of_entry(entry.number)] for entry in entries]
    assert bound == [[str(other.pk)], [str(town.pk)]]
    assert verify().rows.unbound == ()


def test_an_entry_without_changes_is_as_entries_were_before_there_were_any(db):
    record("plan.read")
    entry = Entry.objects.latest("number")
    record("plan.read")
    assert Entry.objects.latest("number").rows is None
    assert entry.rows is None


def test_what_binds_is_read_as_it_was_written():
    bound = Bound(((3, 5), (9, 9)), 4, "ab" * 32, "0123abcd" * 4)
    assert read_bound(str(bound)) == bound
    assert bound.mark(1) == "0123abcd"


@pytest.mark.parametrize("column", ["at", "table_name", "row_key", "done", "before", "after"])
def test_an_altered_change_is_named(town, column):
    record("plan.read")
    change = RowChange.objects.latest("id")
    as_owner("journal_rowchange", f"UPDATE journal_rowchange SET {column} = 'x' WHERE id = {change.id}")
    entry = Binding.objects.get(last=change.id).entry
    assert verify().rows.fault == RowFault(FaultKind.ALTERED, change.id, entry)
    assert not verify().is_sound


def test_a_removed_change_is_named(town):
    Organisation.objects.bulk_create(Organisation(code=f"c{n}", name="村", kind="county") for n in range(5))
    record("organisations.imported")
    gone = RowChange.objects.latest("id").id - 2
    as_owner("journal_rowchange", f"DELETE FROM journal_rowchange WHERE id = {gone}")
    assert verify().rows.fault == RowFault(FaultKind.MISSING, gone, Entry.objects.latest("number").number)


def test_an_inserted_change_is_bound_by_nobody(town):
    RowChange.objects.create(at="2026-01-01", table_name=TABLE, row_key="1", done="changed", before="{}", after="{}")
    verdict = verify()
    assert (verdict.is_sound, verdict.rows.unbound) == (True, (RowChange.objects.latest("id").id,))


def test_a_binding_that_was_put_in_hides_nothing(town):
    forged = RowChange.objects.create(at="x", table_name=TABLE, row_key="1", done="changed", before="", after="")
    Binding.objects.create(first=forged.id, last=forged.id, entry=1)
    assert verify().rows.unbound == (forged.id,)


@pytest.mark.parametrize("sql", ["UPDATE journal_rowchange SET done = 'x'", "DELETE FROM journal_binding"])
def test_the_database_refuses_to_change_what_was_written(town, sql):
    with pytest.raises(DatabaseError, match="cannot be changed or removed"), transaction.atomic():
        raw(sql)


def drop_a_trigger():
    """Somebody takes a trigger away before changing a figure."""
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    raw(f"DROP TRIGGER {TABLE}_row_changed{on}")


def test_a_table_that_is_no_longer_watched_is_named(town, capsys, settings):
    drop_a_trigger()
    assert unwatched(connection) == [TABLE]
    with pytest.raises(CommandError) as raised:
        call_command("journal", "verify")
    assert raised.value.returncode == 1
    assert TABLE in capsys.readouterr().out
    assert follow(connection) == [TABLE]
    assert unwatched(connection) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite cannot switch a trigger off")
@pytest.mark.parametrize(
    "sql",
    [
        f"ALTER TABLE {TABLE} DISABLE TRIGGER {TABLE}_row_changed",
        f"ALTER TABLE {TABLE} ENABLE TRIGGER {TABLE}_row_changed",
        f"CREATE OR REPLACE TRIGGER {TABLE}_row_changed AFTER UPDATE ON {TABLE} REFERENCING OLD TABLE AS old_rows "
        "NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kechuang_row_changed('', '', 'name')",
    ],
)
def test_a_trigger_that_is_off_or_says_something_else_is_named(town, sql):
    raw("SET CONSTRAINTS ALL IMMEDIATE")
    raw(sql)
    assert unwatched(connection) == [TABLE]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no functions of its own")
def test_a_function_made_to_write_nothing_is_named(town):
    raw(
        "CREATE OR REPLACE FUNCTION kechuang_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
    )
    assert unwatched(connection) == list(WATCHED)


def test_a_column_that_was_added_is_followed(town):
    raw(f"ALTER TABLE {TABLE} ADD COLUMN phone text")
    follow(connection)
    raw(f"UPDATE {TABLE} SET phone = '1'")
    assert since(Entry.objects.latest("number")) == [("changed", {"phone": None}, {"phone": "1"})]
