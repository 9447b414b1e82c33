"""The sections on key tasks (重点任务) and projects (重点项目): who leads what, by when, and what it costs."""

from collections.abc import Iterator
from decimal import Decimal

from kechuang.domain.plans.plan import Project, Task
from kechuang.domain.reports.facts import ReportFacts
from kechuang.domain.reports.figures import cite, cite_computed, count_of, plain, quote, with_unit
from kechuang.domain.reports.report import Block, Cited, Column, Detail, Heading, Paragraph, Sentence, Table

NOTHING = "—"


def task_section(facts: ReportFacts) -> Iterator[Block]:
    """The tasks with their leads; nothing where the plan has none."""
    tasks = facts.plan.tasks
    if not tasks:
        return
    yield Heading(1, Sentence("report.section.tasks"))
    yield Paragraph(tuple(_about_tasks(tasks)))
    columns = [Column(Sentence("report.column.task"), 42)]
    led, dated = any(task.lead for task in tasks), any(task.deadline for task in tasks)
    if led:
        columns.append(Column(Sentence("report.column.lead"), 18))
    if dated:
        columns.append(Column(Sentence("report.column.deadline"), 14))
    columns.append(Column(Sentence("report.column.progress"), 26))
    yield Table(
        Sentence("report.table.tasks"), tuple(columns), tuple(_task_row(task, led=led, dated=dated) for task in tasks)
    )


def _about_tasks(tasks: tuple[Task, ...]) -> Iterator[Sentence]:
    yield Sentence("report.tasks.count", {"count": count_of([task.source for task in tasks])})
    without = [task.source for task in tasks if task.lead is None]
    if without and len(without) == len(tasks):
        yield Sentence("report.tasks.all-without-lead")
    elif without:
        yield Sentence("report.tasks.without-lead", {"count": count_of(without)})
    yield Sentence("report.tasks.to-fill")


def _task_row(task: Task, *, led: bool, dated: bool) -> tuple[Detail, ...]:
    lead: tuple[Detail, ...] = (quote(task.lead or NOTHING, task.source),) if led else ()
    deadline: tuple[Detail, ...] = (cite(task.deadline, task.source) if task.deadline else NOTHING,) if dated else ()
    return (cite(task.title, task.source), *lead, *deadline, "")


def project_section(facts: ReportFacts) -> Iterator[Block]:
    """The projects with their investment; nothing where the plan lists none."""
    projects = facts.plan.projects
    if not projects:
        return
    yield Heading(1, Sentence("report.section.projects"))
    sentences = [Sentence("report.projects.count", {"count": count_of([one.source for one in projects])})]
    sentences += [Sentence("report.projects.investment", {"sum": total}) for total in investments(projects)]
    sentences.append(Sentence("report.projects.to-fill"))
    yield Paragraph(tuple(sentences))
    columns = (
        Column(Sentence("report.column.project"), 28),
        Column(Sentence("report.column.builder"), 20),
        Column(Sentence("report.column.years"), 20),
        Column(Sentence("report.column.investment"), 17, numeric=True),
        Column(Sentence("report.column.progress"), 15),
    )
    yield Table(Sentence("report.table.projects"), columns, tuple(_project_row(one) for one in projects))


def investments(projects: tuple[Project, ...]) -> list[Cited]:
    """The sum of the planned investment, one for each unit it is printed in."""
    units = dict.fromkeys(one.investment_unit or "" for one in projects if one.investment is not None)
    return [_sum([one for one in projects if (one.investment_unit or "") == unit], unit) for unit in units]


def _sum(projects: list[Project], unit: str) -> Cited:
    counted = [(one, one.investment) for one in projects if one.investment is not None]
    total = sum((amount for _, amount in counted), Decimal(0))
    parts = tuple(cite(plain(amount), one.source) for one, amount in counted)
    return cite_computed(with_unit(plain(total), unit), "report.rule.sum", parts=parts)


def _project_row(project: Project) -> tuple[Detail, ...]:
    years = "—".join(dict.fromkeys(str(year) for year in (project.start, project.end) if year is not None))
    amount: Detail = NOTHING
    if project.investment is not None:
        amount = cite(with_unit(plain(project.investment), project.investment_unit), project.source)
    return (
        cite(project.name, project.source),
        quote(project.builder or NOTHING, project.source),
        cite(years, project.source) if years else NOTHING,
        amount,
        "",
    )
