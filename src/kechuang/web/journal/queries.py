"""Entries for pages."""

from django.db.models import Q

from kechuang.web.journal.models import Entry


def entries_matching(*, actor="", deed="", text="", day=""):
    """Entries, the newest first; every condition that is given holds. An actor is found also under what they did
    for others, and others did for them."""
    found = Entry.objects.order_by("-number")
    if actor:
        found = found.filter(Q(actor=actor) | Q(actor__startswith=f"{actor}/") | Q(actor__endswith=f"/{actor}"))
    if deed:
        found = found.filter(deed=deed)
    if day:
        found = found.filter(at__startswith=day)
    if text:
        found = found.filter(Q(label__icontains=text) | Q(reason__icontains=text) | Q(after__icontains=text))
    return found


def deeds():
    """Every deed there is an entry of."""
    return list(Entry.objects.order_by("deed").values_list("deed", flat=True).distinct())
