"""Whether every watched table has the triggers that write down its changes, and giving them to those that have not."""

from kechuang.web.journal import watching_postgresql, watching_sqlite
from kechuang.web.journal.models import Binding, RowChange
from kechuang.web.journal.watched import WATCHED

_ENGINES = {"sqlite": watching_sqlite, "postgresql": watching_postgresql}


def follow(connection):
    """Make every trigger that is missing or says something else than it should; answers the tables it was made for.

    Done after each migration: SQLite makes a table anew to change it, and its triggers do not come along.
    """
    if not _can_be_followed(connection):
        return []
    engine = _ENGINES[connection.vendor]
    if connection.vendor == "postgresql":
        engine.make_functions(connection)
    found = engine.present(connection)
    tables = _unwatched(connection, found)
    for table in tables:
        engine.make(connection, table, WATCHED[table], found)
    return tables


def unwatched(connection):
    """The watched tables whose changes are not written down as they should be: a trigger is missing, off, or another."""
    return _unwatched(connection, _ENGINES[connection.vendor].present(connection))


def leave(connection):
    """Take all these triggers away."""
    _ENGINES[connection.vendor].drop_all(connection)


def _unwatched(connection, found):
    engine, there = _ENGINES[connection.vendor], set(connection.introspection.table_names())
    return [
        table
        for table, watch in WATCHED.items()
        if table in there
        and any(found.get(name) != one for name, one in engine.wanted(connection, table, watch).items())
    ]


def _can_be_followed(connection):
    kept = {model._meta.db_table for model in (RowChange, Binding)}
    return kept <= set(connection.introspection.table_names())
