"""Evidence (佐证材料): checked by the gate, stored under its fingerprint, removed only while figures may change."""

from django.db import transaction

from kechuang.web.collection import access
from kechuang.web.collection.actions import take
from kechuang.web.collection.models import Evidence
from kechuang.web.journal.actions import record
from kechuang.web.plans.originals import keep_original


@transaction.atomic
def add(filed, data, *, name, actor, origin, at, cell=None):
    """Attach a file that ``originals.look_at`` let pass to a return, or to one field of it; the same file again changes nothing. Raises
    NotOpen.
    """
    access.require(actor, "return.fill", filed)
    filed = take(filed, None, at=at)
    original = keep_original(data, name)
    defaults = {"name": name[:200], "by": actor, "at": at}
    kept, new = Evidence.objects.get_or_create(in_return=filed, cell=cell, original=original, defaults=defaults)
    if new:
        after = {"name": kept.name, "sha256": original.sha256, "bytes": len(data)}
        record("evidence.added", filed, actor=actor, origin=origin, at=at, after=after)
    return kept


@transaction.atomic
def remove(evidence, *, actor, origin, at):
    """Detach a file; it stays on the disk, and the journal says what it was. Raises NotOpen."""
    access.require(actor, "return.fill", evidence.in_return)
    filed = take(evidence.in_return, None, at=at)
    before = {"name": evidence.name, "sha256": evidence.original.sha256}
    Evidence.objects.filter(pk=evidence.pk).delete()
    record("evidence.removed", filed, actor=actor, origin=origin, at=at, before=before)


def opened(evidence, *, actor, origin, at):
    """Write down that somebody took a file away."""
    record("evidence.opened", evidence.in_return, actor=actor, origin=origin, at=at, after={"name": evidence.name})
