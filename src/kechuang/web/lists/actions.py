"""Saving a filter and deleting it."""

from django.db import transaction

from kechuang.web.journal.actions import record
from kechuang.web.lists.models import SavedView

MOST = 50  # kept by one person for one page


class TooMany(Exception):
    """There are enough kept filters on this page."""


@transaction.atomic
def save_view(page, *, name, query, shared, actor, origin, at):
    """Keep a filter; one of the same name is replaced. Raises TooMany."""
    mine = SavedView.objects.filter(person=actor, page=page)
    if mine.exclude(name=name).count() >= MOST:
        raise TooMany
    kept = {"query": query, "shared": shared, "made_at": at}
    view, _ = SavedView.objects.update_or_create(person=actor, page=page, name=name, defaults=kept)
    after = {"page": page, "query": query, "shared": shared}
    record("view.saved", view, actor=actor, origin=origin, at=at, after=after)
    return view


@transaction.atomic
def remove_view(view, *, actor, origin, at):
    """Let one of one's own filters go."""
    before = {"page": view.page, "query": view.query, "shared": view.shared}
    record("view.removed", view, actor=actor, origin=origin, at=at, before=before)
    view.delete()
