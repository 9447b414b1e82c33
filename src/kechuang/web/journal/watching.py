"""Whether every watched table has the triggers that write down its changes, and every kept one those that refuse them; giving
them to those that have not.
"""

from kechuang.web.journal import watching_postgresql, watching_sqlite
from kechuang.web.journal.models import Binding, RowChange
from kechuang.web.journal.watched import KEPT, WATCHED

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
        engine.make(connection, table, WATCHED.get(table), KEPT.get(table), found)
    return tables


def unwatched(connection):
    """The tables whose changes are not written down, or not refused, as they should be: a trigger is missing, off, or another."""
    return _unwatched(connection, _ENGINES[connection.vendor].present(connection))


def leave(connection):
    """Take all these triggers away."""
    _ENGINES[connection.vendor].drop_all(connection)


def _unwatched(connection, found):
    engine, there = _ENGINES[connection.vendor], set(connection.introspection.table_names())
    return [
        table
        for table in {**WATCHED, **KEPT}
        if table in there
        and any(
            found.get(name) != one
            for name, one in engine.wanted(connection, table, WATCHED.get(table), KEPT.get(table)).items()
        )
    ]


def _can_be_followed(connection):
    needed = {model._meta.db_table for model in (RowChange, Binding)}
    if connection.vendor == "sqlite":
        needed.add("journal_replacing")
    return needed <= set(connection.introspection.table_names())
