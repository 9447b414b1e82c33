"""Signing in and out, accounts, and the tree of organisations: each verb allows, changes and writes down."""

from datetime import timedelta

from django.conf import settings
from django.contrib import auth
from django.db import IntegrityError, transaction
from django.utils import timezone

from kechuang.web.journal.actions import record
from kechuang.web.organisations import access
from kechuang.web.organisations.facts import tree_on
from kechuang.web.organisations.models import FailedSignIns, HeldRole, Organisation, Person, Placement
from kechuang.web.organisations.origin import origin_of
from kechuang.web.organisations.passwords import generate_password
from kechuang.web.organisations.roles import are_compatible


class LockedOut(Exception):
    """Too many failed tries under one name; ``minutes`` to wait."""

    def __init__(self, minutes):
        super().__init__(minutes)
        self.minutes = minutes


class WrongPassword(Exception):
    """No such account, a wrong password, or an account that is switched off: nobody is told which."""


class NotTogether(Exception):
    """Roles one person may not hold together."""


class UsernameTaken(Exception):
    """Somebody else has this user name."""


def sign_in(request, *, username, password, at):
    """Sign somebody in; raises LockedOut, WrongPassword. Every try is written down."""
    name, origin = username.strip().lower()[:64], origin_of(request)
    with transaction.atomic():
        tries, _ = FailedSignIns.objects.select_for_update().get_or_create(username=name)
        locked = tries.locked_until is not None and tries.locked_until > at
        person = None if locked else auth.authenticate(request, username=username.strip(), password=password)
        if person is not None:
            FailedSignIns.objects.filter(pk=tries.pk).update(count=0, locked_until=None)
            auth.login(request, person)
            record("person.signed-in", person, actor=person, origin=origin, at=at)
            return person
        if not locked:
            _count(tries, at)
        record("person.sign-in-failed", origin=origin, at=at, after={"username": name, "locked": locked})
    if locked:
        raise LockedOut(max(1, -int((at - tries.locked_until).total_seconds() // 60)))
    raise WrongPassword


def _count(tries, at):
    tries.count = 1 if tries.locked_until is not None else tries.count + 1
    full = tries.count >= settings.LOCKOUT_TRIES
    tries.locked_until = at + timedelta(minutes=settings.LOCKOUT_MINUTES) if full else None
    tries.save()


def sign_out(request, *, deed="person.signed-out"):
    """Sign out whoever sent the request."""
    with transaction.atomic():
        record(deed, request.user, actor=request.user, origin=origin_of(request))
        auth.logout(request)


def change_password(request, *, password, at):
    """Take a new password that has been checked; other sessions of the person end."""
    with transaction.atomic():
        person = request.user
        person.set_password(password)
        person.must_change_password = False
        person.password_changed_at = at
        person.save(update_fields=["password", "must_change_password", "password_changed_at"])
        auth.update_session_auth_hash(request, person)
        record("person.password-changed", person, actor=person, origin=origin_of(request), at=at)


@transaction.atomic
def add_person(*, username, name, organisation, role, scope, actor, origin, at):
    """Open an account with one role; answers the person and the password to hand over. Raises UsernameTaken."""
    access.require(actor, "organisation.manage")
    password = generate_password()
    person = Person(username=username.strip().lower(), name=name.strip(), organisation=organisation)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise UsernameTaken from None
    HeldRole.objects.create(person=person, role=role, scope=scope, starts_on=timezone.localdate(at))
    after = {"name": name, "organisation": organisation.code, "role": role, "scope": scope}
    record("person.added", person, actor=actor, origin=origin, at=at, after=after)
    return person, password


@transaction.atomic
def grant_role(person, *, role, scope, actor, origin, at):
    """Give somebody a further role; raises NotTogether where two of their roles must be kept apart."""
    access.require(actor, "organisation.manage")
    roles = access.roles_of(person) | {role}
    if not are_compatible(roles):
        raise NotTogether
    held, _ = HeldRole.objects.update_or_create(
        person=person, role=role, starts_on=timezone.localdate(at), defaults={"scope": scope, "ends_on": None}
    )
    record("person.role-granted", person, actor=actor, origin=origin, at=at, after={"role": role, "scope": scope})
    return held


@transaction.atomic
def switch_off(person, *, reason, actor, origin, at):
    """Close an account; what its holder did stays."""
    access.require(actor, "organisation.manage")
    Person.objects.filter(pk=person.pk).update(is_active=False)
    record("person.switched-off", person, actor=actor, origin=origin, at=at, reason=reason)


@transaction.atomic
def hand_out_password(person, *, actor, origin, at):
    """Give somebody a new password to change at once; answers it, for this once."""
    access.require(actor, "organisation.manage")
    password = generate_password()
    person.set_password(password)
    person.must_change_password = True
    person.is_active = True
    person.save(update_fields=["password", "must_change_password", "is_active"])
    FailedSignIns.objects.filter(username=person.username).delete()
    record("person.password-handed-out", person, actor=actor, origin=origin, at=at)
    return password


@transaction.atomic
def import_organisations(rows, *, actor, origin, at):
    """Take in checked rows (``importing.Row``), parents before children; answers how many changed.

    An organisation that is already as the row says is left alone; one that is called or placed otherwise gets a new
    placement from the row's day, and the old one ends there.
    """
    access.require(actor, "organisation.manage")
    known = {organisation.code: organisation for organisation in Organisation.objects.all()}
    changed = [row for row in rows if _take_in(row, known)]
    if changed:
        after = [[row.code, row.name, row.kind, row.parent, row.starts_on] for row in changed]
        record("organisations.imported", actor=actor, origin=origin, at=at, after=after)
    return len(changed)


def _take_in(row, known):
    organisation = known.get(row.code)
    parent = known[row.parent] if row.parent else None
    if organisation is None:
        organisation = known[row.code] = Organisation.objects.create(code=row.code, name=row.name, kind=row.kind)
        Placement.objects.create(organisation=organisation, name=row.name, parent=parent, starts_on=row.starts_on)
        return True
    current = organisation.placements.get(ends_on=None)
    if (current.name, current.parent_id, organisation.kind) == (row.name, parent and parent.pk, row.kind):
        return False
    if row.starts_on > current.starts_on:
        Placement.objects.filter(pk=current.pk).update(ends_on=row.starts_on)
        Placement.objects.create(organisation=organisation, name=row.name, parent=parent, starts_on=row.starts_on)
    else:
        Placement.objects.filter(pk=current.pk).update(name=row.name, parent=parent)
    Organisation.objects.filter(pk=organisation.pk).update(name=row.name, kind=row.kind)
    return True


def current_tree():
    """The tree as it stands today."""
    return tree_on(timezone.localdate())
