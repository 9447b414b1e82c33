"""A connection to PostgreSQL between two requests: whether it still holds is seen without asking the server."""

import time

import pytest
from django.db import connection


@pytest.fixture
def kept(db):
    """A connection of its own, as a process keeps one between two requests."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server")
    other = connection.copy()
    other.ensure_connection()
    yield other
    other.close()


def until(said):
    """Wait until ``said`` is so."""
    for _ in range(500):
        if said():
            return
        time.sleep(0.01)
    raise TimeoutError


def last_asked(pid):
    """When the server last did something for that connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT state_change FROM pg_stat_get_activity(%s)", [pid])
        return cursor.fetchone()


def test_a_connection_on_which_nothing_was_said_is_in_order_without_a_question(kept):
    before = last_asked(kept.connection.info.backend_pid)
    assert kept.is_usable()
    assert last_asked(kept.connection.info.backend_pid) == before


def test_a_connection_that_the_server_ended_is_not_in_order(kept):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [kept.connection.info.backend_pid])
    until(lambda: not kept.is_usable())


def test_a_connection_on_which_the_server_told_something_is_in_order(kept):
    kept.cursor().execute("LISTEN news")
    teller = connection.copy()
    teller.cursor().execute("NOTIFY news")
    teller.close()
    time.sleep(0.1)
    assert kept.is_usable()
    assert kept.is_usable()


def test_a_connection_closed_on_this_side_is_not_in_order(kept):
    kept.connection.close()
    assert not kept.is_usable()
