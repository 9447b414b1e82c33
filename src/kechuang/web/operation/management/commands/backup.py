"""Write a backup of the whole site into one file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kechuang.web.operation import backup
from kechuang.web.words import say


class Command(BaseCommand):
    """What ``kechuang backup`` runs."""

    def add_arguments(self, parser):
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, file, **options):
        """Say what was written."""
        try:
            made = backup.back_up(file, at=timezone.now())
        except backup.ProgramFailed as failed:
            raise CommandError(say("backup.program", reason=failed), returncode=2) from None
        except OSError as error:
            raise CommandError(say("cannot-write", file=file, reason=error.strerror or error), returncode=2) from None
        self.stdout.write(say("backup.made", file=file, files=len(made.files), entries=made.entries, root=made.root))
