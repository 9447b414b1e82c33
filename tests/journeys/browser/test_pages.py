"""Every page somebody can get to by following links: no barrier, no overflow on a telephone, no complaint of the browser."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from kechuang.web.organisations.roles import Role
from kechuang.web.page import PLACES
from tests.journeys.browser.conftest import serve_demo

LINKS = "[...document.querySelectorAll('a[href]')].filter(a => a.origin === location.origin && !a.download).map(a => a.pathname + a.search)"


# Pages of a deed: no link leads there before it is done, or the demo has nothing it could be done to. Journeys show them.
AFTER_A_DEED = {
    "plans:difference",
    "plans:adjust",
    "plans:adopt",
    "organisations:import",
    "evaluations:opinion",
    "evaluations:sign",
    "publication:release-evaluation",
    "publication:webhook",
}


# The first page, what somebody looks for, and a row: the newest entries, which lead to few, are of those who came to look.
BEGINNINGS = ("/", "/search/?q=研发", "/journal/rows/collection_return/1/")
FEW = 6  # of a kind of page are asked where they lead: a return that is closed leads elsewhere than one to be filled in


@pytest.fixture(scope="module")
def live_site(tmp_path_factory):
    """A site of its own: what journeys have done to theirs takes ways away."""
    yield from serve_demo(tmp_path_factory.mktemp("pages"))


def pages_from(visitor) -> Iterator[str]:
    """One address of every page that links lead to, each kind of page once; the visitor is there when it is answered."""
    waiting, seen, known = [*BEGINNINGS], Counter(), set()
    while waiting:
        address = waiting.pop(0)
        name = name_of(address)
        if name is None or seen[name] == FEW or address in known:
            continue
        known.add(address)
        head = visitor.context.request.get(address, max_redirects=0)
        if head.status != 200 or "text/html" not in head.headers.get("content-type", ""):
            continue
        seen[name] += 1
        if seen[name] > 1:
            waiting += [unescape(link) for link in re.findall(r'href="(/[^"#]*)', head.text())]
            continue
        visitor.go(address)
        yield name
        waiting += visitor.page.evaluate(LINKS)


def name_of(address):
    """The name of the address's page, None where there is none."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def faults_of(visit, *, language, judge):
    """What ``judge`` finds on every page that somebody, in any role, can get to; each kind of page is looked at once.

    Every page that has a place is among them.
    """
    found, seen = [], set()
    for role in Role:
        visitor = visit(role.value, language=language)
        for name in pages_from(visitor):
            if name not in seen:
                seen.add(name)
                found += [f"{name}: {fault}" for fault in judge(visitor)]
    assert {place.name for place in PLACES} - seen - AFTER_A_DEED == set()
    return found


def too_wide(visitor):
    """How much a page is wider than a telephone, in words."""
    visitor.page.set_viewport_size({"width": 375, "height": 800})
    more = visitor.overflow()
    visitor.page.set_viewport_size({"width": 1280, "height": 900})
    return [f"{more} px too wide for a telephone"] if more > 0 else []


def test_no_page_has_a_barrier_in_chinese_and_each_fits_a_telephone(visit):
    def judge(visitor):
        return visitor.barriers() + too_wide(visitor)

    assert faults_of(visit, language="zh-hans", judge=judge) == []


def test_no_page_has_a_barrier_in_english_nor_in_the_dark_and_each_fits_a_telephone(visit):
    def judge(visitor):
        barriers = visitor.barriers()
        visitor.page.emulate_media(color_scheme="dark")
        dark = visitor.barriers(["color-contrast"])
        visitor.page.emulate_media(color_scheme="light")
        return barriers + [f"dark {barrier}" for barrier in dark] + too_wide(visitor)

    assert faults_of(visit, language="en", judge=judge) == []
