"""Four hundred people at work on one site: each thinks for 0 to 4 seconds (``--think``), then reads a page or, one time in five, files figures.

    KECHUANG_DATABASE_URL=... KECHUANG_DATA=... python benchmarks/load.py [--users 400] [--seconds 60] [--think 4]

On the data of ``site_data.py``; starts gunicorn as ``deploy/`` configures it, on this machine only, and stops it again. The
promise: 95 of 100 reads within 300 ms, 95 of 100 writes within 500 ms, no error. What the load itself costs is in the numbers.
"""

import argparse
import asyncio
import json
import os
import random
import secrets
import socket
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import django

CONFIG = Path(__file__).resolve().parents[1] / "deploy" / "gunicorn.conf.py"
TOKEN = "x" * 32
RAMP = 10


class Person:
    """One virtual user: a session, a return of one's own to file, and one connection that is kept open."""

    def __init__(self, port, session, filed, pages, chance, think):
        self.port, self.filed, self.pages, self.chance, self.think = port, filed, pages, chance, think
        self.cookies = f"sessionid={session}; csrftoken={TOKEN}; language=zh-hans"
        self.edition = filed["edition"]
        self.connection = None

    async def work(self, until, took, failed):
        """Think, then do something, until the time is over."""
        while time.monotonic() < until:
            await asyncio.sleep(self.chance.uniform(0, self.think))
            kind, name, sent = self.next_step()
            began = time.monotonic()
            try:
                status = await asyncio.wait_for(self.ask(*sent), 30)
            except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError) as error:
                self.connection, status = None, type(error).__name__
            took[kind, name].append(time.monotonic() - began)
            if status != (302 if kind == "write" else 200):
                failed[kind, name, status] += 1
            elif kind == "write":
                self.edition += 1

    def next_step(self):
        """A read or a write, and what is sent for it."""
        if self.chance.random() >= 0.2:
            name, path = self.chance.choice(self.pages)
            return "read", name, ("GET", path, "")
        form = {"csrfmiddlewaretoken": TOKEN, "edition": self.edition, "action": "save"}
        form |= {f"v-{asked}": self.chance.randrange(10**6) for asked in self.filed["asked"]}
        return "write", "fill", ("POST", f"/collection/returns/{self.filed['pk']}/fill/", urlencode(form))

    async def ask(self, method, path, body):
        """Send one request, take in the whole answer; answers its status."""
        if self.connection is None:
            self.connection = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.connection
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookies}\r\nContent-Length: {len(body)}\r\n"
        )
        head += "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        writer.write((head + body).encode())
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(answer.split("content-length: ")[1].split("\r\n")[0])
        await reader.readexactly(length)
        if "connection: close" in answer:
            writer.close()
            self.connection = None
        return 401 if "sign-in" in answer else int(answer.split(" ", 2)[1])


async def load(port, people, seconds):
    """Let everybody work; answers what each kind of page took, and what failed."""
    took, failed = defaultdict(list), defaultdict(int)
    async with asyncio.TaskGroup() as group:
        for number, person in enumerate(people):
            group.create_task(begin(person, RAMP * number / len(people), seconds, took, failed))
    return took, failed


async def begin(person, wait, seconds, took, failed):
    """Come in one after the other; what the first seconds take is not counted."""
    await asyncio.sleep(wait)
    await person.work(time.monotonic() + RAMP - wait, defaultdict(list), failed)
    await person.work(time.monotonic() + seconds, took, failed)


def open_sessions(people):
    """A session for each of ``people``, as signing in would begin it."""
    keys = []
    for person in people:
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session["seen"] = int(time.time())
        session.create()
        keys.append(session.session_key)
    return keys


def pages_of(person, filed, chance):
    """The pages somebody reads: their work, their county's figures, the plan as a whole."""
    rows = list(Indicator.objects.filter(plan=filed.round.plan, followed=True).values_list("pk", flat=True))
    return [
        ("home", "/"),
        ("indicators", "/indicators/"),
        *[("indicator", f"/indicators/{chance.choice(rows)}/") for _ in range(2)],
        ("monitor", "/monitor/"),
        ("rounds", "/collection/"),
        ("return", f"/collection/returns/{filed.pk}/"),
        ("fill", f"/collection/returns/{filed.pk}/fill/"),
        ("tasks", "/tasks/"),
        ("plans", "/plans/"),
        ("notices", "/notices/"),
        ("search", "/search/?q=%E7%A0%94%E5%8F%91"),
    ]


def prepare(port, users, think=4.0):
    """As many people as are asked for, each with a return of their own."""
    chance = random.Random(42)
    returns = list(
        Return.objects.filter(stage="draft", organisation__code__startswith="9902").select_related("round")[:users]
    )
    reporters = {one.organisation_id: one for one in Someone.objects.filter(username__startswith="load_reporter")}
    who = [reporters[filed.organisation_id] for filed in returns]
    people = []
    for person, session, filed in zip(who, open_sessions(who), returns, strict=True):
        asked = list(filed.round.asked.values_list("pk", flat=True))
        told = {"pk": filed.pk, "edition": filed.edition, "asked": asked}
        pages = [page for page in pages_of(person, filed, chance) if known(page[1])]
        people.append(Person(port, session, told, pages, random.Random(1_000_003 * filed.edition + filed.pk), think))
    return people


def known(path):
    """Whether the site has such a page."""
    try:
        resolve(path.split("?")[0])
    except Resolver404:
        return False
    return True


def say(took, failed, seconds):
    """Print what came of it; answers whether the promise is kept."""
    of = {
        kind: sorted(one for (what, _), all_ in took.items() if what == kind for one in all_)
        for kind in ("read", "write")
    }
    count = sum(map(len, of.values()))
    print(f"{count} requests, {count / seconds:.0f} a second, {sum(failed.values())} failed {dict(failed)}")
    for (kind, name), all_ in sorted(took.items(), key=lambda one: -at(one[1], 0.95)):
        print(f"  {kind:<6}{name:<12}{len(all_):>6}  median {at(all_, 0.5):>6.0f} ms   95 % {at(all_, 0.95):>6.0f} ms")
    read, write = (at(of[kind], 0.95) for kind in ("read", "write"))
    print(json.dumps({"read_p95_ms": round(read), "write_p95_ms": round(write), "load_average": os.getloadavg()[0]}))
    return read <= 300 and write <= 500 and not failed


def at(all_, share):
    """The value below which a share lies, in milliseconds."""
    return 1000 * sorted(all_)[int(share * (len(all_) - 1))]


def main(users, seconds, think):
    """Start the site, load it, stop it."""
    with closing(socket.socket()) as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    people = prepare(port, users, think)
    command = [sys.executable, "-m", "gunicorn", "--config", str(CONFIG), "kechuang.web.wsgi:application"]
    with subprocess.Popen(command, env={**os.environ, "KECHUANG_BIND": f"127.0.0.1:{port}"}) as server:
        try:
            for _ in range(100):
                with closing(socket.socket()) as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.2)
            took, failed = asyncio.run(load(port, people, seconds))
        finally:
            server.terminate()
    return 0 if say(took, failed, seconds) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=400)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--think", type=float, default=4, help="seconds somebody thinks at most")
    arguments = parser.parse_args()
    os.environ.setdefault(
        "KECHUANG_SECRET", secrets.token_urlsafe(50)
    )  # the same here and in the processes of the site
    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.urls import Resolver404, resolve

    from kechuang.web.collection.models import Return
    from kechuang.web.indicators.models import Indicator
    from kechuang.web.organisations.models import Person as Someone

    sys.exit(main(min(arguments.users, 1_000), min(arguments.seconds, 900), arguments.think))
