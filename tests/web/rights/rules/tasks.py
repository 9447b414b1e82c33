"""Tasks and yearly work plans."""

from kechuang.web.plans.states import Stage
from tests.web.rights.rules.rule import BOTH, GET, POST, Rule, anybody, nobody, sees_version, there
from tests.web.rights.world import Subject, Who


def sees_task(who: Who, subject: Subject) -> bool:
    """Where the plan is, or where its lead is."""
    return bool({subject.place, _lead(subject)} & who.reach("task.see"))


def leads_task(who: Who, subject: Subject) -> bool:
    """Who reports for its lead."""
    return _lead(subject) in who.reach("task.report")


def _lead(subject: Subject) -> str:
    return subject.state.partition(" ")[0]


def _task(methods, does=anybody):
    return Rule(methods, subject="task", sees=sees_task, does=does)


RULES: dict[str, Rule] = {
    "tasks:list": Rule(verb="task.see"),
    "tasks:follow": Rule(
        POST,
        subject="version",
        sees=lambda who, one: one.state == Stage.ADOPTED and one.place in who.reach("task.assign"),
    ),
    "tasks:names": Rule(verb="task.assign"),
    "tasks:assign": Rule(BOTH, verb="task.assign"),
    "tasks:export": Rule(verb="task.assign"),
    "tasks:import": Rule(BOTH, verb="task.assign"),
    "tasks:task": _task(GET),
    "tasks:report": _task(POST, leads_task),
    "tasks:instruct": _task(POST, there("task.instruct")),
    "tasks:move": _task(POST, there("task.assign")),
    "tasks:evidence": Rule(subject="report", sees=sees_task),
    "tasks:work-plans": Rule(verb="task.see"),
    "tasks:work-plan": Rule(verb="task.see", subject="work-plan", sees=sees_version),
    "tasks:link": Rule(POST, subject="work-plan", sees=sees_version, does=there("task.assign")),
    "tasks:link-by-hand": Rule(POST, subject="work-plan", sees=sees_version, does=there("task.assign"), exists=nobody),
    "tasks:judge-link": Rule(
        POST,
        subject="work-link",
        sees=sees_version,
        does=there("task.assign"),
        data=(("state", "confirmed"),),
    ),
}
# Addresses that say "no such page" to whoever may use them, where what a request must name is not named.
NAMING: dict[str, Rule] = {
    "tasks:link-by-hand": Rule(POST, words=("0",)),
    "tasks:match": Rule(POST, verb="task.assign"),
    "tasks:check": Rule(POST, verb="task.assign"),
    "tasks:returned": Rule(verb="task.assign"),
}
