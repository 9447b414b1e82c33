"""Returns as search lists them."""

from kechuang.web.collection.models import Return
from kechuang.web.search.actions import Listing

KINDS = ("return",)


def listings_of(round_):
    """The returns of a round."""
    return (_listing(one) for one in round_.returns.select_related("round", "organisation"))


def all_listings():
    """Everything of the room, to put it in anew."""
    return (_listing(one) for one in Return.objects.select_related("round", "organisation"))


def _listing(filed):
    return Listing("return", filed.pk, str(filed), filed.round.note, filed.organisation_id)
