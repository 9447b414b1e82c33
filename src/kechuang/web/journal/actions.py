"""Recording an action, in the same transaction as the action itself."""

import json
from datetime import UTC

from django.db import connection, transaction
from django.utils import timezone

from kechuang.domain.journal import leaf_hash
from kechuang.web.journal.binding import bind
from kechuang.web.journal.entries import COLUMNS, bytes_of, frontier_of, peaks_of
from kechuang.web.journal.models import Entry, Head
from kechuang.web.journal.rows import changes_of_transaction, keep_bindings, share_out

_TOGETHER = 500


def record(deed, subject=None, *, actor=None, origin="", before=None, after=None, reason="", at=None, rows=None):
    """Add one entry; what is undone with the transaction was never written.

    ``actor`` is a person, named with whom they act for, or None (the public, the system); ``subject`` a row; ``before`` and ``after`` plain data.
    Entries have no gaps, and stand in the order in which they took effect. On PostgreSQL an entry gets its number when
    the transaction ends, so that no deed waits for the whole of another; before that nobody sees it. It binds the changes of
    rows the transaction has made and no entry has bound so far, or the ``rows`` that are given, as values of
    ``binding.COLUMNS``: a deed is written down after what it does.
    """
    record_all(deed, [(subject, before, after)], actor=actor, origin=origin, reason=reason, at=at, rows=rows)


@transaction.atomic(savepoint=False)  # a deed that could not be written down is undone as a whole
def record_all(deed, changes, *, actor=None, origin="", reason="", at=None, rows=None):
    """Add an entry for each of ``changes``, ``(subject, before, after)``, of one deed done to many, in their order."""
    done = {
        "at": (at or timezone.now()).astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": actor.pk if actor else None,
        "actor": actor.signature() if actor else "",
        "origin": origin,
        "deed": deed,
        "reason": reason,
    }
    entries = [
        Entry(before=_json(before), after=_json(after), **_about(subject), **done) for subject, before, after in changes
    ]
    shares = share_out([subject for subject, _, _ in changes], changes_of_transaction() if rows is None else rows)
    for entry, share in zip(entries, shares, strict=True):
        bound = bind(share)
        entry.rows = str(bound) if bound else None
        entry.leaf = leaf_hash(bytes_of(getattr(entry, column) for column in COLUMNS)).hex()
    if entries and connection.vendor == "postgresql":
        _let_wait(entries)
    elif entries:
        _number(entries)


def _about(subject):
    if subject is None:
        return {"kind": "", "subject": "", "label": ""}
    return {"kind": subject._meta.model_name, "subject": str(subject.pk), "label": str(subject)[:300]}


def _let_wait(entries):
    """Leave entries to the triggers of ``journal_waiting``, which number them when the transaction ends."""
    names = (*COLUMNS, "leaf")
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO journal_waiting ({', '.join(names)}) VALUES ({marks})",
            [[getattr(entry, name) for name in names] for entry in entries],
        )


def _number(entries):
    """Put entries behind the last; where one transaction writes at a time, nobody waits for the head."""
    head = Head.objects.select_for_update().get(pk=1)
    frontier = frontier_of(head.size, head.peaks)
    for entry in entries:
        frontier = frontier.append(bytes.fromhex(entry.leaf))
        entry.number = frontier.size
    Entry.objects.bulk_create(entries, batch_size=_TOGETHER)
    keep_bindings(entries)
    Head.objects.filter(pk=1).update(size=frontier.size, peaks=peaks_of(frontier))


def _json(value):
    return (
        ""
        if value is None
        else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    )
