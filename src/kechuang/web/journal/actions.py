"""Writing down a deed, in the same transaction as the deed itself."""

import json
from datetime import UTC

from django.db import transaction
from django.utils import timezone

from kechuang.domain.journal import leaf_hash
from kechuang.web.journal.entries import COLUMNS, bytes_of, frontier_of, peaks_of
from kechuang.web.journal.models import Entry, Head


def record(deed, subject=None, *, actor=None, origin="", before=None, after=None, reason="", at=None):
    """Add one entry and answer it; what is undone with the transaction was never written.

    ``actor`` is a person, named with whom they act for, or None (the public, the system); ``subject`` a row; ``before`` and ``after`` plain data. The head
    is locked until the transaction ends: entries have no gaps, and stand in the order in which they took effect.
    """
    with transaction.atomic():
        head = Head.objects.select_for_update().get(pk=1)
        frontier = frontier_of(head.size, head.peaks)
        entry = Entry(
            number=head.size + 1,
            at=(at or timezone.now()).astimezone(UTC).isoformat(timespec="microseconds"),
            actor_id=actor.pk if actor else None,
            actor=actor.signature() if actor else "",
            origin=origin,
            deed=deed,
            kind=subject._meta.model_name if subject is not None else "",
            subject=str(subject.pk) if subject is not None else "",
            label=str(subject)[:300] if subject is not None else "",
            before=_json(before),
            after=_json(after),
            reason=reason,
        )
        leaf = leaf_hash(bytes_of(getattr(entry, column) for column in COLUMNS))
        entry.leaf = leaf.hex()
        entry.save(force_insert=True)
        frontier = frontier.append(leaf)
        Head.objects.filter(pk=1).update(size=frontier.size, peaks=peaks_of(frontier))
        return entry


def _json(value):
    return (
        ""
        if value is None
        else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    )
