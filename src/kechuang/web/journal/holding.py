"""Whether rows are as the changes written down of them say: what triggers that were away, or off, did not see shows here.

A row is put together from its changes, oldest first, and held against the row that is there, as the same triggers would write
it down now. What is not written down cannot be held: the content of long columns, columns nobody watches.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import groupby, islice
from math import isclose
from operator import itemgetter

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from kechuang.web.journal.models import RowChange
from kechuang.web.journal.watched import HIDDEN, WATCHED
from kechuang.web.journal.watching import engine_of

_TOGETHER = 1_000
_DIGITS = 19  # of a key no row can have
_NEAR = 1e-12  # how far a figure may be from itself on its way between two engines


def differing(*, untraced: bool = True, still: bool = False) -> Iterator[RowChange]:
    """The change that would have to be written down for each row that is not as its trace says; none of them is kept.

    ``untraced`` are rows of which nothing was ever written down. Unless everything is held ``still``, what seems to differ is
    looked at again, row and trace in one statement.
    """
    there = set(connection.introspection.table_names())
    for table in WATCHED:
        if table not in there:
            continue
        traced = RowChange.objects.filter(table_name=table).order_by("row_key", "id")
        told = traced.values_list("row_key", "done", "before", "after").iterator(chunk_size=5_000)
        states = ((key, _state(changes)) for key, changes in groupby(told, key=itemgetter(0)) if _is_key(key))
        unknown = ((key, None) for key in (_untraced(table) if untraced else ()))
        for known in (states, unknown):
            while batch := dict(islice(known, _TOGETHER)):
                rows = _rows(table, batch)
                found = [key for key, state in batch.items() if _differs(table, state, rows.get(key))]
                yield from (
                    (_change(table, key, batch[key], rows.get(key)) for key in found) if still else _again(table, found)
                )


def settle(*, untraced: bool = True, still: bool = False) -> int:
    """Keep what differs as changes no entry binds yet, so that it is known as made outside; answers how many.

    ``still`` lets nobody write from the beginning: for many rows, when nobody works.
    """
    with transaction.atomic():
        if still:
            _hold_still(WATCHED)
            return write_down(list(differing(untraced=untraced, still=True)))
    found = list(differing(untraced=untraced))
    if not found:
        return 0
    with transaction.atomic():
        _hold_still({one.table_name for one in found})
        return write_down([again for one in found for again in _again(one.table_name, [one.row_key])])


def _hold_still(tables):
    """Nobody writes to these tables until the transaction ends; on SQLite nobody does anyway."""
    if connection.vendor == "postgresql":
        there = set(connection.introspection.table_names()) & set(tables)
        with connection.cursor() as cursor:
            for table in sorted(there):
                cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def write_down(changes: Iterable[RowChange]) -> int:
    """Keep what ``differing`` found, as changes no entry binds yet; answers how many."""
    at = timezone.now().astimezone(UTC).isoformat(timespec="microseconds")
    number = _transaction() if connection.vendor == "postgresql" else None
    kept = [
        RowChange(
            at=at,
            table_name=one.table_name,
            row_key=one.row_key,
            done=one.done,
            before=one.before,
            after=one.after,
            transaction_number=number,
        )
        for one in changes
    ]
    RowChange.objects.bulk_create(kept, batch_size=_TOGETHER)
    return len(kept)


def _state(changes):
    """What a row holds by its changes; None where it was removed. Only columns that some change names are known."""
    state: dict[str, object] | None = {}
    for _, done, _, after in changes:
        if done == "removed":
            state = None
        else:
            state = json.loads(after) if done == "added" else {**(state or {}), **json.loads(after)}
    return state


def _is_key(text):
    """Whether some row can have this key; a forged change may name anything."""
    return text.isascii() and text.removeprefix("-").isdecimal() and len(text) < _DIGITS


def _rows(table, keys):
    """The rows of a table that have these keys, by key, as they would be written down."""
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(keys))
        cursor.execute(f"{_content(table)} WHERE one.id IN ({marks})", [int(key) for key in keys])
        return {str(key): json.loads(content) for key, content in cursor.fetchall()}


def _untraced(table):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT one.id FROM {table} one WHERE NOT EXISTS (SELECT 1 FROM journal_rowchange "
            "WHERE table_name = %s AND row_key = CAST(one.id AS text)) ORDER BY one.id",
            [table],
        )
        return [str(key) for (key,) in cursor.fetchall()]


def _again(table, keys):
    """What would have to be written down of rows, each read together with its trace in one statement."""
    for key in keys:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 0, 0, '', '', content FROM ({_content(table)} WHERE one.id = %s) AS found "
                "UNION ALL SELECT 1, id, done, before, after FROM journal_rowchange WHERE table_name = %s AND row_key = %s "
                "ORDER BY 1, 2",
                [int(key), table, key],
            )
            rows = cursor.fetchall()
        row = json.loads(rows[0][4]) if rows and rows[0][0] == 0 else None
        changes = rows[1:] if row is not None else rows
        state = _state([(key, *one[2:]) for one in changes]) if changes else None
        if _differs(table, state, row):
            yield _change(table, key, state, row)


def _change(table, key, state, row):
    if state is None or row is None:
        done, before, after = ("added", None, row) if state is None else ("removed", state, None)
    else:
        names = _differing(table, state, row)
        done, before, after = "changed", {name: state[name] for name in names}, {name: row[name] for name in names}
    texts = ("" if one is None else json.dumps(one, ensure_ascii=False) for one in (before, after))
    return RowChange(table_name=table, row_key=key, done=done, **dict(zip(("before", "after"), texts, strict=True)))


def _differs(table, state, row):
    if state is None or row is None:
        return state is not None or row is not None
    return bool(_differing(table, state, row))


def _differing(table, state, row):
    """The columns a row holds otherwise than its changes say; what the table has no more, or has since, is not compared."""
    return [
        name
        for name, value in state.items()
        if name in row and value != row[name] and not _same(_field(table, name), name, table, value, row[name])
    ]


def _same(field, name, table, one, other):
    """Whether two values are the same, however two engines write it."""
    if one is None or other is None:
        return False
    watch = WATCHED[table]
    if name in (*watch.secret, *watch.long) and (one == HIDDEN or name in watch.secret):
        return one == HIDDEN  # written down before its end, or its length, was
    match field:
        case models.JSONField():
            return name in watch.long or _json(one) == _json(other)
        case models.DateTimeField():
            return _moment(one) == _moment(other)
        case models.BooleanField():
            return bool(one) == bool(other)
    if isinstance(one, float) or isinstance(other, float):
        return _number(one) and _number(other) and isclose(one, other, rel_tol=_NEAR)
    return str(one) == str(other)


def _number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def _json(value):
    read = json.loads(value) if isinstance(value, str) else value
    return json.loads(json.dumps(read), parse_int=float)


def _moment(value):
    read = datetime.fromisoformat(value)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


@cache
def _field(table, column):
    models_of = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return next((field for field in models_of[table]._meta.concrete_fields if field.column == column), None)


def _content(table):
    return engine_of(connection).content(connection, table, WATCHED[table])


def _transaction():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return cursor.fetchone()[0]
