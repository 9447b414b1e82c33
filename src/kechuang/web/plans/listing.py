"""Plans, their documents and what they say, as search lists them."""

from kechuang.web.plans.models import Item, Plan, Version
from kechuang.web.plans.states import Stage, Standing
from kechuang.web.plans.summary import summarise
from kechuang.web.search.actions import Listing

KINDS = ("plan", "document", "item")


def reading_listings(version):
    """A plan and the text of one of its versions."""
    plan = version.plan
    yield Listing("plan", plan.pk, plan.title, organisation=plan.organisation_id)
    yield Listing("document", version.pk, str(version), version.original.text, plan.organisation_id)


def item_listings(version):
    """What an adopted version says."""
    organisation = version.plan.organisation_id
    for item in version.items.exclude(standing=Standing.REJECTED):
        line = summarise(item.kind, item.values)
        title = " ".join(part for part in (line.title, line.number, line.remark) if part)
        yield Listing("item", item.pk, title, item.quote, organisation)


def earlier_items(version):
    """The items of the versions before, which are no longer what the plan says."""
    return Item.objects.filter(version__plan=version.plan_id).exclude(version=version).values_list("pk", flat=True)


def all_listings():
    """Everything of the room, to put it in anew."""
    versions = Version.objects.select_related("plan", "original").exclude(original__text="").order_by("pk")
    for version in versions.iterator(chunk_size=20):
        yield from reading_listings(version)
    for plan in Plan.objects.all():
        adopted = plan.versions.filter(stage=Stage.ADOPTED).select_related("plan").order_by("-number").first()
        if adopted is not None:
            yield from item_listings(adopted)
