"""Whoever owns the database changes the journal: each time the first entry that is not as it was is named; never without cause."""

import random
import time
from functools import partial

import pytest
from django.db import connection, transaction

from kechuang.domain.journal import Fault, FaultKind, Frontier, leaf_hash
from kechuang.web.journal.actions import record
from kechuang.web.journal.checkpoints import FILE, load_key, read_checkpoints
from kechuang.web.journal.entries import COLUMNS, bytes_of, peaks_of
from kechuang.web.journal.models import Entry, Head
from kechuang.web.journal.verify import verify, write_checkpoint

pytestmark = pytest.mark.django_db
TEXT = [column for column in COLUMNS if column not in ("actor_id", "rows")]


@pytest.fixture
def journal(settings):
    """Sixty entries, with a checkpoint after forty and after fifty-five; the triggers are taken away, as an owner could."""
    for number in range(60):
        record("plan.read", after={"n": number}, reason=f"第{number}次")
        if number in (39, 54):
            write_checkpoint()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER journal_entry_no_update")
            cursor.execute("DROP TRIGGER journal_entry_no_delete")
    public = load_key(settings.CHECKPOINT_KEY).public_key()
    return read_checkpoints(settings.CHECKPOINTS / FILE, public, settings.CHECKPOINT_ORIGIN)


def undone(change, checkpoints=()):
    """The verdict on a journal that was changed; the change is undone afterwards."""
    with transaction.atomic():
        change()
        verdict = verify(checkpoints)
        transaction.set_rollback(True)
    return verdict


def forge(entries):
    """Write the whole journal anew so that numbers, hashes and head agree with each other."""
    Entry.objects.all().delete()
    frontier = Frontier()
    for number, entry in enumerate(entries, start=1):
        leaf = leaf_hash(bytes_of(getattr(entry, column) for column in COLUMNS))
        entry.number, entry.leaf = number, leaf.hex()
        frontier = frontier.append(leaf)
    Entry.objects.bulk_create(entries)
    Head.objects.update(size=frontier.size, peaks=peaks_of(frontier))


def test_every_changed_character_is_found_and_its_entry_named(journal, times):
    chance, missed = random.Random(42), []
    for _ in range(times(400, 10_000)):
        number, column = chance.randrange(1, 61), chance.choice(TEXT)
        entry = Entry.objects.get(number=number)
        place = chance.randrange(len(getattr(entry, column)) + 1)
        text = getattr(entry, column)
        changed = text[:place] + chance.choice("x0 一") + text[place + chance.randrange(2) :]
        changed = changed[: Entry._meta.get_field(column).max_length]
        if changed == text:
            continue
        verdict = undone(partial(Entry.objects.filter(number=number).update, **{column: changed}))
        if verdict.fault != Fault(FaultKind.ALTERED, number - 1):
            missed.append((number, column, changed))
    assert missed == []


def test_every_rewritten_history_is_found_by_a_checkpoint(journal, times):
    chance, missed = random.Random(42), []
    for _ in range(times(30, 300)):
        entries = list(Entry.objects.order_by("number"))
        begins = chance.randrange(55)
        way = chance.choice(["altered", "cut off", "taken out", "put in"])
        if way == "altered":
            entries[begins].reason = "never said"
        elif way == "cut off":
            del entries[begins:]
        elif way == "taken out":
            del entries[begins]
        else:
            entries.insert(begins, Entry.objects.get(number=chance.randrange(1, 61)))
        verdict = undone(partial(forge, entries), journal)
        if verdict.is_sound or verdict.fault is None or verdict.fault.index != begins:
            missed.append((way, begins, verdict.fault))
    assert missed == []


def test_no_false_alarm_in_a_million_entries(settings, times):
    many = times(20_000, 1_000_000)
    frontier, together = Frontier(), []
    for number in range(1, many + 1):
        entry = Entry(
            number=number,
            at="2026-11-26T04:00:00.000000+00:00",
            deed="plan.read",
            after=f'{{"n":{number}}}',
            reason="某县第" * 9,
        )
        leaf = leaf_hash(bytes_of(getattr(entry, column) for column in COLUMNS))
        entry.leaf, frontier = leaf.hex(), frontier.append(leaf)
        together.append(entry)
        if len(together) == 10_000 or number == many:
            Entry.objects.bulk_create(together)
            Head.objects.update(size=frontier.size, peaks=peaks_of(frontier))
            together = []
            if number % (many // 10) == 0:
                write_checkpoint()
    public = load_key(settings.CHECKPOINT_KEY).public_key()
    checkpoints = read_checkpoints(settings.CHECKPOINTS / FILE, public, settings.CHECKPOINT_ORIGIN)
    began, began_work = time.monotonic(), time.process_time()
    verdict = verify(checkpoints)
    waited, seconds = time.monotonic() - began, time.process_time() - began_work
    print(f"{many} entries verified against {len(checkpoints)} checkpoints in {seconds:.1f} s of work, {waited:.1f} s")
    assert (verdict.is_sound, verdict.size, verdict.checkpoints) == (True, many, min(10, len(checkpoints)))
