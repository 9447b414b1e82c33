"""Notifying people in the transaction of the action: what is rolled back was never sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db import models, transaction

from kechuang.web.journal.actions import record
from kechuang.web.notices.models import Address, Channel, Delivery, Level, Notice

_TOGETHER = 500


@dataclass(frozen=True)
class Telling:
    """What ``people`` are told of one thing: ``link`` is a url's name and its arguments, ``details`` fill the wording."""

    people: Iterable
    link: tuple
    subject: models.Model | None = None
    details: Mapping = field(default_factory=dict)


def queue(key, people, *, at, link, level=Level.GREEN, subject=None, **details):
    """Tell each of ``people`` once; answers how many. ``link`` is a url's name and its arguments, ``details`` fill the wording
    ``notice.{key}``.
    """
    return queue_all(key, [Telling(people, link, subject, details)], at=at, level=level)


@transaction.atomic
def queue_all(key, tellings, *, at, level=Level.GREEN):
    """Tell people of many things of one kind, each of them once of each; answers how many notices that makes."""
    notices = [notice for one in tellings for notice in _notices(key, one, at=at, level=level)]
    Notice.objects.bulk_create(notices, batch_size=_TOGETHER)
    if settings.EMAIL_HOST:
        reached = set(Address.objects.values_list("person", flat=True))
        going_out = [notice for notice in notices if notice.recipient_id in reached]
        deliveries = (Delivery(notice=one, channel=Channel.EMAIL, due_at=at) for one in going_out)
        Delivery.objects.bulk_create(deliveries, batch_size=_TOGETHER)
    return len(notices)


def _notices(key, told, *, at, level):
    name, *arguments = told.link
    said = {
        "key": key,
        "details": {detail: str(value) for detail, value in told.details.items()},
        "level": level,
        "link": name,
        "arguments": [str(argument) for argument in arguments],
        "kind": told.subject._meta.model_name if told.subject is not None else "",
        "subject": str(told.subject.pk) if told.subject is not None else "",
        "queued_at": at,
    }
    people = {person.pk: person for person in told.people}
    return [Notice(recipient=person, **said) for person in people.values()]


def mark_read(person, *, at, notices=None):
    """Note that ``person`` has read these of their notices, or all; answers how many were new."""
    unread = Notice.objects.filter(recipient=person, read_at=None)
    return (unread if notices is None else unread.filter(pk__in=notices)).update(read_at=at)


@transaction.atomic
def leave_address(person, email, *, origin, at):
    """Keep where notices go as well, "" for nowhere; the journal says that it changed, not to what."""
    if email:
        Address.objects.update_or_create(person=person, defaults={"email": email})
    else:
        Address.objects.filter(person=person).delete()
    record("notices.address-changed", person, actor=person, origin=origin, at=at, after={"given": bool(email)})
