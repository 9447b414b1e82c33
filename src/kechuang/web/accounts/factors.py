"""Second factors (双因素): who must have one, setting one up, the codes it accepts, taking it away."""

import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kechuang.web.accounts import totp
from kechuang.web.accounts.ciphers import Unopenable, keyed_hash, seal, unseal
from kechuang.web.accounts.models import RecoveryCode, SecondFactor
from kechuang.web.journal.actions import record
from kechuang.web.organisations import access

_CODES = 10
_LETTERS = (
    "abcdefghjkmnpqrstuvwxyz23456789"  # 31 nobody confuses; 24 of them are 118 bits, too many to guess from a hash
)
_LENGTH, _GROUP = 24, 6


class StillNeeded(Exception):
    """A second factor that a role of its holder asks for."""


def must_have(person):
    """Whether a role of ``person`` asks for a second factor (等保三级: 管理员、审计员)."""
    today = timezone.localdate()
    roles = {one.role for one in access.roles_held_by(person, on=today)}
    roles |= {role for left in access.delegations_to(person, on=today) for role in left.roles}
    return bool(roles & set(settings.SECOND_FACTOR_ROLES))


def has_factor(person):
    """Whether ``person`` has set up a second factor."""
    return SecondFactor.objects.filter(person=person, confirmed_at__isnull=False).exists()


def offer(person, *, origin="", at=None):
    """The key of a second factor that is being set up; the same until it is confirmed."""
    found = SecondFactor.objects.filter(person=person).first()
    try:
        return unseal(found.secret) if found is not None else _new(person, origin=origin, at=at)
    except Unopenable:
        return _new(person, origin=origin, at=at)


@transaction.atomic
def _new(person, *, origin, at):
    secret = totp.new_secret()
    SecondFactor.objects.filter(person=person).delete()
    SecondFactor.objects.create(person=person, secret=seal(secret))
    record("person.factor-begun", person, actor=person, origin=origin, at=at)
    return secret


def confirm(person, *, code, origin, at):
    """Take the first code of a new app; answers the recovery codes, for this once, or None where the code is wrong."""
    with transaction.atomic():
        found = SecondFactor.objects.select_for_update().filter(person=person, confirmed_at=None).first()
        step = found and totp.match_step(unseal(found.secret), _digits(code), now=at.timestamp(), after=0)
        if step is None:
            return None
        found.confirmed_at, found.last_step = at, step
        found.save()
        codes = _new_codes(person)
        record("person.factor-set-up", person, actor=person, origin=origin, at=at)
        return codes


def new_codes(person, *, origin, at):
    """Fresh recovery codes; the old ones open nothing any more."""
    with transaction.atomic():
        codes = _new_codes(person)
        record("person.recovery-codes", person, actor=person, origin=origin, at=at)
        return codes


def accept(person, *, code, at):
    """Whether ``code`` is one of the app's, not used before, or a recovery code, which is used up by this."""
    with transaction.atomic():
        found = SecondFactor.objects.select_for_update().filter(person=person, confirmed_at__isnull=False).first()
        if found is None:
            return False
        step = totp.match_step(_opened(found), _digits(code), now=at.timestamp(), after=found.last_step)
        if step is not None:
            SecondFactor.objects.filter(pk=found.pk).update(last_step=step)
            return True
        unused = RecoveryCode.objects.filter(person=person, hash=keyed_hash(_letters(code)), used_at=None)
        return unused.update(used_at=at) == 1


def remove(person, *, actor, origin, at, reason=""):
    """Take a second factor away: one's own where no role asks for it, that of others as an administrator."""
    own = actor.pk == person.pk
    if not own:
        access.require(actor, "organisation.manage")
    if own and must_have(person):
        raise StillNeeded
    with transaction.atomic():
        SecondFactor.objects.filter(person=person).delete()
        RecoveryCode.objects.filter(person=person).delete()
        record("person.factor-removed", person, actor=actor, origin=origin, at=at, reason=reason)


def _new_codes(person):
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(_CODES)]
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(person=person, hash=keyed_hash(code)) for code in codes)
    return ["-".join(code[place : place + _GROUP] for place in range(0, _LENGTH, _GROUP)) for code in codes]


def _opened(found):
    try:
        return unseal(found.secret)
    except Unopenable:
        return totp.new_secret()  # the key of the site has changed: no code fits, a recovery code may


def _digits(code):
    return "".join(code.split())


def _letters(code):
    return "".join(character for character in code.lower() if character.isalnum())
