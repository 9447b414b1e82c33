"""Demo data of the tasks: the invented plan followed, some names matched, one task late, one soon due, one reported on."""

from datetime import timedelta
from importlib.resources import files

from django.utils import timezone

from kechuang.web.operation.work import run_one, worker_name
from kechuang.web.plans import actions as plans
from kechuang.web.plans.models import Version
from kechuang.web.plans.states import Stage
from kechuang.web.tasks import actions, assigning, following, work_plans
from kechuang.web.tasks.models import Task
from kechuang.web.tasks.states import Order
from kechuang.web.words import say

_WORK_PLAN = "yunling_county_work_points_2027.txt"
# words of a printed name, code of the organisation it means
_NAMES = (
    ("demo.task.name-science", "990100"),
    ("demo.task.name-economy", "990110"),
    ("demo.task.name-farming", "990102"),
)
# position, code of the lead, milestones: (words, days from the day of the demo)
_ASSIGNED = (
    (0, "990101", (("survey", -40), ("list", -12), ("grow", 300))),
    (2, "990110", (("site", 12), ("build", 400))),
    (4, "990103", (("agreement", 150), ("first", 380))),
    (7, "990100", (("design", 60), ("open", 500))),
)


def make(known, people, at):
    """Follow the newest adopted plan of the bureau; where there is none, or its tasks are followed, nothing is done.

    ``known`` are organisations by code, ``people`` accounts by user name.
    """
    adopted = Version.objects.filter(stage=Stage.ADOPTED, plan__organisation=known["990100"])
    version = adopted.order_by("-adopted_at").first()
    if version is None or Task.objects.exists():
        return
    planner = {"actor": people["demo_planner"], "origin": "demo", "at": at}
    following.follow_plan(version, **planner)
    for words, code in _NAMES:
        actions.match_name(known["990100"], say(words), known[code], **planner)
    tasks = {task.position: task for task in Task.objects.all()}
    given = [_assignment(tasks[place], known[code], steps, at) for place, code, steps in _ASSIGNED if place in tasks]
    assigning.assign(given, **planner)
    _talk(tasks[0], people, at)
    _lay_work_plan(known["990100"], planner)


def _lay_work_plan(bureau, planner):
    """The invented work plan of 2027 is read and laid beside the plan; its links wait to be confirmed."""
    data = files("kechuang.samples").joinpath("invented", _WORK_PLAN).read_bytes()
    version = plans.upload(data, name=_WORK_PLAN, organisation=bureau, **planner)
    while run_one(worker_name()):
        pass
    version.refresh_from_db()
    work_plans.link_work_plan(version, **planner)


def _assignment(task, lead, steps, at):
    day = timezone.localdate(at)
    milestones = tuple((say(f"demo.task.step-{name}"), day + timedelta(days=days)) for name, days in steps)
    supporting = frozenset(task.supporting.values_list("pk", flat=True))
    return assigning.Assignment(task.pk, task.edition, lead.pk, supporting, task.deadline, milestones)


def _talk(task, people, at):
    """The reporter reports, the director asks, and has no answer yet."""
    reporter = {"actor": people["demo_reporter"], "origin": "demo", "at": at}
    director = {"actor": people["demo_director"], "origin": "demo", "at": at}
    day = timezone.localdate(at)
    first = task.milestones.order_by("due").first()
    actions.report(task, day=day - timedelta(days=30), words=say("demo.task.report"), milestone=first, **reporter)
    actions.report(
        task,
        day=day - timedelta(days=3),
        words=say("demo.task.report-later"),
        percent=45,
        problem=say("demo.task.problem"),
        evidence=(say("demo.task.evidence"), say("demo.task.evidence-words").encode()),
        **reporter,
    )
    due = day + timedelta(days=10)
    actions.instruct(task, order=Order.SUPERVISE, words=say("demo.task.instruction"), due=due, **director)
