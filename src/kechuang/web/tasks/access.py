"""Who may look at which tasks, and who may work on them."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q

from kechuang.web.organisations import access as organisations
from kechuang.web.plans.access import versions_visible_to
from kechuang.web.plans.audits import ANNUAL
from kechuang.web.plans.states import Stage
from kechuang.web.questions import Among
from kechuang.web.tasks.models import Followed, Report, Task

_SUPPORTING = Task.supporting.through


def tasks_visible_to(person):
    """Tasks of the plans of organisations one reaches, and those that an organisation one reaches leads or supports."""
    return Task.objects.filter(visible(organisations.reach(person, "task.see")))


def visible(reach):
    """The condition: tasks of plans of these organisations, and those that one of them leads or supports."""
    supported = _SUPPORTING.objects.filter(Among("organisation_id", reach), task=OuterRef("pk"))
    return Q(Among("plan__organisation_id", reach)) | Q(Among("lead_id", reach)) | Q(Exists(supported))


def tasks_assignable_by(person):
    """Tasks one may look at and assign: those of the plans of organisations above which one assigns."""
    reach = organisations.reach(person, "task.assign")
    return tasks_visible_to(person).filter(plan__organisation__in=reach)


def reports_visible_to(person):
    """Reports on tasks one may look at."""
    return Report.objects.filter(task__in=tasks_visible_to(person))


def versions_to_follow(person, *, on):
    """Adopted versions whose tasks one may take over and nobody has: of each plan the newest only."""
    reach = organisations.reach(person, "task.assign")
    adopted = versions_visible_to(person, on=on).filter(stage=Stage.ADOPTED, plan__organisation__in=reach)
    newer = adopted.filter(plan=OuterRef("plan"), number__gt=OuterRef("number"))
    followed = Followed.objects.filter(version=OuterRef("pk"))
    return adopted.filter(~Exists(newer), ~Exists(followed))


def work_plans_visible_to(person, *, on):
    """Versions one may look at that were read as yearly work plans, as long as they are not given up."""
    readable = (Stage.REVIEW, Stage.ADOPTED)
    found = versions_visible_to(person, on=on).filter(stage__in=readable, identity__kind=ANNUAL)
    return found.select_related("plan__organisation", "work_plan__beside__plan")


def may(person, verb, task):
    """Whether ``person`` may do ``verb`` to the task: reporting is for its lead, all else for those above its plan."""
    place = task.lead_id if verb == "task.report" else task.plan.organisation_id
    return place is not None and organisations.may(person, verb, place)


def require(person, verb, task):
    """Raise PermissionDenied, naming the verb, unless ``person`` may do it to this task."""
    if not may(person, verb, task):
        raise PermissionDenied(verb)


def require_above(person, verb, tasks):
    """Raise PermissionDenied unless ``person`` may do ``verb`` above the plan of every one of ``tasks``; the tree is asked once."""
    reach = organisations.reach(person, verb)
    if any(task.plan.organisation_id not in reach for task in tasks):
        raise PermissionDenied(verb)
