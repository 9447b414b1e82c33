"""Sending what is in the outbox: each delivery is claimed before it is sent, so that a crash sends nothing twice."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation

from kechuang.web.notices.models import Address, Delivery, Standing
from kechuang.web.words import say

TRIES = 6
_FIRST_PAUSE = timedelta(minutes=2)  # then 4, 8, 16, 32
_GIVEN_UP_ON = timedelta(minutes=10)  # longer than the time-out of any mail server
_log = logging.getLogger(__name__)


def deliver(*, at, most=100):
    """Send what is due, ``most`` at a time; answers how many went out."""
    Delivery.objects.filter(standing=Standing.SENDING, claimed_at__lt=at - _GIVEN_UP_ON).update(
        standing=Standing.UNCERTAIN
    )
    due = Delivery.objects.filter(standing=Standing.WAITING, due_at__lte=at).order_by("due_at", "pk")
    return sum(_deliver_one(pk, at) for pk in list(due.values_list("pk", flat=True)[:most]))


def _deliver_one(pk, at):
    if not claim(pk, at=at):
        return False
    delivery = Delivery.objects.select_related("notice").get(pk=pk)
    address = Address.objects.filter(person=delivery.notice.recipient_id).first()
    if address is None:  # taken back meanwhile
        delivery.delete()
        return False
    try:
        _send_mail(delivery.notice, address.email)
    except OSError as error:  # what mail servers and networks raise, SMTPException among it
        _postpone(delivery, f"{type(error).__name__}: {error}", at)
        return False
    Delivery.objects.filter(pk=pk).update(standing=Standing.SENT, sent_at=timezone.now(), problem="")
    return True


def claim(pk, *, at):
    """Take a delivery for this worker, before anything is sent; False where another has it."""
    waiting = Delivery.objects.filter(pk=pk, standing=Standing.WAITING)
    return bool(waiting.update(standing=Standing.SENDING, claimed_at=at))


def _postpone(delivery, problem, at):
    tries = delivery.tries + 1
    standing = Standing.FAILED if tries >= TRIES else Standing.WAITING
    Delivery.objects.filter(pk=delivery.pk).update(
        standing=standing, tries=tries, due_at=at + _FIRST_PAUSE * 2 ** (tries - 1), problem=problem[:300]
    )
    _log.warning("delivery %s, try %s: %s", delivery.pk, tries, problem)


def _send_mail(notice, email):
    """What leaves the site says that there is something to do and where, in the language of the site."""
    with translation.override(settings.LANGUAGE_CODE):
        text = say(f"notice.{notice.key}", **notice.details)
        link = settings.SITE_ADDRESS + reverse(notice.link, args=notice.arguments)
        body = say("notice.mail-body", text=text, link=link)
        subject = say("notice.mail-subject", text=" ".join(text.split())[:100])
        send_mail(subject, body, None, [email])
