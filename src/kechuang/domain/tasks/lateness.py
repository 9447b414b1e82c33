"""How late a task is (红黄绿灯): judged for a day that is passed in, by thresholds from the dated rulebook of supervision."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kechuang.domain.rulebook import RulesOfTheDay
from kechuang.domain.tasks.life import OPEN, State
from kechuang.domain.tasks.task import FollowedTask


class Light(StrEnum):
    """Green: in time; amber: look after it; red: late; none: it is over, or has no day to be late for."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    NONE = "none"


class Why(StrEnum):
    """What makes the light what it is."""

    OVER = "over"  # done or stopped
    NO_DAY = "no-day"
    OVERDUE = "overdue"
    DUE_SOON = "due-soon"
    BLOCKED = "blocked"
    SILENT = "silent"
    IN_TIME = "in-time"


@dataclass(frozen=True, slots=True)
class Lateness:
    """The light and why; ``due`` is the next day that counts, ``what`` its milestone ("" for the deadline), ``days`` from the
    day of judging to it, below zero where it has passed.
    """

    light: Light
    why: Why
    due: date | None = None
    what: str = ""
    days: int | None = None


def judge_lateness(task: FollowedTask, day: date, rules: RulesOfTheDay) -> Lateness:
    """The light of a task on a day.

    Red: its next day has passed by ``supervision.overdue-days`` or more. Amber: it comes within
    ``supervision.due-soon-days``, or has passed by less; or the task is blocked; or nothing was heard of it for
    ``supervision.silent-days``.
    """
    if task.state not in OPEN:
        return Lateness(Light.NONE, Why.OVER)
    due, what = next_due(task)
    days = (due - day).days if due else None
    if days is not None and -days >= int(rules.number("supervision.overdue-days")):
        return Lateness(Light.RED, Why.OVERDUE, due, what, days)
    if days is not None and days <= int(rules.number("supervision.due-soon-days")):
        return Lateness(Light.AMBER, Why.DUE_SOON, due, what, days)
    if task.state is State.BLOCKED:
        return Lateness(Light.AMBER, Why.BLOCKED, due, what, days)
    if (day - task.last_heard).days > int(rules.number("supervision.silent-days")):
        return Lateness(Light.AMBER, Why.SILENT, due, what, days)
    if due is None:
        return Lateness(Light.NONE, Why.NO_DAY)
    return Lateness(Light.GREEN, Why.IN_TIME, due, what, days)


def next_due(task: FollowedTask) -> tuple[date | None, str]:
    """The first day that counts and what is due: the earliest milestone that is not reached, or the deadline."""
    open_ones = [(one.due, one.title) for one in task.milestones if one.done is None]
    if task.deadline is not None:
        open_ones.append((task.deadline, ""))
    return min(open_ones, key=lambda one: (one[0], one[1] == "")) if open_ones else (None, "")
