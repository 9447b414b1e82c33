"""Notifying machines of releases: targets an administrator allowed, an outbox, signed messages, nothing sent anywhere else."""

import hashlib
import hmac
import logging
import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kechuang.web.journal.actions import record
from kechuang.web.organisations import access as organisations
from kechuang.web.publication.models import Delivery, Target
from kechuang.web.publication.sending import Refused, check_address, post
from kechuang.web.publication.states import Standing
from kechuang.writers.opendata.dataset_json import canonical

TRIES = 8
_FIRST_PAUSE = timedelta(minutes=1)  # then 2, 4, … 64
_LEASE = timedelta(minutes=2)  # longer than sending may take
_log = logging.getLogger(__name__)


class BadAddress(Exception):
    """An address that is not allowed; ``code`` names the wording."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@transaction.atomic
def allow(url, *, private, note, actor, origin, at):
    """Put an address on the list of those that are told. Raises BadAddress."""
    organisations.require(actor, "webhook.manage")
    try:
        check_address(url)
    except Refused as refused:
        raise BadAddress(refused.code) from None
    if Target.objects.filter(url=url).exists():
        raise BadAddress("webhook.there-already")
    nonce = secrets.token_hex(16)
    target = Target.objects.create(url=url, private=private, note=note, nonce=nonce, by=actor, at=at)
    record("webhook.allowed", target, actor=actor, origin=origin, at=at, after={"url": url, "private": private})
    return target


@transaction.atomic
def switch(target, *, active, actor, origin, at):
    """Let an address be told, or no longer."""
    organisations.require(actor, "webhook.manage")
    before = {"active": target.active}
    Target.objects.filter(pk=target.pk).update(active=active)
    record("webhook.switched", target, actor=actor, origin=origin, at=at, before=before, after={"active": active})


def secret_of(target):
    """The secret a receiver checks signatures with: made of the site's own and the target's nonce, stored nowhere."""
    key = f"kechuang.webhook:{target.pk}:{target.nonce}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), key, hashlib.sha256).hexdigest()


def sign(target, body):
    """The signature of a message, as it is sent: HMAC-SHA256 of its bytes."""
    return "sha256=" + hmac.new(secret_of(target).encode(), body, hashlib.sha256).hexdigest()


def queue(release, deed, *, address, at):
    """Put a message for every active target into the outbox, in the transaction of the deed."""
    for target in Target.objects.filter(active=True).order_by("pk"):
        identifier = str(uuid.uuid4())
        said = {
            "delivery": identifier,
            "deed": str(deed),
            "at": at.isoformat(timespec="seconds"),
            "address": address,
            "slug": release.publication.slug,
            "number": release.number,
            "kind": str(release.kind),
            "sha256": release.sha256,
        }
        body = canonical(said).decode("utf-8")
        Delivery.objects.create(
            target=target, release=release, deed=deed, identifier=identifier, body=body, queued_at=at, due_at=at
        )


def deliver(*, at, most=20):
    """Send what is due; answers how many arrived. A delivery is claimed before it is sent, and always bears the same id."""
    lost = Delivery.objects.filter(standing=Standing.SENDING, claimed_at__lt=at - _LEASE)
    lost.update(standing=Standing.WAITING)
    due = Delivery.objects.filter(standing=Standing.WAITING, due_at__lte=at, target__active=True)
    numbers = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:most])
    return sum(_deliver_one(pk, at) for pk in numbers)


def _deliver_one(pk, at):
    waiting = Delivery.objects.filter(pk=pk, standing=Standing.WAITING)
    if not waiting.update(standing=Standing.SENDING, claimed_at=at):
        return False
    delivery = Delivery.objects.select_related("target").get(pk=pk)
    body = delivery.body.encode("utf-8")
    headers = {
        "Content-Type": "application/json",
        "Kechuang-Delivery": delivery.identifier,
        "Kechuang-Signature": sign(delivery.target, body),
    }
    try:
        post(delivery.target.url, body, headers, private=delivery.target.private)
    except Refused as refused:
        _postpone(delivery, str(refused), at)
        return False
    ended = {"ended_at": timezone.now(), "problem": "", "tries": delivery.tries + 1}
    Delivery.objects.filter(pk=pk).update(standing=Standing.DELIVERED, **ended)
    return True


def _postpone(delivery, problem, at):
    tries = delivery.tries + 1
    standing = Standing.FAILED if tries >= TRIES else Standing.WAITING
    pause = _FIRST_PAUSE * 2 ** (tries - 1)
    Delivery.objects.filter(pk=delivery.pk).update(
        standing=standing, tries=tries, due_at=at + pause, problem=problem[:300]
    )
    _log.warning("webhook %s, try %s: %s", delivery.pk, tries, problem)
