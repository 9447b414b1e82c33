"""The closing hour: many returns filled in and submitted over HTTP to a served site; how long each takes, and that none is lost.

    python benchmarks/deadline_hour.py [--returns 500] [--indicators 20] [--at-once 16]
    python -m tests.postgresql python benchmarks/deadline_hour.py          # the same over PostgreSQL

The bar: 500 submissions within 10 minutes, and every one the site acknowledged is in the database, step and figures. Reporters
are signed in beforehand; each opens the form, saves half of it, and saves and submits the whole.
"""

import argparse
import http.client
import json
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent))
import bureau

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_EDITION = re.compile(r'name="edition" value="(\d+)"')
_FIELD = re.compile(r'name="(v-\d+)"')


class Reporter:
    """Somebody signed in, with one return to file."""

    def __init__(self, port, session, pk):
        self.port, self.cookies, self.pk, self.times = port, {"sessionid": session}, pk, {}

    def file(self):
        """Open the form, save half of it, submit; answers whether the site said it was submitted."""
        for attempt in range(3):  # a connection that breaks is made again; what was acknowledged stays so
            try:
                return self._file()
            except (OSError, http.client.HTTPException):
                time.sleep(0.2 * 2**attempt)
        return False

    def _file(self):
        page = self._ask("form", "GET")[1]
        names = _FIELD.findall(page)
        values = {name: str(bureau.invented(number + self.pk)) for number, name in enumerate(names)}
        half = dict(list(values.items())[: len(values) // 2])
        self._ask("save", "POST", self._with(page, half, "save"))
        page = self._ask("form", "GET")[1]
        status, _, place = self._ask("submit", "POST", self._with(page, values, "submit"))
        return status == 302 and place.endswith(f"/collection/returns/{self.pk}/")

    def _with(self, page, values, action):
        known = {"csrfmiddlewaretoken": _TOKEN.search(page)[1], "edition": _EDITION.search(page)[1], "action": action}
        return urlencode({**known, **values})

    def _ask(self, kind, method, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        connection.request(method, f"/collection/returns/{self.pk}/fill/", body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        self.times.setdefault(kind, []).append(time.perf_counter() - started)
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        if answer.status >= 400:
            raise http.client.HTTPException(f"{kind}: {answer.status}")
        return answer.status, text, answer.headers.get("Location", "")


def free_port():
    """A port nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def serve(port):
    """The site in processes of its own."""
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "4", "--timeout", "120"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error", "kechuang.web.wsgi:application"]
    server = subprocess.Popen(command)
    for _ in range(300):
        time.sleep(0.1)
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthy/")
            if connection.getresponse().status == 200:
                return server
        except OSError:
            continue
    server.kill()
    raise SystemExit("the site did not start")


def signed_in(port):
    """A reporter for each return of the round."""
    from django.test import Client  # noqa: PLC0415 - after the settings

    from kechuang.web.collection.models import Return  # noqa: PLC0415

    reporters = []
    for filed in Return.objects.select_related("organisation"):
        client = Client()
        client.force_login(filed.organisation.people.get())
        reporters.append(Reporter(port, client.cookies["sessionid"].value, filed.pk))
    return reporters


def count_lost(acknowledged):
    """Returns the site acknowledged that are not submitted with all their figures."""
    from kechuang.web.collection.models import Cell, Return, Step  # noqa: PLC0415 - after the settings

    there = set(Return.objects.filter(stage="submitted").values_list("pk", flat=True))
    stepped = set(Step.objects.filter(deed="submitted").values_list("in_return", flat=True))
    gaps = set(Cell.objects.filter(state="blank").values_list("in_return", flat=True))
    return len(acknowledged - ((there & stepped) - gaps)), len(there)


def main():
    """Print what was measured; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--returns", type=int, default=500)
    parser.add_argument("--indicators", type=int, default=20)
    parser.add_argument("--at-once", type=int, default=16)
    given = parser.parse_args()
    bureau.set_up()
    from django.db import connection  # noqa: PLC0415 - after the settings

    made = bureau.make_bureau(given.returns, given.indicators)
    bureau.open_round(made)
    port = free_port()
    reporters = signed_in(port)
    server = serve(port)
    try:
        started = time.perf_counter()
        with ThreadPoolExecutor(given.at_once) as people:
            said = list(people.map(Reporter.file, reporters))
        seconds = time.perf_counter() - started
    finally:
        server.terminate()
        server.wait()
    acknowledged = {one.pk for one, filed in zip(reporters, said, strict=True) if filed}
    lost, there = count_lost(acknowledged)
    measured = {"database": connection.vendor, "returns": given.returns, "at_once": given.at_once}
    measured |= {"acknowledged": len(acknowledged), "in_database": there, "lost": lost, "seconds": round(seconds, 1)}
    for kind in ("form", "save", "submit"):
        times = [one for reporter in reporters for one in reporter.times.get(kind, ())]
        cuts = quantiles(times, n=100)
        measured[kind] = {"p50_ms": round(cuts[49] * 1000), "p95_ms": round(cuts[94] * 1000)}
    print(json.dumps(measured, indent=1))
    good = lost == 0 and len(acknowledged) == given.returns and seconds * 500 / given.returns <= 600
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
