"""Notices for pages; everybody sees their own."""

from django.db.models import Prefetch

from kechuang.web.notices.models import Delivery, Notice, Standing


def notices_of(person, *, unread=False):
    """What ``person`` was told, the newest first, each with ``undelivered``: what could not be sent out."""
    troubled = Delivery.objects.filter(tries__gt=0).exclude(standing=Standing.SENT)
    uncertain = Delivery.objects.filter(standing=Standing.UNCERTAIN)
    found = Notice.objects.filter(recipient=person).order_by("-queued_at", "-pk")
    found = found.filter(read_at=None) if unread else found
    return found.prefetch_related(Prefetch("deliveries", troubled | uncertain, to_attr="undelivered"))


def count_unread(person):
    """How many notices ``person`` has not read."""
    return Notice.objects.filter(recipient=person, read_at=None).count()
