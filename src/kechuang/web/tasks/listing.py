"""Key tasks as search lists them."""

from kechuang.web.search.actions import Listing
from kechuang.web.tasks.models import Task

KINDS = ("task",)


def listing_of(task):
    """A task, with the names the plan prints beside it."""
    words = " ".join((task.lead_name, *task.supporting_names, task.deadline_text))
    return Listing("task", task.pk, str(task), words, task.plan.organisation_id)


def all_listings():
    """Everything of the room, to put it in anew."""
    for task in Task.objects.select_related("plan").order_by("pk").iterator(chunk_size=500):
        yield listing_of(task)
