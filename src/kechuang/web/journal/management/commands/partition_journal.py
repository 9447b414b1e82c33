"""Part the journal's table by the number of its entries (分区), on PostgreSQL, once there are many; docs/scale.md says when."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from kechuang.web.words import say

_TABLE = "journal_entry"
_KEPT = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION kechuang_refuse()
"""


class Command(BaseCommand):
    """What ``django-admin partition_journal`` runs; done a second time, it adds the parts that are missing."""

    def add_arguments(self, parser):
        """How many entries a part holds."""
        parser.add_argument("--size", type=int, default=10_000_000)
        parser.add_argument("--ahead", type=int, default=4)

    @transaction.atomic
    def handle(self, size, ahead, **options):
        """What is there becomes the first part; ``ahead`` empty ones stand ready behind it."""
        if connection.vendor != "postgresql":
            raise CommandError(say("partition.postgresql-only"), returncode=2)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {_TABLE} IN ACCESS EXCLUSIVE MODE")
            cursor.execute("SELECT relkind FROM pg_class WHERE oid = %s::regclass", [_TABLE])
            if cursor.fetchone()[0] != "p":
                self._part(cursor, size)
            made = self._add(cursor, size, ahead)
        self.stdout.write(say("partition.done", parts=made, size=size))

    def _part(self, cursor, size):
        """A parted table in place of the plain one, which becomes its first part, triggers and all."""
        cursor.execute(f"SELECT coalesce(max(number), 0) FROM {_TABLE}")
        until = (cursor.fetchone()[0] // size + 1) * size + 1
        first = f"{_TABLE}_to_{until - 1}"
        cursor.execute(f"DROP TRIGGER {_TABLE}_no_change ON {_TABLE}")
        cursor.execute(f"ALTER TABLE {_TABLE} RENAME TO {first}")
        cursor.execute(f"CREATE TABLE {_TABLE} (LIKE {first} INCLUDING ALL) PARTITION BY RANGE (number)")
        cursor.execute(f"ALTER TABLE {_TABLE} ATTACH PARTITION {first} FOR VALUES FROM (MINVALUE) TO ({until})")
        cursor.execute(
            f"CREATE TRIGGER {_TABLE}_no_change BEFORE UPDATE OR DELETE ON {_TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION kechuang_refuse()"
        )
        cursor.execute(_KEPT.format(table=_TABLE))

    def _add(self, cursor, size, ahead):
        """Empty parts behind the last entry."""
        cursor.execute(f"SELECT coalesce(max(number), 0) FROM {_TABLE}")
        last, made = cursor.fetchone()[0], 0
        for step in range(1, ahead + 1):
            begins = (last // size + step) * size + 1
            name = f"{_TABLE}_to_{begins + size - 1}"
            cursor.execute("SELECT to_regclass(%s)", [name])
            if cursor.fetchone()[0] is None:
                cursor.execute(
                    f"CREATE TABLE {name} PARTITION OF {_TABLE} FOR VALUES FROM ({begins}) TO ({begins + size})"
                )
                cursor.execute(_KEPT.format(table=name))
                made += 1
        return made
