"""Row changes as the journal asks for them: those of the current transaction, of an entry, or bound by none."""

from django.db import connection
from django.db.models import Max, Min, OuterRef, Subquery
from django.db.models.expressions import RawSQL

from kechuang.web.journal.binding import COLUMNS, read_bound
from kechuang.web.journal.models import Binding, Head, RowChange

OUTSIDE = "rows.changed-outside"
_UNBOUND = "coalesce((SELECT last FROM journal_binding WHERE first <= id ORDER BY first DESC LIMIT 1), 0) < id"
_MADE_OUTSIDE = f"""
SELECT one.id FROM journal_binding JOIN journal_rowchange one ON one.id BETWEEN first AND last WHERE outside
UNION ALL SELECT id FROM journal_rowchange WHERE id > %s AND {_UNBOUND}
"""
_OF_TRANSACTION = {
    "sqlite": f"id > %s AND {_UNBOUND}",
    "postgresql": f"transaction_number = pg_current_xact_id_if_assigned()::text::bigint AND {_UNBOUND} AND id > "
    "(SELECT coalesce(max(split_part(split_part(rows, ' ', 1), '-', -1)::bigint), 0) FROM journal_waiting)",
}


def changes_of_transaction():
    """What this transaction has changed and no entry binds yet, as values of ``binding.COLUMNS``, in order."""
    condition = _OF_TRANSACTION[connection.vendor]
    values = [connection.changes_before] if connection.vendor == "sqlite" else None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM journal_rowchange WHERE {condition} ORDER BY id", values)
        return cursor.fetchall()


def share_out(subjects, changes):
    """The changes of each of several entries of one deed: those of its subject's own row; what is of none goes with the last."""
    own = {(row._meta.db_table, str(row.pk)): place for place, row in enumerate(subjects) if row is not None}
    shares = [[] for _ in subjects]
    for change in changes if shares else ():
        shares[own.get((change[2], change[3]), -1)].append(change)
    return shares


def keep_bindings(entries):
    """Note which changes entries bind, to be asked from the change's side."""
    Binding.objects.bulk_create(
        Binding(first=first, last=last, entry=entry.number, outside=entry.deed == OUTSIDE)
        for entry in entries
        if entry.rows
        for first, last in read_bound(entry.rows).ranges
    )


def changes_of_entry(number):
    """The changes an entry binds, in order."""
    return _bound_by(with_entries(RowChange.objects), number).order_by("id")


def changes_of_row(table, key):
    """What became of a row, the newest first, with the entry that binds each change."""
    return with_entries(RowChange.objects).filter(table_name=table, row_key=key).order_by("-id")


def changes_outside():
    """What was changed outside the site, the newest first: what no entry binds, and what entries were written about."""
    return _made_outside(with_entries(RowChange.objects)).order_by("-id")


def changes_matching(*, entry=None, table="", key="", outside=False):
    """Changes, the newest first; every condition that is given holds."""
    found = with_entries(RowChange.objects)
    for name, value in (("table_name", table), ("row_key", key)):
        found = found.filter(**{name: value}) if value else found
    found = _bound_by(found, entry) if entry else found
    return (_made_outside(found) if outside else found).order_by("-id")


def changes_unbound(after=0):
    """What no entry binds, the oldest first."""
    return with_entries(RowChange.objects).filter(entry__isnull=True, id__gt=after).order_by("id")


def with_entries(changes):
    """Changes, each with the number of the ``entry`` that binds it, and whether that is about what happened ``outside``."""
    near = Binding.objects.filter(first__lte=OuterRef("id")).order_by("-first")
    holds = Binding.objects.filter(first=OuterRef("near"), last__gte=OuterRef("id"))
    return changes.annotate(
        near=Subquery(near.values("first")[:1]),
        entry=Subquery(holds.values("entry")),
        outside=Subquery(holds.values("outside")),
    )


def _bound_by(changes, number):
    ends = Binding.objects.filter(entry=number).aggregate(first=Min("first"), last=Max("last"))
    return changes.filter(entry=number, id__gte=ends["first"] or 0, id__lte=ends["last"] or 0)


def _made_outside(changes):
    settled = Head.objects.values_list("settled", flat=True).get(pk=1)
    return changes.filter(id__in=RawSQL(_MADE_OUTSIDE, [settled]))
