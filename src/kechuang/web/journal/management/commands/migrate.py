"""Django's ``migrate``, after which every watched table has its triggers."""

from django.core.management.commands import migrate
from django.db import connections, transaction

from kechuang.web.journal.watching import follow, leave


class Command(migrate.Command):
    """What ``django-admin migrate`` and ``kechuang prepare`` run."""

    def handle(self, *arguments, **options):
        """Migrate; also where that fails half-way, what is there is watched."""
        self.migrated = connections[options["database"]]
        try:
            super().handle(*arguments, **options)
        finally:
            if not (options["plan"] or options["check_unapplied"]):
                with transaction.atomic(using=self.migrated.alias):
                    follow(self.migrated)

    def migration_progress_callback(self, action, migration=None, fake=False):
        """SQLite lets no column go that a trigger names: there the triggers step aside while a migration runs."""
        if action in ("apply_start", "unapply_start") and self.migrated.vendor == "sqlite":
            leave(self.migrated)
        super().migration_progress_callback(action, migration, fake)
