"""Row changes made by migrations are in the journal: an entry names the migrations and binds the changes, on either engine."""

from django.db import connection, transaction
from django.db.models import Max

from kechuang.web.journal import holding
from kechuang.web.journal.actions import record
from kechuang.web.journal.binding import COLUMNS
from kechuang.web.journal.models import Entry, RowChange
from kechuang.web.journal.rows import changes_unbound

UPGRADED, MENDED = "site.upgraded", "rows.watched-again"
_TOGETHER = 20_000


def begin(*, complete):
    """Keep what differs from its trace before the first migration: the worker will say that it was made outside.

    Answers the last change there is; 0 where none is written down yet. ``complete`` says that every row has a trace.
    """
    if RowChange._meta.db_table not in connection.introspection.table_names():
        return 0
    holding.settle(untraced=complete, still=True)
    return RowChange.objects.aggregate(last=Max("id"))["last"] or 0


def write_down(done, undone, mended, *, after):
    """Write entries about migrations that were applied or taken back, with what they changed, and about triggers that were put back.

    A database that holds nothing yet gets none.
    """
    if not (done or undone or mended):
        return
    with transaction.atomic():
        if done or undone:
            holding.settle(still=True)
        found = list(changes_unbound(after=after)) if after is not None else []
        if not found and not Entry.objects.exists():
            return
        told = {"migrations": done, "undone-migrations": undone, "tables": mended}
        told = {key: names for key, names in told.items() if names}
        rows = [[getattr(one, column) for column in COLUMNS] for one in found]
        for share in [rows[begun : begun + _TOGETHER] for begun in range(0, len(rows), _TOGETHER)] or [[]]:
            record(UPGRADED if done or undone else MENDED, after=told, rows=share)
