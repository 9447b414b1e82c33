"""Whether every watched table has the triggers that write down its changes, and every kept one those that refuse them; giving
them to those that have not.
"""

from kechuang.web.journal import watching_postgresql, watching_sqlite
from kechuang.web.journal.models import Binding, RowChange
from kechuang.web.journal.watched import KEPT, WATCHED

_ENGINES = {"sqlite": watching_sqlite, "postgresql": watching_postgresql}


def engine_of(connection):
    """The module that knows the triggers of a connection's engine."""
    return _ENGINES[connection.vendor]


def follow(connection):
    """Make every trigger that is missing or says something else than it should; answers the tables it was made for.

    Done after each migration: SQLite makes a table anew to change it, and its triggers do not come along.
    """
    if not can_be_followed(connection):
        return []
    engine = engine_of(connection)
    if connection.vendor == "postgresql":
        engine.make_functions(connection)
    found = engine.present(connection)
    tables = _unwatched(connection, found)
    for table in tables:
        engine.make(connection, table, WATCHED.get(table), KEPT.get(table), found)
    return tables


def unwatched(connection):
    """The tables whose changes are not written down, or not refused, as they should be: a trigger is missing, off, or another."""
    return _unwatched(connection, engine_of(connection).present(connection))


def leave(connection):
    """Take all these triggers away."""
    engine_of(connection).drop_all(connection)


def can_be_followed(connection):
    """Whether there are the tables that triggers write to."""
    needed = {model._meta.db_table for model in (RowChange, Binding)}
    if connection.vendor == "sqlite":
        needed.add("journal_replacing")
    return needed <= set(connection.introspection.table_names())


def _unwatched(connection, found):
    engine, there = engine_of(connection), set(connection.introspection.table_names())
    return [
        table
        for table in {**WATCHED, **KEPT}
        if table in there
        and any(
            found.get(name) != one
            for name, one in engine.wanted(connection, table, WATCHED.get(table), KEPT.get(table)).items()
        )
    ]
