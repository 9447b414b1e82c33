"""Programs with tokens."""

from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from kechuang.web.api.actions import make_token
from kechuang.web.organisations.roles import VERBS, Role
from kechuang.web.plans.models import Version
from kechuang.web.plans.states import Stage

# evaluations on the way to their signature, and values of two counties
from tests.web.evaluations.conftest import approved, begun, computed, opined, recipe, signed

# what holds of an adopted plan with five indicators, two counties and a department
from tests.web.indicators.conftest import *  # noqa: F403

__all__ = ("approved", "begun", "computed", "opined", "recipe", "signed")


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


@pytest.fixture
def subjects(request, approved, recipe, people, county, bureau):
    """What the deeds are about: a plan that is adopted and followed, with values; what else there has to be is made when asked."""
    version = Version.objects.get(plan__organisation=bureau, stage=Stage.ADOPTED)
    return SimpleNamespace(
        people=people,
        bureau=bureau,
        county=county,
        plan=version.plan_id,
        version=version.pk,
        indicator=approved["高新技术企业"].pk,
        recipe=recipe.pk,
        make=request.getfixturevalue,
    )


def code(answer):
    """The status and code of a problem."""
    return answer.status_code, answer.json()["code"]
