"""Telling people, in the transaction of the deed: what is undone was never told."""

from django.conf import settings
from django.db import transaction

from kechuang.web.journal.actions import record
from kechuang.web.notices.models import Address, Channel, Delivery, Level, Notice


@transaction.atomic
def queue(key, people, *, at, link, level=Level.GREEN, subject=None, **details):
    """Tell each of ``people`` once; answers how many. ``link`` is a url's name and its arguments, ``details`` fill the wording
    ``notice.{key}``.
    """
    name, *arguments = link
    told = list({person.pk: person for person in people}.values())
    notices = Notice.objects.bulk_create(
        Notice(
            recipient=person,
            key=key,
            details={detail: str(value) for detail, value in details.items()},
            level=level,
            link=name,
            arguments=[str(argument) for argument in arguments],
            kind=subject._meta.model_name if subject is not None else "",
            subject=str(subject.pk) if subject is not None else "",
            queued_at=at,
        )
        for person in told
    )
    if settings.EMAIL_HOST:
        reached = set(Address.objects.filter(person__in=told).values_list("person", flat=True))
        going_out = [notice for notice in notices if notice.recipient_id in reached]
        Delivery.objects.bulk_create(Delivery(notice=one, channel=Channel.EMAIL, due_at=at) for one in going_out)
    return len(notices)


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
