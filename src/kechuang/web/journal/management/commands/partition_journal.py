"""Part the journal's tables by number (分区), entries and changes of rows, on PostgreSQL, once there are many; docs/scale.md says when."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from kechuang.web.journal import standing
from kechuang.web.journal.standing import Because
from kechuang.web.words import say

_TABLES = {"journal_entry": "number", "journal_rowchange": "id"}
_NO_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION kechuang_refuse()
"""
_NO_CHANGE = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION kechuang_refuse()
"""


class Command(BaseCommand):
    """What ``django-admin partition_journal`` runs; done a second time, it adds the parts that are missing."""

    def add_arguments(self, parser):
        """How many rows a part holds."""
        parser.add_argument("--size", type=int, default=10_000_000)
        parser.add_argument("--ahead", type=int, default=4)

    @transaction.atomic
    def handle(self, size, ahead, **options):
        """What is there becomes the first part; ``ahead`` empty ones stand ready behind it."""
        if connection.vendor != "postgresql":
            raise CommandError(say("partition.postgresql-only"), returncode=2)
        made = 0
        with connection.cursor() as cursor:
            for table, key in _TABLES.items():
                cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
                cursor.execute("SELECT relkind FROM pg_class WHERE oid = %s::regclass", [table])
                if cursor.fetchone()[0] != "p":
                    _part(cursor, table, key, size)
                made += _add(cursor, table, key, size, ahead)
        standing.keep(Because.PARTED)
        self.stdout.write(say("partition.done", parts=made, size=size))


def _part(cursor, table, key, size):
    """A parted table in place of the plain one, which becomes its first part, triggers and all."""
    last = _last(cursor, table, key)
    until = (last // size + 1) * size + 1
    first = f"{table}_to_{until - 1}"
    cursor.execute(f"DROP TRIGGER {table}_no_change ON {table}")
    cursor.execute(f"ALTER TABLE {table} RENAME TO {first}")
    cursor.execute(f"CREATE TABLE {table} (LIKE {first} INCLUDING ALL) PARTITION BY RANGE ({key})")
    cursor.execute(f"ALTER TABLE {table} ATTACH PARTITION {first} FOR VALUES FROM (MINVALUE) TO ({until})")
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, key])
    if sequence := cursor.fetchone()[0]:
        cursor.execute("SELECT setval(%s, greatest(%s, 1), %s)", [sequence, last, last > 0])
    for name, trigger in (("no_change", _NO_CHANGE), ("no_truncate", _NO_TRUNCATE)):
        cursor.execute(trigger.format(table=table))
        cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_{name}")


def _add(cursor, table, key, size, ahead):
    """Empty parts behind the last row."""
    last, made = _last(cursor, table, key), 0
    for step in range(1, ahead + 1):
        begins = (last // size + step) * size + 1
        name = f"{table}_to_{begins + size - 1}"
        cursor.execute("SELECT to_regclass(%s)", [name])
        if cursor.fetchone()[0] is None:
            cursor.execute(f"CREATE TABLE {name} PARTITION OF {table} FOR VALUES FROM ({begins}) TO ({begins + size})")
            cursor.execute(_NO_TRUNCATE.format(table=name))
            made += 1
    return made


def _last(cursor, table, key):
    """The last number there is, or that was given to what was undone."""
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, key])
    sequence = cursor.fetchone()[0]
    cursor.execute(f"SELECT greatest(coalesce(max({key}), 0), {_given(sequence)}) FROM {table}")
    return cursor.fetchone()[0]


def _given(sequence):
    return f"(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence})" if sequence else "0"
