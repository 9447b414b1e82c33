"""The workbook of tasks: exported on record, imported whole or returned to the sender with its mistakes marked."""

from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from kechuang.web.journal.actions import record
from kechuang.web.tasks import access, assigning, queries
from kechuang.web.tasks.names import Names
from kechuang.web.tasks.sheet import COLUMNS, check_rows, row_of
from kechuang.web.words import say
from kechuang.writers.returned import write_returned
from kechuang.writers.template import Column, write_template

LARGEST = 8 * 2**20


def give_out(asked, *, actor, origin, at):
    """The tasks of the list somebody may assign, narrowed to what is ``asked``, as a workbook that can be taken in again."""
    found = queries.tasks_to_assign(actor, asked, day=timezone.localdate(at))
    rows = [row_of(one.row, say(f"task-kind.{one.row.kind}")) for one in found]
    book = write_template(
        [Column(say(f"task-column.{name}"), say(f"task-column-hint.{name}")) for name in COLUMNS],
        rows,
        sheet=say("task-sheet.name"),
        instructions=[say("task-sheet.instructions")],
        instructions_sheet=say("import.instructions-sheet"),
        version="tasks 1",
    )
    told = urlencode({name: value for name, value in asked.items() if value})[:500]
    record("tasks.exported", after={"tasks": len(rows), "asked": told}, actor=actor, origin=origin, at=at)
    return book


def bring_in(cells, *, actor, origin, at):
    """Take in the rows of a workbook: all of them or, where a cell is wrong, none. Answers how many tasks changed, and the
    mistakes. Raises ChangedMeanwhile, Reached.
    """
    rows = access.tasks_assignable_by(actor).select_related("lead", "plan__organisation")
    tasks = {row.pk: row for row in rows.prefetch_related("supporting", "milestones")}
    assignments, mistakes = check_rows(cells, tasks=tasks, names=names_by_owner(timezone.localdate(at)))
    if mistakes:
        _give_back(actor, cells, mistakes)
        return 0, mistakes
    return assigning.assign(assignments, actor=actor, origin=origin, at=at), []


def names_by_owner(day):
    """``names(task)``: what printed names mean in the plans of its organisation, looked up once for each."""
    owners = {}

    @cache
    def names_of(owner):
        return Names(owners[owner], day)

    def names(task):
        owners[task.plan.organisation_id] = task.plan.organisation
        return names_of(task.plan.organisation_id)

    return names


def path_of_returned(person):
    """Where the workbook is kept that somebody sent last and that was not taken in."""
    return settings.MEDIA_ROOT / "returned" / f"tasks-{person.pk}.xlsx"


def _give_back(person, cells, mistakes):
    """In place of the last one."""
    wrong = [
        (one.row, COLUMNS.index(one.column), f"{say(f'task-column.{one.column}')}: {say(one.code)}") for one in mistakes
    ]
    book = write_returned(cells, wrong, sheet=say("task-sheet.name"), heading=say("column.mistake"))
    path = path_of_returned(person)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(book)
