"""Tasks without a lead organisation, targets without a number (责任与量化)."""

from collections.abc import Iterator
from itertools import pairwise

from kechuang.domain.audit.ledger import Ledger
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.folding import fold
from kechuang.domain.plans.plan import Task
from kechuang.domain.plans.structure.numbering import read_marker

_MOST = 0.5  # where most tasks name a lead, one without is an oversight


def check_leads(ledger: Ledger) -> Iterator[Finding]:
    """Where a document names lead organisations, every task that promises numbers has one."""
    tasks = ledger.plan.tasks
    led = [task for task in tasks if task.lead]
    if not tasks or not led or len(led) < _MOST * len(tasks):
        return
    for task, following in pairwise((*tasks, None)):
        if (
            task is not None
            and task.lead is None
            and not _is_parent(task, following)
            and not _says_who(ledger, task, following)
        ):
            yield Finding(
                "task.no-lead", Severity.WARNING, (task.source,), {"task": f"{task.number or ''}{task.title}"}, ""
            )


def _is_parent(task: Task, following: Task | None) -> bool:
    """Whether the next task is a part of this one."""
    mine = read_marker(fold(task.number or ""))
    its = read_marker(fold(following.number or "")) if following else None
    return mine is not None and its is not None and its.style > mine.style


def _says_who(ledger: Ledger, task: Task, following: Task | None) -> bool:
    """Whether the text of a task, to the next task or heading, says who does it."""
    ends = [heading.source.start for heading in ledger.plan.outline if heading.source.start >= task.source.end]
    ends += [following.source.start] if following else []
    text = ledger.document.text[task.source.start : min(ends, default=len(ledger.document.text))]
    return ledger.has(text, "duties")


def check_nobody_leads(ledger: Ledger) -> Iterator[Finding]:
    """A plan whose tasks name no organisation at all."""
    tasks = ledger.plan.tasks
    reports = ledger.vocabulary.words("identity.report_words")
    if any(word in (ledger.plan.identity.title or "") for word in reports):
        return
    if len(tasks) >= 5 and not any(task.lead or task.support for task in tasks):
        yield Finding("task.nobody-leads", Severity.NOTE, (tasks[0].source,), {"count": str(len(tasks))}, "")


def check_measurable(ledger: Ledger) -> Iterator[Finding]:
    """A target in words cannot be checked; a baseline left out cannot be compared."""
    for row in ledger.plan.indicators:
        target = row.target
        if target is not None and target.value is None and target.text.strip() and row.change is None:
            words = target.text.strip()
            if len(words) > 3:
                yield Finding(
                    "target.in-words", Severity.NOTE, (target.source,), {"measure": row.name, "target": words}, ""
                )
        missing = row.baseline is not None and row.baseline.value is None
        if missing and row.baseline is not None and target is not None and target.value is not None and not row.flags:
            yield Finding("target.no-baseline", Severity.NOTE, (row.source,), {"measure": row.name}, "")
