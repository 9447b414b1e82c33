"""Nobody gets further than the tables of roles say: a part of the matrix that ``benchmarks/rights_matrix.py`` runs whole."""

import logging
from collections import Counter

import pytest

from kechuang.web.organisations.roles import VERBS, Role
from tests.web.rights import tokens
from tests.web.rights.duties import DUTIES
from tests.web.rights.matrix import build_world, cases, leaks, names_of, some_of
from tests.web.rights.rules import NAMING, RULES


@pytest.fixture(autouse=True)
def _quiet():
    """Thousands of refusals are what is asked for; nobody reads each in the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_the_table_of_roles_says_what_each_role_is_there_for():
    """A wrong line in the site's own table would else be believed by everything that asks it."""
    assert {role: {verb for verb, roles in VERBS.items() if role in roles} for role in Role} == DUTIES


def test_every_address_has_a_rule_and_every_rule_an_address():
    """A new address needs a line in ``rights/rules/``; one that names a thing needs the thing in ``rights/subjects.py``."""
    assert sorted(name for name, _ in names_of()) == sorted({*RULES, *NAMING})


def test_every_address_that_names_a_thing_has_things_to_name(db):
    _, subjects = build_world()
    kinds = {subject.kind for subject in subjects}
    rules = {**RULES, **NAMING}
    assert [
        name
        for name, named in names_of()
        if named and (rules[name].subject or not rules[name].words) and rules[name].subject not in kinds
    ] == []
    assert {rule.subject for rule in rules.values() if rule.subject} == kinds


def test_lists_of_the_interface_show_by_each_token_what_the_tables_say(db, settings):
    settings.API_CALLS_A_MINUTE = 10**6
    assert list(tokens.leaks(*build_world())) == []


def test_nobody_gets_further_than_the_tables_say(db):
    counts = Counter()
    assert list(leaks(some_of(cases(*build_world()), each=4), counts)) == []
    assert counts.total() > 400
    assert set(counts) == {"sign in", "in", "403", "404", "405"}
