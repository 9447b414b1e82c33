"""The journal: written with the deed, never changed, and found out when it was changed all the same."""

import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kechuang.domain.journal import SHA256, SM3, Fault, FaultKind, Frontier, has_sm3, is_consistent, leaf_hash, root_of
from kechuang.web.journal.actions import record, record_all
from kechuang.web.journal.checkpoints import FILE, Untrusted, load_key, open_note, read_checkpoints, sign_note
from kechuang.web.journal.entries import COLUMNS, bytes_of, peaks_of
from kechuang.web.journal.models import Entry, Head
from kechuang.web.journal.verify import read_leaves, verify, write_checkpoint

ORIGIN = "kechuang/journal"


@pytest.fixture
def written(db):
    """Twenty entries."""
    for number in range(20):
        record("plan.read", after={"n": number}, reason=f"第{number}次")
    return list(Entry.objects.order_by("number"))


@pytest.fixture
def checkpoint(written):
    """A checkpoint over them."""
    return write_checkpoint()


def without_triggers(sql, *values):
    """Change the table as somebody would who owns the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS journal_entry_no_update")
            cursor.execute("DROP TRIGGER IF EXISTS journal_entry_no_delete")
        cursor.execute(sql, values)


def rewrite_all(entries):
    """Forge the whole journal consistently: numbers, hashes and head."""
    without_triggers("DELETE FROM journal_entry")
    leaves = []
    for number, entry in enumerate(entries, start=1):
        entry.number = number
        entry.leaf = leaf_hash(bytes_of(getattr(entry, column) for column in COLUMNS)).hex()
        leaves.append(bytes.fromhex(entry.leaf))
    Entry.objects.bulk_create(entries)
    frontier = _frontier(leaves)
    Head.objects.update(size=frontier.size, peaks=peaks_of(frontier))


def _frontier(leaves):
    frontier = Frontier()
    for leaf in leaves:
        frontier = frontier.append(leaf)
    return frontier


def test_an_entry_says_who_when_from_where_what_and_why(people):
    planner = people["planner"]
    record("plan.adopted", planner, actor=planner, origin="10.0.0.8", before={"a": 1}, after={"a": 2}, reason="调整")
    entry = Entry.objects.get()
    assert [getattr(entry, column) for column in COLUMNS if column not in ("at", "rows")] == [
        planner.pk,
        "planner",
        "10.0.0.8",
        "plan.adopted",
        "person",
        str(planner.pk),
        "planner",
        '{"a":1}',
        '{"a":2}',
        "调整",
    ]
    assert entry.at.endswith("+00:00")


def test_one_deed_done_to_many_is_an_entry_for_each_in_their_order(people, bureau, county):
    changes = [(place, {"lead": None}, {"lead": place.code}) for place in (bureau, county)]
    record("plan.read")
    record_all("task.assigned", changes, actor=people["planner"], origin="10.0.0.8")
    told = Entry.objects.filter(deed="task.assigned").order_by("number")
    assert [(one.number, one.subject, one.after) for one in told] == [
        (2, str(bureau.pk), '{"lead":"510000"}'),
        (3, str(county.pk), '{"lead":"510001"}'),
    ]
    assert verify().is_sound


def test_what_is_undone_was_never_written(written):
    with transaction.atomic():
        record("plan.read")
        transaction.set_rollback(True)
    assert Entry.objects.count() == Head.objects.get().size == 20
    assert verify().is_sound


@pytest.mark.parametrize(
    "change",
    [
        lambda: Entry.objects.filter(number=3).update(reason="other"),
        lambda: Entry.objects.filter(number=3).delete(),
        lambda: Entry.objects.bulk_update([Entry(number=3, reason="other")], ["reason"]),
        lambda: connection.cursor().execute("DELETE FROM journal_entry"),
    ],
)
def test_the_database_refuses_to_change_or_remove_an_entry(written, change):
    with pytest.raises(DatabaseError, match="cannot be changed or removed"), transaction.atomic():
        change()
    assert verify().is_sound


def test_deleting_a_person_deletes_no_trace(people):
    nobody = people["nobody"]
    record("person.signed-in", nobody, actor=nobody)
    before = list(Entry.objects.values_list())
    nobody.delete()
    assert list(Entry.objects.values_list()) == before


def test_an_untouched_journal_is_sound(checkpoint):
    record("plan.read")
    verdict = verify(kept())
    assert (verdict.size, verdict.fault, verdict.broken_checkpoint, verdict.checkpoints) == (21, None, None, 1)


@pytest.mark.parametrize("column", [column for column in COLUMNS if column != "actor_id"])
def test_a_changed_column_names_the_entry(written, column):
    without_triggers(f"UPDATE journal_entry SET {column} = 'x' WHERE number = 7")
    assert verify().fault == Fault(FaultKind.ALTERED, 6)


def test_a_removed_entry_is_named(written):
    without_triggers("DELETE FROM journal_entry WHERE number = 7")
    assert verify().fault == Fault(FaultKind.MISSING, 6)


def test_a_cut_off_end_is_named(written):
    without_triggers("DELETE FROM journal_entry WHERE number > 15")
    assert verify().fault == Fault(FaultKind.MISSING, 15)


def test_an_entry_with_a_hash_to_match_is_found_by_the_head(written):
    entry = Entry.objects.get(number=7)
    entry.reason = "other"
    leaf = leaf_hash(bytes_of(getattr(entry, column) for column in COLUMNS)).hex()
    without_triggers("UPDATE journal_entry SET reason = 'other', leaf = %s WHERE number = 7", leaf)
    assert verify().fault.kind is FaultKind.ALTERED


def test_whoever_forges_everything_is_found_by_the_checkpoint_and_the_entry_is_named(checkpoint):
    entries = list(Entry.objects.order_by("number"))
    entries[6].reason = "other"
    rewrite_all(entries)
    assert verify().is_sound
    assert verify(kept()).fault == Fault(FaultKind.ALTERED, 6)


def test_an_entry_forged_away_is_named(checkpoint):
    entries = list(Entry.objects.order_by("number"))
    rewrite_all(entries[:6] + entries[7:])
    assert verify(kept()).fault == Fault(FaultKind.MISSING, 6)


def test_an_entry_forged_in_is_named(checkpoint):
    entries = list(Entry.objects.order_by("number"))
    forged = Entry.objects.get(number=6)
    forged.reason = "never happened"
    rewrite_all([*entries[:6], forged, *entries[6:]])
    assert verify(kept()).fault == Fault(FaultKind.INSERTED, 6)


def test_a_checkpoint_holds_only_what_is_new(checkpoint):
    record("plan.read")
    second = write_checkpoint()
    assert (checkpoint.size, second.size, len(second.leaves)) == (20, 21, 1)
    assert write_checkpoint() is None
    assert [one.size for one in kept()] == [20, 21]
    assert kept()[-1].root == root_of(read_leaves())


@pytest.mark.skipif(not has_sm3(), reason="this build of Python has no SM3")
def test_a_checkpoint_states_the_root_under_sm3_as_well(checkpoint):
    record("plan.read")
    write_checkpoint()
    last = json.loads((settings.CHECKPOINTS / FILE).read_text().splitlines()[-1])
    assert last["sm3"] == root_of(read_leaves(), SM3).hex()


def test_a_checkpoint_by_another_key_or_with_other_hashes_proves_nothing(checkpoint, tmp_path):
    path = settings.CHECKPOINTS / FILE
    other = load_key(tmp_path / "other.pem")
    with pytest.raises(Untrusted, match="unsigned"):
        read_checkpoints(path, other.public_key(), ORIGIN)
    path.write_text(path.read_text().replace(read_leaves()[3].hex(), "00" * 32))
    with pytest.raises(Untrusted, match="torn"):
        kept()


def test_a_note_under_another_name_is_not_taken(tmp_path):
    key = load_key(tmp_path / "key.pem")
    note = sign_note(3, b"\0" * 32, key, ORIGIN)
    assert open_note(note, key.public_key(), ORIGIN) == (3, b"\0" * 32)
    with pytest.raises(ValueError, match="unsigned"):
        open_note(note, key.public_key(), "other/journal")
    with pytest.raises(ValueError, match="signature"):
        open_note(note.replace("\n3\n", "\n4\n"), key.public_key(), ORIGIN)


def test_the_key_is_nobody_else_s_to_read(tmp_path):
    load_key(tmp_path / "key.pem")
    assert (tmp_path / "key.pem").stat().st_mode & 0o077 == 0


def test_the_command_names_the_entry_and_exits_with_one(checkpoint, capsys):
    call_command("journal", "verify")
    assert "20" in capsys.readouterr().out
    without_triggers("UPDATE journal_entry SET actor = 'x' WHERE number = 5")
    with pytest.raises(CommandError, match="第 5 条被改动") as refused:
        call_command("journal", "verify")
    assert refused.value.returncode == 1


def test_the_command_proves_an_entry(written, capsys):
    call_command("journal", "prove", "5")
    assert written[4].leaf in capsys.readouterr().out
    with pytest.raises(CommandError, match="20") as refused:
        call_command("journal", "prove", "21")
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    "algorithm", [SHA256, pytest.param(SM3, marks=pytest.mark.skipif(not has_sm3(), reason="no SM3"))]
)
def test_the_command_proves_that_one_checkpoint_is_the_beginning_of_another(checkpoint, capsys, algorithm):
    record("plan.read")
    write_checkpoint()
    call_command("journal", "prove", "--from", "20", "--to", "21", "--algorithm", algorithm)
    told = json.loads(capsys.readouterr().out)
    roots = [bytes.fromhex(told[name]) for name in ("from-root", "to-root")]
    assert is_consistent(20, 21, *roots, [bytes.fromhex(step) for step in told["proof"]], algorithm)
    kept_lines = [json.loads(line) for line in (settings.CHECKPOINTS / FILE).read_text().splitlines()]
    if algorithm == SM3:
        assert [line["sm3"] for line in kept_lines] == [root.hex() for root in roots]
    else:
        assert [one.root for one in kept()] == roots
    with pytest.raises(CommandError, match="21") as refused:
        call_command("journal", "prove", "--from", "20", "--to", "22")
    assert refused.value.returncode == 2


def test_an_auditor_sees_what_an_entry_changed_and_its_proof(browser, written):
    page = browser("auditor").get("/journal/5/").content.decode()
    assert "这一条原样在册" in page
    assert written[4].leaf in page


def test_the_list_asks_the_database_as_often_for_three_as_for_one(browser):
    client = browser("auditor")
    record("plan.read")
    with CaptureQueriesContext(connection) as one:
        client.get("/journal/")
    record("plan.read")
    record("plan.read")
    with CaptureQueriesContext(connection) as three:
        client.get("/journal/")
    assert len(one) == len(three)


def kept():
    """The checkpoints as they were written."""
    key = load_key(settings.CHECKPOINT_KEY)
    return read_checkpoints(settings.CHECKPOINTS / FILE, key.public_key(), ORIGIN)
