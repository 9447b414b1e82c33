"""A site with demo data in a process of its own, and Debian's Chromium to visit it with; left out where there is none."""

import json
import os
import shutil
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from tests.journeys.browser.visitor import Visitor
from tests.sites import Site

SESSIONS = """
import json
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from kechuang.web.organisations.models import Person
keys = {}
for person in Person.objects.all():
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    keys[person.username] = session.session_key
print(json.dumps(keys))
"""


class LiveSite:
    """Where the site answers, the demo accounts' passwords, and a session for each of them."""

    def __init__(self, site: Site, address: str, passwords: dict[str, str]) -> None:
        self.site = site
        self.address = address
        self.passwords = passwords
        self.sessions: dict[str, str] = json.loads(site.python(SESSIONS))


@pytest.fixture(scope="session")
def live_site(tmp_path_factory) -> Iterator[LiveSite]:
    """A site for all journeys, each of which leaves its deeds behind."""
    yield from serve_demo(tmp_path_factory.mktemp("site"))


def serve_demo(folder) -> Iterator[LiveSite]:
    """``kechuang serve`` as a bureau starts it, with demo data, on SQLite; the invented plan has been read."""
    site = Site(folder)
    port = _free_port()
    with site.start("serve", "--port", str(port)) as server:
        try:
            yield LiveSite(site, f"http://127.0.0.1:{port}", _passwords(server))
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def chromium():
    """The browser; skips with a reason where this machine has none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("Chromium is not on this machine (Debian: chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    # Playwright's loop runs in this thread, which Django takes for asynchronous code in every test that follows.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with playwright.sync_playwright() as started:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
        browser = started.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def visit(live_site, chromium):
    """``visit("planner", language="en")``: somebody's browser, signed in; what its pages complain of fails the test."""
    opened: list[Visitor] = []

    def somebody(role: str | None = None, *, language: str = "zh-hans", width: int = 1280, dark: bool = False):
        visitor = Visitor(chromium, live_site, role, language=language, width=width, dark=dark)
        opened.append(visitor)
        return visitor

    yield somebody
    complaints = [complaint for visitor in opened for complaint in visitor.complaints]
    for visitor in opened:
        visitor.context.close()
    assert complaints == []


def _free_port() -> int:
    with closing(socket.socket()) as chosen:
        chosen.bind(("127.0.0.1", 0))
        return chosen.getsockname()[1]


def _passwords(server) -> dict[str, str]:
    """What ``serve`` prints of its accounts, once it says that it is ready."""
    passwords = {}
    for line in server.stdout:
        words = line.decode().split()
        if words and words[0].startswith("demo_"):
            passwords[words[0]] = words[1]
        found = [word for word in words if word.startswith("http://127.0.0.1")]
        if found:
            _wait(found[0])
            return passwords
    raise AssertionError("the site ended before it was ready")


def _wait(address: str) -> None:
    for _ in range(100):
        with suppress(OSError), urllib.request.urlopen(f"{address}healthy/", timeout=5) as answer:
            if answer.status == 200:
                return
