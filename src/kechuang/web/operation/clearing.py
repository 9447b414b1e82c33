"""Deleting (清理) what nobody needs any more: returned workbooks, and uploads that nothing refers to.

A chore of the worker. An upload goes a week after it was written, whether what referred to it was taken away or never came
about; a marked workbook after a month. What goes is named in the journal.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from kechuang.web.collection.models import MarkedBook
from kechuang.web.journal.actions import record
from kechuang.web.plans.models import Original
from kechuang.web.plans.originals import path_of

MARKED_KEPT = timedelta(days=30)
UPLOADS_KEPT = timedelta(days=7)
_TOGETHER = 500
_NAMED = 1_000  # of more, the journal says how many


@transaction.atomic
def clear(*, at):
    """Clear away what is old enough at ``at``; answers how many files and workbooks."""
    marked, _ = MarkedBook.objects.filter(at__lt=at - MARKED_KEPT).delete()
    _hold_uploads()
    gone = [one.sha256 for one in _unreferred() if _is_old(path_of(one.sha256), at - UPLOADS_KEPT)]
    for start in range(0, len(gone), _TOGETHER):
        Original.objects.filter(sha256__in=gone[start : start + _TOGETHER]).delete()
    files = [*_returned(at - MARKED_KEPT), *_strays(at - UPLOADS_KEPT)]
    if marked or files or gone:
        after = {"marked": marked, "files": len(files), "named": [path.name for path in files[:_NAMED]]}
        record("uploads.cleared", at=at, after=after)
    for path in files:
        path.unlink(missing_ok=True)
    return marked + len(files)


def _hold_uploads():
    """Let no upload come about meanwhile; on SQLite there is one who writes at a time as it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Original._meta.db_table} IN EXCLUSIVE MODE")


def _unreferred():
    """Uploads to which no row of any table refers, tables that came later included."""
    found = Original.objects.only("sha256")
    for relation in Original._meta.get_fields(include_hidden=True):
        if relation.one_to_many or relation.one_to_one:
            rows = relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")})
            found = found.filter(~Exists(rows))
    return found


def _strays(since):
    """Files under a fingerprint that no row has: of rows that just went, and of uploads that were broken off."""
    old = [path for path in Path(settings.MEDIA_ROOT).glob("??/*") if _is_old(path, since)]
    for start in range(0, len(old), _TOGETHER):
        part = old[start : start + _TOGETHER]
        known = set(Original.objects.filter(sha256__in=[path.name for path in part]).values_list("sha256", flat=True))
        yield from (path for path in part if path.name not in known)


def _returned(since):
    """Workbooks of tasks and indicators that were given back with what is wrong."""
    return [path for path in Path(settings.MEDIA_ROOT).glob("returned/*.xlsx") if _is_old(path, since)]


def _is_old(path, since):
    try:
        written = path.stat().st_mtime
    except FileNotFoundError:
        return True  # the row alone is left
    return datetime.fromtimestamp(written, UTC) < since
