"""Which organisations printed names mean, where none was found."""

from django.http import Http404
from django.utils import timezone
from ninja import Router
from pydantic import Field, StrictStr

from kechuang.web.api.answering import PAGE, SIZE, by, deed, paged
from kechuang.web.api.shapes import Done, Given, Key, Page, Shown
from kechuang.web.organisations import access as organisations
from kechuang.web.organisations.models import Organisation
from kechuang.web.tasks import actions, queries
from kechuang.web.tasks.names import Names

router = Router()


class NameRow(Shown):
    """A printed name no organisation was found for: in whose plans, and how many tasks it leads."""

    owner: int = Field(examples=[1])
    name: str = Field(examples=["The bureau for industry"])
    tasks: int = Field(examples=[3])


class NameGiven(Given):
    """Which organisation a printed name means in the plans of ``owner``."""

    owner: Key
    name: StrictStr = Field(min_length=1, max_length=100, pattern=r"\S", examples=["The bureau for industry"])
    organisation: Key


@router.get("/task-names", response=Page[NameRow], operation_id="tasks-names")
def names(request, page: int = PAGE, size: int = SIZE):
    """Printed names of tasks one assigns that no organisation was found for."""
    organisations.require(request.user, "task.assign")
    return paged(queries.unmatched_names(request.user), page, size, _name)


@router.post("/task-names", response=Done, operation_id="tasks-match-name")
@deed
def match_name(request, given: NameGiven):
    """Say which organisation a printed name means; answers how many tasks got their lead by it."""
    organisations.require(request.user, "task.assign")
    reach = organisations.reach(request.user, "task.assign")
    owner = Organisation.objects.filter(pk=given.owner, pk__in=reach).first()
    if owner is None or given.organisation not in Names(owner, timezone.localdate()).standing:
        raise Http404
    meant = Organisation.objects.get(pk=given.organisation)
    return {"id": meant.pk, "changed": actions.match_name(owner, given.name.strip(), meant, **by(request))}


def _name(row):
    owner, name, count = row
    return {"owner": owner.pk, "name": name, "tasks": count}
