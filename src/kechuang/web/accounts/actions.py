"""Accounts: opening and closing one, its roles, its passwords. Each verb allows, changes and records."""

from django.conf import settings
from django.contrib import auth
from django.db import IntegrityError, transaction
from django.utils import timezone

from kechuang.web.accounts import factors, sessions
from kechuang.web.accounts.models import PastPassword
from kechuang.web.accounts.passwords import generate_password
from kechuang.web.journal.actions import record
from kechuang.web.organisations import access
from kechuang.web.organisations.models import Delegation, FailedSignIns, HeldRole, Person
from kechuang.web.organisations.roles import Role, Scope, are_compatible
from kechuang.web.origin import origin_of


class NotTogether(Exception):
    """Roles one person may not hold together."""


class UsernameTaken(Exception):
    """Somebody else has this user name."""


class NotOneself(Exception):
    """What an administrator may not do to their own account."""


def change_password(request, *, password, at):
    """Take a new password that has been checked; other sessions of the person end."""
    with transaction.atomic():
        person, key = request.user, request.session.session_key
        keep_password(person, at=at)
        person.set_password(password)
        person.must_change_password = False
        person.password_changed_at = at
        person.save(update_fields=["password", "must_change_password", "password_changed_at"])
        others = [row for row in sessions.open_sessions_of(person) if row.key != key]
        sessions.end(others, ending="ended", at=at)
        auth.update_session_auth_hash(request, person)
        person.signings_in.filter(key=key or "-").update(key=request.session.session_key)
        record("person.password-changed", person, actor=person, origin=origin_of(request), at=at)


def keep_password(person, *, at):
    """Remember the password somebody has now, and only as many as are asked for."""
    if not person.has_usable_password():
        return
    PastPassword.objects.create(person=person, password=person.password, until=at)
    kept = PastPassword.objects.filter(person=person).order_by("-until", "-pk")
    newest = list(kept.values_list("pk", flat=True)[: settings.PASSWORDS_KEPT])
    kept.exclude(pk__in=newest).delete()


@transaction.atomic
def add_person(
    *, username, name, organisation, role, scope, actor, origin, at, listed=(), starts_on=None, ends_on=None
):
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
    held = _hold(person, role, scope, listed, starts_on or timezone.localdate(at), ends_on)
    after = {"name": name, "organisation": organisation.code, **_told(held)}
    record("person.added", person, actor=actor, origin=origin, at=at, after=after)
    return person, password


@transaction.atomic
def grant_role(person, *, role, scope, actor, origin, at, listed=(), starts_on=None, ends_on=None):
    """Give somebody a further role, or another reach or period of one they have from that day.

    Raises NotTogether where two of their roles must be kept apart, NotOneself. Their sessions end: what they may do changes.
    """
    access.require(actor, "organisation.manage")
    if _is_oneself(actor, person.pk):
        raise NotOneself
    starts_on = starts_on or timezone.localdate(at)
    if not are_compatible(_roles_from(person, starts_on) | {Role(role)}):
        raise NotTogether
    held = _hold(person, role, scope, listed, starts_on, ends_on)
    sessions.end_all(person, ending="role-changed", at=at)
    record("person.role-granted", person, actor=actor, origin=origin, at=at, after=_told(held))
    return held


@transaction.atomic
def end_role(held, *, ends_on, actor, origin, at):
    """Take a role away from a day on; one that ends on the day it begins was never held. Sessions of its holder end."""
    access.require(actor, "organisation.manage")
    if _is_oneself(actor, held.person_id):
        raise NotOneself
    before = _told(held)
    HeldRole.objects.filter(pk=held.pk).update(ends_on=max(ends_on, held.starts_on))
    held.refresh_from_db()
    sessions.end_all(held.person, ending="role-changed", at=at)
    record("person.role-ended", held.person, actor=actor, origin=origin, at=at, before=before, after=_told(held))


@transaction.atomic
def switch_off(person, *, reason, actor, origin, at):
    """Close an account; its sessions end, what its holder did stays."""
    access.require(actor, "organisation.manage")
    if _is_oneself(actor, person.pk):
        raise NotOneself
    Person.objects.filter(pk=person.pk).update(is_active=False)
    sessions.end_all(person, ending="switched-off", at=at)
    record("person.switched-off", person, actor=actor, origin=origin, at=at, reason=reason)


@transaction.atomic
def hand_out_password(person, *, actor, origin, at):
    """Give somebody a new password to change at once; answers it, for this once. Their sessions end."""
    access.require(actor, "organisation.manage")
    password = generate_password()
    keep_password(person, at=at)
    person.set_password(password)
    person.must_change_password = True
    person.is_active = True
    person.save(update_fields=["password", "must_change_password", "is_active"])
    FailedSignIns.objects.filter(username=person.username).delete()
    sessions.end_all(person, ending="new-password", at=at)
    record("person.password-handed-out", person, actor=actor, origin=origin, at=at)
    return password


@transaction.atomic
def end_sessions(person, *, actor, origin, at):
    """End every session of somebody."""
    access.require(actor, "organisation.manage")
    sessions.end_all(person, ending="ended", at=at)
    record("person.sessions-ended", person, actor=actor, origin=origin, at=at)


@transaction.atomic
def take_factor(person, *, reason, actor, origin, at):
    """Take somebody's lost second factor away; raises NotOneself. Their sessions end."""
    access.require(actor, "organisation.manage")
    if _is_oneself(actor, person.pk):
        raise NotOneself
    sessions.end_all(person, ending="ended", at=at)
    factors.remove(person, actor=actor, origin=origin, at=at, reason=reason)


def _is_oneself(actor, person):
    return person in (actor.pk, actor.represents.pk if actor.represents else None)


def _hold(person, role, scope, listed, starts_on, ends_on):
    held, _ = HeldRole.objects.update_or_create(
        person=person, role=role, starts_on=starts_on, defaults={"scope": scope, "ends_on": ends_on}
    )
    held.listed.set(listed if scope == Scope.LISTED else ())
    return held


def _roles_from(person, day):
    """The roles somebody holds on ``day`` or will hold later, those left to them among them."""
    held = HeldRole.objects.filter(person=person).exclude(ends_on__lte=day).values_list("role", flat=True)
    left = Delegation.objects.filter(delegate=person, ends_on__gt=day, withdrawn_at=None).values_list(
        "roles", flat=True
    )
    return {Role(role) for role in (*held, *(role for roles in left for role in roles))}


def _told(held):
    listed = [organisation.code for organisation in held.listed.order_by("code")]
    told = {"role": str(held.role), "scope": str(held.scope), "from": held.starts_on, "until": held.ends_on}
    return {**told, "listed": listed} if listed else told
