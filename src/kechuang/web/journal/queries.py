"""Entries for pages."""

from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from kechuang.web.journal.models import Entry

_FIRST_YEAR, _LAST_YEAR = 1970, 9000


def entries_matching(*, actors=(), deed="", text="", since=None, until=None, kind="", subject=""):
    """Entries, the newest first; every condition that is given holds. Actors are found also under what they did for others, and
    others did for them; ``since`` and ``until`` are days of the site, both among them.
    """
    found = Entry.objects.order_by("-number")
    if actors:
        asked = Q()
        for actor in actors:
            asked |= Q(actor=actor) | Q(actor__startswith=f"{actor}/") | Q(actor__endswith=f"/{actor}")
        found = found.filter(asked)
    for name, value in (("deed", deed), ("kind", kind), ("subject", subject)):
        found = found.filter(**{name: value}) if value else found
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    if text:
        found = found.filter(Q(label__icontains=text) | Q(reason__icontains=text) | Q(after__icontains=text))
    return found


def deeds():
    """Every deed there is an entry of."""
    return list(Entry.objects.order_by("deed").values_list("deed", flat=True).distinct())


def day_of(text):
    """The day a text names; None where it names none that can be in a journal."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year < _LAST_YEAR else None


def _midnight(day):
    """When a day of the site begins, as entries write moments."""
    begins = datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
    return begins.astimezone(UTC).isoformat(timespec="microseconds")
