"""Move the site to another database; this process is already at the one that is moved to."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from kechuang.web.journal import standing
from kechuang.web.journal.standing import Because
from kechuang.web.journal.verify import verify
from kechuang.web.operation import moving
from kechuang.web.words import say


class Command(BaseCommand):
    """What ``kechuang move`` runs."""

    def add_arguments(self, parser):
        """The database that is left behind."""
        parser.add_argument("--source", required=True)

    def handle(self, source, **options):
        """Say for every table how many rows arrived and their digest."""
        moving.open_source(source)
        try:
            moving.require_empty()
            call_command("migrate", verbosity=0)
            moved = moving.move()
        except moving.NotEmpty:
            raise CommandError(say("move.not-empty"), returncode=2) from None
        except moving.Differs as differs:
            raise CommandError(say("move.differs", table=differs.table), returncode=2) from None
        for table, content in moved:
            self.stdout.write(f"{table:<40}{content.rows:>12}  {content.digest}")
        verdict = verify()
        if not verdict.is_sound:
            raise CommandError(say("restore.journal-differs"), returncode=1)
        standing.keep(Because.MOVED)
        total = sum(content.rows for _, content in moved)
        self.stdout.write(say("move.done", rows=total, tables=len(moved), entries=verdict.size))
