"""Adding to the search index and removing from it, in the transaction of the action."""

from dataclasses import dataclass

from django.db import transaction

from kechuang.web.search import words_table
from kechuang.web.search.models import Found

_TOGETHER = 500


@dataclass(frozen=True)
class Listing:
    """One thing to be found; ``organisation`` is an id."""

    kind: str
    subject: int
    title: str
    text: str = ""
    organisation: int | None = None


def put(kind, subject, organisation, title, text=""):
    """Put in one thing, or what now holds of it."""
    put_all([Listing(kind, subject, title, text, organisation)])


@transaction.atomic
def put_all(listings):
    """Put in many."""
    listings = list(listings)
    for start in range(0, len(listings), _TOGETHER):
        rows = Found.objects.bulk_create(
            [_row(listing) for listing in listings[start : start + _TOGETHER]],
            update_conflicts=True,
            unique_fields=["kind", "subject"],
            update_fields=["organisation", "title", "text"],
        )
        words_table.put(rows)


def _row(listing):
    return Found(
        kind=listing.kind,
        subject=listing.subject,
        organisation=listing.organisation,
        title=" ".join(listing.title.split())[:300] or "—",
        text=listing.text,
    )


@transaction.atomic
def remove(kind, *subjects):
    """Take things out."""
    rows = Found.objects.filter(kind=kind, subject__in=subjects)
    words_table.remove(list(rows.values_list("pk", flat=True)))
    rows.delete()


@transaction.atomic
def remove_kind(kind):
    """Take out all of a kind, to put them in anew."""
    words_table.remove(list(Found.objects.filter(kind=kind).values_list("pk", flat=True)))
    Found.objects.filter(kind=kind).delete()
