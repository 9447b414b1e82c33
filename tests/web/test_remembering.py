"""While a page is read the tree of organisations is asked for once; whatever changes something asks anew."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kechuang.web.organisations.facts import tree_on
from kechuang.web.organisations.models import Placement
from kechuang.web.remembering import reading

DAY = date(2026, 1, 1)


def asked(times):
    with CaptureQueriesContext(connection) as queries:
        for _ in range(times):
            tree_on(DAY)
    return len(queries)


def test_a_page_asks_once_and_another_page_anew(county):
    with reading():
        assert asked(3) == 1
    with reading():
        assert asked(1) == 1


def test_what_is_no_page_asks_each_time_and_sees_what_was_changed(county):
    assert asked(3) == 3
    before = tree_on(DAY)
    Placement.objects.filter(organisation=county).update(name="新名")
    assert tree_on(DAY) != before
