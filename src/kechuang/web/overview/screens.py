"""Tickets for wall screens: issuing, withdrawing, and finding the one an address names."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kechuang.web.journal.actions import record
from kechuang.web.organisations import access
from kechuang.web.overview.models import Screen
from kechuang.web.plans.access import plans_visible_to

LONGEST_DAYS = 90
_VERB = "screen.make"


def screens_visible_to(person):
    """The tickets of organisations where ``person`` makes them."""
    reach = access.reach(person, _VERB)
    return Screen.objects.filter(plan__organisation__in=reach).select_related("plan", "made_by").order_by("-pk")


@transaction.atomic
def make_screen(plan, *, place, days, actor, origin, at):
    """Make a ticket; answers it and the token of its address, which is known only now."""
    access.require(actor, _VERB, plan.organisation_id)
    token = secrets.token_urlsafe(32)
    ends_at = at + timedelta(days=min(max(days, 1), LONGEST_DAYS))
    screen = Screen.objects.create(
        plan=plan, place=place, fingerprint=_fingerprint(token), made_by=actor, made_at=at, ends_at=ends_at
    )
    record("screen.made", screen, actor=actor, origin=origin, at=at, after={"ends_at": ends_at.isoformat()})
    return screen, token


@transaction.atomic
def withdraw_screen(screen, *, actor, origin, at):
    """Let a ticket lead nowhere from now on; done a second time, it changes nothing."""
    access.require(actor, _VERB, screen.plan.organisation_id)
    if screen.withdrawn_at is None:
        Screen.objects.filter(pk=screen.pk).update(withdrawn_at=at)
        record("screen.withdrawn", screen, actor=actor, origin=origin, at=at)


def screen_at(token, *, at):
    """The ticket that a token names while it holds; None else, also once its maker may no longer make one or see the plan."""
    screen = Screen.objects.filter(fingerprint=_fingerprint(token), withdrawn_at=None, ends_at__gt=at)
    found = screen.select_related("plan__organisation", "made_by").first()
    if found is None or not access.may(found.made_by, _VERB, found.plan.organisation_id):
        return None
    return (
        found if plans_visible_to(found.made_by, on=timezone.localdate(at)).filter(pk=found.plan_id).exists() else None
    )


def _fingerprint(token):
    return hashlib.sha256(token.encode()).hexdigest()
