"""Querysets for pages."""

from django.db.models import Prefetch
from django.utils import timezone

from kechuang.web.organisations.access import people_visible_to
from kechuang.web.organisations.models import Delegation, HeldRole


def people_for_list(person):
    """Accounts with their organisations and roles, by user name."""
    held = HeldRole.objects.order_by("starts_on", "pk").prefetch_related("listed")
    visible = people_visible_to(person).select_related("organisation")
    return visible.prefetch_related(Prefetch("roles", held)).order_by("username")


def roles_for_ending(person):
    """Roles whose end ``person`` may set: those of the accounts they manage."""
    return HeldRole.objects.filter(person__in=people_visible_to(person)).select_related("person")


def delegations_of(person):
    """What a person has left to others and what was left to them, running or to come."""
    open_ones = Delegation.objects.filter(withdrawn_at=None, ends_on__gt=timezone.localdate())
    named = open_ones.select_related("person", "delegate").order_by("starts_on", "pk")
    return list(named.filter(person=person)), list(named.filter(delegate=person))


def delegations_visible_to(person):
    """Delegations one may withdraw: one's own, and those of the accounts one manages."""
    return (
        Delegation.objects.filter(person=person) | Delegation.objects.filter(person__in=people_visible_to(person))
    ).distinct()
