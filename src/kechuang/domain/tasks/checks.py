"""What does not add up in a task (任务自查): no lead, no deadline, days that contradict each other."""

from collections.abc import Callable, Iterator
from datetime import date

from kechuang.domain.finding import Finding, Severity
from kechuang.domain.tasks.progress import compute_progress
from kechuang.domain.tasks.task import FollowedTask

Check = Callable[[FollowedTask], Iterator[Finding]]


def check_task(task: FollowedTask) -> list[Finding]:
    """Everything that does not add up in one task, in the order of the list."""
    return [finding for check in CHECKS for finding in check(task)]


def check_lead(task: FollowedTask) -> Iterator[Finding]:
    """Somebody leads it (牵头单位), who was found among the organisations and exists on the day."""
    if task.lead is None and task.lead_name:
        yield _finding("task-check.lead-unmatched", Severity.WARNING, task, lead=task.lead_name)
    elif task.lead is None:
        yield _finding("task-check.no-lead", Severity.WARNING, task)
    elif not task.lead_stands:
        yield _finding("task-check.lead-gone", Severity.ERROR, task, lead=task.lead)


def check_deadline(task: FollowedTask) -> Iterator[Finding]:
    """It has a day by which it is done, not after the plan ends."""
    if task.deadline is None and not task.recurring:
        yield _finding("task-check.no-deadline", Severity.WARNING, task)
    elif task.deadline is not None and task.plan_ends is not None and task.deadline > task.plan_ends:
        yield _finding(
            "task-check.after-plan",
            Severity.ERROR,
            task,
            _later(task.deadline, task.plan_ends),
            deadline=str(task.deadline),
        )


def check_milestones(task: FollowedTask) -> Iterator[Finding]:
    """No milestone is due after the deadline."""
    for one in task.milestones:
        if task.deadline is not None and one.due > task.deadline:
            yield _finding(
                "task-check.milestone-late", Severity.ERROR, task, _later(one.due, task.deadline), milestone=one.title
            )


def check_reported(task: FollowedTask) -> Iterator[Finding]:
    """What was reported fits the milestones that were reached."""
    progress = compute_progress(task)
    if progress.held and task.reported is not None:
        said = f"{task.reported.percent}%"
        yield _finding("task-check.report-beyond", Severity.WARNING, task, progress.working, said=said)


def check_in_plan(task: FollowedTask) -> Iterator[Finding]:
    """The newest adopted version still says it."""
    if not task.in_plan:
        yield _finding("task-check.not-in-plan", Severity.NOTE, task)


CHECKS: tuple[Check, ...] = (check_lead, check_deadline, check_milestones, check_reported, check_in_plan)


def _finding(rule: str, severity: Severity, task: FollowedTask, arithmetic: str = "", **details: str) -> Finding:
    sources = (task.source,) if task.source is not None else ()
    return Finding(rule, severity, sources, {"task": task.title, **details}, arithmetic)


def _later(day: date, limit: date) -> str:
    return f"{day} > {limit}"
