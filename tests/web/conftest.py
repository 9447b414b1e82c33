"""A small bureau: two counties below it and one beside it, and somebody in every role."""

import time
from datetime import date
from functools import partial

import pytest
from django.test import Client

from kechuang.web.organisations.models import HeldRole, Organisation, Person, Placement
from kechuang.web.organisations.roles import Kind, Role, Scope

PASSWORD = "Quiet-Dense-42"
SINCE = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    """Uploads, checkpoints and keys of a test are its own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.CHECKPOINTS = tmp_path / "checkpoints"
    settings.CHECKPOINT_KEY = tmp_path / "key.pem"
    settings.SECOND_FACTOR_ROLES = []  # tests/web/accounts asks for them
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def make_organisation(code, name, kind=Kind.COUNTY, parent=None):
    """An organisation that stands since 2020."""
    organisation = Organisation.objects.create(code=code, name=name, kind=kind)
    Placement.objects.create(organisation=organisation, name=name, parent=parent, starts_on=SINCE)
    return organisation


def make_person(username, organisation, role=None, scope=Scope.BELOW):
    """Somebody with a password of their own and at most one role."""
    person = Person(username=username, name=username, organisation=organisation, must_change_password=False)
    person.set_password(PASSWORD)
    person.save()
    if role is not None:
        HeldRole.objects.create(person=person, role=role, scope=scope, starts_on=SINCE)
    return person


@pytest.fixture
def bureau(db):
    """The bureau at the root."""
    return make_organisation("510000", "市科技局", Kind.BUREAU)


@pytest.fixture
def county(bureau):
    """A county below the bureau."""
    return make_organisation("510001", "东县", parent=bureau)


@pytest.fixture
def elsewhere(db):
    """Another bureau, under none of ours."""
    return make_organisation("520000", "邻市科技局", Kind.BUREAU)


@pytest.fixture
def people(bureau, county, elsewhere):
    """Somebody in every role, a stranger, and somebody without a role."""
    roles = {role.value: make_person(role.value, bureau, role) for role in Role if role is not Role.REPORTER}
    roles["reporter"] = make_person("reporter", county, Role.REPORTER, Scope.OWN)
    roles["stranger"] = make_person("stranger", elsewhere, Role.PLANNER)
    roles["nobody"] = make_person("nobody", bureau)
    return roles


@pytest.fixture
def browser(people):
    """``browser("planner")``: a client signed in as somebody."""
    return partial(_signed_in, people)


def _signed_in(people, username):
    client = Client()
    client.force_login(people[username])
    session = client.session
    session["seen"] = int(
        time.time()
    )  # was here a moment ago: the first page asks no more of the database than the next
    session.save()
    return client
