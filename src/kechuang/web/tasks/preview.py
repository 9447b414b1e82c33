"""A task as it would be if it were assigned so: to show what would not add up before anything is saved."""

from dataclasses import replace

from kechuang.domain.tasks.task import Milestone


def as_assigned(task, given, standing):
    """The task as a value with another assignment; ``standing`` are the organisations of the day, id -> name."""
    done = {one.title: one.done for one in task.milestones}
    milestones = task.milestones
    if given.milestones is not None:
        milestones = tuple(Milestone(title, due, done.get(title)) for title, due in given.milestones)
    return replace(
        task,
        lead=standing.get(given.lead) if given.lead else None,
        lead_stands=given.lead in standing,
        deadline=given.deadline,
        milestones=milestones,
    )
