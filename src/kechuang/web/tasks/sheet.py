"""Tasks as rows of a grid or workbook: what is written out, and what comes back, checked by row and column."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from kechuang.readers.capped import Caps, run_capped
from kechuang.readers.days import read_day
from kechuang.readers.sheets import read_rows
from kechuang.web.tasks.assigning import Assignment

COLUMNS = ("id", "edition", "kind", "number", "title", "lead", "supporting", "deadline", "milestones")
EDITABLE = ("lead", "supporting", "deadline", "milestones")
CAPS = Caps(memory=2**30, cpu=30, wall=60.0)
_BETWEEN = re.compile(r"[、,，;；\n]+")
_MOST_MILESTONES = 60


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a cell: the row as the sheet numbers it, the column, and a code with words."""

    row: int
    column: str
    code: str
    value: str = ""


def read_sheet(data):
    """The rows of an uploaded workbook, read in a process of its own under limits; raises Unreadable."""
    return run_capped(partial(read_rows, data), CAPS)


def row_of(task, kind):
    """A task as a row of the workbook; ``kind`` is its word."""
    return (
        str(task.pk),
        str(task.edition),
        kind,
        task.number,
        task.title,
        task.lead.name if task.lead else "",
        "、".join(one.name for one in task.supporting.all()),
        task.deadline.isoformat() if task.deadline else "",
        milestones_text(task.milestones.all()),
    )


def milestones_text(milestones):
    """Milestones as they are typed: a day and a title on each line."""
    return "\n".join(f"{one.due.isoformat()} {one.title}" for one in milestones)


def check_rows(
    cells: Sequence[Sequence[str]], *, tasks: Mapping[int, object], names
) -> tuple[list[Assignment], list[Mistake]]:
    """The assignments of a sheet and everything wrong with it; ``tasks`` are those one may assign, with supporting and
    milestones at hand; ``names(task)`` gives the ``Names`` of its plan's organisation.
    """
    found: list[Assignment] = []
    mistakes: list[Mistake] = []
    seen: set[int] = set()
    for number, cell in enumerate(cells[1:], start=2):
        padded = [*(text.strip() for text in cell[: len(COLUMNS)]), *[""] * (len(COLUMNS) - len(cell))]
        if not any(padded):
            continue
        row = dict(zip(COLUMNS, padded, strict=True))
        wrong = list(_check_row(number, row, tasks, seen))
        if not wrong:
            task = tasks[int(row["id"])]
            assignment, wrong = read_assignment(number, row, task, names(task))
            found.append(assignment)
        mistakes += wrong
    return ([] if mistakes else found), mistakes


def _check_row(number, row, tasks, seen) -> Iterator[Mistake]:
    if not row["id"].isdecimal() or int(row["id"]) not in tasks:
        yield Mistake(number, "id", "task-sheet.unknown", row["id"][:40])
        return
    task = tasks[int(row["id"])]
    if task.pk in seen:
        yield Mistake(number, "id", "task-sheet.twice", row["id"])
    seen.add(task.pk)
    if row["edition"] != str(task.edition):
        yield Mistake(number, "edition", "task-sheet.changed-meanwhile", row["edition"][:40])
    for column in ("number", "title"):
        if row[column] != getattr(task, column).strip():
            yield Mistake(number, column, "task-sheet.not-here", row[column][:40])


def read_assignment(number, row, task, names) -> tuple[Assignment, list[Mistake]]:
    """What one row of text assigns a task to, and what is wrong with it."""
    wrong: list[Mistake] = []
    lead = _organisation(number, "lead", row["lead"], task, names, wrong)
    parts = [part.strip() for part in _BETWEEN.split(row["supporting"]) if part.strip()]
    supporting = [_organisation(number, "supporting", part, task, names, wrong) for part in parts]
    deadline = _day(number, row["deadline"], wrong)
    milestones = None if row.get("milestones") is None else _milestones(number, row["milestones"], task, wrong)
    given = frozenset(one for one in supporting if one is not None)
    return Assignment(task.pk, int(row["edition"]), lead, given, deadline, milestones), wrong


def _organisation(number, column, text, task, names, wrong):
    if not text:
        return None
    standing = [one for one in (task.lead, *task.supporting.all()) if one is not None and one.name == text]
    found = standing[0].pk if standing else names.match(text)
    if found is None:
        wrong.append(Mistake(number, column, "task-sheet.no-organisation", text[:60]))
    return found


def _day(number, text, wrong):
    try:
        return read_day(text) if text else None
    except ValueError:
        wrong.append(Mistake(number, "deadline", "task-sheet.no-day", text[:40]))
        return None


def _milestones(number, text, task, wrong):
    found: dict[str, date] = {}
    for line in text.splitlines()[:_MOST_MILESTONES]:
        day, title = [*line.split(None, 1), "", ""][:2]
        title = title.strip()
        if not day:
            continue
        try:
            due = read_day(day)
        except ValueError:
            wrong.append(Mistake(number, "milestones", "task-sheet.no-milestone", line[:40]))
            continue
        if not title or len(title) > 200 or title in found:
            wrong.append(Mistake(number, "milestones", "task-sheet.no-milestone", line[:40]))
        found[title] = due
    gone = [one.title for one in task.milestones.all() if one.done is not None and one.title not in found]
    wrong += [Mistake(number, "milestones", "task-sheet.reached", title[:40]) for title in gone]
    return tuple(found.items())
