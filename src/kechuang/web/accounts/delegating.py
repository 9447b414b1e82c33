"""Standing in for somebody (代理): who may leave which roles to whom, for how long."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kechuang.web.journal.actions import record
from kechuang.web.organisations import access
from kechuang.web.organisations.facts import tree_on
from kechuang.web.organisations.models import Delegation, Person
from kechuang.web.organisations.roles import Role, are_compatible


class NotTheirs(Exception):
    """A role whoever leaves it does not hold; what was left to somebody is not passed on."""


class NotHigher(Exception):
    """Somebody of an organisation that is neither the same nor one above."""


class KeptApart(Exception):
    """Roles the delegate could not hold together with their own."""


class TooLong(Exception):
    """A period that is past, runs backwards or is longer than an absence may be."""


def candidates(person, *, on):
    """Whom ``person`` may ask to stand in: open accounts of the same organisation and of those above."""
    line = tree_on(on).above(person.organisation_id)
    found = Person.objects.filter(is_active=True, organisation__in=line).exclude(pk=person.pk)
    return found.select_related("organisation").order_by("organisation__code", "username")


def fitting(person, *, on):
    """Of those, whoever could hold the roles of ``person`` beside their own: what may be chosen from."""
    own = {Role(held.role) for held in access.roles_held_by(person, on=on)}
    apart = [role for role in Role if not are_compatible(own | {role})]
    return candidates(person, on=on).exclude(roles__in=access.roles_standing(on).filter(role__in=apart))


@transaction.atomic
def delegate(person, *, delegate, roles, starts_on, ends_on, reason, actor, origin, at):
    """Leave ``roles`` of ``person`` to ``delegate`` from a day through another; by the person, or an administrator.

    Raises NotTheirs, NotHigher, KeptApart, TooLong. Nobody's reach grows: what is left counts as far as it reaches for whoever
    left it, and ends with it.
    """
    if actor.pk != person.pk:
        access.require(actor, "organisation.manage")
    today = timezone.localdate(at)
    if not today <= starts_on <= ends_on <= starts_on + timedelta(days=settings.DELEGATION_DAYS):
        raise TooLong
    held = {one.role for one in access.roles_held_by(person, on=today)}
    if not roles or not set(roles) <= held:
        raise NotTheirs
    if not candidates(person, on=today).filter(pk=delegate.pk).exists():
        raise NotHigher
    own = {Role(one.role) for one in access.roles_held_by(delegate, on=today)}
    if not are_compatible(own | {Role(role) for role in roles}):
        raise KeptApart
    left = Delegation.objects.create(
        person=person,
        delegate=delegate,
        roles=sorted(roles),
        starts_on=starts_on,
        ends_on=ends_on + timedelta(days=1),
        reason=reason,
    )
    after = {"delegate": delegate.username, "roles": left.roles, "from": starts_on, "through": ends_on}
    record("person.delegated", person, actor=actor, origin=origin, at=at, after=after, reason=reason)
    return left


@transaction.atomic
def withdraw(left, *, actor, origin, at):
    """End a delegation before its day; by whoever left the roles, or an administrator. It counts from the next request."""
    if actor.pk != left.person_id:
        access.require(actor, "organisation.manage")
    if left.withdrawn_at is not None:
        return
    Delegation.objects.filter(pk=left.pk).update(withdrawn_at=at)
    after = {"delegate": left.delegate.username, "roles": left.roles}
    record("person.delegation-withdrawn", left.person, actor=actor, origin=origin, at=at, after=after)
