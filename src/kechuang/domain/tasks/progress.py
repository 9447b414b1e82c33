"""How far a task is (完成进度): from its milestones and its reports, never from what somebody typed over them."""

from dataclasses import dataclass
from enum import StrEnum

from kechuang.domain.tasks.life import State
from kechuang.domain.tasks.task import FollowedTask


class Basis(StrEnum):
    """What a percentage rests on."""

    DONE = "done"  # the task is done
    MILESTONES = "milestones"
    REPORT = "report"
    BOTH = "both"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Progress:
    """The percentage, what it rests on and the working in figures and signs; ``held`` where a report said more than fits."""

    percent: int
    basis: Basis
    working: str = ""
    held: bool = False


def compute_progress(task: FollowedTask) -> Progress:
    """Reached milestones count alike; a reported percentage counts between what these show and the next milestone.

    A report beyond the next milestone that is not reached, or below what was reached, is held at that end.
    """
    if task.state is State.DONE:
        return Progress(100, Basis.DONE)
    total = len(task.milestones)
    said = task.reported
    if not total:
        return (
            Progress(said.percent, Basis.REPORT, f"{said.day}: {said.percent}%") if said else Progress(0, Basis.NOTHING)
        )
    done = sum(one.done is not None for one in task.milestones)
    low, high = done * 100 // total, min((done + 1) * 100 // total, 99 if done == total else 100)
    working = f"{done} ÷ {total} = {low}%"
    if said is None:
        return Progress(low, Basis.MILESTONES, working)
    percent = min(max(said.percent, low), max(high, low))
    return Progress(percent, Basis.BOTH, f"{working}; {said.day}: {said.percent}%", percent != said.percent)
