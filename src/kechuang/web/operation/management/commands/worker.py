"""Do background work until interrupted; any number of workers may run, on any number of machines."""

import signal
import threading

from django.core.management.base import BaseCommand

from kechuang.web.operation import work


class Command(BaseCommand):
    """What ``kechuang worker`` runs."""

    def add_arguments(self, parser):
        """Whether to end when nothing waits."""
        parser.add_argument("--once", action="store_true")

    def handle(self, **options):
        """Do jobs."""
        if options["once"]:
            name = work.worker_name()
            while work.run_one(name):
                pass
            return
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        try:
            work.run(stop)
        except KeyboardInterrupt:
            stop.set()
