"""Notices for pages; everybody sees their own."""

from django.db.models import Count, Prefetch

from kechuang.web.notices.models import Delivery, Notice, Standing
from kechuang.web.questions import Question
from kechuang.web.words import say

SEARCHED = 2_000  # notices that are looked through, the newest of one person


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


def notices_saying(person, words):
    """The newest of what ``person`` was told that has every part of ``words`` in it, as it reads in their language; at most
    ``SEARCHED`` are looked through.
    """
    parts = words.casefold().split()
    newest = notices_of(person)[:SEARCHED] if parts else []
    return [one for one in newest if all(part in text_of(one).casefold() for part in parts)]


def text_of(notice):
    """The words of a notice, in the language of whoever is looking."""
    return say(f"notice.{notice.key}", **notice.details)


def count_unread(person):
    """How many notices ``person`` has not read."""
    counted = _UNREAD.rows(person=person.pk)
    return counted[0][1] if counted else 0
