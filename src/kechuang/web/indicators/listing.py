"""Indicators as search lists them."""

from kechuang.web.indicators.models import Indicator
from kechuang.web.search.actions import Listing

KINDS = ("indicator",)


def listing_of(indicator):
    """An indicator with its definition."""
    title = f"{indicator.name} {indicator.unit}".strip()
    return Listing("indicator", indicator.pk, title, indicator.definition, indicator.plan.organisation_id)


def all_listings():
    """Everything of the room, to put it in anew."""
    return (listing_of(one) for one in Indicator.objects.filter(followed=True).select_related("plan"))
