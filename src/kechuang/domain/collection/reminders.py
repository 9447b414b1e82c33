"""When somebody is reminded (催报) and when it is taken further (督办): green, amber, red, and whom to tell."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kechuang.domain.collection.lifecycle import OPEN, Stage


class Light(StrEnum):
    """How a return stands against its due day."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Audience(StrEnum):
    """Whom to tell."""

    REPORTER = "reporter"
    APPROVER = "approver"
    DIRECTOR = "director"


@dataclass(frozen=True, slots=True)
class Schedule:
    """The days of the rulebook: reminders before the due day, when it turns amber, when an approver and a director are told."""

    before: tuple[int, ...]
    amber: int
    approver_after: int
    director_after: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder; ``step`` names it, so that none is sent twice. ``days`` are left, or overdue where negative."""

    step: str
    light: Light
    audience: tuple[Audience, ...]
    days: int


def light_of(stage: Stage, due: date, submitted_on: date | None, today: date, schedule: Schedule) -> Light:
    """Green while there is time or it was submitted in time, amber shortly before, red after the due day."""
    if stage not in OPEN:
        return Light.RED if submitted_on is not None and submitted_on > due else Light.GREEN
    if today > due:
        return Light.RED
    return Light.AMBER if (due - today).days <= schedule.amber else Light.GREEN


def reminder_for(stage: Stage, due: date, today: date, schedule: Schedule) -> Reminder | None:
    """The reminder that is due for a return today, None for none; a day on which nothing ran is made up for.

    Before the due day the reporter is told; after it the approver too, and then the director.
    """
    if stage not in OPEN:
        return None
    left = (due - today).days
    if left >= 0:
        steps = [days for days in schedule.before if left <= days]
        light = Light.AMBER if left <= schedule.amber else Light.GREEN
        return Reminder(f"before-{min(steps)}", light, (Audience.REPORTER,), left) if steps else None
    late = -left
    if late >= schedule.director_after:
        return Reminder("director", Light.RED, (Audience.REPORTER, Audience.APPROVER, Audience.DIRECTOR), left)
    if late >= schedule.approver_after:
        return Reminder("approver", Light.RED, (Audience.REPORTER, Audience.APPROVER), left)
    return None
