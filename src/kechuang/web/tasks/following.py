"""Taking over key tasks and projects of an adopted plan (任务承接), and notifying those that are followed already."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from kechuang.domain.tasks.deadline import read_deadline
from kechuang.domain.tasks.following import Said, pair_tasks
from kechuang.readers.rulebooks import read_vocabulary
from kechuang.web.journal.actions import record
from kechuang.web.organisations import access as organisations
from kechuang.web.plans.states import Stage, Standing
from kechuang.web.search import actions as search
from kechuang.web.tasks.listing import listing_of
from kechuang.web.tasks.models import Followed, Task
from kechuang.web.tasks.names import Names
from kechuang.web.tasks.states import KIND_OF_ITEM


class NotAdopted(Exception):
    """Only the newest adopted version of a plan is followed."""


@transaction.atomic
def follow_plan(version, *, actor, origin, at):
    """Take over the tasks and projects of the newest adopted version; answers ``(new, changed, gone)``. Raises NotAdopted.

    Tasks that are followed already are found again by title and place and told what the version says now; what a person
    assigned stays, unless the plan itself says it otherwise than before.
    """
    organisations.require(actor, "task.assign", version.plan.organisation_id)
    _newest_adopted(version)
    Followed.objects.get_or_create(version=version, defaults={"by": actor, "at": at})
    followed = list(Task.objects.select_for_update().filter(plan=version.plan).order_by("position", "pk"))
    items = list(
        version.items.filter(kind__in=KIND_OF_ITEM).exclude(standing=Standing.REJECTED).order_by("-kind", "position")
    )
    pairing = pair_tasks([_said_by_task(task) for task in followed], [_said_by_item(item) for item in items])
    names, day = Names(version.plan.organisation, timezone.localdate(at)), timezone.localdate(at)
    new = changed = 0
    for position, (item, place) in enumerate(zip(items, pairing.pairs, strict=True)):
        said = _printed(item)
        if place is None:
            _begin(version, item, said, position, names, day)
            new += 1
        else:
            changed += _retell(followed[place], version, item, said, position, names)
    gone = [followed[index].pk for index in pairing.gone if followed[index].in_plan]
    Task.objects.filter(pk__in=gone).update(in_plan=False)
    search.put_all(listing_of(task) for task in Task.objects.filter(plan=version.plan).select_related("plan"))
    after = {"new": new, "changed": changed, "gone": gone}
    record("tasks.followed", version, actor=actor, origin=origin, at=at, after=after)
    return new, changed, len(gone)


def _newest_adopted(version):
    newest = version.plan.versions.filter(stage=Stage.ADOPTED).order_by("-number").first()
    if newest is None or newest.pk != version.pk:
        raise NotAdopted


def _said_by_task(task):
    place = (task.item.version.original.sha256, task.item.start)
    return Said(task.kind, task.title, place)


def _said_by_item(item):
    return Said(KIND_OF_ITEM[item.kind], _printed(item)["title"], (item.version.original.sha256, item.start))


def _printed(item):
    """What an item says, in the words of a task."""
    values = item.values
    if item.kind == "projects":
        builder, end = values.get("builder") or "", values.get("end")
        lead = values.get("lead") or builder
        return {
            "number": str(values.get("number") or "")[:40],
            "title": (values.get("name") or "—")[:300],
            "lead_name": lead[:200],
            "supporting_names": [builder] if builder and builder != lead else [],
            "deadline_text": str(end or "")[:100],
        }
    return {
        "number": str(values.get("number") or "")[:40],
        "title": (values.get("title") or "—")[:300],
        "lead_name": (values.get("lead") or "")[:200],
        "supporting_names": [name for name in values.get("support") or [] if name],
        "deadline_text": (values.get("deadline") or "")[:100],
    }


def _begin(version, item, said, position, names, day):
    deadline = read_deadline(said["deadline_text"], read_vocabulary())
    task = Task.objects.create(
        plan=version.plan,
        item=item,
        kind=KIND_OF_ITEM[item.kind],
        position=position,
        lead_id=names.match(said["lead_name"]),
        deadline=deadline.day,
        recurring=deadline.recurring,
        plan_ends=_ends(version),
        since=day,
        **said,
    )
    task.supporting.set(_matched(said["supporting_names"], names, task.lead_id))
    return task


def _retell(task, version, item, said, position, names):
    """Tell a followed task what the version says now; answers whether that differs."""
    differs = {key for key, value in said.items() if getattr(task, key) != value}
    task.item, task.position, task.in_plan, task.plan_ends = item, position, True, _ends(version)
    for key in differs:
        setattr(task, key, said[key])
    if "lead_name" in differs:
        task.lead_id = names.match(said["lead_name"])
    if "deadline_text" in differs:
        deadline = read_deadline(said["deadline_text"], read_vocabulary())
        task.deadline, task.recurring = deadline.day, deadline.recurring
    if "supporting_names" in differs:
        task.supporting.set(_matched(said["supporting_names"], names, task.lead_id))
    task.edition += bool(differs)
    task.save()
    return bool(differs)


def _matched(printed, names, lead):
    return {one for one in map(names.match, printed) if one is not None and one != lead}


def _ends(version):
    year = (version.identity.get("period") or {}).get("end")
    return date(year, 12, 31) if year else None
