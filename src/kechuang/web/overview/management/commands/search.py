"""``manage search rebuild``: put everything that can be found in anew, after a move or from an older version."""

from django.core.management.base import BaseCommand

from kechuang.web.overview.finding import rebuild
from kechuang.web.words import say


class Command(BaseCommand):
    """Rebuild what search finds."""

    def add_arguments(self, parser):
        """What to do; there is one thing."""
        parser.add_argument("deed", choices=["rebuild"])

    def handle(self, *args, **options):
        """Say how many of each kind there are now."""
        for kind, count in rebuild().items():
            self.stdout.write(f"{say(f'found.{kind}')} {count}")
