"""Start the site: database, demo data where there is nothing yet, worker and web server in one process."""

import threading

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from waitress.server import create_server

from kechuang.web.operation import demo, work
from kechuang.web.words import say


class Command(BaseCommand):
    """What ``kechuang serve`` runs."""

    def add_arguments(self, parser):
        """Where to listen, and whether to make demo data and to do background work."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true")
        parser.add_argument("--no-worker", action="store_true")

    def handle(self, **options):
        """Serve until interrupted."""
        call_command("migrate", verbosity=0)
        if not options["no_demo"]:
            self._prepare_demo()
        server = self._listen(options["host"], options["port"])
        self.stdout.write(say("serve.ready", address=f"http://{options['host']}:{options['port']}/"))
        self.stdout.flush()
        stop = threading.Event()
        worker = threading.Thread(target=work.run, args=(stop,), daemon=True)
        if not options["no_worker"]:
            worker.start()
        try:
            server.run()
        finally:
            stop.set()
            if worker.is_alive():
                worker.join(timeout=5)

    def _listen(self, host, port):
        try:
            return create_server(
                get_wsgi_application(),
                host=host,
                port=port,
                threads=8,
                ident=None,
                max_request_body_size=settings.LARGEST_UPLOAD + 2**20,
            )
        except OSError as error:
            reason = say("serve.no-port", host=host, port=port, reason=error.strerror or str(error))
            raise CommandError(reason, returncode=2) from error

    def _prepare_demo(self):
        if demo.is_empty():
            self.stdout.write(say("serve.making-demo"))
            self.stdout.flush()
            demo.make()
        if not demo.is_demo():
            return
        settings.SECOND_FACTOR_ROLES = []  # whoever tries the demo has no phone at hand; the first real account ends this
        self.stdout.write(say("serve.accounts"))
        for username, role, password in demo.hand_out_passwords():
            self.stdout.write(f"  {username:<16}{password:<18}{say(f'role.{role}')}")
