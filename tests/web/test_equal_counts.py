"""Each page asks the database as often when everything there is to list is there once as when it is there three times.

The pages are those of the URL configuration and the questions of the interface for programs: a new one is held without being
named here. One that says no more of three things than of one is either named in ``STILL``, or ``counting/world.py`` has to
make what it lists.
"""

import pytest
from django.db import transaction
from django.test import override_settings

from tests.conftest import entries_at_once
from tests.web.counting.looking import UNNAMED, asked_otherwise, look_everywhere
from tests.web.counting.pages import STILL, looks_at, operations
from tests.web.counting.world import World

pytestmark = pytest.mark.django_db  # of a run that asks for no database, none is made
EVERY = [*(called for called, _, _ in looks_at()), *(f"api {name}" for _, name in operations())]


@pytest.fixture(scope="module")
def looks(django_db_setup, django_db_blocker, tmp_path_factory):
    """Every page looked at with one of everything, and with three."""
    folder = tmp_path_factory.mktemp("counting")
    own = {
        "MEDIA_ROOT": folder / "uploads",
        "SECOND_FACTOR_ROLES": [],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }
    with django_db_blocker.unblock(), override_settings(**own), transaction.atomic():
        entries_at_once()
        world = World()
        world.grow()
        few = look_everywhere(world)
        world.grow()
        world.grow()
        many = look_everywhere(world)
        transaction.set_rollback(True)
    return few, many


@pytest.mark.parametrize("name", EVERY)
def test_a_page_asks_as_often_for_three_as_for_one(looks, name):
    few, many = (one[name] for one in looks)
    assert UNNAMED not in (few, many), f"{name}: say in PAGES of counting/pages.py who looks at it, and at what"
    assert (few.status, many.status) == (200, 200)
    assert asked_otherwise(few, many) == []


@pytest.mark.parametrize("name", EVERY)
def test_a_page_says_more_of_three_things_than_of_one_or_lists_nothing(looks, name):
    few, many = (one[name] for one in looks)
    lists = many.said > few.said
    assert lists == (name not in STILL)
