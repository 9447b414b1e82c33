"""Demo data: an invented county with its bureau, one account per role, and the invented plan from adoption to publication."""

from datetime import date
from importlib.resources import files

from django.db import transaction
from django.utils import timezone, translation

from kechuang.web.accounts.passwords import generate_password
from kechuang.web.journal.actions import record
from kechuang.web.operation import demo_collection, demo_evaluations, demo_findings, demo_indicators, demo_tasks
from kechuang.web.operation.work import run_one, worker_name
from kechuang.web.organisations.models import HeldRole, Organisation, Person, Placement
from kechuang.web.organisations.roles import Kind, Role, Scope
from kechuang.web.plans import actions as plans
from kechuang.web.words import say

# code, words, kind, code of the one above
ORGANISATIONS = (
    ("990100", "demo.bureau", Kind.BUREAU, None),
    ("990101", "demo.county-east", Kind.COUNTY, "990100"),
    ("990102", "demo.county-west", Kind.COUNTY, "990100"),
    ("990103", "demo.park", Kind.PARK, "990100"),
    ("990110", "demo.department", Kind.DEPARTMENT, "990100"),
)
# user name, organisation, role, scope
PEOPLE = (
    ("demo_planner", "990100", Role.PLANNER, Scope.BELOW),
    ("demo_director", "990100", Role.DIRECTOR, Scope.BELOW),
    ("demo_reporter", "990101", Role.REPORTER, Scope.OWN),
    ("demo_approver", "990101", Role.APPROVER, Scope.BELOW),
    ("demo_evaluator", "990100", Role.EVALUATOR, Scope.ALL),
    ("demo_auditor", "990100", Role.AUDITOR, Scope.ALL),
    ("demo_admin", "990100", Role.ADMINISTRATOR, Scope.ALL),
)
_PLAN = "yunling_county_plan_2026_2030.docx"
_SINCE = date(2020, 1, 1)
# each room's part, in the order of the work: ``make(organisations by code, accounts by user name, at)``
ROOMS = (demo_findings.make, demo_indicators.make, demo_tasks.make, demo_collection.make, demo_evaluations.make)


def is_empty():
    """Whether nobody has an account yet."""
    return not Person.objects.exists()


def is_demo():
    """Whether every account is one of the demo's."""
    return not Person.objects.exclude(username__startswith="demo_").exists()


@translation.override("zh-hans")
@transaction.atomic
def make():
    """What a bureau has done with its plan so far, room by room, in an empty database; the demo speaks Chinese."""
    at = timezone.now()
    known, people = open_bureau(at=at)
    while run_one(worker_name()):
        pass
    for make_room in ROOMS:
        make_room(known, people, at)


@translation.override("zh-hans")
@transaction.atomic
def open_bureau(*, at):
    """The organisations, the accounts, and the invented plan in line to be read; answers the first two."""
    known = {}
    for code, words, kind, above in ORGANISATIONS:
        known[code] = Organisation.objects.create(code=code, name=say(words), kind=kind)
        parent = known[above] if above else None
        Placement.objects.create(organisation=known[code], name=say(words), parent=parent, starts_on=_SINCE)
    people = {}
    for username, code, role, scope in PEOPLE:
        people[username] = Person(username=username, name=say(f"role.{role}"), organisation=known[code])
        people[username].set_unusable_password()
        people[username].save()
        HeldRole.objects.create(person=people[username], role=role, scope=scope, starts_on=_SINCE)
    record("demo.made", after={"organisations": len(known), "people": len(PEOPLE)}, at=at)
    data = files("kechuang.samples").joinpath("invented", _PLAN).read_bytes()
    plans.upload(data, name=_PLAN, organisation=known["990100"], actor=people["demo_planner"], origin="demo", at=at)
    return known, people


def hand_out_passwords():
    """New passwords for the demo accounts; answers (user name, role, password). Nobody has to change them."""
    given, people = [], []
    for username, _, role, _ in PEOPLE:
        password = generate_password()
        person = Person.objects.get(username=username)
        person.set_password(password)
        person.must_change_password = False
        person.password_changed_at = timezone.now()
        people.append(person)
        given.append((username, role.value, password))
    with transaction.atomic():
        Person.objects.bulk_update(people, ["password", "must_change_password", "password_changed_at"])
        record("demo.passwords", after={"people": len(given)})
    return given
