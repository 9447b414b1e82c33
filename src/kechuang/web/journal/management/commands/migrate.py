"""Django's ``migrate``, after which every watched table has its triggers, and what migrations did to rows is on record."""

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.loader import MigrationLoader

from kechuang.web.journal import standing, upgrading
from kechuang.web.journal.standing import Because
from kechuang.web.journal.watching import follow, leave


class Command(migrate.Command):
    """What ``django-admin migrate`` and ``kechuang prepare`` run."""

    def handle(self, *arguments, **options):
        """Migrate; also where that fails half-way, what is there is watched and on record."""
        self.migrated, self.done, self.undone, self.last_before = connections[options["database"]], [], [], None
        looks = options["plan"] or options["check_unapplied"]
        if not looks and self._is_the_sites() and standing.is_on_record():
            standing.hold()
        try:
            super().handle(*arguments, **options)
        finally:
            if not looks:
                mended = self._follow()
                if self._is_the_sites():
                    upgrading.write_down(self.done, self.undone, mended, after=self.last_before)

    def migration_progress_callback(self, action, migration=None, fake=False):
        """What differs from its trace before anything was migrated, no migration did. SQLite lets no column go that a trigger
        names: there the triggers step aside while a migration runs.
        """
        if action in ("apply_start", "unapply_start"):
            if self.last_before is None and self.migrated.alias == DEFAULT_DB_ALIAS:
                self.last_before = upgrading.begin(complete=self._is_the_sites())
            if self.migrated.vendor == "sqlite":
                leave(self.migrated)
        if action in ("apply_success", "unapply_success"):
            (self.done if action == "apply_success" else self.undone).append(f"{migration.app_label}.{migration.name}")
        super().migration_progress_callback(action, migration, fake)

    def _follow(self):
        """Every table with its triggers, and on record how they stand; answers the tables they were made for."""
        with transaction.atomic(using=self.migrated.alias):
            mended = follow(self.migrated)
            if self._is_the_sites():
                standing.keep(Because.UPGRADED if self.done or self.undone else Because.MENDED)
                standing.begin()
        return mended

    def _is_the_sites(self):
        """Whether this is the site's database, and its journal as this version has it."""
        if self.migrated.alias != DEFAULT_DB_ALIAS:
            return False
        loader = MigrationLoader(self.migrated)
        return set(loader.graph.leaf_nodes("journal")) <= loader.applied_migrations.keys()
