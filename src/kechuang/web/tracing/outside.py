"""A chore of the worker: what was changed outside the site is written down and told to those who read the journal."""

from collections import Counter
from datetime import UTC, timedelta
from itertools import groupby

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from kechuang.web.journal import binding, standing
from kechuang.web.journal.actions import record
from kechuang.web.journal.holding import settle
from kechuang.web.journal.models import Head, RowChange
from kechuang.web.journal.rows import OUTSIDE, changes_unbound
from kechuang.web.journal.telling import table_in_words
from kechuang.web.notices.actions import queue
from kechuang.web.notices.models import Level
from kechuang.web.organisations.models import HeldRole, Person
from kechuang.web.organisations.roles import VERBS

_MOST = 20_000  # at a time
_STEP = 10_000
_LOCK = 0x6B65_6368_726F_7773  # "kechrows"
_LONGEST = timedelta(days=1)  # no transaction goes on for longer: what is older and not bound was made outside


def write_down_outside(*, at):
    """Write an entry about each batch of changes that no entry binds, and tell the auditors; answers how many changes.

    What can be seen here is committed, and a deed commits its entry with its changes: so nobody's deed is taken for such a
    change.
    """
    with transaction.atomic():
        _wait_for_other_workers()
        settled = Head.objects.values_list("settled", flat=True).get(pk=1)
        found = list(changes_unbound(after=settled)[:_MOST])
        for _, batch in groupby(found, key=lambda change: change.transaction_number):
            _write_down(list(batch), at=at)
    if len(found) < _MOST:
        _settle(settled, before=at - _LONGEST)
    return len(found)


def hold_rows(*, at):
    """Hold every row against its trace; what differs is put on record like whatever else was made outside. Answers how many."""
    found = settle()
    return write_down_outside(at=at) if found else 0


def hold_triggers(*, at):
    """Put on record that triggers stand otherwise than they did, where nothing the site does explains it, and tell the auditors; answers
    the tables concerned.
    """
    with transaction.atomic():
        _wait_for_other_workers()
        found = standing.hold()
        if found is None:
            return ()
        if found.tables or connection.vendor == "postgresql":  # on SQLite a place is another after each VACUUM
            _tell_of_triggers(found, at=at)
    return found.tables


def _tell_of_triggers(found, *, at):
    queue(
        "triggers-touched" if found.tables else "triggers-elsewhere",
        _readers(timezone.localdate(at)),
        at=at,
        link=("journal:list",),
        level=Level.RED if found.tables else Level.AMBER,
        tables="、".join(table_in_words(table) for table in found.tables),
    )


def _wait_for_other_workers():
    """Two workers do not write the same down; SQLite lets one at a time write as it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _write_down(changes, *, at):
    tables = Counter(change.table_name for change in changes)
    told = {"changes": len(changes), "tables": dict(tables), "from": changes[0].at, "to": changes[-1].at}
    values = [[getattr(change, column) for column in binding.COLUMNS] for change in changes]
    record(OUTSIDE, after=told, at=at, rows=values)
    words = "、".join(sorted(table_in_words(table) for table in tables))
    queue(
        "rows-changed-outside",
        _readers(timezone.localdate(at)),
        at=at,
        link=("journal:outside",),
        level=Level.RED,
        changes=len(changes),
        tables=words,
        when=changes[0].at[:19],
    )


def _readers(day):
    """Those who may read the journal on a day."""
    held = HeldRole.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=day), role__in=VERBS["journal.read"], starts_on__lte=day
    )
    return Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("pk")


def _settle(settled, *, before):
    """Leave behind what is older: it need not be looked at again. On its own, so that it waits for nobody who waits for it."""
    begun, until = settled, before.astimezone(UTC).isoformat(timespec="microseconds")
    while (ahead := RowChange.objects.filter(id__gt=settled + _STEP).order_by("id").first()) and ahead.at < until:
        settled = ahead.id
    if settled != begun:
        Head.objects.filter(pk=1).update(settled=settled)
