"""Signing in (登录): password, second factor, lockout. Every attempt is recorded."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import auth
from django.db import transaction
from django.utils import timezone

from kechuang.web.accounts import directory, factors, sessions
from kechuang.web.accounts.models import FailuresFrom, SignedIn
from kechuang.web.journal.actions import record
from kechuang.web.organisations.models import FailedSignIns, Person
from kechuang.web.origin import origin_of

_PENDING = "second-factor"
DIRECTORY = "ldap"  # the way of those the directory vouches for


@dataclass(frozen=True, slots=True)
class Welcome:
    """Who has signed in, when and from where they did before (None the first time), and the failures in between."""

    person: Person
    before: SignedIn | None
    failures: int


class LockedOut(Exception):
    """Too many failed tries under one name or from one address; ``minutes`` to wait."""

    def __init__(self, minutes):
        super().__init__(minutes)
        self.minutes = minutes


class WrongPassword(Exception):
    """No such account, a wrong password, or an account that is switched off: nobody is told which."""


class DirectoryAway(WrongPassword):
    """Not the password kept here, and the directory could not be asked."""


class CodeNeeded(Exception):
    """The password is right, and a code of the second factor opens."""


class WrongCode(Exception):
    """No code of the person's app, or one that has opened before."""


class NobodyPending(Exception):
    """No password was given in this session lately."""


def sign_in(request, *, username, password, at):
    """Sign somebody in by password; answers a Welcome, raises LockedOut, WrongPassword, DirectoryAway, CodeNeeded.

    The password kept here opens, else the one of the directory. The directory is asked outside the transaction, since it may
    be slow; the try counts as a failure until it has answered, so that nobody gets more tries by making them at once.
    """
    name, origin = username.strip().lower()[:64], origin_of(request)
    with transaction.atomic():
        tries, address = _tries(name, origin, at)
        minutes = _minutes_locked(tries, address, at)
        person = None if minutes else auth.authenticate(request, username=name, password=password)
        if person is not None and not factors.has_factor(person):
            return _welcome(request, person, tries, way="password", at=at)
        if person is None:
            _count(tries, address, at, locked=bool(minutes))
        if person is None and (minutes or settings.DIRECTORY is None):
            record("person.sign-in-failed", origin=origin, at=at, after={"username": name, "locked": bool(minutes)})
    if minutes:
        raise LockedOut(minutes)
    if person is not None:
        ask_for_code(request, person, way="password", at=at)
        raise CodeNeeded
    if settings.DIRECTORY is None:
        raise WrongPassword
    return _sign_in_by_directory(request, name, password, at=at)


def _sign_in_by_directory(request, name, password, *, at):
    """The second half of signing in, where the password kept here did not open."""
    origin, refusal = origin_of(request), WrongPassword
    try:
        vouched = directory.vouches_for(settings.DIRECTORY, name, password)
    except directory.Away:
        vouched, refusal = False, DirectoryAway
    with transaction.atomic():
        person = Person.objects.filter(username=name, is_active=True).first() if vouched else None
        if person is None:
            after = {"username": name, "locked": False, "way": DIRECTORY, "away": refusal is DirectoryAway}
            record("person.sign-in-failed", origin=origin, at=at, after=after)
        else:
            tries, address = _tries(name, origin, at)
            _uncount(tries, address)
            if not factors.has_factor(person):
                return _welcome(request, person, tries, way=DIRECTORY, at=at)
            tries.save()
    if person is None:
        raise refusal
    ask_for_code(request, person, way=DIRECTORY, at=at)
    raise CodeNeeded


def ask_for_code(request, person, *, way, at):
    """Remember in a new session who has come by ``way`` and still owes a code."""
    request.session.cycle_key()
    request.session[_PENDING] = {"person": person.pk, "way": way, "at": at.isoformat()}


def pending(request, *, at):
    """Who owes a code in this session; raises NobodyPending."""
    kept = request.session.get(_PENDING)
    if kept is None or at - datetime.fromisoformat(kept["at"]) > timedelta(minutes=settings.CODE_MINUTES):
        raise NobodyPending
    person = Person.objects.filter(pk=kept["person"], is_active=True).first()
    if person is None:
        raise NobodyPending
    return person, kept["way"]


def give_code(request, *, code, at):
    """Sign in whoever owes a code; answers a Welcome, raises NobodyPending, LockedOut, WrongCode."""
    person, way = pending(request, at=at)
    origin = origin_of(request)
    with transaction.atomic():
        tries, address = _tries(person.username, origin, at)
        minutes = _minutes_locked(tries, address, at)
        if not minutes and factors.accept(person, code=code, at=at):
            del request.session[_PENDING]
            return _welcome(request, person, tries, way=way, at=at)
        _count(tries, address, at, locked=bool(minutes))
        after = {"username": person.username, "locked": bool(minutes), "second-factor": True}
        record("person.sign-in-failed", origin=origin, at=at, after=after)
    if minutes:
        raise LockedOut(minutes)
    raise WrongCode


def sign_in_from_elsewhere(request, person, *, way, at):
    """Sign in somebody another site vouches for; the lock, the closed account and the second factor count all the same.

    Raises LockedOut, WrongPassword, CodeNeeded.
    """
    origin = origin_of(request)
    with transaction.atomic():
        tries, address = _tries(person.username, origin, at)
        minutes = _minutes_locked(tries, address, at)
        if not minutes and person.is_active and not factors.has_factor(person):
            return _welcome(request, person, tries, way=way, at=at)
        if minutes or not person.is_active:
            after = {"username": person.username, "locked": bool(minutes), "way": way}
            record("person.sign-in-failed", origin=origin, at=at, after=after)
    if minutes:
        raise LockedOut(minutes)
    if not person.is_active:
        raise WrongPassword
    ask_for_code(request, person, way=way, at=at)
    raise CodeNeeded


def sign_out(request, *, deed="person.signed-out", ending="signed-out"):
    """Sign out whoever sent the request."""
    sessions.close(request, deed=deed, ending=ending, at=timezone.now())


def _tries(name, origin, at):
    tries, _ = FailedSignIns.objects.select_for_update().get_or_create(username=name)
    address, _ = FailuresFrom.objects.select_for_update().get_or_create(origin=origin, defaults={"since": at})
    if at - address.since > timedelta(minutes=settings.LOCKOUT_MINUTES):
        address.count, address.since = 0, at
    return tries, address


def _minutes_locked(tries, address, at):
    ends = [tries.locked_until] if tries.locked_until is not None else []
    if address.count >= settings.ADDRESS_TRIES:
        ends.append(address.since + timedelta(minutes=settings.LOCKOUT_MINUTES))
    left = max(((end - at).total_seconds() for end in ends), default=0)
    return max(1, -int(-left // 60)) if left > 0 else 0


def _count(tries, address, at, *, locked):
    address.count += 1
    address.save()
    if locked:
        return
    tries.count = 1 if tries.locked_until is not None else tries.count + 1
    full = tries.count >= settings.LOCKOUT_TRIES
    tries.locked_until = at + timedelta(minutes=settings.LOCKOUT_MINUTES) if full else None
    tries.save()


def _uncount(tries, address):
    """Take back what was counted while the directory was asked."""
    tries.count, tries.locked_until = max(0, tries.count - 1), None
    address.count = max(0, address.count - 1)
    address.save()


def _welcome(request, person, tries, *, way, at):
    before = SignedIn.objects.filter(person=person).order_by("-at", "-pk").first()
    FailedSignIns.objects.filter(pk=tries.pk).update(count=0, locked_until=None)
    sessions.begin(request, person, way=way, at=at)
    return Welcome(person, before, tries.count)
