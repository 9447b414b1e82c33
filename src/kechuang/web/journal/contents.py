"""Whether frozen content is what the SHA-256 beside it says: the hash is written down and held with its row, the content only with its length."""

import hashlib
from collections.abc import Iterator

from django.db import connection

# Tables whose column ``content`` has its hash in ``sha256``.
HASHED = ("evaluations_snapshot", "evaluations_result", "publication_release", "publication_releasedfile")
_TOGETHER = 20


def altered() -> Iterator[tuple[str, int]]:
    """Table and key of each row whose content is not what its hash says."""
    there = set(connection.introspection.table_names())
    for table in HASHED:
        if table in there:
            yield from ((table, key) for key in _altered_in(table))


def _altered_in(table):
    last = 0
    while rows := _rows(table, last):
        yield from (key for key, content, sha256 in rows if hashlib.sha256(content).hexdigest() != sha256)
        last = rows[-1][0]


def _rows(table, last):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, content, sha256 FROM {table} WHERE id > %s ORDER BY id LIMIT {_TOGETHER}",
            [last],
        )
        return cursor.fetchall()
