"""The verbs on tokens: make one, withdraw it, act with it; and keeping an answer."""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from kechuang.web.api import access
from kechuang.web.api.limits import Limits
from kechuang.web.api.models import Token
from kechuang.web.journal.actions import record
from kechuang.web.organisations.models import Person

PREFIX = "kc_"
LONGEST_DAYS = 366
_NOTED = timedelta(minutes=1)  # how exact "last used" is


class TooLong(Exception):
    """A token lasts a year at most."""


@transaction.atomic
def make_token(*, name, verbs, organisation, days, actor, origin, at):
    """Make a token; answers it and what to show, which nobody can find out later. Raises PermissionDenied, TooLong."""
    wanted = set(verbs)
    if not wanted or wanted - set(access.verbs_of(actor)):
        raise PermissionDenied("token.verbs")
    if organisation.pk not in access.organisations_of(actor):
        raise PermissionDenied("token.organisation")
    if not 1 <= days <= LONGEST_DAYS:
        raise TooLong
    shown = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        person=actor,
        name=name,
        digest=digest_of(shown),
        hint=shown[-4:],
        verbs=sorted(wanted),
        organisation=organisation,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    after = {"verbs": token.verbs, "organisation": organisation.pk, "expires_at": token.expires_at.isoformat()}
    record("token.made", token, actor=actor, origin=origin, at=at, after=after)
    return token, shown


@transaction.atomic
def revoke_token(token, *, actor, origin, at):
    """Take a token back; from now on it opens nothing."""
    if token.person_id != actor.pk:
        raise PermissionDenied("token.revoke")
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        record("token.revoked", token, actor=actor, origin=origin, at=at)


def digest_of(shown):
    """What is kept of a token: it is long and random, so that no salt is needed."""
    return hashlib.sha256(shown.encode("utf-8", "surrogateescape")).hexdigest()


def person_with(shown, *, at):
    """The token that was shown and its person, kept to what the token leaves; None where it opens nothing."""
    token = Token.objects.select_related("person").filter(digest=digest_of(shown), revoked_at=None).first()
    if token is None or token.expires_at <= at or not token.person.is_active:
        return None
    person: Person = token.person
    person.limits = Limits(frozenset(token.verbs), token.organisation_id)
    return token, person


def count_use(token, *, origin, at, most):
    """Count a request of this minute; False where there were as many as are allowed."""
    window = int(at.timestamp()) // 60
    mine = Token.objects.filter(pk=token.pk)
    if not mine.filter(window=window).update(used=F("used") + 1):
        mine.update(window=window, used=1)
    if token.last_used_at is None or at - token.last_used_at >= _NOTED:
        mine.update(last_used_at=at, last_origin=origin[:64])
    return mine.get().used <= most
