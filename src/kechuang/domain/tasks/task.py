"""A key task (重点任务) as it is followed: what the plan says of it, who does it by when, and what was reported."""

from dataclasses import dataclass
from datetime import date

from kechuang.domain.source import Source
from kechuang.domain.tasks.life import State


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone (里程碑): a day by which, and the day on which it was reached."""

    title: str
    due: date
    done: date | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """What the last report that gave one said: ``percent`` on a day."""

    day: date
    percent: int


@dataclass(frozen=True, slots=True)
class FollowedTask:
    """Everything that is judged of one task.

    ``lead_name`` is the lead organisation as the plan prints it, ``lead`` the organisation it was matched with, by the name it
    has today; ``lead_stands`` says whether that organisation exists on the day the task is looked at. ``last_heard`` is the
    day of the last report, or that on which the task began to be followed.
    """

    title: str
    state: State
    lead_name: str
    lead: str | None
    lead_stands: bool
    deadline: date | None
    plan_ends: date | None
    milestones: tuple[Milestone, ...]
    reported: Reported | None
    last_heard: date
    recurring: bool = False  # 每年: done anew each year, with no day of its own
    in_plan: bool = True
    source: Source | None = None
