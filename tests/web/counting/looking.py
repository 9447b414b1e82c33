"""Looking at every page there is: how often it asks the database, and how much it says."""

import io
import re
import time
import zipfile
from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from tests.web.counting.pages import CALLS, looks_at, operations
from tests.web.counting.world import World

_OF_A_MINUTE = 'UPDATE "api_token"'  # when a minute begins between two looks, one more
_GIVEN = re.compile(r"'[^']*'|\"s\d+_x\d+\"|\b\d+\b(?:, \d+)*")


@dataclass(frozen=True)
class Look:
    """What one look at a page gave; ``said`` counts the marks of what it shows, or of the file it hands out."""

    status: int
    said: int
    asked: tuple[str, ...]


UNNAMED = Look(0, 0, ())  # what goes into the address stands in no line of ``PAGES`` yet


def look_everywhere(world: World) -> dict[str, Look]:
    """A look at every page and every question of the interface for programs."""
    found = {}
    for called, name, page in looks_at():
        try:
            address = reverse(name, args=page.about(world.made))
        except NoReverseMatch:
            found[called] = UNNAMED
        else:
            found[called] = _look(_client(world, page.who), address, page.asked)
    for path, name in operations():
        who, about = CALLS.get(name, ("planner", ""))
        address = "/api/v1" + path.format(id=getattr(world.made, about).pk if about else "", name="results.json")
        headers = {"authorization": f"Bearer {world.tokens[who]}"}
        found[f"api {name}"] = _look(Client(), address, {"q": "研发经费"}, headers=headers)
    return found


def _client(world, who):
    client = Client()
    if who:
        client.force_login(world.people[who])
        session = client.session
        session["seen"] = int(time.time())
        session.save()
    return client


def _look(client, address, asked, **more):
    """Looked at twice: what is noted the first time is not asked the second."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address, asked, **more)
            content = b"".join(answer) if answer.streaming else answer.content
    asked = tuple(one["sql"] for one in captured.captured_queries if not one["sql"].startswith(_OF_A_MINUTE))
    return Look(answer.status_code, _marks(content), asked)


def _marks(content):
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return sum(map(content.count, (b"<", b"{", b"\n")))
    with zipfile.ZipFile(io.BytesIO(content)) as inside:
        return sum(inside.read(name).count(b"<") for name in inside.namelist())


def asked_otherwise(few: Look, many: Look) -> list[str]:
    """Where the second look asks more or fewer questions than the first: those it asks another number of times."""
    if len(few.asked) == len(many.asked):
        return []
    before, after = (Counter(map(_kind, one.asked)) for one in (few, many))
    return [f"{before[one]} → {after[one]}: {one}" for one in sorted({*before, *after}) if before[one] != after[one]]


def _kind(sql):
    begun, _, rest = _GIVEN.sub("?", sql).partition(" FROM ")
    return f"{begun[:50]} … FROM {rest[:200]}" if rest else begun[:80]
