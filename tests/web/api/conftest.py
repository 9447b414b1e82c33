"""Programs with tokens."""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from kechuang.web.api.actions import make_token
from kechuang.web.organisations.roles import VERBS, Role

# what holds of an adopted plan with five indicators, two counties and a department
from tests.web.indicators.conftest import *  # noqa: F403


class Program:
    """A program that shows a token; a deed is sent as JSON."""

    def __init__(self, shown, token):
        self.shown, self.token, self.client = shown, token, Client(raise_request_exception=True)

    def ask(self, method, address, body=None, *, language="zh", **headers):
        """An answer."""
        sent = {"authorization": f"Bearer {self.shown}", "accept-language": language, **headers}
        address = f"/api/v1/{address}"
        if method == "GET":
            return self.client.get(address, headers=sent)
        return self.client.post(address, body, content_type="application/json", headers=sent)

    def send(self, address, fields, **headers):
        """An answer to a deed that is sent as a form, files among its fields."""
        return self.client.post(
            f"/api/v1/{address}", fields, headers={"authorization": f"Bearer {self.shown}", **headers}
        )

    def get(self, address, **headers):
        """An answer to a question."""
        return self.ask("GET", address, **headers)

    def post(self, address, body=None, **headers):
        """An answer to a deed."""
        return self.ask("POST", address, body, **headers)


def _program(people, username, verbs=None, *, organisation=None, days=30, at=None):
    person = people[username]
    roles = {Role(held.role) for held in person.roles.all()}
    mine = sorted(verb for verb, allowed in VERBS.items() if roles & allowed) if verbs is None else verbs
    at = at or timezone.now()
    place = organisation or person.organisation
    token, shown = make_token(
        name="统计平台", verbs=mine, organisation=place, days=days, actor=person, origin="10.0.0.8", at=at
    )
    return Program(shown, token)


@pytest.fixture
def program(people):
    """``program("planner", ["plan.see"])``: a program with a token of somebody, by default for all they may do."""
    return partial(_program, people)


@pytest.fixture
def long_ago():
    """A moment two years back."""
    return timezone.now() - timedelta(days=730)
