"""Demo data: an invented county with its bureau, one account a role, and the invented plan to be read."""

from datetime import date
from importlib.resources import files

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from kechuang.web.accounts.passwords import generate_password
from kechuang.web.journal.actions import record
from kechuang.web.organisations.models import HeldRole, Organisation, Person, Placement
from kechuang.web.organisations.roles import Kind, Role, Scope
from kechuang.web.plans import actions as plans
from kechuang.web.plans.models import Plan
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


def is_empty():
    """Whether nobody has an account yet."""
    return not Person.objects.exists()


def is_demo():
    """Whether every account is one of the demo's."""
    return not Person.objects.exclude(username__startswith="demo_").exists()


@translation.override("zh-hans")
@transaction.atomic
def make():
    """Put the demo data, which speaks Chinese, into an empty database, and have the invented plan read."""
    known = {}
    for code, words, kind, above in ORGANISATIONS:
        known[code] = Organisation.objects.create(code=code, name=say(words), kind=kind)
        parent = known[above] if above else None
        Placement.objects.create(organisation=known[code], name=say(words), parent=parent, starts_on=_SINCE)
    for username, code, role, scope in PEOPLE:
        person = Person(username=username, name=say(f"role.{role}"), organisation=known[code])
        person.set_unusable_password()
        person.save()
        HeldRole.objects.create(person=person, role=role, scope=scope, starts_on=_SINCE)
    record("demo.made", after={"organisations": len(known), "people": len(PEOPLE)})
    if not Plan.objects.exists():
        planner = Person.objects.get(username="demo_planner")
        data = files("kechuang.samples").joinpath("invented", _PLAN).read_bytes()
        plans.upload(data, name=_PLAN, organisation=known["990100"], actor=planner, origin="demo", at=timezone.now())


def hand_out_passwords():
    """New passwords for the demo accounts; answers (user name, role, password). Nobody has to change them."""
    given = []
    for username, _, role, _ in PEOPLE:
        password = generate_password()
        person = Person.objects.get(username=username)
        person.set_password(password)
        person.must_change_password = False
        person.password_changed_at = timezone.now()
        person.save()
        given.append((username, role.value, password))
    record("demo.passwords", after={"people": len(given)})
    return given


def prepare_folder():
    """Make the folder of the data, readable by nobody else."""
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
