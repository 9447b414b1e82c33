"""A row that was changed while its triggers were off, or gone, is named: it is not as its changes say."""

import json
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from kechuang.web.journal.actions import record
from kechuang.web.journal.holding import differing, settle
from kechuang.web.journal.models import Entry, RowChange
from kechuang.web.journal.rows import changes_of_entry
from kechuang.web.journal.telling import values_of
from kechuang.web.journal.watching import follow, leave, unwatched
from kechuang.web.notices.models import Address
from kechuang.web.organisations.models import HeldRole, Organisation, Person
from kechuang.web.plans.models import Original
from kechuang.web.tracing.outside import hold_rows
from kechuang.web.tracing.telling import in_lines
from tests.web.journal.test_rows import raw

TABLE = "organisations_organisation"


@pytest.fixture
def town(db):
    """An organisation with somebody in it, added and renamed by deeds."""
    made = Organisation.objects.create(code="9", name="旧镇", kind="county")
    person = Person.objects.create(username="wang", name="王小明", organisation=made, password="hash")
    HeldRole.objects.create(person=person, role="auditor", scope="all", starts_on="2026-01-01")
    record("organisations.imported", made)
    Organisation.objects.update(name="新镇")
    record("organisations.imported", made)
    return made


def unseen_of(table, *statements):
    """What somebody does who takes the triggers of a table away, and puts them back as they were."""
    if connection.vendor == "postgresql":  # what waits for the end of the transaction holds its table
        raw("SET CONSTRAINTS ALL IMMEDIATE")
    for what in ("added", "changed", "removed"):
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        raw(f"DROP TRIGGER {table}_row_{what}{on}")
    for statement in statements:
        raw(statement)
    follow(connection)
    assert unwatched(connection) == []


@pytest.fixture
def unseen():
    """``unseen(sql)``: what somebody does unseen to the table of organisations."""
    return partial(unseen_of, TABLE)


def found():
    """What differs: row, what would have to be written down."""
    return [
        (one.row_key, one.done, *(json.loads(text) if text else None for text in (one.before, one.after)))
        for one in differing()
    ]


def test_a_site_nobody_touched_is_as_its_changes_say(town):
    assert found() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no functions of its own")
def test_rows_are_held_also_where_the_functions_of_the_triggers_are_gone(town):
    Original.objects.create(sha256="0" * 64, name="x", size=3, text="全文三", page_starts=[0])
    leave(connection)
    assert found() == []


def test_what_was_changed_while_triggers_were_away_is_named(town, unseen):
    unseen(f"UPDATE {TABLE} SET name = '假镇'")
    assert found() == [(str(town.pk), "changed", {"name": "新镇"}, {"name": "假镇"})]


def test_what_was_put_in_or_taken_out_while_triggers_were_away_is_named(town, unseen):
    unseen(f"INSERT INTO {TABLE} (id, code, name, kind) VALUES (8801, '8', '假村', 'county')")
    assert found() == [("8801", "added", None, {"id": 8801, "code": "8", "name": "假村", "kind": "county"})]
    Organisation.objects.create(pk=8802, code="7", name="真村", kind="county")
    unseen(f"DELETE FROM {TABLE} WHERE id IN (8801, 8802)")
    assert found() == [("8802", "removed", {"id": 8802, "code": "7", "name": "真村", "kind": "county"}, None)]


def test_verifying_names_it_until_it_is_on_record(town, unseen, capsys):
    unseen(f"UPDATE {TABLE} SET name = '假镇'")
    call_command("journal", "checkpoint")
    with pytest.raises(CommandError) as refused:
        call_command("journal", "verify")
    assert refused.value.returncode == 1
    assert f"单位（{TABLE}）第 {town.pk} 行与其变更记录不符：名称（name）新镇 → 假镇" in capsys.readouterr().out
    assert (settle(), settle()) == (1, 0)
    assert (found(), RowChange.objects.latest("id").after) == ([], '{"name": "假镇"}')


def test_the_worker_puts_it_on_record_as_made_outside(town, unseen):
    unseen(f"UPDATE {TABLE} SET name = '假镇'")
    assert (hold_rows(at=timezone.now()), hold_rows(at=timezone.now())) == (1, 0)
    entry = Entry.objects.latest("number")
    (change,) = changes_of_entry(entry.number)
    assert (entry.deed, change.row_key, change.outside) == ("rows.changed-outside", str(town.pk), True)


def test_a_figure_is_the_same_however_an_engine_writes_it(town):
    change = RowChange.objects.filter(table_name="organisations_heldrole").get()
    again = {"person_id": float(json.loads(change.after)["person_id"]), "no-column-any-more": 1}
    other = {"at": change.at, "table_name": change.table_name, "row_key": change.row_key, "done": "changed"}
    RowChange.objects.create(before="{}", after=json.dumps(again), **other)
    assert found() == []


def test_putting_triggers_back_is_on_record(town):
    raw(f"DROP TRIGGER {TABLE}_row_changed{f' ON {TABLE}' if connection.vendor == 'postgresql' else ''}")
    call_command("migrate", verbosity=0)
    entry = Entry.objects.latest("number")
    assert (entry.deed, json.loads(entry.after)) == ("rows.watched-again", {"tables": [TABLE]})
    call_command("migrate", verbosity=0)
    assert Entry.objects.latest("number") == entry


def test_a_secret_that_was_replaced_while_triggers_were_away_is_named(town):
    mine, planted = (f"pbkdf2_sha256$870000$salt{which}${which * 44}" for which in "ab")
    Person.objects.update(password=mine)
    change = RowChange.objects.filter(table_name="organisations_person").latest("id")
    assert (json.loads(change.after), values_of(change)[1]) == ({"password": f"***{'a' * 16}"}, {"password": "***"})
    assert found() == []
    unseen_of("organisations_person", f"UPDATE organisations_person SET password = '{planted}'")
    ((_, done, before, after),) = found()
    assert (done, before, after) == ("changed", {"password": f"***{'a' * 16}"}, {"password": f"***{'b' * 16}"})
    assert in_lines(differing())[0].count("（不留值）") == 2


def test_of_a_secret_written_down_before_its_end_was_only_that_it_is_there_is_known(town):
    Person.objects.update(password=f"pbkdf2_sha256$870000$salt${'a' * 44}")
    change = RowChange.objects.filter(table_name="organisations_person").latest("id")
    other = {"at": change.at, "table_name": change.table_name, "row_key": change.row_key, "done": "changed"}
    RowChange.objects.create(before="{}", after='{"password": "***"}', **other)
    Address.objects.create(person=Person.objects.get(), email="wang@example.gov.cn")
    change = RowChange.objects.filter(table_name="notices_address").get()
    other = {"at": change.at, "table_name": change.table_name, "row_key": change.row_key, "done": "changed"}
    assert json.loads(change.after)["email"] == len("wang@example.gov.cn")
    RowChange.objects.create(before="{}", after='{"email": "***"}', **other)
    assert found() == []
