"""On the demo site, with all it holds, every number leads in one click to where it came from, and that page is there."""

import re
from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest

from tests.web.overview.numbers import links_of, numbers_without_way, read_page, ways_of

EACH = 2  # pages of one kind of address that are read
ROOMS = {
    "planner": {"/", "/monitor/", "/indicators/", "/indicators/N/", "/tasks/", "/tasks/N/", "/collection/N/", "/evaluations/N/"},
    "director": {"/", "/monitor/map/", "/monitor/changed/", "/collection/returns/N/", "/evaluations/N/index/"},
    "reporter": {"/", "/monitor/", "/collection/N/", "/collection/returns/N/fill/"},
    "evaluator": {"/evaluations/N/", "/evaluations/N/outlooks/N/", "/plans/versions/N/"},
    None: {"/public/", "/public/plans/N-N-N/vN/", "/public/plans/N-N-N/vN/evaluation/"},
}  # fmt: skip


def kind_of(address):
    """An address with its numbers left out."""
    return re.sub(r"\d+", "N", urlsplit(address).path)


def pages_of(visitor, start):
    """Every page that links lead to, a few of each kind: (kind, address, page)."""
    waiting, seen, read = [urljoin(visitor.live.address, start)], set(), Counter()
    while waiting:
        address = waiting.pop(0).partition("#")[0]
        kind = kind_of(address)
        if address in seen or read[kind] >= EACH or not address.startswith(visitor.live.address):
            continue
        seen.add(address)
        read[kind] += 1
        answer = visitor.context.request.get(address)
        if answer.status == 200 and "html" in answer.headers["content-type"]:
            page = read_page(answer.text())
            yield kind, address, page
            waiting += [urljoin(address, link) for link in links_of(page)]


@pytest.mark.parametrize("who", ROOMS)
def test_every_number_of_the_demo_site_leads_to_where_it_came_from(visit, who):
    visitor = visit(who)
    pages = list(pages_of(visitor, "/" if who else "/public/"))
    assert ROOMS[who] - {kind for kind, _, _ in pages} == set()
    assert sorted({(kind, *one) for kind, _, page in pages for one in numbers_without_way(page)}) == []
    ways = {urljoin(address, way).partition("#")[0] for _, address, page in pages for way in ways_of(page)}
    assert [way for way in sorted(ways) if visitor.context.request.get(way).status != 200] == []
