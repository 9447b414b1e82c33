"""Put a backup back, and say whether the journal is as it was."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from kechuang.web.operation import backup
from kechuang.web.words import say


class Command(BaseCommand):
    """What ``kechuang restore`` runs."""

    def add_arguments(self, parser):
        """Which backup."""
        parser.add_argument("file", type=Path)

    def handle(self, file, **options):
        """Say what came back; exit code 1 where the journal is not as it was when the backup was begun."""
        try:
            made, verdict = backup.restore(file)
        except backup.NotEmpty:
            raise CommandError(say("restore.not-empty"), returncode=2) from None
        except backup.OtherEngine:
            raise CommandError(say("restore.other-engine"), returncode=2) from None
        except backup.Damaged as damaged:
            raise CommandError(say("restore.damaged", name=damaged.name), returncode=2) from None
        except backup.ProgramFailed as failed:
            raise CommandError(say("backup.program", reason=failed), returncode=2) from None
        if not verdict.is_sound:
            raise CommandError(say("restore.journal-differs"), returncode=1)
        self.stdout.write(say("restore.done", files=len(made.files), entries=verdict.size, root=verdict.root.hex()))
