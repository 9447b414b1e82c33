"""Organisations as search lists them."""

from kechuang.web.organisations.models import Organisation
from kechuang.web.search.actions import Listing

KINDS = ("organisation",)


def listing_of(organisation):
    """An organisation by its present name and code."""
    return Listing("organisation", organisation.pk, organisation.name, organisation.code, organisation.pk)


def all_listings():
    """Everything of the room, to put it in anew."""
    return (listing_of(one) for one in Organisation.objects.all())
