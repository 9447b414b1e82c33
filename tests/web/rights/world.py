"""The world of the matrix: five organisations around one home, people in every role and reach, and things to see everywhere.

above
├── own (everybody's home)
│   └── below
└── beside
elsewhere (another root)
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from kechuang.web.accounts.sessions import BACKEND
from kechuang.web.organisations.models import Delegation, HeldRole, Organisation, Person, Placement
from kechuang.web.organisations.roles import Kind, Role, Scope
from tests.web.rights.duties import DUTIES

SINCE = date(2020, 1, 1)
PARENT = {"above": None, "own": "above", "below": "own", "beside": "above", "elsewhere": None}
KINDS = {"above": Kind.BUREAU, "own": Kind.COUNTY, "below": Kind.TOWNSHIP, "beside": Kind.COUNTY}
HOME, LISTED = "own", "beside"


@dataclass(frozen=True)
class Who:
    """Somebody at home in ``own``: a role with a reach, or none; ``key`` is that of their session, "" where there is none."""

    name: str
    role: Role | None = None
    scope: Scope | None = None
    person: Person | None = None
    key: str = ""

    @property
    def signed_in(self) -> bool:
        """Whether the site knows them."""
        return bool(self.key)

    def may(self, verb: str) -> bool:
        """Whether the table gives them the verb at all."""
        return self.signed_in and self.role is not None and verb in DUTIES[self.role]

    def reach(self, verb: str) -> frozenset[str]:
        """Where the table gives them the verb."""
        if not self.may(verb):
            return frozenset()
        return {
            Scope.OWN: frozenset({HOME}),
            Scope.BELOW: frozenset({HOME, "below"}),
            Scope.LISTED: frozenset({LISTED}),
            Scope.ALL: frozenset(PARENT),
        }[self.scope]

    def over(self, verb: str) -> frozenset[str]:
        """Where the table gives them the verb, and the organisations above their home, whose whole theirs is a part of."""
        reach = self.reach(verb)
        return reach | {HOME, "above"} if reach else reach


@dataclass(frozen=True)
class Subject:
    """A thing to see: what it is, whose, in which state, and what goes into its address."""

    kind: str
    place: str
    state: str
    pk: int
    row: object = field(compare=False, default=None)


def build_organisations() -> dict[str, Organisation]:
    """The five organisations by how they stand to ``own``."""
    found: dict[str, Organisation] = {}
    for place, parent in PARENT.items():
        kind = KINDS.get(place, Kind.BUREAU)
        found[place] = Organisation.objects.create(code=f"matrix-{place}", name=place, kind=kind)
        above = found[parent] if parent else None
        Placement.objects.create(organisation=found[place], name=place, parent=above, starts_on=SINCE)
    return found


def build_people(places: dict[str, Organisation]) -> list[Who]:
    """Everybody: each role with each reach, and those who may nothing for different reasons."""
    found = [Who("anonymous")]
    for role in Role:
        for scope in Scope:
            person = _person(f"{role}-{scope}", places)
            _hold(person, role, scope, places)
            found.append(Who(person.username, role, scope, person, _session(person)))
    nobody = _person("nobody", places)
    found.append(Who("nobody", None, None, nobody, _session(nobody)))
    past = _person("past", places)
    _hold(past, Role.PLANNER, Scope.ALL, places, ends_on=timezone.localdate())
    found.append(Who("past", None, None, past, _session(past)))
    found.append(_closed(places))
    found += _standing_in(places)
    return found


def _closed(places):
    person = _person("closed", places)
    _hold(person, Role.PLANNER, Scope.ALL, places)
    _session(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    return Who("closed", Role.PLANNER, Scope.ALL, person)


def _standing_in(places) -> Iterator[Who]:
    """Somebody with a role of their own who acts for another, and somebody whose delegation has run out."""
    today = timezone.localdate()
    absent = _person("absent", places)
    _hold(absent, Role.PLANNER, Scope.BELOW, places)
    for name, ends_on, role, scope in (
        ("deputy", today + timedelta(days=1), Role.PLANNER, Scope.BELOW),
        ("late-deputy", today, Role.DIRECTOR, Scope.ALL),
    ):
        person = _person(name, places)
        _hold(person, Role.DIRECTOR, Scope.ALL, places)
        left = Delegation.objects.create(
            person=absent, delegate=person, roles=["planner"], starts_on=SINCE, ends_on=ends_on, reason="r"
        )
        yield Who(name, role, scope, person, _session(person, **{"acts-as": f"delegation:{left.pk}"}))


def _person(name, places):
    person = Person(username=name, name=name, organisation=places[HOME], must_change_password=False)
    person.set_unusable_password()
    person.save()
    return person


def _hold(person, role, scope, places, ends_on=None):
    held = HeldRole.objects.create(person=person, role=role, scope=scope, starts_on=SINCE, ends_on=ends_on)
    if scope == Scope.LISTED:
        held.listed.add(places[LISTED])


def _session(person, **values):
    store = SessionStore()
    store.update({SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: BACKEND})
    store.update({HASH_SESSION_KEY: person.get_session_auth_hash(), **values})
    store.create()
    return store.session_key


Factory = Callable[[dict[str, Organisation], list[Who]], Iterator[Subject]]
