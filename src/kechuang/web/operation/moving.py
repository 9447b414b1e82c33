"""Moving the site to another database (迁库): everything or nothing, with every table compared with its source afterwards."""

from contextlib import contextmanager

from django.core.management.color import no_style
from django.db import connection, connections, transaction

from kechuang.web.databases import database_of
from kechuang.web.journal.models import Entry
from kechuang.web.journal.watching import follow
from kechuang.web.operation.tables import columns, content, models, rows
from kechuang.web.organisations.models import Person
from kechuang.web.search import words_table
from kechuang.web.search.models import Found

SOURCE = "source"
_TOGETHER = 500


class NotEmpty(Exception):
    """The database that was to be moved to holds a site already."""


class Differs(Exception):
    """A table that did not arrive as it left; nothing was kept."""

    def __init__(self, table):
        super().__init__(table)
        self.table = table


def open_source(url):
    """Make the database that is left behind known beside the one that is moved to."""
    connections.settings[SOURCE] = connections.configure_settings({"default": {}, SOURCE: database_of(url)})[SOURCE]


def require_empty():
    """Raise NotEmpty where the database that is moved to holds a site; of an empty one not even the tables need be there."""
    there = connection.introspection.table_names()
    if any(model._meta.db_table in there and model.objects.exists() for model in (Person, Entry)):
        raise NotEmpty


def move():
    """Copy all rows of the source into the tables of this site's database; answers (table, its content) for each.

    The source is read as it was at one moment. Raises NotEmpty, Differs.
    """
    require_empty()
    with transaction.atomic(using=SOURCE), transaction.atomic():
        _read_one_moment()
        tables = models("default")
        with _without_triggers(tables):
            for model in tables:
                _empty(model)
            moved = [(model, _copy(model)) for model in tables if _is_at_source(model)]
        _go_on_counting(tables)
        _write_words()
        return [(model._meta.db_table, _checked(model)) for model, _ in moved]


def _checked(model):
    before, after = content(model, SOURCE), content(model, "default")
    if before != after:
        raise Differs(model._meta.db_table)
    return after


def _is_at_source(model):
    return model._meta.db_table in connections[SOURCE].introspection.table_names()


def _empty(model):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_quoted(model._meta.db_table)}")


def _copy(model):
    """Put the rows of the source in; answers how many."""
    fields = columns(model)
    names = ", ".join(_quoted(field.column) for field in fields)
    prepared = (
        [field.get_db_prep_save(value, connection) for field, value in zip(fields, values, strict=True)]
        for values in rows(model, SOURCE)
    )
    into = f"{_quoted(model._meta.db_table)} ({names})"
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", prepared)
            return
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for values in prepared:
                copy.write_row(values)


def _read_one_moment():
    if connections[SOURCE].vendor == "postgresql":
        with connections[SOURCE].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


@contextmanager
def _without_triggers(tables):
    """What keeps rows as they were written also keeps them out of a copy; it is put back before the transaction ends."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in tables:
                cursor.execute(f"ALTER TABLE {_quoted(model._meta.db_table)} DISABLE TRIGGER USER")
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for model in tables:
                cursor.execute(f"ALTER TABLE {_quoted(model._meta.db_table)} ENABLE TRIGGER USER")
            follow(connection)  # those that write down changes fire always, which enabling them does not say
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {_quoted(name)}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)


def _go_on_counting(tables):
    """New rows get numbers after those that were copied."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def _write_words():
    """The pairs that searching uses are each engine's own; they are made anew from what can be found."""
    together = []
    for row in Found.objects.order_by("pk").iterator(chunk_size=_TOGETHER):
        together.append(row)
        if len(together) == _TOGETHER:
            words_table.put(together)
            together = []
    words_table.put(together)


def _quoted(name):
    return connection.ops.quote_name(name)
