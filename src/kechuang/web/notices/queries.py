"""Notices for pages; everybody sees their own."""

from django.db.models import Count, Prefetch

from kechuang.web.notices.models import Delivery, Notice, Standing
from kechuang.web.questions import Question


def _unread(slot):
    mine = Notice.objects.filter(recipient=slot.number("person"), read_at=None)
    return mine.values("recipient").annotate(count=Count("pk")).values_list("recipient", "count")


_UNREAD = Question(_unread)


def notices_of(person, *, unread=False):
    """What ``person`` was told, the newest first, each with ``undelivered``: what could not be sent out."""
    troubled = Delivery.objects.filter(tries__gt=0).exclude(standing=Standing.SENT)
    uncertain = Delivery.objects.filter(standing=Standing.UNCERTAIN)
    found = Notice.objects.filter(recipient=person).order_by("-queued_at", "-pk")
    found = found.filter(read_at=None) if unread else found
    return found.prefetch_related(Prefetch("deliveries", troubled | uncertain, to_attr="undelivered"))


def count_unread(person):
    """How many notices ``person`` has not read."""
    counted = _UNREAD.rows(person=person.pk)
    return counted[0][1] if counted else 0
